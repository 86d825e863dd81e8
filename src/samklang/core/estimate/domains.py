"""Shares within a domain, a part of the members, and the difference between two domains."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from samklang.core.estimate.cells import Booleans
from samklang.core.estimate.counts import NOT_ANSWERED, NOT_SHOWN
from samklang.core.estimate.errors import EmptyBase
from samklang.core.estimate.interval import Method, ShareFacts, share_interval
from samklang.core.estimate.ratios import mean
from samklang.core.estimate.shares import QuestionEstimate, estimate, unseen_part
from samklang.core.estimate.weighting import Weighting
from samklang.core.privacy import Internal, Personal, Public


@dataclass(frozen=True)
class Domain:
    """A part of the members.

    where: the cells known to be in it. members: its size where the register tells it, else None.
    undecided: the cells that may be in it, having left unanswered the question that decides.
    """

    where: Personal[Booleans]
    members: Internal[int | None] = None
    undecided: Personal[Booleans | None] = None


@dataclass(frozen=True)
class Difference:
    """The share of `option` in one domain less that in another, with its interval; fractions."""

    option: Public[str]
    difference: Personal[float]
    se: Personal[float]
    low: Personal[float]
    high: Personal[float]


def domain_shares(
    weighting: Weighting,
    question: str,
    options: Sequence[str],
    *,
    domain: Domain,
    method: Method = "wilson",
    confidence: float = 0.95,
    sensitivity: float = 1.5,
    at_ends: Method | None = None,
) -> QuestionEstimate:
    """The share of every option of a select_one among those of the domain who answered it.

    The same as `estimate_shares`, for a domain and for calibrated weights; at_ends: see `estimate`.
    Raises EmptyBase, UndefinedInterval.
    """
    facts, base = _facts(weighting, question, options, domain=domain)
    cells = weighting.cells
    shown = domain.where & ~cells.where(question, NOT_SHOWN)
    return QuestionEstimate(
        question=question,
        estimates=tuple(
            estimate(
                option,
                f,
                base,
                method=method,
                confidence=confidence,
                sensitivity=sensitivity,
                at_ends=at_ends,
            )
            for option, f in zip(options, facts, strict=True)
        ),
        n=facts[0].n,
        not_answered=int(cells.counts[shown & cells.where(question, NOT_ANSWERED)].sum()),
        not_shown=int(cells.counts[domain.where & ~shown].sum()),
        population=None
        if cells.design.population is None
        else float(weighting.total(shown.astype(np.float64))),
    )


def crosstab(
    weighting: Weighting,
    question: str,
    options: Sequence[str],
    *,
    by: str,
    members: Mapping[str, int] | None = None,
    method: Method = "wilson",
    confidence: float = 0.95,
    sensitivity: float = 1.5,
) -> Mapping[str, QuestionEstimate]:
    """The shares of `question` at every value of `by` that someone answered the question at.

    members: the size of each domain, where `by` is a group of the register; else a domain may
    hold all who are silent. A select_multiple is asked for option by option: `q.option`, ("1",).
    Raises UndefinedInterval.
    """
    cells = weighting.cells
    undecided = None if members else ~cells.known(by)
    found = {}
    for value in cells.levels(by):
        where = cells.where(by, value)
        if cells.counts[where & cells.known(question)].sum() == 0:
            continue
        found[value] = domain_shares(
            weighting,
            question,
            options,
            domain=Domain(where, members[value] if members else None, undecided),
            method=method,
            confidence=confidence,
            sensitivity=sensitivity,
        )
    return found


def difference(
    weighting: Weighting,
    question: str,
    option: str,
    *,
    first: Domain,
    second: Domain,
    confidence: float = 0.95,
) -> Difference:
    """The share of `option` in `first` less that in `second`.

    The interval is made of the two shares' own intervals and the estimates'
    correlation (Zou & Donner 2008), so that it holds for small domains, stays within −1 to 1 and
    closes where everyone has answered. Raises EmptyBase.
    """
    (a,), _ = _facts(weighting, question, [option], domain=first)
    (b,), _ = _facts(weighting, question, [option], domain=second)
    chosen = weighting.cells.where(question, option).astype(np.float64)
    known = weighting.cells.known(question)
    both = mean(
        weighting,
        np.column_stack([chosen, chosen]),
        where=np.column_stack([first.where & known, second.where & known]),
    )
    between = float(both.covariance[0, 1])
    spread = math.sqrt(max(0.0, both.covariance[0, 0] * both.covariance[1, 1]))
    correlation = between / spread if spread > 0 else 0.0
    low_a, high_a = share_interval(a, confidence=confidence)
    low_b, high_b = share_interval(b, confidence=confidence)
    apart = a.share - b.share
    down = _root(a.share - low_a, high_b - b.share, correlation)
    up = _root(high_a - a.share, b.share - low_b, correlation)
    variance = both.covariance[0, 0] + both.covariance[1, 1] - 2 * between
    return Difference(
        option=option,
        difference=apart,
        se=math.sqrt(max(0.0, float(variance))),
        low=max(-1.0, apart - down),
        high=min(1.0, apart + up),
    )


def change(
    later: tuple[float, float, float], earlier: tuple[float, float, float]
) -> tuple[float, float, float]:
    """A share less an earlier one, with its interval; each is (share, low, high), as fractions.

    Made of the two intervals as `difference` is, taken as independent (Zou & Donner 2008). Where
    the same members answered both times their answers hang together, mostly positively, and the
    interval is wider than it need be.
    """
    share, low, high = later
    before, before_low, before_high = earlier
    down = math.hypot(share - low, before_high - before)
    up = math.hypot(high - share, before - before_low)
    apart = share - before
    return apart, max(-1.0, apart - down), min(1.0, apart + up)


def share_facts(
    weighting: Weighting, question: str, options: Sequence[str], *, domain: Domain
) -> tuple[ShareFacts, ...]:
    """What the intervals of the options' shares are made from. Raises EmptyBase."""
    return _facts(weighting, question, options, domain=domain)[0]


def _facts(
    weighting: Weighting, question: str, options: Sequence[str], *, domain: Domain
) -> tuple[tuple[ShareFacts, ...], float]:
    """The facts of every option, and the estimated size of the base."""
    cells = weighting.cells
    answered = domain.where & cells.known(question)
    n = int(cells.counts[answered].sum())
    if n == 0:
        raise EmptyBase(
            f"Nobody in the domain answered {question}.", "Leave the domain out, or merge it."
        )
    chosen = np.column_stack([cells.where(question, option) for option in options])
    found = mean(weighting, chosen, where=answered)
    most = _most(weighting, question, domain=domain)
    concerned = domain.where & ~cells.where(question, NOT_SHOWN)
    size = float(weighting.total(concerned.astype(np.float64)))
    unseen = 1.0 if most is None else unseen_part(n, size, most)
    facts = []
    for i in range(len(options)):
        count = int(cells.counts[answered & chosen[:, i]].sum())
        facts.append(
            ShareFacts.of(
                count=count,
                n=n,
                share=float(found.values[i]),
                variance=float(found.covariance[i, i]),
                df=found.df[i],
                unseen=unseen,
                most=most,
            )
        )
    return tuple(facts), float(weighting.total(answered.astype(np.float64)))


def _most(weighting: Weighting, question: str, *, domain: Domain) -> int | None:
    """The greatest number of members that the question can concern in the domain."""
    cells = weighting.cells
    if cells.design.finite is None:
        return None
    unshown = cells.where(question, NOT_SHOWN)
    inside = domain.where
    outside = int(cells.counts[inside & unshown].sum())
    if domain.members is not None:
        return domain.members - outside
    undecided = 0
    if domain.undecided is not None:
        undecided = int(cells.counts[domain.undecided & ~inside & ~unshown].sum())
    silent = cells.design.finite - cells.design.n
    return int(cells.counts[inside].sum()) - outside + undecided + silent


def _root(one: float, other: float, correlation: float) -> float:
    return math.sqrt(max(0.0, one * one + other * other - 2 * correlation * one * other))
