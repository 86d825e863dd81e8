"""Reading: an example of a bar with the name of each of its marks beside it."""

from dataclasses import dataclass

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series
from samklang.core.document.blocks import Figure
from samklang.core.document.method_box import ReadingChart
from samklang.core.figures.how_to_read import ANSWERED, BAND, CHOSE, INTERVAL, SHARE
from samklang.core.language.wording import Language
from samklang.render import design
from samklang.render.charts.bars import Bars
from samklang.render.charts.drawing import LABEL, LINE, SEMIBOLD, SMALL, Drawing, Label, Rule
from samklang.render.charts.measure import width as text_width
from samklang.render.charts.measure import wrapped
from samklang.render.charts.svg import draw
from samklang.render.design import Branding

# Its address: no figure of a theme may be called so.
ID = "samklang-reading"
THICK = 22.0
# How long the line from a mark to its name is.
LEAD = 15.0
# The room that the name of a bar takes above it.
NAMED = LINE + 4


def reading_svg(
    chart: ReadingChart, language: Language, branding: Branding, *, narrow: bool = False
) -> str:
    """The example as SVG, drawn as the report's own bars are."""
    canvas = _Example(chart, language, branding, narrow=narrow)
    drawing = canvas.drawing()
    return draw(
        "chart.svg",
        branding,
        id=f"{ID}-{'narrow' if narrow else 'wide'}",
        title=chart.about,
        alt=chart.alt,
        width=canvas.width,
        height=drawing.y + drawing.below,
        drawing=drawing,
    )


class _Example(Bars):
    """The answer that is shown with its marks, and below it the one that is withheld."""

    def __init__(
        self, chart: ReadingChart, language: Language, branding: Branding, *, narrow: bool
    ):
        self.chart = chart
        super().__init__(_figure(chart), language, branding, narrow=narrow)

    def bars(self) -> Drawing:
        """The rows, each name at the end of a line from its mark."""
        chart, drawing = self.chart, Drawing()
        for number, line in enumerate(wrapped(chart.about, SMALL, self.width - 4)):
            y = 14 + number * LINE
            drawing.labels.append(Label(2, y, line, fill=design.MUTED, size=SMALL))
            drawing.y = y + 8
        drawing.labels.append(Label(2, drawing.y + 12, chart.base, weight=600))
        drawing.y += 22
        drawing.top = drawing.y
        shown, *withheld = self.figure.table.rows
        cell = shown.cells[0]
        # Where it is narrow the answer stands above its bar, beside the name of the band.
        drawing.y += (20 + LEAD if chart.band else 8) - (NAMED if self.narrow else 0)
        top = self.row_labels(drawing, shown, THICK)
        self.bar(drawing, cell, top, THICK, self.branding.spruce)
        foot, rows = top + THICK, 0
        # The two whose names are led to: each has the side of the bar that it lies on.
        band = _Led(chart.band, self.x(BAND[1]) - 12, foot + 6 if chart.below else top - 5)
        beyond = (self.x(SHARE) + self.x(INTERVAL[1])) / 2
        interval = _Led(chart.interval, beyond, top + THICK / 2)
        if chart.below and chart.band:
            self._line_below(drawing, band.y)
        above, under = (interval, band) if chart.below and chart.band else (band, interval)
        if above.name:
            end = top - 6 - LEAD
            drawing.rules.append(Rule(above.x, above.y - 1, above.x, end, design.INK))
            self._name(drawing, above.name, above.x, end - 5)
        if under.name:
            rows = 1 if self._meet(chart, under) else 0
            end = foot + LEAD + rows * LINE
            drawing.rules.append(Rule(under.x, under.y + 2, under.x, end, design.INK))
            self._name(drawing, under.name, under.x, end + 13)
        at = self.left + 16
        drawing.rules.append(Rule(at, foot, at, foot + LEAD, design.INK))
        drawing.labels.append(Label(at - 12, foot + LEAD + 13, chart.share, weight=600))
        drawing.y = foot + LEAD + 13 + rows * LINE + 14
        for row in withheld:
            top = self.row_labels(drawing, row, THICK)
            self.bar(drawing, row.cells[0], top, THICK, self.branding.spruce)
            begin = self.left + 12 + text_width(self.reason("few"), LABEL)
            middle = top + THICK / 2
            drawing.rules.append(Rule(begin, middle, begin + LEAD + 8, middle, design.INK))
            drawing.labels.append(
                Label(begin + LEAD + 12, middle + 5, chart.hidden, weight=600, halo=True)
            )
            drawing.y = top + THICK + 8
        return drawing

    def _name(self, drawing: Drawing, name: str, at: float, y: float) -> None:
        """The name of a mark with its middle at a place, or as near to it as there is room."""
        half = text_width(name, LABEL) * SEMIBOLD / 2
        x = min(max(at, half + 2), self.width - half - 2)
        drawing.labels.append(Label(x, y, name, "middle", weight=600, halo=True))

    def _line_below(self, drawing: Drawing, y: float) -> None:
        """The band as office programs draw it: a line of its own with both its ends marked."""
        drawing.brackets.clear()
        low, high = (self.x(end) for end in BAND)
        lines = ((low, y, high, y), (low, y - 4, low, y + 4), (high, y - 4, high, y + 4))
        drawing.rules += [Rule(*line, self.branding.lingon) for line in lines]

    def _meet(self, chart: ReadingChart, under: "_Led") -> bool:
        """Whether the names below the bar would stand in each other's way on one line."""
        half = text_width(under.name, LABEL) * SEMIBOLD / 2
        return self.left + 4 + text_width(chart.share, LABEL) * SEMIBOLD + 14 > under.x - half


@dataclass(frozen=True)
class _Led:
    """A mark whose name stands at the end of a line from it: '' where the report has none."""

    name: str
    x: float
    y: float


def _figure(chart: ReadingChart) -> Figure:
    low, high = INTERVAL if chart.interval else (None, None)
    band_low, band_high = BAND if chart.band else (None, None)
    cell = ReleasedCell("shown", CHOSE, SHARE, low, high, band_low, band_high)
    rows = [ReleasedRow("shown", chart.shown, ANSWERED, (cell,))]
    if chart.withheld:
        rows.append(ReleasedRow("withheld", chart.withheld, ANSWERED, (ReleasedCell("few"),)))
    table = ReleasedTable(
        id=ID,
        series=(Series("share", ""),),
        rows=tuple(rows),
        threshold=chart.threshold,
        base=ANSWERED,
    )
    return Figure(
        id=ID,
        number=0,
        kind="bars",
        title=chart.about,
        summary="",
        alt=chart.alt,
        question="",
        base=chart.base,
        unit="",
        weighting="",
        interval="",
        sensitivity="",
        notes=(),
        row_header="",
        table=table,
    )
