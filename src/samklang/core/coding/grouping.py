"""Groups of answers that are alike, to order the reading. They are never counted."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

ROUNDS = 50

Floats = npt.NDArray[np.float64]


def groups(vectors: Floats, number: int) -> tuple[tuple[int, ...], ...]:
    """The rows of `vectors` (each of length 1) in `number` groups at most, the largest first.

    Within a group the most typical answer is first. Spherical k-means (I. Dhillon and D. Modha,
    2001) from as many rows as lie farthest apart, so that it is the same every time.
    """
    count = len(vectors)
    number = min(number, count)
    if number < 1:
        return ()
    middles = vectors[_apart(vectors, number)]
    own = np.argmax(vectors @ middles.T, axis=1)
    for _ in range(ROUNDS):
        middles = np.array(
            [_unit(vectors[own == g].sum(axis=0), middles[g]) for g in range(number)]
        )
        before, own = own, np.argmax(vectors @ middles.T, axis=1)
        if (before == own).all():
            break
    near = (vectors * middles[own]).sum(axis=1)
    found = [_by_nearness(np.flatnonzero(own == g), near) for g in range(number)]
    return tuple(sorted((g for g in found if g), key=lambda g: (-len(g), g[0])))


def _apart(vectors: Floats, number: int) -> Sequence[int]:
    """Rows far from each other, the most typical of all first."""
    chosen = [int(np.argmax(vectors @ vectors.sum(axis=0)))]
    nearest = vectors @ vectors[chosen[0]]
    while len(chosen) < number:
        chosen.append(int(np.argmin(nearest)))
        nearest = np.maximum(nearest, vectors @ vectors[chosen[-1]])
    return chosen


def _unit(total: Floats, otherwise: Floats) -> Floats:
    length = float(np.linalg.norm(total))
    return np.asarray(total / length, dtype=np.float64) if length > 1e-9 else otherwise


def _by_nearness(rows: npt.NDArray[np.intp], near: Floats) -> tuple[int, ...]:
    return tuple(int(row) for row in sorted(rows, key=lambda row: (-near[row], row)))
