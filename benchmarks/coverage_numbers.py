"""How often the intervals of medians, quartiles, means and ratios hold the truth in small
populations.

Quantiles: exact. Whether the interval holds a number depends only on how many of those seen are
below it, at it and above it, and every such sample is gone through. Means and ratios: of the same
samples, drawn at random once and for all, from populations as skewed as amounts are.
"""

from collections.abc import Iterator
from functools import cache
from math import comb

import numpy as np

from benchmarks.coverage_several import Held, Matrix
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.design import Design
from samklang.core.estimate.domains import Domain
from samklang.core.estimate.quantiles import quantile
from samklang.core.estimate.ratios import mean, ratio
from samklang.core.estimate.weighting import base_weights

# Members and respondents.
SIZES = ((12, 8), (20, 10), (30, 28), (43, 32), (60, 20), (100, 30))
QUARTILES = (0.25, 0.5, 0.75)
# The part of the members who said the quantile itself; 0 is one member.
TIED = (0.0, 0.1, 0.3, 0.6)
# Standard deviations of the logarithm: even amounts, and such as budgets of associations are.
SKEWED = (0.3, 0.8, 1.5)
DRAWN = 1000
IMPOSSIBLE = 1e-7


def studies() -> Iterator[Held]:
    """Quantiles by part, then means and ratios by skewness."""
    for part in QUARTILES:
        name = "median" if part == 0.5 else f"quantile {part}"
        found = [_quantile(members, n, part) for members, n in SIZES]
        yield Held(name, f"{len(SIZES)} sizes", np.concatenate(found), 0.0)
    for skewed in SKEWED:
        for kind in ("mean", "ratio"):
            held = np.array([_drawn(kind, members, n, skewed) for members, n in SIZES])
            what = f"log sd {skewed} (drawn)"
            yield Held(kind, what, held[:, 0], float(held[:, 1].mean()))


def _quantile(members: int, n: int, part: float) -> Matrix:
    """The chances that the interval holds the quantile, by how many tie at it."""
    held = []
    for tied in TIED:
        at = max(1, round(members * tied))
        # The quantile is the first number that a part of the members are at or below: those who
        # said it lie anywhere around that place.
        place = int(np.ceil(part * members - 1e-9))
        for before in sorted({0, at // 2, at - 1}):
            below = place - 1 - before
            if below >= 0 and below + at <= members:
                held.append(_holds(members, n, (below, at, members - below - at), part))
    return np.array(held)


def _holds(members: int, n: int, those: tuple[int, int, int], part: float) -> float:
    """those: members below the quantile, at it and above it."""
    covered = 0.0
    for under in range(min(n, those[0]) + 1):
        for at in range(min(n - under, those[1]) + 1):
            over = n - under - at
            ways = comb(those[0], under) * comb(those[1], at) * comb(those[2], over)
            chance = ways / comb(members, n)
            if chance < IMPOSSIBLE:
                continue
            low, high = _interval(members, (under, at, over), part)
            covered += chance * (low <= 2 <= high)
    return covered


@cache
def _interval(members: int, seen: tuple[int, int, int], part: float) -> tuple[float, float]:
    """Of those seen who said 1, below the quantile, 2, the quantile itself, or 3, above it."""
    table = {((), (str(number),)): count for number, count in enumerate(seen, 1) if count}
    design = Design.census({(): members}, {(): sum(seen)})
    cells = Cells.of(table, variables=("y",), design=design)
    everyone = Domain(cells.counts > 0, members)
    found = quantile(base_weights(cells), "y", part, domain=everyone)
    return (
        -np.inf if found.low is None else found.low,
        np.inf if found.high is None else found.high,
    )


def _drawn(kind: str, members: int, n: int, skewed: float) -> tuple[float, float]:
    """How often the interval held, and its mean width relative to the truth."""
    random = np.random.default_rng(20261129)
    x = np.exp(skewed * random.standard_normal(members))
    y = x * np.exp(skewed / 2 * random.standard_normal(members))
    truth = float(y.sum() / x.sum()) if kind == "ratio" else float(y.mean())
    design = Design.census({(): members}, {(): n})
    covered, width = 0, 0.0
    for _ in range(DRAWN):
        seen = random.permutation(members)[:n]
        table = {((), (str(i),)): 1 for i in range(n)}
        weighting = base_weights(Cells.of(table, variables=("place",), design=design))
        # Cells are sorted by name, and a sample has no order.
        found = ratio(weighting, y[seen], x[seen]) if kind == "ratio" else mean(weighting, y[seen])
        low, high = (float(end[0]) for end in found.interval())
        covered += low <= truth <= high
        width += (high - low) / truth / DRAWN
    return covered / DRAWN, width
