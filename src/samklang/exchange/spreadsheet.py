"""Spreadsheets: workbooks of other people, opened within bounds, and formulas without a worth."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

# A workbook is a zip: what it unpacks to is bounded before it is read, and so is the area of each
# sheet, from its first cell to its last, since the reader makes room for all of it.
UNPACKED = 100_000_000
AREA = 2_000_000

# Each of these takes a time that grows as the text does, also where it does not match.
_CELL = re.compile(rb"<c[ \t\r\n]")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA, _WORTH = re.compile(rb"<f\b"), re.compile(rb"<v>[^<]+</v>|<is>")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class UnreadableSpreadsheet(ValueError):
    """A file that is no workbook, or too large to unpack (`too_large`)."""

    def __init__(self, *, too_large: bool = False):
        self.too_large = too_large
        super().__init__(too_large)


def opened(content: bytes) -> "CalamineWorkbook":
    """A workbook of Excel or OpenDocument. Raises UnreadableSpreadsheet."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
                    raise UnreadableSpreadsheet(too_large=True)
                # A part that is larger than it says is found out here, by its checksum.
                if archive.testzip():
                    raise UnreadableSpreadsheet()
                if any(_area(archive.read(part)) > AREA for _, part in _parts(archive)):
                    raise UnreadableSpreadsheet(too_large=True)
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except UnreadableSpreadsheet:
        raise
    # zipfile raises RuntimeError of an encrypted part, NotImplementedError of an unknown packing.
    except (CalamineError, zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError):
        raise UnreadableSpreadsheet() from None


def broken() -> type[Exception]:
    """What reading a sheet raises where a part of the workbook is broken."""
    from python_calamine import CalamineError

    return CalamineError


def unworked(content: bytes) -> Mapping[str, tuple[str, ...]]:
    """The cells, "C5", of each sheet of an .xlsx that say nothing though something stands there.

    A formula that failed (#REF!), or one that no program has worked out, reads as an empty cell.
    """
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: elements
            for name, part in _parts(archive)
            if (elements := tuple(_without_worth(archive.read(part))))
        }


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The sheets of a workbook by name, with the part of the zip that each stands in."""
    # Only a workbook of Excel is looked into.
    from defusedxml.ElementTree import ParseError, fromstring

    there = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= there:
        return  # OpenDocument, or the binary form of Excel
    try:
        relations = fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        sheets = fromstring(archive.read("xl/workbook.xml"))
    except (ParseError, ValueError):
        return
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    for sheet in sheets.iter():
        part = posixpath.join("/xl", targets.get(sheet.get(_RELATION), "")).lstrip("/")
        if sheet.tag.endswith("}sheet") and part in there:
            yield sheet.get("name", ""), part


def _area(sheet: bytes) -> int:
    """How many cells lie between the first place of a sheet and its last that holds anything."""
    places = _PLACE.findall(sheet)
    width = max(map(_number, {letters for letters, _ in places}), default=0)
    if width * max((int(row) for _, row in places), default=0) <= AREA:
        return 0
    # Cells that have nothing but a format are not read, and may stand at the end of the sheet.
    filled = [_PLACE.search(facts) for facts, inside in _cells(sheet) if inside]
    there = [(_number(place[1]), int(place[2])) for place in filled if place]
    columns, rows = [column for column, _ in there], [row for _, row in there]
    if not there:
        return 0
    return (max(columns) - min(columns) + 1) * (max(rows) - min(rows) + 1)


def _number(letters: bytes) -> int:
    """The number of a column by its letters, A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cells(sheet: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The cells of a sheet's XML: what each says of itself, and what is inside it."""
    begins = [match.start() for match in _CELL.finditer(sheet)]
    for at, end in zip(begins, [*begins[1:], len(sheet)], strict=True):
        facts, _, rest = sheet[at:end].partition(b">")
        yield facts, b"" if facts.endswith(b"/") else rest.partition(b"</c>")[0]


def _without_worth(sheet: bytes) -> Iterator[str]:
    if b"<f" not in sheet and b't="e"' not in sheet:
        return
    for facts, inside in _cells(sheet):
        failed = b't="e"' in facts
        # A formula that gives an empty text has been worked out.
        blank = b't="str"' not in facts and _FORMULA.search(inside) and not _WORTH.search(inside)
        if (failed or blank) and (place := _PLACE.search(facts)):
            yield (place[1] + place[2]).decode()
