"""The exact test of a number among all members, given a simple random sample of some of them."""

from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

# Beyond this the chances have died out, in double precision.
NEGLIGIBLE = 1e-18
# Two chances that differ by less are the same, computed in two ways.
SAME = 1 + 1e-9


@lru_cache(maxsize=4096)
def fewest_not_rejected(*, members: int, n: int, count: int, level: float, below: int) -> int:
    """The smallest number with the property among `members` that is not rejected.

    `count` of the `n` members seen have it. Only numbers under `below` are tried, which is the
    answer where all of them are rejected. For the greatest number ask of those without the
    property. A number is rejected where its p-value is at most `level`.
    """
    # The p-value is at most twice the smaller tail, which grows with the number: leave those where
    # even that is too little, from above in growing steps, as they are seldom far. Fewer than the
    # count there cannot be.
    beyond, step = below, 1
    while (
        beyond > count
        and 2 * at_least(members=members, n=n, yes=max(count, beyond - step), count=count) > level
    ):
        beyond, step = max(count, beyond - step), 2 * step
    least = max(count, beyond - step)
    while least < beyond:
        middle = (least + beyond) // 2
        if 2 * at_least(members=members, n=n, yes=middle, count=count) > level:
            beyond = middle
        else:
            least = middle + 1
    for yes in range(least, below):
        if p_value(members=members, n=n, count=count, yes=yes) > level:
            return yes
    return below


def p_value(*, members: int, n: int, count: int, yes: int) -> float:
    """The p-value of Blaker (2000) for `yes` of all members having what `count` of `n` have.

    The chance of what was seen or more in its tail, and of as much of the other tail as is no
    likelier. It is exact: the true number has a p-value of at most a with a chance of at most a.
    """
    first, chances = _chances(members, n, yes)
    below = list(accumulate(chances))
    above = list(accumulate(reversed(chances)))
    place = count - first
    if not 0 <= place < len(chances):
        return 0.0
    up, down = above[len(chances) - 1 - place], below[place]
    tail, other = (up, below) if up <= down else (down, above)
    # How many outcomes of the other tail, from its far end, are together no likelier.
    others = bisect_left(other, tail * SAME)
    return min(1.0, tail + (other[others - 1] if others else 0.0))


def at_least(*, members: int, n: int, yes: int, count: int) -> float:
    """The chance that `count` or more of n members seen have what `yes` of all have."""
    first, chances = _chances(members, n, yes)
    return sum(chances[max(0, count - first) :])


class _Chances(NamedTuple):
    """The chances of every count from the first."""

    first: int
    chances: tuple[float, ...]


@lru_cache(maxsize=256)
def _chances(members: int, n: int, yes: int) -> _Chances:
    """The hypergeometric chances of every count in a sample of n, and the first such count.

    Ratios of neighbours from the likeliest count outwards, then scaled to add up to 1: nothing
    overflows, and what is too unlikely to matter is never formed.
    """
    no = members - yes
    lowest, highest = max(0, n - no), min(n, yes)
    peak = min(max((n + 1) * (yes + 1) // (members + 2), lowest), highest)
    upwards, chance, x = [1.0], 1.0, peak
    while x < highest and chance > NEGLIGIBLE:
        chance *= (yes - x) * (n - x) / ((x + 1) * (no - n + x + 1))
        x += 1
        upwards.append(chance)
    downwards, chance, x = [], 1.0, peak
    while x > lowest and chance > NEGLIGIBLE:
        chance *= x * (no - n + x) / ((yes - x + 1) * (n - x + 1))
        x -= 1
        downwards.append(chance)
    chances = [*reversed(downwards), *upwards]
    total = sum(chances)
    return _Chances(x, tuple(chance / total for chance in chances))
