"""How often intervals and bands hold the truth in small populations, method by method.

Intervals: exact, over every sample there is, for 210 combinations of members, response rate and
true share; a method that has no interval for an outcome does not cover it.
Bands: 4 000 surveys a combination, where the nonrespondents' odds differ from the respondents'.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import comb

from benchmarks.table import keep
from samklang.core.estimate.errors import UndefinedInterval
from samklang.core.estimate.interval import Method, ShareFacts, share_interval
from samklang.core.estimate.sensitivity import sensitivity_band, shift_odds

MEMBERS = (20, 43, 100, 312, 1000)
RATES = (0.3, 0.45, 0.6, 0.7, 0.8, 0.9)
SHARES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7)
METHODS: tuple[Method, ...] = ("wilson", "beta", "logit", "asin", "mean")
ROUNDS = 4000

Ends = tuple[float, float]


@dataclass(frozen=True)
class Coverage:
    """A row of the table: nominal 95 %. width: the mean width, as a fraction."""

    subject: str
    work: str
    worst: float
    at: str
    mean: float
    width: float


def facts(members: int, n: int, count: int) -> ShareFacts:
    """A simple random sample of n."""
    p, unseen = count / n, 1 - n / members
    variance = unseen * p * (1 - p) / (n - 1)
    return ShareFacts.of(
        count=count, n=n, share=p, variance=variance, df=n - 1, unseen=unseen, most=members
    )


def intervals(method: Method) -> Coverage:
    """Exact coverage of a method over the 210 combinations."""
    found: list[tuple[float, str]] = []
    widths: list[float] = []
    for members, rate in product(MEMBERS, RATES):
        n = round(members * rate)
        ends = [_ends(facts(members, n, x), method) for x in range(n + 1)]
        for share in SHARES:
            yes = max(1, round(members * share))
            total = comb(members, n)
            covered, width = 0, 0.0
            for x in range(max(0, n - members + yes), min(n, yes) + 1):
                weight = comb(yes, x) * comb(members - yes, n - x)
                interval = ends[x]
                if interval is None:
                    continue
                covered += weight * _holds(interval, yes / members)
                width += weight / total * (interval[1] - interval[0])
            found.append((covered / total, f"N = {members}, n = {n}, {yes} yes"))
            widths.append(width)
    return _row(method, "210 exact combinations", found, widths)


def bands(odds_ratio: float, end: Callable[[ShareFacts], Ends], subject: str) -> Coverage:
    """Simulated coverage where nonrespondents' odds are `odds_ratio` times the respondents'."""
    import numpy as np

    chance = np.random.default_rng(20261123)
    found: list[tuple[float, str]] = []
    widths: list[float] = []
    for members, rate, share in product(MEMBERS, (0.45, 0.6, 0.8), SHARES[1:]):
        n = round(members * rate)
        ends = [end(facts(members, n, x)) for x in range(n + 1)]
        seen = chance.binomial(n, share, ROUNDS).tolist()
        unseen = chance.binomial(members - n, shift_odds(share, odds_ratio), ROUNDS).tolist()
        held = [_holds(ends[x], (x + y) / members) for x, y in zip(seen, unseen, strict=True)]
        found.append((sum(held) / ROUNDS, f"N = {members}, n = {n}, p = {share}"))
        widths.append(sum(ends[x][1] - ends[x][0] for x in seen) / ROUNDS)
    return _row(subject, f"nonrespondents' odds × {odds_ratio:.2f}", found, widths)


def _row(
    subject: str, work: str, found: Sequence[tuple[float, str]], widths: Sequence[float]
) -> Coverage:
    worst, at = min(found)
    mean = sum(coverage for coverage, _ in found) / len(found)
    return Coverage(subject, work, worst, at, mean, sum(widths) / len(widths))


def _ends(given: ShareFacts, method: Method) -> Ends | None:
    try:
        return share_interval(given, method=method)
    except UndefinedInterval:
        return None


def _band(given: ShareFacts) -> Ends:
    found = sensitivity_band(given, share_interval(given), odds_ratio=1.5)
    assert found is not None
    return found


def _holds(interval: Ends, truth: float) -> bool:
    return interval[0] - 1e-12 <= truth <= interval[1] + 1e-12


def main() -> None:
    """Prints the table and keeps it."""
    print(f"{'subject':<10}{'work':<30}{'worst':>7}{'mean':>7}{'width':>7}  worst at")
    rows = []
    jobs: list[Callable[[], Coverage]] = [
        *(lambda m=m: intervals(m) for m in METHODS),  # type: ignore[misc]
        *(
            lambda o=o, e=e, s=s: bands(o, e, s)  # type: ignore[misc]
            for o in (1 / 1.5, 1.0, 1.5)
            for s, e in (("wilson", share_interval), ("band", _band))
        ),
    ]
    for job in jobs:
        row = job()
        rows.append(row)
        print(
            f"{row.subject:<10}{row.work:<30}{row.worst:>7.3f}{row.mean:>7.3f}{row.width:>7.3f}"
            f"  {row.at}",
            flush=True,
        )
    keep("coverage", rows)


if __name__ == "__main__":
    sys.exit(main())
