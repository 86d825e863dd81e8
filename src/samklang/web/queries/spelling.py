"""Spelling of a report: the words that neither a dictionary nor the theme's own texts have.

What a dictionary says of a piece of text is kept by the words of it, so that a page asks only for
what is new; it is asked in a process that is confined. These are hints: nothing waits for them.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.core.cache import cache

from samklang.core.language.own_words import accepted, own_words
from samklang.core.language.wording import FIRST_LANGUAGE, Language
from samklang.core.manuscript.running_words import PieceWords, piece_words
from samklang.package.confined import Limits, TooMuch, confined
from samklang.package.own_texts import own_texts
from samklang.package.theme_package import ThemePackage
from samklang.spelling.dictionaries import Unknown, available, unknown, versions
from samklang.web.models import Network, Theme
from samklang.web.queries.manuscript_preview import Standing

# Two dictionaries and a text take 0.8 CPU s; proposals are stopped after 1.2.
LIMITS = Limits(cpu=4.0, wall=10.0)
# Seconds that what was said is kept after the last news; and of so many pieces of a text, earlier
# words of it among them.
KEPT, PIECES = 30 * 24 * 3600, 600


@dataclass(frozen=True)
class Hint:
    """A word to look at. proposals: what it may have been meant to be, likeliest first."""

    word: str
    proposals: tuple[str, ...]


@dataclass(frozen=True)
class Spelling:
    """A text's spelling. on: whether the network has it checked. checked: whether that was done.

    hints: by the number of the piece. lines: the line that each piece begins at. language: of it.
    """

    on: bool = False
    checked: bool = False
    hints: Mapping[int, Sequence[Hint]] = field(default_factory=dict)
    lines: Mapping[int, int] = field(default_factory=dict)
    language: Language = FIRST_LANGUAGE

    @property
    def words(self) -> int:
        """How many different words there are to look at."""
        return len({hint.word for hints in self.hints.values() for hint in hints})


def spelling(
    network: Network, theme: Theme, standing: Standing, language: Language, text: str
) -> Spelling:
    """The words of a theme's text to look at, piece by piece.

    standing: the theme's package, whose own words are accepted.
    """
    if not network.spelling or not available():
        return Spelling()
    words = piece_words(text)
    own = _own(_Texts(standing.digest, language, standing.package)) if standing.package else ()
    mine = {word.casefold() for word in network.accepted_words.values_list("word", flat=True)}
    accepts = frozenset(own) | mine
    key = f"spelling-{versions()}-{language}-{theme.pk}"
    verdicts = _verdicts(key, language, words, accepts)
    if verdicts is None:
        return Spelling(on=True)
    hints = {
        piece.number: tuple(_hints(verdicts[_digest(piece.words)], accepts, language))
        for piece in words
    }
    return Spelling(
        on=True,
        checked=True,
        hints={number: made for number, made in hints.items() if made},
        lines={piece.number: piece.line for piece in words},
        language=language,
    )


def _hints(
    unknown: Sequence[Unknown], accepts: Collection[str], language: Language
) -> Iterator[Hint]:
    for unknown_word in unknown:
        if not all(accepted(part, accepts, language) for part in unknown_word.parts):
            yield Hint(unknown_word.word, unknown_word.proposals or ())


def _verdicts(
    key: str, language: Language, piece_list: Sequence[PieceWords], accepts: frozenset[str]
) -> Mapping[str, Sequence[Unknown]] | None:
    """What the dictionary says of each piece, by the digest of its words; None if it cannot."""
    kept: Mapping[str, Sequence[Unknown]] = cache.get(key) or {}
    pieces = {_digest(piece.words): piece.words for piece in piece_list}
    lacking = [word for digest, words in pieces.items() for word in _lacking(kept, digest, words)]
    if not lacking:
        return kept
    words = tuple(dict.fromkeys(lacking))
    try:
        made = {
            verdict.word: verdict
            for verdict in confined(unknown, language, words, accepts, limits=LIMITS)
        }
    except (TooMuch, OSError):
        return None
    verdicts = dict(kept) if len(kept) < PIECES else {d: kept[d] for d in pieces if d in kept}
    for digest, written in pieces.items():
        known = {verdict.word: verdict for verdict in verdicts.get(digest, ())} | made
        verdicts[digest] = tuple(known[word] for word in written if word in known)
    cache.set(key, verdicts, KEPT)
    return verdicts


def _lacking(
    kept: Mapping[str, Sequence[Unknown]], digest: str, words: Sequence[str]
) -> Iterator[str]:
    """The words of a piece that nothing, or not enough, has been said of."""
    if digest in kept:
        yield from (verdict.word for verdict in kept[digest] if verdict.proposals is None)
    else:
        yield from words


def _digest(words: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class _Texts:
    """A package by its files, and the language its words are wanted in."""

    digest: str
    language: Language
    package: ThemePackage = field(compare=False)


@lru_cache(maxsize=16)
def _own(texts: _Texts) -> frozenset[str]:
    return own_words(own_texts(texts.package, texts.language))
