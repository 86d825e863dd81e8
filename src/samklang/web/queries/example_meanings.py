"""Which examples are nearest in meaning: to another one, and to a query that no words fit."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from django.db.models import Count, Max, QuerySet

from samklang.core.catalogue.columns import Columns, Places
from samklang.core.catalogue.example import Example as Printed
from samklang.core.language.wording import FIRST_LANGUAGE, any_text
from samklang.suggesting.meaning import MeaningVectors, available
from samklang.web.models import CatalogueEntry, ExampleVector, Network
from samklang.web.queries.entries import printed_entry

NAME = MeaningVectors.name
# Beyond this many examples words alone rank: every vector is held against every query.
MOST = 5_000
# What is shown of a query that no example has a word of, and how many letters of it are read.
FOUND, LONGEST_QUERY = 5, 100
# A cosine below which an example is not near a query: what words of nothing reach (`make bench
# NAME=search_near`).
FLOOR = 0.2

Floats = npt.NDArray[np.float64]


def lacking(most: int) -> list[CatalogueEntry]:
    """Some examples shown that have no vector. Two queries."""
    shown = CatalogueEntry.objects.filter(live=True)
    counts = shown.values("network").annotate(examples=Count("pk"))
    small = [row["network"] for row in counts.order_by() if row["examples"] <= MOST]
    without = shown.filter(network__in=small).exclude(vector__name=NAME)
    return list(without.order_by("pk")[:most])


def text_of(entry: CatalogueEntry) -> str:
    """What a vector of an example is of: its title, and what it is in short or at length."""
    example: Printed = printed_entry(entry)
    said = example.summary[FIRST_LANGUAGE] or any_text(example.description)
    return f"{any_text(example.title)}. {said}"


def nearest(network: Network, kept: Columns, entry: int) -> Floats | None:
    """How near each example is in meaning to one of them, at most 1; None where it is not known.

    0 where another has no vector. Two queries at most.
    """
    vectors = _vectors(network)
    if vectors is None or entry not in vectors.ids:
        return None
    to = vectors.rows[vectors.ids.index(entry)]
    scores = np.zeros(kept.size)
    ids = np.array(vectors.ids, np.int64)
    here = np.isin(ids, kept.ids)
    scores[kept.places_of(ids[here])] = (vectors.rows @ to)[here]
    return scores


class Near(NamedTuple):
    """The places of the examples nearest in meaning, and a score of every place."""

    places: Places
    scores: Floats


def meant(network: Network, kept: Columns, text: str) -> Near | None:
    """The examples nearest in meaning to a query; None where meaning is not known or none is near.
    Two queries at most, and some 30 CPU ms for the vector of `text`.
    """
    vectors = _vectors(network) if available() else None
    if vectors is None:
        return None
    (query,) = MeaningVectors().of([text[:LONGEST_QUERY]])
    ids = np.array(vectors.ids, np.int64)
    here = np.isin(ids, kept.ids)
    scores = np.full(kept.size, -np.inf)
    scores[kept.places_of(ids[here])] = (vectors.rows @ vectors.seen(query))[here]
    best = np.argsort(-scores.round(6), kind="stable")[:FOUND]
    best = best[scores[best] >= FLOOR]
    if not len(best):
        return None
    every = np.zeros(kept.size)
    # A score of 0 is that of what does not fit; a cosine is at least -1.
    every[best] = scores[best] + 2.0
    return Near(np.sort(best).astype(np.int64), every)


class _Vectors:
    """The vectors of a network's examples, each of length 1, seen from their middle."""

    def __init__(self, ids: Sequence[int], rows: Floats):
        self.ids = list(ids)
        self.middle: Floats = rows.mean(axis=0)
        self.rows = self.seen(rows)

    def seen(self, rows: npt.NDArray[np.floating[Any]]) -> Floats:
        """Rows, or one, from the middle: what all texts have in common brings none nearer."""
        apart = rows - self.middle
        lengths = np.linalg.norm(apart, axis=-1, keepdims=True)
        return np.asarray(apart / np.where(lengths > 1e-9, lengths, 1), np.float64)


def _vectors(network: Network) -> _Vectors | None:
    of_network = _of(network.pk)
    known = of_network.aggregate(newest=Max("pk"), number=Count("pk"))
    if not known["number"] or known["number"] > MOST:
        return None
    return _read(network.pk, known["newest"], known["number"])


def _of(network: int) -> QuerySet[ExampleVector]:
    return ExampleVector.objects.filter(entry__network=network, entry__live=True, name=NAME)


# A vector is never changed: one goes and another comes.
@lru_cache(maxsize=8)
def _read(network: int, newest: int, number: int) -> _Vectors:
    rows = list(_of(network).order_by("entry").values_list("entry", "vector"))
    every = [np.frombuffer(bytes(vector), "<f4").astype(np.float64) for _, vector in rows]
    return _Vectors([entry for entry, _ in rows], np.array(every))


def forget() -> None:
    """Keeps nothing: the rows are other rows now."""
    _read.cache_clear()
