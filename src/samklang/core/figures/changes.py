"""Changes: how a printed share differs from the one that an earlier theme printed."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from samklang.core.disclosure.released import ReleasedCell
from samklang.core.estimate.difference import parts_interval
from samklang.core.estimate.ends import Ends
from samklang.core.estimate.panel import narrowed
from samklang.core.estimate.unseen import Part
from samklang.core.theme.series import EarlierShare
from samklang.core.theme.theme import DesignChoice

# What a sum of fractions misses by is no part of a per cent.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Change:
    """Whole percentage points, with the interval and the sensitivity band, rounded outwards.

    The band is None where either theme printed none.
    """

    points: int
    low: int
    high: int
    band_low: int | None = None
    band_high: int | None = None


def change(later: EarlierShare, earlier: EarlierShare, *, confidence: float = 0.95) -> Change:
    """A printed share less an earlier one.

    Where both tell how many of how many members said so, each is a simple random sample, and the
    interval is that of `difference_interval`; narrower (`panel.narrowed`) where the answers of
    those who gave both are known to hang together. Else it is made of the printed intervals, from
    their ends that lie furthest apart, which is wider than need be (Bonferroni).
    """
    points = later.share - earlier.share
    low, high = float(later.low - earlier.high), float(later.high - earlier.low)
    exact = _exact(later, earlier, confidence)
    if exact is not None:
        low, high = 100 * exact.low, 100 * exact.high
    ends = (
        min(points, math.floor(low + ROUNDING)),
        max(points, math.ceil(high - ROUNDING)),
    )
    return Change(points, *ends, *(_band(later, earlier, *ends) or ()))


def _exact(later: EarlierShare, earlier: EarlierShare, confidence: float) -> Ends | None:
    sides = []
    for one in (later, earlier):
        if one.count is None or one.base is None or one.members is None:
            return None
        sides.append(Part(one.members, one.base, one.count))
    interval = parts_interval(sides[:1], sides[1:], confidence=confidence)
    twice = earlier.twice
    if twice is None or (twice.count, twice.base) != (later.count, later.base):
        return interval
    now, then = (side.count / side.n for side in sides)
    return narrowed(interval, now - then, twice.part)


class _Band(NamedTuple):
    low: int
    high: int


def _band(later: EarlierShare, earlier: EarlierShare, low: int, high: int) -> _Band | None:
    """The interval's ends moved out by as much as each share's band goes beyond its own."""
    if later.band_low is None or later.band_high is None:
        return None
    if earlier.band_low is None or earlier.band_high is None:
        return None
    down = later.low - later.band_low + earlier.band_high - earlier.high
    up = later.band_high - later.high + earlier.low - earlier.band_low
    return _Band(max(-100, low - down), min(100, high + up))


def printed_share(
    question: str,
    option: str,
    cell: ReleasedCell,
    *,
    base: int | None,
    members: int | None,
) -> EarlierShare | None:
    """A released share as a later theme is compared with it; None where it is withheld.

    members: see `members_concerned`.
    """
    if cell.share is None or cell.low is None or cell.high is None:
        return None
    return EarlierShare(
        question=question,
        option=option,
        share=cell.share,
        low=cell.low,
        high=cell.high,
        base=base,
        count=None if members is None else cell.count,
        members=members,
        band_low=cell.band_low,
        band_high=cell.band_high,
    )


def members_concerned(
    design: DesignChoice, *, members: int | None, answered: int, base: int | None, routed: bool
) -> int | None:
    """The members that a question concerned, where all who answered count alike; else None.

    members: those the results are about. answered: how many answered the survey, `base` of them
    the question. Of a routed question it is as many as its base stands for.
    """
    alike = not (design.cells or design.calibration or design.weights)
    if members is None or base is None or not alike:
        return None
    return max(base, round(members * base / answered)) if routed else members
