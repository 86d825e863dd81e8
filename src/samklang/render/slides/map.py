"""The map as native shapes: two freeforms and a dot a place, in a group with its alternative."""

import math
from collections.abc import Callable, Mapping

from lxml import etree
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.autoshape import Shape
from pptx.shapes.group import GroupShape
from pptx.slide import Slide as Page
from pptx.util import Emu, Inches, Pt

from samklang.core.document.blocks import ExampleMap
from samklang.core.document.deck import Slide
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render import design
from samklang.render.charts.geometry import Outline, Point, outlines
from samklang.render.charts.map_labels import GAP, Anchor, Dot, Mark, marks
from samklang.render.charts.measure import width as text_width
from samklang.render.design import Branding
from samklang.render.element import element_at
from samklang.render.slides import fit
from samklang.render.slides.template import BODY_TOP, LEFT, ROOM, clean, points, rgb
from samklang.render.slides.writing import Pen, decorative, properties

# The names of places, in points, and where a frame stands to the point it is written at: its
# left edge is so much of its width to the left.
NAME = 16.0
_BACK: Mapping[Anchor, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}
_ALIGNED = {"middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}


def add_map_with_places(pen: Pen, slide: Slide, page: Page, language: Language) -> None:
    """The map of a slide, its places beside it in words."""
    example_map = slide.content
    assert isinstance(example_map, ExampleMap)
    # Names beside the easternmost dots reach nearly to the text.
    box = LEFT, Inches(1.55), Inches(4.9), Inches(5.2)
    _add_map(page, example_map, box, pen.branding, pen.tag)
    texts = [
        f"{place.name}: {', '.join(map(example_map.called, place.examples))}"
        for place in example_map.listed
    ]
    texts.append(example_map.elsewhere)
    aside, high, gap = Inches(5.15), Inches(4.7), 0.2
    room, tall = points(ROOM - aside), points(high)
    size = fit.largest(texts, room, tall, (22, 20, 18), gap=gap)
    while fit.height(texts, size, room, gap=gap) > tall and len(texts) > 2:
        texts[-3:-1] = [fit.shortened(f"{texts[-3]}; {texts[-2]}", size, room, size * 3)]
    frame = pen.box(page, LEFT + aside, BODY_TOP, ROOM - aside, high)
    pen.write(frame, texts, size=size)
    for paragraph in frame.paragraphs[1:]:
        paragraph.space_before = Pt(size * gap)
    source = pen.box(page, LEFT + aside, Inches(6.5), ROOM - aside, Inches(0.3))
    pen.write(source, [phrase(language, "slides.boundaries")], size=14, colour=design.MUTED)


def _add_map(
    slide: Page,
    example_map: ExampleMap,
    box: tuple[int, int, int, int],
    branding: Branding,
    language_tag: str,
) -> None:
    """Draws the counties in `box` (left, top, width, height in EMU), examples as dots."""
    shapes = outlines(example_map.counties)
    every = [point for shape in shapes for ring in shape.rings for point in ring]
    west, north = min(x for x, _ in every), max(y for _, y in every)
    across, down = max(x for x, _ in every) - west, north - min(y for _, y in every)
    left, top, width, height = box
    scale = min(width / across, height / down)
    size = (round(across * scale), round(down * scale))
    there = {place.municipality: place for place in example_map.places}

    def at(point: Point) -> tuple[int, int]:
        return round((point[0] - west) * scale), round((north - point[1]) * scale)

    group = slide.shapes.add_group_shape()
    for name, fill, some in (
        ("", design.MIST, [s for s in shapes if not example_map.shades(s.code)]),
        (
            ", ".join(place.name for place in example_map.listed),
            branding.spruce_pale,
            [s for s in shapes if example_map.shades(s.code)],
        ),
    ):
        if some:
            drawn = group.shapes.add_shape(
                MSO_SHAPE.RECTANGLE, Emu(left), Emu(top), Emu(size[0]), Emu(size[1])
            )
            _outline(drawn, some, at, size)
            _paint(drawn, fill)
            drawn.name = clean(name) or clean(example_map.title)
    for shape in shapes:
        if shape.code in there:
            x, y = at(shape.middle)
            wide = Emu(Pt(8 + 3 * len(there[shape.code].examples)))
            dot = group.shapes.add_shape(
                MSO_SHAPE.OVAL, Emu(left + x - wide // 2), Emu(top + y - wide // 2), wide, wide
            )
            _paint(dot, branding.lingon)
            dot.name = clean(there[shape.code].name)
    middles = {shape.code: at(shape.middle) for shape in shapes}
    _names(group, example_map, middles, box, language_tag)
    properties(group).set("descr", clean(example_map.alt))
    group.name = clean(example_map.title)


def _names(
    group: GroupShape,
    example_map: ExampleMap,
    middles: Mapping[str, tuple[int, int]],
    box: tuple[int, int, int, int],
    language_tag: str,
) -> None:
    """The name of each place beside its dot, none over another.

    box: left and top of the map, and how far to the right of it and down names may reach, in EMU.
    """
    left, top, width, height = box
    dots = [
        Dot(
            Emu(middles[place.municipality][0]).pt,
            Emu(middles[place.municipality][1]).pt,
            place.name,
            4 + 1.5 * len(place.examples),
        )
        for place in example_map.places
        if place.municipality in middles
    ]
    placed = marks(dots, NAME, Emu(width).pt, Emu(height).pt)
    for mark in placed:
        if mark.led:
            _lead(group, mark, left, top)
    for mark in placed:
        # Wider than what is measured, since another font may stand in for ours.
        wide = text_width(mark.dot.name, NAME) * 1.25 + GAP
        frame = group.shapes.add_textbox(
            Emu(left + Pt(mark.text_x - _BACK[mark.anchor] * wide)),
            Emu(top + Pt(mark.middle - NAME * 0.62)),
            Pt(wide),
            Pt(NAME * 1.25),
        ).text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.word_wrap = False
        if mark.anchor in _ALIGNED:
            frame.paragraphs[0].alignment = _ALIGNED[mark.anchor]
        run = frame.paragraphs[0].add_run()
        run.text = clean(mark.dot.name)
        run.font.size, run.font.bold = Pt(NAME), True
        run.font.color.rgb = rgb(design.INK)
        run._r.get_or_add_rPr().set("lang", language_tag)


def _lead(group: GroupShape, mark: Mark, left: int, top: int) -> None:
    """The line from a dot to its name where that stands far from it: from edge to edge."""
    across, down = mark.text_x - mark.dot.x, mark.middle - mark.dot.y
    edge = mark.dot.radius / math.hypot(across, down)
    line = group.shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT,
        Emu(left + Pt(mark.dot.x + across * edge)),
        Emu(top + Pt(mark.dot.y + down * edge)),
        Emu(left + Pt(mark.text_x)),
        Emu(top + Pt(mark.middle)),
    )
    line.line.color.rgb = rgb(design.INK)
    line.line.width = Pt(1)
    decorative(line)


def _outline(
    shape: Shape,
    outlined: list[Outline],
    at: Callable[[Point], tuple[int, int]],
    size: tuple[int, int],
) -> None:
    """Replaces a shape's form by the outlines, one path each (ECMA-376, 20.1.9.8)."""
    form_of = shape._element.spPr
    form = etree.Element(qn("a:custGeom"))
    for name in ("avLst", "gdLst", "ahLst", "cxnLst"):
        etree.SubElement(form, qn(f"a:{name}"))
    whole = etree.SubElement(form, qn("a:rect"))
    for side, value in (("l", "0"), ("t", "0"), ("r", "r"), ("b", "b")):
        whole.set(side, value)
    paths = etree.SubElement(form, qn("a:pathLst"))
    for outline in outlined:
        path = etree.SubElement(paths, qn("a:path"))
        path.set("w", str(size[0]))
        path.set("h", str(size[1]))
        for ring in outline.rings:
            for number, point in enumerate(ring):
                step = etree.SubElement(path, qn("a:moveTo" if number == 0 else "a:lnTo"))
                x, y = at(point)
                place = etree.SubElement(step, qn("a:pt"))
                place.set("x", str(x))
                place.set("y", str(y))
            etree.SubElement(path, qn("a:close"))
    form_of.replace(element_at(qn("a:prstGeom"), of=form_of), form)


def _paint(shape: Shape, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.color.rgb = rgb(design.STONE)
    shape.line.width = Pt(0.5)
    shape.shadow.inherit = False
