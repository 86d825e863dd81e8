"""Content: a document as plain data for the typst templates, every text already in words."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from samklang.core.document.blocks import (
    ExampleMap,
    Examples,
    Factor,
    Figure,
    Heading,
    KeyFigure,
    KeyPoints,
    Notice,
    Quote,
    Reference,
)
from samklang.core.document.contact_card import ContactCard
from samklang.core.document.deck import Slide
from samklang.core.document.document import Document
from samklang.core.document.example_card import ExampleCard
from samklang.core.document.inline import Cite, Link, Run, Value
from samklang.core.document.method_box import MethodBox, Reading
from samklang.core.document.short_codes import printed_address
from samklang.core.language import numbers
from samklang.core.language.languages import RULES
from samklang.core.language.phrases import catalogue, phrase
from samklang.core.language.written import UNKNOWN
from samklang.render import design
from samklang.render.case_picture import case_picture
from samklang.render.charts import reading_svg
from samklang.render.design import Branding
from samklang.render.glyphs import covered, uncovered
from samklang.render.notes import marks, notes_data
from samklang.render.pdf.addresses import anchors, on_slides
from samklang.render.pdf.breaks import breakable, link_address, shortened, tied
from samklang.render.pdf.in_brief import in_brief
from samklang.render.pdf.large import on_pages
from samklang.render.pdf.tables import figure_data, method_data, picture_data, size, small_data

# Keys whose texts are not printed as they stand.
ADDRESSES = {"url"}
# PDF/A allows strings of 32 767 bytes (ISO 19005-2, 6.1.13), two for a letter.
LONGEST_ALTERNATIVE = 16_000
LONGEST_KEYWORD = 100
UNTOUCHED = {"svg", "alt", "lang", "kind", "id", "to", "hash"}


def report_content(document: Document, drawings: Mapping[str, str]) -> dict[str, object]:
    """The data of report.typ."""
    made = _Content(document, drawings, anchors(document))
    sections = []
    brief = in_brief(document)
    for chapter in document.chapters:
        section = brief.opening if brief and chapter is document.opening else chapter
        made.marked.clear()
        sections.append(
            {
                "id": made.place(section.id),
                "title": section.title,
                "lead": made.data(section.lead),
                "blocks": _in_steps([made.data(block) for block in section.blocks]),
            }
        )
    exhibits = [
        {"to": block["id"], "number": block["number"], "title": shortened(block["title"], 140)}
        for section in sections
        for block in section["blocks"]
        if block["kind"] in ("Figure", "ExampleMap") and block["id"]
    ]
    if brief:
        sections[0]["blocks"].append(small_data(brief.figure, document))
    body = {"sections": sections, "exhibits": exhibits, "notes": notes_data(document)}
    return _finished(_head(document) | body, document)


def deck_content(
    document: Document, slides: Sequence[Slide], drawings: Mapping[str, str]
) -> dict[str, object]:
    """The data of deck.typ."""
    there = on_slides(slides) | {section.id for section in document.sections}
    made = _Content(document, drawings, there)
    pages = []
    for slide in slides:
        part = ""
        if slide.parts > 1:
            part = phrase(document.language, "pdf.part", part=slide.part, parts=slide.parts)
        pages.append(
            {
                "kind": slide.kind,
                "id": made.place(slide.id) if slide.id else "",
                "title": f"{slide.title} ({part})" if part else slide.title,
                "short": shortened(slide.title, 90),
                "section": shortened(slide.section, 90),
                "opens": slide.title == slide.section,
                "appendix": slide.appendix,
                "synthetic": slide.synthetic,
                "content": made.data(slide.content),
                "lines": made.data(slide.lines),
            }
        )
    return _finished(_head(document) | {"slides": pages}, document)


def printable_data(document: Document, data: Mapping[str, object]) -> dict[str, object]:
    """The data of a template of one's own, with what every template has; all of it printable."""
    return _finished(_head(document) | dict(data), document)


class _Content:
    """Turns the parts of one document into data, each address given out once."""

    def __init__(self, document: Document, drawings: Mapping[str, str], anchors: Iterable[str]):
        self.document, self.drawings = document, drawings
        self.anchors = frozenset(anchors)
        self.placed: set[str] = set()
        self.marks = marks(document)
        # The notes that the section has marked already: a mark is seen once in each.
        self.marked: set[str] = set()

    def place(self, anchor: str) -> str:
        """The anchor for the first that bears it, and '' for others: a label must be unique."""
        if anchor in self.placed or anchor not in self.anchors:
            return ""
        self.placed.add(anchor)
        return anchor

    def data(self, value: object) -> Any:
        """Dataclasses as dictionaries with their kind; figures, maps and method boxes in words."""
        if isinstance(value, tuple | list):
            parts = [self.data(part) for part in value]
            if parts and isinstance(value[0], Run | Link | Value | Cite):
                _keep_last(parts)
            return parts
        if not dataclasses.is_dataclass(value) or isinstance(value, type):
            return value
        language = self.document.language
        kind = {"kind": type(value).__name__}
        match value:
            case Figure():
                branding = Branding.of(self.document)
                svg, *rest = on_pages(value, self.drawings[value.id], language, branding)
                data = figure_data(value, language, svg)
                why = ""
                if any(cell.status != "shown" for row in value.table.rows for cell in row.cells):
                    why = phrase(language, "slides.hidden", threshold=value.table.threshold)
                return (
                    kind
                    | data
                    | {"id": self.place(value.anchor), "withheld": why, "holds": self.holds(value)}
                    | {"rest": [{"svg": svg} for svg in rest]}
                    | self.source(value.evidence)
                )
            case ExampleMap():
                return kind | self.map(value)
            case MethodBox():
                method = method_data(value, language)
                fields = {"short": _short(method)} | self.reading(value.reading)
                return kind | method | fields | self.source(value.evidence)
            case _:
                pass
        if isinstance(value, Examples):
            whole, listed = self.data(value.shown_whole), [self.line(card) for card in value.listed]
            more = phrase(language, "examples.listed")
            fields = {"note": value.note, "examples": whole, "listed": listed, "more": more}
            return kind | fields | self.source(value.evidence)
        fields = {f.name: self.data(getattr(value, f.name)) for f in dataclasses.fields(value)}
        if hasattr(value, "anchor"):
            fields["id"] = self.place(value.anchor)
        if "url" in fields:
            # As a link it is whole, as text it may break.
            fields["address"] = fields["url"]
        match value:
            case Heading():
                fields["id"] = self.place(value.id)
            case Link() if value.url.startswith("#"):
                fields |= {"url": "", "to": self.known(value.url[1:])}
            case Link():
                fields["to"] = ""
            case Cite():
                only = f"ref-{value.keys[0]}" if len(value.keys) == 1 else ""
                fields["to"] = self.known(only)
            case Value():
                fields |= self.number(value)
            case KeyFigure():
                fields["to"] = self.known(value.to)
            case Factor():
                fields |= self.source(value.evidence)
            case ContactCard():
                addresses = [self.data(way) for way in value.addresses]
                fields |= {"words": list(value.words), "addresses": addresses}
            case Reference():
                fields["id"] = self.place(f"ref-{value.key}")
            case Quote() if not value.lang:
                fields["lang"] = language
            case ExampleCard():
                fields |= {"named": [list(source) for source in value.sources]}
                whole = case_picture(value, self.document)
                # A picture is no line of text: its box is measured as it is set.
                fields["short"] = whole is None and _short(fields)
                fields["picture"] = whole and picture_data(whole)
            case KeyPoints() | Notice():
                fields["short"] = _short(fields)
            case _:
                pass
        return kind | fields

    def line(self, card: ExampleCard) -> dict[str, str]:
        """An example that is only named: its title, whose it is and where."""
        where = " · ".join(part for part in (card.organisation, card.place) if part)
        return {"id": self.place(card.anchor), "title": card.title, "where": where}

    def known(self, anchor: str) -> str:
        """The anchor if something bears it: a link to nowhere is printed as text."""
        return anchor if anchor in self.anchors else ""

    def number(self, value: Value) -> dict[str, str]:
        """Where a number leads, and the mark of its note where the section has not had it yet."""
        to = self.known(f"evidence-{value.evidence}") if value.evidence else ""
        fresh = bool(to) and value.evidence not in self.marked
        if fresh:
            self.marked.add(value.evidence)
        return {"to": to, "mark": self.marks[value.evidence] if fresh else ""}

    def source(self, evidence: str) -> dict[str, object]:
        """The way from a block to the note of what it rests on; its words are '' without one."""
        to = self.known(f"evidence-{evidence}") if evidence else ""
        number = next((e.number for e in self.document.evidence if e.id == evidence), 0)
        words = phrase(self.document.language, "evidence.see", number=number) if to else ""
        return {"known": {"to": to, "text": words}}

    def holds(self, value: Figure) -> str:
        """Where one sees whether a figure still holds, in words; '' where that is not known."""
        address = printed_address(self.document, value.id)
        return f"{phrase(self.document.language, 'embed.holds')} {address}" if address else ""

    def reading(self, read: Reading) -> dict[str, object]:
        """The example that shows how a chart is read."""
        if read.chart is None:
            return {"example": None}
        svg = reading_svg(read.chart, self.document.language, Branding.of(self.document))
        width, height = size(svg)
        return {"example": {"svg": svg, "alt": read.chart.alt, "shape": height / width}}

    def map(self, value: ExampleMap) -> dict[str, object]:
        """The map with its places in words."""
        svg = self.drawings[value.id]
        width, height = size(svg)
        return {
            "id": self.place(value.anchor),
            "number": phrase(self.document.language, "pdf.map", number=value.number),
            "title": value.title,
            "alt": value.alt,
            "svg": svg,
            "width": width,
            "height": height,
            "places": [
                {"name": p.name, "examples": ", ".join(map(value.called, p.examples))}
                for p in value.listed
            ],
            "elsewhere": value.elsewhere,
        } | self.source(value.evidence)


def _keep_last(parts: list[dict[str, str]]) -> None:
    """Ties a short last word to the word before it: it is no line of its own."""
    length = 0
    for part in reversed(parts):
        before, space, last = part["text"].rpartition(" ")
        length += len(last)
        if length > 6:
            return
        if space:
            part["text"] = f"{before}\u00a0{last}"
            return


def _in_steps(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks whose headings never skip a level (ISO 14289-1, 7.4.2)."""
    level = 1
    for block in blocks:
        if block["kind"] == "Heading":
            block["level"] = level = min(block["level"], level + 1)
        elif block["kind"] in ("Cards", "Factors", "Examples"):
            level = 2
    return blocks


def _head(document: Document) -> dict[str, object]:
    language = document.language
    branding, why = Branding.of(document), document.invented or "synthetic"
    authors = list(document.authors)
    byline = phrase(language, "pdf.authors", authors=numbers.enumeration(authors, language))
    return {
        "words": catalogue(language, "pdf") | {"synthetic": phrase(language, f"pdf.{why}")},
        "watermark": phrase(language, "pdf.rehearsal") if document.rehearsal else "",
        "design": branding.colours() | {"serif": branding.serif, "sans": design.SANS},
        "language": language,
        "region": RULES[language].region,
        "quotations": {
            code: {"marks": rules.quotation, "region": rules.region}
            for code, rules in RULES.items()
        }
        | {UNKNOWN: {"marks": RULES[language].quotation, "region": None}},
        "title": document.title,
        "subtitle": document.subtitle,
        "network": document.network,
        # Where a text has its given room: the cover, the running head and foot.
        "cover_network": shortened(document.network, 160),
        "cover_title": shortened(document.title, 280),
        "cover_subtitle": shortened(document.subtitle, 400),
        "head_title": shortened(document.title, 60),
        "head_network": shortened(document.network, 45),
        "foot_notice": shortened(document.notices[0], 160)
        if document.synthetic and document.notices
        else "",
        "authors": authors,
        "keywords": [
            word
            for word in (document.network, *(section.title for section in document.sections))
            if len(word) <= LONGEST_KEYWORD
        ][:20],
        "byline": byline if authors else "",
        "published": document.published,
        # PDF/A asks for a date; without a day of publication it is the epoch, never the clock.
        "date": [int(part) for part in (document.published_iso or "1970-01-01").split("-")],
        "edition": phrase(language, "pdf.edition", edition=document.edition),
        "licence": document.licence,
        "synthetic": document.synthetic,
        "notices": [shortened(notice, 500) for notice in document.notices[:3]],
        "citation": shortened(document.citation, 600),
        "hash": document.dataset_hash,
        "logo": _logo(document),
    }


def _logo(document: Document) -> dict[str, object] | None:
    """The network's logo: as it is drawn, or its bytes as numbers; with its shape."""
    logo = document.house.logo
    if logo is None:
        return None
    content = logo.content.decode() if logo.kind == "svg" else list(logo.content)
    return {"svg": content, "format": logo.kind, "shape": logo.width / logo.height}


def _finished(content: dict[str, object], document: Document) -> dict[str, object]:
    """The content with every text printable, and a note on characters that no font has."""
    lost = dict.fromkeys(letter for text in _texts(content) for letter in uncovered(text))
    examples = ", ".join(covered(letter) for letter in list(lost)[:5])
    note = phrase(document.language, "pdf.glyphs", examples=examples) if lost else ""
    printable: dict[str, object] = _printable(content | {"glyphs": note}, "")
    return printable


def _short(content: Mapping[str, object]) -> bool:
    """Whether a part surely fits on a page: at most 26 full lines and as many that are not."""
    texts = list(_texts(content))
    return len(texts) < 40 and sum(map(len, texts)) < 1500


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _printable(value: object, key: str) -> Any:
    """Every text with what the fonts lack replaced, and with places to break what is long."""
    if isinstance(value, str):
        if key in ADDRESSES:
            return link_address(value)
        text = "\n".join(covered(line) for line in value.split("\n"))
        if key == "alt" and len(text) > LONGEST_ALTERNATIVE:
            text = f"{text[:LONGEST_ALTERNATIVE]} …"
        return text if key in UNTOUCHED else breakable(tied(text))
    if isinstance(value, dict):
        return {name: _printable(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_printable(part, key) for part in value]
    return value
