"""Names on a map: each beside its dot, where it covers no other dot and no other name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from samklang.render.charts.measure import width as text_width

Anchor = Literal["start", "middle", "end"]
# Between a dot and its name, and what is left free around a dot.
GAP, FREE = 5.0, 1.0
# How far above or below its dot a name may stand, in heights of a line: the nearest first.
SHIFTS = (0.4, -0.4, 0.8, -0.8, 1.2, -1.2, 1.6, -1.6, 2.0, -2.0)
# From how far off on a line leads from the dot to its name.
LED = 0.8
# What a part of a name outside of the drawing weighs against one that covers something.
OUTSIDE = 20.0
# How much wider names are in the faces that stand in where ours are not to be had.
STAND_IN = 1.3


@dataclass(frozen=True)
class Dot:
    """A place on the map. name: what stands beside it, "" for nothing."""

    x: float
    y: float
    name: str
    radius: float


@dataclass(frozen=True)
class Mark:
    """A dot with its name: the end or the middle of its base line, and whether a line leads to it.

    middle: the height of the middle of the name.
    """

    dot: Dot
    anchor: Anchor
    text_x: float
    text_y: float
    middle: float
    led: bool


@dataclass(frozen=True)
class _Box:
    west: float
    north: float
    east: float
    south: float

    def over_box(self, other: "_Box") -> float:
        """The area that two boxes share."""
        wide = min(self.east, other.east) - max(self.west, other.west)
        high = min(self.south, other.south) - max(self.north, other.north)
        return max(wide, 0.0) * max(high, 0.0)

    def over_dot(self, dot: Dot) -> float:
        """How much of the square around a dot is covered; 0 where the dot itself is not touched."""
        x = min(max(dot.x, self.west), self.east)
        y = min(max(dot.y, self.north), self.south)
        reach = dot.radius + FREE
        if (x - dot.x) ** 2 + (y - dot.y) ** 2 >= reach**2:
            return 0.0
        return self.over_box(_Box(dot.x - reach, dot.y - reach, dot.x + reach, dot.y + reach))

    def outside(self, width: float, height: float) -> float:
        """How far it reaches beyond the drawing."""
        across = max(-self.west, 0) + max(self.east - width, 0)
        return across + max(-self.north, 0) + max(self.south - height, 0)


def marks(dots: Sequence[Dot], label: float, width: float, height: float) -> list[Mark]:
    """Dots from north to south, each with where its name stands.

    label: the size of the letters. width, height: of the drawing. A name stands to the right of
    its dot, else to the left, else a little above or below; where all of that is taken, where it
    covers least.
    """
    placed: list[Mark] = []
    taken: list[_Box] = []
    for dot in sorted(dots, key=lambda d: d.y):
        wide = text_width(dot.name, label)

        def covered(mark: Mark, dot: Dot = dot, wide: float = wide) -> float:
            box = _box(mark, wide, label)
            return round(
                OUTSIDE * label * box.outside(width, height)
                + sum(box.over_box(other) for other in taken)
                + sum(box.over_dot(other) for other in dots if other is not dot),
                3,
            )

        mark = min(_spots(dot, label), key=covered)
        if dot.name:
            taken.append(_box(mark, wide, label))
        placed.append(mark)
    return placed


def east_end(placed: Sequence[Mark], label: float) -> float:
    """Where the names end in the east at the latest, also in a wider face."""
    ends = {"start": 1.0, "middle": 0.5, "end": 0.0}
    return max(
        (m.text_x + ends[m.anchor] * STAND_IN * text_width(m.dot.name, label) for m in placed),
        default=0.0,
    )


def _spots(dot: Dot, label: float) -> Iterator[Mark]:
    """Where a dot's name may stand, the best first."""

    def mark(anchor: Anchor, shift: float) -> Mark:
        beside = {"start": dot.radius + GAP, "middle": 0.0, "end": -dot.radius - GAP}[anchor]
        middle = dot.y + shift * label
        led = anchor != "middle" and abs(shift) >= LED
        # Letters stand on their base line, a third of their size below the middle.
        return Mark(dot, anchor, dot.x + beside, middle + 0.33 * label, middle, led)

    yield mark("start", 0)
    yield mark("end", 0)
    above = dot.radius / label + 0.6
    for shift in SHIFTS:
        yield mark("start", shift)
        yield mark("end", shift)
        if shift == SHIFTS[1]:
            yield mark("middle", above)
            yield mark("middle", -above)


def _box(mark: Mark, wide: float, label: float) -> _Box:
    west = mark.text_x - {"start": 0.0, "middle": wide / 2, "end": wide}[mark.anchor]
    return _Box(west, mark.middle - label / 2, west + wide, mark.middle + label / 2)
