"""Body: each block of the document as Word's paragraphs, tables and drawings, in reading order."""

from collections.abc import Sequence

from samklang.core.document.blocks import (
    Block,
    Cards,
    Contacts,
    ExampleMap,
    Examples,
    Factor,
    Factors,
    Figure,
    Heading,
    KeyFigures,
    KeyPoints,
    Listing,
    Notice,
    Paragraph,
    Quote,
    References,
)
from samklang.core.document.document import Document, Section
from samklang.core.document.example_card import ExampleCard
from samklang.core.document.inline import Link, Run, Text, plain
from samklang.core.document.method_box import MethodBox
from samklang.core.language import numbers
from samklang.core.language.languages import RULES
from samklang.core.language.phrases import phrase
from samklang.core.language.written import quotation
from samklang.render.case_picture import case_picture
from samklang.render.docx.drawings import Drawings
from samklang.render.docx.examples import add_known, whereabouts
from samklang.render.docx.facts import TOGETHER, add_facts
from samklang.render.docx.paragraphs import keep_whole, keep_with_next, last_space, loose, space
from samklang.render.docx.styles import EXAMPLE
from samklang.render.docx.tables import add_table, table_height
from samklang.render.docx.writing import Pen, field, joined
from samklang.render.docx.xml import add, attribute, child_of, name
from samklang.render.element import Element
from samklang.render.notes import notes_data
from samklang.render.pdf.breaks import breakable
from samklang.render.pdf.tables import figure_data, method_data

# Characters of a paragraph that stays whole below its heading. LibreOffice moves heading and
# paragraph together where Word would part the paragraph; so both do the same.
WHOLE = 1200
# Twips above a section that does not begin a page.
ABOVE_SECTION = 900


class Body:
    """Writes the body of one document and gathers its headings for the contents."""

    def __init__(self, document: Document, pen: Pen, drawings: Drawings, body: Element):
        self.document, self.language = document, document.language
        self.pen, self.drawings, self.body = pen, drawings, body
        self.headings: list[tuple[int, str, str]] = []
        self.lists = 0
        # Whether a section stands before: the first begins a page.
        self._begun = False

    def say(self, key: str, **values: object) -> str:
        """A phrase; those of the PDF where no other part is named."""
        return phrase(self.language, key if "." in key else f"pdf.{key}", **values)

    def write(self, style: str, *texts: Text | str, **more: str) -> Element:
        """A paragraph at the end of the body."""
        return self.pen.paragraph(self.body, style, *texts, **more)

    def heading(self, level: int, text: Text | str, anchor: str, style: str = "") -> None:
        """A heading, named in the contents at levels 1 and 2 if it has no style of its own."""
        made = self.write(style or f"Heading{level}", text, anchor=anchor)
        words = text if isinstance(text, str) else plain(text)
        mark = made.find(name("w:bookmarkStart"))
        if level < 3 and not style and mark is not None:
            self.headings.append((level, words, attribute(mark, "name")))

    def cover(self) -> None:
        """The first page: whose, what, by whom, and what every reader must know."""
        document = self.document
        if document.house.logo is not None:
            self.drawings.logo(self.write("Drawing"), document.house.logo, document.network)
        self.write("Network", document.network)
        self.write("Title", document.title)
        if document.subtitle:
            self.write("Subtitle", document.subtitle)
        if document.authors:
            names = numbers.enumeration(list(document.authors), self.language)
            self.write("Byline", self.say("authors", authors=names))
        edition = self.say("edition", edition=document.edition)
        self.write("Byline", joined((document.published, edition, document.licence)))
        gap = self.write("Byline", "")
        child_of(gap, "w:pPr").append(space(480))
        for notice in document.notices:
            self.write("Remark", notice)

    def section(self, section: Section) -> None:
        """A section: its title, its first paragraph and its blocks."""
        self.heading(1, section.title, section.id)
        if not any(isinstance(block, Figure) for block in section.blocks):
            self._follows_on()
        self._begun = True
        if section.lead:
            keep_whole(self.write("Lead", section.lead))
        self.level = 1
        for block in section.blocks:
            self.block(block)

    def _follows_on(self) -> None:
        """The section last headed begins where the one before it ends."""
        if self._begun:
            properties = child_of(self.body[-1], "w:pPr")
            add(properties, "w:pageBreakBefore", val="0")
            add(properties, "w:spacing", before=ABOVE_SECTION)

    def notes(self) -> None:
        """What every number rests on: what most have in common first, then a note for each."""
        data = notes_data(self.document)
        if data is None:
            return
        self.heading(1, data["title"], data["id"])
        self.write("Lead", data["lead"])
        if data["common"]:
            self.heading(2, data["common_title"], f"{data['id']}-common")
            add_facts(self.body, self.pen, data["common"])
        self.heading(2, self.say("evidence.all"), f"{data['id']}-all")
        for note in data["entries"]:
            self.heading(3, f"{note['number']}. {note['title']}", note["id"])
            for figure in note["figures"]:
                link = Link(figure["text"], f"#{figure['to']}")
                keep_with_next(self.write("Note", (link,)))
            add_facts(self.body, self.pen, note["facts"])
            if note["table"]:
                add_table(
                    self.body,
                    self.pen,
                    header=note["table"]["header"],
                    rows=note["table"]["rows"],
                    caption=note["title"],
                    description="",
                )

    def about(self) -> None:
        """How to cite the report, and what it was made from."""
        document = self.document
        self.heading(1, self.say("about"), "samklang-about")
        self._follows_on()
        for label, value in (
            (self.say("cite"), document.citation),
            (self.say("licence"), document.licence),
            (self.say("dataset"), breakable(document.dataset_hash)),
            ("", self.say("site.made_with")),
        ):
            if value:
                made = self.pen.paragraph(self.body, "Contact")
                if label:
                    self.pen.run(made, label, bold=True)
                    self.pen.line(made)
                self.pen.run(made, value)

    def block(self, block: Block) -> None:
        """One block."""
        match block:
            case Heading():
                self.level = min(block.level, self.level + 1)
                self.heading(self.level, block.text, block.id)
            case Paragraph():
                after_heading = self._stands_below_heading()
                made = self.write("Normal", block.text)
                if after_heading and len(plain(block.text)) < WHOLE:
                    keep_whole(made)
            case Listing():
                self._listing(block)
            case KeyPoints():
                self._key_points(block)
            case KeyFigures():
                for figure in block.figures:
                    self.write("KeyNumber", figure.number)
                    self.write("Summary", (Run(figure.title, strong=True),))
                    self.write("Note", ", ".join(figure.how))
                    last_space(self.body, 240)
            case Notice():
                self.write("NoticeTitle", block.title)
                self.write("NoticeText", block.text)
            case Figure():
                self._figure(block)
            case MethodBox():
                self._method(block)
            case Cards():
                level = self._below()
                for card in block.cards:
                    self.heading(level, card.title, card.anchor)
                    self.write("Normal", card.text)
            case Factors():
                level = self._below()
                for factor in block.factors:
                    self._factor(factor, level)
            case ExampleMap():
                self._map(block)
            case Examples():
                self.write("Note", block.note)
                level = self._below()
                for example in block.shown_whole:
                    self._example(example, level)
                if block.listed:
                    self._listed(block, level)
            case References():
                for entry in block.entries:
                    texts: list[Text | str] = [entry.text]
                    if entry.url:
                        texts += [" ", (Link(entry.url, entry.url),)]
                    self.write("Reference", *texts, anchor=f"ref-{entry.key}")
            case Contacts():
                self._contacts(block)

    def _stands_below_heading(self) -> bool:
        style = self.body[-1].find(f"{name('w:pPr')}/{name('w:pStyle')}")
        return style is not None and style.get(name("w:val")) in ("Heading2", "Heading3", EXAMPLE)

    def _below(self) -> int:
        """The level of headings below the one that stands: 2 right below a section's title."""
        return min(self.level + 1, 3)

    def _listing(self, block: Listing) -> None:
        style = "ListNumber" if block.ordered else "ListBullet"
        if block.ordered:
            self.lists += 1
        for item in block.items:
            made = self.write(style, item)
            if block.ordered:
                number = add(child_of(made, "w:pPr"), "w:numPr")
                add(number, "w:ilvl", val=0)
                add(number, "w:numId", val=self.lists + 1)
        last_space(self.body, 200)

    def _key_points(self, block: KeyPoints) -> None:
        self.write("BoxTitle", block.title)
        for item in block.items:
            keep_with_next(self.write("BoxPoint", item))
        loose(self.body)
        last_space(self.body, 280)

    def _caption(self, kind: str, number: int, title: str, anchor: str) -> None:
        """ "Diagram 1. Title", its number a field that counts."""
        before, _, after = self.say(kind, number="\n").partition("\n")
        made = self.pen.paragraph(self.body, "Caption", anchor=anchor)
        self.pen.run(made, before, style="Number")
        field(made, self.pen, f"SEQ {kind} \\* ARABIC", str(number), style="Number")
        self.pen.run(made, f"{after}  ", style="Number")
        self.pen.run(made, title)

    def _figure(self, figure: Figure) -> None:
        data = figure_data(figure, self.language, "")
        self._caption(figure.called, figure.number, figure.headline, figure.anchor)
        base = f"{self.say('base')}: {figure.base}" + (f", {data['n']}" if data["n"] else "")
        self._near(f"{figure.asked} {base}.".lstrip())
        self.write("Summary", figure.summary)
        if not figure.as_table:
            # As in `Drawings.chart`.
            from samklang.render.slides.chart_key import chart_key

            table = table_height(len(data["rows"]), lines=2 if data["several"] else 1)
            self.drawings.chart(self.write("Drawing"), figure, self.pen.tag, table=table)
            if key := chart_key(figure, self.language):
                self._near(key)
        if why := figure.invented:
            self._near(self.say(f"report.{why}_note"), lingon=True)
        if not figure.as_table:
            # Its table has a title of its own: where only the chart fits, the table comes after.
            loose(self.body)
            title = self.say("site.table_of", number=figure.number, title=figure.title)
            self.write("TableTitle", title)
        add_table(
            self.body,
            self.pen,
            header=data["header"],
            rows=data["rows"],
            caption=figure.title,
            description=figure.alt,
            noted=True,
        )
        keep_whole(self.write("Note", *self._reckoned(figure, data["method"])))
        last_space(self.body, 320)

    def _reckoned(self, figure: Figure, method: Sequence[str]) -> tuple[Text | str, ...]:
        """How a figure was reckoned: the way to its note, which tells it once, or else in words."""
        known = next((e for e in self.document.evidence if e.id == figure.evidence), None)
        if known is None:
            return (" ".join((*method, *figure.notes)),)
        words = self.say("evidence.see", number=known.number)
        return ((Link(words, f"#{known.anchor}"),),)

    def _near(self, text: str, *, lingon: bool = False) -> None:
        """A line below a chart that stays with what follows."""
        made = keep_with_next(self.pen.paragraph(self.body, "Note"))
        child_of(made, "w:pPr").append(space(30))
        self.pen.run(made, text, style="Number" if lingon else "")

    def _map(self, block: ExampleMap) -> None:
        self._caption("map", block.number, block.title, block.anchor)
        self.drawings.map(self.write("Drawing"), block, self.language)
        self._near(self.say("boundaries"))
        for place in block.listed:
            line = self.pen.paragraph(self.body, "ListBullet")
            self.pen.run(line, f"{place.name}: ", bold=True)
            for number, id_ in enumerate(place.examples):
                if number:
                    self.pen.run(line, ", ")
                self.pen.link(line, Link(block.called(id_), f"#example-{id_}"))
        self.write("Normal", block.elsewhere)

    def _method(self, box: MethodBox) -> None:
        data = method_data(box, self.language)
        self.write("FactTitle", box.title)
        add_facts(self.body, self.pen, data["facts"])
        if data["rows"]:
            self.write("TableTitle", box.strata_title)
            add_table(
                self.body,
                self.pen,
                header=data["header"],
                rows=data["rows"],
                caption=box.strata_title,
                description="",
            )
        for text in box.text:
            self.write("Note", text)
        # What Word draws itself is otherwise than ours.
        if (read := box.reading_in_office).facts:
            self.write("FactTitle", read.title)
            if read.chart:
                self.drawings.reading(self.write("Drawing"), read.chart, self.language)
            facts = [[fact.label, fact.value] for fact in read.facts]
            # Its picture takes room too.
            add_facts(self.body, self.pen, facts, together=TOGETHER // 2)
        last_space(self.body, 320)

    def _factor(self, factor: Factor, level: int) -> None:
        self.heading(level, factor.headed, factor.anchor)
        self.write("Normal", factor.definition)
        for sign, key, count, quotes in (
            ("+", "enables", factor.enables, factor.enabling_quotes),
            ("−", "hinders", factor.hinders, factor.hindering_quotes),
        ):
            made = self.pen.paragraph(self.body, "Side")
            self.pen.run(made, f"{sign} {self.say(key)}: ")
            self.pen.run(made, count)
            if not quotes:
                loose(self.body)
            for quote in quotes:
                self._quote(quote)

    def _quote(self, quote: Quote) -> None:
        made = self.pen.paragraph(self.body, "Quote")
        said = quotation(quote.text, quote.lang, self.language)
        self.pen.run(made, said, lang=quote.lang or self.language)
        if quote.translation:
            made = self.pen.paragraph(self.body, "Quote")
            translated = RULES[self.language].quoted(quote.translation)
            self.pen.run(made, f"{self.say('translated')}: {translated}", lang=self.language)
        self.write("QuoteSource", quote.attribution)

    def _example(self, example: ExampleCard, level: int) -> None:
        self.heading(level, example.title, example.anchor, EXAMPLE if level == 2 else "")
        made = self.pen.paragraph(self.body, "Summary")
        sourced = example.match in ("exact", "likely")
        self.pen.run(made, example.provenance, style="" if sourced else "Number")
        keep_whole(keep_with_next(self.write("Normal", example.description)))
        if picture := case_picture(example, self.document):
            drawing = keep_whole(keep_with_next(self.write("Drawing")))
            self.drawings.photo(drawing, picture, example.title)
            if picture.credit:
                keep_whole(keep_with_next(self.write("Note", picture.credit)))
        for heading, text in example.texts:
            keep_with_next(self.write("Normal", (Run(f"{heading}. ", strong=True), Run(text))))
        add_known(self.body, self.pen, example, self.say)
        loose(self.body)
        last_space(self.body, 200)

    def _listed(self, block: Examples, level: int) -> None:
        """The examples that are only named."""
        self.heading(level, self.say("examples.listed"), "")
        for card in block.listed:
            self.write("ListBullet", (Run(card.title, strong=True), Run(f" · {whereabouts(card)}")))

    def _contacts(self, block: Contacts) -> None:
        for contact in block.contacts:
            made = self.pen.paragraph(self.body, "Contact")
            self.pen.run(made, contact.name, bold=True)
            lines: list[Run | Link] = [*map(Run, contact.words), *contact.addresses]
            for line in lines:
                self.pen.line(made)
                self.pen.text(made, (line,))
