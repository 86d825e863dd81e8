"""Points: groups or themes beside each other, each a mark, on an axis of their unit.

Groups have no line between them; the themes of a series have, except where it is broken.

A line chart whose line is not drawn is the one kind with named groups and marks that PowerPoint,
Word and LibreOffice all draw alike and all can edit.
"""

from pptx.chart.chart import Chart
from pptx.chart.marker import Marker
from pptx.enum.chart import (
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from samklang.core.document.blocks import Figure
from samklang.core.figures.amounts import numbers_shown
from samklang.core.language.languages import RULES
from samklang.core.language.wording import Language
from samklang.render import design
from samklang.render.charts.axis import value_scale
from samklang.render.design import Branding
from samklang.render.slides.number_formats import value_format
from samklang.render.slides.template import clean, rgb
from samklang.render.slides.workbook import BAND, charted

MARK, MARK_OF_ALL = 11, 13


def dress(chart: Chart, figure: Figure, language: Language, branding: Branding, size: Pt) -> None:
    """Marks, labels and axes of a chart of points; text is of `size`."""
    _axes(chart, figure, language, size)
    plot = chart.plots[0]
    for series, (_, column, _) in zip(plot.series, charted(figure), strict=True):
        if column == BAND:
            series.smooth = False
            series.format.line.fill.background()
            series.marker.style = XL_MARKER_STYLE.NONE
            series.data_labels.show_value = False
            continue
        series.smooth = False
        if figure.kind == "line":
            series.format.line.width = Pt(1.5)
            series.format.line.color.rgb = rgb(branding.spruce)
        else:
            series.format.line.fill.background()
        _mark(series.marker, branding.spruce, XL_MARKER_STYLE.CIRCLE, MARK)
        for number, row in enumerate(figure.table.rows):
            if figure.total and row.id == figure.total:
                mark = series.points[number].marker
                _mark(mark, branding.spruce, XL_MARKER_STYLE.DIAMOND, MARK_OF_ALL)
            elif figure.highlight and row.id != figure.highlight:
                mark = series.points[number].marker
                _mark(mark, branding.spruce_mid, XL_MARKER_STYLE.CIRCLE, MARK)
    chart.plots[0].data_labels.position = XL_LABEL_POSITION.RIGHT
    if figure.kind == "line":
        _on_paper(chart)


def _on_paper(chart: Chart) -> None:
    """Labels on a ground of their own, since the line runs on behind them."""
    ground = parse_xml(
        f'<c:spPr {nsdecls("c", "a")}><a:solidFill><a:srgbClr val="{design.PAPER[1:].upper()}"/>'
        "</a:solidFill></c:spPr>"
    )
    chart.plots[0].data_labels._element.find(qn("c:numFmt")).addnext(ground)


def _mark(marker: Marker, colour: str, style: XL_MARKER_STYLE, size: int) -> None:
    marker.style, marker.size = style, size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(colour)
    marker.format.line.color.rgb = rgb(design.PAPER)


def _axes(chart: Chart, figure: Figure, language: Language, size: Pt) -> None:
    values, names = chart.value_axis, chart.category_axis
    if figure.has_values:
        scale = value_scale(numbers_shown(figure), most=5)
        values.minimum_scale, values.maximum_scale = scale.start, scale.stop
        values.major_unit = scale.ticks[1] - scale.ticks[0]
        values.tick_labels.number_format = value_format(scale.decimals, language)
    else:
        values.minimum_scale, values.maximum_scale, values.major_unit = 0, 100, 25
        values.tick_labels.number_format = RULES[language].office_percent
    values.tick_labels.number_format_is_linked = False
    values.tick_labels.font.size = names.tick_labels.font.size = size
    values.major_gridlines.format.line.color.rgb = rgb(design.LINE)
    values.format.line.fill.background()
    if figure.table.unit:
        values.has_title = True
        frame = values.axis_title.text_frame
        frame.text = clean(figure.table.unit)
        run = frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold = size, False
        run.font.color.rgb = rgb(design.MUTED)
    names.format.line.color.rgb = rgb(design.INK)
    names.has_major_gridlines = False
    names.major_tick_mark = XL_TICK_MARK.NONE
    # Where values lie below zero the names still stand below all of them.
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
