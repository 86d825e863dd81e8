"""Dots: shares, means or totals by group, each a point with its interval and sensitivity band."""

from collections.abc import Sequence

from samklang.core.disclosure.released import ReleasedCell
from samklang.core.document.blocks import Figure
from samklang.core.figures.amounts import amount, numbers_shown, value_text
from samklang.core.language import numbers
from samklang.core.language.wording import Language
from samklang.render import design
from samklang.render.charts.axis import value_scale
from samklang.render.charts.drawing import (
    LABEL,
    SEMIBOLD,
    SMALL,
    Bracket,
    Canvas,
    Dot,
    Drawing,
    Label,
    Rule,
    Whisker,
)
from samklang.render.charts.measure import width as text_width
from samklang.render.charts.measure import wrapped
from samklang.render.charts.scales import scale
from samklang.render.design import Branding

SHAPES = ("circle", "diamond", "square", "triangle")
THICK, RADIUS = 20.0, 6.0


class Dots(Canvas):
    """Places a group a row, on an axis of per cent or of the table's unit; values at the right."""

    def __init__(self, figure: Figure, language: Language, branding: Branding, *, narrow: bool):
        cells = [cell for row in figure.table.rows for cell in row.cells]
        texts = [value_text(cell, figure.table, language) for cell in cells]
        widest = max((text_width(text, LABEL) * SEMIBOLD for text in texts), default=0.0)
        super().__init__(figure, language, branding, narrow=narrow, right=max(widest + 16, 50))
        self.palette = scale(len(figure.table.series), branding)
        self.scale = value_scale(numbers_shown(figure), most=4 if narrow else 6)

    @property
    def shares(self) -> bool:
        """Whether the axis is of per cent."""
        return self.figure.kind != "values"

    def x(self, value: float) -> float:
        """Where a value lies."""
        start, stop = (0.0, 100.0) if self.shares else (self.scale.start, self.scale.stop)
        return self.left + (self.right - self.left) * (value - start) / (stop - start)

    def drawing(self) -> Drawing:
        """The rows with the row of all members below a rule, and the axis with its unit."""
        table, figure = self.figure.table, self.figure
        drawing = Drawing()
        several = len(table.series) > 1
        if several:
            self.legend(
                drawing,
                [(s.label, self.palette[n], self.shape(n)) for n, s in enumerate(table.series)],
            )
        drawing.top = drawing.y
        drawing.y += 8
        tops = []
        for row in table.rows:
            total = bool(figure.total) and row.id == figure.total
            if total and row is not table.rows[0]:
                y = drawing.y - 3
                drawing.rules.append(Rule(2, y, self.width - 2, y, design.STONE))
                drawing.y += 7
            height = (THICK + 3) * len(row.cells) - 3
            top = self.row_labels(drawing, row, height)
            if row.cells[0].status == "shown":
                tops.append(top)
            for number, cell in enumerate(row.cells):
                faded = figure.highlight and row.id != figure.highlight and not total
                fill = self.branding.spruce_mid if faded and not several else self.palette[number]
                shape = self.shape(number) if several else "diamond" if total else "circle"
                y = top + number * (THICK + 3) + THICK / 2
                self.dot(drawing, cell, y, Dot(0, y, RADIUS, fill, shape))
            self.after(drawing, row, top + height)
        self.axis(drawing, self.ticks(), zero=self.scale.start == 0 or self.shares)
        self.reference(drawing, tops)
        if not self.shares and table.unit:
            (unit,) = wrapped(table.unit, SMALL, self.width - 8, lines=1)
            wide = text_width(unit, SMALL)
            x = max(min(self.left, self.width - wide - 2), 2)
            drawing.axis.append(Label(x, drawing.y + 37, unit, fill=design.MUTED, size=SMALL))
            drawing.below += 19
        return drawing

    def shape(self, number: int) -> str:
        """A series' shape: told apart without colour."""
        return SHAPES[number % len(SHAPES)]

    def ticks(self) -> list[tuple[float, str]]:
        """Grid lines and the words of those that have them."""
        if self.shares:
            return [
                (self.x(p), numbers.percent(p, self.language) if p in (0, 50, 100) else "")
                for p in (0, 25, 50, 75, 100)
            ]
        return [
            (self.x(tick), numbers.signed(tick, self.scale.decimals, self.language))
            for tick in self.scale.ticks
        ]

    def reference(self, drawing: Drawing, tops: Sequence[float]) -> None:
        """The value of all members, marked in the row of each group."""
        table = self.figure.table
        total = [r for r in table.rows if self.figure.total and r.id == self.figure.total]
        if not total or len(total[0].cells) > 1:
            return
        value = amount(total[0].cells[0]).value
        if value is None:
            return
        for top in tops:
            x = self.x(value)
            line = Rule(x, top - 4, x, top + THICK + 4, design.MUTED, dashed=True)
            drawing.rules.append(line)

    def dot(self, drawing: Drawing, cell: ReleasedCell, y: float, mark: Dot) -> None:
        """A point with its whisker and band; why where it is withheld, and no point."""
        between = amount(cell)
        if between.value is None:
            text = self.reason(cell.status)
            label = Label(self.left + 6, y + 5, text, fill=design.MUTED, halo=True)
            drawing.labels.append(label)
            return
        if cell.band_low is not None and cell.band_high is not None:
            above = y - THICK / 2
            drawing.brackets.append(Bracket(self.x(cell.band_low), self.x(cell.band_high), above))
        if between.low is not None and between.high is not None:
            drawing.whiskers.append(Whisker(self.x(between.low), self.x(between.high), y))
        drawing.dots.append(Dot(self.x(between.value), y, mark.radius, mark.fill, mark.shape))
        text = value_text(cell, self.figure.table, self.language)
        drawing.labels.append(Label(self.width - 2, y + 5, text, "end", weight=600))
