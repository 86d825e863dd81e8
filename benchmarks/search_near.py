"""How near in meaning two examples must be to be said to be alike: what each cut-off would show.

`make bench NAME=search_near`, on the invented examples of benchmarks.search. Two are taken to be
alike where some query, other than one for a place or an organisation, should find both of them and
at most six others: that is stricter than a reader is.
"""

import itertools
import os
from dataclasses import dataclass

import numpy as np

from benchmarks.search_world import invented, queries
from benchmarks.table import keep
from samklang.suggesting.meaning import MeaningVectors

CUT_OFFS = (0.15, 0.2, 0.25, 0.3, 0.35)
FEW = 8


@dataclass(frozen=True)
class Row:
    """What a cut-off would show. examples: how many have any that is alike beside them."""

    cut_off: float
    shown: int
    alike: int
    examples: int


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


if __name__ == "__main__":
    main()
