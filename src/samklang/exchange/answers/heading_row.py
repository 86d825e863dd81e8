"""Which row holds the headings of a table of answers, among titles, units and answers."""

import itertools
from collections.abc import Sequence

from samklang.exchange.answers.numbers import date_orders, is_number, no_number

# The first rows, among which the headings stand, and how much of the width they fill.
LOOKED_AT, FILLED = 20, 0.7
# How many rows tell what kind of answers a column has, and how long a unit is.
_ENOUGH, _UNIT = 200, 15
Row = tuple[str, ...]


def heading_row(rows: Sequence[Row]) -> int:
    """The row of the headings: the first that fills most of the width, as no title above it does.

    Where few columns have a heading that is a row of answers, and the headings stand above it; -1
    where nothing stands above a row that can hardly be anything but answers.
    """
    looked_at = rows[:LOOKED_AT]
    widest = max(map(_filled, looked_at))
    at = next(n for n, row in enumerate(looked_at) if _filled(row) >= FILLED * widest)
    signs = _signs(rows[at], rows[at + 1 :])
    above = [n for n in range(at - 1, -1, -1) if not answered(rows[n], rows[n + 1 :])]
    several = [n for n in above if _can_head(rows[n]) and not are_units(rows[n], rows[at:])]
    # One cell above may be a title: then more is asked of what is below.
    if several and signs and 4 * signs >= _filled(rows[at]):
        return several[0]
    if above and signs > 1 and 2 * signs >= _filled(rows[at]):
        return above[0]
    return -1 if at == 0 and signs > 1 and 2 * signs > _filled(rows[at]) else at


def answered(row: Row, below: Sequence[Row]) -> bool:
    """Whether a row is of answers: what it says is said again below, or a number as all are."""
    signs = _signs(row, below)
    return bool(signs) and 4 * signs >= _filled(row)


def are_units(row: Row, below: Sequence[Row]) -> bool:
    """Whether a row has nothing but a short word above columns of numbers, as "kr" or "år"."""
    return any(row) and all(
        len(cell) <= _UNIT
        and not (is_number(cell) or no_number(cell))
        and bool(there := _answers(below, n))
        and all(map(is_number, there))
        for n, cell in enumerate(row)
        if cell
    )


def with_units(names: Sequence[str], units: Row) -> list[str]:
    """The headings with the unit that stands below each."""
    pairs = itertools.zip_longest(names, units, fillvalue="")
    return [f"{name} ({unit})" if name and unit else name or unit for name, unit in pairs]


def _can_head(row: Row) -> bool:
    """Whether it has several cells, none of them a day or number as above a table ("Uttag 7/4")."""
    there = [cell for cell in row if cell]
    return len(there) > 1 and not any(is_number(c) or date_orders([c]) for c in there)


def _filled(row: Row) -> int:
    return sum(map(bool, row))


def _answers(rows: Sequence[Row], column: int) -> list[str]:
    """The first answers in a column."""
    return [row[column] for row in rows[:_ENOUGH] if column < len(row) and row[column]]


def _signs(row: Row, below: Sequence[Row]) -> int:
    """How many of the cells can be no heading: an answer that recurs, a number among numbers.

    Numbers that follow each other, 1, 2, 3 or 2024, 2025, are headings as well.
    """
    numbers = [cell for cell in row if cell.isdecimal()]
    first = int(numbers[0]) if numbers else 0
    counted = len(numbers) > 1 and numbers == [str(first + n) for n in range(len(numbers))]
    signs = 0
    for n, cell in enumerate(row):
        there = _answers(below, n) if cell else []
        # A column of one answer to choose has that answer for its heading.
        if not there or set(there) == {cell} or (counted and cell in numbers):
            continue
        signs += (
            cell in there
            or (is_number(cell) and all(map(is_number, there)))
            or bool(date_orders([cell, *there]))
        )
    return signs
