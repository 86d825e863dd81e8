"""Charts: native bars with their intervals as error bars, all of it in the embedded workbook."""

import datetime
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow
from samklang.core.language.phrases import phrase
from samklang.core.report.document import Figure
from samklang.core.wording import Language
from samklang.render import design
from samklang.render.archive import settled
from samklang.render.charts.diverging import withheld_words
from samklang.render.charts.scales import scale, text_on
from samklang.render.charts.sides import colours, sides
from samklang.render.slides.template import clean

# Between the sides of a diverging chart and what stands aside, in per cent; a share shorter than
# SHORT has no room for its label.
ASIDE, SHORT = 8, 8
# The name of empty room: its entry in the legend is as empty, in every program that shows one.
ROOM = "\u00a0"
FORMATS: dict[Language, str] = {"sv": '0"\u00a0%"', "en": '0"%"'}


def add_chart(
    slide: Any, figure: Figure, language: Language, tag: str, box: tuple[int, int, int, int]
) -> None:
    """The figure as a native chart in `box` (left, top, width, height in EMU)."""
    data, kind = _data(figure, language)
    frame = slide.shapes.add_chart(kind, *box, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(figure.alt))
    frame.name = f"{frame.name} {figure.id}"
    frame.chart.part.chart_workbook.update_from_xlsx_blob(workbook(figure, language))
    _dress(frame.chart, figure, language, tag, points=14)


def chart_part(figure: Figure, language: Language, tag: str, *, points: float) -> bytes:
    """The chart as a part that stands by itself, for other Office files; its workbook is rId1.

    points: the size of its text.
    """
    data, kind = _data(figure, language)
    space = parse_xml(data.xml_bytes(kind))
    _dress(Chart(space, None), figure, language, tag, points=points)
    _without_frame(space)
    workbook_of = etree.SubElement(space, qn("c:externalData"))
    workbook_of.set(qn("r:id"), "rId1")
    etree.SubElement(workbook_of, qn("c:autoUpdate")).set("val", "0")
    made: bytes = etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _without_frame(space: Any) -> None:
    """No ground and no line around a chart: on paper it stands in the text."""
    shape = etree.Element(qn("c:spPr"))
    etree.SubElement(shape, qn("a:noFill"))
    etree.SubElement(etree.SubElement(shape, qn("a:ln")), qn("a:noFill"))
    space.find(qn("c:chart")).addnext(shape)


def _data(figure: Figure, language: Language) -> tuple[CategoryChartData, Any]:
    """The shares by category and series, and the kind of chart."""
    table = figure.table
    data = CategoryChartData(number_format="0")
    data.categories = [category(row, figure, language) for row in table.rows]
    for label, _, values in _columns(figure):
        data.add_series(label, values)
    stacked = figure.end_to_end
    return data, XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED


def _columns(figure: Figure) -> list[tuple[str, int | None, list[int | None]]]:
    """The columns of a chart: name, number of the series (None for empty room) and a value a row.

    A diverging chart has room at the left of each row, so that all rows have their middle in line,
    and room before what stands aside.
    """
    table = figure.table

    def column(number: int) -> tuple[str, int | None, list[int | None]]:
        shares = [row.cells[number].share for row in table.rows]
        return clean(table.series[number].label), number, shares

    if figure.kind != "diverging":
        return [column(number) for number in range(len(table.series))]
    found = sides(figure)
    left, right = _lengths(figure, found.left), _lengths(figure, found.right)
    before: list[int | None] = [max(left) - one for one in left]
    between: list[int | None] = [max(right) - one + ASIDE for one in right]
    made = [(ROOM, None, before), *map(column, found.left + found.right)]
    if found.middle:
        made += [(ROOM, None, between), *map(column, found.middle)]
    return made


def _lengths(figure: Figure, numbers: Sequence[int]) -> list[int]:
    """How long one side of each row is, in per cent."""
    return [sum(row.cells[n].share or 0 for n in numbers) for row in figure.table.rows]


def _dress(chart: Any, figure: Figure, language: Language, tag: str, *, points: float) -> None:
    """The house's look, the labels and the error bars; text is `points` high."""
    stacked = figure.end_to_end
    size = Pt(points)
    chart.font.size, chart.font.name = size, design.SANS
    chart.font.color.rgb = _rgb(design.INK)
    chart.has_title = False
    _axes(chart, language, size)
    if figure.kind == "diverging":
        _middle_line(chart, figure)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 55, 100 if stacked else -8
    _colours(plot, figure)
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = FORMATS[language], False
    labels.font.size, labels.font.bold = size, True
    chart.has_legend = len(figure.table.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = size
    if stacked:
        _labels_by_series(plot, figure, language, size)
    else:
        _error_bars(chart, figure)
        _labels_inside(plot)
    for element in chart._chartSpace.iter(qn("a:defRPr"), qn("a:endParaRPr"), qn("a:rPr")):
        element.set("lang", tag)


def category(row: ReleasedRow, figure: Figure, language: Language) -> str:
    """A row's label, with the reason where all of it is withheld."""
    label = clean(row.label)
    if figure.kind == "diverging" and any(cell.share is None for cell in row.cells):
        reason = clean(withheld_words(row, figure, language)).rstrip(".")
        return phrase(language, "slides.withheld", label=label, reason=reason)
    if any(cell.share is not None for cell in row.cells):
        return label
    key = "units.few" if row.cells[0].status == "few" else "charts.protected"
    reason = phrase(language, key, threshold=figure.table.threshold)
    return phrase(language, "slides.withheld", label=label, reason=reason)


def workbook(figure: Figure, language: Language) -> bytes:
    """The chart's workbook: shares first, then interval, error bars, counts and base per series."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    sheet = book.add_worksheet("Sheet1")
    table = figure.table
    columns = _columns(figure)
    for number, (label, _, values) in enumerate(columns):
        sheet.write_string(0, 1 + number, label)
        for r, value in enumerate(values, 1):
            if value is not None:
                sheet.write_number(r, 1 + number, value)
    for number, series in enumerate(table.series):
        for offset, name in enumerate(("low", "high", "minus", "plus", "answers")):
            word = phrase(language, f"slides.{name}")
            column = _first(columns, number) + offset
            sheet.write_string(0, column, clean(f"{series.label}: {word}"))
    base = _first(columns, len(table.series))
    sheet.write_string(0, base, phrase(language, "slides.base"))
    for r, row in enumerate(table.rows, 1):
        sheet.write_string(r, 0, category(row, figure, language))
        for number, cell in enumerate(row.cells):
            if cell.share is not None:
                for offset, value in enumerate(_spread(cell)):
                    if value is not None:
                        sheet.write_number(r, _first(columns, number) + offset, value)
        if row.base is not None:
            sheet.write_number(r, base, row.base)
    book.close()
    return settled(out.getvalue())


def _first(columns: Sequence[object], number: int) -> int:
    """The first interval column of a series, after all that is drawn."""
    return 1 + len(columns) + 5 * number


def _spread(cell: ReleasedCell) -> tuple[int | None, ...]:
    """Low, high, the lengths of the error bars down and up, and the count."""
    share, low, high = cell.share, cell.low, cell.high
    if share is None or low is None or high is None:
        return (low, high, None, None, cell.count)
    return (low, high, share - low, high - share, cell.count)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())


def _axes(chart: Any, language: Language, size: Pt) -> None:
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale, values.major_unit = 0, 100, 25
    values.tick_labels.number_format = FORMATS[language]
    values.tick_labels.number_format_is_linked = False
    values.tick_labels.font.size = size
    values.major_gridlines.format.line.color.rgb = _rgb(design.LINE)
    values.format.line.fill.background()
    names.reverse_order = True
    names.tick_labels.font.size = size
    names.format.line.color.rgb = _rgb(design.INK)
    names.has_major_gridlines = False
    # With the order reversed the value axis would stand on top.
    values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _middle_line(chart: Any, figure: Figure) -> None:
    """The categories' line stands in the middle; lengths are told by the labels, not by an axis
    that would count from the edge."""
    values, names = chart.value_axis, chart.category_axis
    columns = [column for _, _, column in _columns(figure)]
    longest = max(sum(one or 0 for one in row) for row in zip(*columns, strict=True))
    values.maximum_scale = max(longest, 1)
    values.crosses = XL_AXIS_CROSSES.CUSTOM
    values.crosses_at = max(_lengths(figure, sides(figure).left))
    values.has_major_gridlines = False
    values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = XL_TICK_MARK.NONE


def _scale(figure: Figure) -> tuple[str, ...]:
    """A colour for each series, as in the drawn charts."""
    if figure.kind == "diverging":
        return colours(sides(figure))
    found = scale(len(figure.table.series))
    return tuple(reversed(found)) if figure.kind == "grouped" else found


def _colours(plot: Any, figure: Figure) -> None:
    palette = _scale(figure)
    columns = _columns(figure)
    for series, (_, number, _) in zip(plot.series, columns, strict=True):
        if number is None:
            series.format.fill.background()
        else:
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = _rgb(palette[number])
        series.invert_if_negative = False


def _labels_by_series(plot: Any, figure: Figure, language: Language, size: Pt) -> None:
    """Labels in white on dark segments and in ink on pale ones."""
    palette = _scale(figure)
    shown = FORMATS[language]
    if figure.kind == "diverging":
        shown = f'[<{SHORT}]"";{shown}'
    for series, (_, number, _) in zip(plot.series, _columns(figure), strict=True):
        labels = series.data_labels
        labels.show_value = number is not None
        if number is None:
            continue
        labels.number_format, labels.number_format_is_linked = shown, False
        labels.font.size, labels.font.bold = size, True
        labels.font.color.rgb = _rgb(text_on(palette[number]))


def _labels_inside(plot: Any) -> None:
    """Labels at the foot of the bars, clear of the error bars, in white."""
    plot.data_labels.font.color.rgb = _rgb(design.PAPER)
    plot.data_labels.position = XL_LABEL_POSITION.INSIDE_BASE


def _error_bars(chart: Any, figure: Figure) -> None:
    """Custom error bars that refer to the workbook's columns (ECMA-376, 21.2.2.55)."""
    rows = figure.table.rows
    for number, series in enumerate(chart._chartSpace.iter(qn("c:ser"))):
        cells = [row.cells[number] for row in rows]
        bars = etree.Element(qn("c:errBars"))
        for name, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
            etree.SubElement(bars, qn(f"c:{name}")).set("val", value)
        first = _first(rows[0].cells if rows else (), number)
        _reference(bars, "plus", first + 3, [_spread(cell)[3] for cell in cells])
        _reference(bars, "minus", first + 2, [_spread(cell)[2] for cell in cells])
        shape = etree.SubElement(bars, qn("c:spPr"))
        line = etree.SubElement(shape, qn("a:ln"))
        line.set("w", "15875")
        fill = etree.SubElement(line, qn("a:solidFill"))
        etree.SubElement(fill, qn("a:srgbClr")).set("val", design.INK[1:].upper())
        # The schema wants error bars right before the categories.
        series.find(qn("c:cat")).addprevious(bars)


def _reference(bars: Any, name: str, column: int, values: Sequence[int | None]) -> None:
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
