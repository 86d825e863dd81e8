"""In a made-up language a third longer: each word comes from a phrase, and none covers another."""

import dataclasses
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from importlib import resources
from xml.etree import ElementTree

import pytest
from lxml import etree, html

from samklang.core import accessibility
from samklang.core.document.document import Document
from samklang.core.language.languages import RULES
from samklang.core.vocabulary import counties, municipalities
from samklang.render import design
from samklang.render.charts import figure_svg
from samklang.render.charts.measure import width
from samklang.render.docx import report
from samklang.render.html import single_page, site
from samklang.render.slides import deck
from tests.longer_language import english_made_longer, longer
from tests.samples import document, figure, with_evidence
from tests.unit.drawn_chart import KINDS, SVG, apart

WORD = re.compile(r"(?<![^\W\d_])[A-Za-z]{2,}(?![^\W\d_])")
MARKED = re.compile("[áćéğíńóŕśúýž]", re.I)
# Names that are the same in every language: of formats, of another language, of who made it.
NAMES = {
    "CSV",
    "GeoJSON",
    "JSON",
    "LD",
    "km",
    "PNG",
    "SVG",
    "DOCX",
    "PDF",
    "Samklang",
    RULES["sv"].own_name,
}


def strings(value: object) -> Iterator[str]:
    """Every string of a document."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from strings(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield from strings(tuple(value.items()))
    elif isinstance(value, (tuple, list, set, frozenset)):
        for part in value:
            yield from strings(part)


@pytest.fixture(scope="module")
def made() -> Document:
    return with_evidence(document("en"))


@pytest.fixture(scope="module")
def known(made: Document) -> set[str]:
    """Words that are no phrase: the document's own; names of places, months, formats, programs."""
    programs = resources.files(accessibility).joinpath("checks.json").read_text(encoding="utf-8")
    places = (
        *(m.name for m in municipalities().values()),
        *(c.name.en for c in counties().values()),
    )
    own = {*strings(made), *places, *RULES["en"].months, programs}
    return NAMES | {word for text in own for word in WORD.findall(text)}


def html_texts(made: Document) -> Iterator[str]:
    pages = {n: page for n, page in site(made, files=[]).items() if n.endswith(".html")}
    for page in (*pages.values(), single_page(made)):
        for element in html.fromstring(page.decode()).iter(etree.Element):
            if element.tag not in ("script", "style", "code"):
                yield from filter(None, (element.text, *map(element.get, ("alt", "aria-label"))))
            yield element.tail or ""


def office_texts(content: bytes) -> Iterator[str]:
    """Each text, and each for those who do not see, of a Word file or a deck."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if re.search(r"document\.xml$|notes\.xml$|slides/slide\d+\.xml$|header|footer", name):
                root = etree.fromstring(archive.read(name))
                # Long words have places where they may break.
                yield from ((t.text or "").replace("\u200b", "") for t in root.iter("{*}t"))
                yield from (one.get("descr", "") for one in root.iter("{*}docPr", "{*}cNvPr"))


@pytest.mark.parametrize("form", ["html", "docx", "pptx"])
def test_no_word_of_a_reader_s_stands_in_the_code(
    form: str, made: Document, known: set[str]
) -> None:
    with english_made_longer():
        match form:
            case "html":
                texts = tuple(html_texts(made))
            case "docx":
                texts = tuple(office_texts(report(made)))
            case _:
                texts = tuple(office_texts(deck(made)))
    # The made-up language is there, or nothing would be shown.
    assert any(MARKED.search(text) for text in texts)
    assert {word for text in texts for word in WORD.findall(text)} - known == set()


def test_it_is_a_third_longer_and_keeps_values_and_markup() -> None:
    text = "Of {count} members, <b>{share}</b> have answered the survey `q1` at https://a.se/en"
    assert longer(text).count("{count}") == 1
    assert longer(text).endswith("`q1` áát https://a.se/en")
    assert 1.2 < len(longer("The members that have answered")) / 30 < 1.45


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_no_word_of_a_chart_covers_another_or_runs_out(kind: str, narrow: bool) -> None:
    changes = {"neutral": "a3"} if kind == "diverging" else {}
    with english_made_longer():
        shown = figure(KINDS[kind](), kind=kind, total="all", highlight="", **changes)
        svg = ElementTree.fromstring(figure_svg(shown, "en", design.HOUSE, narrow=narrow))
    apart(svg)
    room = float(svg.attrib["viewBox"].split()[2])
    for text in svg.iter(f"{SVG}text"):
        reach, x = width(text.text or "", float(text.attrib.get("font-size", 14))), text.attrib["x"]
        start = float(x) - {"middle": reach / 2, "end": reach}.get(
            text.attrib.get("text-anchor", ""), 0
        )
        assert start >= -0.5, text.text
        assert start + reach <= room + 0.5, text.text
