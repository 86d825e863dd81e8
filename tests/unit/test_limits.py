"""Limits: which ends of a scale a constraint tells."""

import pytest

from samklang.core.language.wording import Wording
from samklang.core.survey.limits import Limits, limits
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
