"""The interval of the difference between two shares, each of a finite population of its own."""

import math

from samklang.core.estimate import joint
from samklang.core.estimate.interval import GUARD, ShareFacts, resembling, share_interval, whole
from samklang.core.estimate.sensitivity import largest_shift
from samklang.core.estimate.unseen import Part, difference_quantile, yes_among

Ends = tuple[float, float]


def difference_interval(
    one: ShareFacts, other: ShareFacts, *, spread: float = 1.0, confidence: float = 0.95
) -> Ends:
    """The interval of `one` share less the `other`, as fractions; the two are independent.

    What the silent of each population said is beta-binomial, and the ends are quantiles of the
    difference of the two. Where each is a simple random sample they move out to every difference
    that the exact joint test does not reject at 1.8 (1 − confidence): so the interval then covers
    in at least 91 cases of 100, whatever the two shares are. Other designs are taken as the simple
    random samples that know as much, and strata as they are.

    spread: the variance of the difference over the sum of the shares' variances, where the two hang
    together; under 1 counts as 1. Without a known population: of the two shares' own intervals
    (Zou & Donner 2008, Statistics in Medicine 27:1693).
    """
    if one.most is None or other.most is None:
        return _of_intervals(one, other, confidence=confidence)
    sides = [_side(facts, max(1.0, spread)) for facts in (one, other)]
    low, high = parts_interval(sides[0], sides[1], confidence=confidence)
    apart = one.share - other.share
    return max(-1.0, min(low, apart)), min(1.0, max(high, apart))


def parts_interval(
    one: tuple[Part, ...], other: tuple[Part, ...], *, confidence: float = 0.95
) -> Ends:
    """`difference_interval` of two populations by their parts."""
    tail = (1 - confidence) / 2
    members = (sum(part.members for part in one), sum(part.members for part in other))
    ends = [
        difference_quantile(
            yes_among(one, lean=lean),
            yes_among(other, lean=-lean),
            members=members,
            chance=tail if lean < 0 else 1 - tail,
        )
        for lean in (-1, 1)
    ]
    if len(one) == len(other) == 1:
        sampled = [
            joint.Sampled(part.members, *whole(part), sign)
            for part, sign in ((one[0], 1.0), (other[0], -1.0))
        ]
        if not joint.large(*sampled):
            least, greatest = joint.not_rejected(
                sampled[0], sampled[1], level=GUARD * (1 - confidence)
            )
            return min(ends[0], least), max(ends[1], greatest)
    return ends[0], ends[1]


def difference_band(
    one: ShareFacts, other: ShareFacts, interval: Ends, *, odds_ratio: float, confidence: float
) -> Ends | None:
    """What the difference would be if those who have not answered differ, as fractions.

    Each end of the interval moves out by the most that a nonrespondents' odds ratio within
    [1/γ, γ] can move each of the shares over their own intervals, so that the band holds also where
    those who are silent differ one way in one group and the other way in the other.
    None without a known population.
    """
    if one.most is None or other.most is None:
        return None
    down = up = 0.0
    for facts, sign in ((one, 1), (other, -1)):
        span = share_interval(facts, confidence=confidence)
        less, more = largest_shift(facts, span, odds_ratio=odds_ratio)
        down += less if sign > 0 else more
        up += more if sign > 0 else less
    return max(-1.0, interval[0] - down), min(1.0, interval[1] + up)


def _side(facts: ShareFacts, spread: float) -> tuple[Part, ...]:
    if facts.unseen <= 0:
        return (Part(facts.n, facts.n, facts.count),)
    if facts.parts and spread <= 1:
        return facts.parts
    return (resembling(facts, spread=spread),)


def _of_intervals(one: ShareFacts, other: ShareFacts, *, confidence: float) -> Ends:
    low_one, high_one = share_interval(one, confidence=confidence)
    low_other, high_other = share_interval(other, confidence=confidence)
    apart = one.share - other.share
    down = math.hypot(one.share - low_one, high_other - other.share)
    up = math.hypot(high_one - one.share, other.share - low_other)
    return max(-1.0, apart - down), min(1.0, apart + up)
