"""Plot room: bars keep most of a native chart's width where the names beside them are long."""

from pptx.chart.chart import Chart

from samklang.core.document.blocks import Figure
from samklang.render.charts.measure import width
from samklang.render.slides import legend

# The share of a chart's width that names get; longer ones go on to another line. Left to
# themselves programs let names of a sentence take two thirds and print the numbers on each other.
NAMES = 0.38
# Points below the bars for the numbers of an axis, in lines of text.
AXIS = 1.6


def keep(chart: Chart, figure: Figure, room: tuple[float, float], points: float) -> None:
    """The plot in its place, beside names that wrap. room: the chart's sides in points."""
    names = max(width(row.label, points) for row in figure.table.rows) * legend.WIDER
    if not figure.end_to_end or names <= NAMES * room[0]:
        return
    own = legend.OWN * points * legend.LINE if chart.has_legend else 0.0
    top = min((legend.height(figure, room[0], points) or own) / room[1], legend.MOST)
    low = 0.02 if figure.kind == "diverging" else AXIS * points / room[1]
    place = NAMES, top, 1 - NAMES - 0.02, 1 - top - low
    legend.place_plot(chart, place, target="inner")
