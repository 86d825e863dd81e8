"""Legible: a document without the characters that no reader sees and that change what one sees.

Control characters are refused by XML and obeyed by terminals. Characters that override the
direction of text would turn the numbers beside a label around ("66 of 35" for "35 of 66"); letters
that are written from right to left need none of them (Unicode, UAX 9).
"""

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from samklang.core.document.document import Document

_OF_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad "
_SPACES = re.compile("[\x0b\x0c\x85\u2028\u2029]")
# Controls, halves of surrogate pairs, what is no character (Unicode 23.7), and overrides,
# embeddings and isolates of direction.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
    + "]"
)


def legible(document: Document) -> Document:
    """The document with every text legible; the same object where they all are."""
    readable: Document = _legible(document)
    return readable


def legible_text(text: str) -> str:
    """A text with spaces for its odd line breaks, and nothing that is not to be seen."""
    return (
        text if text.isascii() and text.isprintable() else _UNSEEN.sub("", _SPACES.sub(" ", text))
    )


def one_line(text: str) -> str:
    """A text of one line, legible, and without letters of no width at its ends."""
    return " ".join(legible_text(text).split()).strip(_OF_NO_WIDTH)


def _legible(value: Any) -> Any:
    if isinstance(value, str):
        return legible_text(value)
    if isinstance(value, tuple):
        parts = tuple(_legible(part) for part in value)
        return value if all(a is b for a, b in zip(parts, value, strict=True)) else parts
    if isinstance(value, Mapping):
        made = {key: _legible(part) for key, part in value.items()}
        return value if all(made[key] is part for key, part in value.items()) else made
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {
            field.name: new
            for field in dataclasses.fields(value)
            if (new := _legible(old := getattr(value, field.name))) is not old
        }
        return dataclasses.replace(value, **changes) if changes else value
    return value
