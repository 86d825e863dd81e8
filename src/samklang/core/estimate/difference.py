"""The interval of the difference between two shares, each of a finite population of its own."""

import math
from collections.abc import Sequence

from samklang.core.estimate import enumerated, joint
from samklang.core.estimate.ends import Ends
from samklang.core.estimate.interval import GUARD, ShareFacts, resembling, share_interval, whole
from samklang.core.estimate.sensitivity import largest_shift
from samklang.core.estimate.unseen import (
    OUTER,
    OUTER_ALONE,
    Part,
    difference_quantile,
    yes_among,
)


def difference_interval(
    one: ShareFacts, other: ShareFacts, *, spread: float = 1.0, confidence: float = 0.95
) -> Ends:
    """The interval of `one` share less the `other`, as fractions; the two are independent.

    What the silent of each population said is beta-binomial, and the ends are quantiles of the
    difference of the two. Where each is a simple random sample, or of strata whose samples can be
    gone through, they move out to every difference that the exact joint test does not reject at
    1.8 (1 − confidence): so the interval then covers in at least 91 cases of 100, whatever the
    shares are. Other designs are taken as the simple random samples that know as much. With weights
    that are calibrated or the respondents' own the interval holds what their classes say too, one
    of whom nobody has responded included, and what is made of the two shares' own intervals at half
    the risk (Zou & Donner 2008, Statistics in Medicine 27:1693).

    spread: the variance of the difference over the sum of the shares' variances, where the two hang
    together; under 1 counts as 1. Without a known population the shares' own intervals alone.
    """
    if one.most is None or other.most is None:
        return _of_intervals(one, other, confidence=confidence)
    sides = [_side(facts, max(1.0, spread)) for facts in (one, other)]
    low, high = parts_interval(sides[0], sides[1], confidence=confidence)
    if one.classes or other.classes:
        parts = [f.classes or side for f, side in zip((one, other), sides, strict=True)]
        of_classes = parts_interval(parts[0], parts[1], confidence=confidence)
        # The two err together: what one group has too many of, the other has too few of.
        of_shares = _of_intervals(one, other, confidence=1 - (1 - confidence) / 2)
        low, high = (
            min(low, of_classes.low, of_shares.low),
            max(high, of_classes.high, of_shares.high),
        )
    apart = one.share - other.share
    return Ends(max(-1.0, min(low, apart)), min(1.0, max(high, apart)))


def parts_interval(one: Sequence[Part], other: Sequence[Part], *, confidence: float = 0.95) -> Ends:
    """`difference_interval` of two populations by their parts."""
    tail = (1 - confidence) / 2
    members = (sum(part.members for part in one), sum(part.members for part in other))
    guarded = _guarded(one, other, members, level=GUARD * (1 - confidence))
    outer = OUTER if guarded or len(one) == len(other) == 1 else OUTER_ALONE
    low, high = (
        difference_quantile(
            yes_among(one, lean=lean, outer=outer),
            yes_among(other, lean=-lean, outer=outer),
            members=members,
            chance=tail if lean < 0 else 1 - tail,
        )
        for lean in (-1, 1)
    )
    if guarded:
        return Ends(min(low, guarded.low), max(high, guarded.high))
    return Ends(low, high)


def _guarded(
    one: Sequence[Part], other: Sequence[Part], members: tuple[int, int], *, level: float
) -> Ends | None:
    """The differences that the exact joint test does not reject; None where there is none."""
    sampled = [
        joint.Sampled(part.members, *whole(part), sign * part.members / of)
        for parts, of, sign in ((one, members[0], 1.0), (other, members[1], -1.0))
        for part in parts
        if part.n
    ]
    if len(sampled) > 2:
        ends = enumerated.not_rejected(sampled, level=level)
    elif joint.large(sampled[0], sampled[1]):
        return None
    else:
        ends = joint.not_rejected(sampled[0], sampled[1], level=level)
    # Of a part of whom nobody is seen, nobody or everyone may have said yes.
    blank = [
        sum(part.members for part in parts if not part.n) / of
        for parts, of in ((one, members[0]), (other, members[1]))
    ]
    return Ends(ends.low - blank[1], ends.high + blank[0]) if ends else None


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
    return Ends(max(-1.0, interval.low - down), min(1.0, interval.high + up))


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
    return Ends(max(-1.0, apart - down), min(1.0, apart + up))
