"""Styles: the house's look as Word's own styles, so that a network can change it in one place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samklang.core.theme.house_style import ParagraphLook
from samklang.render import design
from samklang.render.design import Branding
from samklang.render.docx.xml import add, root
from samklang.render.element import Element

# A4 in twips (ISO 216; ECMA-376, 17.6.13), and the room for text.
PAGE = (11906, 16838)
MARGINS = {"top": 1531, "right": 2041, "bottom": 1588, "left": 1928, "header": 794, "footer": 737}
TEXT_WIDTH = PAGE[0] - MARGINS["left"] - MARGINS["right"]

INDENT = 397
FACT = 2268
# The style of an example's heading: like the second level, but many and so not in the contents.
EXAMPLE = "ExampleHeading"


@dataclass(frozen=True)
class Look:
    """A paragraph style. Sizes, spaces and indents are points and twips as Word counts them.

    font: one of a template. size: half points. colour, fill: names of the design; colour also a
    "#rrggbb" of a template. line: least height of a line in twips, 0 for the font's own. rule: side
    and colour of a border. outline: the level in the contents, 0 for none.
    """

    id: str
    name: str
    sans: bool = False
    font: str = ""
    size: int = 21
    line: int = 310
    before: int = 0
    after: int = 140
    colour: str = "INK"
    bold: bool = False
    italic: bool = False
    left: int = 0
    hanging: int = 0
    keep_next: bool = False
    keep_lines: bool = False
    own_page: bool = False
    outline: int = 0
    rule: tuple[str, str, int] | None = None
    fill: str = ""
    tabs: tuple[tuple[str, int], ...] = ()
    numbering: int = 0
    next: str = ""
    align: str = ""


def _heading(
    level: int,
    *,
    size: int,
    line: int,
    after: int,
    before: int = 0,
    colour: str = "INK",
    sans: bool = False,
    own_page: bool = False,
    rule: tuple[str, str, int] | None = None,
) -> Look:
    return Look(
        f"Heading{level}",
        f"heading {level}",
        bold=True,
        keep_next=True,
        keep_lines=True,
        outline=level,
        next="Normal",
        size=size,
        line=line,
        after=after,
        before=before,
        colour=colour,
        sans=sans,
        own_page=own_page,
        rule=rule,
    )


LOOKS = (
    Look("Normal", "Normal"),
    Look("Title", "Title", size=60, line=700, after=280, colour="SPRUCE", bold=True),
    Look("Subtitle", "Subtitle", size=32, line=440, after=560),
    Look("Network", "Samklang Network", sans=True, size=24, line=320, before=2400, after=480,
         colour="LINGON", bold=True),
    Look("Byline", "Samklang Byline", sans=True, size=20, line=290, after=80, colour="MUTED"),
    Look("Remark", "Samklang Remark", sans=True, size=19, line=280, after=120,
         colour="LINGON", rule=("left", "LINGON", 10), left=227),
    _heading(1, size=54, line=640, after=340, colour="SPRUCE", own_page=True,
             rule=("top", "SPRUCE", 8)),
    _heading(2, size=30, line=390, before=360, after=140),
    Look(EXAMPLE, "Samklang Example", size=30, line=390, before=360, after=140, bold=True,
         keep_next=True, keep_lines=True, outline=2, next="Normal"),
    _heading(3, size=23, line=310, before=280, after=80, sans=True),
    Look("Lead", "Samklang Lead", size=26, line=380, after=240, colour="SPRUCE"),
    Look("KeyNumber", "Samklang Key Number", size=68, line=760, before=120, after=0,
         colour="SPRUCE", bold=True, keep_next=True, rule=("top", "SPRUCE", 8)),
    Look("ListBullet", "List Bullet", after=70, left=INDENT, hanging=INDENT, numbering=1),
    Look("ListNumber", "List Number", after=70, left=INDENT, hanging=INDENT, numbering=2),
    Look("BoxTitle", "Samklang Box Title", sans=True, size=23, line=310, before=240, after=0,
         bold=True, keep_next=True, fill="MIST", rule=("left", "SPRUCE", 8), left=284),
    Look("BoxPoint", "Samklang Box Point", after=0, line=320, left=284 + INDENT, hanging=INDENT,
         keep_lines=True, fill="MIST", rule=("left", "SPRUCE", 8), numbering=1),
    Look("NoticeTitle", "Samklang Notice Title", sans=True, size=22, line=300, before=240, after=0,
         bold=True, keep_next=True, rule=("left", "LINGON", 8), left=284),
    Look("NoticeText", "Samklang Notice", after=240, left=284, rule=("left", "LINGON", 8)),
    Look("Caption", "caption", size=24, line=320, before=320, after=60, bold=True, keep_next=True,
         keep_lines=True),
    Look("Summary", "Samklang Summary", sans=True, size=20, line=280, after=80, keep_next=True,
         keep_lines=True),
    Look("Drawing", "Samklang Drawing", line=0, after=60, keep_next=True),
    Look("Note", "Samklang Note", sans=True, size=16, line=220, after=60, colour="MUTED"),
    Look("TableTitle", "Samklang Table Title", sans=True, size=16, line=220, before=80, after=40,
         colour="MUTED", keep_next=True),
    Look("TableText", "Samklang Table Text", sans=True, size=18, line=240, after=0),
    Look("TableNumber", "Samklang Table Number", sans=True, size=18, line=240, after=0,
         align="right"),
    Look("TableHead", "Samklang Table Head", sans=True, size=18, line=240, after=0, bold=True),
    Look("TableEnd", "Samklang Table End", sans=True, size=8, line=120, after=0),
    Look("Fact", "Samklang Fact", sans=True, size=19, line=270, after=50, left=FACT, hanging=FACT,
         tabs=(("left", FACT),)),
    Look("Known", "Samklang Known", sans=True, size=18, line=250, after=60),
    Look("FactTitle", "Samklang Fact Title", sans=True, size=24, line=320, before=320, after=120,
         bold=True, keep_next=True, rule=("top", "SPRUCE", 6)),
    Look("Side", "Samklang Side", sans=True, size=20, line=280, before=60, after=60, bold=True,
         keep_next=True),
    Look("Quote", "Quote", italic=True, after=40, left=284, keep_next=True),
    Look("QuoteSource", "Samklang Quote Source", sans=True, size=17, line=240, after=160, left=284,
         colour="MUTED"),
    Look("Reference", "Bibliography", after=100, left=INDENT, hanging=INDENT, keep_lines=True),
    Look("Contact", "Samklang Contact", sans=True, size=20, line=290, after=200, keep_lines=True),
    Look("TOCHeading", "TOC Heading", size=36, line=460, after=240, colour="SPRUCE",
         bold=True, keep_next=True, own_page=True),
    Look("TOC1", "toc 1", sans=True, size=21, line=290, before=100, after=30, bold=True,
         tabs=(("right", TEXT_WIDTH),)),
    Look("TOC2", "toc 2", sans=True, size=19, line=260, after=20, left=284,
         tabs=(("right", TEXT_WIDTH),)),
    Look("Header", "header", sans=True, size=16, line=220, after=0, colour="MUTED",
         tabs=(("right", TEXT_WIDTH),)),
    Look("Footer", "footer", sans=True, size=16, line=220, after=0, colour="MUTED",
         tabs=(("right", TEXT_WIDTH),)),
    Look("FootnoteText", "footnote text", sans=True, size=17, line=230, after=40, left=227,
         hanging=227, tabs=(("left", 227),)),
)  # fmt: skip


def adopted(looks: Sequence[ParagraphLook]) -> tuple[Look, ...]:
    """The styles with what a house template says of them; its Normal's font holds for all."""
    theirs = {look.name: look for look in looks}
    normal = theirs.get("normal")
    font = normal.font or "" if normal else ""
    made = []
    for look in LOOKS:
        own = theirs.get("heading 2" if look.id == EXAMPLE else look.name.lower())
        look = replace(look, font=font)
        if own is not None:
            look = replace(
                look,
                font=own.font or font,
                size=look.size if own.size is None else round(own.size * 2),
                bold=look.bold if own.bold is None else own.bold,
                italic=look.italic if own.italic is None else own.italic,
                colour=own.colour or look.colour,
                before=look.before if own.before is None else round(own.before * 20),
                after=look.after if own.after is None else round(own.after * 20),
                line=look.line if own.line is None else round(own.line * 20),
            )
        made.append(look)
    return tuple(made)


def styles(tag: str, branding: Branding, looks: Sequence[ParagraphLook] = ()) -> Element:
    """The root of styles.xml; `tag` is the document's language ("sv-SE"), `looks` a template's."""
    made = root("w:styles", "w")
    defaults = add(made, "w:docDefaults")
    run = add(add(defaults, "w:rPrDefault"), "w:rPr")
    _fonts(run, branding.serif)
    add(run, "w:color", val=_hex("INK", branding))
    add(run, "w:sz", val=21)
    add(run, "w:szCs", val=21)
    add(run, "w:lang", val=tag, eastAsia=tag, bidi="ar-SA")
    add(add(defaults, "w:pPrDefault"), "w:pPr")
    for look in adopted(looks):
        made.append(_paragraph_style(look, branding))
    _others(made, branding)
    return made


def _hex(colour: str, branding: Branding) -> str:
    """A colour, "#rrggbb" or a name in the branding, as Office writes it."""
    known = colour if colour.startswith("#") else branding.colours()[colour.lower()]
    return known[1:].upper()


def _fonts(run: Element, family: str) -> None:
    add(run, "w:rFonts", ascii=family, hAnsi=family, eastAsia=family, cs=family)


def _paragraph_style(look: Look, branding: Branding) -> Element:
    own = look.name.startswith("Samklang ")
    style = add(root("w:styles", "w"), "w:style", type="paragraph", styleId=look.id)
    if look.id == "Normal":
        style.set(f"{{{style.nsmap['w']}}}default", "1")
    if own:
        style.set(f"{{{style.nsmap['w']}}}customStyle", "1")
    add(style, "w:name", val=look.name)
    if look.id != "Normal":
        add(style, "w:basedOn", val="Normal")
    if look.next:
        add(style, "w:next", val=look.next)
    add(style, "w:uiPriority", val=1 if look.outline or look.id in ("Normal", "Title") else 20)
    add(style, "w:qFormat")
    _paragraph(add(style, "w:pPr"), look, branding)
    run = add(style, "w:rPr")
    _fonts(run, look.font or (design.SANS if look.sans else branding.serif))
    if look.bold:
        add(run, "w:b")
        add(run, "w:bCs")
    if look.italic:
        add(run, "w:i")
        add(run, "w:iCs")
    add(run, "w:color", val=_hex(look.colour, branding))
    add(run, "w:sz", val=look.size)
    add(run, "w:szCs", val=look.size)
    return style


def _paragraph(made: Element, look: Look, branding: Branding) -> None:
    """The properties, in the order that the schema wants (ECMA-376, 17.3.1.26)."""
    if look.keep_next:
        add(made, "w:keepNext")
    if look.keep_lines:
        add(made, "w:keepLines")
    if look.own_page:
        add(made, "w:pageBreakBefore")
    add(made, "w:widowControl")
    if look.numbering:
        add(add(made, "w:numPr"), "w:numId", val=look.numbering)
    if look.rule:
        side, colour, space = look.rule
        borders = add(made, "w:pBdr")
        add(borders, f"w:{side}", val="single", sz=18, space=space, color=_hex(colour, branding))
    if look.fill:
        add(made, "w:shd", val="clear", color="auto", fill=_hex(look.fill, branding))
    if look.tabs:
        tabs = add(made, "w:tabs")
        for kind, at in look.tabs:
            add(tabs, "w:tab", val=kind, pos=at)
    around = {"before": look.before, "after": look.after}
    if look.line:
        add(made, "w:spacing", None, **around, line=look.line, lineRule="atLeast")
    else:
        add(made, "w:spacing", None, **around, line=240, lineRule="auto")
    add(made, "w:ind", left=look.left, hanging=look.hanging)
    if look.align:
        add(made, "w:jc", val=look.align)
    if look.outline:
        add(made, "w:outlineLvl", val=look.outline - 1)


def _others(made: Element, branding: Branding) -> None:
    """Character, table and numbering styles."""
    default = add(made, "w:style", type="character", default="1", styleId="DefaultParagraphFont")
    add(default, "w:name", val="Default Paragraph Font")
    for id_, name, colour, underline in (
        ("Hyperlink", "Hyperlink", "SPRUCE", True),
        ("Label", "Samklang Label", "MUTED", False),
        ("Number", "Samklang Number", "LINGON", False),
    ):
        style = add(made, "w:style", type="character", styleId=id_)
        add(style, "w:name", val=name)
        run = add(style, "w:rPr")
        add(run, "w:color", val=_hex(colour, branding))
        if underline:
            add(run, "w:u", val="single")
    style = add(made, "w:style", type="character", styleId="FootnoteReference")
    add(style, "w:name", val="footnote reference")
    add(add(style, "w:rPr"), "w:vertAlign", val="superscript")
    style = add(made, "w:style", type="table", default="1", styleId="TableNormal")
    add(style, "w:name", val="Normal Table")
    _cell_margins(add(style, "w:tblPr"), 0, 0)
    style = add(made, "w:style", type="table", customStyle="1", styleId="SamklangTable")
    add(style, "w:name", val="Samklang Table")
    add(style, "w:basedOn", val="TableNormal")
    properties = add(style, "w:tblPr")
    borders = add(properties, "w:tblBorders")
    for side in ("bottom", "insideH"):
        add(borders, f"w:{side}", val="single", sz=4, space=0, color=_hex("LINE", branding))
    _cell_margins(properties, 40, 57)
    head = add(style, "w:tblStylePr", type="firstRow")
    add(add(head, "w:rPr"), "w:b")
    edges = add(add(head, "w:tcPr"), "w:tcBorders")
    add(edges, "w:bottom", val="single", sz=8, space=0, color=_hex("INK", branding))


def _cell_margins(properties: Element, high: int, wide: int) -> None:
    margins = add(properties, "w:tblCellMar")
    for side, value in (("top", high), ("left", wide), ("bottom", high), ("right", wide)):
        add(margins, f"w:{side}", w=value, type="dxa")


def numbering(ordered: int, branding: Branding) -> Element:
    """The root of numbering.xml: bullets as 1, and numbered lists from 2, each from one."""
    made = root("w:numbering", "w")
    for id_, form, text in ((1, "bullet", "•"), (2, "decimal", "%1.")):
        abstract = add(made, "w:abstractNum", abstractNumId=id_)
        add(abstract, "w:multiLevelType", val="singleLevel")
        level = add(abstract, "w:lvl", ilvl=0)
        add(level, "w:start", val=1)
        add(level, "w:numFmt", val=form)
        add(level, "w:lvlText", val=text)
        add(level, "w:lvlJc", val="left")
        if form == "bullet":
            run = add(level, "w:rPr")
            _fonts(run, design.SANS)
            add(run, "w:color", val=_hex("SPRUCE", branding))
    for number in range(1, max(ordered, 1) + 2):
        one = add(made, "w:num", numId=number)
        add(one, "w:abstractNumId", val=1 if number == 1 else 2)
        if number > 1:
            add(add(one, "w:lvlOverride", ilvl=0), "w:startOverride", val=1)
    return made
