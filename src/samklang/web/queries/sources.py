"""Knowledge cards, references and contacts of a theme, and where each is used."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from samklang.core.faults import Fault
from samklang.core.language.wording import LANGUAGES
from samklang.package.entries import (
    CONTACTS,
    KNOWLEDGE,
    REFERENCES,
    Entries,
    Entry,
    read_entries,
    write_entries,
)
from samklang.package.read import MANUSCRIPTS
from samklang.package.write import contacts_text
from samklang.web.models import Theme
from samklang.web.queries.package import chosen_contacts

Kind = Literal["card", "reference", "contact"]
FILES: Mapping[Kind, str] = {"card": KNOWLEDGE, "reference": REFERENCES, "contact": CONTACTS}
# Citations are looked for in the text itself, so that one in a hidden part counts too.
_CITED = re.compile(r"\{cite\}`([^`]*)`")
_CARDS = re.compile(r"^:{3,}\{knowledge\}[^\n]*\n(.*?)^:{3,}\s*$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Opened:
    """A file's entries, and the version it is at; `faults` where it cannot be read."""

    kind: Kind
    version: int
    whole: Entries
    faults: tuple[Fault, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries in the file's order."""
        return self.whole.entries

    @property
    def keys(self) -> tuple[str, ...]:
        """The entries' ids; contacts have none."""
        return tuple(str(entry.get("id", "")) for entry in self.entries)

    def place(self, key: str) -> int | None:
        """Where the entry with a key stands; None where it is gone. Of a contact the key is its
        name."""
        name = "name" if self.kind == "contact" else "id"
        return next((n for n, entry in enumerate(self.entries) if entry.get(name) == key), None)


@dataclass(frozen=True)
class Use:
    """Where something is used: the kind of place, and its name there."""

    kind: Literal["manuscript", "card", "code", "finding"]
    name: str


def opened(theme: Theme, kind: Kind) -> Opened:
    """A theme's entries of a kind. Contacts that are not written yet are the theme's chosen one."""
    path = FILES[kind]
    file = theme.files.filter(path=path).first()
    if file is None:
        chosen = chosen_contacts(theme) if kind == "contact" else ()
        whole, _ = read_entries(path, contacts_text(chosen) if chosen else "")
        return Opened(kind, 0, whole or Entries())
    whole, faults = read_entries(path, file.text)
    return Opened(kind, file.version, whole or Entries(), faults)


def text_of(file: Opened, entries: tuple[Entry, ...]) -> str:
    """The file's text with other entries."""
    return write_entries(FILES[file.kind], Entries(entries, file.whole.beside))


def uses(theme: Theme, kind: Kind) -> Mapping[str, tuple[Use, ...]]:
    """Where each card or reference is used, by key; contacts are used nowhere by name."""
    places: dict[str, dict[Use, None]] = {}
    for key, use in _uses(theme, kind):
        places.setdefault(key, {})[use] = None
    return {key: tuple(each) for key, each in places.items()}


def _uses(theme: Theme, kind: Kind) -> Iterator[tuple[str, Use]]:
    if kind == "contact":
        return
    texts = dict(theme.files.filter(path__in=MANUSCRIPTS.values()).values_list("path", "text"))
    for language, path in MANUSCRIPTS.items():
        text = texts.get(path, "")
        for match in (_CARDS if kind == "card" else _CITED).finditer(text):
            for key in re.split(r"[\s,]+", match[1].strip()):
                yield key, Use("manuscript", language)
    if kind == "card":
        return
    for card in opened(theme, "card").entries:
        for key in named_by(card):
            yield key, Use("card", title_of(card))
    for code in theme.codes.all():
        for key in code.sources:
            yield str(key), Use("code", str(code))
    for finding in theme.findings.all():
        for of, key, *_ in finding.evidence:
            if of == "reference":
                for part in re.split(r"[\s,]+", str(key).strip()):
                    yield part, Use("finding", str(finding))


def named_by(card: Entry) -> list[str]:
    """The keys of the references that a card builds on."""
    named = card.get("references")
    return [str(key) for key in named] if isinstance(named, list) else []


def title_of(entry: Entry) -> str:
    """What an entry is called on a list: its title or name, else its key."""
    title = entry.get("title") or entry.get("name")
    if isinstance(title, Mapping):
        title = next(filter(None, map(title.get, LANGUAGES)), None)
    return str(title or entry.get("id") or "–")
