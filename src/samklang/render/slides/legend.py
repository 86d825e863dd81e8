"""Legend: the room that the names of many series take above a native chart, and its place."""

from lxml import etree
from pptx.chart.chart import Chart
from pptx.oxml.ns import qn
from pptx.util import Pt

from samklang.core.document.blocks import Figure
from samklang.render.charts.measure import width, wrapped
from samklang.render.element import Element
from samklang.render.slides.template import clean

# A legend of so many lines finds its own place; of more, programs may leave no room for the bars.
OWN = 2
# Points: the key before a name with the gap after it; text is no larger.
KEY, LARGEST = 24.0, 12.0
# Where the house's font is missing letters are wider, and no program fills the room to its edge.
WIDER, FILLED = 1.15, 0.94
LINE = 1.45
MOST = 0.62  # of a chart's height


def height(figure: Figure, wide: float, points: float) -> float:
    """How tall the legend of a chart `wide` points across is; 0 where it finds its own place.

    points: the size of the chart's text. Programs set the names in columns as wide as the widest.
    """
    labels = [clean(series.label) for series in figure.table.series]
    if len(labels) < 2:
        return 0.0
    size, room = min(points, LARGEST), wide * FILLED
    widest = max(width(label, size) for label in labels) * WIDER + KEY
    columns = int(room / widest)
    if columns:
        lines = -(-len(labels) // columns)
    else:
        lines = sum(len(wrapped(x, size, (room - KEY) / WIDER, lines=9)) for x in labels)
    return 0.0 if lines <= OWN else lines * size * LINE


def place(chart: Chart, figure: Figure, room: tuple[float, float], points: float) -> None:
    """The legend above the plot, both where they have room. room: the chart's sides in points."""
    tall = height(figure, room[0], points)
    if not tall:
        return
    share = min(tall / room[1], MOST)
    chart.legend.font.size = Pt(min(points, LARGEST))
    legend = chart.legend._element
    # The schema wants the layout after the place and the entries.
    before = [*legend.findall(qn("c:legendPos")), *legend.findall(qn("c:legendEntry"))][-1]
    for old in legend.findall(qn("c:layout")):
        legend.remove(old)
    before.addnext(_layout(0.02, 0.0, 0.96, share))
    place_plot(chart, (0.0, share, 1.0, 1 - share), target="outer")


def place_plot(chart: Chart, place: tuple[float, float, float, float], *, target: str) -> None:
    """The plot at a place by hand: its left, top, width and height in parts of the chart's sides.

    target: "inner" for the bars alone, "outer" with the names beside them.
    """
    plot = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    for old in plot.findall(qn("c:layout")):
        plot.remove(old)
    plot.insert(0, _layout(*place, target=target))


def _layout(x: float, y: float, wide: float, tall: float, *, target: str = "") -> Element:
    """A place by hand, in parts of the chart's sides (ECMA-376, 21.2.2.95)."""
    made = etree.Element(qn("c:layout"))
    manual = etree.SubElement(made, qn("c:manualLayout"))
    if target:
        etree.SubElement(manual, qn("c:layoutTarget")).set("val", target)
    for name in ("xMode", "yMode"):
        etree.SubElement(manual, qn(f"c:{name}")).set("val", "edge")
    for name, value in (("x", x), ("y", y), ("w", wide), ("h", tall)):
        etree.SubElement(manual, qn(f"c:{name}")).set("val", f"{value:.4f}")
    return made
