"""The deck: each slide of the document placed on a slide of the template."""

import datetime
import io
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from pptx.oxml.ns import qn
from pptx.slide import Slide as Page
from pptx.util import Emu, Inches, Pt

from samklang.core.document.blocks import Factor, Figure, Quote
from samklang.core.document.deck import Slide, slides
from samklang.core.document.document import Document
from samklang.core.document.inline import Link, Run, Text, plain
from samklang.core.document.short_codes import printed_address
from samklang.core.language.languages import RULES, TAGS
from samklang.core.language.phrases import phrase
from samklang.core.language.written import office_tag, quotation
from samklang.render import design
from samklang.render.archive import settled
from samklang.render.case_picture import case_picture
from samklang.render.design import Branding
from samklang.render.pictures import logo_png, logo_size
from samklang.render.slides import fit
from samklang.render.slides.chart import add_chart
from samklang.render.slides.chart_key import chart_key
from samklang.render.slides.map import add_map_with_places
from samklang.render.slides.method import add_method
from samklang.render.slides.parts import in_parts
from samklang.render.slides.reading import add_reading
from samklang.render.slides.speaking import speaker_notes
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
from samklang.render.slides.writing import EDGE, Pen, properties

# Between the title of a slide on spruce and what follows it.
BELOW_TITLE = Inches(3.95)
READING = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0)
# Numbers that a whole hall reads.
LARGE = 80.0
# The width that an example's picture takes beside what is told of it.
PICTURE = Inches(5.0)


def deck(document: Document, shown: Sequence[Slide] = ()) -> bytes:
    """deck.pptx, with native charts and notes; `shown`: its slides, if the document is bare."""
    return _Deck(document).made(shown or slides(document))


class _Deck:
    """Fills the template, slide by slide."""

    def __init__(self, document: Document):
        self.document, self.language = document, document.language
        self.tag = TAGS[document.language]
        self.branding = Branding.of(document)
        self.pen = Pen(self.tag, self.branding)
        self.file = presentation(self.branding, self.tag)

    def made(self, shown: Sequence[Slide]) -> bytes:
        place: dict[str, Callable[[Slide, Page], None]] = {
            "title": self.title,
            "section": self.section,
            "numbers": self.numbers,
            "points": self.points,
            "figure": self.figure,
            "method": lambda slide, page: add_method(self.pen, slide, page, self.language),
            "reading": lambda slide, page: add_reading(self.pen, slide, page, self.language),
            "cards": self.cards,
            "factor": self.factor,
            "map": lambda slide, page: add_map_with_places(self.pen, slide, page, self.language),
            "chosen": self.chosen,
            "examples": self.examples,
            "references": self.references,
            "contacts": self.contacts,
        }
        layouts = {"title": TITLE, "section": SECTION, "points": CONTENT}
        bare = {layout.name: footers(layout) for layout in self.file.slide_layouts}
        for slide in in_parts(shown, self.language):
            name = layouts.get(slide.kind, ONLY)
            page = self.file.slides.add_slide(layout(self.file, name))
            heading = slide.title
            if slide.parts > 1:
                part = phrase(self.language, "slides.part", part=slide.part, parts=slide.parts)
                heading = f"{heading} ({part})"
            title = page.shapes.title
            self.pen.write(title.text_frame, [heading], size=None)
            self._fit_title(title, heading, large=slide.kind in ("title", "section"))
            if slide.section and slide.kind != "section":
                self.kicker(slide.section, page)
            place[slide.kind](slide, page)
            self.pen.notes(page, speaker_notes(slide, self.document))
            add_footer(page, bare[name], self.footer(slide), self.tag)
        self._properties()
        out = io.BytesIO()
        self.file.save(out)
        return settled(out.getvalue())

    def kicker(self, section: str, page: Page) -> None:
        """The section that a slide belongs to, small above its title."""
        frame = self.pen.box(page, LEFT, Inches(0.3), ROOM, Inches(0.3))
        words = fit.shortened(section, 14, points(ROOM), 18)
        self.pen.write(frame, [words], size=14, colour=self.branding.lingon, bold=True)

    def numbers(self, slide: Slide, page: Page) -> None:
        """The main numbers, each in letters for a hall, with what it is of and its base."""
        figures = slide.content.figures  # type: ignore[union-attr]
        gap = Inches(0.6)
        width = (ROOM - gap * (len(figures) - 1)) // len(figures)
        room = points(width)
        for at, figure in enumerate(figures):
            left = LEFT + at * (width + gap)
            self.pen.rule(page, left, BODY_TOP, width, self.branding.spruce)
            size = fit.largest([figure.number], room, 110, (LARGE, 66, 54, 44, 36))
            number = self.pen.box(page, left, BODY_TOP + Inches(0.1), width, Inches(1.45))
            self.pen.write(
                number,
                [figure.number],
                size=size,
                bold=True,
                colour=self.branding.spruce,
                font=self.branding.serif,
            )
            texts = [figure.title, *figure.how]
            size = fit.largest(texts, room, 190, (24, 22, 20, 18), gap=0.5)
            below = self.pen.box(page, left, BODY_TOP + Inches(1.6), width, Inches(2.7))
            self.pen.write(
                below,
                [fit.shortened(t, size, room, 4 * size * fit.LEADING) for t in texts],
                size=size,
            )
            for run in below.paragraphs[0].runs:
                run.font.bold = True
        self._line(slide, page, top=BODY_TOP + Inches(4.4), tall=Inches(0.7))

    def _line(self, slide: Slide, page: Page, *, top: int, tall: int) -> None:
        """The lines of a slide as one text."""
        if slide.lines:
            texts = [plain(line) for line in slide.lines]
            size = fit.largest(texts, points(ROOM), points(tall), (22, 20, 18), gap=0.3)
            each = points(tall) / len(texts)
            texts = [fit.shortened(text, size, points(ROOM), each) for text in texts]
            self.pen.write(self.pen.box(page, LEFT, top, ROOM, tall), texts, size=size)

    def chosen(self, slide: Slide, page: Page) -> None:
        """A few examples with what they are, who does it and where."""
        cards: Any = slide.content
        texts = [
            [
                card.title,
                card.description,
                " · ".join(t for t in (card.organisation, card.place) if t),
            ]
            for card in cards
        ]
        # Beside one example there is room for its picture, beside three there is not.
        picture = case_picture(cards[0], self.document) if len(cards) == 1 else None
        seen = PICTURE if picture else 0
        self.pen.columns(
            page, texts, across=len(texts), sizes=(22, 20, 18), colours=None, room=ROOM - seen
        )
        if picture:
            left = LEFT + ROOM - seen + Inches(0.4)
            self.pen.photo(page, picture, (left, BODY_TOP, seen - Inches(0.4), BODY_HEIGHT))

    def footer(self, slide: Slide) -> str:
        """The report's title, after the mark of a slide whose answers are invented."""
        title = clean(self.document.title)
        if not slide.synthetic:
            return title
        return f"{phrase(self.language, f'slides.{self.document.invented}')} · {title}"

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

    def title(self, slide: Slide, page: Page) -> None:
        document = self.document
        below = [t for t in (document.subtitle, document.network) if t]
        self.pen.write(page.placeholders[1].text_frame, below or [document.network], size=None)
        if document.house.logo is not None:
            wide, high = logo_size(document.house.logo, most=(Inches(2.6), Inches(0.9)))
            left = LEFT + EDGE
            self.pen.paper(page, left, Inches(0.6), int(wide), int(high))
            picture = page.shapes.add_picture(
                io.BytesIO(logo_png(document.house.logo)),
                Emu(left),
                Inches(0.6),
                Emu(int(wide)),
                Emu(int(high)),
            )
            properties(picture).set("descr", clean(document.network))
        if document.notices:
            frame = self.pen.box(page, LEFT, Inches(5.55), ROOM, Inches(1.3))
            room, tall, words = points(ROOM), points(Inches(1.3)), " ".join(document.notices)
            size = fit.largest([words], room, tall, (16, 15, fit.NOTE))
            texts = [fit.shortened(words, size, room, tall)]
            self.pen.write(frame, texts, size=size, colour=self.branding.lingon_pale)
        self.pen.rule(page, LEFT, BELOW_TITLE, Inches(1.1), self.branding.lingon_mid)

    def section(self, slide: Slide, page: Page) -> None:
        frame = page.placeholders[1]
        content: Any = slide.content
        lead = plain(content[0]) if content else ""
        self.pen.rule(page, LEFT, BELOW_TITLE, Inches(1.1), self.branding.lingon_mid)
        if not lead:
            frame._element.getparent().remove(frame._element)
            return
        room, tall = points(frame.width), points(frame.height) + 40
        size = fit.largest([lead], room, tall, READING[2:])
        self.pen.write(frame.text_frame, [fit.shortened(lead, size, room, tall)], size=size)

    def points(self, slide: Slide, page: Page) -> None:
        frame = page.placeholders[1]
        items: Any = slide.content
        texts = [plain(item) for item in items]
        if not texts:
            frame._element.getparent().remove(frame._element)
            return
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

    def figure(self, slide: Slide, page: Page) -> None:
        figure = slide.content
        assert isinstance(figure, Figure)
        room = points(ROOM)
        # Under a title of two lines.
        top, tall = int(Inches(1.68)), int(Inches(4.1))
        if slide.lines:
            under = fit.shortened(" ".join(map(plain, slide.lines)), 18, room, 46)
            more = Inches(0.3) * (fit.lines(under, 18, room) - 1)
            self.pen.write(
                self.pen.box(page, LEFT, top, ROOM, Inches(0.36) + more), [under], size=18
            )
            top, tall = Inches(2.1) + more, Inches(3.68) - more
        box = LEFT, top, ROOM, tall
        add_chart(page, figure, self.language, self.branding, self.tag, box)
        n = "" if figure.table.base is None else f", n = {figure.table.base}"
        hidden = any(cell.status != "shown" for row in figure.table.rows for cell in row.cells)
        threshold = figure.table.threshold
        about = phrase(self.language, "slides.hidden", threshold=threshold) if hidden else ""
        key = chart_key(figure, self.language)
        words = (
            f"{key} {about or ('' if key else figure.interval)} "
            f"{phrase(self.language, 'slides.question')}: {figure.question} "
            f"{phrase(self.language, 'slides.base')}: {figure.base}{n}."
        ).strip()
        frame = self.pen.box(page, LEFT, Inches(5.83), ROOM, Inches(0.73))
        self.pen.write(frame, [fit.shortened(words, 14, room, 52)], size=14, colour=design.MUTED)
        address = printed_address(self.document, figure.id)
        below = [
            phrase(self.language, f"report.{figure.invented}_note") if figure.invented else "",
            f"{phrase(self.language, 'embed.holds')} {address}" if address else "",
        ]
        if any(below):
            paragraph = [fit.shortened(" ".join(filter(None, below)), 14, room, 26)]
            lower = self.pen.box(page, LEFT, Inches(6.56), ROOM, Inches(0.3))
            self.pen.write(lower, paragraph, size=14, colour=self.branding.lingon, bold=True)

    def cards(self, slide: Slide, page: Page) -> None:
        cards = slide.content.cards  # type: ignore[union-attr]
        texts = [[card.title, plain(card.text)] for card in cards]
        self.pen.columns(page, texts, across=2, sizes=(22, 20, 18), colours=None)

    def examples(self, slide: Slide, page: Page) -> None:
        cards: Any = slide.content
        texts, colours = [], []
        for card in cards:
            sound = card.match in ("exact", "likely")
            lines = [card.title, card.organisation, card.place]
            lines += [] if sound else [card.provenance]
            texts.append([line for line in lines if line])
            colours.append(self.branding.spruce if sound else self.branding.lingon)
        self.pen.columns(page, texts, across=3, sizes=(20, 18, 16, 15, fit.NOTE), colours=colours)

    def factor(self, slide: Slide, page: Page) -> None:
        factor = slide.content
        assert isinstance(factor, Factor)
        room = points(ROOM)
        words = " ".join(plain(line) for line in slide.lines)
        size = fit.largest([words], room, 84, (24, 22, 20, 18))
        frame = self.pen.box(page, LEFT, Inches(1.7), ROOM, Inches(1.2))
        self.pen.write(frame, [fit.shortened(words, size, room, 84)], size=size)
        width = (ROOM - Inches(0.6)) // 2
        for number, (name, sign, count, quotes, colour) in enumerate(
            (
                ("enables", "+", factor.enables, factor.enabling_quotes, self.branding.spruce),
                ("hinders", "−", factor.hinders, factor.hindering_quotes, self.branding.lingon),
            )
        ):
            left = LEFT + number * (width + Inches(0.6))
            self.pen.rule(page, left, Inches(3.0), width, colour)
            box = self.pen.box(page, left, Inches(3.1), width, Inches(0.45))
            word = phrase(self.language, f"slides.{name}")
            self.pen.write(box, [f"{sign} {word}: {count}"], size=18, bold=True, colour=colour)
            if quotes:
                self._quote(page, quotes[0], left, width)

    def _quote(self, page: Page, quote: Quote, left: int, width: int) -> None:
        room = points(width)
        frame = self.pen.box(page, left, Inches(3.85), width, Inches(2.8))
        texts = [quotation(quote.text, quote.lang, self.language)]
        texts += [RULES[self.language].quoted(quote.translation)] if quote.translation else []
        tall = points(Inches(2.45))
        size = fit.largest(texts, room, tall, (24, 22, 20, 18), gap=0.3)
        each = tall / len(texts)
        self.pen.write(
            frame,
            [fit.shortened(texts[0], size, room, each)],
            size=size,
            italic=True,
            lang=office_tag(quote.lang or self.language),
            font=self.branding.serif,
        )
        for text in [*(fit.shortened(t, size, room, each) for t in texts[1:]), quote.attribution]:
            paragraph = frame.add_paragraph()
            paragraph.space_before = Pt(5)
            run = paragraph.add_run()
            run.text = clean(text)
            run.font.size = Pt(18)
            run.font.color.rgb = rgb(design.MUTED)
            run._r.get_or_add_rPr().set("lang", self.tag)

    def references(self, slide: Slide, page: Page) -> None:
        entries: Any = slide.content
        room, tall, size = points(ROOM), points(BODY_HEIGHT), fit.SMALLEST
        each = tall / len(entries) - size * 0.35
        shown: list[Text] = []
        for entry in entries:
            words = plain(entry.text)
            short = fit.shortened(words, size, room, each)
            parts = entry.text if short == words else (Run(short),)
            # Typed out an address takes more room than the words: its host says where it leads.
            host = urlsplit(entry.url).hostname if entry.url else None
            shown.append((*parts, Run(" "), Link(host, entry.url)) if host else parts)
        frame = self.pen.box(page, LEFT, BODY_TOP, ROOM, BODY_HEIGHT)
        self.pen.write(frame, shown, size=size)

    def contacts(self, slide: Slide, page: Page) -> None:
        cards: Any = slide.content
        texts = [[c.name, *c.words, *(way.text for way in c.addresses)] for c in cards]
        self.pen.columns(page, texts, across=2, sizes=(20, 18, 16, 15, fit.NOTE), colours=None)
