"""Quantiles: medians and others of a number, with intervals after Woodruff."""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from samklang.core.estimate.cells import MISSING
from samklang.core.estimate.design import Floats
from samklang.core.estimate.domains import Domain, share_facts
from samklang.core.estimate.ends import Ends
from samklang.core.estimate.errors import EmptyBase
from samklang.core.estimate.interval import Method, share_interval
from samklang.core.estimate.weighting import Weighting
from samklang.core.language.messages import message
from samklang.core.privacy import Personal

# What sums of weights miss a part of the whole by.
ROUNDING = 1e-9
BELOW, ABOVE = "1", "0"


@dataclass(frozen=True)
class Quantile:
    """A quantile of n respondents' numbers, in their unit.

    low, high: its interval; None where that reaches beyond the least or the greatest that was said.
    """

    value: Personal[float]
    low: Personal[float | None]
    high: Personal[float | None]
    n: Personal[int]


def quantile(
    weighting: Weighting,
    question: str,
    part: float,
    *,
    domain: Domain,
    method: Method = "wilson",
    confidence: float = 0.95,
) -> Quantile:
    """The number that a `part` (0–1) of those of the domain who answered are at or below.

    It is the least number said that so many are at or below (Hyndman & Fan 1996, definition 1).
    With `wilson` its interval holds every number that can be it: for which the interval of the
    share at or below it reaches up to `part`, and that of the share below it down to `part`. So it
    misses no more often than the share's does, in small populations and with ties too. Other
    methods take the interval of the share at or below the quantile back to numbers (Woodruff 1952,
    JASA 47:635): the same as R's `svyquantile` with qrule "math" and the interval.type of that
    name. Raises EmptyBase.
    """
    cells = weighting.cells
    numbers = cells.numbers(question)
    inside = domain.where & np.isfinite(numbers) & (cells.counts > 0)
    if not np.any(inside):
        what = message("estimates.a_domain_has_no_respondents_who")
        raise EmptyBase(what, message("estimates.leave_the_domain_out_or_merge"))
    order = np.argsort(numbers[inside], kind="stable")
    said = numbers[inside][order]
    summed = np.cumsum((weighting.weights * cells.counts)[inside][order])
    value = _at(said, summed, part)
    halves = _Halves(weighting, question, numbers, domain, confidence)
    n = int(cells.counts[inside].sum())
    if method == "wilson":
        return Quantile(value, *_possible(halves, np.unique(said), part), n)
    low, high = halves.interval(value, method=method)
    return Quantile(
        value=value,
        low=_at(said, summed, low) if low >= 0 else None,
        high=_at(said, summed, high) if high <= 1 else None,
        n=n,
    )


@dataclass(frozen=True)
class _Halves:
    """A domain parted in two at a number."""

    weighting: Weighting
    question: str
    numbers: Floats
    domain: Domain
    confidence: float

    def interval(self, value: float, *, method: Method = "wilson", below: bool = False) -> Ends:
        """The interval of the share at or below a number, or `below` it."""
        cells = self.weighting.cells
        answers = tuple(
            given
            if given in MISSING
            else BELOW
            if number < value or (number == value and not below)
            else ABOVE
            for given, number in zip(cells.values[self.question], self.numbers, strict=True)
        )
        halved = replace(cells, values={**cells.values, self.question: answers})
        (facts,) = share_facts(
            replace(self.weighting, cells=halved), self.question, [BELOW], domain=self.domain
        )
        # Of all who answered and of none every number has an interval by these methods alone.
        if facts.count in (0, facts.n) and method != "beta":
            method = "wilson"
        return share_interval(facts, method=method, confidence=self.confidence)


class _Said(NamedTuple):
    """The least and the greatest number said; None where one that nobody said can be it too."""

    least: float | None
    greatest: float | None


def _possible(halves: _Halves, said: Floats, part: float) -> _Said:
    """The least and the greatest number said that can be the quantile.

    None where one that nobody said, below or above all of them, can be it too.
    """
    first, last = 0, len(said) - 1
    while first < last:
        middle = (first + last) // 2
        if halves.interval(said[middle]).high >= part - ROUNDING:
            last = middle
        else:
            first = middle + 1
    open_below = halves.interval(said[0], below=True).high >= part - ROUNDING
    least = None if open_below else float(said[first])
    first, last = 0, len(said) - 1
    while first < last:
        middle = (first + last + 1) // 2
        if halves.interval(said[middle], below=True).low <= part + ROUNDING:
            first = middle
        else:
            last = middle - 1
    open_above = halves.interval(said[-1]).low <= part - ROUNDING
    return _Said(least, None if open_above else float(said[first]))


def _at(said: Floats, summed: Floats, part: float) -> float:
    """The least number that so much of the weight is at or below."""
    place = int(np.searchsorted(summed, part * summed[-1] * (1 - ROUNDING), side="left"))
    return float(said[min(place, len(said) - 1)])
