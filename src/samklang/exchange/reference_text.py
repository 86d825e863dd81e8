"""References pasted as CSL-JSON, RIS or BibTeX: untrusted text in, CSL-JSON items or faults out."""

import logging
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

import bibtexparser
from bibtexparser import Library
from bibtexparser.middlewares import (
    LatexDecodingMiddleware,
    NormalizeFieldKeys,
    SeparateCoAuthors,
    SplitNameParts,
)
from bibtexparser.model import Entry, Field

from samklang.core.faults import Fault
from samklang.core.language.messages import Message, message
from samklang.exchange.reference_habits import as_kept
from samklang.exchange.reference_ris import BEGINS, UnreadableRis, ris_items
from samklang.package import json_text
from samklang.package.model import ID
from samklang.package.references import FILE, reference_faults

# A reference manager's whole library is not pasted; the lists of a report have some hundred.
LONGEST = 200_000
MOST = 200
MOST_NAMES = 500

# Types and fields of BibTeX and BibLaTeX, as CSL 1.0.2 names them.
_TYPES = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "dataset": "dataset",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "manual": "document",
    "mastersthesis": "thesis",
    "online": "webpage",
    "phdthesis": "thesis",
    "proceedings": "book",
    "report": "report",
    "software": "software",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
}
_FIELDS = {
    "title": "title",
    "journal": "container-title",
    "journaltitle": "container-title",
    "booktitle": "container-title",
    "publisher": "publisher",
    "institution": "publisher",
    "organization": "publisher",
    "school": "publisher",
    "address": "publisher-place",
    "location": "publisher-place",
    "volume": "volume",
    "number": "issue",
    "pages": "page",
    "edition": "edition",
    "series": "collection-title",
    "abstract": "abstract",
    "isbn": "ISBN",
    "issn": "ISSN",
    "url": "URL",
    "doi": "DOI",
    "note": "note",
}
_NAMES = ("author", "editor")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(\d{1,4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_KEYED = re.compile(r"(@\s{0,9}\w{1,40}\s{0,9}[{(]\s{0,9})([^\s,{}()\"=#]{1,200})(?=\s{0,9},)")
_HOW = re.compile(r"\\?\\url\{([^{}]{1,2000})\}|(https?://[^\s{}]{1,2000})")
# EndNote writes entries without keys.
_KEYLESS = re.compile(
    r"(@\s{0,9}(?!(?:string|comment|preamble)\b)\w{1,40}\s{0,9}[{(])(?=\s{0,99}[A-Za-z-]{1,40}\s{0,9}=)",
    re.IGNORECASE,
)

# The library's log repeats what it could not read, and pasted text has no place in a log.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)

Item = dict[str, Any]


class Pasted(NamedTuple):
    """The references of a text, or none and every fault."""

    items: Sequence[Item]
    faults: Sequence[Fault] = ()


def pasted_references(text: str, *, taken: Collection[str] = ()) -> Pasted:
    """The references of a pasted text.

    taken: keys that others have. An item whose key is taken, or is no key, gets one of its own.
    """
    text = text.strip().removeprefix("\ufeff")
    if len(text) > LONGEST:
        what = message("imports.text_is_longer", count=f"{LONGEST:,}")
        return _faulty(what, message("imports.paste_fewer"))
    if text[:1] in ("[", "{"):
        items, faults = _from_json(text)
    elif BEGINS.match(text):
        items, faults = _from_ris(text)
    elif "@" in text:
        items, faults = _from_bibtex(text)
    else:
        what = message("imports.neither_csl_nor_bibtex")
        remedy = message("imports.export_in_one_form")
        return _faulty(what, remedy)
    if faults:
        return Pasted((), faults)
    if not items:
        return _faulty(message("imports.no_reference_in_it"), message("imports.paste_whole"))
    if len(items) > MOST:
        what = message("imports.more_references", count=MOST)
        return _faulty(what, message("imports.paste_fewer"))
    keyed = _keyed(items, taken)
    faults = tuple(reference_faults(keyed, ""))
    return Pasted((), faults) if faults else Pasted(keyed)


def _faulty(what: Message, remedy: Message) -> Pasted:
    return Pasted((), (Fault(FILE, 0, "", what, remedy),))


def key_of(item: Mapping[str, Any], taken: Collection[str]) -> str:
    """A key that no other item has: the first author or the title, and the year."""
    names = item.get("author")
    first = names[0] if isinstance(names, list) and names else {}
    who = ""
    if isinstance(first, Mapping):
        who = str(first.get("family") or first.get("literal") or "")
    issued = item.get("issued")
    parts = issued.get("date-parts") if isinstance(issued, Mapping) else None
    year = ""
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        year = str(parts[0][0])
    return free_key(f"{who or item.get('title') or 'reference'}", taken, end=year)


def free_key(words: str, taken: Collection[str], *, end: str = "") -> str:
    """A key of a-z, digits and - that is not taken, made of words."""
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:24].rstrip("-") or "x"
    stem += re.sub(r"[^0-9]", "", end)[:4]
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


def _keyed(items: Sequence[Any], keys: Collection[str]) -> list[Any]:
    taken, keyed = set(keys), []
    for item in items:
        if isinstance(item, Mapping):
            key = item.get("id")
            if not isinstance(key, str) or not ID.fullmatch(key) or key in taken:
                key = key_of(item, taken)
            taken.add(key)
            item = {"id": key, **{name: v for name, v in as_kept(item).items() if name != "id"}}
        keyed.append(item)
    return keyed


def _from_json(text: str) -> Pasted:
    data, faults = json_text.load(text, FILE)
    if faults:
        return Pasted((), faults)
    if isinstance(data, Mapping) and isinstance(data.get("items"), list):
        data = data["items"]
    return Pasted(data if isinstance(data, list) else [data])


def _from_ris(text: str) -> Pasted:
    try:
        return Pasted(ris_items(text))
    except UnreadableRis:
        return _faulty(message("imports.ris_unreadable"), message("imports.ris_each"))


def _from_bibtex(text: str) -> Pasted:
    if len(re.findall(r"@\s*\w+\s*[{(]", text)) > MOST:
        what = message("imports.more_references", count=MOST)
        return _faulty(what, message("imports.paste_fewer"))
    try:
        library = bibtexparser.parse_string(
            _own_keys(text),
            append_middleware=[NormalizeFieldKeys(), SeparateCoAuthors(), SplitNameParts()],
        )
        if not library.failed_blocks:
            flat = Library([_flat(entry) for entry in library.entries])
            library = LatexDecodingMiddleware().transform(flat)
    except (ValueError, RecursionError, KeyError, IndexError):
        return _faulty(message("imports.bibtex_unreadable"), message("imports.check_braces"))
    if library.failed_blocks:
        faults = [
            Fault(
                FILE,
                (block.start_line or 0) + 1,
                "",
                message("imports.bibtex_unreadable"),
                message("imports.check_braces"),
            )
            for block in library.failed_blocks[:20]
        ]
        return Pasted((), faults)
    return Pasted([dict(_item(entry)) for entry in library.entries])


def _own_keys(text: str) -> str:
    """The text with a key of its own for each entry: the library refuses the second of a key, and
    one that has none gets what is no key here."""
    number = count(1)
    text = _KEYLESS.sub(lambda match: f"{match[1]}?{next(number)},", text)
    taken: set[str] = set()

    def own(match: re.Match[str]) -> str:
        key = match[2] if match[2] not in taken else free_key(match[2], taken)
        taken.add(key)
        return match[1] + key

    return _KEYED.sub(own, text)


def _flat(entry: Entry) -> Entry:
    """The entry with its names as texts: the library decodes the LaTeX of texts alone.

    Addresses are no LaTeX: a % in one begins no comment, so they are left to `_item`.
    """
    fields = []
    for field in entry.fields:
        name, value = field.key.lower(), field.value
        if name in _NAMES and isinstance(value, list):
            for number, parts in enumerate(value):
                family = " ".join((*parts.von, *parts.last))
                given = " ".join((*parts.first, *parts.jr))
                fields.append(Field(f"{name} {number} family", family))
                fields.append(Field(f"{name} {number} given", given))
        elif name in ("url", "doi"):
            fields.append(Field(name, value.encode().hex()))
        elif name == "howpublished" and isinstance(value, str) and (how := _HOW.search(value)):
            fields.append(Field(name, (how[1] or how[2]).encode().hex()))
        elif isinstance(value, str) and name != "howpublished":
            fields.append(Field(name, value))
    return Entry(entry.entry_type, entry.key, fields)


def _item(entry: Entry) -> Iterator[tuple[str, Any]]:
    """The fields of a CSL item, of an entry as `_flat` made it and its LaTeX decoded."""
    values = {field.key: " ".join(field.value.split()) for field in entry.fields}
    yield "id", entry.key
    yield "type", _TYPES.get(entry.entry_type.lower(), "document")
    for name in _NAMES:
        if names := list(_names(values, name)):
            yield name, names
    for name, csl in _FIELDS.items():
        if value := values.get(name):
            yield csl, _address(value) if name in ("url", "doi") else value
    if "url" not in values and (how := values.get("howpublished")):
        yield "URL", _address(how)
    if (title := values.get("title")) and (subtitle := values.get("subtitle")):
        yield "title", f"{title}: {subtitle}"
    if date := _issued(values):
        yield "issued", {"date-parts": [date]}
    if seen := _DATE.fullmatch(values.get("urldate", "")):
        yield "accessed", {"date-parts": [[int(part) for part in seen.groups() if part]]}


def _names(values: Mapping[str, str], name: str) -> Iterator[Item]:
    for number in range(MOST_NAMES):
        family = values.get(f"{name} {number} family")
        if family is None:
            return
        given = values.get(f"{name} {number} given", "")
        # BibTeX's "and others" is nobody.
        if (family or given) and (family, given) != ("others", ""):
            yield {"family": family, "given": given} if given else {"literal": family}


def _address(kept: str) -> str:
    """A web address or a DOI, without braces and without the signs that keep LaTeX away."""
    text = re.sub(r"\\([%_&#~])", r"\1", bytes.fromhex(kept).decode())
    return re.sub(r"[{}\s]", "", text)


def _issued(values: Mapping[str, str]) -> list[int]:
    """The date of issue; [] where it has none that is written in numbers."""
    # Of a time from one day to another, the first; what is not certain has a mark after it.
    begun = values.get("date", "").split("/")[0].rstrip("~?% ")
    if date := _DATE.fullmatch(begun):
        return [int(part) for part in date.groups() if part]
    year = values.get("year", "")
    if not re.fullmatch(r"\d{1,4}", year):
        return []
    month = values.get("month", "").lower()
    if month[:3] in _MONTHS:
        return [int(year), _MONTHS.index(month[:3]) + 1]
    if re.fullmatch(r"\d{1,2}", month) and 1 <= int(month) <= 12:
        return [int(year), int(month)]
    return [int(year)]
