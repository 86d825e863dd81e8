"""Quantiles: medians and others of a number, with intervals after Woodruff."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from samklang.core.estimate.cells import Booleans
from samklang.core.estimate.design import Floats
from samklang.core.estimate.errors import EmptyBase
from samklang.core.estimate.interval import ShareFacts
from samklang.core.estimate.ratios import mean
from samklang.core.estimate.weighting import Weighting
from samklang.core.privacy import Personal

# What sums of weights miss a part of the whole by.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Quantile:
    """A quantile of n respondents' numbers, in their unit.

    low, high: its interval; None where it reaches beyond the least or the greatest that was said.
    """

    value: Personal[float]
    low: Personal[float | None]
    high: Personal[float | None]
    n: Personal[int]


Interval = Callable[[ShareFacts], tuple[float, float]]


def quantile(
    weighting: Weighting,
    y: Floats,
    part: float,
    *,
    interval: Interval,
    where: Booleans | None = None,
    most: int | None = None,
    unseen: float = 1.0,
) -> Quantile:
    """The number that a `part` (0–1) of those who answered are at or below.

    It is the least number said that so many are at or below (Hyndman & Fan 1996, definition 1).
    interval: of the share at or below it. Its ends are taken back to numbers (Woodruff 1952,
    JASA 47:635): the same as R's `svyquantile` with qrule "math" where `interval` is of the method
    that R's interval.type names. y: by cell, not a number where it was not answered. most, unseen:
    of the domain, see ShareFacts. Raises EmptyBase.
    """
    everywhere = np.ones(len(weighting.cells), dtype=np.bool_) if where is None else where
    inside: Booleans = everywhere & np.isfinite(y) & (weighting.cells.counts > 0)
    if not np.any(inside):
        raise EmptyBase(
            "A domain has no respondents who answered.", "Leave the domain out, or merge it."
        )
    order = np.argsort(y[inside], kind="stable")
    said = y[inside][order]
    summed = np.cumsum((weighting.weights * weighting.cells.counts)[inside][order])
    value = _at(said, summed, part)
    below = np.where(inside, y <= value, False)
    found = mean(weighting, below.astype(np.float64), where=inside)
    facts = ShareFacts.of(
        count=int(weighting.cells.counts[below].sum()),
        n=found.n[0],
        share=float(found.values[0]),
        variance=float(found.covariance[0, 0]),
        df=found.df[0],
        unseen=unseen,
        most=most,
    )
    low, high = interval(facts)
    return Quantile(
        value=value,
        low=None if not low >= 0 else _at(said, summed, low),
        high=None if not high <= 1 else _at(said, summed, high),
        n=facts.n,
    )


def _at(said: Floats, summed: Floats, part: float) -> float:
    """The least number that so much of the weight is at or below."""
    place = int(np.searchsorted(summed, part * summed[-1] * (1 - ROUNDING), side="left"))
    return float(said[min(place, len(said) - 1)])
