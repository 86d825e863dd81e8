"""The deck: each slide of the document placed on a slide of the template."""

import datetime
import io
from collections.abc import Callable, Sequence
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.report.deck import Slide, slides
from samklang.core.report.document import (
    Document,
    ExampleMap,
    Examples,
    Factor,
    Figure,
    Link,
    MethodBox,
    Quote,
    Text,
    plain,
)
from samklang.render import design
from samklang.render.archive import settled
from samklang.render.slides import fit
from samklang.render.slides.chart import add_chart
from samklang.render.slides.map import add_map
from samklang.render.slides.template import (
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
)

TAGS = {"sv": "sv-SE", "en": "en-GB"}
BODY_TOP, BODY_HEIGHT = Inches(1.75), Inches(4.95)
READING = (24.0, 22.0, 20.0, 18.0, 16.0, 15.0, 14.0)


def deck(document: Document) -> bytes:
    """deck.pptx: the document's slides with native charts and speaker notes."""
    return _Deck(document).made()


class _Deck:
    """Fills the template, slide by slide."""

    def __init__(self, document: Document):
        self.document, self.language = document, document.language
        self.tag = TAGS[document.language]
        self.file = presentation(self.tag)
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
        for slide in slides(self.document):
            name = layouts.get(slide.kind, ONLY)
            page = self.file.slides.add_slide(layout(self.file, name))
            heading = slide.title
            if slide.parts > 1:
                part = phrase(self.language, "slides.part", part=slide.part, parts=slide.parts)
                heading = f"{heading} ({part})"
            title = page.shapes.title
            self.write(title.text_frame, [heading], size=None)
            self._fit_title(title, heading, large=slide.kind in ("title", "section"))
            place[slide.kind](slide, page)
            add_footer(page, bare[name], self.footer(), self.tag)
        self._properties()
        out = io.BytesIO()
        self.file.save(out)
        return settled(out.getvalue())

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

    # --- text -------------------------------------------------------------------------------

    def write(
        self,
        frame: Any,
        texts: Sequence[str | Text],
        *,
        size: float | None,
        colour: str | None = None,
        bold: bool = False,
        italic: bool = False,
        lang: str = "",
        font: str | None = None,
    ) -> None:
        """Writes paragraphs into a frame, the first into the one that is there."""
        frame.word_wrap = True
        for number, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            if number and size:
                paragraph.space_before = Pt(size * 0.5)
            for part in [text] if isinstance(text, str) else text:
                content = part if isinstance(part, str) else part.text
                run = paragraph.add_run()
                run.text = clean(content)
                style = run.font
                if size:
                    style.size = Pt(size)
                if bold or getattr(part, "strong", False):
                    style.bold = True
                if italic or getattr(part, "emphasis", False):
                    style.italic = True
                if font:
                    style.name = font
                if colour:
                    style.color.rgb = RGBColor.from_string(colour[1:].upper())
                if isinstance(part, Link) and not part.url.startswith("#"):
                    run.hyperlink.address = clean(part.url)
                run._r.get_or_add_rPr().set("lang", lang or self.tag)

    def box(self, page: Any, left: int, top: int, width: int, height: int) -> Any:
        """A text box without margins."""
        frame = page.shapes.add_textbox(Emu(left), Emu(top), Emu(width), Emu(height)).text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.TOP
        return frame

    def rule(self, page: Any, left: int, top: int, width: int, colour: str) -> None:
        """A rule above a column; it says nothing to a screen reader."""
        line = page.shapes.add_connector(1, Emu(left), Emu(top), Emu(left + width), Emu(top))
        line.line.color.rgb = RGBColor.from_string(colour[1:].upper())
        line.line.width = Pt(2.25)
        _decorative(line)

    def notes(self, page: Any, texts: Sequence[str]) -> None:
        """Speaker notes."""
        frame = page.notes_slide.notes_text_frame
        self.write(frame, [text for text in texts if text], size=None)

    # --- slides -----------------------------------------------------------------------------

    def title(self, slide: Slide, page: Any) -> None:
        document = self.document
        below = [t for t in (document.subtitle, document.network) if t]
        self.write(page.placeholders[1].text_frame, below or [document.network], size=None)
        if document.notices:
            frame = self.box(page, LEFT, Inches(5.75), Inches(11), Inches(1.0))
            size = fit.largest(
                document.notices, points(Inches(11)), points(Inches(1.05)), (16, 15, 14), gap=0.2
            )
            texts = [fit.shortened(" ".join(document.notices), size, points(Inches(11)), 76)]
            self.write(frame, texts, size=size, colour=design.LINGON)
        self.notes(page, [document.title, *document.notices, self._cite()])

    def section(self, slide: Slide, page: Any) -> None:
        frame = page.placeholders[1]
        content: Any = slide.content
        lead = plain(content[0]) if content else ""
        if not lead:
            frame._element.getparent().remove(frame._element)
            return
        room, tall = points(frame.width), points(frame.height) + 40
        size = fit.largest([lead], room, tall, READING[1:])
        self.write(frame.text_frame, [fit.shortened(lead, size, room, tall)], size=size)

    def points(self, slide: Slide, page: Any) -> None:
        frame = page.placeholders[1]
        items: Any = slide.content
        texts = [plain(item) for item in items]
        room, tall = points(frame.width) - 24, points(frame.height)
        size = fit.largest(texts, room, tall, READING)
        if fit.height(texts, size, room) > tall:
            each = tall / len(texts)
            items = [fit.shortened(text, size, room, each) for text in texts]
        self.write(frame.text_frame, items, size=size)
        if len(texts) == 1:
            properties = frame.text_frame.paragraphs[0]._p.get_or_add_pPr()
            properties.set("marL", "0")
            properties.set("indent", "0")
            etree.SubElement(properties, qn("a:buNone"))

    def figure(self, slide: Slide, page: Any) -> None:
        figure = slide.content
        assert isinstance(figure, Figure)
        room = points(ROOM)
        self.write(
            self.box(page, LEFT, Inches(1.42), ROOM, Inches(0.62)),
            [fit.shortened(figure.summary, 17, room, 44)],
            size=17,
        )
        add_chart(page, figure, self.language, self.tag, (LEFT, Inches(2.05), ROOM, Inches(3.85)))
        n = "" if figure.table.base is None else f", n = {figure.table.base}"
        hidden = any(cell.share is None for row in figure.table.rows for cell in row.cells)
        threshold = figure.table.threshold
        about = phrase(self.language, "slides.hidden", threshold=threshold) if hidden else ""
        words = (
            f"{phrase(self.language, 'slides.question')}: {figure.question} "
            f"{phrase(self.language, 'slides.base')}: {figure.base}{n}. "
            f"{about or figure.interval}"
        )
        frame = self.box(page, LEFT, Inches(5.95), ROOM, Inches(0.95))
        tall = 38 if figure.synthetic else 56
        self.write(frame, [fit.shortened(words, 14, room, tall)], size=14, colour=design.MUTED)
        if figure.synthetic:
            paragraph = [phrase(self.language, "report.synthetic_note")]
            lower = self.box(page, LEFT, Inches(6.56), ROOM, Inches(0.3))
            self.write(lower, paragraph, size=14, colour=design.LINGON, bold=True)
        self.notes(
            page,
            [
                figure.title,
                figure.summary,
                figure.alt,
                f"{phrase(self.language, 'slides.question')}: {figure.question}",
                f"{phrase(self.language, 'slides.base')}: {figure.base}{n}.",
                figure.weighting,
                figure.interval,
                figure.sensitivity,
                *figure.notes,
                phrase(self.language, "slides.notes_dataset", hash=self.document.dataset_hash),
                self._cite(),
            ],
        )

    def method(self, slide: Slide, page: Any) -> None:
        box = slide.content
        assert isinstance(box, MethodBox)
        wide = Inches(7.1) if box.strata else ROOM
        texts = [f"{fact.label}: {fact.value}" for fact in box.facts]
        room, tall = points(wide), points(BODY_HEIGHT)
        size = fit.largest(texts, room, tall, (18, 17, 16, 15, 14), gap=0.4)
        frame = self.box(page, LEFT, BODY_TOP, wide, BODY_HEIGHT)
        self.write(frame, texts, size=size)
        for paragraph, fact in zip(frame.paragraphs, box.facts, strict=True):
            _bold_start(paragraph, clean(f"{fact.label}:"))
        if box.strata:
            self._strata(page, box)

    def _strata(self, page: Any, box: MethodBox) -> None:
        """Who answered, as a native table with a header row."""
        rows = box.strata[:9]
        left, width = LEFT + Inches(7.6), Inches(4.13)
        title = self.box(page, left, BODY_TOP, width, Inches(0.35))
        self.write(title, [box.strata_title], size=14, colour=design.MUTED)
        frame = page.shapes.add_table(
            len(rows) + 1, 4, left, Inches(2.15), width, Inches(0.4) * (len(rows) + 1)
        )
        alt = phrase(self.language, "slides.table_alt", title=box.strata_title)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(alt))
        table = frame.table
        table.first_row, table.first_col, table.horz_banding = True, True, False
        for index, inches in enumerate((1.38, 0.92, 1.05, 0.78)):
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
                self.write(cell.text_frame, [text], size=14, bold=r == 0, colour=design.INK)

    def cards(self, slide: Slide, page: Any) -> None:
        cards = slide.content.cards  # type: ignore[union-attr]
        texts = [[card.title, plain(card.text)] for card in cards]
        self._columns(page, texts, across=2, sizes=(17, 16, 15, 14), colours=None)

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
        self._columns(page, texts, across=3, sizes=(16, 15, 14), colours=colours)
        self.notes(page, [slide.title, *notes])

    def _columns(
        self,
        page: Any,
        texts: Sequence[Sequence[str]],
        *,
        across: int,
        sizes: Sequence[float],
        colours: Sequence[str] | None,
    ) -> None:
        """Short texts side by side under rules; the first line of each is its title."""
        gap = Inches(0.4)
        width = (ROOM - gap * (across - 1)) // across
        down = -(-len(texts) // across)
        tall = (BODY_HEIGHT - Inches(0.3) * (down - 1)) // down
        room, height = points(width), points(tall) - 8
        size = min(fit.largest(list(text), room, height - 6, sizes, gap=0.25) for text in texts)
        for number, text in enumerate(texts):
            left = LEFT + (number % across) * (width + gap)
            top = BODY_TOP + (number // across) * (tall + Inches(0.3))
            self.rule(page, left, top, width, colours[number] if colours else design.SPRUCE)
            frame = self.box(page, left, top + Inches(0.1), width, tall - Inches(0.1))
            whole = [text[0], *text[1:]]
            while len(whole) > 1 and fit.height(whole, size, room, gap=0.25) > height:
                over = fit.height(whole, size, room, gap=0.25) - height
                last = fit.height([whole[-1]], size, room)
                if last - over < size * fit.LEADING:
                    whole.pop()
                else:
                    whole[-1] = fit.shortened(whole[-1], size, room, last - over)
                    break
            self.write(
                frame,
                [fit.shortened(whole[0], size, room, height)],
                size=size,
                bold=True,
                font=design.SERIF,
            )
            for line in whole[1:]:
                paragraph = frame.add_paragraph()
                paragraph.space_before = Pt(3)
                run = paragraph.add_run()
                run.text = clean(line)
                run.font.size = Pt(size)
                run._r.get_or_add_rPr().set("lang", self.tag)

    def factor(self, slide: Slide, page: Any) -> None:
        factor = slide.content
        assert isinstance(factor, Factor)
        room = points(ROOM)
        frame = self.box(page, LEFT, Inches(1.6), ROOM, Inches(0.9))
        self.write(frame, [fit.shortened(factor.definition, 18, room, 62)], size=18)
        width = (ROOM - Inches(0.6)) // 2
        for number, (name, sign, count, quotes, colour) in enumerate(
            (
                ("enables", "+", factor.enables, factor.enabling_quotes, design.SPRUCE),
                ("hinders", "−", factor.hinders, factor.hindering_quotes, design.LINGON),
            )
        ):
            left = LEFT + number * (width + Inches(0.6))
            self.rule(page, left, Inches(2.65), width, colour)
            box = self.box(page, left, Inches(2.78), width, Inches(0.75))
            word = phrase(self.language, f"slides.{name}")
            self.write(box, [f"{sign} {word}"], size=20, bold=True, colour=colour)
            below = self.box(page, left, Inches(3.2), width, Inches(0.4))
            self.write(below, [count], size=17, colour=design.MUTED)
            if quotes:
                self._quote(page, quotes[0], left, width)
        self.notes(
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
        frame = self.box(page, left, Inches(3.75), width, Inches(2.9))
        texts = [f"”{quote.text}”"] + ([f"“{quote.translation}”"] if quote.translation else [])
        tall = points(Inches(2.45))
        size = fit.largest(texts, room, tall, (18, 17, 16, 15, 14), gap=0.3)
        each = tall / len(texts)
        self.write(
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
            run.font.color.rgb = RGBColor.from_string(design.MUTED[1:].upper())
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
        frame = self.box(page, LEFT + Inches(5.0), BODY_TOP, width, BODY_HEIGHT - Inches(0.4))
        self.write(frame, texts, size=size)
        source = self.box(page, LEFT + Inches(5.0), Inches(6.4), width, Inches(0.3))
        self.write(
            source, [phrase(self.language, "slides.boundaries")], size=14, colour=design.MUTED
        )
        self.notes(page, [slide.title, example_map.alt])

    def references(self, slide: Slide, page: Any) -> None:
        entries: Any = slide.content
        texts = [f"{plain(entry.text)} {entry.url}".strip() for entry in entries]
        room, tall = points(ROOM), points(BODY_HEIGHT)
        size = fit.largest(texts, room, tall, (16, 15, 14), gap=0.35)
        if fit.height(texts, size, room, gap=0.35) > tall:
            each = tall / len(texts) - size * 0.35
            texts = [fit.shortened(text, size, room, each) for text in texts]
        frame = self.box(page, LEFT, BODY_TOP, ROOM, BODY_HEIGHT)
        self.write(frame, texts, size=size)

    def contacts(self, slide: Slide, page: Any) -> None:
        cards: Any = slide.content
        texts = [[t for t in (c.name, c.role, c.organisation, c.email, c.url) if t] for c in cards]
        self._columns(page, texts, across=2, sizes=(18, 17, 16, 15, 14), colours=None)

    def _cite(self) -> str:
        return phrase(self.language, "slides.notes_cite", citation=self.document.citation)


def _bold_start(paragraph: Any, start: str) -> None:
    """Splits a paragraph's run so that its label stands in bold."""
    import copy

    run = paragraph.runs[0]
    text = run.text
    element = copy.deepcopy(run._r)
    run.text = start
    run.font.bold = True
    run._r.addnext(element)
    paragraph.runs[1].text = text[len(start) :]


def _decorative(shape: Any) -> None:
    """Marks a shape as decoration (MS-ODRAWXML, 2.20.1): a screen reader passes it by."""
    properties = shape._element.nvCxnSpPr.cNvPr
    extensions = etree.SubElement(properties, qn("a:extLst"))
    extension = etree.SubElement(extensions, qn("a:ext"))
    extension.set("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    space = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    mark = etree.SubElement(extension, f"{{{space}}}decorative", nsmap={"adec": space})
    mark.set("val", "1")
