"""The deck: each slide of the document placed on a slide of the template."""

import datetime
import io
from collections.abc import Callable
from typing import Any

from lxml import etree
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from samklang.core.document.blocks import ExampleMap, Examples, Factor, Figure, MethodBox, Quote
from samklang.core.document.deck import Slide, slides
from samklang.core.document.document import Document
from samklang.core.document.inline import plain
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.render import design
from samklang.render.archive import settled
from samklang.render.notes import brief, led_to, note_facts
from samklang.render.pictures import logo_png, logo_size
from samklang.render.slides import fit
from samklang.render.slides.chart import add_chart
from samklang.render.slides.map import add_map
from samklang.render.slides.parts import in_parts
from samklang.render.slides.template import (
    BODY_HEIGHT,
    BODY_TOP,
    CONTENT,
    LEFT,
    ONLY,
    ROOM,
    SECTION,
    TITLE,
    add_footer,
    clean,
    footers,
    layout,
    points,
    presentation,
    rgb,
)
from samklang.render.slides.writing import EDGE, Pen, bold_start

TAGS = {"sv": "sv-SE", "en": "en-GB"}
# Between the title of a slide on spruce and what follows it.
BELOW_TITLE = Inches(3.95)
READING = (24.0, 22.0, 20.0, 18.0, 16.0, 15.0, 14.0)


def deck(document: Document) -> bytes:
    """deck.pptx: the document's slides with native charts and speaker notes."""
    return _Deck(document).made()


class _Deck:
    """Fills the template, slide by slide."""

    def __init__(self, document: Document):
        self.document, self.language = document, document.language
        self.tag = TAGS[document.language]
        self.pen = Pen(self.tag)
        self.file = presentation(self.tag)
        self.records = {record.id: record for record in document.evidence}
        self.titles = {
            e.id: e.title
            for _, block in document.blocks()
            if isinstance(block, Examples)
            for e in block.examples
        }

    def made(self) -> bytes:
        place: dict[str, Callable[[Slide, Any], None]] = {
            "title": self.title,
            "section": self.section,
            "points": self.points,
            "figure": self.figure,
            "method": self.method,
            "cards": self.cards,
            "factor": self.factor,
            "map": self.map,
            "examples": self.examples,
            "references": self.references,
            "contacts": self.contacts,
        }
        layouts = {"title": TITLE, "section": SECTION, "points": CONTENT}
        bare = {one.name: footers(one) for one in self.file.slide_layouts}
        for slide in in_parts(slides(self.document), self.language):
            name = layouts.get(slide.kind, ONLY)
            page = self.file.slides.add_slide(layout(self.file, name))
            heading = slide.title
            if slide.parts > 1:
                part = phrase(self.language, "slides.part", part=slide.part, parts=slide.parts)
                heading = f"{heading} ({part})"
            title = page.shapes.title
            self.pen.write(title.text_frame, [heading], size=None)
            self._fit_title(title, heading, large=slide.kind in ("title", "section"))
            place[slide.kind](slide, page)
            self.evidence(slide, page)
            add_footer(page, bare[name], self.footer(), self.tag)
        self._properties()
        out = io.BytesIO()
        self.file.save(out)
        return settled(out.getvalue())

    def evidence(self, slide: Slide, page: Any) -> None:
        """What a slide's numbers rest on, for who speaks: whole for one note, else in brief."""
        records = [r for r in map(self.records.get, led_to(slide.content)) if r is not None]
        said = []
        for record in records:
            said.append(phrase(self.language, "evidence.speaker", title=record.title))
            if len(records) > 1:
                said.append(brief(record))
                continue
            for label, value in note_facts(record, (), self.document):
                said.append(phrase(self.language, "evidence.fact", label=label, value=value))
        if records:
            self.pen.notes(page, [*said, self._cite()])

    def footer(self) -> str:
        title = clean(self.document.title)
        if not self.document.synthetic:
            return title
        return f"{phrase(self.language, 'slides.synthetic')} · {title}"

    def _properties(self) -> None:
        core, document = self.file.core_properties, self.document
        core.language = self.tag
        # Office keeps at most 255 characters of each.
        core.title, core.subject = clean(document.title)[:255], clean(document.subtitle)[:255]
        core.author = clean(", ".join(document.authors) or document.network)[:255]
        core.keywords, core.comments, core.last_modified_by = "", "", core.author
        day = datetime.datetime.fromisoformat(self.document.published_iso or "1980-01-01")
        core.created = core.modified = day
        core.revision = 1

    def _fit_title(self, shape: Any, heading: str, *, large: bool) -> None:
        room = points(shape.width)
        sizes = (54.0, 48.0, 40.0, 34.0, 28.0) if large else (30.0, 26.0, 22.0, 18.0)
        tall = points(shape.height)
        size = fit.largest([heading], room * 0.96, tall, sizes)
        for run in shape.text_frame.paragraphs[0].runs:
            run.font.size = Pt(size)
            run.text = fit.shortened(run.text, size, room * 0.96, tall)

    def title(self, slide: Slide, page: Any) -> None:
        document = self.document
        below = [t for t in (document.subtitle, document.network) if t]
        self.pen.write(page.placeholders[1].text_frame, below or [document.network], size=None)
        if document.house.logo is not None:
            wide, high = logo_size(document.house.logo, most=(Inches(2.6), Inches(0.9)))
            left = LEFT + EDGE
            self.pen.paper(page, left, Inches(0.6), int(wide), int(high))
            picture = page.shapes.add_picture(
                io.BytesIO(logo_png(document.house.logo)), left, Inches(0.6), int(wide), int(high)
            )
            picture._element.nvPicPr.cNvPr.set("descr", clean(document.network))
        if document.notices:
            frame = self.pen.box(page, LEFT, Inches(5.75), Inches(11), Inches(1.0))
            size = fit.largest(
                document.notices, points(Inches(11)), points(Inches(1.05)), (16, 15, 14), gap=0.2
            )
            texts = [fit.shortened(" ".join(document.notices), size, points(Inches(11)), 76)]
            self.pen.write(frame, texts, size=size, colour=design.LINGON_PALE)
        self.pen.rule(page, LEFT, BELOW_TITLE, Inches(1.1), design.LINGON_MID)
        self.pen.notes(page, [document.title, *document.notices, self._cite()])

    def section(self, slide: Slide, page: Any) -> None:
        frame = page.placeholders[1]
        content: Any = slide.content
        lead = plain(content[0]) if content else ""
        self.pen.rule(page, LEFT, BELOW_TITLE, Inches(1.1), design.LINGON_MID)
        if not lead:
            frame._element.getparent().remove(frame._element)
            return
        room, tall = points(frame.width), points(frame.height) + 40
        size = fit.largest([lead], room, tall, READING[1:])
        self.pen.write(frame.text_frame, [fit.shortened(lead, size, room, tall)], size=size)

    def points(self, slide: Slide, page: Any) -> None:
        frame = page.placeholders[1]
        items: Any = slide.content
        texts = [plain(item) for item in items]
        room, tall = points(frame.width) - 24, points(frame.height)
        size = fit.largest(texts, room, tall, READING)
        if fit.height(texts, size, room) > tall:
            each = tall / len(texts)
            items = [fit.shortened(text, size, room, each) for text in texts]
        self.pen.write(frame.text_frame, items, size=size)
        if len(texts) == 1:
            properties = frame.text_frame.paragraphs[0]._p.get_or_add_pPr()
            properties.set("marL", "0")
            properties.set("indent", "0")
            etree.SubElement(properties, qn("a:buNone"))

    def figure(self, slide: Slide, page: Any) -> None:
        figure = slide.content
        assert isinstance(figure, Figure)
        room = points(ROOM)
        self.pen.write(
            self.pen.box(page, LEFT, Inches(1.42), ROOM, Inches(0.62)),
            [fit.shortened(figure.summary, 17, room, 44)],
            size=17,
        )
        add_chart(page, figure, self.language, self.tag, (LEFT, Inches(2.05), ROOM, Inches(3.75)))
        n = "" if figure.table.base is None else f", n = {figure.table.base}"
        hidden = any(cell.status != "shown" for row in figure.table.rows for cell in row.cells)
        threshold = figure.table.threshold
        about = phrase(self.language, "slides.hidden", threshold=threshold) if hidden else ""
        words = (
            f"{phrase(self.language, 'slides.question')}: {figure.question} "
            f"{phrase(self.language, 'slides.base')}: {figure.base}{n}. "
            f"{about or figure.interval}"
        )
        frame = self.pen.box(page, LEFT, Inches(5.83), ROOM, Inches(0.73))
        self.pen.write(frame, [fit.shortened(words, 14, room, 52)], size=14, colour=design.MUTED)
        if figure.synthetic:
            paragraph = [phrase(self.language, "report.synthetic_note")]
            lower = self.pen.box(page, LEFT, Inches(6.56), ROOM, Inches(0.3))
            self.pen.write(lower, paragraph, size=14, colour=design.LINGON, bold=True)
        self.pen.notes(
            page,
            [
                figure.title,
                figure.summary,
                figure.alt,
                phrase(self.language, "report.synthetic_note") if figure.synthetic else "",
            ],
        )

    def method(self, slide: Slide, page: Any) -> None:
        box = slide.content
        assert isinstance(box, MethodBox)
        wide = Inches(6.5) if box.strata else ROOM
        texts = [f"{fact.label}: {fact.value}" for fact in box.facts]
        room, tall = points(wide), points(BODY_HEIGHT)
        size = fit.largest(texts, room, tall, (18, 17, 16, 15, 14), gap=0.4)
        frame = self.pen.box(page, LEFT, BODY_TOP, wide, BODY_HEIGHT)
        self.pen.write(frame, texts, size=size)
        for paragraph, fact in zip(frame.paragraphs, box.facts, strict=True):
            bold_start(paragraph, clean(f"{fact.label}:"))
        if box.strata:
            self._strata(page, box)

    def _strata(self, page: Any, box: MethodBox) -> None:
        """Who answered, as a native table with a header row."""
        rows = box.strata[:9]
        left, width = LEFT + Inches(6.9), Inches(4.83)
        title = self.pen.box(page, left, BODY_TOP, width, Inches(0.35))
        self.pen.write(title, [box.strata_title], size=14, colour=design.MUTED)
        frame = page.shapes.add_table(
            len(rows) + 1, 4, left, Inches(2.15), width, Inches(0.4) * (len(rows) + 1)
        )
        alt = phrase(self.language, "slides.table_alt", title=box.strata_title)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(alt))
        table = frame.table
        table.first_row, table.first_col, table.horz_banding = True, True, False
        # Where Source Sans is missing, its place is taken by wider letters.
        for index, inches in enumerate((1.75, 1.15, 1.15, 0.78)):
            table.columns[index].width = Inches(inches)
        header = [
            phrase(self.language, f"slides.{k}") for k in ("stratum", "invited", "answered", "rate")
        ]
        hidden = phrase(self.language, "charts.protected")
        lines = [
            [
                row.label,
                str(row.invited),
                hidden if row.answered is None else str(row.answered),
                "–" if row.rate is None else numbers.percent(row.rate, self.language),
            ]
            for row in rows
        ]
        for r, line in enumerate([header, *lines]):
            for c, text in enumerate(line):
                cell = table.cell(r, c)
                cell.fill.background()
                cell.margin_left = cell.margin_right = Inches(0.05)
                self.pen.write(cell.text_frame, [text], size=14, bold=r == 0, colour=design.INK)
                if c:
                    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def cards(self, slide: Slide, page: Any) -> None:
        cards = slide.content.cards  # type: ignore[union-attr]
        texts = [[card.title, plain(card.text)] for card in cards]
        self.pen.columns(page, texts, across=2, sizes=(17, 16, 15, 14), colours=None)

    def examples(self, slide: Slide, page: Any) -> None:
        cards: Any = slide.content
        texts, colours, notes = [], [], []
        for card in cards:
            sound = card.match in ("exact", "likely")
            lines = [card.title, card.organisation, card.place]
            lines += [] if sound else [card.provenance]
            texts.append([line for line in lines if line])
            colours.append(design.SPRUCE if sound else design.LINGON)
            notes.append(f"{card.title}: {card.description}")
        self.pen.columns(page, texts, across=3, sizes=(16, 15, 14), colours=colours)
        self.pen.notes(page, [slide.title, *notes])

    def factor(self, slide: Slide, page: Any) -> None:
        factor = slide.content
        assert isinstance(factor, Factor)
        room = points(ROOM)
        frame = self.pen.box(page, LEFT, Inches(1.6), ROOM, Inches(0.9))
        self.pen.write(frame, [fit.shortened(factor.definition, 18, room, 62)], size=18)
        width = (ROOM - Inches(0.6)) // 2
        for number, (name, sign, count, quotes, colour) in enumerate(
            (
                ("enables", "+", factor.enables, factor.enabling_quotes, design.SPRUCE),
                ("hinders", "−", factor.hinders, factor.hindering_quotes, design.LINGON),
            )
        ):
            left = LEFT + number * (width + Inches(0.6))
            self.pen.rule(page, left, Inches(2.65), width, colour)
            box = self.pen.box(page, left, Inches(2.78), width, Inches(0.75))
            word = phrase(self.language, f"slides.{name}")
            self.pen.write(box, [f"{sign} {word}"], size=20, bold=True, colour=colour)
            below = self.pen.box(page, left, Inches(3.2), width, Inches(0.4))
            self.pen.write(below, [count], size=17, colour=design.MUTED)
            if quotes:
                self._quote(page, quotes[0], left, width)
        self.pen.notes(
            page,
            [
                factor.name,
                factor.definition,
                f"{phrase(self.language, 'slides.enables')}: {factor.enables}",
                f"{phrase(self.language, 'slides.hinders')}: {factor.hinders}",
                *(q.translation or q.text for q in factor.enabling_quotes),
                *(q.translation or q.text for q in factor.hindering_quotes),
            ],
        )

    def _quote(self, page: Any, quote: Quote, left: int, width: int) -> None:
        room = points(width)
        frame = self.pen.box(page, left, Inches(3.75), width, Inches(2.9))
        texts = [f"”{quote.text}”"] + ([f"“{quote.translation}”"] if quote.translation else [])
        tall = points(Inches(2.45))
        size = fit.largest(texts, room, tall, (18, 17, 16, 15, 14), gap=0.3)
        each = tall / len(texts)
        self.pen.write(
            frame,
            [fit.shortened(texts[0], size, room, each)],
            size=size,
            italic=True,
            lang=TAGS.get(quote.lang, self.tag),
            font=design.SERIF,
        )
        for text in [*(fit.shortened(t, size, room, each) for t in texts[1:]), quote.attribution]:
            paragraph = frame.add_paragraph()
            paragraph.space_before = Pt(5)
            run = paragraph.add_run()
            run.text = clean(text)
            run.font.size = Pt(max(size - 2, 14))
            run.font.color.rgb = rgb(design.MUTED)
            run._r.get_or_add_rPr().set("lang", self.tag)

    def map(self, slide: Slide, page: Any) -> None:
        example_map = slide.content
        assert isinstance(example_map, ExampleMap)
        add_map(page, example_map, (LEFT, Inches(1.55), Inches(4.2), Inches(5.2)))
        texts = [
            f"{p.name}: {', '.join(self.titles.get(e, e) for e in p.examples)}"
            for p in example_map.places
        ]
        texts.append(example_map.elsewhere)
        width = ROOM - Inches(5.0)
        room, tall = points(width), points(BODY_HEIGHT) - 24
        size = fit.largest(texts, room, tall, (20, 18, 17, 16, 15, 14))
        while fit.height(texts, size, room) > tall and len(texts) > 2:
            texts[-3:-1] = [fit.shortened(f"{texts[-3]}; {texts[-2]}", size, room, size * 3)]
        frame = self.pen.box(page, LEFT + Inches(5.0), BODY_TOP, width, BODY_HEIGHT - Inches(0.4))
        self.pen.write(frame, texts, size=size)
        source = self.pen.box(page, LEFT + Inches(5.0), Inches(6.4), width, Inches(0.3))
        self.pen.write(
            source, [phrase(self.language, "slides.boundaries")], size=14, colour=design.MUTED
        )
        self.pen.notes(page, [slide.title, example_map.alt])

    def references(self, slide: Slide, page: Any) -> None:
        entries: Any = slide.content
        texts = [f"{plain(entry.text)} {entry.url}".strip() for entry in entries]
        room, tall = points(ROOM), points(BODY_HEIGHT)
        size = fit.largest(texts, room, tall, (16, 15, 14), gap=0.35)
        if fit.height(texts, size, room, gap=0.35) > tall:
            each = tall / len(texts) - size * 0.35
            texts = [fit.shortened(text, size, room, each) for text in texts]
        frame = self.pen.box(page, LEFT, BODY_TOP, ROOM, BODY_HEIGHT)
        self.pen.write(frame, texts, size=size)

    def contacts(self, slide: Slide, page: Any) -> None:
        cards: Any = slide.content
        texts = [[t for t in (c.name, c.role, c.organisation, c.email, c.url) if t] for c in cards]
        self.pen.columns(page, texts, across=2, sizes=(18, 17, 16, 15, 14), colours=None)

    def _cite(self) -> str:
        return phrase(self.language, "slides.notes_cite", citation=self.document.citation)
