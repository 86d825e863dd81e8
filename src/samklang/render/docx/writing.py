"""Writing: runs, links, notes, bookmarks and paragraphs, each run with its language."""

import re
from collections.abc import Iterable, Sequence

from samklang.core.document.document import Document
from samklang.core.document.evidence import Evidence
from samklang.core.document.inline import Cite, Link, Run, Text, Value
from samklang.core.language.languages import TAGS
from samklang.core.language.phrases import phrase
from samklang.core.language.written import office_tag
from samklang.render.docx.xml import add, clean, name, root
from samklang.render.element import Element
from samklang.render.notes import brief
from samklang.render.pdf.breaks import breakable, link_address

# Runs of letters that are written from right to left (Unicode, bidirectional classes R and AL).
_FROM_RIGHT = re.compile("([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+)")
# Word takes no longer address of a link.
LONGEST_ADDRESS = 2000


class Pen:
    """Writes the texts of one document and keeps its links, notes and bookmarks."""

    def __init__(self, document: Document):
        self.document, self.language = document, document.language
        self.tag = TAGS[document.language]
        self.links: dict[str, str] = {}
        self.bookmarks: dict[str, str] = {}
        self.placed: set[str] = set()
        self.notes: list[Element] = []
        self.noted: set[str] = set()
        self.records = {record.id: record for record in document.evidence}
        self._marks = 0

    def paragraph(self, parent: Element, style: str, *texts: Text | str, **more: str) -> Element:
        """A paragraph of texts; `anchor` makes it a place that links lead to."""
        made = add(parent, "w:p")
        add(add(made, "w:pPr"), "w:pStyle", val=style)
        with_mark = self._open(made, more.get("anchor", ""))
        for text in texts:
            self.text(made, text)
        self._close(made, with_mark)
        return made

    def text(self, parent: Element, text: Text | str) -> None:
        """A text with its links and notes."""
        for part in (Run(text),) if isinstance(text, str) else text:
            match part:
                case Run():
                    self.run(
                        parent,
                        part.text,
                        bold=part.strong,
                        italic=part.emphasis,
                        lang=part.lang,
                    )
                case Link():
                    self.link(parent, part)
                case Cite():
                    self._cite(parent, part)
                case Value():
                    self.run(parent, part.text)
                    if part.evidence in self.records and part.evidence not in self.noted:
                        self.noted.add(part.evidence)
                        self._note_on(parent, self.records[part.evidence])

    def run(
        self,
        parent: Element,
        text: str,
        *,
        style: str = "",
        bold: bool = False,
        italic: bool = False,
        lang: str = "",
    ) -> None:
        """Text in one look. Letters from right to left become runs of their own."""
        pieces = _FROM_RIGHT.split(clean(text)) if not text.isascii() else [clean(text)]
        for number, piece in enumerate(pieces):
            if not piece:
                continue
            made = add(parent, "w:r")
            look = add(made, "w:rPr")
            if style:
                add(look, "w:rStyle", val=style)
            if bold:
                add(look, "w:b")
                add(look, "w:bCs")
            if italic:
                add(look, "w:i")
                add(look, "w:iCs")
            if number % 2:
                add(look, "w:rtl")
            add(look, "w:lang", val=office_tag(lang) if lang else self.tag)
            written = add(made, "w:t", piece)
            written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def link(self, parent: Element, link: Link, *, noted: bool = True) -> None:
        """A link: within the document, or out of it with its address as a note for paper."""
        if link.url.startswith("#"):
            inner = self._inside(parent, link.url[1:])
            self.run(inner, link.text, style="Hyperlink" if inner is not parent else "")
            return
        if (
            not link.url.startswith(("http:", "https:", "mailto:"))
            or len(link.url) > LONGEST_ADDRESS
        ):
            self.run(parent, link.text)
            return
        outer = add(parent, "w:hyperlink", r__id=self._relation(link.url))
        # An address that is printed may break after its marks.
        shown = breakable(link.text) if link.text == link.url else link.text
        self.run(outer, shown, style="Hyperlink")
        if noted and link.url.startswith("http") and link.text != link.url:
            self.note(parent, (Link(link.url, link.url),))

    def note(self, parent: Element, *texts: Text | str) -> None:
        """A footnote, its mark at the end of `parent`."""
        made = add(root("w:footnotes", "w", "r"), "w:footnote", id=len(self.notes) + 1)
        line = add(made, "w:p")
        add(add(line, "w:pPr"), "w:pStyle", val="FootnoteText")
        add(self._mark(line), "w:footnoteRef")
        add(add(line, "w:r"), "w:tab")
        # The note is counted before its texts are written: they hold none of their own.
        self.notes.append(made)
        for text in texts:
            for part in (Run(text),) if isinstance(text, str) else text:
                if isinstance(part, Link):
                    self.link(line, part, noted=False)
                else:
                    self.run(line, part.text)
        add(self._mark(parent), "w:footnoteReference", id=len(self.notes))

    def tab(self, parent: Element) -> None:
        """To the next tab stop."""
        add(add(parent, "w:r"), "w:tab")

    def line(self, parent: Element) -> None:
        """To the next line of the same paragraph."""
        add(add(parent, "w:r"), "w:br")

    def bookmark(self, anchor: str) -> str:
        """The bookmark of an anchor: Word allows letters, digits and underscores, 40 of them."""
        if anchor not in self.bookmarks:
            self.bookmarks[anchor] = f"_Ref{len(self.bookmarks) + 1:08}"
        return self.bookmarks[anchor]

    def _mark(self, parent: Element) -> Element:
        made = add(parent, "w:r")
        add(add(made, "w:rPr"), "w:rStyle", val="FootnoteReference")
        return made

    def _open(self, parent: Element, anchor: str) -> int:
        if not anchor or anchor in self.placed:
            return 0
        self.placed.add(anchor)
        self._marks += 1
        add(parent, "w:bookmarkStart", id=self._marks, name=self.bookmark(anchor))
        return self._marks

    def _close(self, parent: Element, mark: int) -> None:
        if mark:
            add(parent, "w:bookmarkEnd", id=mark)

    def _inside(self, parent: Element, anchor: str) -> Element:
        return add(parent, "w:hyperlink", anchor=self.bookmark(anchor), history="1")

    def _relation(self, url: str) -> str:
        address = link_address(clean(url))
        return self.links.setdefault(address, f"rIdLink{len(self.links) + 1}")

    def _cite(self, parent: Element, cite: Cite) -> None:
        words = cite.text.split("; ")
        if len(words) != len(cite.keys):
            words = [cite.text]
        for number, (key, word) in enumerate(zip(cite.keys, words, strict=False)):
            if number:
                self.run(parent, "; ")
            self.run(self._inside(parent, f"ref-{key}"), word)

    def _note_on(self, parent: Element, record: Evidence) -> None:
        """What a number in running text rests on, in brief, and the way to the rest."""
        before, _, after = phrase(
            self.language,
            "evidence.footnote",
            title=record.title,
            facts=brief(record),
            number="\n",
        ).partition("\n")
        way = Link(str(record.number), f"#{record.anchor}")
        self.note(parent, (Run(before), way, Run(after)))


def unplaced(body: Element, bookmarks: Iterable[str]) -> None:
    """Links to bookmarks that the document does not have become plain text."""
    there = frozenset(bookmarks)
    for link in list(body.iter(name("w:hyperlink"))):
        anchor, parent = link.get(name("w:anchor")), link.getparent()
        if anchor is not None and anchor not in there and parent is not None:
            for run in list(link):
                for look in run.iterchildren(name("w:rPr")):
                    for style in look.findall(name("w:rStyle")):
                        look.remove(style)
                parent.insert(parent.index(link), run)
            parent.remove(link)


def field(parent: Element, pen: Pen, instruction: str, shown: str, *, style: str = "") -> None:
    """A field with the result it has now (ECMA-376, 17.16.18)."""
    for kind in ("begin", None, "separate", "shown", "end"):
        if kind == "shown":
            pen.run(parent, shown, style=style)
            continue
        run = add(parent, "w:r")
        if kind is None:
            text = add(run, "w:instrText", f" {instruction} ")
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        else:
            add(run, "w:fldChar", fldCharType=kind)


def joined(parts: Sequence[str]) -> str:
    """Texts that are there, with a dot between them."""
    return " · ".join(part for part in parts if part)
