"""Numbers and days as people write them in a cell: "1 200", "ca 40 st", "2026-04-07 00:00:00"."""

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal

# Also with a space between thousands, as Swedish has it.
_NUMBER = re.compile(r"-?(?:\d{1,9}|\d{1,3}(?: \d{3})+)(?:[.,]\d{1,4})?")
# With commas or points between thousands; what begins with 0 is a decimal fraction.
_GROUPED: Mapping[str, re.Pattern[str]] = {
    ",": re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d{1,4})?"),
    ".": re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d{1,4})?"),
}
_ABOUT = re.compile(r"^(?:ca\.?|c:a|cirka|ungefär|runt|about|approx\.?|around|~)\s*(?=\d)", re.I)
_UNIT = re.compile(
    r"(?<=\d)\s*(?:st|stycken|medlemmar|personer|members|people|persons|år|years|kr|kronor|%)\.?$",
    re.I,
)
# What is written where a number is asked for and there is none.
_NONE = frozenset({"-", "–", "?", "vet ej", "vet inte", "don't know", "n/a", "ej aktuellt"})
_CLOCK = r"(?:,?[ T]\d{1,2}[:.]\d\d(?:[:.]\d\d(?:\.\d+)?)?(?: ?[AaPp][Mm])?)?"
_DAY = re.compile(rf"(\d{{4}})-(\d\d)-(\d\d){_CLOCK}")
# 7/4/2026, 07.04.2026: which of the first two is the month, the column's other cells must say.
_PARTS = re.compile(rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}){_CLOCK}")

# How the parts of a date follow each other: year first, day first, or month first.
Order = Literal["ymd", "dmy", "mdy"]
ORDERS: tuple[Order, ...] = ("ymd", "dmy", "mdy")


def plain_number(text: str, mark: str = "") -> str:
    """A number as it is written in Swedish or English, with a point and nothing else.

    mark: what parts thousands beside spaces, as `thousands` tells.
    """
    bare = _bare(text)
    if mark:
        bare = bare.replace(mark, "")
    return bare.replace(",", ".").replace(" ", "")


def is_number(text: str, mark: str = "") -> bool:
    """Whether it is one number, perhaps with "about" before it or its unit after it."""
    bare = _bare(text)
    return bool(_NUMBER.fullmatch(bare) or (mark and _GROUPED[mark].fullmatch(bare)))


def thousands(values: Sequence[str]) -> str:
    """The comma or point that parts thousands in a column, as in 1,200; '' where none does.

    By itself 1,200 can be one and a fifth. Where every comma of a column has three digits after it,
    and something but 0 before, it parts thousands. Of points two numbers are asked for: a single
    1.125 may be a number of a spreadsheet.
    """
    every = [_bare(text) for text in values]
    for mark, least in ((",", 1), (".", 2)):
        marked = {bare for bare in every if mark in bare}
        if len(marked) >= least and all(_GROUPED[mark].fullmatch(bare) for bare in marked):
            return mark
    return ""


def _bare(text: str) -> str:
    """The number without what stands around it, in the digits and with the minus of a keyboard."""
    usual = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return _UNIT.sub("", _ABOUT.sub("", usual.replace("\u2212", "-")))


def no_number(text: str) -> bool:
    """Whether it says that there is no number to give."""
    return text.casefold() in _NONE


def day(text: str, order: Order = "ymd") -> str:
    """The day of a date in that order, with or without a time; '' where it is none."""
    match = (_DAY if order == "ymd" else _PARTS).fullmatch(text)
    if not match:
        return ""
    if order == "ymd":
        year, month, at = match[1], match[2], match[3]
    else:
        at, month = (match[1], match[3]) if order == "dmy" else (match[3], match[1])
        year = match[4]
    try:
        return datetime.date(int(year), int(month), int(at)).isoformat()
    except ValueError:
        return ""


def date_orders(values: Sequence[str]) -> tuple[Order, ...]:
    """The orders that every value is a date in; two where no value tells day and month apart."""
    return tuple(order for order in ORDERS if all(day(value, order) for value in values))
