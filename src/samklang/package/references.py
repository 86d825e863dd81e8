"""References: whether the items of references.json are CSL-JSON that can be formatted."""

import difflib
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from samklang.core.faults import Fault
from samklang.core.language.messages import Message, message
from samklang.package.json_text import lines
from samklang.package.model import ID, ID_RULE
from samklang.package.table import FAULTS
from samklang.package.web import is_web_address
from samklang.package.yaml_text import Loaded, Path, field_name

FILE = "references.json"

# Types, names and dates of CSL 1.0.2 (csl-data.json of the CSL schema).
_TYPES = """
article article-journal article-magazine article-newspaper bill book broadcast chapter classic
collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing
interview legal_case legislation manuscript map motion_picture musical_score pamphlet
paper-conference patent performance periodical personal_communication post post-weblog regulation
report review review-book software song speech standard thesis treaty webpage
"""
_NAMES = """
author chair collection-editor compiler composer container-author contributor curator director
editor editorial-director editor-translator executive-producer guest host illustrator interviewer
narrator organizer original-author performer producer recipient reviewed-author script-writer
series-creator translator
"""
TYPES = tuple(_TYPES.split())
NAMES = frozenset(_NAMES.split())
DATES = frozenset(
    {"accessed", "available-date", "event-date", "issued", "original-date", "submitted"}
)
TEXTS = frozenset({"abstract", "container-title", "event-place", "publisher", "title"})
DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"<>]+")

What = tuple[Path, Message, Message]


def reference_faults(items: Any, text: str) -> Iterator[Fault]:
    """What keeps the items from being cited, each with its line and field."""
    if not isinstance(items, list):
        what = message("package.a_list_of_csl_json_items")
        yield Fault(FILE, 1, "", what, message("package.export_it_as_csl_json"))
        return
    seen: set[str] = set()
    faults = (
        ((number, *path), what, remedy)
        for number, item in enumerate(items)
        for path, what, remedy in _item(item, seen)
    )
    loaded: Loaded | None = None
    for place, what, remedy in islice(faults, FAULTS):
        loaded = loaded or lines(text)
        yield Fault(FILE, loaded.line(place), field_name(place), what, remedy)


def _item(item: Any, seen: set[str]) -> Iterator[What]:
    if not isinstance(item, Mapping):
        yield (), message("package.fields_are_expected"), message("package.write_id_type_title")
        return
    key, kind = item.get("id"), item.get("type")
    if not isinstance(key, str) or not ID.fullmatch(key):
        yield ("id",), message("package.is_no_id", inner=str(key)[:60]), ID_RULE
    elif key in seen:
        what = message("package.the_id_is_used_twice", name=key)
        yield ("id",), what, message("package.give_each_its_own_id")
    else:
        seen.add(key)
    if kind not in TYPES:
        near = difflib.get_close_matches(str(kind), TYPES, n=1)
        remedy = (
            message("faults.did_you_mean", near=near[0])
            if near
            else message("package.for_example_article_journal_or_report")
        )
        what = (
            message("package.the_item_has_no_type")
            if kind is None
            else message("package.is_no_csl_type", kind=str(kind)[:60])
        )
        yield ("type",), what, remedy
    for name, value in item.items():
        if name in NAMES:
            yield from _names(name, value)
        elif name in DATES:
            yield from _date(name, value)
        elif name == "URL":
            if not is_web_address(value):
                what = message("package.is_no_web_address", source=str(value)[:60])
                yield (name,), what, message("package.begin_it_with_https")
        elif name == "DOI" and not (isinstance(value, str) and DOI.fullmatch(value)):
            what = message("package.is_no_doi", value=str(value)[:60])
            yield (name,), what, message("package.write_10_without_https_doi_org")
        elif name in TEXTS and not isinstance(value, str):
            what = message("package.a_text_is_expected")
            yield (name,), what, message("package.write_it_in_quotes")


def _names(field: str, value: Any) -> Iterator[What]:
    if not isinstance(value, list):
        what = message("package.a_list_of_names_is_expected")
        yield (field,), what, message("package.write_family_given_or_literal")
        return
    for number, name in enumerate(value):
        texts = ("family", "given", "literal")
        if not isinstance(name, Mapping) or not any(name.get(part) for part in texts):
            what = message("package.the_name_has_neither_family_nor")
            yield (field, number), what, message("package.write_family_given_or_literal_2")
        elif not all(isinstance(name.get(part, ""), str) for part in texts):
            what = message("package.a_name_s_parts_are_texts")
            yield (field, number), what, message("package.write_them_in_quotes")


def _date(field: str, value: Any) -> Iterator[What]:
    remedy = message("package.write_date_parts_2026_11_23")
    if not isinstance(value, Mapping):
        yield (field,), message("package.the_date_has_no_date_parts"), remedy
        return
    parts = value.get("date-parts")
    if parts is None:
        if not any(isinstance(value.get(name), str) for name in ("literal", "raw")):
            yield (field,), message("package.the_date_has_no_date_parts"), remedy
    elif not (isinstance(parts, list) and 1 <= len(parts) <= 2 and all(map(_is_day, parts))):
        yield (field, "date-parts"), message("package.it_is_no_date"), remedy


def _is_day(part: Any) -> bool:
    """Whether [year], [year, month] or [year, month, day] is written in whole numbers."""
    if not isinstance(part, list) or not 1 <= len(part) <= 3:
        return False
    if not all(isinstance(number, int) and not isinstance(number, bool) for number in part):
        return False
    year, month, day = (*part, 1, 1)[:3]
    return -9999 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= 31
