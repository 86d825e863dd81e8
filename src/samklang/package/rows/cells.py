"""What the rows of every file have: an id of their own, days, times, one of some words."""

import datetime
import re
from collections.abc import Mapping
from typing import Generic, NamedTuple, TypeVar, get_args

from samklang.core.faults import Fault
from samklang.core.language.messages import message
from samklang.package.model import ID, ID_RULE

Faults = list[Fault]
R = TypeVar("R")
K = TypeVar("K")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class ReadRows(NamedTuple, Generic[R, K]):
    """What a file's rows became, the row of each by its key, and every fault of the cells."""

    content: R
    numbers: Mapping[K, int]
    faults: Faults


def new_id(value: str, row: int, column: str, seen: set[str], file: str, faults: Faults) -> None:
    """Adds a fault where a cell is no id, or one that is in `seen`, to which it is added."""
    if not ID.fullmatch(value):
        what = message("package.is_no_id", inner=value[:60])
        faults.append(Fault(file, row, column, what, ID_RULE))
    elif value in seen:
        what = message("package.the_id_is_used_twice", name=value)
        faults.append(Fault(file, row, column, what, message("package.give_each_row_its_own_id")))
    seen.add(value)


def date_of(cell: str, row: int, column: str, file: str, faults: Faults) -> datetime.date | None:
    """The day in a cell; None and a fault where it is none, None alone where it is empty."""
    if not cell.strip():
        return None
    date = day(cell.strip())
    if date is None:
        what = message("package.is_no_date_2", shown=cell[:40])
        faults.append(Fault(file, row, column, what, message("package.write_yyyy_mm_dd")))
    return date


def day(text: str) -> datetime.date | None:
    """A day as YYYY-MM-DD; Python alone would also take 20260501 and 2026-W18-5."""
    if not DAY.fullmatch(text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def names_of(kind: object) -> str:
    """The values of a Literal, as a fault lists them."""
    return ", ".join(get_args(kind))


def time_of(cell: str, row: int, file: str, faults: Faults) -> datetime.datetime | None:
    """The time in a cell; None where it is empty, or with a fault where it is no time."""
    if not cell.strip():
        return None
    try:
        return datetime.datetime.fromisoformat(cell.strip())
    except ValueError:
        what = message("package.is_no_time", cell=cell[:40])
        faults.append(Fault(file, row, "time", what, message("package.write_yyyy_mm_ddthh_mm_ss")))
        return None
