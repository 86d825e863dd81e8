"""Panels: what a change gains in certainty where the same members answered both times.

Of a share then and a share now the errors hang together as far as the same members gave both. How
far is told in steps alone, rounded down: so no count of pairs is printed or can be worked out from
an interval, and an estimate that is too high by chance costs little.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samklang.core.estimate.design import Floats
from samklang.core.estimate.ends import Ends
from samklang.core.privacy import Internal, Personal

# The part of both shares' variances that cancels in the change is taken for one of these: of the
# first row that tells too little of anybody, whatever the pairs answered.
SCALES = ((0.0, 0.25, 0.5, 0.75), (0.0, 0.25, 0.5), (0.0, 0.5), (0.0, 0.25))
# Of each margin of the pairs, and of the pairs themselves, so many numbers are tried at most.
TRIED = 40
ROUNDING = 1e-9


@dataclass(frozen=True)
class Overlap:
    """Two surveys of much the same members: `n` of `members` answered then and now.

    counts: who said yes, then and now. both: answered both times. common: members both times.
    then_stayed: answered then and is a member now; now_before: answers now and was a member then.
    """

    members: Internal[tuple[int, int]]
    n: Personal[tuple[int, int]]
    counts: Personal[tuple[int, int]]
    both: Personal[int]
    common: Internal[int]
    then_stayed: Personal[int]
    now_before: Personal[int]


def step(overlap: Overlap, *, yes: tuple[int, int], twice: int, threshold: int = 5) -> float:
    """The step that the answers of the pairs bear out; 0 where any would tell too much.

    yes: of those who answered both times, who said yes then and now. twice: who said so both times.
    threshold: of fewer too little may be told, see `scale`.
    """
    if overlap.both < 2:
        return 0.0
    part = shared(overlap, *(np.array(float(x)) for x in (*yes, twice)))
    return float(_rounded_down(part, scale(overlap, threshold=threshold)))


def shared(overlap: Overlap, first: Floats, second: Floats, twice: Floats) -> Floats:
    """2 Cov / (V₁ + V₂): the part of the variances that cancels in the change of the two shares.

    first, second: yes then and now among the pairs. 0 where neither share has a variance.
    """
    variances = sum(
        (1 - seen / members) * count / seen * (1 - count / seen) / max(1, seen - 1)
        for members, seen, count in zip(overlap.members, overlap.n, overlap.counts, strict=True)
    )
    together = covariance(overlap, first, second, twice)
    share: Floats = 2 * together / variances if variances > 0 else np.zeros(together.shape)
    return share


def covariance(overlap: Overlap, first: Floats, second: Floats, twice: Floats) -> Floats:
    """The estimated covariance of the errors of the two shares, as `shared`.

    σ₁₂ (b/(n₁n₂) − b₁/(n₁N₂) − b₂/(N₁n₂) + C/(N₁N₂)) with b pairs, σ₁₂ their covariance (over
    b − 1), b₁ and b₂ of one survey who are members in the other, and C common members. Of one
    population it is σ₁₂ (b/(n₁n₂) − 1/N): Tam 1984, American Statistician 38:288.
    """
    (big, large), (n, m), b = overlap.members, overlap.n, overlap.both
    weight = b / (n * m) - overlap.then_stayed / (n * large) - overlap.now_before / (big * m)
    weight += overlap.common / (big * large)
    covariance: Floats = (twice - first * second / b) / (b - 1) * weight
    return covariance


def narrowed(interval: tuple[float, float], change: float, part: float) -> Ends:
    """The interval of a change of independent surveys, with a `part` of the variance gone.

    No more than the greatest step, whatever is given.
    """
    factor = math.sqrt(1 - min(max(part, 0.0), SCALES[0][-1]))
    # The change lies within the interval but for what rounding left.
    low, high = min(interval[0], change), max(interval[1], change)
    return Ends(change - factor * (change - low), change + factor * (high - change))


def scale(overlap: Overlap, *, threshold: int = 5) -> tuple[float, ...]:
    """The steps that may be told of an answer: of which each leaves what is withheld open enough.

    Each way in which the pairs may have answered, given what is printed of both surveys, has its
    step. Of all that have the same one, each count of pairs, and of those who answered once, must
    reach over half the threshold or over all it could be anyway, or be known not to be below it.
    So what decides is known to every reader, and tells nothing.
    """
    (n, m), (x, y), b = overlap.n, overlap.counts, overlap.both
    first = _tried(max(0, x - (n - b)), min(b, x))[:, None, None]
    second = _tried(max(0, y - (m - b)), min(b, y))[None, :, None]
    lowest, highest = np.maximum(0, first + second - b), np.minimum(first, second)
    # From none to all of those who can have said yes both times.
    twice = np.round(lowest + (highest - lowest) * np.linspace(0, 1, TRIED)[None, None, :])
    part = shared(overlap, first, second, twice)
    counts = [
        np.broadcast_to(count, part.shape)
        for count in (
            *(twice, first - twice, second - twice, b - first - second + twice),
            *(x - first, n - b - (x - first), y - second, m - b - (y - second)),
        )
    ]
    for steps in SCALES:
        scale = _rounded_down(part, steps)
        if all(_open(count, scale == step, threshold) for step in steps for count in counts):
            return steps
    return (0.0,)


def _open(count: Floats, where: NDArray[np.bool_], threshold: int) -> bool:
    chosen = count[where]
    if not len(chosen) or chosen.min() >= threshold:
        return True
    anyway = float(count.max() - count.min())
    return bool(chosen.max() - chosen.min() >= min((threshold + 1) // 2, anyway))


def _tried(least: int, greatest: int) -> Floats:
    return np.unique(np.round(np.linspace(least, greatest, TRIED)))


def _rounded_down(part: Floats, steps: tuple[float, ...]) -> Floats:
    rounded: Floats = np.array(steps)[
        np.searchsorted(np.array(steps[1:]), part + ROUNDING, side="right")
    ]
    return rounded
