"""Printed: what each printed or withheld place says of the number behind it.

"färre än 5" says that it is 0 to 4. Beside it "dolt" says that it is 5 or more, since a smaller
one would say so; where no cell says that it is small, or where the base is withheld as well, "dolt"
says nothing. A reader is taken to know this.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from samklang.core.disclosure.candidate import CandidateTable
from samklang.core.disclosure.links import ALL, Links
from samklang.core.disclosure.outline import (
    LEFT,
    NOT_ANSWERED,
    NOT_SHOWN,
    Key,
    Node,
    Outline,
    base_groups,
    node,
)
from samklang.core.disclosure.released import CellStatus, ReleasedTable

# The most a sum of contributions in units can be; beyond any that is scaled to units.
MOST_UNITS = 10**7


@dataclass(frozen=True)
class Sheet:
    """What is printed of a table.

    status: of each cell. numbers: counts, sums and bases that are printed, None where withheld.
    silent: not answered and not shown, each None where withheld.
    """

    status: Mapping[Key, CellStatus]
    numbers: Mapping[Key, int | None]
    silent: tuple[int | None, int | None]

    @classmethod
    def of(cls, table: ReleasedTable, outline: Outline) -> "Sheet":
        """What a released table prints."""
        status: dict[Key, CellStatus] = {}
        numbers: dict[Key, int | None] = {}
        for row in table.rows:
            base = table.base if outline.sums == "rows" else row.base
            numbers[table.id, "" if outline.sums == "rows" else row.id, ""] = base
            for series, cell in zip(table.series, row.cells, strict=True):
                key = (table.id, row.id, series.id)
                status[key] = cell.status
                numbers[key] = cell.count if not outline.valued else None
        return cls(status, numbers, (table.not_answered, table.not_shown))


def ranges(
    outline: Outline, sheet: Sheet, links: Links, *, threshold: int, most: int, now: bool = True
) -> Iterator[tuple[Node, int, int]]:
    """What one table says: numbers with the least and greatest they can be.

    most: respondents of the publication. now: the table is of the publication, not of an earlier
    one, so that a cell of it can be withheld for the sake of those.
    """
    crossed = {name for crossing in links.crossings for name in crossing}
    if now:
        crossed |= links.compared
    shown_rows = {
        row.id
        for key, group in base_groups(outline).items()
        for row in group
        if sheet.numbers.get(key) is not None
    }
    marked = outline.sensitive and any(
        sheet.status[outline.id, row.id, series] == "few"
        for row in outline.rows
        for series in outline.series
        if row.id in shown_rows and series not in outline.unprinted
    )
    for row in outline.rows:
        for series in outline.series:
            key = (outline.id, row.id, series)
            number, shown = outline.cell_node(row, series), sheet.numbers[key]
            status = sheet.status[key]
            if outline.valued:
                high = MOST_UNITS if shown is None else shown
                yield number, shown or 0, high
                continue
            if shown is not None:
                yield number, shown, shown
            elif status == "few":
                yield number, 0, threshold - 1
            elif status == "protected":
                known = marked and row.id in shown_rows and series not in outline.unprinted
                yield number, threshold if known else 0, most
            variable = outline.topic(row, series).variable
            if (
                outline.sums == "none"
                and outline.sensitive
                and status == "protected"
                and row.id in shown_rows
                and variable not in crossed
            ):
                # Nothing else can be the reason here: few chose otherwise.
                yield node((variable, LEFT), *outline.within(row)), 0, threshold - 1
    for key, group in base_groups(outline).items():
        base = sheet.numbers.get(key)
        if base is not None:
            yield outline.base_node(group[0]), base, base
            continue
        statuses = {
            sheet.status[outline.id, r.id, s]
            for r in group
            for s in outline.series
            if s not in outline.unprinted
        }
        few = statuses == {"few"}
        yield outline.base_node(group[0]), 0, threshold - 1 if few else most
    yield from _silent(outline, sheet, threshold=threshold, most=most)


def _silent(
    outline: Outline, sheet: Sheet, *, threshold: int, most: int
) -> Iterator[tuple[Node, int, int]]:
    """Not answered and not shown; where all bases are printed, a withheld one is few but some."""
    if not outline.whole or not outline.rows:
        return
    row = outline.rows[0]
    shown = all(sheet.numbers.get(base) is not None for base in base_groups(outline))
    for name, count in zip((NOT_ANSWERED, NOT_SHOWN), sheet.silent, strict=True):
        place = node((outline.root(row), name))
        if count is not None:
            yield place, count, count
        elif shown:
            yield place, 1, threshold - 1
        else:
            yield place, 0, most


def everyone(respondents: int) -> tuple[Node, int, int]:
    """The number of respondents, which the method box prints."""
    return ALL, respondents, respondents


def truth(outline: Outline, table: CandidateTable, *, unit: float = 1.0) -> dict[Key, int]:
    """The numbers behind every place of a candidate; sums of contributions in `unit`."""
    counts: dict[Key, int] = {}
    for row, outlined in zip(table.rows, outline.rows, strict=True):
        counts[outline.base_key(outlined)] = row.base
        for series, cell in zip(table.series, row.cells, strict=True):
            key = (table.id, row.id, series)
            counts[key] = cell.count
            if table.valued:
                said = cell.amount.contributions if cell.amount else ()
                counts[key] = round(sum(said) / unit)
    return counts
