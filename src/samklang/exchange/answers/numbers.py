"""Numbers and days as people write them in a cell: "1 200", "ca 40 st", "2026-04-07 00:00:00"."""

import datetime
import re
from collections.abc import Sequence
from typing import Literal

# Also with a space between thousands, as Swedish has it.
_NUMBER = re.compile(r"-?(?:\d{1,9}|\d{1,3}(?: \d{3})+)(?:[.,]\d{1,4})?")
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


def plain_number(text: str) -> str:
    """A number as it is written in Swedish or English, with a point and nothing else."""
    bare = _UNIT.sub("", _ABOUT.sub("", text))
    return bare.replace(",", ".").replace(" ", "")


def is_number(text: str) -> bool:
    """Whether it is one number, perhaps with "about" before it or its unit after it."""
    return bool(_NUMBER.fullmatch(_UNIT.sub("", _ABOUT.sub("", text))))


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
