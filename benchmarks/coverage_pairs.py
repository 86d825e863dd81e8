"""How often the intervals of differences and changes hold the truth, and shares of two strata whose
response runs against their answers: exact, over every pair of samples there is, as coverage."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from samklang.core.estimate.difference import Ends, difference_interval
from samklang.core.estimate.interval import ShareFacts, share_interval
from samklang.core.estimate.unseen import Part
from samklang.core.figures.changes import change
from samklang.core.theme.series import EarlierShare

# Members and respondents of the two populations: groups of a census, domains, two years.
GROUPS = (
    *(((30, 28), (40, 36)), ((21, 15), (22, 17)), ((43, 32), (43, 30)), ((12, 10), (30, 10))),
    *(((60, 20), (40, 30)), ((100, 30), (20, 10)), ((8, 5), (9, 8)), ((120, 90), (25, 8))),
)
# Two strata, of which one answers well and one ill.
STRATA = (
    *(((160, 144), (40, 10)), ((48, 12), (12, 11)), ((30, 9), (30, 27)), ((80, 72), (20, 5))),
    *(((20, 18), (20, 4)), ((100, 25), (30, 28))),
)
# Outcomes less likely than this in their population are left out.
IMPOSSIBLE = 1e-7
STEPS = 20

Size = tuple[int, int]
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """A row of the study: two populations, (members, respondents), and what is made of them."""

    kind: str
    first: Size
    second: Size

    def __str__(self) -> str:
        return f"{self.first[1]} of {self.first[0]} and {self.second[1]} of {self.second[0]}"


def pairs() -> Iterator[Pair]:
    """Differences, changes told from counts and from printed intervals, and shares of strata."""
    for kind in ("difference", "change", "change, intervals alone"):
        for one, other in GROUPS:
            yield Pair(kind, one, other)
    for one, other in STRATA:
        yield Pair("share, uneven strata", one, other)


def coverage(pair: Pair) -> tuple[Matrix, float]:
    """The chance of covering for numbers of yes in both, and the mean width."""
    tried = [_tried(members) for members, _ in (pair.first, pair.second)]
    one, other = (
        _chances(size, yes) for size, yes in zip((pair.first, pair.second), tried, strict=True)
    )
    first = tried[0][:, None] / pair.first[0]
    second = tried[1][None, :] / pair.second[0]
    truth = first - second
    if pair.kind == "share, uneven strata":
        truth = (tried[0][:, None] + tried[1][None, :]) / (pair.first[0] + pair.second[0])
    held: Matrix = np.zeros(truth.shape)
    width = 0.0
    for x in range(pair.first[1] + 1):
        for y in range(pair.second[1] + 1):
            chance = one[:, x][:, None] * other[:, y][None, :]
            if chance.max() < IMPOSSIBLE:
                continue
            low, high = _ends(pair, x, y)
            held += chance * ((truth >= low - 1e-9) & (truth <= high + 1e-9))
            width += float(chance.mean()) * (high - low)
    return held, width


def _ends(pair: Pair, x: int, y: int) -> Ends:
    if pair.kind == "share, uneven strata":
        return share_interval(_stratified(pair, x, y))
    if pair.kind == "difference":
        return difference_interval(_facts(*pair.first, x), _facts(*pair.second, y))
    counts = pair.kind == "change"
    found = change(_printed(*pair.first, x, counts), _printed(*pair.second, y, counts))
    return found.low / 100, found.high / 100


@cache
def _facts(members: int, n: int, count: int) -> ShareFacts:
    share, unseen = count / n, 1 - n / members
    variance = unseen * share * (1 - share) / (n - 1)
    return ShareFacts.of(
        count=count, n=n, share=share, variance=variance, df=n - 1, unseen=unseen, most=members
    )


def _stratified(pair: Pair, x: int, y: int) -> ShareFacts:
    size = pair.first[0] + pair.second[0]
    share = variance = 0.0
    for (members, n), count in ((pair.first, x), (pair.second, y)):
        p = count / n
        share += members / size * p
        variance += (members / size) ** 2 * (1 - n / members) * p * (1 - p) / (n - 1)
    n = pair.first[1] + pair.second[1]
    parts = (Part(*pair.first, x), Part(*pair.second, y))
    return ShareFacts.of(
        count=x + y,
        n=n,
        share=share,
        variance=variance,
        df=n - 2,
        unseen=1 - n / size,
        most=size,
        parts=parts,
    )


@cache
def _printed(members: int, n: int, count: int, counts: bool) -> EarlierShare:
    low, high = share_interval(_facts(members, n, count))
    share = int(100 * count / n + 0.5)
    ends = int(np.floor(100 * low + 1e-9)), int(np.ceil(100 * high - 1e-9))
    if not counts:
        return EarlierShare("q", "yes", share, *ends)
    return EarlierShare("q", "yes", share, *ends, n, count, members)


def _tried(members: int) -> NDArray[np.int64]:
    """Numbers of yes from none to all, STEPS of them and those near the ends."""
    found = {0, 1, 2, 3, members, members - 1, members - 2, members - 3}
    found |= {round(members * i / STEPS) for i in range(STEPS + 1)}
    return np.array(sorted(found))


def _chances(size: Size, yes: NDArray[np.int64]) -> Matrix:
    from scipy.stats import hypergeom

    members, n = size
    found: Matrix = hypergeom.pmf(np.arange(n + 1)[None, :], members, yes[:, None], n)
    return found
