"""report.pdf and deck.pdf: two standards, no warning, every text as text, nothing off the page."""

import dataclasses
import io
import re
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow
from samklang.core.document.blocks import (
    Block,
    Card,
    Cards,
    Contacts,
    ExampleMap,
    Examples,
    Factors,
    Figure,
    Heading,
    KeyPoints,
    Listing,
    Notice,
    Paragraph,
    References,
)
from samklang.core.document.deck import slides
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Link, Run
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Language
from samklang.render import design, pdf
from samklang.render.charts import figure_svg, map_svg
from samklang.render.pdf import typeset
from samklang.render.pdf.structure import elements
from tests.samples import document, example, figure, share_table

ISSUES = ("report", "deck")
both = pytest.mark.parametrize("issue", ISSUES)
each_language = pytest.mark.parametrize("language", LANGUAGES)

HOSTILE = (
    '#eval("1+1") #panic()',
    "*x* _y_ $z$ `kod`",
    "<b>fet</b> &amp; <label>",
    "@ref = rubrik // bort /* bort */",
    r"\\ \u{1F389} \n",
    "=HYPERLINK(0) {{ 7*7 }} {% x %}",
)
UNPRINTABLE = "Fest 🎉 日本 שלום عربي \u202e\u0000\ufeff"


def drawings(made: Document) -> dict[str, str]:
    return {
        block.id: (
            figure_svg(block, made.language, design.HOUSE)
            if isinstance(block, Figure)
            else map_svg(block, made.language, design.HOUSE)
        )
        for _, block in made.blocks()
        if isinstance(block, Figure | ExampleMap)
    }


def render(issue: str, made: Document) -> bytes:
    maker: Callable[..., bytes] = getattr(pdf, issue)
    return maker(made, figures=drawings(made))


@cache
def sample(issue: str, language: Language) -> bytes:
    return render(issue, document(language))


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.Pdf.open(io.BytesIO(content))


def poppler(tool: str, *options: str, content: bytes) -> str:
    made = subprocess.run(
        [tool, *options, "-", "-"], input=content, capture_output=True, check=True, timeout=60
    )
    return made.stdout.decode()


def words(content: bytes) -> list[tuple[tuple[float, float], list[tuple[str, list[float]]]]]:
    """Each page's size and its words with their boxes, in points from the top left."""
    tree = ET.fromstring(
        re.sub(r"[\x00-\x08\x0b-\x1f]", "", poppler("pdftotext", "-bbox", content=content))
    )
    found = []
    for page in tree.iter("{http://www.w3.org/1999/xhtml}page"):
        size = (float(page.attrib["width"]), float(page.attrib["height"]))
        sides = ("xMin", "yMin", "xMax", "yMax")
        boxes = [(w.text or "", [float(w.attrib[s]) for s in sides]) for w in page]
        found.append((size, boxes))
    return found


def text(content: bytes) -> str:
    """The text without spaces and places to break: how it is set is not what it says."""
    plain = unicodedata.normalize("NFC", poppler("pdftotext", "-raw", content=content))
    return re.sub(r"[\s\u200b\u00ad]", "", plain)


def squeezed(value: str) -> str:
    return re.sub(r"\s", "", value)


def outline(content: bytes) -> list[tuple[str, list[str]]]:
    with opened(content) as file, file.open_outline() as entries:
        return [(str(e.title), [str(c.title) for c in e.children]) for e in entries.root]


def kids(element: Any) -> Iterator[Any]:
    below = element.get("/K", [])
    for kid in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def tags(element: Any) -> Iterator[Any]:
    for kid in kids(element):
        yield kid
        yield from tags(kid)


def scope(cell: Any) -> str:
    attributes = cell.get("/A", pikepdf.Array())
    parts = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((str(p["/Scope"]) for p in parts if "/Scope" in p), "")


# --- the standards ---------------------------------------------------------------------------


@both
@each_language
def test_both_standards_are_declared_and_the_bytes_repeat(issue: str, language: Language) -> None:
    """typst refuses what breaks PDF/UA-1 or PDF/A-2a, and a warning is an error here."""
    content = sample(issue, language)
    assert render(issue, document(language)) == content
    with opened(content) as file:
        xmp = file.Root.Metadata.read_bytes().decode()
        assert "<pdfaid:part>2</pdfaid:part>" in xmp
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
        assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
        assert "2026-11-23" in xmp
        assert bool(file.Root.MarkInfo.Marked) is True
        assert str(file.Root.Lang).lower() == {"sv": "sv-se", "en": "en-gb"}[language]
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle) is True
        title = document(language).title
        assert str(file.docinfo.Title) == title
        assert title in xmp
        assert "Anna Ågren" in xmp
        assert "Örjan Öst" in xmp
        assert "Exempelnätverket" in xmp


@both
def test_without_a_day_of_publication_the_date_is_the_epoch(issue: str) -> None:
    undated = dataclasses.replace(document(), published="", published_iso="")
    content = render(issue, undated)
    assert content == render(issue, undated)
    with opened(content) as file:
        assert "1970-01-01" in file.Root.Metadata.read_bytes().decode()


def test_fonts_are_embedded_and_only_ours() -> None:
    for issue in ISSUES:
        with opened(sample(issue, "sv")) as file:
            names = {
                str(o.FontName)
                for o in file.objects
                if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
            }
        assert names
        assert all(re.fullmatch(r"/[A-Z]{6}\+SourceS(erif|ans)Pro-\w+", name) for name in names)


def test_a_warning_and_a_fault_of_typst_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    made = document()
    template = ""
    monkeypatch.setattr(
        typeset, "_template", lambda name: template.encode() if name == "report.typ" else b""
    )
    template = '#set document(title: "x")\n#set text(font: "No Such Face")\nx'
    with pytest.raises(pdf.PdfWarning, match="no such face"):
        pdf.report(made, figures=drawings(made))
    template = "#panic()"
    with pytest.raises(pdf.PdfRefused, match="panicked"):
        pdf.report(made, figures=drawings(made))


def test_memory_is_let_go_of_after_each_report(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept, these sixty pages take 11 MB each time: a long report of two languages took 300."""
    words = ""
    monkeypatch.setattr(
        typeset, "_template", lambda name: words.encode() if name == "report.typ" else b""
    )

    def held(number: int) -> int:
        nonlocal words
        words = '#set document(title: "x")\n#set text(lang: "sv")\n'
        words += f"#for page in range(60) [{number} #page #lorem(150)\n\n]"
        pdf.report(made, figures=drawn)
        return int(Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0])

    made = document()
    drawn = drawings(made)
    first = held(0)
    assert max(held(number) for number in range(1, 5)) - first < 20_000


# --- structure -------------------------------------------------------------------------------


@each_language
def test_bookmarks_are_the_sections(language: Language) -> None:
    found = [title for title, _ in outline(sample("report", language))]
    assert found == [section.title for section in document(language).chapters]


@each_language
def test_bookmarks_of_a_deck_are_its_slides_and_its_appendix(language: Language) -> None:
    _, *main = [s for s in slides(document(language)) if not s.appendix]
    appendix = [s.title for s in slides(document(language)) if s.appendix]
    found = outline(sample("deck", language))
    assert [t.replace("\u00a0", " ") for t, _ in found] == [slide.title for slide in main]
    assert found[-1] == (phrase(language, "slides.appendix"), appendix)


def test_bookmarks_lead_to_what_stands_in_a_section() -> None:
    below = dict(outline(sample("report", "sv")))
    assert below["Exempel"] == ["Kooperativ lanthandel i Morjärv", "Next Step Toolkit"]
    assert below["Underlättande och försvårande faktorer"] == ["Ekonomi"]


@both
@each_language
def test_every_figure_has_its_alternative_text(issue: str, language: Language) -> None:
    with opened(sample(issue, language)) as file:
        found = [str(f.get("/Alt", "")) for f in elements(file, "/Figure")]
    expected = [b.alt for _, b in document(language).blocks() if isinstance(b, Figure | ExampleMap)]
    assert found == expected


@both
@each_language
def test_every_table_has_headers_with_a_scope(issue: str, language: Language) -> None:
    with opened(sample(issue, language)) as file:
        tables = list(elements(file, "/Table"))
        assert len(tables) >= {"report": 5, "deck": 2}[issue]
        for table in tables:
            rows = [tag for tag in tags(table) if tag.S == "/TR"]
            for row in rows:
                cells = list(kids(row))
                headers = [cell for cell in cells if cell.S == "/TH"]
                assert cells[0].S == "/TH"
                assert all(scope(cell) in ("/Row", "/Column") for cell in headers)
                assert scope(cells[0]) == ("/Column" if len(headers) == len(cells) else "/Row")


@both
@each_language
def test_heading_levels_never_skip(issue: str, language: Language) -> None:
    with opened(sample(issue, language)) as file:
        root = file.Root.StructTreeRoot
        levels = [int(str(t.S)[2]) for t in tags(root) if re.fullmatch(r"/H[1-6]", str(t.S))]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_a_manuscript_that_skips_a_level_is_put_in_steps() -> None:
    first = Section("a", "A", (), (Heading(3, "deep", (Run("Djup"),)), Paragraph((Run("x"),))))
    made = dataclasses.replace(document(), sections=(first,))
    with opened(render("report", made)) as file:
        names = [str(t.S) for t in tags(file.Root.StructTreeRoot) if str(t.S) in ("/H2", "/H3")]
    assert names == ["/H2"]


def test_links_lead_within_the_document_and_out_of_it() -> None:
    paragraph = Paragraph(
        (
            Link("diagram", "#figure-q1"),
            Link("exempel", "#example-exempel-1"),
            Link("ingenstans", "#finns-inte"),
            Link("ute", "https://example.org/åäö?a=1&b=2"),
        )
    )
    sample_document = document()
    last = dataclasses.replace(
        sample_document.sections[-1], blocks=(paragraph, *sample_document.sections[-1].blocks)
    )
    made = dataclasses.replace(sample_document, sections=(*sample_document.sections[:-1], last))
    with opened(render("report", made)) as file:
        notes = [a for page in file.pages for a in page.get("/Annots", [])]
        out = {str(a.A.URI) for a in notes if "/A" in a and "/URI" in a.A}
        within = [a for a in notes if "/Dest" in a or ("/A" in a and "/D" in a.A)]
    assert "https://example.org/%C3%A5%C3%A4%C3%B6?a=1&b=2" in out
    assert not [uri for uri in out if "\u200b" in uri or uri.startswith("#")]
    assert len(within) >= 2 + len(made.sections)


# --- what it says ----------------------------------------------------------------------------


@each_language
def test_what_is_withheld_stands_below_the_heading_of_the_count(language: Language) -> None:
    """Not below that of the last column, which says something else."""
    count = {"sv": "Antal", "en": "Count"}[language]
    few = {"sv": "färre", "en": "fewer"}[language]
    seen = 0
    for _, page in words(sample("report", language)):
        heads = [box for word, box in page if word == count]
        for word, box in page:
            above = [head for head in heads if 0 < box[1] - head[1] < 60]
            # In a chart the words are set smaller, at the axis.
            if word == few and above and box[3] - box[1] == pytest.approx(8.5, abs=0.1):
                seen += 1
                assert box[0] == pytest.approx(above[-1][0], abs=2)
    assert seen >= 1


@each_language
def test_the_report_says_everything(language: Language) -> None:
    made = document(language)
    found = text(sample("report", language))
    for value in (
        made.title,
        made.subtitle,
        made.citation,
        made.dataset_hash,
        made.licence,
        *made.notices,
        "66\u00a0%",
        "Har er organisation utvecklat någon nytänkande lösning?",
        "Vägt så att länen väger som i registret.",
        "The Process of Social Innovation",
        "Projektpengarna tog slut när det började fungera.",
    ):
        assert squeezed(value) in found
    if language == "en":
        assert squeezed("The municipality gave us long-term support.") in found


def test_every_page_and_every_figure_says_that_answers_are_synthetic() -> None:
    notice = squeezed(document().notices[0])
    for page in poppler("pdftotext", "-raw", content=sample("report", "sv")).split("\f")[:-1]:
        assert notice in squeezed(page)
    pages = poppler("pdftotext", "-raw", content=sample("deck", "sv")).split("\f")[:-1]
    stamped = ["Syntetiskasvar" in squeezed(page) for page in pages]
    assert stamped == [slide.synthetic for slide in slides(document())]
    assert len(set(stamped)) == 2
    whole = text(sample("report", "sv"))
    assert whole.count("Syntetiskasvar") >= len(document().figures)
    real = [
        dataclasses.replace(b, synthetic=False, notes=()) if isinstance(b, Figure) else b
        for b in document().sections[2].blocks
    ]
    section = dataclasses.replace(document().sections[2], blocks=tuple(real))
    made = dataclasses.replace(document(), synthetic=False, notices=(), sections=(section,))
    for issue in ISSUES:
        assert "yntetisk" not in text(render(issue, made))


def hostile(value: str) -> Document:
    """A document whose every kind of text holds `value`, titles no more than 300 letters of it."""
    title = value[:300]
    run = (Run(value),)
    made = document()

    def changed(block: Any) -> Any:
        match block:
            case Paragraph() | Notice():
                return dataclasses.replace(block, text=run)
            case Listing() | KeyPoints():
                return dataclasses.replace(block, items=(run, run))
            case Figure():
                rows = tuple(dataclasses.replace(r, label=value[:60]) for r in block.table.rows)
                table = dataclasses.replace(block.table, rows=rows)
                return dataclasses.replace(
                    block, title=title, summary=value, alt=value, question=value, table=table
                )
            case Cards():
                cards = tuple(dataclasses.replace(c, title=title, text=run) for c in block.cards)
                return Cards(cards)
            case Factors():
                return Factors(
                    tuple(
                        dataclasses.replace(
                            f,
                            name=title,
                            definition=value,
                            enabling_quotes=tuple(
                                dataclasses.replace(q, text=value) for q in f.enabling_quotes
                            ),
                        )
                        for f in block.factors
                    )
                )
            case Examples():
                return Examples(
                    tuple(
                        dataclasses.replace(e, title=title, description=value, place=value)
                        for e in block.examples
                    ),
                    value,
                )
            case Contacts():
                return Contacts(tuple(dataclasses.replace(c, name=title) for c in block.contacts))
            case References():
                return References(tuple(dataclasses.replace(r, text=run) for r in block.entries))
        return block

    sections = tuple(
        dataclasses.replace(s, title=title, lead=run, blocks=tuple(changed(b) for b in s.blocks))
        for s in made.sections
    )
    return dataclasses.replace(
        made, title=title, subtitle=title, network=value, sections=sections, citation=value
    )


@both
@pytest.mark.parametrize("value", HOSTILE)
def test_text_is_never_markup(issue: str, value: str) -> None:
    found = text(render(issue, hostile(value)))
    assert found.count(squeezed(value)) >= 10


@both
def test_what_no_font_has_is_printed_as_numbers_and_said(issue: str) -> None:
    found = text(render(issue, hostile(UNPRINTABLE)))
    assert "Fest[U+1F389][U+65E5][U+672C]" in found
    if issue == "report":
        assert squeezed("Tecken som typsnitten saknar skrivs med sitt nummer i Unicode") in found
        assert "Teckensomtypsnitten" not in text(sample("report", "sv"))


# --- the page --------------------------------------------------------------------------------

# The inner margins of a page, left and right, above and below, in points.
MARGIN = {"report": (34 / 25.4 * 72, 20.0), "deck": (10.0, 10.0)}


def within(issue: str, content: bytes) -> None:
    """Every word lies within the margins. A slide's map reaches further out than its text, and the
    number of a report's page stands in its margin."""
    across, down = MARGIN[issue]
    for number, ((width, height), boxes) in enumerate(words(content), 1):
        for word, (left, top, right, bottom) in boxes:
            if issue == "report" and word == str(number) and top > height - 30 / 25.4 * 72:
                continue
            assert left >= across - 1, word
            assert right <= width - across + 1, word
            assert top >= down, word
            assert bottom <= height - down, word


@both
@each_language
def test_every_word_lies_within_the_margins(issue: str, language: Language) -> None:
    within(issue, sample(issue, language))


LONG = {
    "a word of its own": "Å" * 1200,
    "a long compound": "Kommunikationsverksamhetsutvecklingsprojektledare " * 8,
    "an address": "https://example.org/" + "en-mycket-lang-adress/" * 30,
    "many words": "Vi vill gärna prata med kommunen om detta. " * 60,
}


@both
@pytest.mark.parametrize("value", LONG.values(), ids=LONG.keys())
def test_no_text_is_too_long(issue: str, value: str) -> None:
    within(issue, render(issue, hostile(value)))


def test_a_figure_that_is_higher_than_a_page_is_drawn_on_several() -> None:
    """Every row is there twice, in a drawing and in the table, and none below the margin."""
    label = "Vi har inte haft tid, pengar och kunskap nog för att pröva något nytt tillsammans"
    cell = ReleasedCell("shown", 21, 66, 55, 76, 51, 80)
    rows = tuple(ReleasedRow(f"r{n}", f"rad{n} {label}", 32, (cell,)) for n in range(25))
    long = figure(dataclasses.replace(share_table(), rows=rows), highlight="")
    made = dataclasses.replace(
        document("sv"), sections=(Section("s", "S", (Run("x"),), (long,)),), opening=None
    )
    content = render("report", made)
    within("report", content)
    there = [word for _, page in words(content) for word, _ in page if word.startswith("rad")]
    assert sorted(there) == sorted([f"rad{n}" for n in range(25)] * 2)


def test_a_line_of_a_million_letters() -> None:
    paragraph = Paragraph((Run("x" * 1_000_000),))
    section = Section("a", "A", (), (paragraph,))
    content = render("report", dataclasses.replace(document(), sections=(section,)))
    assert text(content).count("x") >= 1_000_000


def test_a_page_never_ends_with_a_heading() -> None:
    made = document()
    for filler in range(0, 40, 3):
        lines = tuple(Paragraph((Run(f"Rad {n}."),)) for n in range(filler))
        section = dataclasses.replace(
            made.sections[3], lead=(), blocks=(*lines, *made.sections[3].blocks[1:])
        )
        results = dataclasses.replace(made.sections[2], blocks=(*lines, *made.sections[2].blocks))
        content = render("report", dataclasses.replace(made, sections=(results, section)))
        headings = {squeezed(t) for _, below in outline(content) for t in below}
        for _, boxes in words(content)[2:]:
            rows: dict[int, str] = {}
            for word, (_, _, _, bottom) in boxes:
                rows[round(bottom)] = rows.get(round(bottom), "") + word
            body = [row for at, row in sorted(rows.items()) if at < 842 - 30 / 25.4 * 72 + 4]
            assert squeezed(body[-1]) not in headings


def set_after(lines: int, *blocks: Block) -> list[str]:
    """The pages with the blocks of a section after so many lines of text, without spaces."""
    made = document()
    above = tuple(Paragraph((Run(f"Rad {n}."),)) for n in range(lines))
    section = dataclasses.replace(made.sections[2], lead=(), blocks=(*above, *blocks))
    made = dataclasses.replace(made, opening=None, sections=(section,))
    text = poppler("pdftotext", "-raw", content=render("report", made))
    return [squeezed(page) for page in text.split("\f")][2:]


def test_a_knowledge_card_is_not_parted_over_pages() -> None:
    def cards(words: int) -> Cards:
        texts = (f"Början{n} {'ord ' * words} Slutet{n}." for n in range(2))
        return Cards(tuple(Card(f"c{n}", "Begrepp", (Run(t),), ()) for n, t in enumerate(texts)))

    for lines in (24, 28, 32):
        for page in set_after(lines, cards(60)):
            for n in range(2):
                assert (f"Början{n}" in page) == (f"Slutet{n}" in page), lines
    # One that is longer than a page goes on.
    pages = set_after(24, cards(1200))
    assert sum(page.count("ord") for page in pages) >= 2400


def high_figure(rows: int) -> Figure:
    """A figure with so many rows more than the sample's."""
    low = figure(share_table())
    more = tuple(
        dataclasses.replace(low.table.rows[0], id=f"more-{n}", label=f"Svar {n}")
        for n in range(rows)
    )
    return figure(dataclasses.replace(low.table, rows=(*low.table.rows, *more)))


def split_at(shown: Figure, lines: int) -> bool:
    """Whether the table of a figure after so many lines of text stands on the page after."""
    pages = set_after(lines, shown)
    (drawn,) = (n for n, page in enumerate(pages) if "Strecketvisar" in page)
    # The table is whole, with the words on its method.
    (tabled,) = (n for n, page in enumerate(pages) if "51–80" in page and "Vägtså" in page)
    assert tabled - drawn in (0, 1)
    assert ("Diagram1,forts." in pages[tabled]) == (tabled > drawn)
    return tabled > drawn


def test_a_table_follows_its_drawing_unless_much_of_the_page_were_white() -> None:
    # The sample's figure is hardly higher than the white that is borne, 70 mm.
    assert sum(split_at(figure(share_table()), lines) for lines in range(0, 40, 2)) <= 1
    parted = [lines for lines in range(0, 40, 2) if split_at(high_figure(9), lines)]
    # Whole as long as it has room, and again when little of the page is left.
    assert parted
    assert min(parted) > 4
    assert max(parted) < 22
    assert parted == list(range(min(parted), max(parted) + 1, 2))


def test_the_paragraphs_after_a_figure_fill_the_page_it_has_no_room_on() -> None:
    following = (
        Paragraph((Run("Först efter."),)),
        Paragraph((Run("Sist efter."),)),
    )
    next_one = dataclasses.replace(figure(share_table()), id="another", number=2)
    (page,) = set_after(0, high_figure(3), following[0])[:1]
    assert page.index("Diagram1") < page.index("Förstefter.")
    first, second = set_after(22, high_figure(3), *following)[:2]
    assert "Förstefter.Sistefter." in first
    assert "Diagram1" in second
    # The last before another figure stays with it.
    first, second = set_after(22, high_figure(3), *following, next_one)[:2]
    assert "Förstefter." in first
    assert second.index("Diagram1") < second.index("Sistefter.")
    # Nothing goes past a heading.
    heading = Heading(2, "over", (Run("Över."),))
    first, second = set_after(22, high_figure(3), heading, *following)[:2]
    assert "Förstefter." not in first
    assert second.index("Diagram1") < second.index("Förstefter.")


# --- slides ----------------------------------------------------------------------------------


@each_language
def test_the_deck_is_a_slide_a_page(language: Language) -> None:
    pages = words(sample("deck", language))
    assert len(pages) == len(slides(document(language)))
    assert all(abs(width / height - 16 / 9) < 0.01 for (width, height), _ in pages)


@each_language
def test_nothing_on_a_slide_is_smaller_than_14_points(language: Language, tmp_path: Path) -> None:
    for content in (sample("deck", language), render("deck", hostile(LONG["many words"]))):
        path = tmp_path / "deck.pdf"
        path.write_bytes(content)
        made = subprocess.run(
            ["pdftohtml", "-xml", "-i", "-zoom", "3", "-stdout", str(path)],
            capture_output=True,
            check=True,
            timeout=60,
        )
        sizes = [int(size) / 3 for size in re.findall(rb'<fontspec [^>]*size="(\d+)"', made.stdout)]
        assert sizes
        assert min(sizes) >= 14


def test_a_tall_chart_is_cut_over_slides() -> None:
    from samklang.core.disclosure.released import ReleasedCell, ReleasedRow

    rows = tuple(
        ReleasedRow(f"r{n}", f"Svar nummer {n}", 40, (ReleasedCell("shown", n, n, 0, n + 9),))
        for n in range(1, 31)
    )
    table = dataclasses.replace(share_table(), rows=rows)
    section = Section("a", "A", (), (figure(table),))
    content = render("deck", dataclasses.replace(document(), sections=(section,)))
    whole = text(content)
    assert all(f"Svarnummer{n}" in whole for n in range(1, 31))
    assert "1av" in whole
    assert len(words(content)) > 4


def test_many_examples_are_cut_over_slides() -> None:
    many = Examples(tuple(example(n, sourced=bool(n % 2)) for n in range(1, 21)), "Not.")
    section = Section("a", "Exempel", (), (many,))
    made = dataclasses.replace(document(), sections=(section,))
    content = render("deck", made)
    assert sum(slide.kind == "examples" for slide in slides(made)) == 4
    assert len(words(content)) == len(slides(made))
    assert "Källasaknas" in text(content)


def test_a_figure_longer_than_a_page_flows_on_from_its_drawing() -> None:
    """Header and name of the rows that go on stand on the next page too; no name ends a page."""
    low = share_table()
    (series,) = low.series
    scale = tuple(dataclasses.replace(series, id=f"s{n}", label=f"Steg {n}") for n in range(7))
    row = low.rows[0]
    statements = tuple(
        dataclasses.replace(row, id=f"r{n}", label=f"Påstående {n}", cells=row.cells[:1] * 7)
        for n in range(9)
    )
    table = dataclasses.replace(low, series=scale, rows=statements)
    content = render("report", with_figure(figure(table, kind="stacked", highlight="")))
    found = poppler("pdftotext", "-layout", content=content).split("\f")
    pages = [[line.strip() for line in page.splitlines() if line.strip()] for page in found]
    (drawn,) = (n for n, page in enumerate(pages) if "Diagram 1" in page)
    after = [n for n, page in enumerate(pages) if n > drawn and any("Steg 6" in x for x in page)]
    assert len(after) >= 1
    # The table begins below the drawing.
    assert sum("Steg 3 " in line for line in pages[drawn]) >= 1
    head = next(line for line in pages[drawn] if line.startswith("Svar  "))
    for n in (drawn, *after):
        body = [line for line in pages[n] if line.startswith(("Svar  ", "Påstående", "Steg"))]
        assert not body[-1].startswith("Påstående")
        if n != drawn:
            assert re.sub(" +", " ", body[0]) == re.sub(" +", " ", head)
            assert body[1].startswith("Påstående")
    with pikepdf.open(io.BytesIO(content)) as made:
        groups = [
            cell
            for cell in elements(made, "/TH")
            for one in cell.get("/A", [])
            if one.get("/ColSpan", 1) > 1
        ]
        assert len(groups) == 9


def with_figure(shown: Figure) -> Document:
    """A document of one section with a figure and nothing else."""
    made = document()
    section = dataclasses.replace(made.sections[2], lead=(), blocks=(shown,))
    return dataclasses.replace(made, opening=None, sections=(section,))
