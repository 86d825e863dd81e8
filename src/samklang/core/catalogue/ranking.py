"""Ranking: which examples a query fits, and how well, from where its words stand.

Pure arithmetic on sets of document numbers, so that every engine gives the same order.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samklang.core.catalogue.analyser import Place, Term
from samklang.core.catalogue.columns import Places

# What a match in a title or a name is worth against one in the text.
WORTH = {Place.TITLE: 6.0, Place.NAME: 4.0, Place.TEXT: 1.5}
# What a compound that is matched by both its parts apart is worth, and a synonym.
PARTS, SYNONYM = 0.6, 0.35
# The places of the examples that have a token of every group.
Postings = Callable[[Sequence[Sequence[str]]], Places]


@dataclass(frozen=True)
class Fit:
    """The examples that fit. places: in their order; scores: of every place, 0 where none.

    every: each has all the words; else they are those that have some. hits: of each term.
    """

    places: Places
    scores: npt.NDArray[np.float64]
    every: bool
    hits: tuple[int, ...]


def fit(terms: Sequence[Term], postings: Postings, size: int, live: npt.NDArray[np.bool_]) -> Fit:
    """The examples that have all the terms; where none has, those that have any.

    size: how many places there are. live: which of them count.
    """
    scores = np.zeros(size, np.float64)
    matched = np.zeros(size, np.int64)
    total = int(live.sum())
    hits: list[int] = []
    for term in terms:
        score = _score(term, postings, size) * live
        hits.append(n := int(np.count_nonzero(score)))
        matched += score > 0
        scores += score * math.log(1 + (total - n + 0.5) / (n + 0.5))
    every = matched == len(terms)
    complete = bool(terms) and bool(every.any())
    chosen = every if complete else matched > 0
    # Alike to nine decimals is alike: the alphabet decides, not the order of additions.
    places = np.flatnonzero(chosen).astype(np.int64)
    scores[~chosen] = 0.0
    return Fit(places, scores.round(9), complete, tuple(hits))


def _score(term: Term, postings: Postings, size: int) -> npt.NDArray[np.float64]:
    score = np.zeros(size)
    for place, worth in WORTH.items():
        score[postings([[place.value + stem for stem in term.stems]])] += worth
    if len(term.parts) > 1:
        by_parts = postings([_anywhere(stems) for stems in term.parts])
        score[by_parts] = np.maximum(score[by_parts], WORTH[Place.TEXT] * PARTS)
    if term.others:
        by_others = postings([_anywhere(term.others)])
        score[by_others] = np.maximum(score[by_others], WORTH[Place.TEXT] * SYNONYM)
    return score


def _anywhere(stems: Sequence[str]) -> list[str]:
    return [place.value + stem for stem in stems for place in Place]
