"""Whole counts that agree with every equation, where some are known beforehand."""

import pytest

from samklang.core.disclosure.links import Linear
from samklang.core.disclosure.programme import solve
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
