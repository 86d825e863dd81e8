"""Sheets of an XLSForm: rows as dictionaries by heading, with their numbers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samklang.exchange import spreadsheet
from samklang.exchange.xlsform.headings import column, heading, plain_quotes, unknown
from samklang.package.table import repeated

FILE, ROWS = 10_000_000, 5_000
READ = ("survey", "choices", "settings")

Row = Mapping[str, str]


@dataclass(frozen=True, order=True)
class Refusal:
    """What cannot be taken over; `reason` names a phrase of the part `xlsform`, or `flaws.reason`.

    row: in the sheet, the heading is 1; 0 for the sheet as a whole.
    """

    sheet: str
    row: int
    column: str
    reason: str
    value: str = ""

    @property
    def phrase(self) -> str:
        """The key of the phrase that says it."""
        return self.reason if "." in self.reason else f"xlsform.{self.reason}"


class Refused(ValueError):
    """A form with at least one Refusal; nothing was made of it."""

    def __init__(self, refusals: list[Refusal]):
        self.refusals = tuple(sorted(set(refusals)))
        super().__init__(self.refusals)


@dataclass(frozen=True)
class Form:
    """The sheets of a form: rows with their numbers, and the settings.

    lost: the sheets, columns and cells that nobody reads.
    """

    survey: tuple[tuple[int, Row], ...]
    choices: tuple[tuple[int, Row], ...]
    settings: Row
    lost: tuple[Refusal, ...] = ()


def read_form(content: bytes) -> Form:
    """The sheets survey, choices and settings of an .xlsx. Raises Refused."""
    if len(content) > FILE:
        raise Refused([Refusal("", 0, "", "too_large")])
    try:
        book = spreadsheet.opened(content)
        names = {name.strip().lower(): name for name in reversed(book.sheet_names)}
        sheets = {
            sheet: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for sheet, name in names.items()
        }
    except spreadsheet.UnreadableSpreadsheet as fault:
        raise Refused(
            [Refusal("", 0, "", "too_large" if fault.too_large else "not_excel")]
        ) from None
    except (spreadsheet.broken(), OSError, ValueError):
        raise Refused([Refusal("", 0, "", "not_excel")]) from None
    if "survey" not in sheets:
        raise Refused([Refusal("survey", 0, "", "no_survey")])
    if unworked := [
        Refusal(sheet, int(row), letters, "no_worth")
        for name, cells in spreadsheet.unworked(content).items()
        if (sheet := name.strip().lower()) in READ
        for letters, row in (re.fullmatch(r"([A-Z]+)([0-9]+)", cell).groups() for cell in cells)  # type: ignore[union-attr]
    ]:
        raise Refused(unworked)
    lost = [
        Refusal(sheet, 0, "", "sheet_left_out")
        for sheet, cells in sheets.items()
        if sheet not in READ and any(map(any, cells))
    ]
    survey, choices, settings = (_rows(sheets.get(sheet, []), sheet, lost) for sheet in READ)
    return Form(survey, choices, settings[0][1] if settings else {}, tuple(lost))


def _rows(
    cells: Sequence[Sequence[object]], sheet: str, lost: list[Refusal]
) -> tuple[tuple[int, Row], ...]:
    filled = [(n, row) for n, row in enumerate(cells, 1) if n == 1 or any(map(_text, row))]
    if not filled:
        return ()
    if len(filled) > ROWS + 1:
        raise Refused([Refusal(sheet, 0, "", "too_many_rows")])
    header = [heading(_text(cell), sheet) for cell in filled[0][1]]
    if twice := repeated(header):
        raise Refused([Refusal(sheet, 1, twice[0], "column_twice")])
    rows: list[tuple[int, Row]] = []
    nameless: dict[int, int] = {}
    for number, row in filled[1:]:
        read = {h: _text(cell) for h, cell in zip(header, row, strict=False) if h}
        for place, cell in enumerate(row):
            if _text(cell) and (place >= len(header) or not header[place]):
                nameless.setdefault(place, number)
        if any(read.values()):
            rows.append((number, plain_quotes(read) if sheet == "survey" else read))
    lost += [Refusal(sheet, row, column(place), "no_heading") for place, row in nameless.items()]
    if sheet == "survey":
        used = {h for _, read in rows for h, text in read.items() if text}
        lost += [Refusal(sheet, 1, h, "column_left_out") for h in unknown(header) if h in used]
    return tuple(rows)


def _text(cell: object) -> str:
    """A cell as text: 12 and not 12.0, yes and no for what Excel calls truth."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    # Excel can write any character as its number, NUL too, which no database keeps.
    return str(cell).replace("\0", "").strip()
