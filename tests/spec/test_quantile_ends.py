"""A quantile and the ends of its interval, rounded to its step, and no further than needed."""

import pytest

from samklang.core.disclosure.quantile_steps import step_for
from samklang.core.disclosure.release import (
    CandidateAmount,
    CandidateCell,
    CandidateRow,
    CandidateTable,
    release,
)

# step, decimals, value, low, high -> as printed. What lies on a step stays there, though 0.3 / 0.1
# is 2.9999999999999996 in binary numbers and 0.56 / 0.01 is 56.00000000000001.
TABLE = [
    (0.1, 1, 0.3, 0.3, 1.1, (0.3, 0.3, 1.1)),
    (0.1, 1, 0.34, 0.29, 0.41, (0.3, 0.2, 0.5)),
    (0.1, 1, 0.35, 0.31, 0.39, (0.4, 0.3, 0.4)),
    (0.01, 2, 0.4, 0.29, 0.56, (0.4, 0.29, 0.56)),
    (5.0, 0, 12.4, 10.0, 15.0, (10, 10, 15)),
    (5.0, 0, 12.5, 10.1, 15.1, (15, 10, 20)),
]


@pytest.mark.parametrize(("step", "decimals", "value", "low", "high", "printed"), TABLE)
def test_ends_are_rounded_outwards(
    step: float,
    decimals: int,
    value: float,
    low: float,
    high: float,
    printed: tuple[float, float, float],
) -> None:
    said = tuple(float(x) for x in range(30))
    amount = CandidateAmount(value, low, high, said, decimals, step)
    row = CandidateRow("all", 30, (CandidateCell(30, amount=amount),))
    table = CandidateTable("hours", ("median",), (row,), "amounts", question="hours")
    (cell,) = release([table], respondents=30)["hours"].rows[0].cells
    assert (cell.value, cell.value_low, cell.value_high) == printed


def test_as_many_answers_as_the_threshold_round_to_what_is_printed() -> None:
    """0.35 is printed as 0.4 in steps of 0.1, to which none of the others rounds."""
    said = (0.01,) * 5 + (0.31,) * 4 + (0.35,) + (0.95,) * 5
    assert step_for(0.35, 0.0, 1.0, said, threshold=5, whole=False) == (0.2, 1)
