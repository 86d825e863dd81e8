"""How often intervals hold the truth where two strata respond differently: exact, as coverage."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
from scipy.stats import hypergeom

from samklang.core.estimate.errors import UndefinedInterval
from samklang.core.estimate.interval import Method, ShareFacts, share_interval
from samklang.core.estimate.sensitivity import shift_odds
from samklang.core.estimate.unseen import Part

MEMBERS = (60, 100, 200)
SPLITS = (0.5, 0.8)
RATES = ((0.3, 0.3), (0.5, 0.5), (0.8, 0.8), (0.45, 0.75), (0.25, 0.9))
SHARES = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5)
ODDS_RATIOS = (1.0, 9.0, 1 / 9)
# Outcomes less likely than this in their stratum are left out.
IMPOSSIBLE = 1e-5

Pair = tuple[int, int]


@dataclass(frozen=True)
class Strata:
    """Two strata: their members, respondents, and how many of the members are yes."""

    members: Pair
    respondents: Pair
    yes: Pair

    def __str__(self) -> str:
        return f"N = {self.members}, n = {self.respondents}, {self.yes} yes"


def combinations() -> Iterator[Strata]:
    """All 540; the odds in the first stratum are the same, 9 times lower or 9 times higher."""
    for members, split, rates, share, odds in product(MEMBERS, SPLITS, RATES, SHARES, ODDS_RATIOS):
        first = round(members * split)
        sizes = (first, members - first)
        shares = (shift_odds(share, odds**-0.5), shift_odds(share, odds**0.5))
        n = (max(2, round(sizes[0] * rates[0])), max(2, round(sizes[1] * rates[1])))
        yes = (round(sizes[0] * shares[0]), max(odds >= 1, round(sizes[1] * shares[1])))
        yield Strata(sizes, n, yes)


@cache
def interval(
    method: Method, members: Pair, respondents: Pair, counts: Pair
) -> tuple[float, float] | None:
    """A method's interval; None where it has none."""
    share = variance = 0.0
    size = sum(members)
    for all_, n, count in zip(members, respondents, counts, strict=True):
        part, p = all_ / size, count / n
        share += part * p
        variance += part**2 * (1 - n / all_) * p * (1 - p) / (n - 1)
    n = sum(respondents)
    facts = ShareFacts.of(
        count=sum(counts),
        n=n,
        share=share,
        variance=variance,
        df=n - 2,
        unseen=1 - n / size,
        most=size,
        parts=tuple(map(Part, members, respondents, counts)),
    )
    try:
        return share_interval(facts, method=method)
    except UndefinedInterval:
        return None


def performance(method: Method, strata: Strata) -> tuple[float, float]:
    """The chance that the interval holds the truth, and its mean width."""
    truth = sum(strata.yes) / sum(strata.members)
    covered = width = 0.0
    outcomes = [
        _outcomes(*one) for one in zip(strata.members, strata.respondents, strata.yes, strict=True)
    ]
    for (first, chance), (second, other) in product(*outcomes):
        found = interval(method, strata.members, strata.respondents, (first, second))
        if found is not None:
            low, high = found
            covered += chance * other * (low - 1e-12 <= truth <= high + 1e-12)
            width += chance * other * (high - low)
    return covered, width


def _outcomes(members: int, n: int, yes: int) -> list[tuple[int, float]]:
    counts = np.arange(max(0, n - members + yes), min(n, yes) + 1)
    chances = hypergeom.pmf(counts, members, yes, n)
    likely = chances > IMPOSSIBLE
    return list(zip(counts[likely].tolist(), chances[likely].tolist(), strict=True))
