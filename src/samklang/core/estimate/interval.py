"""Confidence intervals for a share: our own for a finite population, and those of R's survey."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from samklang.core.estimate.ends import Ends
from samklang.core.estimate.errors import UndefinedInterval
from samklang.core.estimate.exact import fewest_not_rejected
from samklang.core.estimate.strata import share_of_strata
from samklang.core.estimate.student import t_quantile
from samklang.core.estimate.unseen import Part
from samklang.core.language.messages import message
from samklang.core.privacy import Personal

Method = Literal["wilson", "wilson-t", "logit", "beta", "mean", "xlogit", "asin"]

# The default may miss the truth at most this many times as often as it promises: 9 in 100 at
# 95 %. At 1 it would be an exact interval, which misses 2 in 100 on average and is wider.
GUARD = 1.8
# Where weights are calibrated the test is of a simple random sample that only resembles them.
GUARD_OF_WEIGHTS = 1.5
# With a standard deviation of the count above this an exact test says what Wilson's interval says.
LARGE = 40
# A variance under this part of p(1 − p) is what rounding left of 0, as where the weights are
# calibrated to the answer itself.
NEGLIGIBLE = 1e-14
# Sums of weights that should be whole numbers miss them by less.
ROUNDING = 1e-9


@dataclass(frozen=True)
class ShareFacts:
    """What an interval for a share is made from.

    count: those in the base with the property. n: the base, those who answered.
    share, variance: the estimate and its estimated variance.
    df: degrees of freedom, n less the number of strata the base has respondents in.
    unseen: the estimated part of the base's population that has not answered, 1 − n/N; 1 where
    nothing is known of the population. most: the greatest size the base's population can have,
    None where it is unknown. parts: the strata of the base, each a simple random sample of its
    members; () where there is one, or where respondents were drawn together. With calibrated
    weights they are the members who stand for as many. classes: the same where it is not known how
    many members there are of each, as with the respondents' own weights and in domains: one or more
    wherever there are such weights, and one of whom nobody is seen where a class may be missing.
    """

    count: Personal[int]
    n: Personal[int]
    share: Personal[float]
    variance: Personal[float]
    df: Personal[int]
    unseen: Personal[float]
    most: Personal[int | None]
    parts: Personal[tuple[Part, ...]] = ()
    classes: Personal[tuple[Part, ...]] = ()

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
        parts: tuple[Part, ...] = (),
        classes: tuple[Part, ...] = (),
    ) -> "ShareFacts":
        """Whole counts decide what is exactly 0 or 1, which sums of weights may miss."""
        if count in (0, n):
            share, variance = float(count == n), 0.0
        strata = parts if len(parts) > 1 else ()
        return cls(count, n, share, max(0.0, variance), df, unseen, most, strata, classes)


def share_interval(
    facts: ShareFacts, *, method: Method = "wilson", confidence: float = 0.95
) -> Ends:
    """The interval's ends, as fractions.

    `wilson` and `wilson-t` are described at `wilson` and `wilson_t`; the others equal R's
    `svyciprop` of the same name: `logit` and `xlogit` on the log-odds scale, `beta` Korn & Graubard
    (1998), `asin` on the arcsine scale, `mean` symmetric. They are asymptotic: with small
    populations they can miss far too often.
    Raises UndefinedInterval for `logit`, `xlogit` and `asin` where the share is 0 or 1.
    """
    if method == "wilson":
        return wilson(facts, confidence=confidence)
    if method == "wilson-t":
        return wilson_t(facts, confidence=confidence)
    if method == "beta":
        return _beta(facts, confidence)
    if method == "mean":
        return _transformed(facts, confidence, _same, _same, 1.0)
    if facts.count in (0, facts.n):
        what = message(
            "estimates.the_method_has_no_interval_for", method=method, share=f"{facts.share:.0%}"
        )
        raise UndefinedInterval(what, message("estimates.use_wilson_which_has"))
    spread = facts.share * (1 - facts.share)
    if method == "asin":
        return _transformed(facts, confidence, _arcsine, _sine, 0.5 / math.sqrt(spread))
    return _transformed(facts, confidence, _logit, _expit, 1 / spread)


def logical_bounds(facts: ShareFacts) -> Ends:
    """The shares that are still possible once `count` of `n` have been seen in the population.

    [X/N, (X + N − n)/N]: those who have not answered may all lack the property or all have it.
    """
    if facts.most is None:
        return Ends(0.0, 1.0)
    return Ends(facts.count / facts.most, (facts.count + facts.most - facts.n) / facts.most)


def wilson(facts: ShareFacts, *, confidence: float = 0.95) -> Ends:
    """Wilson's interval for a finite population, guarded by an exact test. As fractions.

    Wilson (1927): the shares p for which the share seen is within z standard errors, which are
    those of a simple random sample of p, so that z is the normal quantile. Where weights are
    calibrated the effective size is n/(1 − f) over the design effect, and z is multiplied by
    t(n − H)/t(n − 1) for what is not known of the variance (Korn & Graubard 1998); a design effect
    under 1 counts as 1, lest a chance small variance promise more than a simple random sample.
    Of several strata, and of calibrated weights, the interval is that of `share_of_strata`. With
    the respondents' own weights it holds that of their classes too.

    The guard: of a few who have not answered the number of yes is one of few, and a smooth
    interval may leave out one that is not at all unlikely. So the ends move out to any number of
    yes among all members whose exact p-value is above 1.8 (1 − confidence), 1.5 with calibrated
    weights, or 1 − confidence where none or all said yes, which is easily taken for a proof. In a
    simple random sample the interval therefore covers in at least 91 cases of 100, whatever the
    truth.

    Clipped to the logical bounds, which are the interval where df = 0. In an open design there is
    no population to be exact about, and the interval is that of `wilson_t`.
    """
    if facts.most is None:
        return wilson_t(facts, confidence=confidence)
    lowest, highest = logical_bounds(facts)
    if facts.df <= 0:
        return Ends(lowest, highest)
    if facts.unseen <= 0:
        return Ends(facts.share, facts.share)
    if facts.parts:
        return _possible(facts, share_of_strata(facts.parts, confidence=confidence, guard=GUARD))
    ends = Ends(facts.share, facts.share)
    if len(facts.classes) > 1:
        ends = share_of_strata(facts.classes, confidence=confidence, guard=GUARD)
    design_effect = _design_effect(facts)
    size = facts.n / facts.unseen / design_effect
    quantile = t_quantile(confidence, math.inf)
    if facts.df < facts.n - 1:
        quantile *= t_quantile(confidence, facts.df) / t_quantile(confidence, facts.n - 1)
    low, high = _score(facts.share, quantile**2 / size)
    guard = GUARD if facts.df == facts.n - 1 else GUARD_OF_WEIGHTS
    if facts.count in (0, facts.n):
        guard = 1.0
    ends = Ends(min(low, ends.low), max(high, ends.high))
    return guarded(facts, ends, level=guard * (1 - confidence))


def _design_effect(facts: ShareFacts) -> float:
    """The variance over that of a simple random sample of as many, at least 1."""
    if facts.count in (0, facts.n):
        return 1.0
    simple = facts.unseen * facts.share * (1 - facts.share) / (facts.n - 1)
    return max(1.0, facts.variance / simple)


def guarded(facts: ShareFacts, ends: Ends, *, level: float) -> Ends:
    """The ends moved out to what an exact test at `level` does not reject, then clipped.

    Of several strata they move out to the interval that has a confidence of 1 − level, of classes
    of weights too. Other designs are tested as the simple random sample, in whole numbers, that
    knows as much. Clipped only where the standard deviation of the count is large, and in an open
    design.
    """
    if facts.most is not None and facts.df > 0 and facts.unseen > 0:
        if not facts.parts:
            ends = _moved_out(facts, ends, level)
        if len(parts := facts.parts or facts.classes) > 1:
            low, high = share_of_strata(parts, confidence=1 - level, guard=1)
            ends = Ends(min(ends.low, low), max(ends.high, high))
    return _possible(facts, ends)


def _possible(facts: ShareFacts, ends: Ends) -> Ends:
    """The ends within the logical bounds and around the share."""
    lowest, highest = logical_bounds(facts)
    return Ends(min(max(ends.low, lowest), facts.share), max(min(ends.high, highest), facts.share))


def resembling(facts: ShareFacts, *, spread: float = 1.0) -> Part:
    """The simple random sample that knows as much of the share; its size need not be whole.

    spread: what the variance is multiplied by beyond its design effect.
    """
    members = max(facts.n + 1, math.floor(facts.n / (1 - facts.unseen) + 0.5 + ROUNDING))
    effect = _design_effect(facts) * spread
    size = float(facts.n)
    if effect > 1 + ROUNDING:
        # (members − size)/(size − 1) is so many times what it is for n.
        apart = effect * (members - facts.n) / max(1, facts.n - 1)
        size = max(2.0, (members + apart) / (1 + apart))
    return Part(members, size, facts.share * size)


class WholeNumbers(NamedTuple):
    """How many answered, and how many of them said so."""

    n: int
    yes: int


def whole(part: Part) -> WholeNumbers:
    """A part in whole numbers. Half an answer is none."""
    size = math.floor(part.n + ROUNDING)
    return WholeNumbers(size, min(size, math.ceil(part.count / part.n * size - 0.5 - ROUNDING)))


def _moved_out(facts: ShareFacts, ends: Ends, level: float) -> Ends:
    part = resembling(facts)
    members, size = part.members, whole(part).n
    variance = size * facts.share * (1 - facts.share) * (members - size) / members
    if variance > LARGE**2:
        return ends
    low, high = ends
    fewest = _fewest(facts.share, low, members=members, size=size, level=level)
    fewest_without = _fewest(1 - facts.share, 1 - high, members=members, size=size, level=level)
    return Ends(min(low, fewest / members), max(high, (members - fewest_without) / members))


def _fewest(share: float, low: float, *, members: int, size: int, level: float) -> int:
    """The smallest number of yes that is not rejected. Half an answer is none."""
    count = math.ceil(share * size - 0.5 - ROUNDING)
    below = math.ceil(low * members - ROUNDING)
    return fewest_not_rejected(members=members, n=size, count=count, level=level, below=below)


def wilson_t(facts: ShareFacts, *, confidence: float = 0.95) -> Ends:
    """The finite-population Wilson interval with Student's t, as fractions.

    The Wilson (1927) score interval with Student's t on `df` and the effective sample size
    min(p(1−p)/V, n/(1−f)), and n where p is 0 or 1, clipped to the logical bounds. The minimum
    keeps a chance small V from promising more than a simple random sample would.
    With df = 0 there is nothing to judge the variance by, and the logical bounds are the interval.
    """
    lowest, highest = logical_bounds(facts)
    if facts.df <= 0:
        return Ends(lowest, highest)
    size = effective_size(facts)
    if math.isinf(size):
        return Ends(facts.share, facts.share)
    low, high = _score(facts.share, t_quantile(confidence, facts.df) ** 2 / size)
    return Ends(min(max(low, lowest), facts.share), max(min(high, highest), facts.share))


def _score(share: float, a: float) -> Ends:
    """Wilson's ends; a: the squared quantile over the sample size."""
    middle = (share + a / 2) / (1 + a)
    half = math.sqrt(a * share * (1 - share) + a * a / 4) / (1 + a)
    return Ends(middle - half, middle + half)


def effective_size(facts: ShareFacts) -> float:
    """The size of an infinite simple random sample that would know as much; may be infinite."""
    if facts.count in (0, facts.n):
        return facts.n
    as_simple = facts.n / facts.unseen if facts.unseen > 0 else math.inf
    if facts.variance <= 0:
        return as_simple
    return min(facts.share * (1 - facts.share) / facts.variance, as_simple)


def _beta(facts: ShareFacts, confidence: float) -> Ends:
    """Korn & Graubard (1998): Clopper–Pearson with the effective sample size.

    Where the share is 0 or 1 the effective size is n, as they advise.
    """
    from scipy.special import betaincinv

    if facts.df <= 0:
        return logical_bounds(facts)
    tail = (1 - confidence) / 2
    size = float(facts.n)
    if facts.count not in (0, facts.n):
        spread = facts.share * (1 - facts.share)
        if facts.variance <= NEGLIGIBLE * spread:
            return Ends(facts.share, facts.share)
        size = spread / facts.variance
        size *= (t_quantile(confidence, facts.n - 1) / t_quantile(confidence, facts.df)) ** 2
    yes, no = size * facts.share, size * (1 - facts.share)
    low = float(betaincinv(yes, no + 1, tail)) if facts.count else 0.0
    high = float(betaincinv(yes + 1, no, 1 - tail)) if facts.count < facts.n else 1.0
    return Ends(low, high)


def _transformed(
    facts: ShareFacts,
    confidence: float,
    there: Callable[[float], float],
    back: Callable[[float], float],
    slope: float,
) -> Ends:
    """An interval that is symmetric on another scale, whose derivative at the share is `slope`."""
    if facts.df <= 0:
        return logical_bounds(facts)
    half = t_quantile(confidence, facts.df) * math.sqrt(facts.variance) * slope
    middle = there(facts.share)
    return Ends(back(middle - half), back(middle + half))


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
