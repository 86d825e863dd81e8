"""Error bars: intervals and sensitivity bands of a native chart, which refer to its workbook."""

from collections.abc import Sequence

from lxml import etree
from pptx.chart.chart import Chart
from pptx.oxml.ns import qn

from samklang.core.document.blocks import Figure
from samklang.render import design
from samklang.render.design import Branding
from samklang.render.element import Element, element_at
from samklang.render.slides.workbook import (
    BAND,
    DETAILS,
    Number,
    band_column,
    band_details,
    charted,
    detail_column,
    details,
)

NO_DETAILS: tuple[Number, ...] = (None,) * len(DETAILS)


def add_error_bars(chart: Chart, figure: Figure, branding: Branding) -> None:
    """Custom error bars that refer to the workbook's columns (ECMA-376, 21.2.2.55)."""
    rows, decimals = figure.table.rows, figure.table.decimals
    every = list(chart._chartSpace.iter(qn("c:ser")))
    for series, (_, number, values) in zip(every, charted(figure), strict=True):
        assert number is not None
        if number == BAND:
            _band_bars(series, figure, branding)
            continue
        whiskers = [
            details(row.cells[number], decimals) if value is not None else NO_DETAILS
            for row, value in zip(rows, values, strict=True)
        ]
        bars = _custom(figure)
        _reference(bars, "plus", detail_column(figure, number, "plus"), [d[3] for d in whiskers])
        _reference(bars, "minus", detail_column(figure, number, "minus"), [d[2] for d in whiskers])
        _drawn(bars, series, design.INK)


def _band_bars(series: Element, figure: Figure, branding: Branding) -> None:
    """The sensitivity band: error bars of a column that is not seen, beside the one that is."""
    bands = [band_details(row.cells[0]) for row in figure.table.rows]
    bars = _custom(figure)
    # Its values stand after everything else of the workbook, and it has no name.
    middle = _letter(band_column(figure, "middle"))
    cells = element_at(f"{qn('c:val')}//{qn('c:f')}", of=series)
    cells.text = f"Sheet1!${middle}$2:${middle}${1 + len(bands)}"
    element_at(f"{qn('c:tx')}//{qn('c:f')}", of=series).text = f"Sheet1!${middle}$1"
    _reference(bars, "plus", band_column(figure, "plus"), [d[3] for d in bands])
    _reference(bars, "minus", band_column(figure, "minus"), [d[2] for d in bands])
    _drawn(bars, series, branding.lingon, wide=3 if figure.of_points else 1)
    if figure.of_points:
        # On the line of its point's interval, so it lies behind it, and is wider.
        plot = element_at("..", of=series)
        element_at(qn("c:ser"), of=plot).addprevious(series)
        for number, other in enumerate(plot.findall(qn("c:ser"))):
            element_at(qn("c:order"), of=other).set("val", str(number))


def _custom(figure: Figure) -> Element:
    bars = etree.Element(qn("c:errBars"))
    if figure.of_points:
        etree.SubElement(bars, qn("c:errDir")).set("val", "y")
    for name, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, qn(f"c:{name}")).set("val", value)
    return bars


def _drawn(bars: Element, series: Element, colour: str, *, wide: int = 1) -> None:
    """Error bars in a colour, put where the schema wants them: right before the categories."""
    shape = etree.SubElement(bars, qn("c:spPr"))
    line = etree.SubElement(shape, qn("a:ln"))
    line.set("w", str(15_875 * wide))
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr")).set("val", colour[1:].upper())
    element_at(qn("c:cat"), of=series).addprevious(bars)


def _reference(bars: Element, name: str, column: int, values: Sequence[Number]) -> None:
    part = etree.SubElement(bars, qn(f"c:{name}"))
    reference = etree.SubElement(part, qn("c:numRef"))
    letter = _letter(column)
    formula = etree.SubElement(reference, qn("c:f"))
    formula.text = f"Sheet1!${letter}$2:${letter}${1 + len(values)}"
    cache = etree.SubElement(reference, qn("c:numCache"))
    etree.SubElement(cache, qn("c:formatCode")).text = "General"
    etree.SubElement(cache, qn("c:ptCount")).set("val", str(len(values)))
    for number, value in enumerate(values):
        if value is not None:
            point = etree.SubElement(cache, qn("c:pt"))
            point.set("idx", str(number))
            etree.SubElement(point, qn("c:v")).text = str(value)


def _letter(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
