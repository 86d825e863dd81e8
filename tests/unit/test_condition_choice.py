"""Conditions that are chosen: what is chosen is stored, and shown as it was chosen."""

import pytest

from samklang.core.language.wording import Wording
from samklang.core.survey.condition_choice import Choice, shown_condition, written_condition
from samklang.core.survey.questionnaire import Option, Question

OPTIONS = (Option("a", Wording("A", "A")), Option("b", Wording("B", "B")))
EARLIER = (
    Question("one", "select_one", Wording("Ett?", "One?"), options=OPTIONS),
    Question("many", "select_multiple", Wording("Flera?", "Several?"), options=OPTIONS),
)


@pytest.mark.parametrize(
    ("relevant", "choices"),
    [
        ("", ()),
        ("${one} = 'a'", (("one", "a", True),)),
        ("${one} != 'b'", (("one", "b", False),)),
        ("selected(${many}, 'a')", (("many", "a", True),)),
        ("not(selected(${many}, 'b'))", (("many", "b", False),)),
        (
            "${one} = 'a' and not(selected(${many}, 'b'))",
            (("one", "a", True), ("many", "b", False)),
        ),
    ],
)
def test_what_is_chosen_is_written_and_shown(relevant: str, choices: tuple[Choice, ...]) -> None:
    assert written_condition(choices, EARLIER) == relevant
    assert shown_condition(relevant, EARLIER) == choices


@pytest.mark.parametrize(
    "relevant",
    [
        "${one} = 'a' or ${one} = 'b'",
        "${one} = 'a' and ${one} != 'b' and selected(${many}, 'a')",
        "'a' = ${one} and ${one} = 3",
        "${one} = 'gone'",
        "${gone} = 'a'",
        # Not what would be written: another question of several answers than is compared with =.
        "${many} = 'a'",
        "selected(${one}, 'a')",
        "${one} =",
    ],
)
def test_what_cannot_be_chosen_is_not_shown_as_another(relevant: str) -> None:
    assert shown_condition(relevant, EARLIER) is None
