"""Telling: what a weighted share says of the counts that it was weighted of.

A share of members is Σ w y / Σ w n over the groups that decide the weights: y of the n respondents
of a group who answered chose the answer, and each stands for w members. Who has the register can
work out w. Printed beside its count, as whole per cent, the share is therefore an equation on the
counts of each group, and a table by those very groups may have to withhold more for it.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from samklang.core.disclosure.links import Linear, Links
from samklang.core.disclosure.outline import ANSWERED, Key, Outline, OutlineRow, node
from samklang.core.disclosure.released import ReleasedTable
from samklang.core.disclosure.weights import Weights

# The greatest sum of the whole numbers that stand for the weights: larger ones are nearer the
# weights, but a solver that takes 0.999999 for 1 must still not be wrong by a respondent.
MOST = 2_000
# The greatest term of an equation; beyond twice as much an integer programme takes a side of a row
# for open.
LARGEST = 5 * 10**7
# A greatest weight of fewer tells nothing: so many respond that a per cent is many of them.
COARSE = 8


@dataclass(frozen=True)
class Equation:
    """What a share says, for as long as the share of `place` is printed."""

    place: Key
    row: Linear


@dataclass(frozen=True)
class Scaled:
    """Weights as whole numbers, in a unit of their own, wrong by `error` at most.

    usual: for groups of which nobody responded, so that no weight is known.
    """

    whole: Mapping[tuple[str, ...], int]
    error: float
    usual: int


def equations(
    outlines: Sequence[Outline],
    links: Links,
    *,
    respondents: int,
    percent: Callable[[Key], int | None],
) -> Iterator[Equation]:
    """Both sides of every share that tells of more than its own row's counts.

    percent: the share at a place as it is printed, None where it is not. respondents: of the
    publication. The links know the weights, and have the counts of each group.
    """
    weights = links.weights
    scaled = weights and _scaled(weights, respondents)
    if not weights or not scaled:
        return
    for outline in outlines:
        for row in outline.rows:
            for series in outline.series:
                place = (outline.id, row.id, series)
                share = percent(place)
                if share is not None and links.tells(outline, row, series):
                    terms = _terms(outline, row, series, links, scaled, share)
                    yield from _sides(place, *terms, scaled, respondents, share)


def share_rows(table: ReleasedTable, shape: Outline, links: Links) -> Iterator[Linear]:
    """A share printed without its count or its base is an equation on them.

    share − ½ ≤ 100 count / base < share + ½, in whole numbers.
    """
    for outlined, row in zip(shape.rows, table.rows, strict=True):
        base = table.base if shape.sums == "rows" else row.base
        for series, cell in zip(shape.series, row.cells, strict=True):
            if cell.share is None or (cell.count is not None and base is not None):
                continue
            count = links.places[shape.id, row.id, series]
            whole = links.places[shape.base_key(outlined)]
            yield Linear(((count, 200), (whole, 1 - 2 * cell.share)), 0, 10**9)
            yield Linear(((count, 200), (whole, -1 - 2 * cell.share)), -(10**9), -1)


def _terms(
    outline: Outline,
    row: OutlineRow,
    series: str,
    links: Links,
    scaled: Scaled,
    share: int,
) -> tuple[dict[int, int], dict[int, int]]:
    """200 Σ w y − (2 share − 1) Σ w n and the same with + 1: by index, for the two sides."""
    topic = outline.topic(row, series)
    low: dict[int, int] = {}
    high: dict[int, int] = {}
    for conditions, values in links.weighed(outline, row):
        weight = scaled.whole.get(values, scaled.usual)
        chosen = links.at(node((topic.variable, topic.value), *conditions))
        answered = links.at(node((topic.root, ANSWERED), *conditions))
        for side, twice in ((low, 2 * share - 1), (high, 2 * share + 1)):
            side[chosen] = side.get(chosen, 0) + 200 * weight
            side[answered] = side.get(answered, 0) - twice * weight
    return low, high


def _sides(
    place: Key,
    low: Mapping[int, int],
    high: Mapping[int, int],
    scaled: Scaled,
    respondents: int,
    share: int,
) -> Iterator[Equation]:
    # What the whole numbers are wrong by, at most; the first one more is for a share that stands
    # on a half, which was rounded after it had been computed.
    slack = 1 + math.ceil(scaled.error * respondents * max(2 * share + 1, 201 - 2 * share))
    for side, least, most in ((low, -slack, 10**9), (high, -(10**9), slack)):
        terms = tuple(sorted((index, c) for index, c in side.items() if c))
        if terms:
            yield Equation(place, Linear(terms, least, most))


def _scaled(weights: Weights, respondents: int) -> Scaled | None:
    """The whole numbers that are nearest to the weights; None where they would be too coarse."""
    names = list(weights.of)
    given = np.array([weights.of[name] for name in names])
    largest = min(MOST / given.sum(), LARGEST / (201 * max(1, respondents)) / given.max())
    # Each weight in turn is a whole number; where all can be, one of these makes them so.
    factors = np.unique(
        np.concatenate([np.arange(1, math.floor(largest * w) + 1) / w for w in given])
    )
    if not len(factors) or largest * given.max() < COARSE:
        return None
    whole = np.rint(factors[:, None] * given)
    errors = np.abs(factors[:, None] * given - whole).max(axis=1)
    best = int(np.argmin(np.round(errors / factors, 9)))
    return Scaled(
        whole=dict(zip(names, map(int, whole[best]), strict=True)),
        error=float(errors[best].round(9)),
        usual=int(np.median(whole[best])),
    )
