"""Forms: every kind of file that a build writes, as the tables and lines of text it shows."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree
from lxml import html as lxml_html

from samklang.core.figures.how_to_read import reading_words
from samklang.core.language.wording import LANGUAGES
from samklang.core.privacy import Public
from samklang.publication.reading.pdf_text import pdf_lines

# Attributes that say what a picture shows.
SAID = ("alt", "aria-label", "title", "descr")
# Of a category of a DDI codebook: its names and its counts.
COUNTED = ("labl", "catStat")
_TEXT = etree.XPath("string()")
Row = tuple[str, ...]
# A text that is a string already has no encoding to declare.
_DECLARED = re.compile(r"^<\?xml[^>]*\?>\s*")


@dataclass(frozen=True)
class Form:
    """What one file shows. rows: those of its tables and charts, cell by cell. lines: its texts."""

    path: Public[str]
    rows: Public[tuple[Row, ...]]
    lines: Public[tuple[str, ...]]


class Shown(NamedTuple):
    """What a reader finds in a file's bytes."""

    rows: list[Row]
    lines: list[str]


def forms(folder: Path) -> Iterator[Form]:
    """Every file of a build that shows something in words or numbers, in order of path."""
    for path in sorted(folder.rglob("*")):
        read = READERS.get(path.suffix)
        if read and path.is_file():
            shown = read(path.read_bytes())
            name = path.relative_to(folder).as_posix()
            yield Form(name, tuple(shown.rows), tuple(shown.lines))


def plain(text: str) -> str:
    """A text on one line, with plain spaces."""
    return " ".join(text.replace("\u2060", "").split())


def text_within(element: etree._Element) -> str:
    """All text of an element and what stands in it, comments apart, on one line."""
    return plain(str(_TEXT(element)))


def _html(content: bytes) -> Shown:
    root = lxml_html.document_fromstring(_DECLARED.sub("", content.decode("utf-8")))
    etree.strip_elements(root, "script", "style", with_tail=False)
    rows = [
        tuple(text_within(cell) for cell in row if cell.tag in ("th", "td"))
        for row in root.iter("tr")
    ]
    lines = [plain(str(part)) for part in root.itertext() if plain(str(part))]
    return Shown(rows, [*lines, *_said(root)])


def _said(root: etree._Element) -> list[str]:
    return [
        plain(str(value))
        for element in root.iter(etree.Element)
        for name, value in element.attrib.items()
        # Read as HTML, the page of a book keeps prefixes that are no names of XML.
        if re.split("[}:]", str(name))[-1] in SAID and plain(str(value))
    ]


def _xml(content: bytes) -> Shown:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    lines = [plain(str(part)) for part in root.itertext() if plain(str(part))]
    rows = [
        tuple(
            plain("".join(map(str, part.itertext())))
            for part in category
            if _local(part) in COUNTED
        )
        for category in root.iter("{*}catgry")
    ]
    return Shown(rows, [*lines, *_said(root)])


def _csv(content: bytes) -> Shown:
    rows = [tuple(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))]
    return Shown(rows, [])


def _json(content: bytes) -> Shown:
    return Shown([], list(_strings(json.loads(content))))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, Mapping):
        for child in value.values():
            yield from _strings(child)
    elif isinstance(value, list):
        for child in value:
            yield from _strings(child)
    elif value is not None:
        yield str(value)


def _text(content: bytes) -> Shown:
    lines = [plain(line) for line in content.decode("utf-8").splitlines() if plain(line)]
    return Shown([], lines)


def _pdf(content: bytes) -> Shown:
    return Shown([], pdf_lines(content, but=_invented_example))


def _invented_example(said: str) -> bool:
    """Whether a picture is the one on how a chart is read, which names and counts nobody: its
    answers may be called what an answer of the theme is."""
    return any(said.startswith(reading_words(language)) for language in LANGUAGES)


def _office(content: bytes) -> Shown:
    """A document or deck: its tables, the charts with their workbooks, notes and descriptions."""
    rows: list[Row] = []
    lines: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in sorted(file.namelist()):
            if name.endswith(".xlsx"):
                rows += _workbook(file.read(name))
            elif name.endswith(".xml") and not name.endswith(("styles.xml", "theme1.xml")):
                root = etree.fromstring(file.read(name))
                if re.search(r"charts/chart[^/]*\.xml$", name):
                    rows += _chart(root)
                rows += [
                    tuple(_words(cell) for cell in row if _local(cell) == "tc")
                    for row in root.iter("{*}tr")
                ]
                lines += [words for paragraph in root.iter("{*}p") if (words := _words(paragraph))]
                lines += _said(root)
    return Shown(rows, lines)


def _book(content: bytes) -> Shown:
    """An e-book: all its pages, and what its package says."""
    rows: list[Row] = []
    lines: list[str] = []
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name in sorted(file.namelist()):
            if name.endswith((".xhtml", ".opf")):
                read = _html if name.endswith(".xhtml") else _xml
                page = read(file.read(name))
                rows += page.rows
                lines += page.lines
    return Shown(rows, lines)


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _words(element: etree._Element) -> str:
    return plain("".join(part.text or "" for part in element.iter("{*}t")))


def _chart(root: etree._Element) -> Iterator[Row]:
    """A row of each point of a chart: series, category and value as they are kept in it."""
    for series in root.iter("{*}ser"):
        name = plain(" ".join(v.text or "" for t in series.iter("{*}tx") for v in t.iter("{*}v")))
        points = [
            {p.get("idx"): plain("".join(map(str, p.itertext()))) for p in kind.iter("{*}pt")}
            for tag in ("cat", "val")
            for kind in series.findall(f"{{*}}{tag}")
        ]
        if len(points) == 2:
            for index, label in points[0].items():
                if points[1].get(index):
                    yield (label, name, points[1][index])


def _workbook(content: bytes) -> Iterator[Row]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        for row in book.get_sheet_by_name(name).to_python():
            yield tuple("" if cell is None else plain(str(cell)) for cell in row)


READERS: Mapping[str, Callable[[bytes], Shown]] = {
    ".html": _html,
    ".svg": _xml,
    ".xml": _xml,
    ".csv": _csv,
    ".json": _json,
    ".jsonld": _json,
    ".txt": _text,
    ".pdf": _pdf,
    ".docx": _office,
    ".pptx": _office,
    ".epub": _book,
}
