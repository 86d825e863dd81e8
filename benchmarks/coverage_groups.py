"""How often intervals of groups hold the truth where one group answers worse than another: through
the product's cells, exact over every pair of samples there is.

The survey is one simple random sample, or a census without strata of which some are silent. The
register tells how many members each group has, so that given who responded each group is a sample
of its own. Groups of two classes that answer unlike, under weights, are drawn at random: how many
members of each class a group has is not known.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np

from benchmarks.coverage_several import Ends, Held, Size, study
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.design import Design
from samklang.core.estimate.domains import Domain, difference, domain_shares
from samklang.core.estimate.weighting import base_weights, individual_weights

YES, NO = "yes", "no"
# Members and respondents of two groups.
GROUPS: tuple[tuple[Size, Size], ...] = (
    *(((30, 8), (70, 66)), ((20, 18), (40, 10)), ((12, 5), (30, 27)), ((60, 15), (40, 36))),
    *(((15, 14), (60, 20)), ((25, 20), (25, 20))),
)
# Members of both classes in two groups, and how many of each class respond.
CLASSES = (
    (((10, 10), (12, 8)), (14, 6)),
    (((25, 15), (20, 20)), (30, 9)),
    (((50, 30), (30, 50)), (50, 20)),
)
# The parts that say yes, of the classes of the first group and of the second.
SAID = (
    *((1, 0, 1, 0), (1, 0, 0, 1), (1, 0, 0, 0), (1, 0, 0.5, 0.5), (0.8, 0.2, 0.8, 0.2)),
    *((0.9, 0.4, 0.6, 0.1), (0.2, 0.3, 0.5, 0.4), (0, 1, 0.9, 1)),
)
DRAWN = 200


def studies() -> Iterator[Held]:
    """The share of either group, and their difference."""
    for sizes in GROUPS:
        for one, other in (sizes, sizes[::-1]):
            yield study(
                "share of a group, unlike response",
                (one,),
                partial(_share, one, other),
                lambda yes, members=one[0]: yes[0] / members,
            )
    for one, other in GROUPS:
        yield study(
            "difference, unlike response",
            (one, other),
            partial(_difference, one, other),
            lambda yes, sizes=(one[0], other[0]): yes[0] / sizes[0] - yes[1] / sizes[1],
        )
    for groups, seen in CLASSES:
        yield _weighted(groups, seen)


def _share(one: Size, other: Size, counts: tuple[int, ...]) -> Ends:
    cells, (group, _) = _cells(one, other, (counts[0], 0))
    (share,) = domain_shares(base_weights(cells), "q", [YES], domain=group).estimates
    return share.low, share.high


def _difference(one: Size, other: Size, counts: tuple[int, ...]) -> Ends:
    cells, (first, second) = _cells(one, other, counts)
    apart = difference(base_weights(cells), "q", YES, first=first, second=second)
    return apart.low, apart.high


def _cells(one: Size, other: Size, counts: tuple[int, ...]) -> tuple[Cells, list[Domain]]:
    table = {
        ((), (answer, str(place))): number
        for place, ((_, n), count) in enumerate(zip((one, other), counts, strict=True))
        for answer, number in ((YES, count), (NO, n - count))
        if number
    }
    design = Design.census({(): one[0] + other[0]}, {(): one[1] + other[1]})
    cells = Cells.of(table, variables=("q", "group"), design=design)
    sizes = enumerate((one[0], other[0]))
    return cells, [
        Domain(cells.where("group", str(place)), members, sizes=(members,))
        for place, members in sizes
    ]


def _weighted(groups: tuple[Size, Size], seen: Size) -> Held:
    """Samples of both classes, and the difference of the groups under the respondents' weights."""
    random = np.random.default_rng(20261130)
    weights = [repr((groups[0][i] + groups[1][i]) / seen[i]) for i in (0, 1)]
    members = [sum(group) for group in groups]
    design = Design.census({(): sum(members)}, {(): sum(seen)})
    held, widths = [], []
    for said in SAID:
        yes = [[round(groups[g][c] * said[2 * g + c]) for c in (0, 1)] for g in (0, 1)]
        truth = sum(yes[0]) / members[0] - sum(yes[1]) / members[1]
        covered = 0
        for _ in range(DRAWN):
            table: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
            for c in (0, 1):
                kinds = [n for g in (0, 1) for n in (yes[g][c], groups[g][c] - yes[g][c])]
                for place, n in enumerate(random.multivariate_hypergeometric(kinds, seen[c])):
                    if n:
                        table[(), ((YES, NO)[place % 2], str(place // 2), weights[c])] = int(n)
            cells = Cells.of(table, variables=("q", "group", "weight"), design=design)
            first, second = (Domain(cells.where("group", str(g)), members[g]) for g in (0, 1))
            weighting = individual_weights(cells, "weight")
            apart = difference(weighting, "q", YES, first=first, second=second)
            covered += apart.low - 1e-9 <= truth <= apart.high + 1e-9
            widths.append(apart.high - apart.low)
        held.append(covered / DRAWN)
    what = f"{groups}, {seen[0]} and {seen[1]} responded"
    return Held("difference, own weights (drawn)", what, np.array(held), float(np.mean(widths)))
