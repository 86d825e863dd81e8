"""Contents: a real table of contents, filled in, each entry a link with its page as a field."""

from collections.abc import Mapping, Sequence

from samklang.render.docx.writing import Pen
from samklang.render.docx.xml import add, attribute, name
from samklang.render.element import Element


def add_contents(
    body: Element, pen: Pen, title: str, headings: Sequence[tuple[int, str, str]]
) -> None:
    """The contents as Word makes them itself (ECMA-376, 17.16.5.68), page numbers still empty.

    headings: level, words and bookmark of each.
    """
    block = add(body, "w:sdt")
    gallery = add(add(block, "w:sdtPr"), "w:docPartObj")
    add(gallery, "w:docPartGallery", val="Table of Contents")
    add(gallery, "w:docPartUnique")
    inner = add(block, "w:sdtContent")
    pen.paragraph(inner, "TOCHeading", title)
    for number, (level, words, bookmark) in enumerate(headings):
        line = pen.paragraph(inner, f"TOC{level}")
        if number == 0:
            _field(line, "begin")
            _instruction(line, 'TOC \\o "1-2" \\h \\z')
            _field(line, "separate")
        link = add(line, "w:hyperlink", anchor=bookmark, history="1")
        pen.run(link, words)
        pen.tab(link)
        _field(link, "begin")
        _instruction(link, f"PAGEREF {bookmark} \\h")
        _field(link, "separate")
        pen.run(link, "0")
        _field(link, "end")
        if number == len(headings) - 1:
            _field(line, "end")


def number_contents(body: Element, pages: Mapping[str, int]) -> None:
    """Writes the page of each entry."""
    for block in body.iter(name("w:sdtContent")):
        for link in block.iter(name("w:hyperlink")):
            last = list(link.iter(name("w:t")))[-1]
            last.text = str(pages[attribute(link, "anchor")])


def _field(parent: Element, kind: str) -> None:
    add(add(parent, "w:r"), "w:fldChar", fldCharType=kind)


def _instruction(parent: Element, text: str) -> None:
    written = add(add(parent, "w:r"), "w:instrText", f" {text} ")
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
