"""The report of a rehearsal: every page, slide, figure, picture and text alternative is marked.

And nothing takes it for a report: it has no list of its files, so that it cannot be verified.
"""

import csv
import io
import re
import zipfile
from collections import defaultdict
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pikepdf
import pytest
from lxml import etree, html
from pptx import Presentation

from samklang.core.document.blocks import Figure
from samklang.core.faults import FaultyInput
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES
from samklang.package.files import read_files
from samklang.package.read import read_unanswered
from samklang.package.theme_package import ThemePackage
from samklang.publication.build import MANIFEST, write_folder
from samklang.publication.rehearsing import rehearsed_documents, rehearsed_files
from samklang.publication.verify import verify
from samklang.render.pdf.content import report_content
from samklang.render.pdf.typeset import typeset
from tests.samples import document
from tests.small_package import files as package_files
from tests.typeset_samples import poppler, squeezed

MARK = "Övning: påhittade svar"
# The chart that shows how to read a chart is of no answers, and says so itself in every report.
EXAMPLE = "Ett påhittat exempel på hur ett diagram läses"
# Of a manuscript before anybody has been asked: nothing stands behind any of it yet.
LATER = """
{#later}
# Senare

Mer än hälften vet 17 saker, och {claim}`alla: q1=no`.
Ekonomin nämns av {mentions}`economy:enables`.

:::{quotes} economy
:::

:::{finding} korta-pengar
:::
"""


def package(tmp: Path, *, languages: str = "[sv, en]", more: str = "") -> ThemePackage:
    """The small package as it is before it opens; `more` is put at the end of its Swedish text."""
    for name, text in package_files().items():
        target = tmp / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name == "theme.yaml":
            text = text.replace("[sv, en]", languages).replace("synthetic: true\n", "")
        if name == "manuscript.md":
            text += more
        if not name.startswith("manuscript.en") or "en" in languages:
            target.write_text(text, encoding="utf-8")
    return read_unanswered(read_files(tmp))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made = package(tmp_path_factory.mktemp("theme"), languages="[sv]", more=LATER)
    return rehearsed_files(made, rate=0.8, seed=1, expected={})


def test_every_page_of_the_site_is_marked(files: dict[str, bytes]) -> None:
    pages = {name: content for name, content in files.items() if name.endswith(".html")}
    assert len(pages) > 12
    drawn = 0
    for name, content in pages.items():
        page = html.fromstring(content.decode())
        assert MARK in " ".join(page.find("body").text_content().split()), name
        for figure in page.find_class("chart"):
            assert [MARK in note.text_content() for note in figure.find_class("synthetic")], name
            drawn += 1
        for drawing in page.xpath("//*[local-name()='svg'][@role='img']/*[local-name()='desc']"):
            assert drawing.text.startswith((MARK, EXAMPLE)), name
        for alt in page.xpath("//meta[contains(@*, 'image:alt')]/@content"):
            assert alt.startswith(MARK), name
    assert drawn > 8


def test_every_shared_picture_is_marked_in_its_drawing_and_in_words(
    files: dict[str, bytes],
) -> None:
    pictures = [content for name, content in files.items() if re.search(r"share/.*\.svg$", name)]
    assert len(pictures) > 4  # a map among them
    for content in pictures:
        drawing = etree.fromstring(content)
        assert MARK in [text.text for text in drawing.iterfind("{*}text")]
        (words,) = drawing.iterfind("{*}desc")
        assert words.text.startswith(MARK)


@pytest.mark.parametrize("name", ["report.pdf", "deck.pdf", "summary.pdf"])
def test_every_page_of_a_pdf_is_marked(files: dict[str, bytes], name: str) -> None:
    pages = poppler("pdftotext", "-raw", content=files[f"sv/{name}"]).split("\f")[:-1]
    assert pages
    assert all(squeezed(MARK) in squeezed(page) for page in pages)


def test_the_mark_is_no_part_of_a_table_that_goes_on_to_the_next_page() -> None:
    # Found where a starter's rehearsal could not be made: PDF/UA lets nothing else into a table.
    rehearsed = replace(document("sv"), rehearsal=True)
    template = resources.files("samklang.render.pdf").joinpath("templates/page.typ").read_bytes()
    table = b'\n#cells(("A", "B"), range(160).map(n => (str(n), "x")))\n'
    content = report_content(rehearsed, defaultdict(str))
    with pikepdf.open(io.BytesIO(typeset(template + table, content, rehearsed))) as made:
        assert len(made.pages) > 2


def test_every_slide_and_chart_of_the_deck_is_marked(files: dict[str, bytes]) -> None:
    decks = [files["sv/deck.pptx"]]
    decks += [content for name, content in files.items() if "/slides/" in name]
    assert len(decks) > 3
    for content in decks:
        for slide in Presentation(io.BytesIO(content)).slides:
            texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
            assert any(MARK in text for text in texts), texts
            for shape in slide.shapes:
                if shape.has_chart:
                    assert shape._element.nvGraphicFramePr.cNvPr.get("descr").startswith(MARK)


def test_word_and_epub_are_marked(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files["sv/report.docx"])) as archive:
        assert MARK in archive.read("word/footer1.xml").decode()
        body = archive.read("word/document.xml").decode()
    described = re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', body)
    assert described
    assert sum(words.startswith(MARK) for words in described) == len(described) - 1
    assert sum(words.startswith(EXAMPLE) for words in described) == 1
    with zipfile.ZipFile(io.BytesIO(files["sv/report.epub"])) as archive:
        pages = [name for name in archive.namelist() if name.endswith(".xhtml")]
        assert pages
        for name in pages:
            assert MARK in archive.read(name).decode(), name


def test_the_data_say_that_they_are_invented(files: dict[str, bytes]) -> None:
    for name in ("data/CITERA.txt", "data/datapackage.json"):
        assert MARK in files[name].decode(), name
    columns, *rows = csv.reader(io.StringIO(files["data/q1.csv"].decode()))
    assert {row[columns.index("synthetic")] for row in rows} == {"true"}


def test_what_comes_later_is_said_and_nothing_is_claimed(files: dict[str, bytes]) -> None:
    page = html.fromstring(files["sv/later.html"].decode()).text_content()
    for name in ("quotes", "finding"):
        assert phrase("sv", f"report.later_{name}") in page
    assert "economy:enables" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_marked_in_both_languages_and_has_no_address_or_day(
    language: str, tmp_path: Path
) -> None:
    before = package(tmp_path)
    before = replace(before, theme=replace(before.theme, address="https://example.org/rapport/"))
    made = rehearsed_documents(before, rate=0.8, seed=1, expected={})[language]  # type: ignore[index]
    mark = {"sv": MARK, "en": "Rehearsal: invented answers"}[language]
    assert made.title.startswith(mark)
    assert made.citation.count(mark) == 1
    assert made.notices[0].startswith(mark)
    assert (made.address, made.published, made.synthetic) == ("", "", True)
    alts = [block.alt for _, block in made.blocks() if isinstance(block, Figure)]
    assert len(alts) > 4
    assert all(alt.startswith(mark) for alt in alts)


def test_nothing_of_it_can_be_verified(files: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_folder(files, out)
    assert MANIFEST not in files
    before = tmp_path / "theme"
    before.mkdir()
    package(before)
    with pytest.raises(FaultyInput):
        verify(before, out, progress=lambda line: None)
