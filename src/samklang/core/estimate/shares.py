"""Shares of those who answered a closed question, with interval and sensitivity band."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from samklang.core.estimate.counts import Integers, QuestionCounts
from samklang.core.estimate.design import Design, Floats
from samklang.core.estimate.errors import EmptyBase
from samklang.core.estimate.interval import Method, ShareFacts, share_interval
from samklang.core.estimate.sensitivity import sensitivity_band
from samklang.core.estimate.unseen import Part
from samklang.core.language.messages import message
from samklang.core.privacy import Personal, Public


@dataclass(frozen=True)
class Estimate:
    """The share of one option, as fractions of those who answered.

    count: respondents who chose it, of the n who answered. low, high: confidence interval.
    band_low, band_high: sensitivity band, None in an open design or without fpc.
    df: degrees of freedom. deff: variance over that of a simple random sample of n, None where
    that one is 0.
    """

    option: Public[str]
    count: Personal[int]
    n: Personal[int]
    share: Personal[float]
    se: Personal[float]
    low: Personal[float]
    high: Personal[float]
    band_low: Personal[float | None]
    band_high: Personal[float | None]
    df: Personal[int]
    deff: Personal[float | None]


@dataclass(frozen=True)
class QuestionEstimate:
    """The shares of one closed question, in the order of its options.

    n: respondents who answered; not_answered, not_shown: the other respondents.
    population: estimated members that the question concerns, None in an open design.
    """

    question: Public[str]
    estimates: Personal[tuple[Estimate, ...]]
    n: Personal[int]
    not_answered: Personal[int]
    not_shown: Personal[int]
    population: Personal[float | None]

    @property
    def by_option(self) -> Mapping[str, Estimate]:
        """The estimates keyed by option."""
        return {e.option: e for e in self.estimates}


def estimate_shares(
    counts: QuestionCounts,
    *,
    design: Design,
    method: Method = "wilson",
    confidence: float = 0.95,
    sensitivity: float = 1.5,
    at_ends: Method | None = None,
) -> QuestionEstimate:
    """The share of every option among those who answered the question.

    A share of a base whose size is itself estimated is a ratio, Σ w a / Σ w b over strata with
    weights w = N/n, and its variance is Taylor-linearised (Särndal, Swensson & Wretman 1992,
    section 5.6). Who was not shown the question is outside the base; who was shown it and did not
    answer belongs to the part of the base's population that is unseen.
    confidence: of the interval, 0–1. sensitivity: the odds ratio γ of the band. at_ends: see
    `estimate`.
    Raises EmptyBase, InconsistentCounts, UndefinedInterval, UnknownStratum.
    """
    answered, not_answered, not_shown = counts.bases(design)
    n = int(answered.sum())
    if n == 0:
        what = message("estimates.nobody_answered", question=counts.question)
        raise EmptyBase(what, message("estimates.leave_the_question_out_of_the"))
    chosen = counts.array(design, *counts.options)
    base = float(design.weights @ answered)
    shares = _shares(chosen, answered, design=design)
    variances = _variances(chosen, answered, shares, design=design) / base**2
    df = n - int(np.count_nonzero(answered))
    concerned = float(design.weights @ (answered + not_answered))
    members = design.finite
    # Membership of the base is unobserved for those who did not respond, and the answer is
    # unobserved for those who were shown the question and left it.
    most = None if members is None else members - int(not_shown.sum())
    unseen = 1.0 if most is None else unseen_part(n, concerned, most)
    estimates = []
    for i, option in enumerate(counts.options):
        facts = ShareFacts.of(
            count=int(chosen[:, i].sum()),
            n=n,
            share=float(shares[i]),
            variance=float(variances[i]),
            df=df,
            unseen=unseen,
            most=most,
            parts=() if most is None else _parts(design, answered, not_answered, chosen[:, i]),
        )
        estimates.append(
            estimate(
                option,
                facts,
                base,
                method=method,
                confidence=confidence,
                sensitivity=sensitivity,
                at_ends=at_ends,
            )
        )
    return QuestionEstimate(
        question=counts.question,
        estimates=tuple(estimates),
        n=n,
        not_answered=int(not_answered.sum()),
        not_shown=int(not_shown.sum()),
        population=None if design.population is None else concerned,
    )


def estimate(
    option: str,
    facts: ShareFacts,
    base: float,
    *,
    method: Method,
    confidence: float,
    sensitivity: float,
    at_ends: Method | None = None,
) -> Estimate:
    """One option's share with everything that is printed of it. base: members it is a share of.

    at_ends: the method for shares of 0 and 1, which some methods have no interval for.
    Raises UndefinedInterval.
    """
    if at_ends and facts.count in (0, facts.n):
        method = at_ends
    interval = share_interval(facts, method=method, confidence=confidence)
    band = sensitivity_band(facts, interval, odds_ratio=sensitivity, confidence=confidence)
    return Estimate(
        option=option,
        count=facts.count,
        n=facts.n,
        share=facts.share,
        se=math.sqrt(facts.variance),
        low=interval[0],
        high=interval[1],
        band_low=band[0] if band else None,
        band_high=band[1] if band else None,
        df=facts.df,
        deff=_design_effect(facts, base),
    )


def _parts(
    design: Design, answered: Integers, silent: Integers, chosen: Integers
) -> tuple[Part, ...]:
    """The strata of the base, each a simple random sample of the members that it concerns."""
    concerned = np.floor(design.weights * (answered + silent) + 0.5).astype(np.int64)
    columns = (np.maximum(concerned, answered), answered, chosen)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return tuple(Part(members, n, count) for members, n, count in rows if n)


def _shares(chosen: Integers, answered: Integers, *, design: Design) -> Floats:
    """Σ w a / Σ w b by option, in whole numbers up to the division."""
    weights = design.whole_weights
    base = sum(w * b for w, b in zip(weights, answered.tolist(), strict=True))
    columns = chosen.T.tolist()
    return np.array([sum(w * a for w, a in zip(weights, c, strict=True)) / base for c in columns])


def _variances(chosen: Integers, answered: Integers, shares: Floats, *, design: Design) -> Floats:
    """Variances of the totals of y − p, which is 0 outside the base, by option."""
    n = design.respondents[:, None]
    others = answered[:, None] - chosen
    means = (chosen * (1 - shares) - others * shares) / n
    # Centred before squaring, so that what is constant within strata has variance 0.
    within = (
        chosen * (1 - shares - means) ** 2
        + others * (shares + means) ** 2
        + (n - answered[:, None]) * means**2
    )
    variances: Floats = (design.scales * design.weights**2) @ within
    return variances


def unseen_part(n: int, concerned: float, most: int) -> float:
    """1 − n/N̂ for the base's population; exactly 0 where everyone is known to be seen."""
    return 0.0 if most == n else max(0.0, 1 - n / concerned)


def _design_effect(facts: ShareFacts, base: float) -> float | None:
    """The variance over that of a simple random sample without replacement, as R's deff=TRUE."""
    if facts.n < 2 or base <= facts.n:
        return None
    element = facts.share * (1 - facts.share) * facts.n / (facts.n - 1)
    simple = element * (base - facts.n) / (base * facts.n)
    return facts.variance / simple if simple > 0 else None
