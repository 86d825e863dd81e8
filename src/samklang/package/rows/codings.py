"""Codings: the rows of codings.csv, read and written."""

import datetime
from collections.abc import Mapping, Sequence
from typing import cast, get_args

from samklang.core.coding.codings import Coding, Valence
from samklang.core.faults import Fault
from samklang.package.rows.cells import Faults, date_of, new_id
from samklang.package.table import Table, check_columns

CODINGS = "codings.csv"
CODING_COLUMNS = (
    "coding",
    "response",
    "question",
    "start",
    "end",
    "text",
    "code",
    "valence",
    "coder",
    "time",
    "released_by",
    "released_on",
    "quote_en",
)
# Characters of a quote: more is no quote.
QUOTE = 5_000


def codings(table: Table) -> tuple[tuple[Coding, ...], Mapping[str, int], Faults]:
    """The codings of codings.csv, the row of each by id, and every fault of their cells."""
    faults: Faults = list(check_columns(table, CODING_COLUMNS, CODING_COLUMNS, CODINGS))
    found, rows = [], {}
    seen: set[str] = set()
    for row, cells in table.rows if not faults else ():
        new_id(cells["coding"], row, "coding", seen, CODINGS, faults)
        numbers = []
        for name in ("start", "end"):
            if cells[name].isascii() and cells[name].isdigit() and len(cells[name]) < 10:
                numbers.append(int(cells[name]))
            else:
                what = f"'{cells[name][:40]}' is no place in a text."
                faults.append(Fault(CODINGS, row, name, what, "Count characters from 0."))
        valence = cells["valence"]
        if valence not in get_args(Valence):
            what = f"'{valence}' is no valence."
            remedy = "Write enables, hinders or nothing."
            faults.append(Fault(CODINGS, row, "valence", what, remedy))
            continue
        released_on = date_of(cells["released_on"], row, "released_on", CODINGS, faults)
        if bool(cells["released_by"].strip()) != bool(released_on):
            what = "a release needs both a person and a day."
            remedy = "Fill in released_by and released_on, or neither."
            faults.append(Fault(CODINGS, row, "released_by", what, remedy))
        if released_on and max(len(cells["text"]), len(cells["quote_en"])) > QUOTE:
            what = f"a released quote is longer than {QUOTE} characters."
            faults.append(Fault(CODINGS, row, "text", what, "Code the part that is to be quoted."))
        if len(numbers) == 2:
            found.append(
                Coding(
                    id=cells["coding"],
                    response=cells["response"],
                    question=cells["question"],
                    start=numbers[0],
                    end=numbers[1],
                    text=cells["text"],
                    code=cells["code"],
                    valence=cast(Valence, valence),
                    coder=cells["coder"],
                    time=_time(cells["time"], row, faults),
                    released_by=cells["released_by"].strip(),
                    released_on=released_on,
                    quote_en=cells["quote_en"],
                )
            )
            rows[cells["coding"]] = row
    return tuple(found), rows, faults


def coding_cells(coding: Coding) -> Sequence[str]:
    """A coding as the cells of its row, in the order of CODING_COLUMNS."""
    return (
        coding.id,
        coding.response,
        coding.question,
        str(coding.start),
        str(coding.end),
        coding.text,
        coding.code,
        coding.valence,
        coding.coder,
        coding.time.isoformat() if coding.time else "",
        coding.released_by,
        coding.released_on.isoformat() if coding.released_on else "",
        coding.quote_en,
    )


def _time(cell: str, row: int, faults: Faults) -> datetime.datetime | None:
    if not cell.strip():
        return None
    try:
        return datetime.datetime.fromisoformat(cell.strip())
    except ValueError:
        what = f"'{cell[:40]}' is no time."
        faults.append(Fault(CODINGS, row, "time", what, "Write YYYY-MM-DDTHH:MM:SS."))
        return None
