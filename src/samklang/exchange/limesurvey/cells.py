"""Cells: one question's cells in one row of the export as an answer.

Every function returns None for "nothing was answered"; whether the question was shown is not
decided here.
"""

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from samklang.core.language.messages import Message, Problem, message
from samklang.core.survey.responses import Answer, Missing
from samklang.exchange.limesurvey.plaintext import plain_text
from samklang.exchange.limesurvey.plan import BOXES, Planned
from samklang.exchange.limesurvey.table import Cell

Mode = Literal["codes", "labels"]
# What is told of cells as a count: 1 and 2 for yes and no, a time beside a date, a text beside an
# "other" that was not chosen.
Counted = Literal["converted", "time", "stray"]

TICKED = {"y", "1", "yes", "ja"}
UNTICKED = {"", "n", "0", "2", "no", "nej"}
NOT_APPLICABLE = {"n/a", "ej tillämpligt", "ej tillämplig"}
NUMBER = re.compile(r"(-?)([0-9]*)(?:[.,]([0-9]*))?")
DATE = re.compile(r"([0-9]{1,4})[-./]([0-9]{1,2})[-./]([0-9]{1,4})(?:[T ]([0-9:]+))?")
# LimeSurvey's date formats by number: where day, month and year stand.
DAY_FIRST = {1, 2, 4, 5, 8, 12}
MONTH_FIRST = {9, 10, 11}


class Unreadable(Problem):
    """A cell that cannot be understood: which, what is wrong, and what to do."""

    def __init__(self, place: int, what: Message, remedy: Message):
        self.place = place
        super().__init__(what, remedy)


@dataclass
class Tally:
    """What happened so often that it is told as a count: (question, what) to times."""

    times: Counter[tuple[str, Counted]] = field(default_factory=Counter)

    def add(self, planned: Planned, what: Counted) -> None:
        """Count one occurrence at a question."""
        self.times[planned.source.code, what] += 1


def nothing(text: str) -> bool:
    """Whether a cell says that there is no answer."""
    return not text.strip() or text.strip().casefold() in NOT_APPLICABLE


def option(planned: Planned, cell: Cell, place: int, mode: Mode, tally: Tally) -> str | None:
    """The option id that a cell names by its code or its full text."""
    text = cell.text.strip()
    if not text:
        return None
    if mode == "labels":
        codes = planned.labels.get(plain_text(text), frozenset())
        if len(codes) > 1:
            what = message(
                "imports.is_the_text_of_several_options", text=text, codes=", ".join(sorted(codes))
            )
            raise Unreadable(place, what, message("imports.export_with_answer_codes"))
        if codes:
            return planned.codes[next(iter(codes))]
    if text in planned.codes:
        return planned.codes[text]
    if nothing(text):
        return None
    if planned.source.kind == "Y" and text in ("1", "2", "0"):
        tally.add(planned, "converted")
        return planned.codes["Y" if text == "1" else "N"]
    what = message("imports.is_not_an_answer_option_of", text=text, code=planned.source.code)
    raise Unreadable(place, what, message("imports.export_structure_or_correct"))


def ticks(planned: Planned, cells: Sequence[Cell]) -> frozenset[str] | None:
    """The options that are ticked; an "other" is ticked when something is written in it."""
    chosen = set()
    for place, (choice, cell) in enumerate(zip(planned.question.options, cells, strict=True)):
        text = cell.text.strip().casefold()
        if choice.id in planned.texts:
            if text and text not in NOT_APPLICABLE:
                chosen.add(choice.id)
        elif ticked(cell, place):
            chosen.add(choice.id)
    return frozenset(chosen) or None


def ticked(cell: Cell, place: int) -> bool:
    """Whether a box is ticked."""
    text = cell.text.strip().casefold()
    if text in TICKED or text in UNTICKED | NOT_APPLICABLE:
        return text in TICKED
    what = message("imports.does_not_say_whether_ticked", text=cell.text)
    raise Unreadable(place, what, message("imports.export_again_without_convert"))


def number(cell: Cell, place: int) -> str | None:
    """A number with a decimal point and without needless zeros."""
    text = re.sub(r"[ \u00a0\u202f]", "", cell.text.strip())
    if nothing(text):
        return None
    match = NUMBER.fullmatch(text)
    if not match or not (match[2] or match[3]):
        what = message("imports.is_not_a_number", text=cell.text)
        raise Unreadable(place, what, message("imports.correct_it_in_limesurvey"))
    whole = match[2].lstrip("0") or "0"
    decimals = (match[3] or "").rstrip("0")
    sign = match[1] if whole != "0" or decimals else ""
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


class Moment(NamedTuple):
    """A day and the time of day that is written beside it, '' where none is."""

    day: datetime.date
    time: str


def moment(text: str, dateformat: int) -> Moment | None:
    """A date in ISO form or in the survey's date format, and its time of day; None if neither."""
    match = DATE.fullmatch(text.strip())
    if not match:
        return None
    first, second, third = (int(match[n]) for n in (1, 2, 3))
    if len(match[1]) == 4:
        year, month, day = first, second, third
    elif len(match[3]) != 4:
        return None
    elif dateformat in MONTH_FIRST:
        month, day, year = first, second, third
    elif dateformat in DAY_FIRST or "." in text:
        day, month, year = first, second, third
    else:
        return None
    try:
        return Moment(datetime.date(year, month, day), match[4] or "")
    except ValueError:
        return None


def date(planned: Planned, cell: Cell, dateformat: int, tally: Tally) -> str | None:
    """A date as YYYY-MM-DD; its time of day is left behind."""
    if nothing(cell.text):
        return None
    date = moment(cell.text, dateformat)
    if date is None:
        what = message("imports.is_not_a_date_that_can", text=cell.text)
        raise Unreadable(0, what, message("imports.export_again_as_csv_so_that"))
    if date.time.strip("0:"):
        tally.add(planned, "time")
    return date.day.isoformat()


def unmasked(text: str) -> str:
    """Text as it was written: LimeSurvey may put an apostrophe before an equals sign."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text[1:] if text.startswith("'=") else text


def answer(
    planned: Planned, cells: Sequence[Cell], *, mode: Mode, dateformat: int, tally: Tally
) -> Answer | None:
    """The answer in a question's cells. Raises Unreadable."""
    match planned.filling:
        case "one":
            return option(planned, cells[0], 0, mode, tally)
        case "multiple" | "ticks":
            return ticks(planned, cells)
        case "lone" if planned.source.kind in BOXES:
            return planned.codes["Y"] if ticked(cells[0], 0) else None
        case "lone":
            return option(planned, cells[0], 0, mode, tally)
        case "matrix":
            of_answer = {
                item.id: option(planned, cell, place, mode, tally) or Missing.NOT_ANSWERED
                for place, (item, cell) in enumerate(
                    zip(planned.question.items, cells, strict=True)
                )
            }
            return of_answer if any(isinstance(v, str) for v in of_answer.values()) else None
        case "number":
            return number(cells[0], 0)
        case "date":
            return date(planned, cells[0], dateformat, tally)
        case "text":
            return unmasked(cells[0].text) if cells[0].text.strip() else None
        case "none":
            return None
