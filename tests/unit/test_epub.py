"""The e-book: its parts, the order it is read in, and what its pages say of themselves."""

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import etree

from samklang.core.document.blocks import ExampleMap, Figure
from samklang.core.document.document import Document
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Language
from samklang.render.epub import epub
from tests.samples import document

XHTML = "{http://www.w3.org/1999/xhtml}"
XML = "{http://www.w3.org/XML/1998/namespace}"
OPF = {"o": "http://www.idpf.org/2007/opf"}
REGIONS = {"sv": "sv-SE", "en": "en-GB"}


def parts(language: Language) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(epub(document(language)))) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_it_is_the_same_every_time_and_begins_with_its_type() -> None:
    made = epub(document())
    assert made == epub(document())
    assert made[30:58] == b"mimetypeapplication/epub+zip"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_xhtml_in_the_language_with_its_region(language: Language) -> None:
    pages = {n: c for n, c in parts(language).items() if n.endswith(".xhtml")}
    assert len(pages) >= 11
    for name, content in pages.items():
        root = etree.fromstring(content)
        assert root.attrib["lang"] == root.attrib[f"{XML}lang"] == REGIONS[language], name
        quotes = [e.attrib["lang"] for e in root.iter() if "lang" in e.attrib]
        assert set(quotes) <= set(REGIONS.values()), name
        levels = [int(e.tag[-1]) for e in root.iter(*(f"{XHTML}h{n}" for n in range(1, 7)))]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), name


def test_it_is_read_in_the_order_of_the_report() -> None:
    made, files = document(), parts("sv")
    package = etree.fromstring(files["EPUB/package.opf"])
    held = {item.attrib["id"]: item.attrib for item in package.iterfind(".//o:item", OPF)}
    assert {f"EPUB/{item['href']}" for item in held.values()} == {
        name for name in files if name.startswith("EPUB/") and not name.endswith(".opf")
    }
    spine = [held[ref.attrib["idref"]]["href"] for ref in package.iterfind(".//o:itemref", OPF)]
    chapters = [f"part-{section.id}.xhtml" for section in made.chapters]
    assert spine[:2] == ["title-page.xhtml", "nav.xhtml"]
    assert [name for name in spine if name.startswith("part-")] == chapters
    assert spine[-1] == "accessibility.xhtml"
    listed = etree.fromstring(files["EPUB/nav.xhtml"]).iterfind(f".//{XHTML}a")
    assert [one.attrib["href"] for one in listed] == [spine[0], *spine[2:]]


def test_reading_systems_are_told_of_accessibility() -> None:
    package = etree.fromstring(parts("sv")["EPUB/package.opf"])
    said = {}
    for meta in package.iterfind(".//o:meta", OPF):
        said.setdefault(meta.attrib["property"], []).append(meta.text)
    assert said["schema:accessMode"] == ["textual", "visual"]
    assert said["schema:accessModeSufficient"] == ["textual"]
    assert {"alternativeText", "tableOfContents", "readingOrder"} <= set(
        said["schema:accessibilityFeature"]
    )
    assert said["schema:accessibilityHazard"] == ["none"]
    assert said["schema:accessibilitySummary"][0]
    # Nobody has reviewed it: it claims no level.
    assert "dcterms:conformsTo" not in said


def test_every_link_leads_to_something_in_the_book_or_out_of_it() -> None:
    files = {n.removeprefix("EPUB/"): c for n, c in parts("sv").items() if n.endswith(".xhtml")}
    roots = {name: etree.fromstring(content) for name, content in files.items()}
    ids = {name: {e.get("id") for e in root.iter()} for name, root in roots.items()}
    count = 0
    for name, root in roots.items():
        for link in root.iter(f"{XHTML}a"):
            target = link.attrib["href"]
            if target.startswith(("https://", "mailto:")):
                continue
            file, _, anchor = target.partition("#")
            assert (file or name) in files, (name, target)
            assert not anchor or anchor in ids[file or name], (name, target)
            count += 1
    assert count > 20


def test_every_drawing_has_its_words_and_its_table() -> None:
    made, text = document(), b"".join(parts("sv").values()).decode(errors="ignore")
    figures = [b for _, b in made.blocks() if isinstance(b, Figure | ExampleMap)]
    for figure in figures:
        assert f'id="{figure.anchor}"' in text
    assert text.count("<desc ") == 2 * len(figures)
    assert '<details open="open"' in text
    assert "<script" not in text


def test_untrusted_text_is_no_markup() -> None:
    hostile = """</p><script>alert(1)</script><img src=x onerror=alert(2)>"' {{ 7*7 }} lang="sv" """
    made = replace(document(), title=hostile, subtitle=hostile, network=hostile)
    with zipfile.ZipFile(io.BytesIO(epub(made))) as book:
        for name in book.namelist():
            if name.endswith((".xhtml", ".opf")):
                root = etree.fromstring(book.read(name))
                assert not list(root.iter(f"{XHTML}script"))
                if name.endswith("title-page.xhtml"):
                    title = root.find(f".//{XHTML}h1")
                    assert title is not None
                    assert title.text == hostile


def noticed(made: Document) -> dict[str, etree._Element]:
    """The notices of a book by the page that they stand on."""
    with zipfile.ZipFile(io.BytesIO(epub(made))) as book:
        pages = {name: book.read(name) for name in book.namelist() if name.endswith(".xhtml")}
    return {
        name.removeprefix("EPUB/"): aside
        for name, page in pages.items()
        for aside in etree.fromstring(page).iter(f"{XHTML}aside")
        if aside.get("class") == "notices"
    }


def test_what_a_book_must_say_is_said_once() -> None:
    made = document()
    assert made.notices
    assert list(noticed(made)) == ["title-page.xhtml"]


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(replace(document(), rehearsal=True), id="a rehearsal"),
        pytest.param(
            replace(document(), notices=(phrase("sv", "claims.draft_notice"),)), id="a draft"
        ),
    ],
)
def test_every_chapter_of_what_is_no_report_yet_says_so(made: Document) -> None:
    """Its heading comes right after the notice, and the style parts them."""
    said = noticed(made)
    chapters = {f"part-{section.id}.xhtml" for section in made.chapters}
    assert set(said) == {"title-page.xhtml", *chapters}
    for name in chapters:
        following = said[name].getnext()
        assert following is not None
        assert following.tag == f"{XHTML}h1", name
    style = next(c for n, c in parts("sv").items() if n.endswith(".css")).decode()
    assert re.search(r"\.notices \+ h1 \{ margin-top: [1-9]", style)


def test_a_table_of_groups_has_no_column_for_what_they_are_called() -> None:
    """What heads a group stands above it, across the whole table, as a reader of phones needs."""
    pages = [etree.fromstring(c) for n, c in parts("sv").items() if n.endswith(".xhtml")]
    every = [table for page in pages for table in page.iter(f"{XHTML}table")]
    tables = [table for table in every if table.get("class") == "several"]
    assert tables
    for table in tables:
        first, *rows = table.iter(f"{XHTML}tr")
        width = len(first)
        groups = [row for row in rows if row[0].get("scope") == "rowgroup"]
        assert groups
        for row in rows:
            spans = [int(cell.get("colspan", "1")) for cell in row]
            assert sum(spans) == width
            assert spans == [width] or row not in groups
