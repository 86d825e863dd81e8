"""Charts: native bars and points with their intervals as error bars, all of it in the workbook."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from lxml import etree
from pptx.chart.axis import CategoryAxis
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.plot import BarPlot
from pptx.chart.series import BarSeries
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt

from samklang.core.document.blocks import Figure
from samklang.core.language.languages import RULES
from samklang.core.language.wording import Language
from samklang.render import design
from samklang.render.charts.scales import (
    DISTINCT,
    Texture,
    mark_on,
    scale,
    text_on,
    textures,
    under_ink,
)
from samklang.render.charts.sides import colours, sides, steps
from samklang.render.design import Branding
from samklang.render.element import Element, element_at
from samklang.render.slides import legend, plot_room
from samklang.render.slides import points as point_chart
from samklang.render.slides.error_bars import add_error_bars
from samklang.render.slides.number_formats import number_format
from samklang.render.slides.template import clean, rgb
from samklang.render.slides.workbook import (
    BAND,
    LEFT,
    category,
    charted,
    lengths,
    workbook,
)

# A share shorter than this has no room for its label, in per cent.
SHORT = 8
EMU = 12_700  # in a point
PATTERNS = {
    "stripes": MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    "lines": MSO_PATTERN.DARK_HORIZONTAL,
    "dots": MSO_PATTERN.PERCENT_25,
}


def add_chart(
    slide: Any,
    figure: Figure,
    language: Language,
    branding: Branding,
    tag: str,
    box: tuple[int, int, int, int],
) -> None:
    """The figure as a native chart in `box` (left, top, width, height in EMU)."""
    data, kind = _charted(figure, language)
    frame = slide.shapes.add_chart(kind, *box, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(figure.alt))
    frame.name = f"{frame.name} {figure.id}"
    room = box[2] / EMU, box[3] / EMU
    _dress(frame.chart, figure, language, branding, tag, points=14, room=room)


def chart_part(
    figure: Figure,
    language: Language,
    branding: Branding,
    tag: str,
    *,
    points: float,
    room: tuple[float, float],
) -> bytes:
    """The chart as a part that stands by itself, for other Office files; its workbook is rId1.

    points: the size of its text. room: its width and height in points.
    """
    data, kind = _charted(figure, language)
    space = parse_xml(data.xml_bytes(kind))
    _dress(Chart(space, None), figure, language, branding, tag, points=points, room=room)
    _without_frame(space)
    workbook_of = etree.SubElement(space, qn("c:externalData"))
    workbook_of.set(qn("r:id"), "rId1")
    etree.SubElement(workbook_of, qn("c:autoUpdate")).set("val", "0")
    made: bytes = etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _without_frame(space: Element) -> None:
    """No ground and no line around a chart: on paper it stands in the text."""
    shape = etree.Element(qn("c:spPr"))
    etree.SubElement(shape, qn("a:noFill"))
    etree.SubElement(etree.SubElement(shape, qn("a:ln")), qn("a:noFill"))
    element_at(qn("c:chart"), of=space).addnext(shape)


class _Data(CategoryChartData):
    """A figure's numbers, with our own workbook behind them."""

    def __init__(self, figure: Figure, language: Language):
        super().__init__(number_format="0" if not figure.has_values else "General")
        self.figure, self.language = figure, language

    @property
    def xlsx_blob(self) -> bytes:
        return workbook(self.figure, self.language)


class _Charted(NamedTuple):
    """The numbers by category and series, and the kind of chart."""

    data: _Data
    kind: XL_CHART_TYPE


def _charted(figure: Figure, language: Language) -> _Charted:
    data = _Data(figure, language)
    data.categories = [category(row, figure, language) for row in figure.table.rows]
    for label, _, values in charted(figure):
        data.add_series(label, values)
    if figure.of_points:
        return _Charted(data, XL_CHART_TYPE.LINE_MARKERS)
    stacked = figure.end_to_end
    return _Charted(data, XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED)


def _dress(
    chart: Chart,
    figure: Figure,
    language: Language,
    branding: Branding,
    tag: str,
    *,
    points: float,
    room: tuple[float, float],
) -> None:
    """The house's look, the labels and the error bars; text is `points` high."""
    size = Pt(points)
    chart.font.size, chart.font.name = size, design.SANS
    chart.font.color.rgb = rgb(design.INK)
    chart.has_title = False
    plot = chart.plots[0]
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format = number_format(figure.table, language)
    labels.number_format_is_linked = False
    labels.font.size, labels.font.bold = size, True
    chart.has_legend = len(figure.table.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = size
        legend.place(chart, figure, room, points)
    if figure.of_points:
        point_chart.dress(chart, figure, language, branding, size)
    else:
        _bars(chart, plot, figure, language, branding, size)
    if not figure.end_to_end:
        add_error_bars(chart, figure, branding)
    plot_room.keep(chart, figure, room, points)
    _axis_ids(chart)
    for element in chart._chartSpace.iter(qn("a:defRPr"), qn("a:endParaRPr"), qn("a:rPr")):
        element.set("lang", tag)


def _axis_ids(chart: Chart) -> None:
    """Axes numbered from 1: the schema has no negative numbers (ECMA-376, 21.2.2.1)."""
    names = ("axId", "crossAx")
    every = [e for name in names for e in chart._chartSpace.iter(qn(f"c:{name}"))]
    numbers = {old: str(n) for n, old in enumerate(dict.fromkeys(e.get("val") for e in every), 1)}
    for element in every:
        element.set("val", numbers[element.get("val")])


def _bars(
    chart: Chart, plot: BarPlot, figure: Figure, language: Language, branding: Branding, size: Pt
) -> None:
    _axes(chart, language, size)
    if figure.kind == "diverging":
        _middle_line(chart, figure)
    plot.gap_width, plot.overlap = 55, 100 if figure.end_to_end else -8
    _colours(plot, figure, branding)
    _labels_by_series(plot, figure, language, branding, size)


def _axes(chart: Chart, language: Language, size: Pt) -> None:
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale, values.major_unit = 0, 100, 25
    values.tick_labels.number_format = RULES[language].office_percent
    values.tick_labels.number_format_is_linked = False
    values.tick_labels.font.size = size
    values.major_gridlines.format.line.color.rgb = rgb(design.LINE)
    values.format.line.fill.background()
    names.reverse_order = True
    names.tick_labels.font.size = size
    names.format.line.color.rgb = rgb(design.INK)
    names.has_major_gridlines = False
    _all_named(names)
    # With the order reversed the value axis would stand on top.
    values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _all_named(axis: CategoryAxis) -> None:
    """Every category's name is shown (ECMA-376, 21.2.2.214), also where room is scarce."""
    skip = etree.Element(qn("c:tickLblSkip"))
    skip.set("val", "1")
    element_at(qn("c:lblOffset"), of=axis._element).addnext(skip)


def _middle_line(chart: Chart, figure: Figure) -> None:
    """The categories' line stands in the middle; lengths are told by the labels, not by an axis
    that would count from the edge."""
    values, names = chart.value_axis, chart.category_axis
    drawn = [column for _, _, column in charted(figure)]
    longest = max(sum(value or 0 for value in row) for row in zip(*drawn, strict=True))
    values.maximum_scale = max(longest, 1)
    values.crosses = XL_AXIS_CROSSES.CUSTOM
    values.crosses_at = max(lengths(figure, LEFT))
    values.has_major_gridlines = False
    values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = XL_TICK_MARK.NONE


def _scale(figure: Figure, branding: Branding) -> tuple[str, ...]:
    """A colour for each series, as in the drawn charts."""
    if figure.kind == "diverging":
        return colours(sides(figure), branding)
    scale_textures = scale(len(figure.table.series), branding)
    if figure.end_to_end:
        return scale_textures
    # An interval is drawn in ink across its bar, and is seen on it too.
    lighter = tuple(map(under_ink, scale_textures))
    return lighter[::-1] if figure.kind == "grouped" else lighter


def _textures(figure: Figure, branding: Branding) -> Mapping[str, Texture]:
    """The textures of the colours of `_scale`."""
    count = len(figure.table.series)
    if figure.kind == "diverging":
        return textures(steps(sides(figure)), branding)
    if figure.end_to_end:
        return textures(count, branding)
    known = textures(count, branding)
    lighter = {colour: under_ink(colour) for colour in known}
    return {lighter[c]: Texture(t.kind, mark_on(lighter[c])) for c, t in known.items()}


def _colours(plot: BarPlot, figure: Figure, branding: Branding) -> None:
    """Each series in its colour; told apart without colours too, and segments by a white line."""
    palette = _scale(figure, branding)
    textures = _textures(figure, branding)
    for series, (_, number, _) in zip(plot.series, charted(figure), strict=True):
        series.invert_if_negative = False
        fill = series.format.fill
        if number is None or number == BAND:
            fill.background()
            continue
        texture = textures.get(palette[number])
        if texture:
            fill.patterned()
            fill.pattern = PATTERNS[texture.kind]
            fill.fore_color.rgb, fill.back_color.rgb = rgb(texture.mark), rgb(palette[number])
        else:
            fill.solid()
            fill.fore_color.rgb = rgb(palette[number])
        if figure.end_to_end:
            line = series.format.line
            line.width, line.color.rgb = Pt(1), rgb(design.PAPER)
        if figure.highlight and len(figure.table.series) == 1:
            _pale_others(series, figure, branding, palette[number])


def _pale_others(series: BarSeries, figure: Figure, branding: Branding, colour: str) -> None:
    """The answers that the title does not speak of: pale, in the outline of the others."""
    for number, row in enumerate(figure.table.rows):
        if row.id != figure.highlight:
            bar = series.points[number].format
            bar.fill.solid()
            bar.fill.fore_color.rgb = rgb(branding.spruce_pale)
            bar.line.width, bar.line.color.rgb = Pt(1.25), rgb(colour)


def _labels_by_series(
    plot: BarPlot, figure: Figure, language: Language, branding: Branding, size: Pt
) -> None:
    """Labels in white on dark bars and in ink on pale ones; at the foot of bars with an interval,
    clear of it."""
    palette = _scale(figure, branding)
    shown = RULES[language].office_percent
    if figure.kind == "diverging" or (figure.end_to_end and len(palette) > DISTINCT):
        shown = f'[<{SHORT}]"";{shown}'
    for series, (_, number, _) in zip(plot.series, charted(figure), strict=True):
        labels = series.data_labels
        labels.show_value = number is not None and number != BAND
        if number is None or number == BAND:
            continue
        labels.number_format, labels.number_format_is_linked = shown, False
        labels.font.size, labels.font.bold = size, True
        labels.font.color.rgb = rgb(text_on(palette[number]))
        if not figure.end_to_end:
            labels.position = XL_LABEL_POSITION.INSIDE_BASE
