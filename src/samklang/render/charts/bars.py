"""Bars: shares with their intervals and sensitivity bands, grouped or stacked."""

from samklang.core.disclosure.released import ReleasedCell
from samklang.core.document.blocks import Figure
from samklang.core.language import numbers
from samklang.core.language.wording import Language
from samklang.render import design
from samklang.render.charts.drawing import (
    Box,
    Bracket,
    Canvas,
    Drawing,
    Label,
    Whisker,
)
from samklang.render.charts.end_to_end import groups, parts
from samklang.render.charts.laying import INDENT, gap_entry, lay, row_height, say_why, why_lines
from samklang.render.charts.scales import scale, textures
from samklang.render.design import Branding


class Bars(Canvas):
    """Places the rows of one figure on an axis from 0 to 100 per cent.

    thick, thick_of_several: the height of a bar. apart: between the bars of a row, where a
    sensitivity band lies above its bar. banded: whether bands are drawn.
    """

    thick, thick_of_several, apart, banded = 20.0, 17.0, 8.0, True

    def __init__(self, figure: Figure, language: Language, branding: Branding, *, narrow: bool):
        # Room at the right for a value beside a bar that reaches 100 %.
        right = 12.0 if figure.kind == "stacked" else 62.0
        super().__init__(figure, language, branding, narrow=narrow, right=right)

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
        thick = self.thick_of_several if several else self.thick
        drawing = Drawing(textures(len(table.series), self.branding))
        palette = scale(len(table.series), self.branding)
        if self.figure.kind == "grouped":
            # Factors: what enables is spruce, what hinders is lingon.
            palette = palette[::-1]
        if several:
            self.series(drawing, palette)
        drawing.top = drawing.y
        drawing.y += 10
        for row in table.rows:
            height = (thick + self.apart) * len(table.series) - self.apart
            top = self.row_labels(drawing, row, height)
            for number, cell in enumerate(row.cells):
                faded = bool(self.figure.highlight) and row.id != self.figure.highlight
                fill = self.branding.spruce_mid if faded and not several else palette[number]
                self.bar(drawing, cell, top + number * (thick + self.apart), thick, fill)
            self.after(drawing, row, top + height)
        return drawing

    def bar(self, drawing: Drawing, cell: ReleasedCell, y: float, thick: float, fill: str) -> None:
        """One bar with its interval, band and value; why where it is withheld, and no bar."""
        middle = y + thick / 2
        if cell.share is None:
            text = self.reason(cell.status)
            label = Label(self.left + 6, middle + 5, text, fill=design.MUTED, halo=True)
            drawing.labels.append(label)
            return
        drawing.boxes.append(Box(self.left, y, self.x(cell.share) - self.left, thick, fill))
        end = self.x(cell.share)
        if self.banded and cell.band_low is not None and cell.band_high is not None:
            drawing.brackets.append(Bracket(self.x(cell.band_low), self.x(cell.band_high), y - 5))
            end = max(end, self.x(cell.band_high))
        if cell.low is not None and cell.high is not None:
            drawing.whiskers.append(Whisker(self.x(cell.low), self.x(cell.high), middle))
            end = max(end, self.x(cell.high))
        text = numbers.percent(cell.share, self.language)
        drawing.labels.append(Label(end + 7, middle + 5, text, weight=600))

    def series(self, drawing: Drawing, palette: tuple[str, ...]) -> None:
        """The series by colour, in the order they are drawn; last the gaps of stacked bars."""
        table = self.figure.table
        entries = [(s.label, colour, "") for s, colour in zip(table.series, palette, strict=False)]
        self.legend(drawing, [*entries, *gap_entry(self.figure, self.language)])

    def stacked(self) -> Drawing:
        """Rows whose series make up the base."""
        table = self.figure.table
        palette = scale(len(table.series), self.branding)
        drawing = Drawing(textures(len(table.series), self.branding))
        self.series(drawing, palette)
        drawing.top = drawing.y
        drawing.y += 8
        for row in table.rows:
            why = why_lines(row, self.figure, self.language, self.width - self.left - 4 - INDENT)
            height = row_height(row, why)
            top = self.row_labels(drawing, row, height)
            (laid,) = parts(row, groups(self.figure))
            unit = (self.right - self.left) / 100
            lay(drawing, laid, self.left, top, unit, palette, self.language)
            say_why(drawing, why, self.left, top, bool(laid))
            self.after(drawing, row, top + height + (2 if self.narrow else 0))
        return drawing
