"""The Swedish alphabet's order: å, ä and ö after z, and whole numbers by their size."""

import re
import unicodedata

# Digits that a number is filled up to; longer ones are compared digit by digit.
DIGITS = 12
_NUMBER = re.compile("[0-9]+")
LATE = {"å": "{", "ä": "|", "ö": "}"}


def sort_key(text: str) -> str:
    """A key that sorts å, ä, ö after z, é and the like as their base letter, and 2 before 10."""
    return _NUMBER.sub(lambda number: number[0].zfill(DIGITS), folded(text))


def folded(text: str) -> str:
    """The text to search in: in lower case, without accents other than those of å, ä and ö."""
    key = []
    for letter in unicodedata.normalize("NFC", text.casefold()):
        if letter in LATE:
            key.append(LATE[letter])
        else:
            key.extend(
                c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c)
            )
    return "".join(key)
