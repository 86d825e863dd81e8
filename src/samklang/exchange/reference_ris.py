"""RIS: the references of a pasted text as CSL items, as reference managers write them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import rispy

BEGINS = re.compile(r"^TY {1,2}- ?", re.MULTILINE)
# Types of RIS as CSL 1.0.2 names them; what is not here is a document.
_TYPES = {
    "ABST": "article",
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CHAP": "chapter",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "DATA": "dataset",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "GOVDOC": "report",
    "INPR": "article-journal",
    "JFULL": "article-journal",
    "JOUR": "article-journal",
    "LEGAL": "legislation",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "RPRT": "report",
    "STAT": "legislation",
    "THES": "thesis",
    "UNPB": "manuscript",
}
# Fields of CSL by those of RIS that may hold them, the likeliest first.
_FIELDS: Mapping[str, Sequence[str]] = {
    "title": ("title", "primary_title"),
    "container-title": ("secondary_title", "journal_name", "alternate_title3", "alternate_title2"),
    "publisher": ("publisher",),
    "publisher-place": ("place_published",),
    "volume": ("volume",),
    "issue": ("number",),
    "edition": ("edition",),
    "abstract": ("abstract", "notes_abstract"),
}
_NAMES: Mapping[str, Sequence[str]] = {
    "author": ("authors", "first_authors"),
    "editor": ("secondary_authors",),
}
# Libris writes what somebody has done of a work behind the name.
_ROLE = re.compile(r"\s?\((?:red|ed|eds|utg|övers)\.?\)", re.IGNORECASE)
_BOOKS = ("book", "chapter")


class UnreadableRis(Exception):
    """A text in which some reference does not end, or has no title."""


def ris_items(text: str) -> Sequence[dict[str, Any]]:
    """The references of a text as CSL items, without ids. Raises UnreadableRis.

    The library passes over what does not end; here nothing is left out without a word.
    """
    records = rispy.loads(text)
    items = [dict(_item(record)) for record in records]
    if len(items) != len(BEGINS.findall(text)) or not all(item.get("title") for item in items):
        raise UnreadableRis
    return items


def _item(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    kind = _TYPES.get(str(record.get("type_of_reference", "")).strip().upper(), "document")
    yield "type", kind
    for name, fields in _NAMES.items():
        if names := [_name(name) for name in _first(record, fields) or () if name.strip()]:
            yield name, names
    for name, fields in _FIELDS.items():
        if value := _first(record, fields):
            yield name, " ".join(str(value).split())
    if number := _first(record, ("issn",)):
        yield "ISBN" if kind in _BOOKS else "ISSN", str(number)
    if pages := "–".join(str(record[end]) for end in ("start_page", "end_page") if end in record):
        yield "page", pages
    if doi := _first(record, ("doi",)):
        yield "DOI", str(doi)
    if addresses := _first(record, ("urls",)):
        yield "URL", str(addresses[0])
    for name, fields in (
        ("issued", ("date", "year", "publication_year")),
        ("accessed", ("access_date",)),
    ):
        if date := _date(record, fields):
            yield name, {"date-parts": [date]}


def _first(record: Mapping[str, Any], fields: Sequence[str]) -> Any:
    return next((record[field] for field in fields if record.get(field)), None)


def _name(text: str) -> dict[str, str]:
    """ "Mulgan, Geoff"; an organisation has no comma."""
    family, comma, given = (part.strip() for part in _ROLE.sub("", text).partition(","))
    # A suffix stands after a second comma.
    given = " ".join(part.strip() for part in given.split(",") if part.strip())
    return {"family": family, "given": given} if comma and given else {"literal": family}


def _date(record: Mapping[str, Any], fields: Sequence[str]) -> list[int]:
    """YYYY/MM/DD/other, of which all but the year may be missing; the fullest of the fields."""
    parts = []
    for field in fields:
        if match := re.match(
            r"(\d{4})(?:[/-](\d{1,2}))?(?:[/-](\d{1,2}))?", str(record.get(field, ""))
        ):
            parts.append([int(part) for part in match.groups() if part and int(part)])
    return max(parts, key=len, default=[])
