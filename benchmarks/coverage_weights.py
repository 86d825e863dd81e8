"""How often the interval of a share holds the truth where weights are calibrated, or are those of
the respondents' own: through the product's cells, exact over every pair of samples there is.

Two classes of members respond differently, and the weights put that right. How many of each
responded is given, or a matter of chance. Where everyone has a weight of their own, samples are
drawn.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from math import comb, prod

import numpy as np

from benchmarks.coverage_several import Ends, Held, Matrix, Size, study
from samklang.core.estimate.calibration import calibrate, post_stratify, rake
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.choices import Margin
from samklang.core.estimate.design import Design
from samklang.core.estimate.domains import Domain, difference, domain_shares
from samklang.core.estimate.weighting import Weighting, individual_weights

Weigh = Callable[[Cells, Sequence[Size]], Weighting]
YES, NO = "yes", "no"
CLASSES: tuple[tuple[Size, Size], ...] = (
    *(((30, 10), (20, 15)), ((24, 20), (16, 5)), ((43, 30), (12, 10)), ((60, 12), (20, 14))),
    *(((15, 12), (15, 6)),),
)


# Of two groups: the members of both classes in each, and how many of each class respond.
Groups = tuple[tuple[int, int], tuple[int, int]]
GROUPED: tuple[tuple[Groups, Size], ...] = (
    (((5, 3), (4, 4)), (5, 4)),
    (((4, 3), (3, 5)), (3, 6)),
)
# Two classes and the chance that a member of each answers.
BY_CHANCE: tuple[tuple[tuple[int, float], tuple[int, float]], ...] = (
    ((12, 0.5), (9, 0.75)),
    ((14, 0.3), (8, 0.8)),
)
# How many respond is left out where it is less likely than this.
UNLIKELY = 1e-3
# Where in which of two groups they are is a matter of chance too.
SELDOM = 0.02
# Members who each have a weight of their own, and how many samples of them are drawn.
EACH, DRAWN = (40, 80), 400


def studies() -> Iterator[Held]:
    """Every kind of weights, and every pair of classes."""
    kinds: dict[str, Weigh] = {
        "share, post-stratified": _post_stratified,
        "share, raked": _raked,
        "share, linear calibration": _calibrated,
        "share, respondents' own weights": _own,
    }
    for kind, weigh in kinds.items():
        for sizes in CLASSES:
            yield _of_classes(kind, sizes, weigh)
    for what in ("difference", "share of a group"):
        for groups, seen in GROUPED:
            for name in ("post-stratified", "respondents' own weights"):
                yield _of_groups(f"{what}, {name}", groups, seen, kinds[f"share, {name}"])
    for one, other in BY_CHANCE:
        yield _by_chance(one, other)
    for members in EACH:
        yield _each_their_own(members)


def _of_classes(kind: str, sizes: tuple[Size, ...], weigh: Weigh) -> Held:
    whole = sum(members for members, _ in sizes)
    ends = partial(_ends, sizes, [members / max(1, n) for members, n in sizes], weigh)
    return study(kind, sizes, ends, lambda yes: sum(yes) / whole)


def _of_groups(kind: str, groups: Groups, seen: Size, weigh: Weigh) -> Held:
    """Two groups of the register, in each of which both classes are.

    Of each class so many respond as are `seen`; in which group they are is a matter of chance.
    """
    members = [sum(group) for group in groups]
    classes = [(groups[0][i] + groups[1][i], n) for i, n in enumerate(seen)]

    def ends(sizes: tuple[Size, ...], counts: tuple[int, ...]) -> Ends:
        table: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter()
        for place, ((_, n), count) in enumerate(zip(sizes, counts, strict=True)):
            group, of = divmod(place, 2)
            weight = repr(classes[of][0] / classes[of][1])
            for answer, number in ((YES, count), (NO, n - count)):
                if number:
                    table[(), (answer, str(of), weight, str(group))] += number
        design = Design.census({(): sum(members)}, {(): sum(seen)})
        cells = Cells.of(table, variables=("q", "class", "weight", "group"), design=design)
        first, second = (
            Domain(cells.where("group", str(i)), size) for i, size in enumerate(members)
        )
        weighting = weigh(cells, classes)
        if not kind.startswith("difference"):
            (one,) = domain_shares(weighting, "q", [YES], domain=first).estimates
            return one.low, one.high
        found = difference(weighting, "q", YES, first=first, second=second)
        return found.low, found.high

    def truth(yes: Sequence[int]) -> float:
        less = sum(yes[2:]) / members[1] if kind.startswith("difference") else 0.0
        return sum(yes[:2]) / members[0] - less

    held: Matrix | None = None
    total = width = 0.0
    for first, second in product(*(range(n + 1) for n in seen)):
        n = (first, second, seen[0] - first, seen[1] - second)
        sizes = tuple(zip((*groups[0], *groups[1]), n, strict=True))
        likely = prod(
            comb(groups[0][i], n[i]) * comb(groups[1][i], n[2 + i]) / comb(*classes[i])
            for i in (0, 1)
        )
        if likely < SELDOM or not n[0] + n[1] or not n[2] + n[3]:
            continue
        one = study(kind, sizes, partial(ends, sizes), truth)
        held = likely * one.chances + (0.0 if held is None else held)
        total += likely
        width += likely * one.width
    assert held is not None
    what = f"{groups}, {seen[0]} and {seen[1]} responded"
    return Held(kind, what, held / total, width / total)


def _by_chance(*classes: tuple[int, float]) -> Held:
    """Weights of one over the chance to answer, which do not add up to the members."""
    numbers = [
        [comb(members, n) * p**n * (1 - p) ** (members - n) for n in range(members + 1)]
        for members, p in classes
    ]
    whole = sum(members for members, _ in classes)
    held: Matrix | None = None
    total = width = 0.0
    for responding in product(*(range(members + 1) for members, _ in classes)):
        likely = prod(row[n] for row, n in zip(numbers, responding, strict=True))
        if likely < UNLIKELY or sum(responding) < 2:
            continue
        sizes = tuple((members, n) for (members, _), n in zip(classes, responding, strict=True))
        ends = partial(_ends, sizes, [1 / p for _, p in classes], _own)
        one = study("", sizes, ends, lambda yes: sum(yes) / whole)
        held = likely * one.chances + (0.0 if held is None else held)
        total += likely
        width += likely * one.width
    assert held is not None
    return Held(
        "share, respondents' own weights",
        " and ".join(f"{members}, chance {p}" for members, p in classes),
        held / total,
        width / total,
    )


def _each_their_own(members: int) -> Held:
    """Every member has a chance of their own to answer; who does is drawn at random."""
    random = np.random.default_rng(20261129)
    chances = random.uniform(0.3, 0.9, members)
    held, widths = [], []
    # Yes is likelier with those who seldom answer, with those who often do, or with neither.
    for slope, part in product((-8.0, 0.0, 8.0), (0.1, 0.3, 0.5)):
        odds = slope * (chances - chances.mean()) + random.logistic(size=members)
        yes = odds >= np.quantile(odds, 1 - part)
        covered = 0
        for _ in range(DRAWN):
            answered = np.flatnonzero(random.random(members) < chances)
            table: Counter[tuple[tuple[str, ...], tuple[str, ...]]] = Counter(
                ((), (YES if yes[i] else NO, "", repr(1 / float(chances[i])))) for i in answered
            )
            low, high = _interval(table, members, len(answered), _own, ())
            covered += low - 1e-9 <= yes.mean() <= high + 1e-9
            widths.append(high - low)
        held.append(covered / DRAWN)
    kind = "share, a weight for each (drawn)"
    return Held(kind, f"{members} members", np.array(held), sum(widths) / len(widths))


def _margin(sizes: Sequence[Size]) -> Margin:
    return Margin(("class",), {(str(i),): members for i, (members, _) in enumerate(sizes)})


def _post_stratified(cells: Cells, sizes: Sequence[Size]) -> Weighting:
    return post_stratify(cells, _margin(sizes))


def _raked(cells: Cells, sizes: Sequence[Size]) -> Weighting:
    return rake(cells, [_margin(sizes)])


def _calibrated(cells: Cells, sizes: Sequence[Size]) -> Weighting:
    return calibrate(cells, [_margin(sizes)])


def _own(cells: Cells, sizes: Sequence[Size]) -> Weighting:
    del sizes  # the weights are in the cells
    return individual_weights(cells, "weight")


def _ends(
    sizes: Sequence[Size], weights: Sequence[float], weigh: Weigh, counts: tuple[int, ...]
) -> Ends:
    table = {
        ((), (answer, str(name), repr(weight))): number
        for name, ((_, n), weight, count) in enumerate(zip(sizes, weights, counts, strict=True))
        for answer, number in ((YES, count), (NO, n - count))
        if number
    }
    whole, n = (sum(size[i] for size in sizes) for i in (0, 1))
    return _interval(table, whole, n, weigh, sizes)


def _interval(
    table: Mapping[tuple[tuple[str, ...], tuple[str, ...]], int],
    members: int,
    n: int,
    weigh: Weigh,
    sizes: Sequence[Size],
) -> Ends:
    """Of one simple random sample's cells: the answer, the class and the weight."""
    design = Design.census({(): members}, {(): n})
    cells = Cells.of(table, variables=("q", "class", "weight"), design=design)
    everyone = Domain(cells.counts > 0, design.finite)
    (found,) = domain_shares(weigh(cells, sizes), "q", [YES], domain=everyone).estimates
    return found.low, found.high
