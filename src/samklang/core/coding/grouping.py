"""Groups of answers that are alike, to order the reading. They are never counted."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

ROUNDS = 50
# The best of so many starts, the same ones every time.
STARTS = 10

Floats = npt.NDArray[np.float64]


def groups(vectors: Floats, number: int) -> tuple[tuple[int, ...], ...]:
    """The rows of `vectors` (each of length 1) in `number` groups at most, the largest first.

    Within a group the most typical answer is first. Spherical k-means (I. Dhillon and D. Modha,
    2001); the same every time.
    """
    count = len(vectors)
    number = min(number, count)
    if number < 1:
        return ()
    chance = np.random.default_rng(STARTS)
    tried = [_settled(vectors, vectors[_apart(vectors, number, chance)]) for _ in range(STARTS)]
    own, middles = max(tried, key=lambda one: float((vectors * one.middles[one.own]).sum()))
    near = (vectors * middles[own]).sum(axis=1)
    every = [_by_nearness(np.flatnonzero(own == g), near) for g in range(number)]
    return tuple(sorted((g for g in every if g), key=lambda g: (-len(g), g[0])))


class _Settled(NamedTuple):
    """Which middle each row is nearest to, and the middles."""

    own: npt.NDArray[np.intp]
    middles: Floats


def _settled(vectors: Floats, middles: Floats) -> _Settled:
    """Where the middles come to rest."""
    own = np.argmax(vectors @ middles.T, axis=1)
    for _ in range(ROUNDS):
        sums = [vectors[own == g].sum(axis=0) for g in range(len(middles))]
        middles = np.array([_unit(total, old) for total, old in zip(sums, middles, strict=True)])
        before, own = own, np.argmax(vectors @ middles.T, axis=1)
        if (before == own).all():
            break
    return _Settled(own, middles)


def _apart(vectors: Floats, number: int, chance: np.random.Generator) -> Sequence[int]:
    """Rows drawn with a chance that grows with how far they lie from those drawn before
    (k-means++, D. Arthur and S. Vassilvitskii, 2007).
    """
    chosen = [int(chance.integers(len(vectors)))]
    far = np.maximum(1 - vectors @ vectors[chosen[0]], 0)
    while len(chosen) < number:
        total = float(far.sum())
        even = np.full(len(far), 1 / len(far))
        chosen.append(int(chance.choice(len(far), p=far / total if total > 1e-9 else even)))
        far = np.minimum(far, np.maximum(1 - vectors @ vectors[chosen[-1]], 0))
    return chosen


def _unit(total: Floats, otherwise: Floats) -> Floats:
    length = float(np.linalg.norm(total))
    return np.asarray(total / length, dtype=np.float64) if length > 1e-9 else otherwise


def _by_nearness(rows: npt.NDArray[np.intp], near: Floats) -> tuple[int, ...]:
    return tuple(int(row) for row in sorted(rows, key=lambda row: (-near[row], row)))
