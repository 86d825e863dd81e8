"""The Swedish alphabet's order: å, ä and ö after z."""

import unicodedata

LATE = {"å": "{", "ä": "|", "ö": "}"}


def sort_key(text: str) -> str:
    """A key that sorts å, ä, ö after z, and other accented letters as their base letter."""
    key = []
    for letter in unicodedata.normalize("NFC", text.casefold()):
        if letter in LATE:
            key.append(LATE[letter])
        else:
            key.extend(
                c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c)
            )
    return "".join(key)
