"""Sheets of an XLSForm: rows as dictionaries by heading, with their numbers."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FILE, UNPACKED, ROWS = 10_000_000, 200_000_000, 5_000

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
    """The sheets of a form: rows with their numbers, and the settings."""

    survey: tuple[tuple[int, Row], ...]
    choices: tuple[tuple[int, Row], ...]
    settings: Row


def read_form(content: bytes) -> Form:
    """The sheets survey, choices and settings of an .xlsx. Raises Refused."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if len(content) > FILE or size > UNPACKED:
            raise Refused([Refusal("", 0, "", "too_large")])
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {
            name.strip().lower(): book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
    except (CalamineError, zipfile.BadZipFile, NotImplementedError, OSError):
        raise Refused([Refusal("", 0, "", "not_excel")]) from None
    if "survey" not in sheets:
        raise Refused([Refusal("survey", 0, "", "no_survey")])
    settings = _rows(sheets.get("settings", []), "settings")
    return Form(
        survey=_rows(sheets["survey"], "survey"),
        choices=_rows(sheets.get("choices", []), "choices"),
        settings=settings[0][1] if settings else {},
    )


def _rows(cells: Sequence[Sequence[object]], sheet: str) -> tuple[tuple[int, Row], ...]:
    if not cells:
        return ()
    if len(cells) > ROWS:
        raise Refused([Refusal(sheet, 0, "", "too_many_rows")])
    header = [_text(cell).replace(": :", "::").lower() for cell in cells[0]]
    if twice := sorted({h for h in header if h and header.count(h) > 1}):
        raise Refused([Refusal(sheet, 1, twice[0], "column_twice")])
    found = []
    for number, row in enumerate(cells[1:], 2):
        read = {h: _text(cell) for h, cell in zip(header, row, strict=False) if h}
        if any(read.values()):
            found.append((number, read))
    return tuple(found)


def _text(cell: object) -> str:
    """A cell as text: 12 and not 12.0, yes and no for what Excel calls truth."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
