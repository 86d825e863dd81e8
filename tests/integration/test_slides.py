"""The PowerPoint deck: native charts with their intervals, words for everyone, no repair needed."""

import io
import os
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from pptx.enum.dml import MSO_FILL, MSO_THEME_COLOR

from samklang.core.document.blocks import Figure
from samklang.core.document.deck import slides
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Run
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Language
from samklang.core.theme.colour import contrast
from samklang.render import design
from samklang.render.slides import deck
from samklang.render.slides.chart import chart_part
from samklang.render.slides.workbook import columns, workbook
from tests.opened_deck import A, C, P, charts, opened
from tests.sample_tables import likert_table, scale_table, share_table
from tests.samples import document, figure, with_evidence
from tests.unit.test_demo_theme import document as demo

TAGS = {"sv": "sv-SE", "en": "en-GB"}


@pytest.fixture(scope="module", params=["sv", "en"])
def issue(request: pytest.FixtureRequest) -> tuple[Document, bytes]:
    language: Language = request.param
    made = with_evidence(document(language))
    return made, deck(made)


def test_it_has_the_slides_of_the_document_in_order(issue: tuple[Document, bytes]) -> None:
    document, content = issue
    file = opened(content)
    assert (file.slide_width, file.slide_height) == (12191695, 6858000)
    titles = [page.shapes.title.text_frame.text for page in file.slides]
    expected = slides(document)
    assert len(titles) == len(expected)
    assert all(t.startswith(s.title) for t, s in zip(titles, expected, strict=True))


def test_the_foot_says_invented_on_the_slides_that_show_answers(
    issue: tuple[Document, bytes],
) -> None:
    document, content = issue
    mark = phrase(document.language, "slides.synthetic")
    feet = [
        any(mark in s.text_frame.text for s in page.placeholders if s.has_text_frame)
        for page in opened(content).slides
    ]
    assert feet == [slide.synthetic for slide in slides(document)]
    assert set(feet) == {True, False}


@pytest.mark.parametrize("own", ["", "#1b4e8a", "#8c2d04", "#3d3d00"])
def test_titles_and_sections_stand_on_the_main_colour_in_letters_that_can_be_read(own: str) -> None:
    made = replace(document(), colour=own)
    content, ground = deck(made), own or design.HOUSE.spruce
    expected = slides(made)
    on_ground = [s.kind in ("title", "section") for s in expected]
    assert any(on_ground)
    for page, grounded in zip(opened(content).slides, on_ground, strict=True):
        fill = page.slide_layout.background.fill
        assert (fill.type == MSO_FILL.SOLID) == grounded
        if not grounded:
            continue
        assert fill.fore_color.theme_color == MSO_THEME_COLOR.ACCENT_1
        colours = page.slide_layout.element.findall(f".//{A}lvl1pPr/{A}defRPr/{A}solidFill/*")
        colours += page.element.findall(f".//{A}rPr/{A}solidFill/*")
        assert len(colours) >= 4
        assert all(contrast(f"#{c.get('val')}".lower(), ground) >= 4.5 for c in colours)


def test_every_chart_is_native_and_has_a_text_alternative(issue: tuple[Document, bytes]) -> None:
    document, content = issue
    found = charts(content)
    assert len(found) == len(document.figures) == 3
    for shape, shown in zip(found, document.figures, strict=True):
        assert shape._element.nvGraphicFramePr.cNvPr.get("descr") == shown.alt
        names = [s.name for s in shape.chart.plots[0].series]
        # What carries a band, and the room of what is withheld, has no name.
        assert [n for n in names if n.strip()] == [s.label for s in shown.table.series]


def test_the_workbook_holds_shares_intervals_counts_and_base(
    issue: tuple[Document, bytes],
) -> None:
    document, content = issue
    for shape, shown in zip(charts(content), document.figures, strict=True):
        blob = shape.chart.part.chart_workbook.xlsx_part.blob
        sheet = openpyxl.load_workbook(io.BytesIO(blob))["Sheet1"]
        series = len(shown.table.series)
        drawn = [n for n, (_, number, _) in enumerate(columns(shown)) if number is not None]
        for r, row in enumerate(shown.table.rows, 2):
            for s, cell in enumerate(row.cells):
                first = 2 + len(columns(shown)) + 5 * s
                values = [sheet.cell(r, 2 + drawn[s]).value]
                values += [sheet.cell(r, first + i).value for i in range(5)]
                if cell.share is None or cell.low is None or cell.high is None:
                    assert values == [None] * 6
                else:
                    low, high = cell.low, cell.high
                    spread = [low, high, cell.share - low, high - cell.share, cell.count]
                    assert values == [cell.share, *spread]
            assert sheet.cell(r, 2 + len(columns(shown)) + 5 * series).value == row.base


def test_error_bars_refer_to_the_workbook(issue: tuple[Document, bytes]) -> None:
    _, content = issue
    bars = charts(content)[0].chart._chartSpace.xpath(".//c:errBars")
    assert len(bars) == 2, "the interval and the band"
    plus, minus = bars[0].find(f"{C}plus"), bars[0].find(f"{C}minus")
    assert plus.find(f".//{C}f").text == "Sheet1!$F$2:$F$4"
    assert minus.find(f".//{C}f").text == "Sheet1!$E$2:$E$4"
    assert [v.text for v in plus.iter(f"{C}v")] == ["10"]
    assert [v.text for v in minus.iter(f"{C}v")] == ["11"]


def test_every_run_says_its_language(issue: tuple[Document, bytes]) -> None:
    document, content = issue
    runs = 0
    for page in opened(content).slides:
        for element in page._element.iter(f"{A}r", f"{A}fld"):
            runs += 1
            properties = element.find(f"{A}rPr")
            assert properties is not None
            assert properties.get("lang") in TAGS.values()
    assert runs > 80
    for shape in charts(content):
        marks = list(shape.chart._chartSpace.iter(f"{A}defRPr", f"{A}endParaRPr"))
        assert marks
        assert {m.get("lang") for m in marks} == {TAGS[document.language]}


def test_a_swedish_quote_stays_swedish_in_the_english_deck() -> None:
    text = [
        (run.get("lang"), run.getparent().find(f"{A}t").text)
        for page in opened(deck(document("en"))).slides
        for run in page._element.iter(f"{A}rPr")
        if run.getparent().find(f"{A}t") is not None
    ]
    assert ("sv-SE", "”Kommunen gav oss långsiktigt stöd.”") in text
    assert ("en-GB", "“The municipality gave us long-term support.”") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_the_demo_is_cut_but_what_a_reference_has_no_room_for(
    language: Language,
) -> None:
    made = demo(language)
    shown = [s for s in slides(made) if s.kind in ("title", "chosen", "examples", "contacts")]
    for slide, page in zip(shown, opened(deck(made, shown)).slides, strict=True):
        words = " ".join(s.text_frame.text for s in page.shapes if s.has_text_frame)
        assert "…" not in words, slide.title
        for card in slide.content if slide.kind == "contacts" else ():  # type: ignore[union-attr]
            parts = (card.name, card.role, card.organisation, card.email, card.url)
            assert all(part in words for part in parts), card.name
    assert made.notices
    first = opened(deck(made, shown[:1])).slides[0]
    words = " ".join(s.text_frame.text for s in first.shapes if s.has_text_frame)
    assert " ".join(made.notices) in words


def test_figures_say_their_base_and_that_they_are_synthetic(
    issue: tuple[Document, bytes],
) -> None:
    document, content = issue
    for page in opened(content).slides:
        if any(shape.has_chart for shape in page.shapes):
            words = " ".join(s.text_frame.text for s in page.shapes if s.has_text_frame)
            assert phrase(document.language, "report.synthetic_note") in words
            notes = page.notes_slide.notes_text_frame.text
            assert document.dataset_hash not in notes
            assert document.citation in notes
            assert any(figure.question in notes for figure in document.figures)


def test_who_speaks_is_told_what_the_numbers_of_a_slide_rest_on(
    issue: tuple[Document, bytes],
) -> None:
    document, content = issue
    notes = {
        page.shapes.title.text_frame.text: page.notes_slide.notes_text_frame.text
        for page in opened(content).slides
        if page.has_notes_slide
    }
    first = document.sections[0].title
    (points,) = [text for title, text in notes.items() if title == first]
    spoken, rule, below = points.partition(f"\n{phrase(document.language, 'slides.evidence')}\n")
    assert rule
    assert spoken.startswith("Rapporten bygger på en enkät till medlemmarna.")
    assert document.citation not in spoken
    assert document.citation in below
    assert document.dataset_hash not in points
    record = document.evidence[0]
    assert phrase(document.language, "evidence.speaker", title=record.title) in points
    assert record.fact("question") in points
    assert "66 %: andelen ”Ja”" in points
    # Each thing once.
    assert all(text.count(document.citation) <= 1 for text in notes.values())
    for text in notes.values():
        said, _, rest = text.partition(phrase(document.language, "slides.evidence"))
        assert not {*said.split("\n")} & {*rest.split("\n")} - {""}, text


def test_placeholders_are_filled_and_ids_unique(issue: tuple[Document, bytes]) -> None:
    for page in opened(issue[1]).slides:
        assert all(p.text_frame.text.strip() for p in page.placeholders if p.has_text_frame)
        ids = [e.get("id") for e in page._element.iter(f"{P}cNvPr")]
        assert len(ids) == len(set(ids))


def test_every_part_is_sound_xml_and_every_relation_leads_somewhere(
    issue: tuple[Document, bytes],
) -> None:
    with zipfile.ZipFile(io.BytesIO(issue[1])) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        for name in names:
            if not name.endswith((".xml", ".rels")):
                continue
            root = etree.fromstring(archive.read(name))
            if name.endswith(".rels"):
                base = os.path.dirname(os.path.dirname(name))
                for relation in root:
                    if relation.get("TargetMode") != "External":
                        target = relation.get("Target")
                        path = target[1:] if target[:1] == "/" else os.path.join(base, target)
                        assert os.path.normpath(path) in names, (name, target)


def test_the_same_document_gives_the_same_bytes(issue: tuple[Document, bytes]) -> None:
    assert deck(issue[0]) == issue[1]


def test_hostile_text_is_only_text() -> None:
    hostile = "=cmd|' /C calc'!A1 \x00\x0b <b>x</b> 🎉 日本 " + "ord " * 1000
    shown: Figure = figure(
        share_table().labelled(rows={"yes": hostile}, series={"share": "=1+1"}),
        title=hostile,
        question=hostile,
        summary=hostile,
        alt=hostile,
    )
    made = replace(
        document("sv"),
        title=hostile,
        sections=(Section("s", hostile, (Run(hostile),), (shown,)),),
    )
    content = deck(made)
    shape = charts(content)[0]
    sheet = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))[
        "Sheet1"
    ]
    assert sheet["B1"].value == "=1+1"
    assert sheet["B1"].data_type == "s"
    assert sheet["A2"].data_type == "s"


def test_a_scale_of_seven_has_a_colour_for_each() -> None:
    table = likert_table()
    seven = replace(
        table,
        series=tuple(replace(table.series[0], id=f"a{i}", label=f"Steg {i}") for i in range(7)),
        rows=tuple(replace(r, cells=(r.cells * 2)[:7]) for r in table.rows),
    )
    shown = figure(seven, kind="stacked", highlight="")
    content = deck(replace(document("sv"), sections=(Section("s", "S", (), (shown,)),)))
    assert len([s for s in charts(content)[0].chart.plots[0].series if s.name.strip()]) == 7


@pytest.mark.skipif(
    not shutil.which("soffice") and not os.environ.get("CI"), reason="needs LibreOffice"
)
def test_libreoffice_opens_it_whole(issue: tuple[Document, bytes], tmp_path: Path) -> None:
    document, content = issue
    (tmp_path / "deck.pptx").write_bytes(content)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "deck.pptx"),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    import pikepdf

    with pikepdf.open(tmp_path / "deck.pdf") as pdf:
        assert len(pdf.pages) == len(slides(document))


def test_a_scale_diverges_from_one_line_in_a_native_chart() -> None:
    """Empty room before each row puts the middles in line; the shares are as they are printed."""
    made = figure(scale_table(), kind="diverging", highlight="", neutral="a3")
    space = etree.fromstring(
        chart_part(made, "sv", design.HOUSE, "sv-SE", points=9, room=(450, 300))
    )
    drawn = [
        [int(float(v.text)) for v in one.findall(f"{C}val//{C}v")] for one in space.iter(f"{C}ser")
    ]
    names = [one.findtext(f"{C}tx//{C}v") for one in space.iter(f"{C}ser")]
    assert names == [
        "\u00a0",
        "\u00a0",
        "Tar helt avstånd",
        "Tar delvis avstånd",
        "Instämmer delvis",
        "Instämmer helt",
        "\u00a0",
        "Varken eller",
    ]
    # The second is the place of what the third row withholds.
    room, _, first, second = (column[:2] for column in drawn[:4])
    assert [sum(row) for row in zip(room, first, second, strict=True)] == [52, 52]
    assert space.find(f".//{C}catAx/{C}crossesAt").get("val") in ("52", "52.0")
    book = openpyxl.load_workbook(io.BytesIO(workbook(made, "sv"))).active
    assert [cell.value for cell in book[2]][1:9] == [36, None, 4, 12, 36, 28, 8, 20]
    categories = [v.text for v in next(space.iter(f"{C}cat")).iter(f"{C}v")]
    assert categories[3] == "Vi har råd: färre än 5"
    assert "Färre än 5: Tar helt avstånd. Dolt: Tar delvis avstånd" in str(categories[2])
