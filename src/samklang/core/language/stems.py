"""Stems: the words of a text as search and likeness count them, compounds with their parts.

The stop list is our own; it keeps *inte*, *ej*, *ingen* and *bättre*, which turn the meaning.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from samklang.core.language.languages import RULES
from samklang.core.language.wording import Language

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d+", re.UNICODE)
# Parts shorter than this are endings and prefixes more often than words.
SHORTEST_PART = 4
# Longer words are no words; a hostile answer would have them taken apart at every letter.
LONGEST_WORD = 60


@cache
def stop_words(language: Language) -> frozenset[str]:
    """The words that are left out."""
    source = files("samklang.core.language").joinpath("stop_words.toml")
    return frozenset(tomllib.loads(source.read_text(encoding="utf-8"))[language].split())


def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text in lower case, in their order."""
    return tuple(_WORD.findall(text.casefold()))


def stems(text: str, language: Language) -> tuple[str, ...]:
    """The stems of a text's words but those that say nothing, in their order.

    A compound is followed by the stems of its parts: "bygdegården" gives *bygdegård*,
    *bygd* and *gård*.
    """
    stop = stop_words(language)
    return tuple(
        stem for word in words(text) if word not in stop for stem in word_stems(word, language)
    )


@lru_cache(maxsize=100_000)
def word_stems(word: str, language: Language) -> tuple[str, ...]:
    """The stem of a word in lower case, and the stems of its parts where it is a compound."""
    if len(word) > LONGEST_WORD:
        return (word[:LONGEST_WORD],)
    return tuple(dict.fromkeys(_stem(part, language) for part in (word, *parts(word, language))))


@lru_cache(maxsize=100_000)
def stem_of(word: str, language: Language) -> str:
    """The stem of a word in lower case, the first of `word_stems`: what its parts are is not asked,
    which takes most of the time of a long word."""
    return word[:LONGEST_WORD] if len(word) > LONGEST_WORD else _stem(word, language)


def parts(word: str, language: Language) -> tuple[str, ...]:
    """The two words that a compound is made of, without the s between them; else none.

    Of several ways to take it apart the one with the longest last part, which carries the meaning.
    """
    written = RULES[language].compounds
    if not written or len(word) < 2 * SHORTEST_PART:
        return ()
    for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        last = word[at:]
        if last in written.endings or not known_word(last, language):
            continue
        first = word[:at]
        bare = first.removesuffix("s")
        if len(bare) >= SHORTEST_PART and bare != first and known_word(bare, language):
            return bare, last
        if known_word(first, language):
            return first, last
    return ()


@lru_cache(maxsize=100_000)
def known_word(word: str, language: Language) -> bool:
    """Whether a language's lexicon has a word."""
    import simplemma

    lexicon = RULES[language].lexicon
    return bool(lexicon and simplemma.is_known(word, lang=lexicon))


def _stem(word: str, language: Language) -> str:
    import snowballstemmer

    # A stemmer holds the word it works on, so that threads cannot share one.
    return str(snowballstemmer.stemmer(RULES[language].stemmer).stemWord(word))
