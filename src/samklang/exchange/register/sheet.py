"""Sheets: the first sheet of an Excel, OpenDocument or CSV file as rows of text."""

import csv
import datetime
import io
import itertools
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from samklang.exchange import spreadsheet
from samklang.exchange.register.columns import known
from samklang.package.table import FORMULA, repeated

FILE, ROWS, COLUMNS, CELL = 10_000_000, 20_000, 100, 2_000
MARKS = ";\t,"  # Swedish Excel writes semicolons
HEADED = 20  # the rows that are looked at for the headings
Cells = Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Sheet:
    """A table of text: its header, and its rows with their numbers in the file."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


class UnreadableSheet(ValueError):
    """A file that is no table. `reason` names a phrase of the part `register`."""

    def __init__(self, reason: str, **values: object):
        self.reason, self.values = reason, values
        super().__init__(reason)


def read_sheet(content: bytes, name: str) -> Sheet:
    """The sheet with a register's headings, else the first with anything in it.

    The headings may stand below a title: see `_headed`. Rows with nothing in them are left out.
    Raises UnreadableSheet.
    """
    filled = read_cells(content, name)
    headed = _headed([row for _, row in filled])
    header = filled[headed][1]
    if headed + 1 == len(filled):
        raise UnreadableSheet("no_rows")
    if len(filled) - headed - 1 > ROWS:
        raise UnreadableSheet("too_many_rows", rows=ROWS)
    if len(header) > COLUMNS:
        raise UnreadableSheet("too_many_columns", columns=COLUMNS)
    if twice := repeated(header):
        raise UnreadableSheet("column_twice", column=twice[0])
    width = len(header)
    if wide := next((n for n, row in filled[headed + 1 :] if any(row[width:])), 0):
        raise UnreadableSheet("wide_row", row=wide)
    return Sheet(
        header,
        tuple((n, (*row[:width], *("",) * (width - len(row)))) for n, row in filled[headed + 1 :]),
    )


def read_cells(content: bytes, name: str, *, line: str = " ") -> list[tuple[int, tuple[str, ...]]]:
    """The rows of a table file that have anything in them, each with its number in the file.

    Of a workbook the sheet with a register's headings, else the first with anything in it. line:
    what stands between the lines of a cell. Raises UnreadableSheet.
    """
    if len(content) > FILE:
        raise UnreadableSheet("too_large", megabytes=FILE // 1_000_000)
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        cells = _workbook(content, line)
    elif name.lower().endswith((".xlsx", ".xls", ".ods", ".xlsm", ".xlsb")):
        raise UnreadableSheet("not_excel")
    else:
        cells = _csv(content, line)
    filled = [(n, row) for n, row in enumerate(cells, 1) if any(row)]
    if len(filled) < 2:
        raise UnreadableSheet("no_rows")
    # The headings are no row of these, nor is a title above them.
    if len(filled) > ROWS + HEADED:
        raise UnreadableSheet("too_many_rows", rows=ROWS)
    return filled


def _headed(rows: Cells) -> int:
    """Which of the filled rows holds the headings.

    The first that has two headings that are known, else the first with more than one cell.
    """
    first = rows[:HEADED]
    named = (n for n, row in enumerate(first) if known(row) > 1)
    several = (n for n, row in enumerate(first) if sum(map(bool, row)) > 1)
    return next(named, next(several, 0))


def _workbook(content: bytes, line: str) -> Cells:
    try:
        book = spreadsheet.opened(content)
        unworked = spreadsheet.unworked(content)
        columns = {}
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            if any(any(cell != "" for cell in row) for row in rows):
                columns[sheet] = [tuple(_text(cell, line) for cell in row) for row in rows]
    except spreadsheet.UnreadableSpreadsheet as fault:
        if fault.too_large:
            raise UnreadableSheet("too_large", megabytes=FILE // 1_000_000) from None
        raise UnreadableSheet("not_excel") from None
    except (spreadsheet.broken(), OSError, ValueError):
        raise UnreadableSheet("not_excel") from None
    if not columns:
        raise UnreadableSheet("no_rows")
    named = (s for s, rows in columns.items() if any(known(row) > 1 for row in rows[:HEADED]))
    sheet = next(named, next(iter(columns)))
    if sheet in unworked:
        raise UnreadableSheet("no_worth", cell=unworked[sheet][0], sheet=sheet)
    return columns[sheet]


def _text(value: object, line: str) -> str:
    """A cell as text: 12 and not 12.0, dates as YYYY-MM-DD."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    # Excel can write any character as its number, NUL too, which no database keeps.
    return _lines(str(value).replace("\0", ""), line)


def _lines(text: str, line: str) -> str:
    """The text without blank lines and with single blanks."""
    lines = (" ".join(part.split()) for part in text.splitlines())
    return line.join(part for part in lines if part)[:CELL]


def _csv(content: bytes, line: str) -> Cells:
    text = _decoded(content)
    limit = csv.field_size_limit(1_000_000)
    mark = max(MARKS, key=lambda mark: _divides(text, mark))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[tuple[str, ...]] = []
    filled = cells = 0
    try:
        for row in reader:
            rows.append(tuple(_lines(_plain(cell), line) for cell in row))
            filled += any(rows[-1])
            cells += len(row)
            if filled > ROWS + HEADED:
                raise UnreadableSheet("too_many_rows", rows=ROWS)
            if cells > spreadsheet.AREA:
                raise UnreadableSheet("too_many_columns", columns=COLUMNS)
    except csv.Error:
        raise UnreadableSheet("quotes", row=reader.line_num) from None
    finally:
        csv.field_size_limit(limit)
    return rows


def _divides(text: str, mark: str) -> tuple[int, float, int]:
    """How well a mark divides the first rows into cells; more is better.

    The mark is the one that makes most headings known, else that gives as many cells in row after
    row: commas stand in answers as well, and more of them than there are semicolons.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    rows: list[Sequence[str]] = []
    with suppress(csv.Error):
        rows += itertools.islice((row for row in reader if any(row)), HEADED)
    if not rows:
        return 0, 0.0, 0
    # Of two widths that are as common the greater; one cell is no division.
    width, times = max(Counter(map(len, rows)).items(), key=lambda item: (item[1], item[0]))
    headings = max(map(known, rows))
    return (headings, times / len(rows), width) if width > 1 else (headings, 0.0, 0)


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
