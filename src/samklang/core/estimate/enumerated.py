"""The exact joint test of several finite populations, over every sample that there could be.

What `joint` does for two, for as many as can be gone through: strata of a small survey, and groups
that are made of strata.
"""

import math
from collections.abc import Iterable, Sequence

import numpy as np

from samklang.core.estimate import joint
from samklang.core.estimate.design import Floats
from samklang.core.estimate.ends import Ends
from samklang.core.estimate.joint import Sampled

# So many combinations of samples, and so many of numbers of yes, are gone through.
MOST = 50_000


def not_rejected(
    sampled: Sequence[Sampled], *, level: float, left_out: float = joint.LEFT_OUT
) -> Ends | None:
    """The least and the greatest value of Σ part·share that is not rejected; None where too many.

    A combination of numbers of yes is rejected where the tail of the estimate that was seen has a
    chance of at most half the level, and a value where all combinations with it are, as
    `joint.not_rejected` has it: exact and unconditional, whatever the shares are.
    """
    if not _few(part.members - part.n + 1 for part in sampled):
        return None
    tried = [joint.tried(part, 2 * left_out / len(sampled)) for part in sampled]
    counts = [joint.counts(part, yes) for part, yes in zip(sampled, tried, strict=True)]
    if not _few(map(len, tried)) or not _few(map(len, counts)):
        return None
    seen = sum(one.part * one.count / one.n for one in sampled)
    estimates = _sums(one.part * x / one.n for one, x in zip(sampled, counts, strict=True))
    values = _sums(one.part * yes / one.members for one, yes in zip(sampled, tried, strict=True))
    low = (estimates <= seen + joint.SLACK).astype(np.float64)
    high = (estimates >= seen - joint.SLACK).astype(np.float64)
    # One population after the other: from its counts to its numbers of yes.
    for place, (part, yes, x) in enumerate(zip(sampled, tried, counts, strict=True)):
        chances = joint.chances(part, yes, x)
        low, high = (
            np.moveaxis(np.tensordot(chances, tail, axes=(1, place)), 0, place)
            for tail in (low, high)
        )
    kept = np.minimum(low, high) > (level - left_out) / 2
    if not kept.any():
        return Ends(seen, seen)
    between = sum(
        abs(one.part) * joint.step(yes) / one.members
        for one, yes in zip(sampled, tried, strict=True)
    )
    return Ends(float(values[kept].min()) - between, float(values[kept].max()) + between)


def _few(sizes: Iterable[int]) -> bool:
    return math.prod(sizes) <= MOST


def _sums(parts: Iterable[Floats]) -> Floats:
    """All sums of one of each, an axis for each."""
    sums: Floats = np.array(0.0)
    for part in parts:
        sums = np.add.outer(sums, part)
    return sums
