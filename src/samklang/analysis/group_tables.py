"""Group tables: shares by groups, means, totals and ratios, as a report asks for them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from samklang.analysis.counting import EVEN, Counting
from samklang.analysis.plain_tables import group_cells, is_sensitive
from samklang.core.disclosure.candidate import (
    CandidateAmount,
    CandidateCell,
    CandidateRow,
    CandidateTable,
)
from samklang.core.disclosure.quantile_steps import step_for
from samklang.core.disclosure.released import ReleasedCell, ReleasedTable
from samklang.core.estimate.cells import Booleans, Cells
from samklang.core.estimate.domains import widened
from samklang.core.estimate.errors import OneClusterDomain
from samklang.core.estimate.quantiles import quantile
from samklang.core.estimate.ratios import Estimates, ratio, total
from samklang.core.estimate.student import t_quantile
from samklang.core.language.messages import message
from samklang.core.manuscript.targets import AMOUNT, QUANTILES, Target, table_id
from samklang.core.survey.limits import room
from samklang.core.survey.questionnaire import Question
from samklang.core.theme.frame import GROUP
from samklang.core.theme.theme import DisclosureRule

# No more decimals than this, however certain a mean is.
MOST_DECIMALS = 3


@dataclass(frozen=True)
class Part:
    """A group of members: the row it is printed on, and the variable and value it is known by.

    column: the variable's name in a candidate table.
    """

    row: str
    variable: str
    value: str

    @property
    def column(self) -> str:
        """The name that disclosure control knows the variable by."""
        return self.variable.removeprefix(GROUP)


def parts(by: str, counting: Counting) -> tuple[Part, ...]:
    """The groups that `by` parts the members into, () where it is no column or closed question.

    Those who selected each option of a select_multiple overlap; other groups do not.
    """
    register = counting.frame.register
    if register and by in register.groups:
        return tuple(Part(v, GROUP + by, v) for v in counting.frame.group_sizes(by))
    asked = counting.questionnaire.find(by)
    if asked is None or not asked.closed:
        return ()
    options = [option.id for option in asked.question.options]
    if asked.question.type == "select_multiple":
        return tuple(Part(option, f"{by}.{option}", "1") for option in options)
    return tuple(Part(option, by, option) for option in options)


def group_tables(
    asked: Sequence[tuple[Target, str]], counting: Counting, rule: DisclosureRule
) -> list[CandidateTable]:
    """The tables that are asked for and can be made; each once. Raises EstimateError.

    Groups that overlap have a table each, put together again by `gathered`.
    """
    options: dict[tuple[Target, str], list[str]] = {}
    for target, by in asked:
        key = Target(target.measure, target.question, over=target.over), by
        options.setdefault(key, []).append(target.option)
    tables: list[CandidateTable] = []
    for (target, by), chosen in options.items():
        groups = parts(by, counting)
        if by and (not groups or by.partition(".")[0] == target.question.partition(".")[0]):
            continue
        if target.measure == "share":
            if by:
                tables += _share_tables(target, by, groups, chosen, counting, rule)
        else:
            tables += _amount_tables(target, by, groups, counting, rule)
    return tables


def _share_tables(
    target: Target,
    by: str,
    groups: Sequence[Part],
    chosen: Sequence[str],
    counting: Counting,
    rule: DisclosureRule,
) -> Iterable[CandidateTable]:
    asked = counting.questionnaire.find(target.question)
    if asked is None or not asked.closed:
        return
    question = asked.question
    options = tuple(o.id for o in question.options)
    unprinted = tuple(o for o in options if "" not in chosen and o not in chosen)
    if unprinted == options:
        return
    sensitive = is_sensitive(question, rule) or _sensitive(by, counting, rule)
    if question.type == "select_multiple" or not sensitive:
        # The others who answered did not choose it, whatever else they chose.
        options = tuple(o for o in options if o not in unprinted)
        unprinted = ()
    for columns, rows in _apart(groups):
        yield CandidateTable(
            id=_id(target, by, columns, groups),
            series=options,
            rows=tuple(
                CandidateRow(
                    part.row,
                    *group_cells(
                        target.question,
                        options,
                        counting,
                        variable=part.variable,
                        value=part.value,
                        sensitive=sensitive,
                    ),
                    values=(part.value,),
                )
                for part in rows
            ),
            sums="none" if question.type == "select_multiple" else "series",
            question=target.question,
            by=columns,
            sensitive=sensitive,
            unprinted=unprinted,
        )


def _sensitive(by: str, counting: Counting, rule: DisclosureRule) -> bool:
    asked = counting.questionnaire.find(by)
    return asked is not None and is_sensitive(asked.question, rule)


def _apart(groups: Sequence[Part]) -> list[tuple[tuple[str, ...], list[Part]]]:
    """The columns of each table and its rows: groups that overlap stand in tables of their own."""
    by_column: dict[str, list[Part]] = {}
    for part in groups:
        by_column.setdefault(part.column, []).append(part)
    return [((column,), rows) for column, rows in by_column.items()]


def _id(target: Target, by: str, columns: Sequence[str], groups: Sequence[Part]) -> str:
    overlapping = len({part.column for part in groups}) > 1
    return target.table(columns[0] if overlapping else by)


def _amount_tables(
    target: Target, by: str, groups: Sequence[Part], counting: Counting, rule: DisclosureRule
) -> Iterable[CandidateTable]:
    names = [target.question, target.over] if target.over else [target.question]
    questions = [counting.questionnaire.by_id.get(name) for name in names]
    if any(q is None or not q.numeric for q in questions) or len(set(names)) < len(names):
        return
    if target.measure == "total" and counting.design.population is None:
        return
    for columns, rows in _apart(groups) or [((), [Part(AMOUNT, "", "")])]:
        variables = dict.fromkeys(part.variable for part in rows if part.variable)
        cells = counting.cells(names[0], [*names[1:], *variables])
        made = [_amount(target, part, cells, counting) for part in rows]
        if any(amount.alone and amount.n >= rule.threshold for amount in made):
            what = message(
                "estimates.a_groups_answers_are_all_of_one_cluster", question=target.question
            )
            raise OneClusterDomain(what, message("estimates.leave_the_domain_out_or_merge"))
        quantiles = target.measure in QUANTILES
        whole = all(q and q.type == "integer" for q in questions)
        yield CandidateTable(
            id=_id(target, by, columns, groups) if groups else target.table(""),
            series=(AMOUNT,),
            rows=tuple(
                CandidateRow(
                    part.row,
                    row.n,
                    (
                        CandidateCell(
                            row.n,
                            amount=row.rounded(rule.threshold, whole=whole)
                            if quantiles
                            else row.candidate(
                                _decimals(row.se, target, questions), room(row.said, questions)
                            ),
                        ),
                    ),
                    values=(part.value,) if groups else (),
                )
                for part, row in zip(rows, made, strict=True)
            ),
            sums="quantiles" if quantiles else "amounts",
            # A mean tells the sum of what its respondents said, and so does a total.
            question="/".join(names),
            by=columns,
        )


@dataclass(frozen=True)
class _Amount:
    """An estimated amount of n respondents, with what each of them said.

    alone: whether they are of one cluster, so that nothing is known of how it varies.
    """

    n: int
    value: float
    low: float
    high: float
    se: float
    said: tuple[float, ...]
    alone: bool = False

    def candidate(self, decimals: int, left: float | None) -> CandidateAmount:
        return CandidateAmount(self.value, self.low, self.high, self.said, decimals, room=left)

    def rounded(self, threshold: int, *, whole: bool) -> CandidateAmount:
        """A quantile, rounded so that as many answers as the threshold stand behind it."""
        step, decimals = 0.0, 0
        if self.n >= threshold and math.isfinite(self.low) and math.isfinite(self.high):
            step, decimals = step_for(
                self.value, self.low, self.high, self.said, threshold=threshold, whole=whole
            )
        return CandidateAmount(self.value, self.low, self.high, self.said, decimals, step)


def _amount(target: Target, part: Part, cells: Cells, counting: Counting) -> _Amount:
    known = cells.known(target.question)
    if target.over:
        known &= cells.known(target.over)
    where: Booleans = known
    if part.variable:
        where = known & cells.where(part.variable, part.value)
    values = np.where(where, cells.numbers(target.question), 0.0)
    said = tuple(np.repeat(values[where], cells.counts[where]).tolist())
    n = len(said)
    if n < 2:
        return _Amount(n, 0.0, 0.0, 0.0, 0.0, said)
    if target.measure in QUANTILES:
        return _quantile(target, part, cells, counting, said)
    below = np.where(where, cells.numbers(target.over), 0.0) if target.over else 1.0
    if target.over and not np.any(below):
        return _Amount(n, 0.0, 0.0, 0.0, 0.0, said)
    weighting = counting.weighting(cells)
    estimates: Estimates = (
        total(weighting, values, where=where)
        if target.measure == "total"
        else ratio(weighting, values, below, where=where)
    )
    factor = 1.0
    if part.variable and target.measure != "total":
        factor = widened(weighting, counting.domain(cells, part.variable, part.value))
    low, high = _interval(estimates, said, counting, measure=target.measure, factor=factor)
    together = weighting.clusters is not None or weighting.replicates is not None
    alone = together and not estimates.df[0] and estimates.se[0] <= EVEN * abs(estimates.values[0])
    return _Amount(n, float(estimates.values[0]), low, high, float(estimates.se[0]), said, alone)


def _quantile(
    target: Target, part: Part, cells: Cells, counting: Counting, said: tuple[float, ...]
) -> _Amount:
    """A quantile by the interval of the share at or below it; infinite where that has no end."""
    estimates = quantile(
        counting.weighting(cells),
        target.question,
        QUANTILES[target.measure],
        domain=counting.domain(cells, part.variable, part.value),
        method=counting.choice.interval,
        confidence=counting.choice.confidence,
    )
    low = -math.inf if estimates.low is None else estimates.low
    high = math.inf if estimates.high is None else estimates.high
    return _Amount(estimates.n, estimates.value, low, high, 0.0, said)


def _interval(
    estimates: Estimates, said: Sequence[float], counting: Counting, *, measure: str, factor: float
) -> tuple[float, float]:
    """Symmetric with Student's t, on the degrees of freedom of all where the group has none.

    factor: of the standard error (`widened`).
    """
    design = counting.design
    df = estimates.df[0] or max(1, design.n - len(design.strata))
    value, half = (
        float(estimates.values[0]),
        t_quantile(counting.choice.confidence, df) * float(estimates.se[0]) * factor,
    )
    low = value - half
    if min(said) >= 0:
        # Nobody said less than nothing, and a total is at least what has been counted already.
        counted = measure == "total" and design.finite is not None
        low = max(low, sum(said) if counted else 0.0)
    return min(low, value), value + half


def _decimals(error: float, target: Target, questions: Sequence[Question | None]) -> int:
    """Digits that a standard error bears out: one of its own, two where it is 1 or 2.

    Near the rule of the Particle Data Group (Workman et al. 2022, section 5.3); a table has those
    of the least certain amount that it prints (`release`), so that no standard error can be told
    with more than two digits.
    """
    if error <= 0:
        whole = target.measure == "total" and all(q and q.type == "integer" for q in questions)
        return 0 if whole else 1
    place = math.floor(math.log10(error))
    return min(MOST_DECIMALS, -place + (error < 3 * 10**place))


def gathered(
    asked: Sequence[tuple[Target, str]],
    released: Mapping[str, ReleasedTable],
    candidates: Sequence[CandidateTable],
    counting: Counting,
) -> dict[str, ReleasedTable]:
    """The released tables as a report reads them: overlapping groups are rows of one table.

    A ratio is withheld where either of its numbers is, since the two would give it away.
    """
    tables = printed(released, candidates)
    for target, by in asked:
        groups = parts(by, counting)
        name = target.table(by)
        pieces = [tables.get(target.table(part.column)) for part in groups]
        if name in tables or not pieces or any(piece is None for piece in pieces):
            continue
        rows = tuple(
            replace(row, id=part.row, label=part.row)
            for part, piece in zip(groups, pieces, strict=True)
            if piece is not None
            for row in piece.rows
        )
        first = pieces[0]
        assert first is not None
        decimals = max(piece.decimals for piece in pieces if piece is not None)
        tables[name] = replace(first, id=name, rows=rows, base=None, decimals=decimals)
    for target, by in asked:
        if target.measure == "ratio" and target.table(by) in tables:
            tables[target.table(by)] = _guarded(target, by, tables)
    return tables


def printed(
    released: Mapping[str, ReleasedTable], candidates: Sequence[CandidateTable]
) -> dict[str, ReleasedTable]:
    """The released tables without the series that no output shows."""
    unprinted = {table.id: table.unprinted for table in candidates}
    return {
        name: replace(
            table,
            series=tuple(s for s in table.series if s.id not in unprinted[name]),
            rows=tuple(
                replace(
                    row,
                    cells=tuple(
                        cell
                        for s, cell in zip(table.series, row.cells, strict=True)
                        if s.id not in unprinted[name]
                    ),
                )
                for row in table.rows
            ),
        )
        if unprinted[name]
        else table
        for name, table in released.items()
    }


def _guarded(target: Target, by: str, tables: Mapping[str, ReleasedTable]) -> ReleasedTable:
    table = tables[target.table(by)]
    related = [
        tables[name]
        for question in (target.question, target.over)
        for name in (table_id("mean", question, by=by), table_id("total", question, by=by))
        if name in tables
    ]
    withheld = {
        row.id for other in related for row in other.rows for c in row.cells if c.status != "shown"
    }
    rows = tuple(
        replace(
            row,
            cells=tuple(
                ReleasedCell("protected") if row.id in withheld else cell for cell in row.cells
            ),
        )
        for row in table.rows
    )
    return replace(table, rows=rows)
