"""Hostile texts in the manuscript and everywhere else: each form is right, or a fault says where.

Every text of a package is one that tries to be a script, typst code, a formula, a template or a
turn of direction. In each form it is only text; what cannot be printed is a fault with its line
and its remedy.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from lxml import etree, html

from samklang.core.document.legible import legible, legible_text
from samklang.core.faults import FaultyInput
from samklang.package.read import read
from samklang.package.table import unescape
from samklang.publication.build import build, documents
from samklang.render.data import data_files
from samklang.render.glyphs import covered
from tests.drift.read_pdf import pdf_text
from tests.hostile_package import hostile_package
from tests.small_package import small_package

VALUES = {
    "markup": "</p></title></style></svg>]]>--><script>alert(1)</script><img src=x onerror=y> "
    "&lt;b&gt; &amp;amp; &#60; <!-- x -->",
    "code": '#import "/etc/passwd" #panic() $x^2$ @ref // bort {{ 7*7 }} {% raw %} ${7} <%= 7 %> '
    "{0} {name} %s '; DROP TABLE x; -- ../../etc/passwd",
    "letters": "\u202eevil\u202c \u2067שלום\u2069 عربي 🎉 👩🏽‍🚀 日本語 한국어 Z\u0351\u0352 "
    "a\x07b\x1b[31mc\x0bd\x7fe\x85f \ufffe \u2028g",
    "formula": '=HYPERLINK("https://evil.example","x")',
}
FORMULAS = ('=HYPERLINK("https://evil.example","x")', "+cmd|' /C calc'!A1", "-2+3", "@SUM(1)")
PDFS = ("report.pdf", "deck.pdf", "summary.pdf")
OFFICE = ("deck.pptx", "report.docx")
# What Markdown reads as its own is written so that it means the letters themselves.
MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!<>&$%~|@=:/])")
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def squeezed(text: str) -> str:
    """Without spaces, line breaks and invisible marks."""
    return re.sub(r"[\s\u00ad\u200b\u2060]", "", text)


@pytest.fixture(scope="module", params=VALUES)
def issued(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> "Issued":
    """The value and the folder built of it."""
    value = VALUES[request.param]
    folder = tmp_path_factory.mktemp("hostile")
    package = hostile_package(folder / "p", value, manuscript=MARKS.sub(r"\\\1", value))
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(folder / "kept"))
    build(package, folder / "out", progress=lambda _: None)
    patch.undo()
    return value, folder / "out"


Issued = tuple[str, Path]
# The catalogue's search is a form of its own, which the page's policy lets go nowhere.
LOADED = "//iframe | //object | //embed | //base[@href] | //form[@id!='search'] | //foreignObject"
OWN_SCRIPTS = re.compile(r"deck\.js|(\.\./)*examples/search\.js")


def test_pages_hold_it_as_text(issued: Issued) -> None:
    value, out = issued
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        root = html.fromstring(text)
        assert not UNSEEN.search(text), page
        assert root.xpath(LOADED) == [], page
        for meta in root.xpath("//meta[@http-equiv]"):
            policy = meta.get("content")
            assert policy.startswith("default-src 'none'; "), page
            assert policy.endswith("form-action 'none'"), page
        for script in root.xpath("//script"):
            if OWN_SCRIPTS.fullmatch(script.get("src") or ""):
                assert not script.text, page
                continue
            assert script.get("type") == "application/ld+json", page
            json.loads(script.text)
        for element in root.iter(etree.Element):
            for name, content in element.attrib.items():
                assert not name.startswith("on"), page
                if name in ("href", "src"):
                    assert not re.match(r"\s*(javascript|data:text|vbscript)", content), page
        assert {i.get("src") for i in root.xpath("//img")} <= {"logo.png", "logo.svg"}
    report = html.fromstring((out / "sv" / "report.html").read_text(encoding="utf-8"))
    for svg in report.xpath("//svg"):
        svg.getparent().remove(svg)
    said = squeezed(report.text_content())
    assert said.count(squeezed(legible_text(value))) > 40
    summary = html.fromstring((out / "sv" / "summary.html").read_text(encoding="utf-8"))
    assert squeezed(legible_text(value)) in squeezed(summary.text_content())


@pytest.mark.parametrize("name", PDFS)
def test_pdf_holds_it_as_text(issued: Issued, name: str) -> None:
    value, out = issued
    content = (out / "sv" / name).read_bytes()
    least = {"report.pdf": 15, "deck.pdf": 10, "summary.pdf": 1}[name]
    found = squeezed(pdf_text(content, "-raw"))
    assert found.count(squeezed(covered(legible_text(value)))) >= least
    with pikepdf.open(io.BytesIO(content)) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary):
                assert thing.get("/S") not in ("/JavaScript", "/Launch", "/SubmitForm")
                uri = str(thing.get("/URI", "https:"))
                assert uri.startswith(("https:", "http:", "mailto:"))


@pytest.mark.parametrize("name", OFFICE)
def test_office_holds_it_as_text(issued: Issued, name: str) -> None:
    value, out = issued
    texts = []
    with zipfile.ZipFile(out / "sv" / name) as file:
        for part in file.namelist():
            if part.endswith((".xml", ".rels")):
                root = etree.fromstring(file.read(part))
                # A run may end inside a word, and a paragraph does not.
                texts += ["".join(p.itertext()) for p in root.iter("{*}p")]
                for link in root.iter("{*}Relationship"):
                    if link.get("TargetMode") == "External":
                        assert link.get("Target").startswith(("https:", "http:", "mailto:"))
                for field in root.iter("{*}instrText"):
                    assert re.match(
                        r"\s*(PAGE|PAGEREF|TOC|REF|NUMPAGES|SEQ figure|SEQ map)\b", field.text
                    ), part
            if part.endswith(".xlsx"):
                book = openpyxl.load_workbook(io.BytesIO(file.read(part)))
                for row in book.worksheets[0].iter_rows():
                    assert all(cell.data_type != "f" for cell in row), part
    text = "\n".join(texts)
    assert not UNSEEN.search(text)
    assert squeezed(text).count(squeezed(legible_text(value))) > 10


def test_data_hold_it_as_text(issued: Issued) -> None:
    value, out = issued
    package = json.loads((out / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["title"] == legible_text(value)
    described = json.loads((out / "data" / "dataset.jsonld").read_text(encoding="utf-8"))
    assert legible_text(value) in {name["@value"] for name in described["name"]}
    root = etree.fromstring((out / "data" / "ddi.xml").read_bytes())
    assert squeezed(legible_text(value)) in squeezed("".join(root.itertext()))


@pytest.mark.parametrize("value", FORMULAS)
def test_a_spreadsheet_runs_no_cell(value: str, tmp_path: Path) -> None:
    package = hostile_package(tmp_path / "p", value, manuscript="Ord")
    files = data_files(documents(read(package)))
    cells = [
        cell
        for name, content in files.items()
        if name.endswith(".csv")
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert [unescape(cell) for cell in cells].count(value) > 10


def test_pictures_hold_it_as_text(issued: Issued) -> None:
    value, out = issued
    for path in (out / "sv" / "share").glob("*.svg"):
        root = etree.fromstring(path.read_bytes())
        assert not list(root.iter("{*}script", "{*}foreignObject", "{*}image", "{*}a"))
        said = "".join("".join(e.itertext()) for e in root.iter("{*}title", "{*}desc"))
        # The map has words of its own: it counts examples, and names none.
        if path.stem != "map":
            assert squeezed(covered(legible_text(value))) in squeezed(said)
        assert (path.with_suffix(".png")).read_bytes().startswith(b"\x89PNG")


# --- what is no text of a report ---------------------------------------------------------------

BEFORE = "{#introduction}\n# Inledning\n\nFörst.\n\n"
LINE = 6
REFUSED: Mapping[str, tuple[str, str]] = {
    "a picture": ("![x](bild.png)", "cannot be shown"),
    "a picture from elsewhere": ("![x](https://example.org/spion.png)", "cannot be shown"),
    "a relative link": ("[x](../../etc/passwd)", "leads nowhere"),
    "a link to nothing": ("[x](#nowhere)", "is not in the report"),
    "an unknown role": ("{eval}`1+1`", "no role 'eval'"),
    "an unknown directive": (":::{include} /etc/passwd\n:::", "no directive"),
    "a figure of a path": (":::{figure} ../../etc/passwd\n:::", "passwd"),
    "a block of code": ("```\nimport os\n```", "a code block"),
    "an indented block": ("    import os", "an indented block"),
    "a quote in a quote in a quote": (">" * 3000 + " x", "a block quote"),
    "a list in a list in a list": ("\n".join(f"{'  ' * n}- x" for n in range(300)), "a list item"),
    "a thicket of brackets": ("[" * 200_000, "marks"),
    "a thicket of stars": ("*a " * 300_000, "marks"),
    "a thicket of entities": ("&amp;" * 200_000, "marks"),
    "a thicket of links": ("[a](" * 100_000, "marks"),
    "a heading of six levels": ("###### x", "level 4 or deeper"),
    "an id that is a path": ("{#../x}\n# Rubrik", "has no id"),
    "a zero byte": ("a\x00b", "null byte"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_printed_is_a_fault_with_line_and_remedy(name: str, tmp_path: Path) -> None:
    text, said = REFUSED[name]
    package = small_package(tmp_path / "p")
    for file in ("manuscript.md", "manuscript.en.md"):
        path = package / file
        path.write_text(f"{BEFORE}{text}\n\n{path.read_text()}")
    with pytest.raises(FaultyInput) as found:
        documents(read(package))
    faults = [f for f in found.value.faults if f.file == "manuscript.md" and said in str(f.what)]
    assert faults, found.value.faults
    assert str(faults[0].remedy)
    # A link within the report is looked for when all of it is there.
    assert faults[0].line in (LINE, LINE + 1) or said == "is not in the report"
    assert all(len(f"{f}") < 1000 for f in found.value.faults)


PLAIN = {
    "raw HTML": "<script>alert(1)</script>",
    "a link that runs": "[x](javascript:alert(1))",
    "a picture that is no picture": "![](data:text/html,<script>x</script>)",
    "a link into the file system": "[x](file:///etc/passwd)",
    "a directive in a line": "text :::{include} x ::: text",
    "a template": "{{ config }} {% include 'x' %}",
    "a thousand brackets": "[" * 1000 + "x" + "]" * 1000,
    "a long word": "x" * 1_000_000,
    "a long line": "ord och vidare " * 66_000,
}


@pytest.mark.parametrize("name", PLAIN)
def test_what_means_nothing_is_printed_as_it_stands(name: str, tmp_path: Path) -> None:
    package = small_package(tmp_path / "p")
    for file in ("manuscript.md", "manuscript.en.md"):
        path = package / file
        path.write_text(f"{BEFORE}{PLAIN[name]}\n\n{path.read_text()}")
    document = documents(read(package))["sv"]
    assert squeezed(PLAIN[name]) in squeezed(f"{document.sections[0].blocks!r}")


def test_a_line_of_a_megabyte_is_in_every_form(tmp_path: Path) -> None:
    package = small_package(tmp_path / "p")
    line = "ord och vidare " * 66_000
    for file in ("manuscript.md", "manuscript.en.md"):
        path = package / file
        path.write_text(f"{BEFORE}{line}\n\n{path.read_text()}")
    build(package, tmp_path / "out", progress=lambda _: None)
    folder = tmp_path / "out" / "sv"
    pages = {name: (folder / name).read_text() for name in ("report.html", "introduction.html")}
    with zipfile.ZipFile(folder / "report.docx") as file:
        pages["report.docx"] = file.read("word/document.xml").decode()
    pages["report.pdf"] = pdf_text((folder / "report.pdf").read_bytes())
    for name, text in pages.items():
        assert text.count("vidare") >= 66_000, name


# --- texts outside the manuscript --------------------------------------------------------------

LONG = "x" * 1_000_000
ELSEWHERE: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "a label": ("questionnaire.yaml", lambda t: t.replace("{sv: Ja,", f"{{sv: {LONG},")),
    "the network's name": ("theme.yaml", lambda t: t.replace("Provnätverket", LONG)),
    "an example": ("examples/shop.yaml", lambda t: t.replace("En butik.", LONG)),
    "a card": ("knowledge.yaml", lambda t: t.replace("Nya lösningar.", LONG)),
    "a reference": ("references.json", lambda t: t.replace("The Process", LONG)),
    "a group": (
        "register.csv",
        lambda t: t.replace("county\n", "sort\n").replace(",24\n", f",{LONG}\n", 1),
    ),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_text_that_is_no_label_is_a_fault(name: str, tmp_path: Path) -> None:
    package = small_package(tmp_path / "p")
    file, change = ELSEWHERE[name]
    path = package / file
    before = path.read_text()
    path.write_text(change(before))
    assert path.stat().st_size > len(LONG)
    with pytest.raises(FaultyInput) as found:
        documents(read(package))
    faults = [f for f in found.value.faults if f.file == file and "characters long" in str(f.what)]
    assert faults, [str(f)[:300] for f in found.value.faults]
    assert all(f.remedy and len(str(f)) < 1000 for f in faults)


def test_texts_that_are_whole_are_left_alone(tmp_path: Path) -> None:
    """A document in which there is nothing to take away is the same object, and the same."""
    document = documents(read(small_package(tmp_path / "p")))["sv"]
    assert legible(document) is document
    assert legible_text("Å, ä – 62\u00a0%\nשלום 🎉") == "Å, ä – 62\u00a0%\nשלום 🎉"
    assert legible_text("a\u202eb\u2066c\x07\u2028d\ufffe") == "abc d"
