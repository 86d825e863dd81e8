"""Lists of a package as plain data: read and written with every field that was there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from samklang.core.faults import Fault, Read
from samklang.core.language.messages import message
from samklang.package import json_text, references, yaml_text
from samklang.package.write import json_of, yaml_of

KNOWLEDGE, CONTACTS = "knowledge.yaml", "contacts.yaml"
REFERENCES = references.FILE
# The field of the file that holds its list.
_LIST = {KNOWLEDGE: "cards", CONTACTS: "contacts"}

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Entries:
    """A file's entries in its order, and the fields of the file beside its list."""

    entries: tuple[Entry, ...] = ()
    beside: Mapping[str, Any] = field(default_factory=dict)


def read_entries(path: str, text: str) -> Read[Entries | None]:
    """The entries of a file, or None and what keeps them from being read.

    Fields that are not known are no fault here: they are kept as they are.
    """
    if not text.strip():
        return Read(Entries(), ())
    name = _LIST.get(path, "")
    if name:
        loaded, faults = yaml_text.load(text, path)
        data = loaded.data
    else:
        data, faults = json_text.load(text, path)
    if faults:
        return Read(None, faults)
    beside: dict[str, Any] = {}
    if name:
        if not isinstance(data, dict):
            return Read(None, (_no_list(path, name),))
        beside = {key: value for key, value in data.items() if key != name}
        data = data.get(name) or []
    if not isinstance(data, list) or not all(isinstance(entry, dict) for entry in data):
        return Read(None, (_no_list(path, name),))
    return Read(Entries(tuple(data), beside), ())


def write_entries(path: str, whole: Entries) -> str:
    """The file's text, as the package writes it."""
    entries = [dict(entry) for entry in whole.entries]
    name = _LIST.get(path, "")
    if not name:
        return json_of(entries)
    return yaml_of({name: entries, **whole.beside})


def with_entry(entries: Sequence[Entry], entry: Entry, number: int | None) -> tuple[Entry, ...]:
    """The entries with one in the place of another, or last where `number` is None."""
    if number is None:
        return (*entries, entry)
    return (*entries[:number], entry, *entries[number + 1 :])


def moved(entries: Sequence[Entry], number: int, by: int) -> tuple[Entry, ...]:
    """The entries with one moved; at an end it stays."""
    rest = [*entries[:number], *entries[number + 1 :]]
    rest.insert(max(0, min(number + by, len(rest))), entries[number])
    return tuple(rest)


def _no_list(path: str, name: str) -> Fault:
    what = message("package.fields_are_expected")
    return Fault(path, 0, name, what, message("package.write_name_value_lines_under_it"))
