"""Word: what report.docx holds, part by part; hostile text is only text."""

import dataclasses
import io
import itertools
import re

import openpyxl
import pytest
from lxml import etree

from samklang.core.document.blocks import Examples, Listing, Paragraph
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Link, Run
from samklang.render.docx import report
from samklang.render.docx.paragraphs import ORDER
from samklang.render.docx.styles import LOOKS
from samklang.render.docx.xml import name
from tests.samples import document, with_evidence
from tests.unit.opened_word import W, part, parts, with_text, words
from tests.unit.test_demo_theme import document as demo

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
