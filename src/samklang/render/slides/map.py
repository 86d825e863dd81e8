"""The map as native shapes: municipalities as freeforms in one group with its text alternative."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Emu, Pt

from samklang.core.report.document import ExampleMap
from samklang.render import design
from samklang.render.charts.geometry import outlines
from samklang.render.slides.template import clean


def add_map(slide: Any, example_map: ExampleMap, box: tuple[int, int, int, int]) -> None:
    """Draws the counties in `box` (left, top, width, height in EMU), examples as dots."""
    shapes = outlines(example_map.counties)
    every = [point for shape in shapes for ring in shape.rings for point in ring]
    west, north = min(x for x, _ in every), max(y for _, y in every)
    across, down = max(x for x, _ in every) - west, north - min(y for _, y in every)
    left, top, width, height = box
    scale = min(width / across, height / down)
    there = {place.municipality: place for place in example_map.places}

    def at(point: tuple[float, float]) -> tuple[int, int]:
        return round((point[0] - west) * scale), round((north - point[1]) * scale)

    group = slide.shapes.add_group_shape()
    for shape in shapes:
        rings = [[at(point) for point in ring] for ring in shape.rings]
        builder = group.shapes.build_freeform(*rings[0][0], scale=1.0)
        builder.add_line_segments(rings[0][1:], close=True)
        for ring in rings[1:]:
            builder.move_to(*ring[0])
            builder.add_line_segments(ring[1:], close=True)
        drawn = builder.convert_to_shape(left, top)
        _paint(drawn, design.SPRUCE_PALE if shape.code in there else design.MIST)
        drawn.name = shape.code
    for shape in shapes:
        if shape.code in there:
            x, y = at(shape.middle)
            size = Emu(Pt(8 + 3 * len(there[shape.code].examples)))
            dot = group.shapes.add_shape(
                MSO_SHAPE.OVAL, Emu(left + x - size // 2), Emu(top + y - size // 2), size, size
            )
            _paint(dot, design.LINGON)
            dot.name = clean(there[shape.code].name)
    group._element.nvGrpSpPr.cNvPr.set("descr", clean(example_map.alt))
    group.name = clean(example_map.title)


def _paint(shape: Any, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(colour[1:].upper())
    shape.line.color.rgb = RGBColor.from_string(design.STONE[1:].upper())
    shape.line.width = Pt(0.5)
    shape.shadow.inherit = False
