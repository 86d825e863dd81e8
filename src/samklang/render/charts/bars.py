"""Bars: shares with their intervals and sensitivity bands, grouped or stacked.

Coordinates are SVG user units. A wide chart is 640 across with its labels at the left; a narrow
one, for phones, is 340 across with the labels above the bars.
"""

from dataclasses import dataclass, field

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.report.document import Figure
from samklang.core.wording import Language
from samklang.render import design
from samklang.render.charts.measure import width as text_width
from samklang.render.charts.measure import wrapped
from samklang.render.charts.scales import scale, text_on
from samklang.render.charts.svg import draw

WIDE, NARROW = 640.0, 340.0
LABEL = 14.0
LINE = 18.0
HIDDEN = 56.0
# The least that is hatched for what is withheld in a stacked bar, in per cent.
SLIVER = 2


@dataclass(frozen=True)
class Label:
    """A line of text at its baseline."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    fill: str = design.INK
    weight: int = 400


@dataclass(frozen=True)
class Box:
    """A rectangle; `fill` is a colour or the hatching."""

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


@dataclass
class _Drawing:
    """What is drawn, in layers from the back."""

    bands: list[Box] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    whiskers: list[Whisker] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    top: float = 0.0
    y: float = 0.0


HATCH = "hatch"


def figure_svg(figure: Figure, language: Language, *, narrow: bool = False) -> str:
    """The figure as SVG with title and description; ids are unique to figure and width."""
    plot = _Plot(figure, language, narrow=narrow)
    drawing = plot.stacked() if figure.kind in ("stacked", "diverging") else plot.bars()
    bottom = drawing.y
    return draw(
        "chart.svg",
        id=f"{figure.anchor}-{'narrow' if narrow else 'wide'}",
        title=figure.title,
        alt=figure.alt,
        width=plot.width,
        height=bottom + 26,
        grid=[
            (plot.x(p), numbers.percent(p, language) if p in (0, 50, 100) else "")
            for p in (0, 25, 50, 75, 100)
        ],
        top=drawing.top,
        bottom=bottom,
        drawing=drawing,
    )


class _Plot:
    """Places the rows of one figure."""

    def __init__(self, figure: Figure, language: Language, *, narrow: bool):
        self.figure, self.language, self.narrow = figure, language, narrow
        self.width = NARROW if narrow else WIDE
        widest = max((text_width(r.label, LABEL) for r in figure.table.rows), default=0)
        self.left = 2.0 if narrow else min(max(widest + 16, 70), 220)
        # Room at the right for a value beside a bar that reaches 100 %.
        self.right = self.width - (12 if figure.kind == "stacked" else 62)

    def x(self, percent: float) -> float:
        """Where a percentage lies."""
        return self.left + (self.right - self.left) * percent / 100

    def lines(self, row: ReleasedRow) -> list[str]:
        room = self.width - 4 if self.narrow else self.left - 14
        return wrapped(row.label, LABEL, room)

    def row_labels(self, drawing: _Drawing, row: ReleasedRow, height: float) -> float:
        """Writes a row's label; gives the top of its bars."""
        lines = self.lines(row)
        if self.narrow:
            for number, line in enumerate(lines):
                drawing.labels.append(Label(2, drawing.y + 14 + number * LINE, line))
            return drawing.y + len(lines) * LINE + 4
        free = max(height, len(lines) * LINE)
        first = drawing.y + (free - len(lines) * LINE) / 2 + 13.5
        for number, line in enumerate(lines):
            drawing.labels.append(Label(self.left - 12, first + number * LINE, line, "end"))
        return drawing.y + (free - height) / 2

    def bars(self) -> _Drawing:
        """Bars of one series, or of several beside each other."""
        table = self.figure.table
        several = len(table.series) > 1
        thick = 17.0 if several else 20.0
        drawing = _Drawing()
        palette = scale(len(table.series))
        if self.figure.kind == "grouped":
            # Factors: what enables is spruce, what hinders is lingon.
            palette = palette[::-1]
        if several:
            self.legend(drawing, palette)
        drawing.top = drawing.y
        drawing.y += 8
        for row in table.rows:
            height = (thick + 5) * len(table.series) - 5
            top = self.row_labels(drawing, row, height)
            for number, cell in enumerate(row.cells):
                faded = bool(self.figure.highlight) and row.id != self.figure.highlight
                fill = design.SPRUCE_MID if faded and not several else palette[number]
                self.bar(drawing, cell, top + number * (thick + 5), thick, fill)
            lines = 0 if self.narrow else len(self.lines(row)) * LINE
            drawing.y = max(top + height, drawing.y + lines) + (12 if self.narrow else 14)
        return drawing

    def bar(self, drawing: _Drawing, cell: ReleasedCell, y: float, thick: float, fill: str) -> None:
        middle = y + thick / 2
        if cell.share is None:
            drawing.boxes.append(Box(self.left, y, HIDDEN, thick, HATCH))
            key = "units.few" if cell.status == "few" else "charts.protected"
            text = phrase(self.language, key, threshold=self.figure.table.threshold)
            label = Label(self.left + HIDDEN + 8, middle + 5, text, fill=design.MUTED)
            drawing.labels.append(label)
            return
        drawing.boxes.append(Box(self.left, y, self.x(cell.share) - self.left, thick, fill))
        end = self.x(cell.share)
        if cell.band_low is not None and cell.band_high is not None:
            start, stop = self.x(cell.band_low), self.x(cell.band_high)
            drawing.bands.append(Box(start, y - 3, stop - start, thick + 6, design.LINGON_PALE))
            end = max(end, stop)
        if cell.low is not None and cell.high is not None:
            drawing.whiskers.append(Whisker(self.x(cell.low), self.x(cell.high), middle))
            end = max(end, self.x(cell.high))
        text = numbers.percent(cell.share, self.language)
        drawing.labels.append(Label(end + 7, middle + 5, text, weight=600))

    def legend(self, drawing: _Drawing, palette: tuple[str, ...]) -> None:
        """The series by colour, in the order they are drawn; last the hatching, in stacked bars,
        where what is withheld has no words beside it."""
        table = self.figure.table
        entries = [(s.label, colour) for s, colour in zip(table.series, palette, strict=False)]
        if self.figure.kind == "stacked" and any(map(_withheld, table.rows)):
            text = phrase(self.language, "charts.withheld", threshold=table.threshold)
            entries.append((text, HATCH))
        x, drawing.y = 2.0, drawing.y + 2
        for label, colour in entries:
            text = wrapped(label, LABEL, self.width - 30, lines=1)[0]
            room = 22 + text_width(text, LABEL) + 18
            if x + room > self.width and x > 2:
                x, drawing.y = 2.0, drawing.y + 21
            drawing.boxes.append(Box(x, drawing.y + 1, 14, 14, colour))
            drawing.labels.append(Label(x + 20, drawing.y + 13, text))
            x += room
        drawing.y += 26

    def stacked(self) -> _Drawing:
        """Rows whose series make up the base."""
        table = self.figure.table
        palette = scale(len(table.series))
        drawing = _Drawing()
        self.legend(drawing, palette)
        drawing.top = drawing.y
        drawing.y += 8
        thick = 26.0
        for row in table.rows:
            top = self.row_labels(drawing, row, thick)
            self.segments(drawing, row, top, thick, palette)
            lines = 0 if self.narrow else len(self.lines(row)) * LINE
            drawing.y = max(top + thick, drawing.y + lines) + 14
        return drawing

    def segments(
        self,
        drawing: _Drawing,
        row: ReleasedRow,
        y: float,
        thick: float,
        palette: tuple[str, ...],
    ) -> None:
        """The shown shares in their order; what is withheld is hatched together at the end."""
        shown = [
            (cell.share, colour)
            for cell, colour in zip(row.cells, palette, strict=True)
            if cell.share
        ]
        # Rounded shares may add up to more than 100; what is withheld keeps a sliver at least.
        total = max(100, sum(share for share, _ in shown) + SLIVER * _withheld(row))
        at = 0.0
        for share, colour in shown:
            start, stop = self.x(at * 100 / total), self.x((at + share) * 100 / total)
            drawing.boxes.append(Box(start, y, max(stop - start - 1.5, 0.5), thick, colour))
            text = numbers.percent(share, self.language)
            if text_width(text, LABEL) + 6 < stop - start:
                fill = text_on(colour)
                middle = (start + stop - 1.5) / 2
                drawing.labels.append(Label(middle, y + thick / 2 + 5, text, "middle", fill, 600))
            at += share
        if _withheld(row):
            start = self.x(at * 100 / total)
            drawing.boxes.append(Box(start, y, self.right - start, thick, HATCH))


def _withheld(row: ReleasedRow) -> bool:
    """Whether any cell of a row is withheld."""
    return any(cell.share is None for cell in row.cells)
