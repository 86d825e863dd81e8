"""Confidence intervals for a share: finite-population Wilson, and the methods of R's survey."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from samklang.core.estimate.errors import UndefinedInterval
from samklang.core.estimate.student import t_quantile
from samklang.core.privacy import Personal

Method = Literal["wilson", "logit", "beta", "mean", "xlogit", "asin"]


@dataclass(frozen=True)
class ShareFacts:
    """What an interval for a share is made from.

    count: those in the base with the property. n: the base, those who answered.
    share, variance: the estimate and its estimated variance.
    df: degrees of freedom, n less the number of strata the base has respondents in.
    unseen: the estimated part of the base's population that has not answered, 1 − n/N; 1 where
    nothing is known of the population. most: the greatest size the base's population can have,
    None where it is unknown.
    """

    count: Personal[int]
    n: Personal[int]
    share: Personal[float]
    variance: Personal[float]
    df: Personal[int]
    unseen: Personal[float]
    most: Personal[int | None]

    @classmethod
    def of(
        cls,
        *,
        count: int,
        n: int,
        share: float,
        variance: float,
        df: int,
        unseen: float,
        most: int | None,
    ) -> "ShareFacts":
        """Whole counts decide what is exactly 0 or 1, which sums of weights may miss."""
        if count in (0, n):
            share, variance = float(count == n), 0.0
        return cls(count, n, share, max(0.0, variance), df, unseen, most)


def share_interval(
    facts: ShareFacts, *, method: Method = "wilson", confidence: float = 0.95
) -> tuple[float, float]:
    """The interval's ends, as fractions.

    `wilson` is described at `wilson`; the others equal R's `svyciprop` of the same name: `logit`
    and `xlogit` on the log-odds scale, `beta` Korn & Graubard (1998), `asin` on the arcsine scale,
    `mean` symmetric. They are asymptotic: with small populations they can miss far too often.
    Raises UndefinedInterval for `logit`, `xlogit` and `asin` where the share is 0 or 1.
    """
    if method == "wilson":
        return wilson(facts, confidence=confidence)
    if method == "beta":
        return _beta(facts, confidence)
    if method == "mean":
        return _transformed(facts, confidence, _same, _same, 1.0)
    if facts.count in (0, facts.n):
        raise UndefinedInterval(
            f"The method {method} has no interval for a share of {facts.share:.0%}.",
            "Use wilson, which has.",
        )
    spread = facts.share * (1 - facts.share)
    if method == "asin":
        return _transformed(facts, confidence, _arcsine, _sine, 0.5 / math.sqrt(spread))
    return _transformed(facts, confidence, _logit, _expit, 1 / spread)


def logical_bounds(facts: ShareFacts) -> tuple[float, float]:
    """The shares that are still possible once `count` of `n` have been seen in the population.

    [X/N, (X + N − n)/N]: those who have not answered may all lack the property or all have it.
    """
    if facts.most is None:
        return 0.0, 1.0
    return facts.count / facts.most, (facts.count + facts.most - facts.n) / facts.most


def wilson(facts: ShareFacts, *, confidence: float = 0.95) -> tuple[float, float]:
    """The finite-population Wilson interval, as fractions.

    The Wilson (1927) score interval with Student's t on `df` and the effective sample size
    min(p(1−p)/V, n/(1−f)), and n where p is 0 or 1, clipped to the logical bounds. The minimum
    keeps a chance small V from promising more than a simple random sample would.
    With df = 0 there is nothing to judge the variance by, and the logical bounds are the interval.
    """
    lowest, highest = logical_bounds(facts)
    if facts.df <= 0:
        return lowest, highest
    size = effective_size(facts)
    if math.isinf(size):
        return facts.share, facts.share
    a = t_quantile(confidence, facts.df) ** 2 / size
    middle = (facts.share + a / 2) / (1 + a)
    half = math.sqrt(a * facts.share * (1 - facts.share) + a * a / 4) / (1 + a)
    return (
        min(max(middle - half, lowest), facts.share),
        max(min(middle + half, highest), facts.share),
    )


def effective_size(facts: ShareFacts) -> float:
    """The size of an infinite simple random sample that would know as much; may be infinite."""
    if facts.count in (0, facts.n):
        return facts.n
    as_simple = facts.n / facts.unseen if facts.unseen > 0 else math.inf
    if facts.variance <= 0:
        return as_simple
    return min(facts.share * (1 - facts.share) / facts.variance, as_simple)


def _beta(facts: ShareFacts, confidence: float) -> tuple[float, float]:
    """Korn & Graubard (1998): Clopper–Pearson with the effective sample size.

    Where the share is 0 or 1 the effective size is n, as they advise.
    """
    from scipy.special import betaincinv

    if facts.df <= 0:
        return logical_bounds(facts)
    tail = (1 - confidence) / 2
    size = float(facts.n)
    if facts.count not in (0, facts.n):
        if facts.variance <= 0:
            return facts.share, facts.share
        size = facts.share * (1 - facts.share) / facts.variance
        size *= (t_quantile(confidence, facts.n - 1) / t_quantile(confidence, facts.df)) ** 2
    yes, no = size * facts.share, size * (1 - facts.share)
    low = float(betaincinv(yes, no + 1, tail)) if facts.count else 0.0
    high = float(betaincinv(yes + 1, no, 1 - tail)) if facts.count < facts.n else 1.0
    return low, high


def _transformed(
    facts: ShareFacts,
    confidence: float,
    there: Callable[[float], float],
    back: Callable[[float], float],
    slope: float,
) -> tuple[float, float]:
    """An interval that is symmetric on another scale, whose derivative at the share is `slope`."""
    if facts.df <= 0:
        return logical_bounds(facts)
    half = t_quantile(confidence, facts.df) * math.sqrt(facts.variance) * slope
    middle = there(facts.share)
    return back(middle - half), back(middle + half)


def _same(x: float) -> float:
    return x


def _logit(p: float) -> float:
    return math.log(p / (1 - p))


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _arcsine(p: float) -> float:
    return math.asin(math.sqrt(p))


def _sine(x: float) -> float:
    return math.sin(x) ** 2
