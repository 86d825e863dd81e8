"""Sheets: the first sheet of an Excel, OpenDocument or CSV file as rows of text."""

import csv
import datetime
import io
import zipfile
from dataclasses import dataclass

from samklang.package.table import FORMULA

# An Excel file is a zip: what it unpacks to is bounded before it is read.
FILE, UNPACKED, ROWS, COLUMNS, CELL = 10_000_000, 200_000_000, 50_000, 100, 2_000


@dataclass(frozen=True)
class Sheet:
    """A table of text: its header, and its rows with their numbers in the file (header is 1)."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


class UnreadableSheet(ValueError):
    """A file that is no table. `reason` names a phrase of the part `register`."""

    def __init__(self, reason: str, **values: object):
        self.reason, self.values = reason, values
        super().__init__(reason)


def read_sheet(content: bytes, name: str) -> Sheet:
    """The first sheet with anything in it; the first filled row is its header.

    Rows with nothing in them are left out. Raises UnreadableSheet.
    """
    if len(content) > FILE:
        raise UnreadableSheet("too_large", megabytes=FILE // 1_000_000)
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        cells = _workbook(content)
    elif name.lower().endswith((".xlsx", ".xls", ".ods", ".xlsm", ".xlsb")):
        raise UnreadableSheet("not_excel")
    else:
        cells = _csv(content)
    filled = [(n, row) for n, row in enumerate(cells, 1) if any(row)]
    if len(filled) < 2:
        raise UnreadableSheet("no_rows")
    if len(filled) > ROWS:
        raise UnreadableSheet("too_many_rows", rows=ROWS)
    header = filled[0][1]
    if len(header) > COLUMNS:
        raise UnreadableSheet("too_many_columns", columns=COLUMNS)
    named = [h for h in header if h]
    if twice := {h for h in named if named.count(h) > 1}:
        raise UnreadableSheet("column_twice", column=sorted(twice)[0])
    width = len(header)
    return Sheet(
        header,
        tuple((n, (*row[:width], *("",) * (width - len(row)))) for n, row in filled[1:]),
    )


def _workbook(content: bytes) -> list[tuple[str, ...]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if content.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as file:
                if sum(entry.file_size for entry in file.infolist()) > UNPACKED:
                    raise UnreadableSheet("too_large", megabytes=FILE // 1_000_000)
        except (zipfile.BadZipFile, NotImplementedError):
            raise UnreadableSheet("not_excel") from None
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for sheet in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            if any(any(cell != "" for cell in row) for row in rows):
                return [tuple(_text(cell) for cell in row) for row in rows]
    except CalamineError:
        raise UnreadableSheet("not_excel") from None
    raise UnreadableSheet("no_rows")


def _text(value: object) -> str:
    """A cell as text: 12 and not 12.0, dates as YYYY-MM-DD."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return " ".join(str(value).split())[:CELL]


def _csv(content: bytes) -> list[tuple[str, ...]]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    # Swedish Excel writes semicolons. The mark that the header has most of divides the cells.
    mark = max(";\t,", key=first.count)
    limit = csv.field_size_limit(1_000_000)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error:
        raise UnreadableSheet("not_csv") from None
    finally:
        csv.field_size_limit(limit)
    return [tuple(" ".join(_plain(cell).split())[:CELL] for cell in row) for row in rows]


def _plain(cell: str) -> str:
    """The cell without the apostrophe that our own CSV puts before what looks like a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*FORMULA, "'")) else cell


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        # Windows-1252 is what Excel in Sweden writes; UTF-8 fails loudly where it is not that.
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise UnreadableSheet("not_csv")
