"""CSV tables: cells as text, formula marks escaped and read back, every fault with its row."""

import contextlib
import csv
import difflib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samklang.core.faults import Fault

CELL = 1_000_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?")


@dataclass(frozen=True)
class Table:
    """A table read: its header and its rows as dictionaries, with the row number in the file."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def escape(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; `unescape` gives the text back."""
    if text.startswith("'") or (text.startswith(FORMULA) and not _NUMBER.fullmatch(text)):
        return f"'{text}"
    return text


def unescape(cell: str) -> str:
    """The text of a cell that `escape` wrote."""
    return cell[1:] if cell.startswith("'") else cell


def write(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as CSV with every cell escaped."""
    out = io.StringIO()
    # RFC 4180's line ends: with "\n" alone the writer leaves a carriage return unquoted.
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([escape(cell) for cell in row] for row in rows)
    return out.getvalue()


def read(text: str, file: str) -> tuple[Table | None, tuple[Fault, ...]]:
    """The table, or None where its form is broken, and every fault of its cells."""
    limit = csv.field_size_limit(CELL)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        row = _row_of(text)
        what = f"the table cannot be read ({error})."
        if "field larger" in str(error):
            what = f"a cell is larger than {CELL:,} characters."
        return None, (Fault(file, row, "", what, "Check that every quote is closed."),)
    finally:
        csv.field_size_limit(limit)
    lines = lines or [[]]
    header = tuple(name.strip() for name in lines[0])
    if len(header) == 1 and header[0].count(";") >= 1:
        what = "the columns are separated by semicolons, as Swedish Excel writes them."
        remedy = "Save it with commas (in LibreOffice: field delimiter “,”)."
        return None, (Fault(file, 1, "", what, remedy),)
    if not any(header):
        return None, (Fault(file, 1, "", "there is no header.", "Name the columns in row 1."),)
    faults = [
        Fault(file, 1, name, "the column stands twice.", "Keep one.")
        for name in sorted({n for n in header if header.count(n) > 1})
    ]
    if "" in header:
        where = f"column {header.index('') + 1}"
        faults.append(Fault(file, 1, where, "the column has no name.", "Name it."))
    rows = []
    for number, cells in enumerate(lines[1:], 2):
        if not cells:
            continue
        if len(cells) != len(header):
            what = f"it has {len(cells)} cells, the header has {len(header)}."
            remedy = "Put texts with commas in double quotes."
            faults.append(Fault(file, number, "", what, remedy))
            continue
        rows.append((number, _cells(header, cells, number, file, faults)))
    if any(fault.line == 1 for fault in faults):
        return None, tuple(faults)
    return Table(header, tuple(rows)), tuple(faults)


def _cells(
    header: Sequence[str], cells: Sequence[str], number: int, file: str, faults: list[Fault]
) -> dict[str, str]:
    for name, cell in zip(header, cells, strict=True):
        if cell.startswith(FORMULA) and not _NUMBER.fullmatch(cell):
            what = f"the cell begins with {cell[0]!r}, which a spreadsheet would run."
            faults.append(Fault(file, number, name, what, "Write an apostrophe (') before it."))
    return {name: unescape(cell) for name, cell in zip(header, cells, strict=True)}


def _row_of(text: str) -> int:
    """The row at which reading stops, counted as a spreadsheet counts."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = 0
    with contextlib.suppress(csv.Error):
        while next(reader, None) is not None:
            rows += 1
    return rows + 1


def check_columns(
    table: Table, required: Sequence[str], known: Sequence[str] | None, file: str
) -> tuple[Fault, ...]:
    """Columns that are missing, and those not in `known` (None: others may be there)."""
    faults = []
    for name in required:
        if name not in table.header:
            faults.append(Fault(file, 1, name, "the column is missing.", "Add it to row 1."))
    for name in table.header if known is not None else ():
        if name not in (known or ()):
            near = difflib.get_close_matches(name, list(known or ()), n=1)
            remedy = f"Did you mean '{near[0]}'?" if near else "Take it away."
            faults.append(Fault(file, 1, name, "the column is not known.", remedy))
    return tuple(faults)
