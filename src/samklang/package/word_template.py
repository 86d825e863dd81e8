"""Word template: what a network's .docx says of its paragraph styles, and nothing else of it.

Macros, pictures, links and text of the template are never read. Values are taken one by one and
written anew, so that no markup of it reaches a report.
"""

import io
import re
import zipfile
from typing import Any

from lxml import etree

from samklang.core.language.messages import Problem, message
from samklang.core.theme.colour import HEX, PAPER, READABLE, contrast
from samklang.core.theme.house_style import ParagraphLook
from samklang.package.files import UNSOUND

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PART, LARGEST = "word/styles.xml", 5_000_000
# Word's own templates have some three hundred styles, based on one another in a few steps.
STYLES, STEPS = 2_000, 50
# The styles that a report uses and a template may have, by Word's own names.
NAMES = frozenset(
    (
        "normal",
        "title",
        "subtitle",
        "heading 1",
        "heading 2",
        "heading 3",
        "caption",
        "list bullet",
        "list number",
        "quote",
        "bibliography",
        "toc heading",
        "toc 1",
        "toc 2",
        "header",
        "footer",
        "footnote text",
    )
)
_FONT = re.compile(r"[\w .&'+-]{1,60}")


class NoTemplate(Problem):
    """What is wrong with a template, and what to do."""


# A Word file without anything but its styles: ECMA-376-2, Open Packaging Conventions.
_BARE = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
        '<Override PartName="/word/styles.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/styles" Target="styles.xml"/></Relationships>'
    ),
    "word/document.xml": f'<w:document xmlns:w="{W[1:-1]}"><w:body><w:p/></w:body></w:document>',
}
_DAY = (1980, 1, 1, 0, 0, 0)


def styles_alone(content: bytes) -> bytes:
    """The template as a Word file of its styles and nothing else: no text, names or macros.

    The same bytes each time. Raises NoTemplate where `read_template` does.
    """
    read_template(content)
    parts = {name: text.encode() for name, text in _BARE.items()}
    parts[PART] = etree.tostring(_styles(content), xml_declaration=True, encoding="UTF-8")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(zipfile.ZipInfo(name, _DAY), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read_template(content: bytes) -> tuple[ParagraphLook, ...]:
    """The paragraph styles of a Word file that a report can take over. Raises NoTemplate."""
    root = _styles(content)
    fonts = {
        str(style.get(f"{W}styleId")): style
        for style in root.iter(f"{W}style")
        if style.get(f"{W}type") == "paragraph"
    }
    if len(fonts) > STYLES:
        what = message("package.it_has_more_styles", count=STYLES)
        raise NoTemplate(what, message("package.remove_unused_styles"))
    defaults = root.find(f"{W}docDefaults")
    looks: list[ParagraphLook] = []
    for style in fonts.values():
        name = _value(style, "name").lower()
        if name not in NAMES or any(look.name == name for look in looks):
            continue
        chain, seen = [style], {id(style)}
        while (parent := fonts.get(_value(chain[-1], "basedOn"))) is not None:
            if id(parent) in seen:
                what = message("package.a_style_is_based_on_itself")
                raise NoTemplate(what, message("package.save_it_anew_in_word"))
            if len(chain) > STEPS:
                what = message("package.a_style_is_based_on_others", count=STEPS)
                raise NoTemplate(what, message("package.save_it_anew_in_word"))
            seen.add(id(parent))
            chain.append(parent)
        looks.append(_look(name, chain, defaults))
    if not looks:
        what = message("package.it_has_none_of_word_s")
        raise NoTemplate(what, message("package.use_heading_1_normal_and_so"))
    for look in looks:
        if look.colour and contrast(look.colour, PAPER) < READABLE:
            what = message(
                "package.its_style_is_which_cannot_be", name=look.name, colour=look.colour
            )
            raise NoTemplate(what, message("package.choose_a_darker_colour_wcag_2"))
    return tuple(sorted(looks, key=lambda look: look.name))


def _styles(content: bytes) -> Any:
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as archive,
            archive.open(PART) as stream,
        ):
            text = stream.read(LARGEST + 1)
    except (*UNSOUND, KeyError) as error:
        what = message("package.it_is_no_word_file")
        raise NoTemplate(what, message("package.save_it_as_docx_in_word")) from error
    if len(text) > LARGEST or b"<!DOCTYPE" in text:
        what = message("package.its_styles_are_not_those_of")
        raise NoTemplate(what, message("package.save_it_anew_in_word"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        what = message("package.its_styles_are_broken")
        raise NoTemplate(what, message("package.save_it_anew_in_word")) from error


def _value(element: Any, tag: str) -> str:
    child = element.find(f"{W}{tag}")
    return str(child.get(f"{W}val", "")) if child is not None else ""


def _look(name: str, chain: list[Any], defaults: Any) -> ParagraphLook:
    """A style with what it inherits; what it does not say is left out."""
    runs = [s.find(f"{W}rPr") for s in chain]
    paragraphs = [s.find(f"{W}pPr") for s in chain]
    if defaults is not None:
        runs.append(defaults.find(f"{W}rPrDefault/{W}rPr"))
        paragraphs.append(defaults.find(f"{W}pPrDefault/{W}pPr"))

    def first(parts: list[Any], tag: str, key: str) -> str | None:
        for part in parts:
            child = part.find(f"{W}{tag}") if part is not None else None
            if child is not None and child.get(f"{W}{key}") is not None:
                return str(child.get(f"{W}{key}"))
        return None

    def switch(tag: str) -> bool | None:
        for part in runs:
            child = part.find(f"{W}{tag}") if part is not None else None
            if child is not None:
                return child.get(f"{W}val", "1") not in ("0", "false", "off")
        return None

    font = first(runs, "rFonts", "ascii")
    colour = f"#{first(runs, 'color', 'val') or ''}".lower()
    line = None
    if first(paragraphs, "spacing", "lineRule") in ("exact", "atLeast"):
        line = _points(first(paragraphs, "spacing", "line"), 20, 5, 200)
    return ParagraphLook(
        name=name,
        font=font if font and _FONT.fullmatch(font) else None,
        size=_points(first(runs, "sz", "val"), 2, 6, 96),
        bold=switch("b"),
        italic=switch("i"),
        colour=colour if HEX.fullmatch(colour) else None,
        before=_points(first(paragraphs, "spacing", "before"), 20, 0, 200),
        after=_points(first(paragraphs, "spacing", "after"), 20, 0, 200),
        line=line,
    )


def _points(value: str | None, unit: int, least: float, most: float) -> float | None:
    """A measure of Word's in points, None where it is none or out of its range."""
    if value is None or not re.fullmatch(r"[0-9]{1,5}", value):
        return None
    points = int(value) / unit
    return points if least <= points <= most else None
