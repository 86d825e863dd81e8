"""Where long Swedish words may be divided."""

import pytest

from samklang.core.language.hyphens import divisible


@pytest.mark.parametrize(
    ("text", "divided"),
    [
        ("Tillgänglighetsredogörelse", "Tillgänglighets-redogörelse"),
        ("Om utvecklingsmöjligheterna i norr", "Om utvecklings-möjligheterna i norr"),
        ("Medborgarskapsundervisning", "Medborgarskaps-undervisning"),
        ("Organisationsutvecklingsprogram", "Organisations-utvecklings-program"),
        # Short, without such an ending, or with one that is the last part.
        ("Samhällsutmaningar", "Samhällsutmaningar"),
        ("Styrelsemöten", "Styrelsemöten"),
        ("Accessibility statement", "Accessibility statement"),
        ("Verksamhetsplaneringsmedel", "Verksamhets-planerings-medel"),
    ],
)
def test_words_are_divided_between_their_parts(text: str, divided: str) -> None:
    assert divisible(text) == divided.replace("-", "\u00ad")
