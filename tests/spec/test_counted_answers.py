"""What a stored answer counts as in a condition: by the type of its question."""

import datetime

import pytest

from samklang.core.language.wording import Wording
from samklang.core.survey.path import typed
from samklang.core.survey.questionnaire import Option, Question

W = Wording("x", "x")
AB = (Option("a", W), Option("b", W))

# type, answer -> as it counts
TABLE = [
    ("integer", "05", 5.0),
    ("decimal", "2.50", 2.5),
    ("integer", "many", "many"),
    ("integer", "", ""),
    ("date", "2026-02-01", datetime.date(2026, 2, 1)),
    ("date", "soon", "soon"),
    ("text", "05", "05"),
    ("text", "2026-02-01", "2026-02-01"),
    ("select_one", "a", "a"),
    ("select_multiple", frozenset("ba"), "a b"),
]


@pytest.mark.parametrize(("type", "answer", "counts_as"), TABLE)
def test_an_answer_counts_by_its_type(type, answer, counts_as) -> None:  # type: ignore[no-untyped-def]
    counted = typed(Question("q", type, W, options=AB), answer)
    assert (counted, counted.__class__) == (counts_as, counts_as.__class__)
