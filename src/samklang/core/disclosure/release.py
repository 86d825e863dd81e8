"""Release: from estimated tables to tables that may be printed.

A cell with fewer respondents than the threshold is withheld ("färre än 5"), and so is every cell
that would let a reader work it out from the printed base. All tables of a publication are released
together, since the base of a routed question repeats a cell of the question before it.
"""

import math
from collections.abc import Mapping, Sequence

from samklang.core.disclosure.candidate import (
    CandidateAmount,
    CandidateCell,
    CandidateRow,
    CandidateTable,
)
from samklang.core.disclosure.released import (
    CellStatus,
    ReleasedCell,
    ReleasedRow,
    ReleasedTable,
    Series,
)

__all__ = [
    "CandidateAmount",
    "CandidateCell",
    "CandidateRow",
    "CandidateTable",
    "protect",
    "release",
    "whole_percent",
]


def protect(counts: Sequence[int], *, threshold: int) -> tuple[CellStatus, ...]:
    """What may be printed of `counts` when their sum is known.

    Primary: counts under the threshold. Secondary: the smallest others are withheld until the
    values that a reader who knows the sum must reckon with, for any withheld small count, span at
    least half the threshold (3 of the 5 values 0 to 4). Where even withholding all does not
    suffice, no cell says that it is small.
    """
    few = {i for i, n in enumerate(counts) if n < threshold}
    hidden: set[int] = set()
    rest = sorted(set(range(len(counts))) - few, key=lambda i: (counts[i], i))
    while few and _span(counts, few, hidden, threshold) < (threshold + 1) // 2:
        if not rest:
            return tuple("protected" for _ in counts)
        hidden.add(rest.pop(0))
    return tuple(
        "few" if i in few else "protected" if i in hidden else "shown" for i in range(len(counts))
    )


def _span(counts: Sequence[int], few: set[int], hidden: set[int], threshold: int) -> int:
    """How far apart the least and the greatest possible value of a withheld small count are.

    A reader knows the sum of the withheld cells, that those marked small hold at most
    threshold - 1 and that the others hold at least the threshold.
    """
    total = sum(counts[i] for i in few | hidden)
    highest = min(threshold - 1, total - threshold * len(hidden))
    lowest = 0 if hidden else max(0, total - (threshold - 1) * (len(few) - 1))
    return highest - lowest


def whole_percent(fraction: float) -> int:
    """Whole per cent, halves up; more digits would give counts away."""
    return math.floor(fraction * 100 + 0.5)


def release(tables: Sequence[CandidateTable], *, threshold: int = 5) -> Mapping[str, ReleasedTable]:
    """All tables of a publication, by id, with what may not be printed withheld.

    A parent must stand before its children in `tables`. Raises KeyError where it does not.
    """
    released: dict[str, ReleasedTable] = {}
    for table in tables:
        withheld = False
        if table.parent:
            parent_table, parent_row = table.parent
            withheld = released[parent_table].cell(parent_row).status != "shown"
        released[table.id] = _release_one(table, threshold=threshold, withheld=withheld)
    return released


def _release_one(table: CandidateTable, *, threshold: int, withheld: bool) -> ReleasedTable:
    statuses = _statuses(table, threshold=threshold, withheld=withheld)
    bases = {row.base for row in table.rows}
    small = withheld or any(base < threshold for base in bases)
    rows = tuple(
        ReleasedRow(
            id=row.id,
            label=row.id,
            base=None if withheld or row.base < threshold else row.base,
            cells=tuple(_cell(cell, status) for cell, status in zip(row.cells, line, strict=True)),
        )
        for row, line in zip(table.rows, statuses, strict=True)
    )
    return ReleasedTable(
        id=table.id,
        series=tuple(Series(s, s) for s in table.series),
        rows=rows,
        threshold=threshold,
        base=None if small or len(bases) != 1 else bases.pop(),
        # With the number of respondents they would give a withheld base away.
        not_answered=_unless_small(table.not_answered, threshold, small),
        not_shown=_unless_small(table.not_shown, threshold, small),
    )


def _statuses(table: CandidateTable, *, threshold: int, withheld: bool) -> list[list[CellStatus]]:
    if withheld:
        return [["protected"] * len(row.cells) for row in table.rows]
    match table.sums:
        case "series":
            lines: list[list[CellStatus]] = [
                list(protect([c.count for c in row.cells], threshold=threshold))
                for row in table.rows
            ]
        case "rows":
            columns = [
                protect([row.cells[i].count for row in table.rows], threshold=threshold)
                for i in range(len(table.series))
            ]
            lines = [[column[r] for column in columns] for r in range(len(table.rows))]
        case "amounts":
            lines = [
                ["few" if cell.count < threshold else "shown" for cell in row.cells]
                for row in table.rows
            ]
        case "none":
            lines = [
                [
                    "few"
                    if cell.count < threshold
                    else "protected"
                    if row.base - cell.count < threshold
                    else "shown"
                    for cell in row.cells
                ]
                for row in table.rows
            ]
    for row, line in zip(table.rows, lines, strict=True):
        if row.base < threshold:
            line[:] = ["few"] * len(line)
    return lines


def _cell(cell: CandidateCell, status: CellStatus) -> ReleasedCell:
    if status != "shown":
        return ReleasedCell(status)
    amount = cell.amount
    return ReleasedCell(
        status="shown",
        count=cell.count,
        share=_percent(cell.share),
        low=_percent(cell.low),
        high=_percent(cell.high),
        band_low=_percent(cell.band_low),
        band_high=_percent(cell.band_high),
        value=None if amount is None else round(amount.value, amount.decimals),
        value_low=None if amount is None else round(amount.low, amount.decimals),
        value_high=None if amount is None else round(amount.high, amount.decimals),
    )


def _percent(fraction: float | None) -> int | None:
    return None if fraction is None else whole_percent(fraction)


def _unless_small(count: int, threshold: int, withheld: bool) -> int | None:
    return None if withheld or 0 < count < threshold else count
