"""Drawing: what a chart is made of, and the frame that every kind of chart stands in.

Coordinates are SVG user units. A wide chart is 640 across with its labels at the left; a narrow
one, for phones, is 290 across with the labels above what they name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from samklang.core.disclosure.released import ReleasedRow
from samklang.core.document.blocks import Figure
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render import design
from samklang.render.charts.measure import width as text_width
from samklang.render.charts.measure import wrapped
from samklang.render.charts.scales import Texture
from samklang.render.design import Branding

WIDE, NARROW = 640.0, 290.0
LABEL, SMALL = 14.0, 13.0
LINE = 18.0
# What the legend shows for what is withheld.
GAP = "gap"
# Lines that a label of the legend may have; one that is longer yet is cut.
LEGEND = 6
# Semibold letters are wider than the regular ones that are measured.
SEMIBOLD = 1.05
AXIS = 26.0


class Ground(NamedTuple):
    """The paper behind a text: where it begins and ends, and the height of its middle."""

    start: float
    stop: float
    middle: float


@dataclass(frozen=True)
class Label:
    """A line of text at its baseline.

    in_bar: it stands on a bar's colour. halo: paper behind it, where a line may run.
    """

    x: float
    y: float
    text: str
    anchor: str = "start"
    fill: str = design.INK
    weight: int = 400
    size: float = LABEL
    in_bar: bool = False
    halo: bool = False

    @property
    def ground(self) -> Ground:
        """The paper behind a text: where it begins and ends, and the height of its middle."""
        wide = text_width(self.text, self.size) * (SEMIBOLD if self.weight > 400 else 1)
        start = self.x - wide * {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return Ground(start - 2, start + wide + 2, self.y - self.size * 0.35)


@dataclass(frozen=True)
class Box:
    """A rectangle as long as a share, or a key in the legend."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True)
class Whisker:
    """A confidence interval from x1 to x2 at the height y."""

    x1: float
    x2: float
    y: float


@dataclass(frozen=True)
class Bracket:
    """A sensitivity band from x1 to x2: a line at the height y with both its ends turned down.

    It lies above its bar or point, so that nothing covers either end.
    """

    x1: float
    x2: float
    y: float


@dataclass(frozen=True)
class Gap:
    """The place of what is withheld between what is shown: a broken line, and no bar."""

    x1: float
    x2: float
    y: float


@dataclass(frozen=True)
class Rule:
    """A straight line; dashed where it is a reference."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    dashed: bool = False


@dataclass(frozen=True)
class Dot:
    """A mark at a point; its shape tells series apart without colour."""

    x: float
    y: float
    radius: float
    fill: str
    shape: str = "circle"

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """The corners of a shape that has any, as offsets from its middle."""
        r = self.radius
        return {
            "diamond": ((0, -1.3 * r), (1.3 * r, 0), (0, 1.3 * r), (-1.3 * r, 0)),
            "square": ((-0.9 * r, -0.9 * r), (0.9 * r, -0.9 * r), (0.9 * r, 0.9 * r),
                       (-0.9 * r, 0.9 * r)),
            "triangle": ((0, -1.2 * r), (1.15 * r, 0.85 * r), (-1.15 * r, 0.85 * r)),
        }.get(self.shape, ())  # fmt: skip


@dataclass
class Drawing:
    """What is drawn, in layers from the back. textures: what lies over boxes of a colour."""

    textures: Mapping[str, Texture] = field(default_factory=dict)
    grid: list[Rule] = field(default_factory=list)
    axis: list[Label] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)
    whiskers: list[Whisker] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    top: float = 0.0
    y: float = 0.0
    below: float = AXIS


class Canvas:
    """The frame of one figure: where its labels and its plot stand."""

    def __init__(
        self,
        figure: Figure,
        language: Language,
        branding: Branding,
        *,
        narrow: bool,
        right: float,
    ):
        """right: room at the right of the plot, for what is written beside it."""
        self.figure, self.language, self.branding = figure, language, branding
        self.narrow = narrow
        self.width = NARROW if narrow else WIDE
        widest = max((text_width(r.label, LABEL) for r in figure.table.rows), default=0)
        if figure.total:
            widest *= SEMIBOLD
        self.left = 2.0 if narrow else min(max(widest + 16, 70), 220)
        self.right = self.width - right

    def reason(self, status: str) -> str:
        """Why a figure is withheld, short enough to stand in a chart."""
        key = "units.few" if status == "few" else "charts.protected"
        return phrase(self.language, key, threshold=self.figure.table.threshold)

    def lines(self, row: ReleasedRow) -> list[str]:
        """A row's label in lines that fit the room for it."""
        room = self.width - 4 if self.narrow else self.left - 14
        if row.id == self.figure.total:
            room /= SEMIBOLD
        return wrapped(row.label, LABEL, room)

    def row_labels(self, drawing: Drawing, row: ReleasedRow, height: float) -> float:
        """Writes a row's label beside or above what is `height` tall; gives the top of that."""
        lines = self.lines(row)
        weight = 600 if self.figure.total and row.id == self.figure.total else 400
        if self.narrow:
            for number, line in enumerate(lines):
                y = drawing.y + 14 + number * LINE
                drawing.labels.append(Label(2, y, line, weight=weight))
            # A band lies above its bar, and not through the letters that reach below their line.
            banded = any(cell.band_low is not None for cell in row.cells)
            return drawing.y + len(lines) * LINE + (9 if banded else 4)
        free = max(height, len(lines) * LINE)
        first = drawing.y + (free - len(lines) * LINE) / 2 + 13.5
        for number, line in enumerate(lines):
            label = Label(self.left - 12, first + number * LINE, line, "end", weight=weight)
            drawing.labels.append(label)
        return drawing.y + (free - height) / 2

    def after(self, drawing: Drawing, row: ReleasedRow, bottom: float) -> None:
        """Moves on below a row whose marks end at `bottom`."""
        lines = 0 if self.narrow else len(self.lines(row)) * LINE
        drawing.y = max(bottom, drawing.y + lines) + (12 if self.narrow else 10)

    def legend(self, drawing: Drawing, entries: Sequence[tuple[str, str, str]]) -> None:
        """Labels with their colour or gap and shape ('' for a square), as they are drawn."""
        x, drawing.y = 2.0, drawing.y + 2
        for label, colour, shape in entries:
            lines = wrapped(label, LABEL, self.width - 30, lines=LEGEND)
            room = 22 + max(text_width(line, LABEL) for line in lines) + 18
            if x + room > self.width and x > 2:
                x, drawing.y = 2.0, drawing.y + 21
            if colour == GAP:
                drawing.gaps.append(Gap(x, x + 14, drawing.y + 8))
            elif shape:
                drawing.dots.append(Dot(x + 7, drawing.y + 8, 5.5, colour, shape))
            else:
                drawing.boxes.append(Box(x, drawing.y + 1, 14, 14, colour))
            for number, line in enumerate(lines):
                drawing.labels.append(Label(x + 20, drawing.y + 13 + number * LINE, line))
            x += room
            if len(lines) > 1:
                # Beside a label of several lines nothing stands.
                x, drawing.y = self.width, drawing.y + (len(lines) - 1) * LINE
        drawing.y += 26

    def axis(self, drawing: Drawing, ticks: Sequence[tuple[float, str]], *, zero: bool) -> None:
        """Grid lines with the labels that have room, the first before the others.

        zero: whether the first begins the axis, its label flush with its line.
        """
        taken: list[tuple[float, float]] = []
        for number, (x, text) in enumerate(ticks):
            drawing.grid.append(Rule(x, drawing.top, x, drawing.y, design.LINE))
            if not text:
                continue
            wide = text_width(text, SMALL)
            anchor, start = "middle", x - wide / 2
            if (zero and number == 0) or start < 0:
                anchor, start = "start", x
            elif start + wide > self.width:
                anchor, start = "end", x - wide
            if any(start < stop + 4 and start + wide + 4 > begin for begin, stop in taken):
                continue
            taken.append((start, start + wide))
            drawing.axis.append(Label(x, drawing.y + 18, text, anchor, design.MUTED, size=SMALL))
