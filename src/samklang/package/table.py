"""CSV tables: cells as text, formula marks escaped and read back, every fault with its row."""

import csv
import difflib
import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from samklang.core.faults import Fault, Read
from samklang.core.language.messages import message

CELL = 1_000_000
# A table with more faults than these is wrong in one way over and over; reading stops.
FAULTS = 5000
# Each row costs some kilobytes of memory; a hostile file of 50 MB could have 25 million.
ROWS = 500_000
# Characters of a table that are handed on at a time.
PART = 60_000
SHORT = 40  # the longest id: an option's, a member's
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+]?[0-9]+([.,][0-9]+)?")


@dataclass(frozen=True)
class Table:
    """A table read: its header, and its cells by row with the row's number in the file."""

    header: tuple[str, ...]
    cells: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows as dictionaries, one at a time: kept, they would take four times the memory."""
        for number, cells in self.cells:
            yield number, dict(zip(self.header, cells, strict=True))


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
    return "".join(written(header, rows))


def written(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """As `write`, part by part while the rows come, so that no table is ever whole in memory."""
    out = io.StringIO()
    # RFC 4180's line ends: with "\n" alone the writer leaves a carriage return unquoted.
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([escape(cell) for cell in row])
        if out.tell() > PART:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def read(text: str, file: str) -> Read[Table | None]:
    """The table, or None where its form is broken, and every fault of its cells."""
    if fault := _separator(text, file):
        return Read(None, (fault,))
    limit = csv.field_size_limit(CELL)
    faults: list[Fault] = []
    rows: list[tuple[int, tuple[str, ...]]] = []
    header: tuple[str, ...] = ()
    number = 0
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            if number == 1:
                header = tuple(name.strip() for name in cells)
                faults += _header(header, file)
                if faults:
                    return Read(None, tuple(faults))
            elif len(cells) == len(header):
                rows.append((number, _cells(header, cells, number, file, faults)))
            elif cells:
                what = message(
                    "package.it_has_cells_the_header_has", cells=len(cells), header=len(header)
                )
                remedy = message("package.put_texts_with_commas_in_double")
                faults.append(Fault(file, number, "", what, remedy))
            if number > ROWS:
                what = message("package.it_has_more_than_rows", rows=f"{ROWS:,}")
                remedy = message("package.divide_the_survey_into_themes")
                return Read(None, (Fault(file, number, "", what, remedy),))
            if len(faults) > FAULTS:
                break
    except csv.Error as error:
        what = message("package.the_table_cannot_be_read", error=error)
        if "field larger" in str(error):
            what = message("package.a_cell_is_larger_than_characters", cell=f"{CELL:,}")
        remedy = message("package.check_that_every_quote_is_closed")
        return Read(None, (Fault(file, number + 1, "", what, remedy),))
    finally:
        csv.field_size_limit(limit)
    if not header:
        what = message("package.there_is_no_header")
        return Read(None, (Fault(file, 1, "", what, message("package.name_the_columns_in_row_1")),))
    return Read(Table(header, tuple(rows)), tuple(faults))


def _separator(text: str, file: str) -> Fault | None:
    """The fault of a table whose columns are not separated by commas."""
    first = text.split("\n", 1)[0]
    if "," in first:
        return None
    if ";" in first:
        what = message("package.the_columns_are_separated_by_semicolons")
    elif "\t" in first:
        what = message("package.the_columns_are_separated_by_tabs")
    else:
        return None
    return Fault(file, 1, "", what, message("package.save_it_with_commas_in_libreoffice"))


def repeated(names: Iterable[str]) -> list[str]:
    """Those that stand more than once, in order; '' is no name."""
    return sorted(name for name, times in Counter(names).items() if name and times > 1)


def _header(header: Sequence[str], file: str) -> list[Fault]:
    if not any(header):
        what = message("package.there_is_no_header")
        return [Fault(file, 1, "", what, message("package.name_the_columns_in_row_1"))]
    faults = [
        Fault(
            file, 1, name, message("package.the_column_stands_twice"), message("package.keep_one")
        )
        for name in repeated(header)
    ]
    for number, name in enumerate(header, 1):
        if not name:
            where = f"column {number}"
            what = message("package.the_column_has_no_name")
            faults.append(Fault(file, 1, where, what, message("package.name_it")))
        elif name.startswith((*FORMULA, "'")):
            what = message("package.the_column_s_name_begins_with", name=repr(name[0]))
            remedy = message("package.begin_it_with_a_letter")
            faults.append(Fault(file, 1, name[:60], what, remedy))
    return faults


def _cells(
    header: Sequence[str], cells: Sequence[str], number: int, file: str, faults: list[Fault]
) -> tuple[str, ...]:
    for name, cell in zip(header, cells, strict=True):
        if cell.startswith(FORMULA) and not _NUMBER.fullmatch(cell):
            what = message("package.the_cell_begins_with_which_a", cell=repr(cell[0]))
            remedy = message("package.write_an_apostrophe_before_it")
            faults.append(Fault(file, number, name, what, remedy))
    # The reader makes a new text of every cell; of most there are few different ones.
    return tuple(sys.intern(c) if len(c) <= SHORT else c for c in map(unescape, cells))


def check_columns(
    table: Table, required: Sequence[str], known: Sequence[str] | None, file: str
) -> tuple[Fault, ...]:
    """Columns that are missing, and those not in `known` (None: others may be there)."""
    faults = []
    for name in required:
        if name not in table.header:
            what = message("package.the_column_is_missing")
            faults.append(Fault(file, 1, name, what, message("package.add_it_to_row_1")))
    for name in table.header if known is not None else ():
        if name not in (known or ()):
            near = difflib.get_close_matches(name, list(known or ()), n=1)
            remedy = (
                message("faults.did_you_mean", near=near[0])
                if near
                else message("faults.take_it_away")
            )
            faults.append(Fault(file, 1, name, message("package.the_column_is_not_known"), remedy))
    return tuple(faults)
