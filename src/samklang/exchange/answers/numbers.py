"""Numbers and days as people write them in a cell: "1 200", "ca 40 st", "2026-04-07 00:00:00"."""

import datetime
import re

# Also with a space between thousands, as Swedish has it.
_NUMBER = re.compile(r"-?(?:\d{1,9}|\d{1,3}(?: \d{3})+)(?:[.,]\d{1,4})?")
_ABOUT = re.compile(r"^(?:ca\.?|c:a|cirka|ungefär|runt|about|approx\.?|around|~)\s*(?=\d)", re.I)
_UNIT = re.compile(
    r"(?<=\d)\s*(?:st|stycken|medlemmar|personer|members|people|persons|år|years|kr|kronor|%)\.?$",
    re.I,
)
# What is written where a number is asked for and there is none.
_NONE = frozenset({"-", "–", "?", "vet ej", "vet inte", "don't know", "n/a", "ej aktuellt"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?")


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


def day(text: str) -> str:
    """The day of a date as programs write it, with or without a time; '' where it is none."""
    if not _DAY.fullmatch(text):
        return ""
    try:
        return datetime.date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""
