"""A rehearsal: what a report's figures would look like, from released tables of simulated answers.

It says how wide the intervals of each figure become and how much of it is withheld, never what
anybody answers.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from samklang.core.disclosure.released import ReleasedCell, ReleasedTable


@dataclass(frozen=True)
class Range:
    """A number over several draws of simulated answers: what to expect, the least and greatest."""

    low: int
    middle: int
    high: int

    @classmethod
    def of(cls, expected: Sequence[float], uneven: Sequence[float]) -> "Range":
        """The middle of the numbers that are expected, and the ends of all of them.

        Raises ValueError where none is expected.
        """
        every = (*expected, *uneven)
        return cls(round(min(every)), round(median(expected)), round(max(every)))


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
class Draws:
    """The numbers of each table, by draw: where answers are as expected, and where uneven."""

    expected: tuple[Mapping[str, FigureNumbers], ...]
    uneven: tuple[Mapping[str, FigureNumbers], ...]

    def range(self, number: Callable[[Mapping[str, FigureNumbers]], float | None]) -> Range | None:
        """A number over the draws; None where no expected draw has it."""
        expected, uneven = (
            [one for draw in draws if (one := number(draw)) is not None]
            for draws in (self.expected, self.uneven)
        )
        return Range.of(expected, uneven) if expected else None


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
    of the text uses. repeated: questions whose answers are expected to be as in an earlier theme.
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
    repeated: tuple[str, ...] = ()


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


def forecast(draws: Draws, of: Mapping[str, tuple[str, str]]) -> tuple[FigureForecast, ...]:
    """What to expect of each table. of: by table, its question and what it is parted by."""
    forecasts = []
    for table, (question, by) in of.items():
        withheld = withheld_of(draws, [table])
        if withheld is None:
            continue
        width = draws.range(lambda draw, t=table: draw[t].width if t in draw else None)  # type: ignore[misc]
        cells = max(draw[table].cells for draw in draws.expected if table in draw)
        forecasts.append(FigureForecast(table, question, by, width, withheld, cells))
    return tuple(forecasts)


def withheld_of(draws: Draws, tables: Collection[str]) -> Range | None:
    """Withheld cells of some tables together; None where no expected draw has any of them."""

    def withheld(draw: Mapping[str, FigureNumbers]) -> float | None:
        there = [draw[table].withheld for table in tables if table in draw]
        return sum(there) if there else None

    return draws.range(withheld)
