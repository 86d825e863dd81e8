"""A rehearsal: what a report's figures would look like, from released tables of simulated answers.

It says how wide the intervals of each figure become and how much of it is withheld, never what
anybody answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from samklang.core.disclosure.released import ReleasedCell, ReleasedTable


@dataclass(frozen=True)
class Range:
    """A number over several draws of simulated answers: its least, middle and greatest."""

    low: int
    middle: int
    high: int

    @classmethod
    def of(cls, numbers: Sequence[float]) -> "Range":
        """Raises ValueError where there is no number."""
        return cls(round(min(numbers)), round(median(numbers)), round(max(numbers)))


@dataclass(frozen=True)
class FigureNumbers:
    """A table as it is printed. width: mean width of its shares' intervals, in percentage points;
    None where no share is shown. withheld: of its `cells`.
    """

    width: float | None
    withheld: int
    cells: int

    @property
    def points(self) -> int | None:
        """The width in whole percentage points, as it is printed."""
        return None if self.width is None else round(self.width)


@dataclass(frozen=True)
class FigureForecast:
    """What to expect of a figure.

    width: None where it was withheld in every draw, or has no shares.
    question, by: what it shows, and the column or question that it is parted by ('' for none).
    withheld: of its `cells`.
    """

    table: str
    question: str
    by: str
    width: Range | None
    withheld: Range
    cells: int


@dataclass(frozen=True)
class ColumnCost:
    """What parting members by a column withholds.

    merged: its two smallest groups. saved: cells fewer withheld, all figures together, were they
    one; None where that was not tried or cannot be made.
    """

    column: str
    withheld: Range
    merged: tuple[str, ...] = ()
    saved: int | None = None


@dataclass(frozen=True)
class Rehearsal:
    """The result of a rehearsal, of `draws` draws.

    asked, answers: members asked, and simulated answers in each draw. minutes: to answer. columns:
    the dearest first. unused: questions with answers to choose or a number that no figure or value
    of the text uses.
    """

    draws: int
    asked: int
    answers: int
    minutes: int
    threshold: int
    figures: tuple[FigureForecast, ...]
    withheld: Range
    cells: int
    columns: tuple[ColumnCost, ...]
    unused: tuple[str, ...]


def figure_numbers(table: ReleasedTable) -> FigureNumbers:
    """How wide the intervals of a table are, and how much of it is withheld."""
    cells = [cell for row in table.rows for cell in row.cells]
    widths = [width for cell in cells if (width := _width(cell)) is not None]
    withheld = sum(cell.status != "shown" for cell in cells)
    return FigureNumbers(mean(widths) if widths else None, withheld, len(cells))


def _width(cell: ReleasedCell) -> int | None:
    if cell.status != "shown" or cell.low is None or cell.high is None:
        return None
    return cell.high - cell.low


def forecast(
    draws: Sequence[Mapping[str, FigureNumbers]], of: Mapping[str, tuple[str, str]]
) -> tuple[FigureForecast, ...]:
    """What to expect of each table. of: by table, its question and what it is parted by."""
    found = []
    for table, (question, by) in of.items():
        there = [draw[table] for draw in draws if table in draw]
        if not there:
            continue
        widths = [one.width for one in there if one.width is not None]
        found.append(
            FigureForecast(
                table,
                question,
                by,
                Range.of(widths) if widths else None,
                Range.of([one.withheld for one in there]),
                max(one.cells for one in there),
            )
        )
    return tuple(found)


def all_withheld(draws: Sequence[Mapping[str, FigureNumbers]]) -> Range:
    """Withheld cells of all figures together."""
    return Range.of([sum(one.withheld for one in draw.values()) for draw in draws])
