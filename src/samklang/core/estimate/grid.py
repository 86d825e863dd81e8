"""Shares of every option of a question in every domain at once, for tallies of millions.

The same estimates as `shares` and `domains`, in arrays of stratum × domain × option, and with
weights of the respondents' own: then a cell's Σw and Σw² stand beside its count.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samklang.core.estimate.cells import MISSING
from samklang.core.estimate.choices import Stratum
from samklang.core.estimate.counts import ANSWERED, NOT_ANSWERED, NOT_SHOWN, Integers
from samklang.core.estimate.design import Design, Floats, label
from samklang.core.estimate.errors import InconsistentCounts, UnknownStratum
from samklang.core.estimate.interval import ShareFacts
from samklang.core.estimate.shares import unseen_part
from samklang.core.estimate.unseen import Part
from samklang.core.language.messages import message
from samklang.core.privacy import Internal, Personal, Public

# Whole numbers of any size: Σw² in squared units outgrows 64 bits.
Wholes = NDArray[Any]
EVERYONE = ""  # the domain of all respondents


class Sums(NamedTuple):
    """Respondents, and Σw and Σw² of their own weights in units and squared units (else 0)."""

    n: int
    w: int = 0
    w2: int = 0

    def plus(self, other: "Sums") -> "Sums":
        """Both together."""
        return Sums(self.n + other.n, self.w + other.w, self.w2 + other.w2)


@dataclass(frozen=True)
class DomainCounts:
    """The tally of one closed question, or of one matrix item, by stratum, domain and option.

    options: in the order they are reported. sums: by (stratum, domain, option) with the markers
    of `QuestionCounts`; a domain that is a marker, or '', holds those whose domain is not known.
    unit: how many units of `Sums.w` make a weight of 1; None where weights are the design's.
    """

    question: Public[str]
    options: Public[tuple[str, ...]]
    sums: Personal[Mapping[tuple[Stratum, str, str], Sums]]
    multiple: Public[bool] = False
    unit: Internal[int | None] = None


@dataclass(frozen=True)
class DomainShare:
    """The share of `option` among those of `domain` who answered; EVERYONE is all of them."""

    question: Public[str]
    domain: Public[str]
    option: Public[str]
    facts: Personal[ShareFacts]

    @property
    def share(self) -> float:
        """The share, a fraction."""
        return self.facts.share

    @property
    def se(self) -> float:
        """Its standard error."""
        return math.sqrt(self.facts.variance)


def grid_shares(counts: DomainCounts, *, design: Design) -> list[DomainShare]:
    """Every option's share in EVERYONE and, sorted, in every domain where someone answered.

    A share is the ratio Σ w y / Σ w b over the domain's base b, and its variance is linearised:
    Σ_h (1 − f_h) n_h/(n_h − 1) Σ (z − z̄_h)² / (Σ w b)² with z = w (y − p b), 0 outside the base
    (Särndal, Swensson & Wretman 1992, section 5.6).
    Raises UnknownStratum, and InconsistentCounts unless every respondent of the design is counted.
    """
    table = _Table.of(counts, design)
    given = [d for d in range(len(table.domains)) if table.answered.n[:, d].any()]
    part = table.take(given)
    # All domains at once: a column of an option in a domain.
    shape = len(given), len(counts.options)
    shares, variances = (part_shares.reshape(shape) for part_shares in _ratio(part, design))
    chosen = part.chosen.n.sum(axis=0).reshape(shape).tolist()
    strata = np.count_nonzero(table.answered.n[:, given, 0], axis=0).tolist()
    concerned = table.members(table.answered, design) + table.members(table.silent, design)
    if design.finite is not None:
        # Weights that add up to fewer than there are tell only what each is beside the others.
        represented = concerned[0] + table.members(table.unshown, design)[0]
        concerned = concerned * max(1.0, design.finite / represented)
    all_shares = []
    for place, number in enumerate(given):
        n = int(table.answered.n[:, number].sum())
        most = table.most(number, design)
        unseen = 1.0 if most is None else unseen_part(n, float(concerned[number]), most)
        for i, option in enumerate(counts.options):
            facts = ShareFacts.of(
                count=chosen[place][i],
                n=n,
                share=float(shares[place, i]),
                variance=float(variances[place, i]),
                df=n - strata[place],
                unseen=unseen,
                most=most,
                parts=() if most is None else table.parts(number, i, design),
            )
            all_shares.append(DomainShare(counts.question, table.domains[number], option, facts))
    return all_shares


@dataclass(frozen=True)
class _Group:
    """Respondents by stratum and column: their number, Σw and Σw² (None: design weights)."""

    n: Integers
    w: Wholes | None
    w2: Wholes | None

    def minus(self, other: "_Group") -> "_Group":
        if self.w is None or other.w is None or self.w2 is None or other.w2 is None:
            return _Group(self.n - other.n, None, None)
        return _Group(self.n - other.n, self.w - other.w, self.w2 - other.w2)

    def changed(self, change: Callable[[Wholes], Wholes]) -> "_Group":
        """The group with all its arrays changed alike."""
        w, w2 = (None if a is None else change(a) for a in (self.w, self.w2))
        return _Group(change(self.n), w, w2)

    def take(self, key: Any) -> "_Group":
        return self.changed(lambda array: array[key])

    def sum(self, axis: int) -> "_Group":
        return self.changed(lambda array: array.sum(axis=axis, keepdims=True))

    def columns(self) -> "_Group":
        """Everything but the strata in one row of columns."""
        return self.changed(lambda array: array.reshape(len(array), -1))

    def each(self, times: int) -> "_Group":
        """Every column so many times."""
        return self.changed(lambda array: np.repeat(array, times, axis=1))

    def average(self, design: Design, unit: int | None) -> Floats:
        """The mean weight, 0 where there is nobody."""
        if self.w is None or unit is None:
            return np.broadcast_to(design.weights[:, None], self.n.shape)
        mean: Floats = (self.w / np.maximum(self.n, 1)).astype(np.float64) / unit
        return mean

    def spread(self, unit: int | None) -> Floats:
        """Σ (w − w̄)², from whole numbers: (n Σw² − (Σw)²) / n."""
        if self.w is None or self.w2 is None or unit is None:
            return np.zeros(self.n.shape)
        n = self.n.astype(object)
        spread: Floats = ((n * self.w2 - self.w * self.w) / np.maximum(n, 1)).astype(np.float64)
        return spread / float(unit) ** 2

    def total(self, design: Design) -> Wholes:
        """Σw over strata by column, times `_scale`: in whole numbers."""
        if self.w is not None:
            weighted: Wholes = self.w.sum(axis=0)
            return weighted
        total: Wholes = np.array(design.whole_weights, dtype=object) @ self.n.astype(object)
        return total


def _scale(design: Design, unit: int | None) -> int:
    """What `_Group.total` is a multiple of."""
    if unit is not None:
        return unit
    return math.lcm(*(s.respondents for s in design.strata))


@dataclass(frozen=True)
class _Part:
    """Who chose an option and who answered, by stratum and column: an option in a domain."""

    chosen: _Group
    answered: _Group
    unit: int | None


@dataclass(frozen=True)
class _Table:
    """Arrays of stratum × domain × option; domain 0 is EVERYONE, the last is not known."""

    counts: DomainCounts
    domains: tuple[str, ...]
    chosen: _Group
    answered: _Group
    silent: _Group
    unshown: _Group

    @classmethod
    def of(cls, counts: DomainCounts, design: Design) -> "_Table":
        known = sorted({d for _, d, _ in counts.sums if d != EVERYONE and d not in MISSING})
        place = {domain: i for i, domain in enumerate(known, 1)}
        columns = (*counts.options, ANSWERED, NOT_ANSWERED, NOT_SHOWN)
        column = {option: i for i, option in enumerate(columns)}
        shape = (len(design.strata), len(known) + 2, len(columns))
        n: Integers = np.zeros(shape, dtype=np.int64)
        weighted = counts.unit is not None
        w, w2 = (np.zeros(shape, dtype=object) for _ in range(2)) if weighted else (None, None)
        for (stratum, domain, option), sums in counts.sums.items():
            if stratum not in design.index:
                what = message(
                    "estimates.has_answers_in_the_stratum_which",
                    question=counts.question,
                    stratum=label(stratum),
                )
                raise UnknownStratum(what, message("estimates.tally_and_design_must_use_the_2"))
            key = design.index[stratum], place.get(domain, -1), column[option]
            n[key] += sums.n
            if w is not None and w2 is not None:
                w[key] += sums.w
                w2[key] += sums.w2
        everything = _Group(n, w, w2)
        # Domain 0 was left empty: it is all the others.
        for array in (n, w, w2):
            if array is not None:
                array[:, 0, :] = array[:, 1:, :].sum(axis=1)
        options = len(counts.options)
        chosen = everything.take(np.s_[:, :, :options])
        answered = everything.take(np.s_[:, :, options : options + 1])
        table = cls(
            counts=counts,
            domains=(EVERYONE, *known),
            chosen=chosen,
            answered=answered if counts.multiple else chosen.sum(axis=2),
            silent=everything.take(np.s_[:, :, options + 1 : options + 2]),
            unshown=everything.take(np.s_[:, :, options + 2 :]),
        )
        table._check(design)
        return table

    def _check(self, design: Design) -> None:
        sizes = (self.answered.n + self.silent.n + self.unshown.n)[:, 0, 0]
        for size, respondents in zip(design.strata, sizes.tolist(), strict=True):
            if size.respondents != respondents:
                what = message(
                    "estimates.accounts_for_respondents_in_the_stratum",
                    question=self.counts.question,
                    total=respondents,
                    stratum=label(size.stratum),
                    respondents=size.respondents,
                )
                remedy = message("estimates.tally_every_response_that_the_design")
                raise InconsistentCounts(what, remedy)
        if np.any(self.chosen.n > self.answered.n):
            what = message(
                "estimates.an_option_of_was_selected_more_2", question=self.counts.question
            )
            raise InconsistentCounts(what, message("estimates.tally_the_marker_of_an_answered"))

    def take(self, domains: Sequence[int]) -> _Part:
        key = np.s_[:, domains, :]
        answered = self.answered.take(key).columns().each(len(self.counts.options))
        return _Part(self.chosen.take(key).columns(), answered, self.counts.unit)

    def members(self, group: _Group, design: Design) -> Floats:
        """The members that a group stands for, by domain."""
        whole = group.columns().total(design)
        members: Floats = (whole / _scale(design, self.counts.unit)).astype(np.float64)
        return members

    def parts(self, domain: int, option: int, design: Design) -> tuple[Part, ...]:
        """The domain's strata, each a simple random sample; () with weights of their own."""
        if self.counts.unit is not None:
            return ()
        answered = self.answered.n[:, domain, 0]
        shown = answered + self.silent.n[:, domain, 0]
        concerned = np.floor(design.weights * shown + 0.5).astype(np.int64)
        columns = (np.maximum(concerned, answered), answered, self.chosen.n[:, domain, option])
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return tuple(Part(members, n, count) for members, n, count in rows if n)

    def most(self, domain: int, design: Design) -> int | None:
        """The greatest number of members that the question can concern in the domain."""
        if design.finite is None:
            return None
        shown = self.answered.n + self.silent.n
        inside = int(shown[:, domain].sum())
        undecided = int(shown[:, -1].sum()) if domain else 0
        return inside + undecided + design.finite - design.n


def _ratio(part: _Part, design: Design) -> tuple[Floats, Floats]:
    """Shares and their variances by option."""
    unit = part.unit
    whole = part.answered.total(design)
    # One division of whole numbers: the fraction nearest the true one, as in `shares`.
    shares: Floats = (part.chosen.total(design) / whole).astype(np.float64)
    base: Floats = (whole / _scale(design, unit)).astype(np.float64)
    others = part.answered.minus(part.chosen)
    n = design.respondents[:, None]
    # (residual of a respondent per weight, group): outside the base both are 0.
    groups: Iterable[tuple[Floats, _Group]] = ((1 - shares, part.chosen), (-shares, others))
    terms = [(e, g.n, e * g.average(design, unit), g.spread(unit)) for e, g in groups]
    # Centred before squaring, so that what is constant within strata has variance 0.
    means = sum(count / n * z for _, count, z, _ in terms)
    within = (n - part.answered.n) * means**2
    for residual, count, z, spread in terms:
        within = within + count * (z - means) ** 2 + residual**2 * spread
    variances: Floats = design.scales @ within / base**2
    return shares, variances
