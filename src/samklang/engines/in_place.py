"""A tally of answers where they lie: a file, a database's table or a dataframe of any size.

Two forms are read. Wide: one row a respondent, columns as in responses.csv. Long: one row an
answer, with the columns `question` and `option` as in `long_table`. Strata, domains and weights are
columns beside them. No row is ever held in Python; only groups of rows are.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import add
from pathlib import Path
from typing import Any

from samklang.core.estimate.cells import MISSING
from samklang.core.estimate.choices import Stratum
from samklang.core.estimate.counts import ANSWERED, NOT_ANSWERED, NOT_SHOWN, QuestionCounts
from samklang.core.estimate.design import Design
from samklang.core.estimate.grid import DomainCounts, DomainShare, Sums, grid_shares
from samklang.core.faults import Fault, FaultyInput
from samklang.core.language.messages import Message, message
from samklang.core.privacy import Internal, Personal
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.engines.columns import NOT_SELECTED, SELECTED, Column
from samklang.engines.in_duckdb import DuckDBTable
from samklang.engines.in_frame import FrameTable
from samklang.engines.in_postgresql import PostgreSQLTable
from samklang.engines.in_spark import SparkTable
from samklang.engines.in_sqlite import SQLiteTable
from samklang.engines.long_table import tallied
from samklang.engines.wide_table import (
    WIDTH,
    Plan,
    TableFault,
    WeightFault,
    WideTable,
    packs,
    weight_sums,
)

STATUS = "status"
LONG = ("question", "option")
TABLE = "responses"
FRAME = "the dataframe"
# Values that are counted in one pass at most; of more the text alone takes long to plan.
MOST_COUNTED = 2_000
_WHOLE = re.compile(r"(-?[0-9]+)\.0+")


@dataclass(frozen=True)
class TableTally:
    """What a table's answers come to.

    counts: by `q`, or `q.item` of a matrix, in the questionnaire's order. respondents: by stratum.
    """

    counts: Personal[Mapping[str, DomainCounts]]
    respondents: Personal[Mapping[Stratum, int]]
    weighted: Internal[bool]

    def by_question(self, *, domains: bool = False) -> Mapping[str, QuestionCounts]:
        """The counts without weights, as `tally` gives; domains: the domain ends the stratum."""
        by_question = {}
        for name, counts in self.counts.items():
            table: dict[tuple[Stratum, str], int] = {}
            for (stratum, domain, option), sums in counts.sums.items():
                key = ((*stratum, domain) if domains else stratum, option)
                table[key] = table.get(key, 0) + sums.n
            by_question[name] = QuestionCounts(name, counts.options, table, counts.multiple)
        return by_question

    def shares(self, design: Design) -> list[DomainShare]:
        """Every question's shares and standard errors, of all and of every domain."""
        return [s for counts in self.counts.values() for s in grid_shares(counts, design=design)]

    def design(self, sizes: Mapping[Stratum, int] | None = None, *, fpc: bool = True) -> Design:
        """The design of the respondents. sizes: members by stratum, None where not known.

        Raises EmptyStratum, OneRespondentStratum, TooManyRespondents.
        """
        if sizes is not None:
            return Design.sample(sizes, self.respondents, fpc=fpc)
        return Design.unknown(self.respondents)


def open_table(
    source: str | Path | Any, *, engine: str = "duckdb", table: str = TABLE
) -> WideTable:
    """The table at `source`, a file's path or a dataframe that Narwhals knows.

    engine: duckdb and spark read Parquet (also a folder of it) and CSV, sqlite the `table` of a
    file, postgresql the `table` at DATABASE_URL, with no source. Raises FaultyInput.
    """
    if source is not None and not isinstance(source, str | Path):
        # Narwhals would take the dot of a column's name for a field of a struct.
        if type(source).__module__.startswith("pyspark."):
            return SparkTable(source, FRAME)
        return FrameTable(source, FRAME)
    if engine == "postgresql":
        return PostgreSQLTable(table)
    path = Path(source or "")
    match engine:
        case "duckdb":
            return DuckDBTable(path)
        case "sqlite":
            return SQLiteTable(path, table)
        case "spark":
            return SparkTable.file(path)
        case _:
            raise KeyError(engine)


def tally_table(
    table: WideTable,
    questionnaire: Questionnaire,
    *,
    strata: Sequence[str] = (),
    by: str | None = None,
    weight: str | None = None,
    partial: bool = False,
) -> TableTally:
    """Respondents by stratum, domain and option of every closed question of the table.

    strata: columns that make the stratum. by: the column whose values are the domains.
    weight: the column of the respondents' own weights. partial: counts partial responses too,
    where the table has a `status`. Raises FaultyInput where the table is not as it must be.
    """
    return _Tally(table, questionnaire, tuple(strata), by, weight, partial).result()


class _Tally:
    """One run over a table."""

    def __init__(
        self,
        table: WideTable,
        questionnaire: Questionnaire,
        strata: tuple[str, ...],
        by: str | None,
        weight: str | None,
        partial: bool,
    ):
        self.table = table
        # A ranking's first choice is spread over the columns of its options: it is left out.
        self.questions = {
            name: q for name, q in tallied(questionnaire) if q.closed and q.type != "ranking"
        }
        self.cell = (*strata, *([by] if by is not None else []))
        self.strata = strata
        self.by = by
        self.weight = weight
        self.partial = partial
        self.unit: int | None = None
        self.sums: dict[str, dict[tuple[Stratum, str, str], Sums]] = {}

    def result(self) -> TableTally:
        there = self.table.columns()
        long = set(LONG) <= set(there) and not any(c.name in there for c in self._columns())
        self._require(there, (*self.cell, *([self.weight] if self.weight else ())))
        if not long:
            self._require(there, [column.name for column in self._columns()])
        statuses: tuple[str, ...] = ()
        if STATUS in there:
            statuses = ("complete", "partial") if self.partial else ("complete",)
        if self.weight:
            try:
                self.unit = self.table.weights(self.weight, statuses).unit()
            except (WeightFault, TableFault) as error:
                remedy = message("terminal.give_each_a_number_above_0")
                raise self._fault(self.weight, error.what, remedy) from error
        self.sums = {name: {} for name in self.questions}
        if long:
            self._read_long(statuses)
        else:
            self._read_wide(statuses)
        counts = {
            name: DomainCounts(
                question=name,
                options=tuple(option.id for option in question.options),
                sums=self.sums[name],
                multiple=question.type == "select_multiple",
                unit=self.unit,
            )
            for name, question in self.questions.items()
        }
        return TableTally(counts, self._respondents(), self.weight is not None)

    def _columns(self) -> list[Column]:
        columns = []
        for name, question in self.questions.items():
            if question.type == "select_multiple":
                columns += [Column(f"{name}.{o.id}", question, o.id) for o in question.options]
            else:
                columns.append(Column(name, question))
        return columns

    def _read_wide(self, statuses: tuple[str, ...]) -> None:
        columns = self._columns()
        names = {f"c{i}": name for i, name in enumerate([*self.cell, *(c.name for c in columns)])}
        short = list(names)
        cell, rest = tuple(short[: len(self.cell)]), short[len(self.cell) :]
        of = dict(zip(rest, columns, strict=True))
        # Of what is no option there should be nothing, but 2 more than the options there may be.
        levels = {name: len(column.values) + 2 for name, column in of.items()}
        values = {name: tuple(sorted(column.values)) for name, column in of.items()}
        plan = Plan(names, cell, packs(levels), self.weight, self.unit or 1, statuses, values)
        # By option of a select_multiple, who answered it: they must be the same for all.
        asked: dict[Column, dict[tuple[Stratum, str, str], int]] = {}
        answers: dict[tuple[str, Any], str] = {}
        for name, key, value, sums in self._groups(plan):
            column = of[name]
            answer = answers.get((name, value), "")
            if not answer:
                answer = self._answer(column.name, column.question, column.values, value)
                answers[name, value] = answer
            if column.option is None:
                self._add(column.name, key, answer, sums)
                continue
            state = answer if answer in MISSING else ANSWERED
            seen = asked.setdefault(column, {})
            seen[*key, state] = seen.get((*key, state), 0) + sums.n
            if answer == SELECTED:
                self._add(column.question.id, key, column.option, sums)
            if column.option == column.question.options[0].id:
                self._add(column.question.id, key, state, sums)
        first: dict[tuple[Stratum, str, str], int] = {}
        for column in (c for c in columns if c.option is not None):
            seen = asked.get(column, {})
            if column.option == column.question.options[0].id:
                first = seen
            if seen != first:
                what = message("terminal.it_was_answered_by_others")
                remedy = message("terminal.write_1_or_0_in_all")
                raise self._fault(column.name, what, remedy)

    def _read_long(self, statuses: tuple[str, ...]) -> None:
        names = {f"c{i}": name for i, name in enumerate([*LONG, *self.cell])}
        pair, cell = tuple(names)[: len(LONG)], tuple(names)[len(LONG) :]
        plan = Plan(names, cell, (pair,), self.weight, self.unit or 1, statuses)
        for _, *row in self.table.query(plan):
            key = self._key(row[: len(cell)])
            name, value = (_text(v) for v in row[len(cell) : len(cell) + len(LONG)])
            question = self.questions.get(name)
            if question is None:
                continue  # a number, a text or a question of another questionnaire
            sums = _sums(row[len(cell) + WIDTH :])
            if question.type == "select_multiple" and value == ANSWERED:
                self._add(name, key, ANSWERED, sums)
            else:
                valid = frozenset(o.id for o in question.options)
                self._add(name, key, self._answer(name, question, valid, value), sums)

    def _groups(self, plan: Plan) -> Iterator[tuple[str, tuple[Stratum, str], Any, Sums]]:
        """Short name, (stratum, domain), value and sums of every group of one column.

        Counted in one pass where the engine has it and there are no weights; the columns that turn
        out to hold more than their values are then tallied as they are.
        """
        many = sum(map(len, plan.values.values())) > MOST_COUNTED
        rows = None if self.weight or many else self.table.counted(plan)
        if rows is None:
            yield from self._packed(plan)
            return
        at, others = len(plan.cell) + 1, set[str]()
        groups: list[tuple[str, tuple[Stratum, str], Any, Sums]] = []
        for row in rows:
            key, n = self._key(row[: len(plan.cell)]), row[len(plan.cell)]
            place = at
            for name in plan.alone():
                values = plan.values[name]
                known, *counts = row[place : place + 1 + len(values)]
                place += 1 + len(values)
                if sum(counts) != known:
                    others.add(name)
                pairs = zip((*values, None), (*counts, n - known), strict=True)
                groups += [(name, key, value, Sums(count)) for value, count in pairs if count]
        yield from (group for group in groups if group[0] not in others)
        if others:
            left = tuple(name for name in plan.alone() if name in others)
            yield from self._packed(replace(plan, packs=tuple((name,) for name in left)))

    def _packed(self, plan: Plan) -> Iterator[tuple[str, tuple[Stratum, str], Any, Sums]]:
        """Short name, (stratum, domain), value and sums of every group of one column.

        The columns of a pack are taken apart before anything else is done with their values: the
        groups of a pack are many times more.
        """
        first = 1 + len(plan.cell)  # the number of the pack, the cell, the values, the sums
        alone: dict[str, dict[tuple[Any, Any], tuple[Any, ...]]] = {}
        places = [
            [(place, alone.setdefault(name, {})) for place, name in enumerate(pack, first)]
            for pack in plan.packs
        ]
        for row in self.table.query(plan):
            cell, sums = row[1:first], row[first + WIDTH :]
            for place, groups in places[row[0]]:
                key = cell, row[place]
                before = groups.get(key)
                groups[key] = sums if before is None else tuple(map(add, before, sums))
        keys: dict[Any, tuple[Stratum, str]] = {}
        for name, groups in alone.items():
            for (cell, value), sums in groups.items():
                packed = keys.get(cell)
                if packed is None:
                    packed = keys[cell] = self._key(cell)
                yield name, packed, value, _sums(sums)

    def _key(self, cell: Sequence[Any]) -> tuple[Stratum, str]:
        """Stratum and domain. Raises FaultyInput where a respondent is in no stratum."""
        texts = [_text(value) for value in cell]
        stratum = tuple(texts[: len(self.strata)])
        if "" in stratum:
            column = self.strata[stratum.index("")]
            what = message("terminal.a_respondent_is_in_no_stratum")
            raise self._fault(column, what, message("terminal.fill_in_the_column"))
        return stratum, "" if self.by is None else texts[-1] or NOT_ANSWERED

    def _answer(self, column: str, question: Question, valid: frozenset[str], value: Any) -> str:
        """An option's id or a marker. Raises FaultyInput for what is neither."""
        text = _text(value)
        if text in valid or text == NOT_SHOWN:
            return text
        if text in ("", NOT_ANSWERED):
            return NOT_ANSWERED
        if valid == {SELECTED, NOT_SELECTED} and text.lower() in ("true", "false"):
            return SELECTED if text.lower() == "true" else NOT_SELECTED
        what = message(
            "terminal.the_value_is_no_option", value=repr(text[:60]), question=question.id
        )
        remedy = message(
            "terminal.write_one_of_or_leave_it_empty",
            known=", ".join(sorted(valid)),
            not_shown=NOT_SHOWN,
        )
        raise self._fault(column, what, remedy)

    def _add(self, name: str, key: tuple[Stratum, str], option: str, sums: Sums) -> None:
        table = self.sums[name]
        place = (*key, option)
        before = table.get(place)
        table[place] = sums if before is None else before.plus(sums)

    def _respondents(self) -> Mapping[Stratum, int]:
        """Respondents by stratum: the same for every question. Raises FaultyInput else."""
        first: dict[Stratum, int] | None = None
        for name, question in self.questions.items():
            counts: dict[Stratum, int] = {}
            for (stratum, _, option), sums in self.sums[name].items():
                if question.type != "select_multiple" or option in (ANSWERED, *MISSING):
                    counts[stratum] = counts.get(stratum, 0) + sums.n
            first = counts if first is None else first
            if counts != first:
                what = message("terminal.it_has_not_the_same_respondents")
                remedy = message("terminal.give_each_respondent_a_row", not_shown=NOT_SHOWN)
                raise self._fault(name, what, remedy)
        return first or {}

    def _require(self, there: Sequence[str], wanted: Sequence[str]) -> None:
        what = message("package.the_column_is_missing")
        remedy = message("terminal.add_it_or_leave_it_out")
        missing = [name for name in wanted if name not in there]
        faults = [Fault(self.table.name, 0, name, what, remedy) for name in missing]
        folded: dict[str, str] = {}
        for name in wanted:
            other = folded.setdefault(name.lower(), name)
            if other != name:
                # To SQL they are one column, and engines differ in what they make of the other.
                what = message("terminal.its_name_differs_in_capitals", other=other)
                remedy = message("terminal.give_the_long_form")
                faults.append(Fault(self.table.name, 0, name, what, remedy))
        if faults:
            raise FaultyInput(faults)

    def _fault(self, column: str, what: Message, remedy: Message) -> FaultyInput:
        return FaultyInput([Fault(self.table.name, 0, column, what, remedy)])


def _sums(row: Sequence[Any]) -> Sums:
    """The sums of a group: respondents, then WEIGHT_SUMS where there are weights."""
    n, *weights = row
    return Sums(int(n), *(weight_sums(weights) if weights else ()))


def _text(value: Any) -> str:
    """A value of any engine as text: empty where there is none, whole numbers without decimals."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, str):
        # Engines differ in how they write a whole number that a file holds as a decimal.
        if value.endswith("0") and (whole := _WHOLE.fullmatch(value)):
            return whole[1]
        return "" if value in ("nan", "NaN") else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
