"""Bars: shares with their intervals and sensitivity bands, grouped or stacked."""

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow
from samklang.core.document.blocks import Figure
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render import design
from samklang.render.charts.drawing import (
    HATCH,
    HIDDEN,
    LABEL,
    Box,
    Canvas,
    Drawing,
    Label,
    Whisker,
    withheld,
)
from samklang.render.charts.measure import width as text_width
from samklang.render.charts.scales import scale, text_on, textures

# The least that is hatched for what is withheld in a stacked bar, in per cent.
SLIVER = 2


class Bars(Canvas):
    """Places the rows of one figure on an axis from 0 to 100 per cent."""

    def __init__(self, figure: Figure, language: Language, *, narrow: bool):
        # Room at the right for a value beside a bar that reaches 100 %.
        right = 12.0 if figure.kind == "stacked" else 62.0
        super().__init__(figure, language, narrow=narrow, right=right)

    def drawing(self) -> Drawing:
        """The rows and their axis."""
        made = self.stacked() if self.figure.kind == "stacked" else self.bars()
        ticks = [
            (self.x(p), numbers.percent(p, self.language) if p in (0, 50, 100) else "")
            for p in (0, 25, 50, 75, 100)
        ]
        self.axis(made, ticks, zero=True)
        return made

    def x(self, percent: float) -> float:
        """Where a percentage lies."""
        return self.left + (self.right - self.left) * percent / 100

    def bars(self) -> Drawing:
        """Bars of one series, or of several beside each other."""
        table = self.figure.table
        several = len(table.series) > 1
        thick = 17.0 if several else 20.0
        drawing = Drawing(textures(len(table.series)))
        palette = scale(len(table.series))
        if self.figure.kind == "grouped":
            # Factors: what enables is spruce, what hinders is lingon.
            palette = palette[::-1]
        if several:
            self.series(drawing, palette)
        drawing.top = drawing.y
        drawing.y += 8
        for row in table.rows:
            height = (thick + 5) * len(table.series) - 5
            top = self.row_labels(drawing, row, height)
            for number, cell in enumerate(row.cells):
                faded = bool(self.figure.highlight) and row.id != self.figure.highlight
                fill = design.SPRUCE_MID if faded and not several else palette[number]
                self.bar(drawing, cell, top + number * (thick + 5), thick, fill)
            self.after(drawing, row, top + height)
        return drawing

    def bar(self, drawing: Drawing, cell: ReleasedCell, y: float, thick: float, fill: str) -> None:
        """One bar with its interval, band and value; what is withheld is hatched, with why."""
        middle = y + thick / 2
        if cell.share is None:
            drawing.boxes.append(Box(self.left, y, HIDDEN, thick, HATCH))
            text = self.reason(cell.status)
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

    def series(self, drawing: Drawing, palette: tuple[str, ...]) -> None:
        """The series by colour, in the order they are drawn; last the hatching, in stacked bars,
        where what is withheld has no words beside it."""
        table = self.figure.table
        entries = [(s.label, colour, "") for s, colour in zip(table.series, palette, strict=False)]
        if self.figure.kind == "stacked" and any(map(withheld, table.rows)):
            text = phrase(self.language, "charts.withheld", threshold=table.threshold)
            entries.append((text, HATCH, ""))
        self.legend(drawing, entries)

    def stacked(self) -> Drawing:
        """Rows whose series make up the base."""
        table = self.figure.table
        palette = scale(len(table.series))
        drawing = Drawing(textures(len(table.series)))
        self.series(drawing, palette)
        drawing.top = drawing.y
        drawing.y += 8
        thick = 26.0
        for row in table.rows:
            top = self.row_labels(drawing, row, thick)
            self.segments(drawing, row, top, thick, palette)
            self.after(drawing, row, top + thick + (2 if self.narrow else 0))
        return drawing

    def segments(
        self,
        drawing: Drawing,
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
        total = max(100, sum(share for share, _ in shown) + SLIVER * withheld(row))
        at = 0.0
        for share, colour in shown:
            start, stop = self.x(at * 100 / total), self.x((at + share) * 100 / total)
            segment(drawing, start, stop, y, thick, colour, numbers.percent(share, self.language))
            at += share
        if withheld(row):
            start = self.x(at * 100 / total)
            drawing.boxes.append(Box(start, y, self.right - start, thick, HATCH))


def segment(
    drawing: Drawing,
    start: float,
    stop: float,
    y: float,
    thick: float,
    colour: str,
    text: str,
) -> None:
    """A part of a bar, white after it, with its share where there is room."""
    drawing.boxes.append(Box(start, y, max(stop - start - 1.5, 0.5), thick, colour))
    if text_width(text, LABEL) + 6 < stop - start:
        middle = (start + stop - 1.5) / 2
        label = Label(middle, y + thick / 2 + 5, text, "middle", text_on(colour), 600)
        drawing.labels.append(label)
