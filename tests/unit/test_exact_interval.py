"""The exact test behind the default interval, against brute force; and what an interval must be."""

from itertools import pairwise
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.estimate.exact import fewest_not_rejected, p_value
from samklang.core.estimate.interval import ShareFacts, share_interval
from samklang.core.estimate.sensitivity import sensitivity_band


def brute_force(members: int, n: int, count: int, yes: int) -> float:
    """Blaker's p-value in whole numbers: outcomes with a smaller tail no larger than that seen."""
    ways = [comb(yes, x) * comb(members - yes, n - x) for x in range(n + 1)]
    tails = [min(sum(ways[: x + 1]), sum(ways[x:])) for x in range(n + 1)]
    if not ways[count]:
        return 0.0
    return sum(w for w, tail in zip(ways, tails, strict=True) if tail <= tails[count]) / sum(ways)


@st.composite
def samples(draw: st.DrawFn, most: int = 40) -> tuple[int, int, int]:
    """Members, respondents (not all of them, at least two), and how many of these say yes."""
    members = draw(st.integers(3, most))
    n = draw(st.integers(2, members - 1))
    return members, n, draw(st.integers(0, n))


def facts(members: int, n: int, count: int) -> ShareFacts:
    p, unseen = count / n, 1 - n / members
    variance = unseen * p * (1 - p) / (n - 1)
    return ShareFacts.of(
        count=count, n=n, share=p, variance=variance, df=n - 1, unseen=unseen, most=members
    )


@given(samples(), st.data())
def test_p_value_is_that_of_brute_force(sample: tuple[int, int, int], data: st.DataObject) -> None:
    members, n, count = sample
    yes = data.draw(st.integers(0, members))
    assert p_value(members=members, n=n, count=count, yes=yes) == pytest.approx(
        brute_force(members, n, count, yes), rel=1e-9, abs=1e-12
    )


@given(samples(), st.sampled_from([0.013, 0.0307, 0.0511, 0.0907, 0.187]))
def test_the_fewest_not_rejected_is_that_of_trying_all(
    sample: tuple[int, int, int], level: float
) -> None:
    members, n, count = sample
    tried = [yes for yes in range(members + 1) if brute_force(members, n, count, yes) > level]
    found = fewest_not_rejected(members=members, n=n, count=count, level=level, below=members)
    assert found == min(tried[0], members)


@given(samples(most=120))
def test_more_yes_never_lowers_an_end(sample: tuple[int, int, int]) -> None:
    members, n, count = sample
    if count == n:
        return
    fewer, more = (share_interval(facts(members, n, x)) for x in (count, count + 1))
    assert fewer[0] <= more[0] + 1e-12
    assert fewer[1] <= more[1] + 1e-12


@given(samples(most=120))
def test_yes_and_no_mirror_each_other(sample: tuple[int, int, int]) -> None:
    members, n, count = sample
    low, high = share_interval(facts(members, n, count))
    other_low, other_high = share_interval(facts(members, n, n - count))
    assert (low, high) == pytest.approx((1 - other_high, 1 - other_low), abs=1e-9)


@given(samples(most=3000))
def test_the_interval_holds_the_share_and_is_possible_and_the_band_holds_the_interval(
    sample: tuple[int, int, int],
) -> None:
    members, n, count = sample
    given = facts(members, n, count)
    low, high = share_interval(given)
    assert count / members - 1e-12 <= low <= given.share <= high
    assert high <= (count + members - n) / members + 1e-12
    band = sensitivity_band(given, (low, high), odds_ratio=1.5)
    assert band is not None
    assert 0 <= band[0] <= low
    assert high <= band[1] <= 1


@given(samples(most=300))
def test_more_confidence_is_never_narrower(sample: tuple[int, int, int]) -> None:
    ends = [share_interval(facts(*sample), confidence=c) for c in (0.8, 0.9, 0.95, 0.99)]
    for inner, outer in pairwise(ends):
        assert outer[0] <= inner[0] + 1e-12
        assert outer[1] >= inner[1] - 1e-12


@given(st.integers(3, 45), st.data())
def test_the_truth_is_covered_91_times_in_100_whatever_it_is(
    members: int, data: st.DataObject
) -> None:
    n = data.draw(st.integers(2, members - 1))
    yes = data.draw(st.integers(0, members))
    covered = 0
    for count in range(max(0, n - members + yes), min(n, yes) + 1):
        low, high = share_interval(facts(members, n, count))
        if low - 1e-12 <= yes / members <= high + 1e-12:
            covered += comb(yes, count) * comb(members - yes, n - count)
    assert covered / comb(members, n) >= 0.91 - 1e-12


def test_millions_cost_what_forty_cost() -> None:
    """A rare answer among a million is still tested exactly, over the few numbers that matter."""
    low, high = share_interval(facts(1_000_000, 600_000, 3))
    assert 3e-6 <= low < 5e-6 < high < 20e-6
    low, high = share_interval(facts(1_000_000, 600_000, 300_000))
    assert high - low == pytest.approx(2 * 1.959964 * (0.25 * 0.4 / 600_000) ** 0.5, rel=1e-4)
