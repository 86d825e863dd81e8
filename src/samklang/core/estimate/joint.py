"""The exact joint test of two finite populations, each seen in a simple random sample.

It guards the interval of a difference, and of a share of two strata, as the exact test of one
population guards that of a share.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from samklang.core.estimate.counts import Integers
from samklang.core.estimate.design import Floats
from samklang.core.estimate.ends import Ends
from samklang.core.estimate.exact import fewest_not_rejected
from samklang.core.privacy import Personal

# Numbers of yes to which what was seen of their own population gives a smaller chance may be left
# out, and as much is spent of the level (Berger & Boos 1994, JASA 89:427). In a difference next to
# nothing, as a reader who tries all numbers should come to the same.
LEFT_OUT = 1e-12
# Chances further out than this many standard deviations are not formed.
REACH = 8.0
# Of a large population every so many-th number of yes is tried, so that there are at most so many.
MOST_TRIED = 300
# With a standard deviation of the count above this in both samples the test says what the normal
# distribution says.
LARGE = 40
SLACK = 1e-9


@dataclass(frozen=True)
class Sampled:
    """A population of which `n` members, a simple random sample, are seen: `count` of them yes.

    part: what its share counts for in the sum of both: 1 and −1 in a difference, its part of all
    members in a share of two strata.
    """

    members: Personal[int]
    n: Personal[int]
    count: Personal[int]
    part: Personal[float]


def large(sampled: Sampled, other: Sampled) -> bool:
    """Whether both samples are so large that there is nothing to guard."""
    return min(_count_sd(sampled), _count_sd(other)) > LARGE


def not_rejected(
    sampled: Sampled, other: Sampled, *, level: float, left_out: float = LEFT_OUT
) -> Ends:
    """The least and the greatest value of part₁·share₁ + part₂·share₂ that is not rejected.

    For every pair of numbers of yes among all members the distribution of the estimate is known:
    it is that of two independent hypergeometric counts. A pair is rejected where the tail of the
    estimate that was seen has a chance of at most half the level; a value is rejected where all
    pairs with it are. So the true value is rejected with a chance of at most `level`, whatever
    the shares are: exact and unconditional (Berger & Boos 1994).
    """
    tail = (level - left_out) / 2
    estimate = sampled.part * sampled.count / sampled.n + other.part * other.count / other.n
    first, second = tried(sampled, left_out), tried(other, left_out)
    ours = counts(sampled, first)
    likely = chances(sampled, first, ours)
    seen = counts(other, second)
    sums = np.cumsum(chances(other, second, seen), axis=1)
    below = np.hstack([np.zeros((len(second), 1)), sums])
    # What the other count must be for the estimate to be just the one that was seen.
    same = (estimate - sampled.part * ours / sampled.n) * other.n / other.part
    up, down = np.ceil(same - SLACK), np.floor(same + SLACK) + 1
    under = below[:, np.clip(up - seen[0], 0, len(seen)).astype(np.int64)]
    through = below[:, np.clip(down - seen[0], 0, len(seen)).astype(np.int64)]
    # The chances of an estimate as low and as high as the one seen; which is which is no matter.
    kept = np.minimum(likely @ through.T, 1 - likely @ under.T) > tail
    values = (sampled.part * first / sampled.members)[:, None] + other.part * second / other.members
    between = abs(sampled.part) * step(first) / sampled.members
    between += abs(other.part) * step(second) / other.members
    if not kept.any():
        return Ends(estimate, estimate)
    return Ends(float(values[kept].min()) - between, float(values[kept].max()) + between)


def step(yes: Floats) -> float:
    """How far apart the numbers tried are beyond one."""
    return float(yes[1] - yes[0] - 1) if len(yes) > 1 else 0.0


def tried(sampled: Sampled, left_out: float) -> Floats:
    """The numbers of yes among all members that what was seen does not all but rule out."""
    if sampled.members == sampled.n:
        return np.array([float(sampled.count)])
    fewest = _fewest(sampled.members, sampled.n, sampled.count, left_out)
    most = sampled.members - _fewest(
        sampled.members, sampled.n, sampled.n - sampled.count, left_out
    )
    apart = max(1, math.ceil((most - fewest + 1) / MOST_TRIED))
    totals = np.arange(fewest, most + apart, apart, dtype=np.float64)
    return np.minimum(totals, sampled.count + sampled.members - sampled.n)


def _fewest(members: int, n: int, count: int, left_out: float) -> int:
    return fewest_not_rejected(
        members=members, n=n, count=count, level=left_out / 2, below=members - n + count
    )


def counts(sampled: Sampled, yes: Floats) -> Floats:
    """The counts that a sample may have, of any of the numbers tried, but all but impossible."""
    if sampled.members == sampled.n:
        return np.array([float(sampled.count)])
    ends = []
    for end, sign in ((yes[0], -1), (yes[-1], 1)):
        share = float(end) / sampled.members
        unseen = (sampled.members - sampled.n) / max(1, sampled.members - 1)
        reach = (
            REACH * math.sqrt(sampled.n * max(share * (1 - share), 1 / sampled.members) * unseen)
            + 4
        )
        ends.append(sampled.n * share + sign * reach)
    low, high = max(0, math.floor(ends[0])), min(sampled.n, math.ceil(ends[1]))
    return np.arange(min(low, sampled.count), max(high, sampled.count) + 1, dtype=np.float64)


def chances(sampled: Sampled, yes: Floats, seen: Floats) -> Floats:
    """Hypergeometric chances, numbers tried × counts."""
    logs = _log_factorials(sampled.members)
    among, x = yes[:, None].astype(np.int64), seen[None, :].astype(np.int64)
    no, left = sampled.members - among, sampled.n - x
    possible = (x <= among) & (left <= no) & (left >= 0)

    def ways(of: Integers, take: Integers) -> Floats:
        top, part = np.where(possible, of, 0), np.where(possible, take, 0)
        ways: Floats = logs[top] - logs[part] - logs[top - part]
        return ways

    total = logs[sampled.members] - logs[sampled.n] - logs[sampled.members - sampled.n]
    chances: Floats = np.where(possible, np.exp(ways(among, x) + ways(no, left) - total), 0.0)
    return chances


def _count_sd(sampled: Sampled) -> float:
    share = (sampled.count + 0.5) / (sampled.n + 1)
    return math.sqrt(
        sampled.n * share * (1 - share) * (sampled.members - sampled.n) / sampled.members
    )


@lru_cache(maxsize=64)
def _log_factorials(most: int) -> Floats:
    return np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1, dtype=np.float64)))])
