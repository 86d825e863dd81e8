"""Table: a LimeSurvey response export (CSV) as cells that know whether they were quoted.

Python's csv module (before 3.12) cannot tell ``""`` from nothing between two delimiters. LimeSurvey
4 and later write the first for a question that was shown and left empty, and the second for one
that was never stored, so the difference is kept.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from samklang.core.faults import Fault, FaultyInput
from samklang.core.language.messages import Message, message
from samklang.package.text import decode

DELIMITERS = (";", ",", "\t")
EXPORT_HOW = message("imports.in_limesurvey_choose_responses")


@dataclass(frozen=True)
class Cell:
    """A cell's text; `absent` when there was nothing at all, not even quotes."""

    text: str
    absent: bool = False


@dataclass(frozen=True)
class Table:
    """The header, the rows and each row's number, where the header is row 1."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def tells_absent(self) -> bool:
        """Whether the file writes stored empty answers and absent ones differently."""
        empty = [cell.absent for row in self.rows for cell in row if not cell.text]
        return any(empty) and not all(empty)


class _Broken(Exception):
    def __init__(self, row: int, what: Message):
        self.row, self.what = row, what
        super().__init__(what)


def parse(text: str, delimiter: str) -> list[list[Cell]]:
    """Records of an RFC 4180 text; blank lines are left out. Raises _Broken."""
    records: list[list[Cell]] = []
    record: list[Cell] = []
    at, end = 0, len(text)
    while at < end:
        row = len(records) + 1
        if text[at] == '"':
            at, cell = _quoted(text, at, row)
            if at < end and text[at] not in (delimiter, "\r", "\n"):
                raise _Broken(row, message("imports.has_text_after_a_quote"))
        else:
            start = at
            while at < end and text[at] not in (delimiter, "\r", "\n"):
                at += 1
            cell = Cell(text[start:at], absent=start == at)
        record.append(cell)
        if at < end and text[at] == delimiter:
            at += 1
            if at == end:
                record.append(Cell("", absent=True))
            continue
        at += 2 if text.startswith("\r\n", at) else 1
        if record != [Cell("", absent=True)]:
            records.append(record)
        record = []
    if record:
        records.append(record)
    return records


class _Quoted(NamedTuple):
    """A cell, and the place after it."""

    after: int
    cell: Cell


def _quoted(text: str, at: int, row: int) -> _Quoted:
    parts = []
    at += 1
    while True:
        close = text.find('"', at)
        if close < 0:
            raise _Broken(row, message("imports.opens_a_quote"))
        parts.append(text[at:close])
        if not text.startswith('""', close):
            return _Quoted(close + 1, Cell("".join(parts)))
        parts.append('"')
        at = close + 2


def read_table(path: Path) -> Table:
    """Read an export with any of LimeSurvey's delimiters.

    Raises FaultyInput when the file is empty, not UTF-8, broken, or has rows of the wrong length.
    """

    def fault(row: int, what: Message, remedy: Message = EXPORT_HOW) -> Fault:
        return Fault(path.name, row, "", what, remedy)

    try:
        source = path.read_bytes()
    except OSError as error:
        remedy = message("imports.check_the_path_and_rights", error=error.strerror)
        what = message("imports.the_file_cannot_be_read_lss")
        raise FaultyInput([fault(0, what, remedy)]) from None
    text, wrong = decode(source, path.name)
    if wrong:
        raise FaultyInput(wrong)
    text = text.lstrip("\r\n")
    delimiter = max(DELIMITERS, key=lambda mark: _columns(text, mark))
    try:
        records = parse(text, delimiter)
    except _Broken as broken:
        raise FaultyInput([fault(broken.row, broken.what)]) from None
    if not records:
        raise FaultyInput([fault(0, message("imports.is_empty_csv"))])
    header = tuple(cell.text.strip() for cell in records[0])
    faults = [
        fault(
            number,
            message("imports.has_cells_where_header_has", cells=len(record), header=len(header)),
        )
        for number, record in enumerate(records[1:], 2)
        if len(record) != len(header)
    ]
    seen: set[str] = set()
    for column in header:
        if column in seen:
            remedy = message("imports.rename_one_of_them")
            what = message("imports.is_the_heading_of_two")
            faults.append(Fault(path.name, 1, column, what, remedy))
        seen.add(column)
    if faults:
        raise FaultyInput(faults)
    # An export of no responses at all is a header and one row of empty cells.
    rows = tuple(tuple(record) for record in records[1:])
    if all(not cell.text for row in rows for cell in row):
        rows = ()
    return Table(path.name, header, rows)


def _columns(text: str, delimiter: str) -> int:
    """How many columns the first record has with that delimiter."""
    try:
        line = next((part for part in text.splitlines() if part), "")
        return len(parse(line, delimiter)[0]) if line else 0
    except _Broken:
        return 0
