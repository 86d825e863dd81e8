"""The title of an open question: of the question, its option or its field, in either language."""

import pytest

from samklang.core.language.wording import Wording
from samklang.core.survey.open_questions import open_questions
from samklang.core.survey.questionnaire import Option, Question, Questionnaire

ASKED = Questionnaire(
    "1",
    (
        Question("why", "text", Wording("Varför?", "Why?"), short=Wording("Varför", "Why")),
        Question("how", "text", Wording("Hur?", "")),
        Question(
            "who",
            "select_one",
            Wording("Vem?", "Who?"),
            short=Wording("Vem", "Who"),
            options=(Option("other", Wording("Annan", ""), open=True),),
        ),
        Question(
            "more",
            "cards",
            Wording("Fler?", "More?"),
            short=Wording("Exempel", "Examples"),
            fields=(Question("need", "text", Wording("Behov?", "")),),
        ),
    ),
)


@pytest.mark.parametrize(
    ("address", "swedish", "english"),
    [
        ("why", "Varför", "Why"),
        ("how", "Hur?", "Hur?"),
        ("who.other.text", "Vem: Annan", "Who: Annan"),
        ("more.1.need", "Exempel: Behov? (1)", "Examples: Behov? (1)"),
    ],
)
def test_what_lacks_english_is_named_in_swedish(address: str, swedish: str, english: str) -> None:
    place = next(p for p in open_questions(ASKED) if p.address == address)
    assert (place.title("sv"), place.title("en")) == (swedish, english)
