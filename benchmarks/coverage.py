"""How often intervals and bands hold the truth in small populations, method by method.

Exact, over every sample there is that is not all but impossible: nothing is drawn at random, so
the table is the same every time. A register of N members; everyone in it is as likely to respond;
a domain is a part of it, known to the register, of which a chance number responds.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TypeVar

import numpy as np
from scipy.stats import binom, hypergeom

from benchmarks import coverage_groups, coverage_numbers, coverage_panels, coverage_weights
from benchmarks import coverage_pairs as pairs
from benchmarks import coverage_several as several
from benchmarks import coverage_strata as strata
from benchmarks.table import keep
from samklang.core.estimate.errors import UndefinedInterval
from samklang.core.estimate.interval import Method, ShareFacts, share_interval
from samklang.core.estimate.sensitivity import sensitivity_band, shift_odds

MEMBERS = (60, 100, 200, 500, 1000, 2000, 5000)
RATES = (0.2, 0.35, 0.5, 0.65, 0.8, 0.95)
DOMAINS = (0.1, 0.25, 0.5, 1.0)
SHARES = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5)
METHODS: tuple[Method, ...] = ("wilson", "wilson-t", "logit", "beta", "asin", "mean")
ODDS_RATIOS = (1 / 1.5, 0.8, 1.0, 1.25, 1.5)
GAMMA = 1.5

# The number of respondents in a domain is taken at these points of its distribution.
POINTS = tuple((i + 0.5) / 5 for i in range(5))
# Outcomes less likely than this are left out.
IMPOSSIBLE = 1e-7
# Where R's logit interval covers within these, its width is a fair measure.
FAIR = (0.94, 0.975)

Ends = tuple[float, float]
C = TypeVar("C")


@dataclass(frozen=True)
class Coverage:
    """A row of the table: nominal 95 %. width: the mean width, as a fraction.

    ratio, greatest_ratio: the width over that of R's logit in the same combination, on average
    and at most, where the latter covers within FAIR. None for bands.
    """

    subject: str
    work: str
    worst: float
    at: str
    mean: float
    width: float
    ratio: float | None = None
    greatest_ratio: float | None = None


@dataclass(frozen=True)
class Part:
    """A domain of `size` of the `members`, of whom `respondents` respond, `n` in the domain."""

    members: int
    respondents: int
    size: int
    n: int


@dataclass(frozen=True)
class Combination:
    """One row of the study: how the domain may have responded, and how many of it are yes."""

    parts: tuple[Part, ...]
    yes: int

    def __str__(self) -> str:
        first = self.parts[0]
        domain = f", domain {first.size}" if first.size < first.members else ""
        return f"N = {first.members}, n = {first.respondents}{domain}, {self.yes} yes"


def combinations() -> Iterator[Combination]:
    """All 1 008."""
    for members, rate, part, share in product(MEMBERS, RATES, DOMAINS, SHARES):
        respondents, size = round(members * rate), round(members * part)
        responding = hypergeom(members, size, respondents)
        parts = tuple(
            Part(members, respondents, size, int(responding.ppf(point))) for point in POINTS
        )
        yield Combination(parts if part < 1 else parts[:1], max(1, round(size * share)))


def facts(part: Part, count: int) -> ShareFacts:
    """`count` of the n respondents say yes. The variance is R's of a domain: linearised."""
    share, unseen = count / part.n, 1 - part.respondents / part.members
    spread = part.respondents / (part.respondents - 1) * share * (1 - share)
    return ShareFacts.of(
        count=count,
        n=part.n,
        share=share,
        variance=unseen * spread / part.n,
        df=part.n - 1,
        unseen=1 - part.n / part.size,
        most=part.size,
    )


@cache
def ends(method: Method, part: Part, count: int) -> Ends | None:
    """A method's interval; None where it has none."""
    if part.n == 0:
        return 0.0, 1.0
    try:
        return share_interval(facts(part, count), method=method)
    except UndefinedInterval:
        return None


def performance(method: Method, combination: Combination) -> tuple[float, float]:
    """The chance that the interval holds the truth, and its mean width.

    Where a method has no interval it does not cover, and is as wide as nothing.
    """
    covered = width = 0.0
    for part in combination.parts:
        truth = combination.yes / part.size
        for count, chance in _outcomes(part, combination.yes):
            interval = ends(method, part, count)
            if interval is not None:
                covered += chance * _holds(interval, truth) / len(combination.parts)
                width += chance * (interval[1] - interval[0]) / len(combination.parts)
    return covered, width


def _outcomes(part: Part, yes: int) -> list[tuple[int, float]]:
    if part.n == 0:
        return [(0, 1.0)]
    counts = np.arange(max(0, part.n - part.size + yes), min(part.n, yes) + 1)
    chances = hypergeom.pmf(counts, part.size, yes, part.n)
    likely = chances > IMPOSSIBLE
    return list(zip(counts[likely].tolist(), chances[likely].tolist(), strict=True))


def intervals() -> Iterator[Coverage]:
    """A row per method and kind of base."""
    everything = list(combinations())
    whole = [c for c in everything if c.parts[0].size == c.parts[0].members]
    yield from _compared("whole register", whole, performance)
    yield from _compared("all combinations", everything, performance)
    yield from _compared("two strata", list(strata.combinations()), strata.performance)


def _compared(
    work: str, chosen: Sequence[C], perform: Callable[[Method, C], tuple[float, float]]
) -> Iterator[Coverage]:
    logit = [perform("logit", c) for c in chosen]
    fair = [FAIR[0] <= covered <= FAIR[1] for covered, _ in logit]
    for method in METHODS:
        found = [perform(method, c) for c in chosen]
        ratios = [
            ours / theirs
            for (_, ours), (_, theirs), is_fair in zip(found, logit, fair, strict=True)
            if is_fair
        ]
        yield _row(
            method,
            f"{work} ({len(chosen)})",
            [(covered, str(c)) for (covered, _), c in zip(found, chosen, strict=True)],
            [width for _, width in found],
            ratio=sum(ratios) / len(ratios),
            greatest_ratio=max(ratios),
        )


def differences() -> Iterator[Coverage]:
    """Differences, changes, and shares of strata whose response runs against their answers."""
    kinds: dict[str, list[tuple[pairs.Pair, pairs.Matrix, float]]] = {}
    for pair in pairs.pairs():
        kinds.setdefault(pair.kind, []).append((pair, *pairs.coverage(pair)))
    for kind, found in kinds.items():
        held = [several.Held(kind, str(pair), chances, width) for pair, chances, width in found]
        yield of_kind(kind, held)


def held(studies: Callable[[], Iterator[several.Held]]) -> Iterator[Coverage]:
    """A row for each kind of study, in the order in which they come."""
    kinds: dict[str, list[several.Held]] = {}
    for one in studies():
        kinds.setdefault(one.kind, []).append(one)
    for kind, found in kinds.items():
        yield of_kind(kind, found)


def of_kind(kind: str, found: Sequence[several.Held]) -> Coverage:
    """Worst and mean over all truths of a kind; mean and width are means of the studies'."""
    worst, at = min((float(one.chances.min()), one.what) for one in found)
    subject, _, what = kind.partition(", ")
    return Coverage(
        subject,
        f"{what or kind} ({sum(one.chances.size for one in found)})",
        worst,
        at,
        sum(float(one.chances.mean()) for one in found) / len(found),
        sum(one.width for one in found) / len(found),
    )


def bands(odds_ratio: float, end: Callable[[ShareFacts], Ends], subject: str) -> Coverage:
    """Where every nonrespondent's odds of yes are `odds_ratio` times a respondent's.

    Yes-answers are binomial among both, so that the share to be covered varies too.
    """
    found: list[tuple[float, str]] = []
    widths: list[float] = []
    for members, rate in product(MEMBERS, RATES):
        n = round(members * rate)
        part = Part(members, n, members, n)
        by_count = cache(lambda count, part=part: end(facts(part, count)))
        for share in SHARES:
            chances = binom.pmf(np.arange(n + 1), n, share)
            counts = np.flatnonzero(chances > IMPOSSIBLE)
            low, high = np.array([by_count(count) for count in counts.tolist()]).T
            silent = binom(members - n, shift_odds(share, odds_ratio))
            fewest = np.ceil(low * members - 1e-9) - counts
            most = np.floor(high * members + 1e-9) - counts
            held = silent.cdf(most) - silent.cdf(fewest - 1)
            found.append((float(chances[counts] @ held), f"N = {members}, n = {n}, p = {share}"))
            widths.append(float(chances[counts] @ (high - low)))
    return _row(subject, f"nonrespondents' odds × {odds_ratio:.2f}", found, widths)


def _row(
    subject: str,
    work: str,
    found: Sequence[tuple[float, str]],
    widths: Sequence[float],
    *,
    ratio: float | None = None,
    greatest_ratio: float | None = None,
) -> Coverage:
    worst, at = min(found)
    mean = sum(coverage for coverage, _ in found) / len(found)
    width = sum(widths) / len(widths)
    return Coverage(subject, work, worst, at, mean, width, ratio, greatest_ratio)


def _band(given: ShareFacts) -> Ends:
    found = sensitivity_band(given, share_interval(given), odds_ratio=GAMMA)
    assert found is not None
    return found


def _holds(interval: Ends, truth: float) -> bool:
    return interval[0] - 1e-12 <= truth <= interval[1] + 1e-12


def bands_and_intervals() -> Iterator[Coverage]:
    """Where those who are silent differ: the interval and the band."""
    for odds_ratio in ODDS_RATIOS:
        yield bands(odds_ratio, share_interval, "wilson")
        yield bands(odds_ratio, _band, "band")


PARTS: dict[str, Callable[[], Iterator[Coverage]]] = {
    "shares": intervals,
    "pairs": differences,
    "several": lambda: held(several.studies),
    "groups": lambda: held(coverage_groups.studies),
    "weights": lambda: held(coverage_weights.studies),
    "numbers": lambda: held(coverage_numbers.studies),
    "panels": lambda: held(coverage_panels.studies),
    "bands": bands_and_intervals,
}


def main() -> None:
    """Prints the table and keeps it. Arguments: the parts to measure, all of them without any."""
    chosen = sys.argv[1:] or list(PARTS)
    if set(chosen) - set(PARTS):
        sys.exit(f"usage: python -m benchmarks.coverage [{' '.join(PARTS)}]")
    print(
        f"{'subject':<31}{'work':<38}{'worst':>7}{'mean':>7}{'width':>7}"
        f"{'× logit':>9}{'at most':>9}  worst at"
    )
    found = []
    for row in (row for part in chosen for row in PARTS[part]()):
        found.append(row)
        ratio = "" if row.ratio is None else f"{row.ratio:.3f}"
        greatest = "" if row.greatest_ratio is None else f"{row.greatest_ratio:.3f}"
        print(
            f"{row.subject:<31}{row.work:<38}{row.worst:>7.3f}{row.mean:>7.3f}{row.width:>7.3f}"
            f"{ratio:>9}{greatest:>9}  {row.at}",
            flush=True,
        )
    keep("coverage", found)


if __name__ == "__main__":
    sys.exit(main())
