"""Pages: on which page each heading stands, worked out from the document itself.

Word and LibreOffice print what the contents say and do not count when a file is opened, and a field
marked for counting makes Word ask its reader for leave. So the pages are counted here: lines broken
where they are full, with the widths of the fonts that the file carries, paragraphs kept together as
their styles say. tests/integration/test_docx.py holds the result against LibreOffice's pages.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from samklang.render import design
from samklang.render.design import font_files
from samklang.render.docx.xml import attribute, child_of, name
from samklang.render.element import Element
from samklang.render.glyphs import advances

EMU = 635
SEPARATOR = 60  # twips that the rule above the notes of a page takes
NATURAL = 1.3  # a line of our fonts by its size, where the style asks for less
FRAME = 60  # what of a page stays empty, or is taken by borders and grounds, in all
WHITE = 0.3  # of a page: as much may be left empty above a chart that it has no room for
LOWER = 0.12  # of a chart's height: by as much it may be lower
SLACK = 160  # twips that other programs may need more
ROW = 90  # a row's margins and border in twips


@dataclass(frozen=True)
class Metrics:
    """What of a paragraph style takes room; twips."""

    font: str = "SourceSerifPro-Regular"
    size: float = 10.5
    line: int = 310
    before: int = 0
    after: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0
    keep_next: bool = False
    keep_lines: bool = False
    own_page: bool = False
    edges: int = 0


@dataclass
class _Block:
    """A paragraph or a row as it lies on paper."""

    lines: int
    height: int
    before: int = 0
    after: int = 0
    keep_next: bool = False
    keep_lines: bool = False
    own_page: bool = False
    notes: int = 0
    edges: int = 0
    marks: list[str] = field(default_factory=list)
    chart: Element | None = None

    @property
    def whole(self) -> int:
        return self.lines * self.height + self.edges


def pages_of(
    body: Element, notes: Mapping[str, Element], styles: Element, *, width: int, height: int
) -> Mapping[str, int]:
    """The page of every bookmark, counted from 1.

    A chart that lacks a little of the room it needs is made so much lower, rather than leave the
    page white. notes: the footnotes by id. width, height: the room for text on a page in twips.
    """
    known = metrics(styles)
    blocks = list(_blocks(body, notes, known, width))
    return _placed(blocks, height - FRAME)


def metrics(styles: Element) -> Mapping[str, Metrics]:
    """The metrics of every paragraph style, what it inherits filled in."""
    by_id = {
        attribute(style, "styleId"): style
        for style in styles.iter(name("w:style"))
        if style.get(name("w:type")) == "paragraph"
    }
    made: dict[str, Metrics] = {}

    def of(id_: str, depth: int = 0) -> Metrics:
        if id_ in made:
            return made[id_]
        style = by_id.get(id_)
        if style is None or depth > 20:
            return Metrics()
        parent = style.find(name("w:basedOn"))
        above = of(attribute(parent, "val"), depth + 1) if parent is not None else Metrics()
        made[id_] = _changed(above, style.find(name("w:pPr")), style.find(name("w:rPr")))
        return made[id_]

    return {id_: of(id_) for id_ in by_id}


def _changed(above: Metrics, paragraph: Element | None, run: Element | None) -> Metrics:
    values = dict(vars(above))
    if paragraph is not None:
        for key, tag in (
            ("keep_next", "keepNext"),
            ("keep_lines", "keepLines"),
            ("own_page", "pageBreakBefore"),
        ):
            values[key] = _switch(paragraph, tag, values[key])
        values["edges"] = _edges(paragraph, values["edges"])
        space, indent = paragraph.find(name("w:spacing")), paragraph.find(name("w:ind"))
        if space is not None:
            for key in ("before", "after"):
                values[key] = _whole(space, key, values[key])
            rule = space.get(name("w:lineRule"), "auto")
            if rule != "auto":
                values["line"] = _whole(space, "line", values["line"])
            elif space.get(name("w:line")) is not None:
                values["line"] = 0
        if indent is not None:
            for key in ("left", "right", "hanging"):
                values[key] = _whole(indent, key, values[key])
    if run is not None:
        size = run.find(name("w:sz"))
        if size is not None:
            values["size"] = _whole(size, "val", 21) / 2
        fonts = run.find(name("w:rFonts"))
        family, bold, italic = _parts(values["font"])
        if fonts is not None:
            family = (
                "SourceSerifPro"
                if fonts.get(name("w:ascii")) == design.FACES["serif"]
                else "SourceSansPro"
            )
        values["font"] = _font(family, _switch(run, "b", bold), _switch(run, "i", italic))
    return Metrics(**values)


def _edges(paragraph: Element, before: int) -> int:
    """The room that rules above and below a paragraph take, with their distance to its text."""
    borders = paragraph.find(name("w:pBdr"))
    if borders is None:
        return before
    rules = [borders.find(name(f"w:{side}")) for side in ("top", "bottom")]
    return sum(
        _whole(rule, "space", 0) * 20 + _whole(rule, "sz", 0) * 20 // 8
        for rule in rules
        if rule is not None
    )


def _switch(properties: Element, tag: str, before: bool) -> bool:
    element = properties.find(name(f"w:{tag}"))
    return (
        before if element is None else element.get(name("w:val"), "1") not in ("0", "false", "off")
    )


def _whole(element: Element, key: str, otherwise: int) -> int:
    try:
        return int(element.get(name(f"w:{key}"), otherwise))
    except ValueError:
        return otherwise


class _Font(NamedTuple):
    """A font by its family and cut."""

    family: str
    bold: bool
    italic: bool


def _parts(font: str) -> _Font:
    family, _, cut = font.partition("-")
    return _Font(family, "Bold" in cut, cut.endswith("It"))


def _font(family: str, bold: bool, italic: bool) -> str:
    cut = {(0, 0): "Regular", (1, 0): "Bold", (0, 1): "It", (1, 1): "BoldIt"}[bold, italic]
    return f"{family}-{cut}"


def _blocks(
    body: Element, notes: Mapping[str, Element], known: Mapping[str, Metrics], width: int
) -> Iterator[_Block]:
    for element in body:
        if element.tag == name("w:p"):
            yield _paragraph(element, notes, known, width)
        elif element.tag == name("w:tbl"):
            for row in element.iter(name("w:tr")):
                yield _row(row, notes, known)
        elif element.tag == name("w:sdt"):
            yield from _blocks(child_of(element, "w:sdtContent"), notes, known, width)


def _row(row: Element, notes: Mapping[str, Element], known: Mapping[str, Metrics]) -> _Block:
    tallest, keep, marked = 0, False, 0
    for cell in row.iter(name("w:tc")):
        width = int(attribute(child_of(child_of(cell, "w:tcPr"), "w:tcW"), "w")) - 114
        parts = [_paragraph(p, notes, known, width) for p in cell.iter(name("w:p"))]
        tallest = max(tallest, sum(p.whole + p.before + p.after for p in parts))
        marked += sum(p.notes for p in parts)
        keep = keep or any(p.keep_next for p in parts)
    return _Block(1, tallest + ROW, keep_next=keep, keep_lines=True, notes=marked)


def _paragraph(
    element: Element, notes: Mapping[str, Element], known: Mapping[str, Metrics], width: int
) -> _Block:
    properties = child_of(element, "w:pPr")
    style = attribute(child_of(properties, "w:pStyle"), "val")
    look = _changed(known.get(style, Metrics()), properties, None)
    room = max(width - look.left - look.right, 400)
    drawing = max(
        (int(e.get("cy", "0")) // EMU for e in element.iter(name("wp:extent"))), default=0
    )
    natural = round(look.size * 20 * NATURAL)
    height = max(look.line, natural)
    lines = 1 if drawing else _lines(element, look, room)
    noted = 0
    for mark in element.iter(name("w:footnoteReference")):
        note = notes.get(attribute(mark, "id"))
        if note is not None:
            noted += sum(
                (b := _paragraph(p, {}, known, width)).whole + b.after
                for p in note.iter(name("w:p"))
            )
    marks = [attribute(m, "name") for m in element.iter(name("w:bookmarkStart"))]
    chart = None
    if element.find(f".//{name('c:chart')}") is not None:
        chart = next(element.iter(name("wp:extent")))
    return _Block(
        lines,
        drawing or height,
        look.before,
        look.after,
        look.keep_next,
        look.keep_lines,
        look.own_page,
        noted,
        look.edges,
        marks,
        chart,
    )


def _lines(element: Element, look: Metrics, room: int) -> int:
    """The lines of a paragraph: each is filled before the next begins."""
    count, at = 1, 0.0
    # What hangs out of the first line lies in the indent, and so does what stands before a tab.
    hung = look.hanging > 0
    for run in element.iter(name("w:r")):
        font = look.font
        shape = run.find(name("w:rPr"))
        if shape is not None:
            family, bold, italic = _parts(font)
            font = _font(family, _switch(shape, "b", bold), _switch(shape, "i", italic))
        for child in run:
            if child.tag == name("w:br"):
                count, at = count + 1, 0.0
            elif child.tag == name("w:tab") and hung:
                at = 0.0
            elif child.tag == name("w:t") and child.text:
                count, at = _filled(child.text, font, look.size, room, count, at)
    return count


class _Filled(NamedTuple):
    """How many lines are full, and how far the last one reaches."""

    lines: int
    at: float


def _filled(text: str, font: str, size: float, room: int, count: int, at: float) -> _Filled:
    for match in _WORD.finditer(text):
        word, blank = match[1], match[2]
        wide = _wide(word, font) * size * 20
        if at + wide > room and at > 0 and word:
            count, at = count + 1, 0.0
        if wide > room:
            more = int(wide // room)
            count, wide = count + more, wide - more * room
        at += wide + (_wide(blank, font) * size * 20 if blank.strip("\u200b") else 0)
    return _Filled(count, at)


# A word up to where a line may end: a blank, a zero-width space, after a hyphen, dash or slash.
_WORD = re.compile("([^ \u200b/\u2013-]*[/\u2013-]*)([ \u200b]*)")


@lru_cache(maxsize=20_000)
def _wide(text: str, font: str) -> float:
    """The width of a text in ems."""
    widths, units = advances(font_files()[font])
    return sum(widths.get(letter, units) for letter in text) / units


def _placed(blocks: list[_Block], height: int) -> Mapping[str, int]:
    """Fills page by page."""
    numbers: dict[str, int] = {}
    page, used, notes = 1, 0, 0
    for number, block in enumerate(blocks):
        if block.own_page and (used or number):
            page, used, notes = page + 1, 0, 0
        room = height - used - notes
        need = _together(blocks, number)
        if used and need > room > height * WHITE:
            need -= _lowered(blocks, number, need - room)
        if used and need > room and (need <= height or block.whole > room):
            page, used, notes = page + 1, 0, 0
        # What stands first on a page has no space above it, unless the page was its own wish.
        used += _between(blocks, number) if used else block.before if block.own_page else 0
        lines = block.lines
        added = block.notes + (SEPARATOR if block.notes and not notes else 0)
        while (
            used + lines * block.height + notes + added > height
            and lines > 1
            and not block.keep_lines
        ):
            fit = (height - used - notes - added) // block.height
            fit = min(fit, lines - 2) if lines - fit == 1 else fit
            if fit < 2 and used:
                fit = 0
            fit = max(fit, 0 if used else 1)
            if lines == block.lines and fit:
                numbers.update(dict.fromkeys(block.marks, page))
            lines -= fit
            page, used, notes = page + 1, 0, 0
        for mark in block.marks:
            numbers.setdefault(mark, page)
        used += lines * block.height + block.edges + block.after
        notes += added
    return numbers


def _lowered(blocks: list[_Block], first: int, lacking: int) -> int:
    """Makes the chart that a block is kept with so much lower, if it bears it; by how much."""
    for number in range(first, len(blocks)):
        block = blocks[number]
        if block.chart is not None:
            less = lacking + SLACK
            if less > block.height * LOWER:
                return 0
            block.height -= less
            block.chart.set("cy", str(block.height * EMU))
            return less
        if not block.keep_next:
            return 0
    return 0


def _between(blocks: list[_Block], number: int) -> int:
    """What a block's space above adds to the space below the one before it: the larger holds.

    So it is in HTML, and so in Word unless a file asks for the sum (ECMA-376, 17.15.3.21).
    """
    return max(blocks[number].before - (blocks[number - 1].after if number else 0), 0)


def _together(blocks: list[_Block], first: int) -> int:
    """The height that must fit on one page from a block on: it, and all that it is kept with."""
    need = 0
    for number in range(first, len(blocks)):
        block = blocks[number]
        if number > first and block.own_page:
            break
        need += _between(blocks, number)
        need += block.notes
        if block.keep_next:
            need += block.whole + block.after
            continue
        least = block.lines if block.keep_lines or block.lines < 4 else 2
        return need + least * block.height
    return need
