"""The analyser: what a text and a query become before any engine sees them, alike in both.

Words are folded (lower case, no accents but those of å, ä and ö), and each brings its stem, the
stem of its dictionary form and, where it is a compound, its parts. A token is a stem after the
digit of the place it stands in, so that an engine needs no other notion of places or of Swedish.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

from samklang.core.language.languages import RULES
from samklang.core.language.stems import LONGEST_WORD, known_word, parts, stem_of, stop_words
from samklang.core.language.wording import Language

# Raised when tokens or values of facets change: what was indexed before is then indexed anew.
VERSION = 2
# Words of a query that are searched for; the rest is left out.
MOST_WORDS = 12
MOST_LETTERS = 500
_WORD = re.compile(r"[^\W_]+")
_KEPT = {"a\u030a": "å", "a\u0308": "ä", "o\u0308": "ö"}


class Place(Enum):
    """Where a word stands in an example."""

    TITLE = "1"
    NAME = "2"
    TEXT = "3"


@dataclass(frozen=True)
class Term:
    """A word of a query. stems: what it is as a whole; parts: of a compound; others: synonyms."""

    word: str
    language: Language
    stems: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()
    others: tuple[str, ...] = ()


def folded(text: str) -> str:
    """A text in lower case without accents other than those of å, ä and ö."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    return "".join(map(_letter, unicodedata.normalize("NFC", lower)))


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    apart = unicodedata.normalize("NFKD", letter)
    return _KEPT.get(apart) or "".join(c for c in apart if not unicodedata.combining(c))


def search_words(text: str) -> tuple[str, ...]:
    """The folded words and numbers of a text, in their order."""
    return tuple(_WORD.findall(folded(text)))


@lru_cache(maxsize=100_000)
def whole(word: str, language: Language) -> tuple[str, ...]:
    """The stems of a folded word as it stands and of its dictionary form."""
    if len(word) > LONGEST_WORD:
        return (word[:LONGEST_WORD],)
    stem = stem_of(word, language)
    if len(word) <= 3 or word in stop_words(language):
        # "ska" is no "skola", and the "sam" of "samåkning" no "simma".
        return (stem,)
    lemma = _lemma(word, language)
    return tuple(dict.fromkeys((stem, stem_of(lemma, language))))


def _lemma(word: str, language: Language) -> str:
    import simplemma

    lexicon = RULES[language].lexicon
    return folded(simplemma.lemmatize(word, lang=lexicon)) if lexicon else word


@lru_cache(maxsize=100_000)
def compound(word: str, language: Language) -> tuple[tuple[str, ...], ...]:
    """The stems of the first and the last part of a compound; else ()."""
    if len(word) > LONGEST_WORD:
        return ()
    return tuple(whole(part, language) for part in _parts(word, language))


def _parts(word: str, language: Language) -> tuple[str, ...]:
    """The parts that stems know, and those where one of them has three letters."""
    first, last = word[:3], word[3:]
    written = RULES[language].compounds
    if written and len(last) > 3 and first not in stop_words(language):
        # "simskola" is no "sims" and "kola".
        if all(known_word(part, language) for part in (first, last)):
            return first, last
        first, last = word[:-3], word[-3:]
        if last in written.short_last and known_word(first.removesuffix("s"), language):
            return first.removesuffix("s"), last
    return parts(word, language)


def tokens(texts: Mapping[Place, Iterable[str]], language: Language) -> str:
    """The tokens of an example's texts, each once, in order, with spaces between."""
    every = {
        digit + stem
        for place, of_place in texts.items()
        for digit in (place.value,)
        for word in {word for text in of_place for word in search_words(text)}
        for stems in (whole(word, language), *compound(word, language))
        for stem in stems
    }
    return " ".join(sorted(every))


def query_terms(text: str, language: Language) -> tuple[Term, ...]:
    """The words of a query that are searched for: stop words only where there are no others."""
    every = tuple(dict.fromkeys(search_words(text[:MOST_LETTERS])))
    telling = tuple(word for word in every if word not in stop_words(language)) or every
    return tuple(term(word, language) for word in telling[:MOST_WORDS])


def term(word: str, language: Language) -> Term:
    """A folded word as it is searched for."""
    stems = whole(word, language)
    others = {
        stem for one in stems for stem in _synonyms(language).get(one, ()) if stem not in stems
    }
    return Term(word, language, stems, compound(word, language), tuple(sorted(others)))


@cache
def _synonyms(language: Language) -> Mapping[str, frozenset[str]]:
    """By stem, the stems of words that the field uses for the same thing."""
    source = files("samklang.core.catalogue").joinpath("synonyms.toml")
    lines = tomllib.loads(source.read_text(encoding="utf-8")).get(language, {})
    same: dict[str, set[str]] = {}
    for line in lines:
        stems = [stem for word in line.split() for stem in whole(folded(word), language)]
        for stem in stems:
            same.setdefault(stem, set()).update(stems)
    return {stem: frozenset(of_it) for stem, of_it in same.items()}
