"""Whole counts that agree with every equation, where some are known beforehand."""

import pytest

from samklang.core.disclosure.links import Linear
from samklang.core.disclosure.programme import Programme, relaxed, solve
from samklang.core.disclosure.ranges import Component, Contradiction, Ranges


def of_ten(fixed: int, weight: int) -> dict[int, int]:
    """Two counts of 0 to 3 that are 10 together with `weight` times one that is known."""
    rows = [Linear(((0, 1), (1, 1), (2, weight)), 10, 10)]
    ranges = Ranges([0, 0, fixed], [3, 3, fixed])
    return solve(rows, Component((0, 1), (0,), forest=True), ranges, cost={0: 1})


@pytest.mark.parametrize(
    ("fixed", "weight", "counts"),
    [
        (6, 1, {0: 1, 1: 3}),  # 4 are left, as few as can be of the first, which costs
        (3, 2, {0: 1, 1: 3}),
        (10, 1, {0: 0, 1: 0}),
    ],
)
def test_a_known_count_takes_its_part_of_the_sum(
    fixed: int, weight: int, counts: dict[int, int]
) -> None:
    assert of_ten(fixed, weight) == counts


@pytest.mark.parametrize("fixed", [3, 11])
def test_no_counts_agree(fixed: int) -> None:
    with pytest.raises(Contradiction):
        of_ten(fixed, 1)


@pytest.mark.parametrize("cost", [1, -1])
@pytest.mark.parametrize(
    ("low", "high", "off", "least", "most"),
    [
        # Two counts of 0 to 3 are 8 together with a known 6: they are 2, until the row is off.
        (8, 8, 0, 2, 2),
        (8, 8, 1, 0, 6),
        # One side alone.
        (8, 10**9, 0, 2, 6),
        (-(10**9), 8, 0, 0, 2),
        (8, 10**9, 1, 0, 6),
        (-(10**9), 8, 1, 0, 6),
        # What holds whatever they are needs no row.
        (6, 12, 0, 0, 6),
    ],
)
def test_a_row_holds_until_it_is_put_off(
    low: int, high: int, off: int, least: int, most: int, cost: int
) -> None:
    programme = Programme()
    columns = {index: programme.column(0, 3, cost) for index in (0, 1)}
    by = programme.column(off, off)
    row = Linear(((0, 1), (1, 1), (2, 1)), low, high)
    relaxed(programme, row, Ranges([0, 0, 6], [3, 3, 6]), columns, by=by)
    found = programme.solve()
    assert found is not None
    assert found[0] + found[1] == (least if cost > 0 else most)
