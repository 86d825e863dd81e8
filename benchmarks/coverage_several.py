"""How often intervals hold the truth where several strata are put together, and groups made of
strata are compared: exact, over every set of samples there is, as coverage."""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import comb

import numpy as np
from numpy.typing import NDArray

from samklang.core.estimate.difference import difference_interval
from samklang.core.estimate.interval import ShareFacts, share_interval
from samklang.core.estimate.unseen import Part

Matrix = NDArray[np.float64]
# Members and respondents.
Size = tuple[int, int]
Ends = tuple[float, float]

# Strata of one share: response that is alike and unlike, and strata of a few.
STRATA: tuple[tuple[Size, ...], ...] = (
    *(((5, 3),) * 3, ((4, 2),) * 3, ((6, 4), (8, 5), (10, 3)), ((12, 3), (5, 4), (4, 3))),
    *(((20, 10), (10, 3), (8, 7)), ((30, 12), (12, 5), (9, 7)), ((40, 30), (25, 8), (15, 12))),
    *(((8, 6), (8, 3), (4, 3), (3, 2)), ((21, 15), (12, 10), (7, 3), (3, 2))),
)
# As many strata, of one size, as samples cannot be gone through.
ALIKE: tuple[tuple[int, Size], ...] = ((6, (10, 6)), (10, (5, 3)), (12, (4, 2)), (8, (12, 4)))
# The strata of one group, and those of the other.
GROUPS: tuple[tuple[tuple[Size, ...], tuple[Size, ...]], ...] = (
    (((6, 4), (5, 4)), ((7, 5), (4, 3))),
    (((12, 9), (6, 2)), ((25, 8),)),
    (((10, 8), (20, 6)), ((9, 8), (8, 3))),
    (((5, 3), (5, 3), (4, 3)), ((12, 6),)),
)
# Numbers of yes tried in each stratum, at most.
TRIED = 9


@dataclass(frozen=True)
class Held:
    """How often the truth was held, by truth tried, and the mean width over them."""

    kind: str
    what: str
    chances: Matrix
    width: float


def studies() -> Iterator[Held]:
    """Every set of strata, and of groups."""
    for sizes in STRATA:
        yield study("share, three strata or more", sizes, _share_of(sizes), _share_truth(sizes))
    for times, size in ALIKE:
        yield alike(times, size)
    for one, other in GROUPS:
        yield study(
            "difference of groups of strata",
            (*one, *other),
            _difference_of(one, other),
            _difference_truth(one, other),
        )


def study(
    kind: str,
    sizes: Sequence[Size],
    ends: Callable[[tuple[int, ...]], Ends],
    truth: Callable[[Sequence[int]], float],
) -> Held:
    """All samples of a few strata, against truths that are spread over all that could be."""
    low = np.zeros([n + 1 for _, n in sizes])
    high = low.copy()
    for counts in product(*(range(n + 1) for _, n in sizes)):
        low[counts], high[counts] = ends(counts)
    tried = [spread(members) for members, _ in sizes]
    chances = [sampled(size, yes) for size, yes in zip(sizes, tried, strict=True)]
    values = np.zeros([len(yes) for yes in tried])
    for place in np.ndindex(*values.shape):
        values[place] = truth([yes[i] for yes, i in zip(tried, place, strict=True)])
    held = np.zeros(values.shape)
    for value in np.unique(values):
        inside = (low - 1e-9 <= value) & (value <= high + 1e-9)
        held[values == value] = expected(inside.astype(np.float64), chances)[values == value]
    return Held(kind, str(sizes), held, float(expected(high - low, chances).mean()))


def expected(outcome: Matrix, chances: Sequence[Matrix]) -> Matrix:
    """What an outcome by counts is on average, by numbers of yes."""
    for place, chance in enumerate(chances):
        outcome = np.moveaxis(np.tensordot(chance, outcome, axes=(1, place)), 0, place)
    return outcome


def spread(members: int) -> list[int]:
    """Numbers of yes from none to all."""
    return sorted({round(members * i / (TRIED - 1)) for i in range(TRIED)})


def sampled(size: Size, tried: Sequence[int]) -> Matrix:
    """Hypergeometric chances, numbers of yes × counts, of whole numbers of ways."""
    members, n = size
    rows = [[comb(yes, x) * comb(members - yes, n - x) for x in range(n + 1)] for yes in tried]
    return np.array([[ways / comb(members, n) for ways in row] for row in rows])


def alike(times: int, size: Size) -> Held:
    """So many strata of one size, in which one or two numbers of members say yes.

    Which stratum had which count is no matter: samples are the numbers of strata by count.
    """
    members, n = size
    of_one = sampled(size, range(members + 1))
    found: dict[tuple[int, ...], Ends] = {}
    share = _share_of((size,) * times)
    held, widths = [], []
    for one, other in product(range(members + 1), repeat=2):
        if one > other:
            continue
        for more in range(times if one < other else 1):
            truth = ((times - more) * one + more * other) / (times * members)
            covered = width = 0.0
            for strata, chance in _together(of_one, [one] * (times - more) + [other] * more):
                if strata not in found:
                    found[strata] = share(
                        tuple(x for x, many in enumerate(strata) for _ in range(many))
                    )
                low, high = found[strata]
                covered += chance * (low - 1e-9 <= truth <= high + 1e-9)
                width += chance * (high - low)
            held.append(covered)
            widths.append(width)
    what = f"{times} strata of {n} of {members}"
    return Held("share, six strata or more", what, np.array(held), sum(widths) / len(widths))


def _together(of_one: Matrix, yes: Sequence[int]) -> list[tuple[tuple[int, ...], float]]:
    """The chances of how many strata have each count."""
    known: dict[tuple[int, ...], float] = {(0,) * of_one.shape[1]: 1.0}
    for number in yes:
        after: Counter[tuple[int, ...]] = Counter()
        for strata, chance in known.items():
            for x, p in enumerate(of_one[number].tolist()):
                if p * chance > 1e-9:
                    after[(*strata[:x], strata[x] + 1, *strata[x + 1 :])] += p * chance  # type: ignore[assignment]
        known = dict(after)
    return list(known.items())


def facts(sizes: Sequence[Size], counts: Sequence[int]) -> ShareFacts:
    """Strata, each a simple random sample, as the product puts them together."""
    whole = sum(members for members, _ in sizes)
    share = variance = 0.0
    for (members, n), count in zip(sizes, counts, strict=True):
        p = count / n
        share += members / whole * p
        variance += (members / whole) ** 2 * (1 - n / members) * p * (1 - p) / max(1, n - 1)
    n = sum(n for _, n in sizes)
    return ShareFacts.of(
        count=sum(counts),
        n=n,
        share=share,
        variance=variance,
        df=n - len(sizes),
        unseen=1 - n / whole,
        most=whole,
        parts=tuple(
            Part(members, n, count) for (members, n), count in zip(sizes, counts, strict=True)
        ),
    )


def _share_of(sizes: Sequence[Size]) -> Callable[[tuple[int, ...]], Ends]:
    return lambda counts: share_interval(facts(sizes, counts))


def _share_truth(sizes: Sequence[Size]) -> Callable[[Sequence[int]], float]:
    whole = sum(members for members, _ in sizes)
    return lambda yes: math.fsum(yes) / whole


def _difference_of(one: Sequence[Size], other: Sequence[Size]) -> Callable[[tuple[int, ...]], Ends]:
    def ends(counts: tuple[int, ...]) -> Ends:
        first, second = counts[: len(one)], counts[len(one) :]
        return difference_interval(facts(one, first), facts(other, second))

    return ends


def _difference_truth(
    one: Sequence[Size], other: Sequence[Size]
) -> Callable[[Sequence[int]], float]:
    members, others = (sum(size for size, _ in sizes) for sizes in (one, other))
    return lambda yes: sum(yes[: len(one)]) / members - sum(yes[len(one) :]) / others
