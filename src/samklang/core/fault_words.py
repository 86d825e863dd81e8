"""Fault words: what is wrong and what to do, in the reader's language.

Faults are written in English where they are found. The part ``faults`` of the phrases holds each of
their sentences with names for what varies; a fault's words are known again by the English sentence,
and said by the other language's. Words that are not known are given as they are, with their
language, so that nothing is ever left unsaid.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from samklang.core.faults import Fault
from samklang.core.language.phrases import catalogue, phrase
from samklang.core.wording import Language

_FIELD = re.compile(r"\{\{|\}\}|\{(\w+)\}")


@dataclass(frozen=True)
class Said:
    """Words in a language: the reader's where they are known, else English."""

    text: str
    language: Language


@dataclass(frozen=True)
class FaultWords:
    """A fault as it is shown: where it is, what is wrong, what to do."""

    file: str
    line: int
    column: str
    what: Said
    remedy: Said


def fault_words(fault: Fault, language: Language) -> FaultWords:
    """A fault in a language."""
    what, remedy = said(fault.what, language), said(fault.remedy, language)
    return FaultWords(fault.file, fault.line, fault.column, what, remedy)


def said(words: str, language: Language) -> Said:
    """A sentence of a fault in a language, else as it is."""
    if language == "en" or not words:
        return Said(words, language)
    for name, pattern in _patterns():
        if found := pattern.fullmatch(words):
            return Said(phrase(language, f"faults.{name}", **found.groupdict()), language)
    return Said(words, "en")


@cache
def _patterns() -> Sequence[tuple[str, re.Pattern[str]]]:
    """The English sentences by name; those with the most words of their own are tried first."""
    found = sorted(
        catalogue("en", "faults").items(), key=lambda item: (-len(_FIELD.sub("", item[1])), item[0])
    )
    return [(name, re.compile(_pattern(sentence), re.DOTALL)) for name, sentence in found]


def _pattern(sentence: str) -> str:
    made, at = "", 0
    seen: set[str] = set()
    for field in _FIELD.finditer(sentence):
        made += re.escape(sentence[at : field.start()])
        at = field.end()
        if field[1] is None:
            made += re.escape(field[0][0])
        elif field[1] in seen:
            made += f"(?P={field[1]})"
        else:
            made += f"(?P<{field[1]}>.*?)"
            seen.add(field[1])
    return made + re.escape(sentence[at:])
