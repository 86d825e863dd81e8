"""Whether a claim ever passes that the exact joint distribution refutes: random pairs, tried apart.

The chance of what was seen is worked out here by adding up hypergeometric chances, with none of the
product's own tests: for every truth in which the claim is false, the greatest chance of a sample
that bears it out as well as the one drawn.
"""

import sys
from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy.stats import hypergeom

from benchmarks.table import keep
from samklang.core.disclosure.released import ReleasedCell, ReleasedDifference
from samklang.core.estimate.difference import difference_interval
from samklang.core.estimate.interval import ShareFacts, share_interval
from samklang.core.figures.claims import Bound, check

PAIRS = 10_000
# A claim is refuted where a false truth would have shown as much with a greater chance.
REFUTED = 0.05
ANSWERED = "fler av dem som svarade"


@dataclass(frozen=True)
class Tried:
    """A row: pairs drawn, claims that passed, and of these refuted."""

    kind: str
    pairs: int
    passed: int
    refuted: int


def facts(members: int, n: int, count: int) -> ShareFacts:
    """A simple random sample."""
    share, unseen = count / n, 1 - n / members
    variance = unseen * share * (1 - share) / (n - 1)
    return ShareFacts.of(
        count=count, n=n, share=share, variance=variance, df=n - 1, unseen=unseen, most=members
    )


def bound(members: int, n: int, count: int, exclusive: str) -> Bound:
    """A share as it is printed."""
    low, high = share_interval(facts(members, n, count))
    ends = int(np.floor(100 * low + 1e-9)), int(np.ceil(100 * high - 1e-9))
    cell = ReleasedCell("shown", count, int(100 * count / n + 0.5), *ends)
    return Bound(cell, n, 1 - n / members, exclusive)


def of_groups(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether "more in the first" passes with the difference worked out."""
    low, high = difference_interval(facts(*one), facts(*other))
    apart = ReleasedDifference(
        points=0, low=int(np.floor(100 * low + 1e-9)), high=int(np.ceil(100 * high - 1e-9))
    )
    cells = bound(*one, ""), bound(*other, "")
    return check(ANSWERED, cells, "sv", apart=apart) is None


def refuted_of_groups(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether some shares of which the first is not the greater give such a difference often."""
    (members, n, count), (others, m, less) = one, other
    yes, no = np.arange(members + 1), np.arange(others + 1)
    first = hypergeom.pmf(np.arange(n + 1)[None, :], members, yes[:, None], n)
    second = hypergeom.pmf(np.arange(m + 1)[None, :], others, no[:, None], m)
    seen = count / n - less / m
    as_much = np.arange(n + 1)[:, None] / n - np.arange(m + 1)[None, :] / m >= seen - 1e-12
    chances = first @ as_much @ second.T
    false = yes[:, None] * others <= no[None, :] * members
    # What was seen leaves only these possible.
    false &= (yes[:, None] >= count) & (yes[:, None] <= count + members - n)
    false &= (no[None, :] >= less) & (no[None, :] <= less + others - m)
    return bool(np.any(chances[false] > REFUTED))


def of_answers(members: int, n: int, counts: tuple[int, int]) -> bool:
    """Whether "more say the first" passes of two answers of one question."""
    cells = tuple(bound(members, n, count, "q") for count in counts)
    return check(ANSWERED, cells, "sv") is None


def refuted_of_answers(members: int, n: int, counts: tuple[int, int]) -> bool:
    """The same for answers that exclude each other, of all who said either."""
    more, either = counts[0], sum(counts)
    most = members - n + either
    for first in range(more, most - counts[1] + 1):
        for second in range(max(first, counts[1]), most - first + 1):
            if hypergeom.sf(more - 1, first + second, first, either) > REFUTED:
                return True
    return False


def rows(pairs: int) -> list[Tried]:
    """Half of the pairs are groups, half are answers."""
    random = np.random.default_rng(20261129)
    found: Counter[tuple[str, str]] = Counter()
    for number in range(pairs):
        kind = "groups" if number % 2 else "answers"
        if kind == "groups":
            one, other = (_sample(random) for _ in range(2))
            passed = of_groups(one, other)
            wrong = passed and refuted_of_groups(one, other)
        else:
            members = int(random.integers(5, 45))
            n = int(random.integers(3, members + 1))
            p = random.dirichlet((1, 1, 1))
            drawn = random.multinomial(n, p)
            counts = int(drawn[0]), int(drawn[1])
            passed = sum(counts) > 0 and of_answers(members, n, counts)
            wrong = passed and refuted_of_answers(members, n, counts)
        found[kind, "pairs"] += 1
        found[kind, "passed"] += passed
        found[kind, "refuted"] += wrong
    return [
        Tried(kind, *(found[kind, what] for what in ("pairs", "passed", "refuted")))
        for kind in ("groups", "answers")
    ]


def _sample(random: np.random.Generator) -> tuple[int, int, int]:
    members = int(random.integers(5, 61))
    n = int(random.integers(3, members + 1))
    yes = int(random.integers(0, members + 1))
    return members, n, int(random.hypergeometric(yes, members - yes, n))


def main() -> None:
    """Prints the table and keeps it."""
    found = rows(PAIRS)
    for row in found:
        print(f"{row.kind:<10}{row.pairs:>7} pairs{row.passed:>7} passed{row.refuted:>5} refuted")
    keep("claims", found)


if __name__ == "__main__":
    sys.exit(main())
