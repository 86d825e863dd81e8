"""Outlines: what each printed place counts, as anyone who reads the report can see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from samklang.core.disclosure.candidate import CandidateTable, Conditions, Sums
from samklang.core.privacy import Public

# A cell by table, row and series; the base of a row or table has the series or row ''.
Key = tuple[str, str, str]

ANSWERED, MISSING = "!answered", "!missing"
NOT_ANSWERED, NOT_SHOWN = "!not-answered", "!not-shown"
SELECTED, LEFT = "1", "0"
# In the measure of a quantile; no question's id has it.
QUANTILE = "~"


class Node(NamedTuple):
    """One number: the respondents who fulfil all conditions, or the sum of what they said.

    population: '' for those of this publication; others are of earlier releases, and of those who
    have come or gone since. measure: '' counts; else the numeric question that is summed.
    """

    population: str
    measure: str
    conditions: Conditions


def node(*conditions: tuple[str, str], measure: str = "", population: str = "") -> Node:
    """The node of conditions in any order."""
    return Node(population, measure, tuple(sorted(set(conditions))))


class Topic(NamedTuple):
    """What a cell asks: a variable and its value, and the question whose base it has."""

    variable: str
    value: str
    root: str


@dataclass(frozen=True)
class OutlineRow:
    """A row without its numbers; see candidate.CandidateRow."""

    id: Public[str]
    values: Public[tuple[str, ...]] = ()
    question: Public[str] = ""


@dataclass(frozen=True)
class Outline:
    """A table without its numbers; fields as in candidate.CandidateTable.

    whole: base, not answered and not shown are all respondents. exact: base and not answered are
    all that were asked (False: at most). complete: the rows split all there are.
    own_bases: rows of a `none` table that have bases of their own. unprinted: series that no output
    shows, not even that they are withheld.
    """

    id: Public[str]
    series: Public[tuple[str, ...]]
    rows: Public[tuple[OutlineRow, ...]]
    sums: Public[Sums]
    parent: Public[tuple[str, str] | None] = None
    asked: Public[tuple[Conditions, ...]] = ()
    question: Public[str] = ""
    by: Public[tuple[str, ...]] = ()
    sensitive: Public[bool] = True
    whole: Public[bool] = False
    exact: Public[bool] = False
    complete: Public[bool] = True
    own_bases: Public[bool] = False
    unprinted: Public[tuple[str, ...]] = ()

    @property
    def valued(self) -> bool:
        """Whether the cells are values in a unit and no shares."""
        return self.sums in ("amounts", "quantiles")

    def topic(self, row: OutlineRow, series: str) -> Topic:
        """What the cell of a row and series asks."""
        about = self.question or self.id
        single = len(self.series) == 1
        match self.sums:
            case "rows":
                return Topic(about if single else f"{about}.{series}", row.id, about)
            case "series":
                root = self.root(row)
                return Topic(root, series, root)
            case "none":
                option = row.id if not self.by else series
                if not self.by and not single:
                    option = f"{row.id}.{series}"
                return Topic(f"{about}.{option}", SELECTED, self.root(row))
            case "amounts":
                return Topic(f"{about}:{series}", "", self.root(row))
            case "quantiles":
                # A number of its own: those of groups do not add up to that of all.
                return Topic(f"{self.id}{QUANTILE}{series}", "", self.root(row))

    def root(self, row: OutlineRow) -> str:
        """The question whose respondents are the row's base."""
        about = row.question or self.question or self.id
        if not row.question and not self.by and (self.sums == "series" or self.own_bases):
            return f"{about}.{row.id}"
        return about

    def within(self, row: OutlineRow) -> Conditions:
        """The group that a row is of, () for all."""
        if not self.by:
            return ()
        return tuple(zip(self.by, row.values or (row.id,), strict=True))

    def cell_node(self, row: OutlineRow, series: str) -> Node:
        """The number that a cell prints."""
        topic = self.topic(row, series)
        if self.valued:
            return node(*self.within(row), measure=topic.variable)
        return node((topic.variable, topic.value), *self.within(row))

    def base_node(self, row: OutlineRow) -> Node:
        """The respondents who answered, in the row's group."""
        return node((self.root(row), ANSWERED), *self.within(row))

    def base_key(self, row: OutlineRow) -> Key:
        """The place of a row's base; a table whose rows add up has one."""
        return (self.id, "" if self.sums == "rows" else row.id, "")


def outline(
    table: CandidateTable, *, tables: Mapping[str, CandidateTable], respondents: int
) -> Outline:
    """The outline of a candidate among all `tables` of its publication."""
    bases = [row.base for row in table.rows]
    total = table.not_answered + table.not_shown
    shared = not table.by and len(set(bases)) == 1 and table.sums != "series"
    asked = -1
    if table.parent:
        asked = _count(tables.get(table.parent[0]), table.parent[1])
    elif table.asked and all(len(alternative) == 1 for alternative in table.asked):
        counts = [
            _asked(tables.get(question), value, respondents) for ((question, value),) in table.asked
        ]
        asked = -1 if -1 in counts else sum(counts)
    return Outline(
        id=table.id,
        series=table.series,
        rows=tuple(OutlineRow(r.id, r.values, r.question) for r in table.rows),
        sums=table.sums,
        parent=table.parent,
        asked=table.asked,
        question=table.question,
        by=table.by,
        sensitive=table.sensitive,
        whole=shared and bases[0] + total == respondents,
        exact=shared and bases[0] + table.not_answered == asked,
        complete=_complete(table, tables.values()),
        own_bases=table.sums == "none" and not table.by and len(set(bases)) > 1,
        unprinted=table.unprinted,
    )


def _count(table: CandidateTable | None, row: str) -> int:
    """The respondents of a row's first cell, -1 where there is none."""
    counts = [] if table is None else [r.cells[0].count for r in table.rows if r.id == row]
    return counts[0] if counts else -1


def _asked(table: CandidateTable | None, value: str, respondents: int) -> int:
    """The respondents who gave an answer, or none; -1 where no table tells."""
    if value == MISSING and table is not None and table.rows:
        return respondents - table.rows[0].base
    return _count(table, value)


def _complete(table: CandidateTable, tables: Iterable[CandidateTable]) -> bool:
    """Whether the groups of a table split those of the table of all."""
    if not table.by:
        return True
    about = table.question or table.id
    for other in tables:
        for row in other.rows:
            of = other.question or other.id
            item = f"{of}.{row.id}" if other.sums == "series" else of
            if not other.by and about in (
                row.question or item,
                of if other.sums != "series" else "",
            ):
                return sum(r.base for r in table.rows) == row.base
    return False


def base_groups(outline_: Outline) -> Mapping[Key, Sequence[OutlineRow]]:
    """The rows of every base, by the base's place."""
    groups: dict[Key, list[OutlineRow]] = {}
    for row in outline_.rows:
        groups.setdefault(outline_.base_key(row), []).append(row)
    return groups
