"""The template: 16:9, our fonts and colours in the theme, real placeholders in four layouts."""

import copy
import re
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.oxml.shapes.autoshape import CT_Shape
from pptx.presentation import Presentation as Package
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide as Page
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Emu, Inches, Length

from samklang.render import design
from samklang.render.design import Branding
from samklang.render.element import Element, element_at

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, TOP, ROOM = Inches(0.8), Inches(0.62), Inches(11.73)
BODY_TOP, BODY_HEIGHT = Inches(1.75), Inches(4.95)
TITLE, SECTION, CONTENT, ONLY = "Title Slide", "Section Header", "Title and Content", "Title Only"
# The layouts on a spruce ground, with pale text.
GROUNDED = (TITLE, SECTION)


def presentation(branding: Branding, language_tag: str) -> Package:
    """An empty presentation in a network's look; `language_tag` is set on the template's texts."""
    made = Presentation()
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    _theme(made, branding)
    _keep_layouts(made, (TITLE, SECTION, CONTENT, ONLY))
    _styles(made.slide_master)
    _place(made)
    for name in GROUNDED:
        _ground(layout(made, name), branding)
    _drop_thumbnail(made)
    _lean_notes(made)
    _speak(made, language_tag)
    return made


def _speak(made: Package, language_tag: str) -> None:
    """Sets the language of the template's texts, and of what its user will write."""
    for part in (made.slide_master, *made.slide_layouts):
        for run in part.element.iter(qn("a:rPr"), qn("a:endParaRPr")):
            run.set("lang", language_tag)
    for part in (made, made.slide_master, made.notes_master):
        for run in part.element.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
            if run.get("lang"):
                run.set("lang", language_tag)
    # The size that python-pptx's template has a name for, and ours is not.
    del made.element.sldSz.attrib["type"]


def layout(made: Package, name: str) -> SlideLayout:
    """The layout of that name."""
    return next(layout for layout in made.slide_layouts if layout.name == name)


def _colours(branding: Branding) -> dict[str, str]:
    """The theme's colour slots (ECMA-376, 20.1.6.2) and what stands in them."""
    return {
        "dk1": design.INK,
        "lt1": design.PAPER,
        "dk2": branding.spruce,
        "lt2": design.MIST,
        "accent1": branding.spruce,
        "accent2": branding.lingon,
        "accent3": branding.spruce_mid,
        "accent4": branding.lingon_mid,
        "accent5": design.STONE,
        "accent6": design.MUTED,
        "hlink": branding.spruce,
        "folHlink": design.MUTED,
    }


def _theme(made: Package, branding: Branding) -> None:
    part = made.slide_master.part.part_related_by(RT.THEME)
    root = etree.fromstring(part.blob)
    ns = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    for slot, colour in _colours(branding).items():
        (element,) = root.findall(f".//a:clrScheme/a:{slot}", ns)
        for child in list(element):
            element.remove(child)
        etree.SubElement(element, qn("a:srgbClr")).set("val", colour[1:].upper())
    for kind, family in (("majorFont", branding.serif), ("minorFont", design.SANS)):
        (latin,) = root.findall(f".//a:{kind}/a:latin", ns)
        latin.set("typeface", family)
    root.set("name", "Samklang")
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _keep_layouts(made: Package, names: tuple[str, ...]) -> None:
    layouts = made.slide_master.slide_layouts
    for layout in list(layouts):
        if layout.name not in names:
            layouts.remove(layout)


def _styles(master: SlideMaster) -> None:
    """Titles in serif and spruce, left; body text from 22 pt down to 16."""
    styles = element_at(qn("p:txStyles"), of=master.element)
    title = element_at(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}", of=styles)
    title.set("algn", "l")
    _character(title, size=3000, colour="accent1", bold=True)
    body = element_at(qn("p:bodyStyle"), of=styles)
    for number, size in enumerate((2200, 2000, 1800, 1600, 1600), 1):
        level = element_at(qn(f"a:lvl{number}pPr"), of=body)
        _character(level, size=size, colour="tx1", bold=False)


def _character(level: Element, *, size: int, colour: str, bold: bool) -> None:
    run = element_at(qn("a:defRPr"), of=level)
    run.set("sz", str(size))
    run.set("b", "1" if bold else "0")
    fill = element_at(qn("a:solidFill"), of=run)
    for child in list(fill):
        fill.remove(child)
    etree.SubElement(fill, qn("a:schemeClr")).set("val", colour)


def _place(made: Package) -> None:
    """Where the placeholders stand, on the master and on each layout."""
    for part in (made.slide_master, *made.slide_layouts):
        name = getattr(part, "name", "")
        for shape in part.placeholders:
            kind = str(shape.placeholder_format.type)
            if "DATE" in kind:
                shape._element.getparent().remove(shape._element)
            elif "FOOTER" in kind:
                _at(shape, LEFT, Inches(6.93), Inches(10.4), Inches(0.32))
                _small(shape, "l")
            elif "SLIDE_NUMBER" in kind:
                _at(shape, Inches(11.53), Inches(6.93), Inches(1.0), Inches(0.32))
                _small(shape, "r")
            elif "SUBTITLE" in kind or (name == SECTION and "BODY" in kind):
                _at(shape, LEFT, Inches(4.15), Inches(9.6), Inches(1.7))
                _align(shape)
            elif "TITLE" in kind and name in (TITLE, SECTION):
                _at(shape, LEFT, Inches(1.75), Inches(10.8), Inches(2.05))
                _big(shape)
            elif "TITLE" in kind:
                _at(shape, LEFT, TOP, ROOM, Inches(0.85))
                shape.text_frame._txBody.bodyPr.set("anchor", "t")
            else:
                _at(shape, LEFT, Inches(1.75), Inches(10.4), Inches(4.9))


def _ground(of: Any, branding: Branding) -> None:
    """Spruce from edge to edge; the title in white, all else pale."""
    fill = of.background.fill
    fill.solid()
    fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    for shape in of.placeholders:
        run = next(shape._element.iter(qn("a:defRPr")))
        for old in run.findall(qn("a:solidFill")):
            run.remove(old)
        title = shape.placeholder_format.type in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
        colour = design.PAPER if title else branding.spruce_pale
        solid = etree.Element(qn("a:solidFill"))
        etree.SubElement(solid, qn("a:srgbClr")).set("val", colour[1:].upper())
        run.insert(0, solid)


def _at(shape: Shape, left: Length, top: Length, width: Length, height: Length) -> None:
    shape.left, shape.top, shape.width, shape.height = left, top, width, height
    body = shape.text_frame._txBody.bodyPr
    for name in ("lIns", "rIns", "tIns", "bIns"):
        body.set(name, "0")


def _level(shape: Shape) -> Element:
    styles = element_at(qn("a:lstStyle"), of=shape.text_frame._txBody)
    for child in list(styles):
        styles.remove(child)
    return etree.SubElement(styles, qn("a:lvl1pPr"))


def _small(shape: Shape, side: str) -> None:
    level = _level(shape)
    level.set("algn", side)
    run = etree.SubElement(level, qn("a:defRPr"))
    run.set("sz", "1100")
    fill = etree.SubElement(run, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:schemeClr")).set("val", "accent6")


def _big(shape: Shape) -> None:
    shape.text_frame._txBody.bodyPr.set("anchor", "b")
    level = _level(shape)
    level.set("algn", "l")
    run = etree.SubElement(level, qn("a:defRPr"))
    run.set("sz", "4800")
    run.set("b", "1")
    run.set("cap", "none")


def _align(shape: Shape) -> None:
    shape.text_frame._txBody.bodyPr.set("anchor", "t")
    level = _level(shape)
    level.set("marL", "0")
    level.set("indent", "0")
    level.set("algn", "l")
    etree.SubElement(level, qn("a:buNone"))
    run = etree.SubElement(level, qn("a:defRPr"))
    run.set("sz", "2200")
    fill = etree.SubElement(run, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:schemeClr")).set("val", "tx1")


def _lean_notes(made: Package) -> None:
    """Notes without the header, date and footer, which no slide's notes take over."""
    unused = (PP_PLACEHOLDER.HEADER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER)
    for shape in list(made.notes_master.placeholders):
        if shape.placeholder_format.type in unused:
            made.notes_master.shapes.element.remove(shape.element)


def _drop_thumbnail(made: Package) -> None:
    """The thumbnail of python-pptx's own template is not of this deck."""
    package = made.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            package._rels.pop(key)


def footers(of: Any) -> list[tuple[CT_Shape, bool]]:
    """The footer and slide number of a layout, bare, and whether each is the number."""
    footers = []
    for shape in of.placeholders:
        kind = str(shape.placeholder_format.type)
        if "FOOTER" not in kind and "SLIDE_NUMBER" not in kind:
            continue
        element = copy.deepcopy(shape._element)
        styles = element.txBody.find(qn("a:lstStyle"))
        for emptied in (element.spPr, styles):
            for child in list(emptied):
                emptied.remove(child)
        for paragraph in list(element.txBody.findall(qn("a:p"))):
            element.txBody.remove(paragraph)
        footers.append((element, "SLIDE_NUMBER" in kind))
    return footers


def add_footer(
    slide: Page, bare: list[tuple[CT_Shape, bool]], text: str, language_tag: str
) -> None:
    """Puts what `footers` gave of the slide's layout on the slide, as placeholders."""
    for number, (prototype, counts) in enumerate(bare, _next_id(slide)):
        element = copy.deepcopy(prototype)
        element.nvSpPr.cNvPr.set("id", str(number))
        paragraph = etree.SubElement(element.get_or_add_txBody(), qn("a:p"))
        run = etree.SubElement(paragraph, qn("a:fld" if counts else "a:r"))
        if counts:
            run.set("id", "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}")
            run.set("type", "slidenum")
        etree.SubElement(run, qn("a:rPr")).set("lang", language_tag)
        etree.SubElement(run, qn("a:t")).text = "‹#›" if counts else text
        slide.shapes._spTree.append(element)


def _next_id(slide: Page) -> int:
    return 1 + max(int(e.get("id", "0")) for e in slide.shapes._spTree.iter(qn("p:cNvPr")))


def rgb(colour: str) -> RGBColor:
    """A colour of the design, "#1e5142", as python-pptx has it."""
    return RGBColor.from_string(colour[1:].upper())


def points(emu: int) -> float:
    """EMU in points."""
    return float(Emu(emu).pt)


# What XML 1.0 has no place for (section 2.2).
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without what XML refuses; line breaks become spaces."""
    return _REFUSED.sub("", text).replace("\r", " ").replace("\n", " ").replace("\t", " ")
