"""A question whose options depend on an earlier answer: when it is answered, and when missing."""

from collections.abc import Mapping

import pytest

from samklang.core.language.wording import Wording
from samklang.core.survey.pages import steps
from samklang.core.survey.questionnaire import Option, Question, Questionnaire

W = Wording("x", "x")
COUNTIES = (Option("24", W), Option("25", W), Option("26", W))
PLACES = (Option("umea", W, tags={"of": "24"}), Option("lulea", W, tags={"of": "25"}))


@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("kind", ["select_one", "select_multiple"])
@pytest.mark.parametrize(
    ("county", "place", "answered"),
    [
        ("25", "", False),
        ("25", "lulea", True),
        # Chosen before the county was changed; it is not on offer any longer.
        ("25", "umea", False),
    ],
)
def test_an_answer_counts_while_it_is_on_offer(
    county: str, place: str, answered: bool, kind: str, required: bool
) -> None:
    where = Question(
        "p",
        kind,  # type: ignore[arg-type]
        W,
        options=PLACES,
        choice_filter="of = ${c}",
        required=required,
    )
    survey = Questionnaire("1", (Question("c", "select_one", W, options=COUNTIES), where))
    value = place if kind == "select_one" else [place] if place else []
    stored: Mapping[str, object] = {"c": county, "p": value}
    path = steps(survey, stored)
    assert path.first_unanswered == (None if answered else (2, "p"))
    assert path.missing == ((2, "p"),) * (required and not answered)


def test_nothing_is_missing_where_nothing_is_on_offer() -> None:
    where = Question("p", "select_one", W, options=PLACES, choice_filter="of = ${c}", required=True)
    survey = Questionnaire("1", (Question("c", "select_one", W, options=COUNTIES), where))
    path = steps(survey, {"c": "26"})
    assert (path.first_unanswered, path.missing, path.asked) == (None, (), {"c"})
