"""The difference of two groups and its interval: small cases written out, and exact coverage."""

from itertools import product
from math import comb
from statistics import NormalDist

import numpy as np
import pytest

from samklang.core.estimate.difference import difference_band, difference_interval, parts_interval
from samklang.core.estimate.interval import ShareFacts
from samklang.core.estimate.joint import Sampled, not_rejected
from samklang.core.estimate.unseen import Numbers, Part, difference_quantile

Seen = tuple[int, int, int]  # members, respondents, yes


def facts(members: int, n: int, count: int) -> ShareFacts:
    p, unseen = count / n, 1 - n / members
    variance = unseen * p * (1 - p) / max(1, n - 1)
    return ShareFacts.of(
        count=count, n=n, share=p, variance=variance, df=n - 1, unseen=unseen, most=members
    )


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # All have answered: the difference is known.
        ((10, 10, 6), (5, 5, 2), 0.2, 0.2),
        # One of 20 is silent in each: 10 or 11, and 5 or 6.
        ((20, 19, 10), (20, 19, 5), 4 / 20, 6 / 20),
        # Nobody and everybody, yet not certain: one of 12 may differ in each.
        ((12, 11, 0), (12, 11, 11), -1, -11 / 12),
        # The demo's counties.
        ((21, 15, 8), (22, 17, 12), -159 / 462, -7 / 462),
        # Few answered: the joint test moves the ends out, from −28/60 and 6/60, and from 0.45.
        ((20, 10, 2), (30, 10, 4), -30 / 60, 8 / 60),
        ((12, 10, 6), (60, 20, 0), 24 / 60, 40 / 60),
    ],
)
def test_small_groups(one: Seen, other: Seen, low: float, high: float) -> None:
    found = difference_interval(facts(*one), facts(*other))
    assert found == pytest.approx((low, high), abs=1e-6)
    back = difference_interval(facts(*other), facts(*one))
    assert back == pytest.approx((-high, -low), abs=1e-6)


@pytest.mark.parametrize("chance", [0.025, 0.3, 0.975])
def test_a_large_sum_less_a_small_one(chance: float) -> None:
    """Of a million half, give or take half of one per cent; less 3, 4 or 5 of ten."""
    large = Numbers(0, np.array([]), mean=500_000, sd=5_000)
    small = Numbers(3, np.array([0.25, 0.5, 0.25]), mean=4, sd=0.5**0.5)

    def below(t: float) -> float:
        share = NormalDist(0.5, 0.005)
        return sum(p * share.cdf(t + n / 10) for n, p in ((3, 0.25), (4, 0.5), (5, 0.25)))

    # The large one is taken in whole members.
    found = difference_quantile(large, small, members=(1_000_000, 10), chance=chance)
    assert below(found) == pytest.approx(chance, abs=1e-3)
    back = difference_quantile(small, large, members=(10, 1_000_000), chance=1 - chance)
    assert back == pytest.approx(-found, abs=1e-8)


def ways(members: int, n: int, yes: int, count: int) -> float:
    if count > yes or n - count > members - yes:
        return 0.0
    return comb(yes, count) * comb(members - yes, n - count) / comb(members, n)


@pytest.mark.parametrize(("one", "other"), [((9, 5, 2), (7, 4, 3)), ((6, 5, 5), (8, 3, 0))])
def test_what_the_joint_test_does_not_reject_is_that_of_trying_all(one: Seen, other: Seen) -> None:
    """Every pair of numbers of yes, every pair of samples, in plain sums of combinations."""
    (members, n, count), (others, m, less) = one, other
    seen = count / n - less / m
    kept = []
    for yes, no in product(range(members + 1), range(others + 1)):
        chances = {
            (x, y): ways(members, n, yes, x) * ways(others, m, no, y)
            for x, y in product(range(n + 1), range(m + 1))
        }
        up = sum(c for (x, y), c in chances.items() if x / n - y / m >= seen - 1e-12)
        down = sum(c for (x, y), c in chances.items() if x / n - y / m <= seen + 1e-12)
        possible = ways(members, n, yes, count) * ways(others, m, no, less) > 0
        if possible and min(up, down) > 0.045:
            kept.append(yes / members - no / others)
    found = not_rejected(Sampled(*one, 1), Sampled(*other, -1), level=0.09)
    assert found == pytest.approx((min(kept), max(kept)), abs=1e-9)


@pytest.mark.parametrize("sizes", [((12, 11), (14, 12)), ((9, 5), (13, 10))])
def test_exact_coverage(sizes: tuple[tuple[int, int], tuple[int, int]]) -> None:
    """Never under 91 %, whatever the two shares are. Ends of the two intervals put together, as
    Zou and Donner do, would cover in half of the cases where few are silent."""
    (members, n), (others, m) = sizes
    ends = {
        (x, y): difference_interval(facts(members, n, x), facts(others, m, y))
        for x, y in product(range(n + 1), range(m + 1))
    }
    worst = 1.0
    for yes, no in product(range(members + 1), range(others + 1)):
        truth = yes / members - no / others
        covered = sum(
            ways(members, n, yes, x) * ways(others, m, no, y)
            for (x, y), (low, high) in ends.items()
            if low - 1e-9 <= truth <= high + 1e-9
        )
        worst = min(worst, covered)
    assert worst >= 0.91


def test_the_band_moves_each_share_by_what_its_silent_members_could() -> None:
    one, other = facts(100, 60, 30), facts(80, 40, 10)
    interval = difference_interval(one, other)
    band = difference_band(one, other, interval, odds_ratio=1.5, confidence=0.95)
    assert band is not None
    # At odds of 1/1.5 half of the silent become 40 %: 40 of 100 move by 0.04 at most; a half more.
    assert 0.04 < interval[0] - band[0] < 0.04 + 0.05
    assert 0.04 < band[1] - interval[1] < 0.04 + 0.05
    everyone = facts(50, 50, 20), facts(40, 40, 10)
    known = difference_interval(*everyone)
    same = difference_band(*everyone, known, odds_ratio=1.5, confidence=0.95)
    assert same == pytest.approx(known)


def test_groups_of_strata_are_guarded_by_the_joint_test_too() -> None:
    """The predictive ends alone are 5 and 12 of 30."""
    one = (Part(10, 8, 8), Part(20, 10, 2))
    low, high = parts_interval(one, (Part(30, 25, 5),))
    assert (low, high) == pytest.approx((4 / 30, 12 / 30), abs=1e-6)


def test_exact_coverage_of_groups_of_strata() -> None:
    """Two groups of two strata each, unlike in response and answers."""
    sizes = ((4, 3), (3, 2), (5, 3), (3, 2))
    ends = {
        counts: parts_interval(
            [Part(*size, x) for size, x in zip(sizes[:2], counts, strict=False)],
            [Part(*size, x) for size, x in zip(sizes[2:], counts[2:], strict=True)],
        )
        for counts in product(*(range(n + 1) for _, n in sizes))
    }
    worst = 1.0
    for yes in product(*(range(members + 1) for members, _ in sizes)):
        truth = sum(yes[:2]) / 7 - sum(yes[2:]) / 8
        chances = [
            [ways(*size, one, x) for x in range(size[1] + 1)]
            for size, one in zip(sizes, yes, strict=True)
        ]
        covered = sum(
            chances[0][a] * chances[1][b] * chances[2][c] * chances[3][d]
            for (a, b, c, d), (low, high) in ends.items()
            if low - 1e-9 <= truth <= high + 1e-9
        )
        worst = min(worst, covered)
    assert worst >= 0.91
