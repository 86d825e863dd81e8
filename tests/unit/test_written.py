"""Which language a text is in: its commonest words tell, and where they do not, none is claimed."""

import pytest

from samklang.core.language.written import UNKNOWN, office_tag, quotation, written_in

SWEDISH = "Att ungdomarna fick leda utan att vi äldre la oss i."
ENGLISH = "The young people were allowed to lead without us."
FINNISH = "Rahoitus loppui kesken eikä kukaan vastannut meille enää silloin kun"


@pytest.mark.parametrize(
    ("text", "presumed", "told"),
    [
        (SWEDISH, "sv", "sv"),
        (SWEDISH, "en", "sv"),
        (ENGLISH, "sv", "en"),
        (ENGLISH, "en", "en"),
        # None of the commonest words of a language that we know: it is likely another.
        (FINNISH, "sv", UNKNOWN),
        (FINNISH, "en", UNKNOWN),
        # Too short to tell.
        ("Projektpengarna tog slut.", "sv", "sv"),
        ("Projektpengarna tog slut.", "en", "en"),
        ("", "sv", "sv"),
        # A word or two could be a name or a loan: then it is not what was presumed, but not surely
        # the other either.
        ("Skolan har ställt upp hela vägen", "en", UNKNOWN),
        ("Under pressure", "en", UNKNOWN),
        # As many words of either.
        ("This is our motto: här är vi", "en", "en"),
        ("This is our motto: här är vi", "sv", "sv"),
        # "i" is a word of both, and tells nothing.
        ("I Kalix i Kalix i Kalix i Kalix", "en", UNKNOWN),
    ],
)
def test_the_words_of_a_text_tell_its_language(text: str, presumed: str, told: str) -> None:
    assert written_in(text, presumed) == told


def test_a_quotation_has_the_marks_of_its_language() -> None:
    assert quotation("Ja", "sv", "en") == "”Ja”"
    assert quotation("Yes", "en", "sv") == "“Yes”"
    assert quotation("Joo", UNKNOWN, "en") == "“Joo”"


def test_office_is_told_that_a_language_is_not_known() -> None:
    assert [office_tag(code) for code in ("sv", "en", "de", UNKNOWN)] == [
        *("sv-SE", "en-GB", "de", "x-none")
    ]
