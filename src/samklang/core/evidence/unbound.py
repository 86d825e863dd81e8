"""Unbound: numbers typed by hand and quantity words that no figure stands behind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from samklang.core.language.languages import RULES
from samklang.core.language.quantities import quantities
from samklang.core.language.wording import Language

# Sections whose text is about the survey's results, by id; every number in them has a source.
SECTIONS = frozenset({"results", "resultat", "analysis", "analys"})

_NUMBER = re.compile(
    r"(?<![\w.,])(?<!\w-)\d[\d\s\u00a0\u202f]*(?:[.,:]\d+)*(?:\s?%|\s?procent|\s?percent)?(?!\w)"
)


@dataclass(frozen=True)
class Loose:
    """What stands loose in a text: the words, and whether they are a number or a claim."""

    words: str
    number: bool


def loose(text: str, language: Language) -> Iterator[Loose]:
    """Numbers and quantity words of a plain text, in order; dates and years are no numbers.

    Comparatives count only where something is compared ("fler … än").
    """
    bare = _dates(language).sub(lambda match: " " * len(match.group()), text)
    numbers = [(m.start(), Loose(m.group().strip(), True)) for m in _NUMBER.finditer(bare)]
    known = quantities(language)
    in_words = re.finditer(rf"(?<!\w)(?:{known.counted.pattern})(?!\w)", bare, re.IGNORECASE)
    numbers += [(m.start(), Loose(m.group(), True)) for m in in_words]
    for pattern, compares in _patterns(language):
        for match in pattern.finditer(bare):
            words = match.group(1)
            alone = known.compares_alone.fullmatch(words)
            if not compares or alone or known.compared.match(bare, match.end(1)):
                numbers.append((match.start(), Loose(words, False)))
    taken = -1
    for start, one in sorted(numbers, key=lambda f: (f[0], -len(f[1].words))):
        if start >= taken:
            taken = start + len(one.words)
            yield one


@cache
def _patterns(language: Language) -> tuple[tuple[re.Pattern[str], bool], ...]:
    return tuple(
        (re.compile(rf"(?<!\w)({words})(?!\w)", re.IGNORECASE), rule.compares_two)
        for words, rule in quantities(language).rules
    )


@cache
def _dates(language: Language) -> re.Pattern[str]:
    """Dates and years: "9 oktober 2026", "oktober 2026", "2026-10-09", "2021–2023", "kl. 14.05"."""
    months = "|".join(RULES[language].months)
    return re.compile(
        rf"\b\d{{1,2}}(?:[–-]\d{{1,2}})?\s(?:{months})(?:\s\d{{4}})?\b"
        rf"|\b(?:{months})\s(?:\d{{1,2}},?\s)?\d{{4}}\b"
        r"|\b\d{4}-\d{2}-\d{2}\b"
        r"|\bkl\.\s?\d{1,2}[.:]\d{2}\b"
        r"|\b(?:19|20)\d{2}(?:[–/-](?:19|20)?\d{2})?(?:-talet|s)?\b(?![.,]\d|\s?%)",
        re.IGNORECASE,
    )
