"""End to end: the parts of a row whose shares are laid after each other, withheld ones in place.

Each answer keeps its own place in the order of the answers, whether it is shown or not. Withheld
neighbours are one gap. What the shown leave of 100 per cent is the length of the only gap; of
several gaps nobody can tell which is longer, so each has an equal part of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from samklang.core.disclosure.released import ReleasedRow
from samklang.core.document.blocks import Figure
from samklang.render.charts.sides import Sides, sides

# The least of a row that a gap takes, in per cent: so that it is seen.
SLIVER = 2.0


@dataclass(frozen=True)
class Part:
    """A stretch of a row. first: the number of its first series. length: per cent of the row.

    share: as it is printed; None where it is a gap, which may stand for several series.
    """

    first: int
    length: float
    share: int | None

    @property
    def gap(self) -> bool:
        """Whether it stands for what is withheld."""
        return self.share is None


def groups(figure: Figure) -> tuple[tuple[int, ...], ...]:
    """The numbers of the series that follow each other: one group, or the sides of a scale."""
    if figure.kind != "diverging":
        return (tuple(range(len(figure.table.series))),)
    both = sides(figure)
    return (both.left, both.middle, both.right)


def parts(row: ReleasedRow, order: Sequence[Sequence[int]]) -> tuple[tuple[Part, ...], ...]:
    """The parts of a row, group by group; together 100 per cent. No parts where all is withheld.

    Rounded shares need not add up to 100: their lengths do.
    """
    if all(cell.share is None for cell in row.cells):
        return tuple(() for _ in order)
    stretches = [_stretches(row, numbers) for numbers in order]
    shown = sum(cell.share or 0 for cell in row.cells)
    count = sum(share is None for group in stretches for _, share in group)
    gap = max(100 - shown, SLIVER * count) / count if count else 0.0
    whole = (shown + gap * count) or 100.0
    return tuple(
        tuple(
            Part(first, (gap if share is None else share) * 100 / whole, share)
            for first, share in group
        )
        for group in stretches
    )


def _stretches(row: ReleasedRow, numbers: Sequence[int]) -> list[tuple[int, int | None]]:
    """Each shown series, and each run of withheld ones, with its share."""
    stretches: list[tuple[int, int | None]] = []
    for number in numbers:
        share = row.cells[number].share
        if share is None and stretches and stretches[-1][1] is None:
            continue
        stretches.append((number, share))
    return stretches


class Reach(NamedTuple):
    """How far the longest row reaches to each side, in per cent."""

    left: float
    middle: float
    right: float


def reach(figure: Figure, both: Sides) -> Reach:
    """How much room the rows take to the left, in the middle and to the right."""
    order = (both.left, both.middle, both.right)
    rows = [parts(row, order) for row in figure.table.rows]
    return Reach(
        *(
            max((sum(part.length for part in row[side]) for row in rows), default=0.0)
            for side in range(3)
        )
    )


def gapped(figure: Figure) -> bool:
    """Whether any row has something shown and something withheld."""
    order = groups(figure)
    return any(p.gap for row in figure.table.rows for group in parts(row, order) for p in group)
