"""Habits: what reference managers write of an item otherwise than a package keeps it."""

import re
from collections.abc import Mapping
from typing import Any

from samklang.package.references import DATES, TEXTS
from samklang.package.web import web_address

# What Crossref calls its types, as CSL 1.0.2 names them.
_CROSSREF = {
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal-article": "article-journal",
    "monograph": "book",
    "proceedings-article": "paper-conference",
    "report-component": "report",
}
_DOI_ADDRESS = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
# The marks that CSL-JSON may have in a text; what is printed has none within a title.
_MARK = re.compile(r"</?(?:i|b|sc|sup|sub)>|<span [^<>]{0,100}>|</span>")


def as_kept(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item with whole numbers in its dates, https:// in its address but not in its DOI, and no
    marks in its texts.

    What is none of them is left as it is, for its fault to be said.
    """
    kept = dict(item)
    for name in item.keys() & DATES:
        kept[name] = _date(item[name])
    for name in item.keys() & TEXTS:
        if isinstance(item[name], str):
            kept[name] = _MARK.sub("", item[name])
    if isinstance(kind := item.get("type"), str):
        kept["type"] = _CROSSREF.get(kind, kind)
    if isinstance(doi := item.get("DOI"), str):
        kept["DOI"] = bare_doi(doi)
    if isinstance(address := item.get("URL"), str):
        kept["URL"] = web_address(address) or address
    return kept


def bare_doi(text: str) -> str:
    """A DOI without the address that leads to it."""
    return _DOI_ADDRESS.sub("", text.strip(), count=1)


def _date(date: Any) -> Any:
    """Zotero writes a year in quotes."""
    parts = date.get("date-parts") if isinstance(date, Mapping) else None
    if not isinstance(parts, list) or not all(isinstance(part, list) for part in parts):
        return date
    return {**date, "date-parts": [[_number(number) for number in part] for part in parts]}


def _number(part: Any) -> Any:
    return int(part) if isinstance(part, str) and re.fullmatch(r"-?[0-9]{1,4}", part) else part
