"""Sides: on which side of the middle each answer of an ordered scale stands, and its colour.

A diverging figure has what lies below the middle at the left, what lies above it at the right,
and what takes no side by itself, so that both sides can be compared from one line.
"""

from dataclasses import dataclass

from samklang.core.document.blocks import Figure
from samklang.render.charts.scales import scale
from samklang.render.design import Branding


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


def steps(both: Sides) -> int:
    """How many steps the scale of colours has: as many on both sides, and the middle."""
    return 2 * max(len(both.left), len(both.right)) + 1


def colours(both: Sides, branding: Branding) -> tuple[str, ...]:
    """A colour for each series in the order of the table: the further out, the stronger."""
    palette = scale(steps(both), branding)
    right = palette[len(palette) - len(both.right) :]
    middle = (palette[len(palette) // 2],) * len(both.middle)
    return palette[: len(both.left)] + middle + right
