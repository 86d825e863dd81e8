"""How near in meaning examples must be, to each other or to a query: what each cut-off would show.

`make bench NAME=search_near`, on the invented examples of benchmarks.search. Two are taken to be
alike where some query, other than one for a place or an organisation, should find both of them and
at most six others: that is stricter than a reader is. Queries are asked by meaning alone, as where
no word fits, beside words of nothing, which should find none.
"""

import itertools
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.search_world import Query, invented, queries
from benchmarks.table import keep
from samklang.suggesting.meaning import MeaningVectors

CUT_OFFS = (0.15, 0.2, 0.25, 0.3, 0.35)
FLOORS = (-1.0, 0.14, 0.16, 0.18, 0.19, 0.2, 0.21, 0.22, 0.24, 0.26)
FEW, NOTHING = 8, 100


@dataclass(frozen=True)
class Row:
    """What a cut-off would show. examples: how many have any that is alike beside them."""

    cut_off: float
    shown: int
    alike: int
    examples: int


@dataclass(frozen=True)
class Floor:
    """What a floor would show. asked, right: queries with any example, with one they should find.

    share: of the examples shown, those that should be. nothing: words of nothing with any example.
    """

    floor: float
    asked: int
    right: int
    share: float
    nothing: int


def main() -> None:
    """Prints how many would be shown at each cut-off, and how many of those are alike."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.web_settings")
    import django

    django.setup()
    from samklang.web.queries.similar import MOST, NEAR

    rows = invented()
    vectors = MeaningVectors().of([f"{row['title']}. {row['description']}" for row in rows])
    apart = vectors.astype(np.float64) - vectors.mean(axis=0)
    apart /= np.linalg.norm(apart, axis=1, keepdims=True)
    nearness = apart @ apart.T
    np.fill_diagonal(nearness, -1)
    number = {row["id"]: place for place, row in enumerate(rows)}
    alike = {
        (number[one], number[other])
        for query in queries()
        if query.kind not in ("organisation", "municipality") and len(query.relevant) <= FEW
        for one, other in itertools.permutations(query.relevant, 2)
    }
    best = np.argsort(-nearness, axis=1)[:, :MOST]
    measured: list[Row] = []
    print(f"{'cut-off':<10}{'shown':>8}{'alike':>8}{'share':>8}{'of examples':>14}   (now {NEAR})")
    for least in CUT_OFFS:
        shown = [
            (one, int(other))
            for one in range(len(rows))
            for other in best[one]
            if nearness[one, other] >= least
        ]
        right = sum(pair in alike for pair in shown)
        row = Row(least, len(shown), right, len({one for one, _ in shown}))
        share = right / max(len(shown), 1)
        print(f"{least:<10}{row.shown:>8}{right:>8}{share:>8.2f}{row.examples:>14}")
        measured.append(row)
    keep("search-near", measured)
    keep("search-near-queries", floors(apart, vectors.mean(axis=0), number))


def floors(
    apart: npt.NDArray[np.float64], middle: npt.NDArray[np.float32], number: dict[str, int]
) -> list[Floor]:
    """Prints what each floor of a query's nearness would show."""
    from samklang.web.queries.example_meanings import FLOOR, FOUND

    asked = [query for query in queries() if query.kind not in ("organisation", "municipality")]
    found, none = (
        nearness(texts, apart, middle)
        for texts in ([query.text for query in asked], list(words_of_nothing(NOTHING)))
    )
    best = np.argsort(-found, axis=1)[:, :FOUND]

    def wanted(query: Query, place: int) -> bool:
        return place in {number[name] for name in query.relevant}

    print(f"{'floor':<10}{'queries':>8}{'right':>8}{'share':>8}{'nothing':>10}   (now {FLOOR})")
    measured = []
    for floor in FLOORS:
        shown = [
            [int(place) for place in best[row] if found[row, place] >= floor]
            for row in range(len(asked))
        ]
        right = [
            [place for place in places if wanted(query, place)]
            for query, places in zip(asked, shown, strict=True)
        ]
        share = sum(map(len, right)) / max(sum(map(len, shown)), 1)
        any_of_none = int((none.max(axis=1) >= floor).sum())
        row = Floor(floor, sum(map(bool, shown)), sum(map(bool, right)), share, any_of_none)
        print(f"{floor:<10}{row.asked:>8}{row.right:>8}{share:>8.2f}{row.nothing:>10}")
        measured.append(row)
    print(f"of {len(asked)} queries and {NOTHING} words of nothing")
    return measured


def nearness(
    texts: list[str], apart: npt.NDArray[np.float64], middle: npt.NDArray[np.float32]
) -> npt.NDArray[np.float64]:
    """A row a text, its nearness to each example, seen from the middle of the examples."""
    rows = MeaningVectors().of(texts).astype(np.float64) - middle
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True) @ apart.T, np.float64)


def words_of_nothing(most: int) -> Iterator[str]:
    """Words that could be Swedish and are none, and letters at random, by turns."""
    chance = random.Random(3)
    for number in range(most):
        if number % 3:
            pairs = range(chance.randint(2, 4))
            beats = [chance.choice("bdfgklmnprstv") + chance.choice("aeiouyåäö") for _ in pairs]
            yield "".join(beats) + chance.choice(["", "r", "n", "st", "ng"])
        else:
            letters = chance.choices("abcdefghijklmnopqrstuvwxyzåäö", k=chance.randint(4, 12))
            yield "".join(letters)


if __name__ == "__main__":
    main()
