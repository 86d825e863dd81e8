"""The Swedish alphabet's order: å, ä and ö after z, and whole numbers by their size."""

import re
import unicodedata
from functools import lru_cache

# Digits that a number is filled up to; longer ones are compared digit by digit.
DIGITS = 12
_NUMBER = re.compile("[0-9]+")
LATE = {"å": "{", "ä": "|", "ö": "}"}


@lru_cache(maxsize=16_384)
def sort_key(text: str) -> str:
    """A key that sorts å, ä, ö after z, é and the like as their base letter, and 2 before 10.

    Kept, since the names of a register are sorted at every page of it.
    """
    return _NUMBER.sub(lambda number: number[0].zfill(DIGITS), folded(text))


def folded(text: str) -> str:
    """The text to search in: in lower case, without accents other than those of å, ä and ö."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    return "".join(map(_folded, unicodedata.normalize("NFC", lower)))


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    if letter in LATE:
        return LATE[letter]
    return "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
