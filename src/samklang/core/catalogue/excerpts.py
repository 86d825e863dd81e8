"""Excerpts: the words of a text that a query meets, and the part of it around them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from samklang.core.catalogue.analyser import Term, compound, search_words, whole
from samklang.core.language.wording import Language

_PIECE = re.compile(r"[^\W_]+")
# Letters of an excerpt.
LENGTH = 220


@dataclass(frozen=True)
class Piece:
    """A piece of a text. met: it is a word that the query meets."""

    text: str
    met: bool = False


def highlighted(text: str, terms: Iterable[Term], language: Language) -> tuple[Piece, ...]:
    """The text in pieces that joined are the text, with the words met apart."""
    sought = _stems(terms)
    pieces: list[Piece] = []
    end = 0
    if sought:
        for match in _PIECE.finditer(text):
            if not sought & _stems_of(match[0], language):
                continue
            if match.start() > end:
                pieces.append(Piece(text[end : match.start()]))
            pieces.append(Piece(match[0], met=True))
            end = match.end()
    if end < len(text):
        pieces.append(Piece(text[end:]))
    return tuple(pieces)


def excerpt(text: str, terms: Iterable[Term], language: Language) -> str:
    """About LENGTH letters of a text: from its beginning, or around the first words met."""
    text = " ".join(text.split())
    if len(text) <= LENGTH:
        return text
    sought = _stems(terms)
    met = [m for m in _PIECE.finditer(text) if sought & _stems_of(m[0], language)] if sought else []
    start = 0
    if met and met[0].end() > LENGTH - 20:
        start = text.rfind(" ", 0, max(met[0].start() - LENGTH // 3, 0)) + 1
    if len(text) - start <= LENGTH:
        return ("… " if start else "") + text[start:]
    stop = text.rfind(" ", start + LENGTH // 2, start + LENGTH)
    cut = text[start : stop if stop > 0 else start + LENGTH].rstrip(" ,;:–-")
    return f"{'… ' if start else ''}{cut} …"


def _stems(terms: Iterable[Term]) -> frozenset[str]:
    return frozenset(
        stem
        for term in terms
        for stem in (*term.stems, *(s for part in term.parts for s in part), *term.others)
    )


def _stems_of(word: str, language: Language) -> set[str]:
    return {
        stem
        for search_word in search_words(word)
        for stems in (whole(search_word, language), *compound(search_word, language))
        for stem in stems
    }
