"""Plain tables: the shares of every closed question, and of the factors, before disclosure."""

from collections.abc import Sequence
from typing import NamedTuple

from samklang.analysis.counting import Counting
from samklang.core.coding.codebook import FACTORS, VALENCES
from samklang.core.coding.factors import factor_question
from samklang.core.disclosure.candidate import CandidateCell, CandidateRow, CandidateTable
from samklang.core.estimate.counts import NOT_ANSWERED, NOT_SHOWN, QuestionCounts
from samklang.core.estimate.domains import domain_shares
from samklang.core.estimate.interval import Method
from samklang.core.estimate.shares import Estimate, estimate_shares
from samklang.core.survey.parsing import OneAnswer, single_answer
from samklang.core.survey.questionnaire import Question
from samklang.core.theme.theme import DisclosureRule

# A share of 62.5 % must not come out as a hair less, which would print as 62 %.
DIGITS = 12


def plain_tables(counting: Counting, rule: DisclosureRule) -> list[CandidateTable]:
    """A table for every closed question. Raises EstimateError."""
    return [
        _table(question, counting, sensitive=is_sensitive(question, rule))
        for question in counting.questionnaire
        if question.closed
    ]


def factor_table(counting: Counting) -> CandidateTable:
    """The table of the factors by valence, from the derived questions. Raises EstimateError."""
    columns = [_cells(factor_question(valence), counting, sensitive=True) for valence in VALENCES]
    options = counting.counts[factor_question(VALENCES[0])].options
    return CandidateTable(
        id=FACTORS,
        series=VALENCES,
        rows=tuple(
            CandidateRow(option, columns[0][0], tuple(cells[number] for _, cells in columns))
            for number, option in enumerate(options)
        ),
        sums="none",
    )


def is_sensitive(question: Question, rule: DisclosureRule) -> bool:
    """Whether the threshold holds for every cell of a question."""
    return rule.ordinary == "cell" or question.sensitive


def _table(question: Question, counting: Counting, *, sensitive: bool) -> CandidateTable:
    options = tuple(option.id for option in question.options)
    if question.type == "matrix":
        return CandidateTable(
            id=question.id,
            series=options,
            rows=tuple(
                CandidateRow(i.id, *_cells(f"{question.id}.{i.id}", counting, sensitive=sensitive))
                for i in question.items
            ),
            sums="series",
            sensitive=sensitive,
        )
    base, cells = _cells(question.id, counting, sensitive=sensitive)
    counts = counting.counts[question.id]
    return CandidateTable(
        id=question.id,
        series=("share",),
        rows=tuple(
            CandidateRow(option, base, (cell,)) for option, cell in zip(options, cells, strict=True)
        ),
        sums="none" if counts.multiple else "rows",
        not_answered=_total(counts, NOT_ANSWERED),
        not_shown=_total(counts, NOT_SHOWN),
        parent=_parent(question, counting),
        sensitive=sensitive,
    )


class Cells(NamedTuple):
    """Estimated cells, and the number of members that they rest on."""

    base: int
    cells: tuple[CandidateCell, ...]


def _cells(name: str, counting: Counting, *, sensitive: bool) -> Cells:
    """The base and the estimated cells of a question or item, of all members."""
    counts = counting.counts[name]
    if counting.calibrated:
        return group_cells(name, counts.options, counting, sensitive=sensitive)
    answered = counts.bases(counting.design).answered
    base = int(answered.sum())
    if base < 2:
        chosen = counts.array(counting.design, *counts.options).sum(axis=0)
        return Cells(base, tuple(unknown(int(n)) for n in chosen))
    shares = estimate_shares(
        counts,
        design=counting.design,
        method=counting.choice.interval,
        confidence=counting.choice.confidence,
        sensitivity=counting.choice.sensitivity,
        at_ends=at_ends(sensitive=sensitive),
    )
    return Cells(base, tuple(candidate(e) for e in shares.estimates))


def group_cells(
    name: str,
    options: Sequence[str],
    counting: Counting,
    *,
    variable: str = "",
    value: str = "",
    sensitive: bool,
) -> Cells:
    """The base and the estimated cells of a question's `options` in a group; of all by default.

    Raises EstimateError.
    """
    counts = counting.counts[name]
    by = (variable,) if variable else ()
    parts = [(o, ("1",)) for o in options] if counts.multiple else [("", tuple(options))]
    base, candidates = 0, list[CandidateCell]()
    for option, chosen in parts:
        cells = counting.cells(name, by, option=option)
        of = f"{name}.{option}" if option else name
        domain = counting.domain(cells, variable, value)
        base = int(cells.counts[domain.where & cells.known(of)].sum())
        # A base of less than two has no variance, and is withheld by any threshold.
        if base < 2:
            candidates += [
                unknown(int(cells.counts[domain.where & cells.where(of, o)].sum())) for o in chosen
            ]
            continue
        estimates = domain_shares(
            counting.weighting(cells),
            of,
            chosen,
            domain=domain,
            method=counting.choice.interval,
            confidence=counting.choice.confidence,
            sensitivity=counting.choice.sensitivity,
            at_ends=at_ends(sensitive=sensitive),
        ).estimates
        candidates += [candidate(e) for e in estimates]
    return Cells(base, tuple(candidates))


def at_ends(*, sensitive: bool) -> Method | None:
    """The interval of shares of 0 and 1 where those are never printed: then any will do."""
    return "wilson" if sensitive else None


def candidate(estimate: Estimate) -> CandidateCell:
    """An estimate as a cell."""
    return CandidateCell(
        estimate.count,
        round(estimate.share, DIGITS),
        estimate.low,
        estimate.high,
        estimate.band_low,
        estimate.band_high,
    )


def unknown(count: int) -> CandidateCell:
    """A cell that nothing can be estimated of."""
    return CandidateCell(count, 0.0, 0.0, 1.0)


def _total(counts: QuestionCounts, marker: str) -> int:
    return sum(n for (_, option), n in counts.counts.items() if option == marker)


def _parent(question: Question, counting: Counting) -> OneAnswer | None:
    """The answer that a routed question is asked of, where that is one answer of one question."""
    if not question.relevant:
        return None
    condition = single_answer(question.relevant)
    if condition and counting.questionnaire.by_id[condition[0]].type == "select_one":
        return condition
    return None
