"""Word: what report.docx holds, part by part; hostile text is only text."""

import dataclasses
import io
import itertools
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from lxml import etree

from samklang.core.disclosure.released import ReleasedTable
from samklang.core.document.blocks import Examples, Figure, KeyPoints, Listing, Paragraph
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Link, Run
from samklang.core.document.method_box import Fact, MethodBox
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Language
from samklang.render.docx import report
from samklang.render.docx.fonts import obfuscated
from samklang.render.docx.pages import LOWER
from samklang.render.docx.paragraphs import ORDER
from samklang.render.docx.styles import EXAMPLE, LOOKS
from samklang.render.docx.xml import NAMESPACES, name
from tests.samples import document, factor_table, figure, likert_table, share_table, with_evidence
from tests.unit.test_demo_theme import document as demo

W = NAMESPACES["w"]
HOSTILE = (
    "<script>alert(1)</script> & </w:t></w:p>",
    '{ INCLUDETEXT "c:\\\\x" } { DDEAUTO cmd } =1+1',
    "</w:t></w:r><w:altChunk r:id='rId1'/>",
    "שלום עולם (1) عربي \u202e x",
    "🎉 日本語 ﷽ e\u0301",
)


@pytest.fixture(scope="module", params=["sv", "en"])
def issue(request: pytest.FixtureRequest) -> tuple[Document, bytes]:
    made = with_evidence(document(request.param))
    return made, report(made)


def part(content: bytes, path: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(path))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {one: archive.read(one) for one in archive.namelist()}


def words(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(name("w:t")))


def style_of(paragraph: Any) -> str:
    style = paragraph.find(f"{name('w:pPr')}/{name('w:pStyle')}")
    return "" if style is None else style.get(name("w:val"))


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    """Style and words of every paragraph."""
    main = part(content, "word/document.xml")
    return [(style_of(p), words(p)) for p in main.iter(name("w:p"))]


def is_heading(style: str) -> bool:
    return style == EXAMPLE or style.startswith("Heading")


def with_text(value: str) -> Document:
    """A document whose texts are `value`: title, paragraphs, lists, figure and link."""
    run = (Run(value),)
    shown = figure(share_table(), title=value, question=value, alt=value, base=value)
    blocks = (Paragraph(run), Listing((run,)), KeyPoints(value, (run,)), shown)
    link = Paragraph((Link(value, "https://example.org/?a=1&b=<x>"),))
    section = Section("s", value, run, (*blocks, link))
    return dataclasses.replace(document(), title=value, network=value, sections=(section,))


def test_every_part_is_related_typed_and_well_formed(issue: tuple[Document, bytes]) -> None:
    found = parts(issue[1])
    types = part(issue[1], "[Content_Types].xml")
    endings = {e.get("Extension") for e in types if e.get("Extension")}
    named = {e.get("PartName") for e in types if e.get("PartName")}
    for path, content in found.items():
        assert f"/{path}" in named or path.rpartition(".")[2] in endings
        if path.endswith((".xml", ".rels")):
            etree.fromstring(content)
    for path in (p for p in found if p.endswith(".rels")):
        folder = path.rpartition("_rels/")[0]
        ids = []
        for relation in part(issue[1], path):
            ids.append(relation.get("Id"))
            if relation.get("TargetMode") != "External":
                target = (folder + relation.get("Target")).replace("charts/../", "")
                assert target in found
        assert len(ids) == len(set(ids))


def test_contents_are_filled_and_lead_to_headings(issue: tuple[Document, bytes]) -> None:
    made, content = issue
    main = part(content, "word/document.xml")
    block = main.find(f".//{name('w:sdtContent')}")
    instructions = [e.text for e in block.iter(name("w:instrText"))]
    assert "TOC" in instructions[0]
    entries = list(block.iter(name("w:hyperlink")))
    titles = [words(e) for e in entries]
    assert [t.rstrip("0123456789") for t in titles if t.startswith(made.sections[0].title)]
    assert all(re.search(r"[1-9]\d*$", title) for title in titles)
    marks = {m.get(name("w:name")) for m in main.iter(name("w:bookmarkStart"))}
    assert {e.get(name("w:anchor")) for e in entries} <= marks
    settings = part(content, "word/settings.xml")
    assert settings.find(name("w:updateFields")) is None
    assert b"dirty" not in parts(content)["word/document.xml"]


def test_the_contents_of_the_demo_are_a_page_without_the_examples() -> None:
    made = demo("sv")
    content = report(made)
    main = part(content, "word/document.xml")
    block = main.find(f".//{name('w:sdtContent')}")
    entries = [words(e) for e in block.iter(name("w:hyperlink"))]
    [examples] = [b for _, b in made.blocks() if isinstance(b, Examples)]
    titles = {example.title for example in examples.examples}
    assert not [entry for entry in entries if entry.rstrip("0123456789") in titles]
    # Word makes them anew of the styles of headings, not of everything that has a level.
    [instruction] = [e.text for e in block.iter(name("w:instrText")) if "TOC" in (e.text or "")]
    assert instruction.split() == ["TOC", "\\o", '"1-2"', "\\h", "\\z"]
    [level] = part(content, "word/styles.xml").xpath(
        "//w:style[@w:styleId='ExampleHeading']//w:outlineLvl/@w:val", namespaces={"w": W}
    )
    assert level == "1"
    first = re.search(r"\d+$", entries[0])
    assert first is not None
    assert first[0] == "3"


def test_headings_are_styles_that_never_skip_a_level(issue: tuple[Document, bytes]) -> None:
    main = part(issue[1], "word/document.xml")
    used = [e.get(name("w:val")) for e in main.iter(name("w:pStyle"))]
    levels = [int(style[-1]) for style in used if style.startswith("Heading")]
    # After the chapters come the notes, and what there is to say about the report.
    assert levels.count(1) == len(issue[0].chapters) + 2
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert set(used) <= {look.id for look in LOOKS}


def test_every_link_within_leads_somewhere_and_marks_are_single(
    issue: tuple[Document, bytes],
) -> None:
    main = part(issue[1], "word/document.xml")
    marks = [m.get(name("w:name")) for m in main.iter(name("w:bookmarkStart"))]
    assert len(marks) == len(set(marks))
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,39}", mark) for mark in marks)
    anchors = [e.get(name("w:anchor")) for e in main.iter(name("w:hyperlink"))]
    assert {a for a in anchors if a} <= set(marks)


def test_notes_are_real_and_each_is_marked_once(issue: tuple[Document, bytes]) -> None:
    made, content = issue
    marked = [
        e.get(name("w:id"))
        for e in part(content, "word/document.xml").iter(name("w:footnoteReference"))
    ]
    notes = part(content, "word/footnotes.xml")
    told = {e.get(name("w:id")): words(e) for e in notes if e.get(name("w:type")) is None}
    assert marked == list(told)
    # A number and a link of the text: an example's sources have their addresses behind names.
    assert len(marked) == 2
    assert any(made.figures[0].question in text for text in told.values())


def test_charts_are_native_with_their_workbook_and_intervals(
    issue: tuple[Document, bytes],
) -> None:
    made, content = issue
    found = parts(content)
    charts = [p for p in found if p.startswith("word/charts/chart")]
    assert len(charts) == len(made.figures) == 3
    first = part(content, charts[0])
    assert [v.text for v in first.iter(name("c:f"))][-1].startswith("Sheet1!")
    assert first.find(f".//{name('c:errBars')}") is not None
    book = openpyxl.load_workbook(io.BytesIO(found["word/embeddings/workbook1.xlsx"]))["Sheet1"]
    assert book["B2"].value == 66
    assert [c.value for c in book[2]][2:4] == [55, 76]


def test_every_drawing_has_its_alternative(issue: tuple[Document, bytes]) -> None:
    made, content = issue
    main = part(content, "word/document.xml")
    told = [e.get("descr") for e in main.iter(name("wp:docPr"))]
    assert len(told) == len(made.figures) + 1
    assert all(told)
    ids = [e.get("id") for e in main.iter(name("wp:docPr"))]
    assert len(ids) == len(set(ids))


def test_tables_have_header_rows_and_row_headers(issue: tuple[Document, bytes]) -> None:
    main = part(issue[1], "word/document.xml")
    tables = list(main.iter(name("w:tbl")))
    assert len(tables) == 4
    for table in tables:
        first = table.find(name("w:tr"))
        assert first.find(f"{name('w:trPr')}/{name('w:tblHeader')}") is not None
        look = table.find(f"{name('w:tblPr')}/{name('w:tblLook')}")
        assert (look.get(name("w:firstRow")), look.get(name("w:firstColumn"))) == ("1", "1")
        widths = [int(c.get(name("w:w"))) for c in table.iter(name("w:gridCol"))]
        assert sum(widths) <= 8618
        for row in table.iter(name("w:tr")):
            spans = [c.find(f".//{name('w:gridSpan')}") for c in row.iter(name("w:tc"))]
            cells = sum(1 if s is None else int(s.get(name("w:val"))) for s in spans)
            assert cells == len(widths)


def test_every_run_has_its_language(issue: tuple[Document, bytes]) -> None:
    made, content = issue
    tag = {"sv": "sv-SE", "en": "en-GB"}[made.language]
    main = part(content, "word/document.xml")
    runs = [r for r in main.iter(name("w:r")) if r.find(name("w:t")) is not None]
    tags = {r.find(f"{name('w:rPr')}/{name('w:lang')}").get(name("w:val")) for r in runs}
    # Quotes are in Swedish in both.
    assert tags == {tag, "sv-SE"}
    core = parts(content)["docProps/core.xml"].decode()
    assert f"<dc:language>{tag}</dc:language>" in core
    assert made.published_iso in core


def test_properties_stand_in_the_order_of_the_schema(issue: tuple[Document, bytes]) -> None:
    order = [etree.QName(tag).localname for tag in ORDER]
    for path in ("word/document.xml", "word/styles.xml"):
        for properties in part(issue[1], path).iter(name("w:pPr")):
            at = [order.index(etree.QName(child).localname) for child in properties]
            assert at == sorted(at)
            assert len(at) == len(set(at))


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_is_only_text(value: str) -> None:
    content = report(with_text(value))
    main = part(content, "word/document.xml")
    assert words(main).count(value) >= 8
    assert main.find(f".//{name('w:altChunk')}") is None
    told = [e.text.split()[0] for e in main.iter(name("w:instrText"))]
    assert set(told) <= {"TOC", "PAGEREF", "SEQ"}


def test_what_xml_refuses_is_left_out() -> None:
    content = report(with_text("a\x00b\x0bc\ud800d\ufffee"))
    assert "abcde" in words(part(content, "word/document.xml"))


def test_letters_from_right_to_left_are_runs_of_their_own() -> None:
    content = report(with_text("ett שלום två"))
    right = [
        words(r)
        for r in part(content, "word/document.xml").iter(name("w:r"))
        if r.find(f"{name('w:rPr')}/{name('w:rtl')}") is not None
    ]
    assert set(right) == {"שלום"}


def test_a_line_of_a_megabyte_is_written_whole() -> None:
    long = "ord " * 130_000 + "x" * 600_000
    made = dataclasses.replace(
        document(), sections=(Section("s", "S", (), (Paragraph((Run(long),)),)),)
    )
    assert long in words(part(report(made), "word/document.xml"))


def test_no_address_but_of_the_web_becomes_a_link() -> None:
    run = Paragraph((Link("x", "javascript:alert(1)"), Link("y", "file:///etc/passwd")))
    made = dataclasses.replace(document(), sections=(Section("s", "S", (), (run,)),))
    found = parts(report(made))
    for path in (p for p in found if p.endswith(".rels")):
        assert b"javascript" not in found[path]
        assert b"file:" not in found[path]


def test_a_link_to_nowhere_is_text() -> None:
    run = Paragraph((Link("dit", "#nowhere"),))
    made = dataclasses.replace(document(), sections=(Section("s", "S", (), (run,)),))
    main = part(report(made), "word/document.xml")
    assert "dit" in words(main)
    assert not [e for e in main.iter(name("w:hyperlink")) if "dit" in words(e)]


def test_two_ordered_lists_begin_at_one_each() -> None:
    item = ((Run("a"),), (Run("b"),))
    blocks = (Listing(item, ordered=True), Listing(item, ordered=True))
    made = dataclasses.replace(document(), sections=(Section("s", "S", (), blocks),))
    content = report(made)
    used = [e.get(name("w:val")) for e in part(content, "word/document.xml").iter(name("w:numId"))]
    assert used == ["2", "2", "3", "3"]
    known = {
        e.get(name("w:numId")) for e in part(content, "word/numbering.xml").iter(name("w:num"))
    }
    assert {"2", "3"} <= known


def test_the_same_document_gives_the_same_bytes() -> None:
    assert report(document()) == report(document())


def tall(rows: int, label: str = "Svar") -> float:
    """The height in points of the chart of a figure with so many rows of that name."""
    table = share_table()
    row = table.rows[0]
    many = tuple(dataclasses.replace(row, id=f"r{n}", label=f"{label} {n}") for n in range(rows))
    shown = figure(dataclasses.replace(table, rows=many), kind="bars", highlight="")
    section = Section("s", "S", (), (shown,))
    made = report(dataclasses.replace(document("sv"), sections=(section,), opening=None))
    extent = part(made, "word/document.xml").find(f".//{name('wp:extent')}")
    return int(extent.get("cy")) / 12_700


def test_a_chart_is_as_tall_as_its_names_and_shares_a_page_with_its_table() -> None:
    assert tall(3) < tall(6) < tall(12)
    # Each row has room for three lines of 9 points.
    assert tall(6, "En lång rad som tar flera rader i diagrammet " * 2) > 6 * 3 * 9
    # A4 less its margins, 686 points, holds the words, twelve rows of the table and the chart.
    assert tall(12) + 13 * 16.5 < 686 - 190
    assert tall(40) <= 8_200_000 / 12_700


def test_a_wide_table_keeps_to_the_page() -> None:
    wide = figure(likert_table(), kind="stacked", title="T", highlight="")
    made = dataclasses.replace(document(), sections=(Section("s", "S", (), (wide,)),))
    widths = [
        int(c.get(name("w:w")))
        for c in part(report(made), "word/document.xml").iter(name("w:gridCol"))
    ]
    assert sum(widths) <= 8618
    assert min(widths) > 300


def test_an_embedded_font_is_the_font_again() -> None:
    key = "0123456789ABCDEF0123456789ABCDEF"
    content = bytes(range(64))
    assert obfuscated(content, key) != content
    assert obfuscated(obfuscated(content, key), key) == content
    assert obfuscated(content, key)[32:] == content[32:]


def test_what_is_withheld_is_set_to_the_left_below_the_first_of_its_columns() -> None:
    """Two of three answers are withheld; their reason spans the numbers from the count on."""
    made = with_text("x")
    cells = part(report(made), "word/document.xml").iter(name("w:tc"))
    spans = [c for c in cells if c.find(f".//{name('w:gridSpan')}") is not None]
    assert [words(cell) for cell in spans] == ["dolt för att skydda svarande", "färre än 5"]
    for cell in spans:
        assert cell.find(f".//{name('w:jc')}").get(name("w:val")) == "left"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_example_is_told_in_few_lines_and_what_is_not_known_takes_none(
    language: Language,
) -> None:
    made = demo(language)
    [block] = [b for _, b in made.blocks() if isinstance(b, Examples)]
    texts = paragraphs(report(made))
    titles = [text for style, text in texts if style == EXAMPLE]
    assert titles == [card.title for card in block.shown_whole]
    for card in block.shown_whole:
        begin = texts.index((EXAMPLE, card.title))
        told = itertools.takewhile(lambda one: not is_heading(one[0]), texts[begin + 1 :])
        known = [text for style, text in told if style == "Known"]
        assert len(known) == bool(card.organisation or card.challenges) + bool(card.sources)
        whole = " ".join(known)
        for value in (card.organisation, card.place, *card.partners, *card.challenges):
            assert value in whole
        assert all(called in whole for _, called in card.sources)
        assert "https://" not in whole
        for lacking in ("Inte känd", "Källa saknas", "Not known", "Unknown", "Source missing"):
            assert lacking not in whole


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_section_without_a_chart_begins_where_the_one_before_it_ends(
    language: Language,
) -> None:
    made = demo(language)
    main = part(report(made), "word/document.xml")
    heads = [p for p in main.iter(name("w:p")) if style_of(p) == "Heading1"]
    flowing = [words(p) for p in heads if p.find(f".//{name('w:pageBreakBefore')}") is not None]
    charted = {s.id for s in made.chapters if any(isinstance(b, Figure) for b in s.blocks)}
    expected = [s.title for s in made.chapters[1:] if s.id not in charted]
    assert flowing == [*expected, phrase(language, "pdf.about")]
    assert 4 <= len(flowing) < len(heads)
    values = {p.get(name("w:val")) for p in main.iter(name("w:pageBreakBefore"))}
    assert values == {"0"}


def test_a_chart_that_lacks_a_little_room_is_lower_and_one_that_lacks_more_goes_on() -> None:
    """A tenth of its height, where a third of the page would be left white."""

    shown = demo("sv").figures[-1]

    def height(above: int) -> int:
        text = tuple(Paragraph((Run("Ord. "),)) for _ in range(above))
        section = Section("s", "Del", (Run("Lead."),), (*text, shown))
        content = report(dataclasses.replace(document(), sections=(section,), opening=None))
        main = part(content, "word/document.xml")
        [extent] = main.iter(name("wp:extent"))
        return int(extent.get("cy"))

    heights = [height(above) for above in range(12, 40)]
    whole = max(heights)
    lower = [height for height in heights if height < whole]
    assert 1 <= len(lower) <= 3
    assert min(lower) >= whole * (1 - LOWER)


def test_a_chart_may_part_from_its_table_but_from_nothing_else() -> None:
    """Only the last line below a chart lets go, so that no page is left half empty before both."""
    body = part(report(with_text("x")), "word/document.xml")
    styles = [p.find(f"{name('w:pPr')}/{name('w:pStyle')}") for p in body.iter(name("w:p"))]
    looks = ["" if style is None else style.get(name("w:val")) for style in styles]
    kept = [p.find(f"{name('w:pPr')}/{name('w:keepNext')}") for p in body.iter(name("w:p"))]
    loosened = [one is not None and one.get(name("w:val")) == "0" for one in kept]
    drawn, titled = looks.index("Drawing"), looks.index("TableTitle")
    assert loosened[drawn:titled] == [False] * (titled - drawn - 1) + [True]


def test_a_label_stands_beside_its_fact_where_its_column_holds_it() -> None:
    """The longest label of an example does; one that is wider than the column has its own line."""
    box = MethodBox("M", (Fact("Så säkra är uppgifterna", "hög"), Fact("W" * 20, "b")), "", (), ())
    made = dataclasses.replace(document(), sections=(Section("s", "S", (), (box,)),))
    facts = [
        p
        for p in part(report(made), "word/document.xml").iter(name("w:p"))
        if words(p).endswith(("hög", "W" * 20 + "b"))
    ]
    inside = [p.find(f"{name('w:r')}/{name('w:tab')}") is not None for p in facts]
    assert inside == [True, False]


def test_many_facts_may_part_and_few_stay_together() -> None:
    """Kept whole, facts of a page's length would leave the page before them white."""

    def loosened(said: str) -> list[bool]:
        facts = tuple(Fact(f"F{number}", said) for number in range(6))
        box = MethodBox("M", facts, "", (), ())
        made = dataclasses.replace(document(), sections=(Section("s", "S", (), (box,)),))
        kept = [
            p.find(f"{name('w:pPr')}/{name('w:keepNext')}")
            for p in part(report(made), "word/document.xml").iter(name("w:p"))
            if words(p).endswith(said)
        ]
        return [one.get(name("w:val")) == "0" for one in kept]

    assert loosened("kort") == [False, False, False, False, False, True]
    assert loosened("långt " * 60 + "sagt") == [False, True, True, True, False, True]


@pytest.mark.parametrize(
    ("table", "kind", "key"),
    [
        (share_table(), "bars", "Det övre strecket visar konfidensintervallet, det undre"),
        (share_table(), "dots", "Det smala strecket visar konfidensintervallet, det breda"),
        (factor_table(), "grouped", "Strecket visar konfidensintervallet."),
    ],
)
def test_the_key_below_a_native_chart_names_what_it_draws(
    table: ReleasedTable, kind: str, key: str
) -> None:
    """It has lines for a band and no bracket, and no room for bands where bars are in pairs."""
    rows = tuple(
        dataclasses.replace(
            row,
            cells=tuple(
                dataclasses.replace(cell, band_low=cell.low, band_high=cell.high)
                for cell in row.cells
            ),
        )
        for row in table.rows
    )
    banded = dataclasses.replace(table, rows=rows)
    section = Section("s", "S", (), (figure(banded, kind=kind, highlight=""),))
    made = dataclasses.replace(document(), sections=(section,))
    text = words(part(report(made), "word/document.xml"))
    assert key in text
    assert "klammern" not in text
