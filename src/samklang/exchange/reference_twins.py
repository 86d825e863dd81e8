"""Twins: whether two references are of the same work, so that none is pasted in twice."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samklang.exchange.reference_habits import bare_doi

Item = Mapping[str, Any]
# Parts of a whole, whose ISBN is that of the whole.
_PARTS = frozenset(
    {"chapter", "entry", "entry-dictionary", "entry-encyclopedia", "paper-conference"}
)
# What tells two of the same title and year apart: a yearbook's articles, an authority's reports.
_APART = ("volume", "issue", "page", "number", "edition", "URL")


@dataclass(frozen=True)
class Sorted:
    """Pasted references: those that are new, and those that are there already."""

    new: tuple[Item, ...]
    there: tuple[Item, ...]


def sorted_out(pasted: Iterable[Item], kept: Iterable[Item]) -> Sorted:
    """Pasted references apart by whether `kept`, or one pasted before, is the same work."""
    known, new, there = [_signs(item) for item in kept], [], []
    for item in pasted:
        signs = _signs(item)
        if any(_same(signs, other) for other in known):
            there.append(item)
        else:
            new.append(item)
            known.append(signs)
    return Sorted(tuple(new), tuple(there))


@dataclass(frozen=True)
class _Signs:
    """What a work is known by; '' and empty where a reference does not say."""

    doi: str
    isbn: frozenset[str]
    part: bool
    title: str
    year: str
    author: str
    publisher: str
    apart: tuple[str, ...]


def _signs(item: Item) -> _Signs:
    return _Signs(
        bare_doi(_text(item, "DOI")).casefold(),
        frozenset(filter(None, map(_isbn, re.split(r"[,;\s]+(?=\d)", _text(item, "ISBN"))))),
        item.get("type") in _PARTS,
        _plain(_text(item, "title")),
        _year(item),
        _plain(_first(item.get("author"))),
        _plain(_text(item, "publisher")),
        tuple(_plain(_text(item, name)) for name in _APART),
    )


def _same(one: _Signs, other: _Signs) -> bool:
    if one.doi and other.doi:
        return one.doi == other.doi
    titled = one.title == other.title != ""
    if one.isbn and other.isbn:
        if not one.isbn & other.isbn:
            return False
        if not (one.part or other.part):
            return True
    if not titled or one.year != other.year:
        return False
    # Programs shorten publishers each in their way; where somebody has written it, that is enough.
    by = (one.author, other.author)
    pairs = (
        by if all(by) else (one.publisher, other.publisher),
        *zip(one.apart, other.apart, strict=True),
    )
    return all(here == there for here, there in pairs if here and there)


def _text(item: Item, name: str) -> str:
    value = item.get(name)
    return str(value) if isinstance(value, (str, int)) else ""


def _plain(text: str) -> str:
    """Letters and digits alone: capitals, marks and dashes differ from one program to another."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _isbn(text: str) -> str:
    """An ISBN without hyphens and its check digit, as ISBN-13 has it; '' for no ISBN."""
    digits = re.sub(r"[^0-9Xx]", "", text)
    return {10: f"978{digits[:9]}", 13: digits[:12]}.get(len(digits), "")


def _year(item: Item) -> str:
    issued = item.get("issued")
    parts: Any = issued.get("date-parts") if isinstance(issued, Mapping) else None
    while isinstance(parts, Sequence) and not isinstance(parts, str):
        parts = parts[0] if parts else ""
    return str(parts or "")


def _first(names: Any) -> str:
    first = names[0] if isinstance(names, list) and names else None
    return (
        str(first.get("family") or first.get("literal") or "") if isinstance(first, Mapping) else ""
    )
