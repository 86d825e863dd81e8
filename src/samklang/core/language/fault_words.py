"""Fault words: what is wrong and what to do, in the reader's language.

Faults are written in English where they are found. The phrases hold each of their sentences with
names for what varies; a fault's words are known again by the English sentence, and said by the
other language's. Words that are not known are given as they are, with their language, so that
nothing is ever left unsaid.

What varies is put in as it is: names, numbers, words of a manuscript. Where it is words of ours,
its name tells: ``need_words`` are a sentence or a part of one (``part_need_…``) and must be known;
``ids_perhaps`` are names, or one of the parts ``part_ids_…``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from samklang.core.faults import Fault
from samklang.core.language.phrases import catalogue, phrase
from samklang.core.language.wording import Language

# Those on texts and releases; on a package's files; on designs and estimates; on questionnaires; on
# what is imported, with what became of it.
PARTS = ("faults", "package_faults", "estimate_faults", "flaws", "import_words", "refiqda")
# What an expression or a name can fill is cut short where it is found. What is longer than any
# sentence is not looked for: patterns take the square of its length.
LONGEST = 2_000

_FIELD = re.compile(r"\{\{|\}\}|\{(\w+)\}")
# A flaw of a questionnaire may say of what: "Two options have the same name. (yes)".
_OF_WHAT = r"(?P<of_what>| \(.*\))"


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


@dataclass(frozen=True)
class _Sentence:
    """An English sentence by its part and name, and how it is known again."""

    part: str
    name: str
    pattern: re.Pattern[str]


def fault_words(fault: Fault, language: Language) -> FaultWords:
    """A fault in a language."""
    what, remedy = said(fault.what, language), said(fault.remedy, language)
    return FaultWords(fault.file, fault.line, fault.column, what, remedy)


def spoken(fault: Fault, language: Language) -> str:
    """A fault in one line of a language: where, what is wrong and what to do."""
    if language == "en":
        return str(fault)
    told = fault_words(fault, language)
    place = "place_row" if told.file.endswith(".csv") else "place_line"
    line = phrase(language, f"exchange.{place}", line=told.line) if told.line else ""
    where = ", ".join(filter(None, (told.file, line, told.column)))
    return f"{where}: {told.what.text} {told.remedy.text}".rstrip()


def said(words: str, language: Language) -> Said:
    """A sentence of a fault in a language, else as it is."""
    if language == "en" or not words:
        return Said(words, language)
    found = _found(words, language) if len(words) <= LONGEST else None
    return Said(words, "en") if found is None else Said(found, language)


def _found(words: str, language: Language) -> str | None:
    for sentence in _sentences():
        if found := sentence.pattern.fullmatch(words):
            values = _values(found.groupdict(), language)
            if values is not None:
                return _spoken(sentence, values, language)
    return None


def _spoken(sentence: _Sentence, values: Mapping[str, str], language: Language) -> str:
    told = catalogue(language, sentence.part)[sentence.name].format(**values)
    return told + values.get("of_what", "")


def _values(found: Mapping[str, str], language: Language) -> dict[str, str] | None:
    """What varies, in a language; None where words of ours are not known."""
    values: dict[str, str] = {}
    for name, value in found.items():
        if name.endswith("_perhaps"):
            about = name.removesuffix("_perhaps")
            values[name] = ", ".join(
                _part(about, one, language) or one for one in value.split(", ")
            )
        elif name.endswith("_words"):
            about = name.removesuffix("_words")
            known = _part(about, value, language) or _found(value, language)
            if known is None:
                return None
            values[name] = known
        else:
            values[name] = value
    return values


def _part(about: str, words: str, language: Language) -> str | None:
    for part in _parts():
        if part.name.startswith(f"part_{about}_") and (found := part.pattern.fullmatch(words)):
            values = _values(found.groupdict(), language)
            return None if values is None else _spoken(part, values, language)
    return None


def _sentences() -> Sequence[_Sentence]:
    return _known()[0]


def _parts() -> Sequence[_Sentence]:
    return _known()[1]


@cache
def _known() -> tuple[Sequence[_Sentence], Sequence[_Sentence]]:
    """The English sentences, and the parts of them; those with most words of their own first."""
    found = [
        (-len(_FIELD.sub("", text)), part, name, _pattern(text) + _OF_WHAT * (part == "flaws"))
        for part in PARTS
        for name, text in catalogue("en", part).items()
    ]
    every = [
        _Sentence(part, name, re.compile(pattern, re.DOTALL))
        for _, part, name, pattern in sorted(found)
    ]
    return (
        [one for one in every if not one.name.startswith("part_")],
        [one for one in every if one.name.startswith("part_")],
    )


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
