"""Dictionaries: which words Hunspell does not know, and what they may have been meant to be.

To read a Swedish dictionary takes 0.3 CPU s and 40 MB, and a library in C++ reads words that
anybody may have written: only a process that is confined calls this.
"""

import re
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from samklang.core.language.languages import RULES, Dictionary
from samklang.core.language.own_words import accepted
from samklang.core.language.wording import Language

# The packages that dictionaries come in, beside those that Hunspell brings.
_DISTRIBUTIONS = tuple(
    rules.dictionary.distribution
    for rules in RULES.values()
    if rules.dictionary and rules.dictionary.distribution
)
# Proposals for a word, and the CPU seconds after which the rest are left for another time: most
# words take a few milliseconds, and some half a second.
MOST, SECONDS = 4, 1.2
# British forms, and what the American dictionary has in their place.
_AMERICAN = (
    (re.compile(r"is(?=(e|ed|es|er|ers|ing|ation|ations|ational|able)$)"), "iz"),
    (re.compile(r"ys(?=(e|ed|es|er|ing)$)"), "yz"),
    (re.compile(r"our(?=(s|ed|ing|ful|able|ite|ites|hood|hoods|er|ers|al|ally|ly)?$)"), "or"),
    (re.compile(r"tre(?=s?$)"), "ter"),
    (re.compile(r"ll(?=(ed|ing|er|ers|ation)$)"), "l"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"ence(?=(s|less)?$)"), "ense"),
    (re.compile(r"amme(?=s?$)"), "am"),
    (re.compile(r"fil(?=s?$|ment)"), "fill"),
    (re.compile(r"l(?=(ful|fully|ment|ments)$)"), "ll"),
    (re.compile(r"ge(?=ing$|ment)"), "g"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^practis"), "practic"),
    (re.compile(r"[ao]e"), "e"),
)


@dataclass(frozen=True)
class Unknown:
    """A word that a dictionary lacks. parts: what of it: itself, or parts between hyphens.

    proposals: what it may have been meant to be, likeliest first; None where there was no time.
    """

    word: str
    parts: tuple[str, ...]
    proposals: tuple[str, ...] | None


@cache
def available() -> bool:
    """Whether the dictionaries are installed on this machine."""
    return find_spec("hunspell") is not None and all(map(_folder, _DISTRIBUTIONS))


@cache
def versions() -> str:
    """What tells these dictionaries from others: what they say of a word may differ."""
    return " ".join(
        f"{name} {distribution(name).version}" for name in ("chunspell", *_DISTRIBUTIONS)
    )


def unknown(
    language: Language, words: Sequence[str], own: Collection[str] = ()
) -> tuple[Unknown, ...]:
    """Those of some words that the dictionary of a language does not have, in order.

    own: words that are accepted all the same, so that nothing is proposed for them.
    """
    dictionary = RULES[language].dictionary
    if dictionary is None:
        return ()
    book = _Book(dictionary)
    names_in = [_Book(d) for code in dictionary.names_in if (d := RULES[code].dictionary)]
    unknown_words: list[Unknown] = []
    began = time.process_time()
    for word in words:
        parts = book.unknown_parts(word)
        needless = all(accepted(part, own, language) for part in parts)
        if not needless and word[0].isupper():
            # A name in an English text: "Föreningen", "Umeå".
            parts = tuple(p for p in parts if all(other.unknown_parts(p) for other in names_in))
        if parts:
            late = time.process_time() - began > SECONDS
            proposals = () if needless else None if late else book.proposals(word)
            unknown_words.append(Unknown(word, parts, proposals))
    return tuple(unknown_words)


class _Book:
    def __init__(self, dictionary: Dictionary):
        self._american = dictionary.american
        self._book = _hunspell(dictionary.name, dictionary.distribution)

    def unknown_parts(self, word: str) -> tuple[str, ...]:
        """What of a word is not known; nothing where it is known."""
        if self._knows(word):
            return ()
        parts = [part for part in re.split(r"[-:]", word) if part]
        if len(parts) < 2:
            return (word,)
        # An ending after a colon belongs to what stands before it: "IOP:er".
        if ":" in word:
            parts = parts[:1]
        return tuple(p for p in parts if not (p.isupper() or self._knows(p)))

    def proposals(self, word: str) -> tuple[str, ...]:
        """What it may have been meant to be."""
        try:
            return tuple(self._book.suggest(word))[:MOST]
        except UnicodeEncodeError:
            return ()

    def _knows(self, word: str) -> bool:
        forms = {word, word.strip("-"), f"{word}."}
        if self._american:
            # An owner among several: "the members' answers".
            forms |= {word.removesuffix("'")}
            forms |= {other for form in forms for other in _american(form)}
        return any(self._has(form) for form in forms if form)

    def _has(self, form: str) -> bool:
        try:
            return bool(self._book.spell(form))
        except UnicodeEncodeError:
            # A letter that is not in the alphabet of the dictionary.
            return False


def _american(word: str) -> Iterator[str]:
    """What the word may be in American English."""
    bare, end = (word[:-2], "'s") if word.endswith("'s") else (word, "")
    for pattern, made in _AMERICAN:
        changed = pattern.sub(made, bare)
        if changed != bare:
            yield changed + end


# Bounded by the dictionaries that languages have.
@cache
def _hunspell(name: str, package: str) -> Any:
    from hunspell import Hunspell

    return Hunspell(name, hunspell_data_dir=str(_folder(package))) if package else Hunspell(name)


def _folder(package: str) -> Path | None:
    """The folder of a package's dictionary; None where it is not installed."""
    try:
        files = distribution(package).files or ()
    except ModuleNotFoundError:
        return None
    paths = (Path(str(file.locate())) for file in files if file.name.endswith(".dic"))
    return next((path.resolve().parent for path in paths), None)
