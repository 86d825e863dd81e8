"""The sensitivity band: what a share would be if those who have not answered differ."""

from functools import cache

import numpy as np
import pytest

from samklang.core.estimate.counts import QuestionCounts
from samklang.core.estimate.design import Design
from samklang.core.estimate.exact import p_value
from samklang.core.estimate.sensitivity import shift_odds
from samklang.core.estimate.shares import Estimate, estimate_shares


def yes(design: Design, *counts: tuple[int, int], sensitivity: float = 1.5) -> Estimate:
    """The share of yes; (yes, no) a stratum."""
    table = {}
    for size, (a, b) in zip(design.strata, counts, strict=True):
        table |= {(size.stratum, "yes"): a, (size.stratum, "no"): b}
    question = QuestionCounts("q", ("yes", "no"), table)
    found = estimate_shares(question, design=design, sensitivity=sensitivity)
    return found.by_option["yes"]


@pytest.mark.parametrize(
    ("share", "odds_ratio", "shifted"),
    [
        (0.5, 1.5, 0.6),
        (0.6, 1 / 1.5, 0.5),
        (0.2, 4, 0.5),
        (0, 1.5, 0),
        (1, 1.5, 1),
        (0.37, 1, 0.37),
    ],
)
def test_odds(share: float, odds_ratio: float, shifted: float) -> None:
    assert shift_odds(share, odds_ratio) == pytest.approx(shifted)


def test_band_step_by_step() -> None:
    """300 of 600 say yes among 1 000 members: the interval is 47.5–52.5 %."""
    found = yes(Design.census({(): 1000}, {(): 600}), (300, 300))
    # Down to 472 of 1 000 has an exact p-value above 3 %, 471 has not: the band starts there.
    assert p_value(members=1000, n=600, count=300, yes=472) > 0.03
    assert p_value(members=1000, n=600, count=300, yes=471) < 0.03
    assert found.low > 0.472
    # It means that of the 400 others (472 − 300)/400 = 43.0 % would say yes.
    others = (472 - 300) / 400
    # Odds 1.5 times lower: 33.5 %, so 300 + 133.9 of 1 000.
    lower = others / 1.5 / (1 - others + others / 1.5)
    assert found.band_low == pytest.approx((300 + 400 * lower) / 1000)
    assert (found.band_low, found.band_high) == pytest.approx((0.433852, 0.566148), abs=1e-6)


def test_nobody_left_to_differ() -> None:
    found = yes(Design.census({(): 43}, {(): 43}), (21, 22))
    assert (found.band_low, found.band_high) == (found.low, found.high) == (21 / 43, 21 / 43)


def test_gamma_of_one_is_the_interval_moved_out_to_an_exact_test_at_three_percent() -> None:
    found = yes(Design.census({(): 43}, {(): 32}), (21, 11), sensitivity=1)
    kept = [yes for yes in range(44) if p_value(members=43, n=32, count=21, yes=yes) > 0.03]
    assert (found.band_low, found.band_high) == pytest.approx((kept[0] / 43, kept[-1] / 43))
    assert kept[0] / 43 < found.low < found.high < kept[-1] / 43


MEMBERS, RESPONDING = (600, 400), (360, 160)
TWO_STRATA = Design.census(
    {("a",): MEMBERS[0], ("b",): MEMBERS[1]}, {("a",): RESPONDING[0], ("b",): RESPONDING[1]}
)


@cache
def two_strata(a: int, b: int) -> Estimate:
    """The share of yes with so many in each stratum; the draws repeat."""
    return yes(TWO_STRATA, (a, RESPONDING[0] - a), (b, RESPONDING[1] - b))


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.8])
@pytest.mark.parametrize("odds_ratio", [1 / 1.5, 1, 1.5])
def test_covers_when_nonrespondents_differ_by_gamma(share: float, odds_ratio: float) -> None:
    """1 000 members in two strata, 60 and 40 % responding; nonrespondents' odds differ.

    The interval alone covers a tenth to a fifth of the time; the band at least 95 %.
    """
    random = np.random.default_rng(20261123)
    rounds = 2000
    shares = (share, shift_odds(share, 1.3))
    seen = [random.binomial(n, p, rounds).tolist() for n, p in zip(RESPONDING, shares, strict=True)]
    unseen = sum(
        random.binomial(m - n, shift_odds(p, odds_ratio), rounds)
        for m, n, p in zip(MEMBERS, RESPONDING, shares, strict=True)
    )
    in_band = in_interval = 0
    for a, b, rest in zip(*seen, unseen.tolist(), strict=True):  # type: ignore[union-attr]
        found = two_strata(a, b)
        truth = (a + b + rest) / 1000
        assert found.band_low is not None
        assert found.band_high is not None
        in_band += found.band_low <= truth <= found.band_high
        in_interval += found.low <= truth <= found.high
    assert in_band / rounds >= 0.95
    if odds_ratio != 1:
        assert in_interval / rounds < 0.85
    else:
        assert in_interval / rounds > 0.93
