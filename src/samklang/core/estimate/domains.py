"""Shares within a domain, a part of the members, and the difference between two domains."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import numpy as np

from samklang.core.estimate.cells import Booleans
from samklang.core.estimate.counts import NOT_ANSWERED, NOT_SHOWN
from samklang.core.estimate.difference import difference_band, difference_interval
from samklang.core.estimate.errors import EmptyBase
from samklang.core.estimate.interval import Method, ShareFacts
from samklang.core.estimate.ratios import mean
from samklang.core.estimate.shares import QuestionEstimate, estimate, unseen_part
from samklang.core.estimate.unseen import Part
from samklang.core.estimate.weighting import Weighting
from samklang.core.language.messages import message
from samklang.core.privacy import Internal, Personal, Public

# Classes of one weight, at most, and respondents in each on average, at least.
CLASSES, FEWEST = 12, 3
# A class of whom so many would all be silent with a smaller chance is taken to be smaller.
SELDOM = 0.02
# What stands for the same to so many decimals is the same.
DIGITS = 9


@dataclass(frozen=True)
class Domain:
    """A part of the members.

    where: the cells known to be in it. members: its size where the register tells it, else None.
    sizes: the same by stratum, in the design's order.
    undecided: the cells that may be in it, having left unanswered the question that decides.
    """

    where: Personal[Booleans]
    members: Internal[int | None] = None
    undecided: Personal[Booleans | None] = None
    sizes: Internal[tuple[int, ...] | None] = None


@dataclass(frozen=True)
class Difference:
    """The share of `option` in one domain less that in another, as fractions.

    low, high: its interval; band_low, band_high: what it would be if those who have not answered
    differ, None in an open design.
    """

    option: Public[str]
    difference: Personal[float]
    se: Personal[float]
    low: Personal[float]
    high: Personal[float]
    band_low: Personal[float | None]
    band_high: Personal[float | None]


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


def difference(
    weighting: Weighting,
    question: str,
    option: str,
    *,
    first: Domain,
    second: Domain,
    confidence: float = 0.95,
    sensitivity: float = 1.5,
) -> Difference:
    """The share of `option` in `first` less that in `second`, with its interval and band.

    The interval is that of `difference_interval`. Raises EmptyBase.
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
    apart = float(both.covariance[0, 0] + both.covariance[1, 1])
    variance = max(0.0, apart - 2 * float(both.covariance[0, 1]))
    # Groups of one sample that share no member are independent given their sizes.
    related = (
        weighting.margins is not None
        or weighting.clusters is not None
        or weighting.replicates is not None
        or bool(np.any(first.where & second.where))
    )
    spread = variance / apart if related and apart > 0 else 1.0
    interval = difference_interval(a, b, spread=spread, confidence=confidence)
    band = difference_band(a, b, interval, odds_ratio=sensitivity, confidence=confidence)
    return Difference(
        option=option,
        difference=a.share - b.share,
        se=math.sqrt(variance),
        low=interval[0],
        high=interval[1],
        band_low=band[0] if band else None,
        band_high=band[1] if band else None,
    )


def widened(weighting: Weighting, domain: Domain) -> float:
    """What the standard error of a domain's mean is to be multiplied by, 1 or more.

    The variance has the part of each stratum that is silent; where the register tells that more of
    the domain's own members there are, the mean is as much less certain (the worst stratum's part).
    """
    cells, design = weighting.cells, weighting.cells.design
    if domain.sizes is None or weighting.drawn_together:
        return 1.0
    most = 1.0
    for place, (stratum, members) in enumerate(zip(design.strata, domain.sizes, strict=True)):
        seen = int(cells.counts[domain.where & (cells.strata == place)].sum())
        if not seen or not stratum.population or stratum.population == stratum.respondents:
            continue
        silent = 1 - stratum.respondents / stratum.population
        most = max(most, (1 - seen / members) / silent)
    return math.sqrt(most)


def share_facts(
    weighting: Weighting, question: str, options: Sequence[str], *, domain: Domain
) -> tuple[ShareFacts, ...]:
    """What the intervals of the options' shares are made from. Raises EmptyBase."""
    return _facts(weighting, question, options, domain=domain)[0]


class _Facts(NamedTuple):
    """The facts of every option, and the estimated size of their base."""

    facts: tuple[ShareFacts, ...]
    base: float


def _facts(
    weighting: Weighting, question: str, options: Sequence[str], *, domain: Domain
) -> _Facts:
    """The facts of every option, and the estimated size of the base."""
    cells = weighting.cells
    answered = domain.where & cells.known(question)
    n = int(cells.counts[answered].sum())
    if n == 0:
        what = message("estimates.nobody_in_the_domain_answered", question=question)
        raise EmptyBase(what, message("estimates.leave_the_domain_out_or_merge"))
    chosen = np.column_stack([cells.where(question, option) for option in options])
    means = mean(weighting, chosen, where=answered)
    most = _most(weighting, question, domain=domain)
    size = _concerned(weighting, question, domain=domain)
    unseen = 1.0 if most is None else unseen_part(n, size, most)
    facts = []
    for i in range(len(options)):
        count = int(cells.counts[answered & chosen[:, i]].sum())
        parts, classes = _parts(weighting, question, chosen[:, i], domain, unseen)
        facts.append(
            ShareFacts.of(
                count=count,
                n=n,
                share=float(means.values[i]),
                variance=float(means.covariance[i, i]),
                df=means.df[i],
                unseen=unseen,
                most=most,
                parts=parts,
                classes=classes,
            )
        )
    return _Facts(tuple(facts), float(weighting.total(answered.astype(np.float64))))


def _concerned(weighting: Weighting, question: str, *, domain: Domain) -> float:
    """The members of the domain that the question concerns, as far as that can be told.

    Where the register tells how many the domain has, they are as large a part of these as of the
    respondents; so a group that answers worse than the others has more who are silent. Elsewhere
    they are those that the respondents stand for.
    """
    shown = domain.where & ~weighting.cells.where(question, NOT_SHOWN)
    size, inside = (float(weighting.total(w.astype(np.float64))) for w in (shown, domain.where))
    if domain.members is None:
        return size
    return domain.members * (size / inside)


def _parts(
    weighting: Weighting, question: str, chosen: Booleans, domain: Domain, unseen: float
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts and the classes of `ShareFacts`.

    How many members each class has is known of calibrated weights, and of all members alone. () and
    () where respondents were drawn together, and in an open design.
    """
    cells, design = weighting.cells, weighting.cells.design
    if weighting.drawn_together or design.finite is None:
        return (), ()
    if weighting.of_design:
        return _strata(weighting, question, chosen, domain), ()
    if unseen <= 0:
        return (), ()
    classes = _classes(weighting, question, chosen, domain, unseen)
    everyone = np.all(domain.where) and not np.any(cells.where(question, NOT_SHOWN))
    return (classes, ()) if weighting.margins is not None and everyone else ((), classes)


def _strata(
    weighting: Weighting, question: str, chosen: Booleans, domain: Domain
) -> tuple[Part, ...]:
    """The domain's strata, each a simple random sample of its members.

    Where the register does not tell how many of a stratum's members are in the base, they are as
    many as its respondents stand for, or as large a part of the domain's members as of these.
    """
    cells, design = weighting.cells, weighting.cells.design
    unshown = cells.where(question, NOT_SHOWN)
    known = cells.known(question)
    facts = []
    for place, stratum in enumerate(design.strata):
        here = domain.where & (cells.strata == place)
        n = int(cells.counts[here & known].sum())
        if not n:
            continue
        outside = int(cells.counts[here & unshown].sum())
        inside = int(cells.counts[here].sum())
        whole = design.weights[place] * inside if domain.sizes is None else domain.sizes[place]
        members = math.floor(whole * (inside - outside) / inside + 0.5)
        if stratum.population is not None:
            members = min(members, stratum.population - outside)
        facts.append(Part(max(n, members), n, int(cells.counts[here & known & chosen].sum())))
    return tuple(facts)


def _classes(
    weighting: Weighting, question: str, chosen: Booleans, domain: Domain, unseen: float
) -> tuple[Part, ...]:
    """Those of one stratum who stand for as many members are a class of their own.

    Given who answered, a calibrated estimate is that of so many simple random samples. Where the
    weights are too many for that, those next to each other are put together. The last is of nobody
    seen where a class may be missing.
    """
    cells = weighting.cells
    here = np.flatnonzero(domain.where & cells.known(question) & (cells.counts > 0)).tolist()
    n = int(cells.counts[here].sum())
    missing = _missing(weighting, domain)
    # Weights that do not add up to the members are taken for what they are of one another.
    added = float(weighting.weights[here] @ cells.counts[here])
    stand_for = weighting.weights * max(n, n / (1 - unseen) - missing) / added
    by_weight = sorted((int(cells.strata[c]), round(float(stand_for[c]), DIGITS), c) for c in here)
    alike = [[c for *_, c in those] for _, those in groupby(by_weight, key=lambda row: row[:2])]
    fewest = 0 if len(alike) <= CLASSES and n >= FEWEST * len(alike) else max(FEWEST, n / CLASSES)
    classes: list[list[int]] = []
    for those in alike:
        apart = not classes or cells.strata[those[0]] != cells.strata[classes[-1][0]]
        if apart or cells.counts[classes[-1]].sum() >= fewest:
            classes.append([])
        classes[-1] += those
    parts = []
    for those in classes:
        seen, count = int(cells.counts[those].sum()), int(cells.counts[those] @ chosen[those])
        members = float(stand_for[those] @ cells.counts[those])
        parts.append(Part(max(seen, math.floor(members + 0.5)), seen, count))
    if missing:
        parts.append(Part(missing, 0, 0))
    return tuple(parts)


def _missing(weighting: Weighting, domain: Domain) -> int:
    """The members of the domain who may be of classes of whom nobody in it has responded.

    So many as the domain has more than its respondents stand for, but no more than could well all
    have been silent, as likely as others of the classes that only respondents elsewhere are of.
    """
    cells = weighting.cells
    if domain.members is None:
        return 0
    inside = float(weighting.total(domain.where.astype(np.float64)))
    lacking = math.floor(domain.members - inside + 0.5)
    stand_for = np.round(weighting.weights, DIGITS)
    there = cells.counts > 0
    elsewhere = there & ~domain.where & ~np.isin(stand_for, stand_for[there & domain.where])
    n = int(cells.counts[elsewhere].sum())
    members = float(weighting.total(elsewhere.astype(np.float64)))
    chance, missing = 1.0, 0
    while missing < min(lacking, members - n):
        chance *= (members - n - missing) / (members - missing)
        if chance < SELDOM:
            break
        missing += 1
    return missing


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
