"""Sides: on which side of the middle each answer of an ordered scale stands, and its colour.

A diverging figure has what lies below the middle at the left, what lies above it at the right,
and what takes no side by itself, so that both sides can be compared from one line.
"""

from dataclasses import dataclass

from samklang.core.disclosure.released import ReleasedRow
from samklang.core.document.blocks import Figure
from samklang.render.charts.scales import scale

# How much of a bar is hatched for what is withheld where it cannot be told how long it is, in
# per cent; the least where it can.
STUB, SLIVER = 6, 2


@dataclass(frozen=True)
class Sides:
    """Series by number: `left` and `right` as they stand from left to right."""

    left: tuple[int, ...]
    middle: tuple[int, ...]
    right: tuple[int, ...]

    @property
    def drawn(self) -> tuple[int, ...]:
        """Every series in the order it is drawn from left to right; the middle stands aside."""
        return self.left + self.right + self.middle


@dataclass(frozen=True)
class Hatched:
    """How much of a row is hatched on each side, in per cent of the row; 0 where nothing is."""

    left: float
    middle: float
    right: float


def sides(figure: Figure) -> Sides:
    """The sides of a diverging figure; the middle of an odd number where none is named."""
    ids = [series.id for series in figure.table.series]
    count = len(ids)
    if figure.neutral in ids:
        at = ids.index(figure.neutral)
    elif count % 2:
        at = count // 2
    else:
        return Sides(tuple(range(count // 2)), (), tuple(range(count // 2, count)))
    return Sides(tuple(range(at)), (at,), tuple(range(at + 1, count)))


def steps(found: Sides) -> int:
    """How many steps the scale of colours has: as many on both sides, and the middle."""
    return 2 * max(len(found.left), len(found.right)) + 1


def colours(found: Sides) -> tuple[str, ...]:
    """A colour for each series in the order of the table: the further out, the stronger."""
    palette = scale(steps(found))
    right = palette[len(palette) - len(found.right) :]
    middle = (palette[len(palette) // 2],) * len(found.middle)
    return palette[: len(found.left)] + middle + right


def hatched(row: ReleasedRow, found: Sides) -> Hatched:
    """How much of each side is withheld.

    Where only one side has withheld answers it is what the shown leave of 100 per cent; where
    several have, nobody can tell how it is shared out, and each is as long.
    """
    parts = (found.left, found.middle, found.right)
    missing = [any(row.cells[n].share is None for n in part) for part in parts]
    rest = 100 - sum(cell.share or 0 for cell in row.cells)
    length = max(rest, SLIVER) if sum(missing) == 1 else STUB
    return Hatched(*(length if gone else 0 for gone in missing))


def reach(figure: Figure, found: Sides) -> Hatched:
    """How far the longest row reaches to the left, in the middle and to the right, in per cent."""
    rows = [row for row in figure.table.rows if any(cell.share is not None for cell in row.cells)]
    gone = [hatched(row, found) for row in rows]
    shown = [
        [sum(row.cells[n].share or 0 for n in part) for part in (found.left, found.middle,
                                                                 found.right)]
        for row in rows
    ]  # fmt: skip
    return Hatched(
        max((s[0] + g.left for s, g in zip(shown, gone, strict=True)), default=0),
        max((s[1] + g.middle for s, g in zip(shown, gone, strict=True)), default=0),
        max((s[2] + g.right for s, g in zip(shown, gone, strict=True)), default=0),
    )
