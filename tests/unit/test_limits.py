"""Limits: which ends of a scale a constraint tells."""

import pytest

from samklang.core.language.wording import Wording
from samklang.core.survey.limits import Limits, limits, room
from samklang.core.survey.questionnaire import Question, QuestionType


@pytest.mark.parametrize(
    ("constraint", "found"),
    [
        ("", (None, None)),
        (". >= 1 and . <= 5", (1, 5)),
        (". > 0 and 6 > .", (1, 5)),
        ("1 <= . and . < 6 and . <= 9", (1, 5)),
        (". >= -2", (-2, None)),
        (". = 3", (3, 3)),
        # What is not whole, or hangs on something else, tells nothing.
        (". >= 1 or . <= 5", (None, None)),
        (". != 3", (None, None)),
        (". <= ${other}", (None, None)),
    ],
)
def test_the_ends_of_a_scale(constraint: str, found: Limits) -> None:
    assert limits(Question("q", "integer", Wording(), constraint=constraint)) == found


@pytest.mark.parametrize("kind", ["decimal", "text"])
def test_only_whole_numbers_have_steps(kind: QuestionType) -> None:
    assert limits(Question("q", kind, Wording(), constraint=". >= 1")) == (None, None)


def scale(constraint: str) -> Question:
    return Question("q", "integer", Wording(), constraint=constraint)


@pytest.mark.parametrize(
    ("said", "constraints", "steps"),
    [
        # 2, 3 and 5 are 1, 2 and 4 above the least, and 3, 2 and 0 below the greatest.
        ((2, 3, 5), [". >= 1 and . <= 5"], 5),
        ((4, 4, 5), [". >= 1 and . <= 5"], 2),
        ((2, 3, 5), [". >= 1"], 7),
        ((2, 3, 5), [". <= 5"], 5),
        ((1, 1), [". >= 1 and . <= 5"], 0),
        ((2, 3, 5), [""], None),
        # A ratio has no scale of its own, and neither has what is no question.
        ((2, 3, 5), [". >= 1", ". >= 1"], None),
        ((2, 3, 5), [None], None),
        ((2, 3, 5), [], None),
    ],
)
def test_how_far_answers_are_from_the_nearer_end(
    said: tuple[float, ...], constraints: list[str | None], steps: float | None
) -> None:
    assert room(said, [None if c is None else scale(c) for c in constraints]) == steps
