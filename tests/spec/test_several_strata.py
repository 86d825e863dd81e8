"""Shares of several strata and of calibrated weights: against trying all, in plain sums."""

from collections.abc import Callable, Sequence
from itertools import product
from math import comb, prod

import numpy as np
import pytest

from samklang.core.estimate import enumerated
from samklang.core.estimate.calibration import post_stratify
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.choices import Margin
from samklang.core.estimate.clusters import Clusters
from samklang.core.estimate.design import Design
from samklang.core.estimate.difference import parts_interval
from samklang.core.estimate.domains import Domain, difference, domain_shares, share_facts
from samklang.core.estimate.interval import ShareFacts, resembling, share_interval
from samklang.core.estimate.joint import Sampled
from samklang.core.estimate.replicates import Replicates
from samklang.core.estimate.strata import share_of_strata
from samklang.core.estimate.unseen import OUTER, OUTER_ALONE, Part, quantile, yes_among
from samklang.core.estimate.weighting import Weighting, individual_weights

Size = tuple[int, int]  # members, respondents


def ways(size: Size, yes: int, count: int) -> float:
    """The chance of `count` yes among those seen, with `yes` among all members."""
    members, n = size
    if count > yes or n - count > members - yes:
        return 0.0
    return comb(yes, count) * comb(members - yes, n - count) / comb(members, n)


def samples(sizes: Sequence[Size]) -> list[tuple[int, ...]]:
    return list(product(*(range(n + 1) for _, n in sizes)))


def coverages(
    sizes: Sequence[Size], ends: Callable[[tuple[int, ...]], tuple[float, float]]
) -> list[float]:
    """How often the share of yes is held, for every number of yes in every stratum."""
    found = {counts: ends(counts) for counts in samples(sizes)}
    whole = sum(members for members, _ in sizes)
    held = []
    for yes in product(*(range(members + 1) for members, _ in sizes)):
        truth = sum(yes) / whole
        held.append(
            sum(
                prod(ways(*one) for one in zip(sizes, yes, counts, strict=True))
                for counts, (low, high) in found.items()
                if low - 1e-9 <= truth <= high + 1e-9
            )
        )
    return held


def test_the_joint_test_of_three_is_that_of_trying_all() -> None:
    sizes, seen = ((4, 2), (3, 2), (5, 3)), (1, 0, 2)
    whole = sum(members for members, _ in sizes)

    def estimate(counts: Sequence[int]) -> float:
        return sum(size[0] * x / size[1] for size, x in zip(sizes, counts, strict=True)) / whole

    kept = []
    for yes in product(*(range(members + 1) for members, _ in sizes)):
        chances = {
            counts: prod(ways(*one) for one in zip(sizes, yes, counts, strict=True))
            for counts in samples(sizes)
        }
        up = sum(c for x, c in chances.items() if estimate(x) >= estimate(seen) - 1e-12)
        down = sum(c for x, c in chances.items() if estimate(x) <= estimate(seen) + 1e-12)
        if chances[seen] > 0 and min(up, down) > 0.045:
            kept.append(sum(yes) / whole)
    sampled = [Sampled(*size, x, size[0] / whole) for size, x in zip(sizes, seen, strict=True)]
    found = enumerated.not_rejected(sampled, level=0.09)
    assert found == pytest.approx((min(kept), max(kept)), abs=1e-9)


@pytest.mark.parametrize("sizes", [((6, 4), (5, 3), (4, 2)), ((9, 3), (3, 2), (4, 3))])
def test_three_strata_hold(sizes: tuple[Size, ...]) -> None:
    """Without the joint test the second covers in 82 cases of 100 at worst."""

    def ends(counts: tuple[int, ...]) -> tuple[float, float]:
        parts = [Part(*size, x) for size, x in zip(sizes, counts, strict=True)]
        return share_of_strata(parts, confidence=0.95, guard=1.8)

    assert min(coverages(sizes, ends)) >= 0.91


def test_too_many_to_go_through_lean_further_out() -> None:
    parts = [Part(12, 4, 0)] * 4 + [Part(12, 4, 3)] * 4
    sampled = [Sampled(part.members, 4, int(part.count), 1 / 8) for part in parts]
    assert enumerated.not_rejected(sampled, level=0.09) is None
    low, high = share_of_strata(parts, confidence=0.95, guard=1.8)
    ends = [
        [
            quantile(yes_among(parts, lean=lean, outer=outer), chance) / 96
            for lean, chance in ((-1, 0.025), (1, 0.975))
        ]
        for outer in (OUTER_ALONE, OUTER)
    ]
    assert [low, high] == pytest.approx(ends[0])
    assert low <= ends[1][0]
    assert high > ends[1][1]


def cells(sizes: Sequence[Size], counts: Sequence[int], weights: Sequence[float]) -> Cells:
    """One simple random sample of two classes, with a weight for each."""
    table = {
        ((), (answer, str(name), repr(weights[name]))): number
        for name, ((_, n), count) in enumerate(zip(sizes, counts, strict=True))
        for answer, number in (("yes", count), ("no", n - count))
        if number
    }
    whole, n = (sum(size[i] for size in sizes) for i in (0, 1))
    design = Design.census({(): whole}, {(): n})
    return Cells.of(table, variables=("q", "class", "weight"), design=design)


def facts(sizes: Sequence[Size], counts: Sequence[int], *, own: bool = False) -> ShareFacts:
    found = cells(sizes, counts, [members / n for members, n in sizes])
    margin = Margin(("class",), {(str(i),): members for i, (members, _) in enumerate(sizes)})
    weighting = individual_weights(found, "weight") if own else post_stratify(found, margin)
    everyone = Domain(found.counts > 0, found.design.finite)
    (one,) = share_facts(weighting, "q", ["yes"], domain=everyone)
    return one


def test_calibrated_weights_hold() -> None:
    """As if they were one simple random sample they covered in 86 cases of 100 at worst."""
    sizes = ((10, 8), (10, 4))
    held = coverages(sizes, lambda counts: share_interval(facts(sizes, counts)))
    assert min(held) >= 0.91
    parts = facts(sizes, (3, 2)).parts
    assert sorted(parts, key=lambda part: part.n) == [Part(10, 4, 2), Part(10, 8, 3)]


def test_own_weights_hold_what_their_classes_say_too() -> None:
    sizes = ((10, 8), (10, 4))
    one = facts(sizes, (0, 4), own=True)
    assert sorted(one.classes, key=lambda part: part.n) == [Part(10, 4, 4), Part(10, 8, 0)]
    low, high = share_interval(one)
    least, greatest = share_of_strata(one.classes, confidence=0.95, guard=1.8)
    assert low <= least
    assert high >= greatest


def test_weights_next_to_each_other_are_put_together() -> None:
    """Twenty weights: so many classes of one respondent would say next to nothing."""
    design = Design.census({(): 60}, {(): 20})
    table = {((), ("yes" if i % 3 else "no", repr(2 + i / 10))): 1 for i in range(20)}
    found = Cells.of(table, variables=("q", "weight"), design=design)
    everyone = Domain(found.counts > 0, 60)
    weighting = individual_weights(found, "weight")
    (one,) = share_facts(weighting, "q", ["yes"], domain=everyone)
    assert 2 <= len(one.classes) <= 7
    assert all(part.n >= 2 for part in one.classes)
    assert sum(part.n for part in one.classes) == 20
    assert sum(part.members for part in one.classes) == pytest.approx(60, abs=3)
    (estimate,) = domain_shares(weighting, "q", ["yes"], domain=everyone).estimates
    assert estimate.low < estimate.share < estimate.high


def test_of_a_group_it_is_a_matter_of_chance_who_stands_for_how_many() -> None:
    """A group's members of each class are not known: its interval, and that of a difference, hold
    what its classes say and what a simple random sample does."""
    table = {
        ((), ("yes", "a", "north")): 3,
        ((), ("no", "b", "north")): 4,
        ((), ("no", "a", "south")): 2,
        ((), ("yes", "b", "south")): 3,
    }
    design = Design.census({(): 30}, {(): 12})
    found = Cells.of(table, variables=("q", "class", "group"), design=design)
    weighting = post_stratify(found, Margin(("class",), {("a",): 20, ("b",): 10}))
    groups = [Domain(found.where("group", name), 15) for name in ("north", "south")]
    one, other = (share_facts(weighting, "q", ["yes"], domain=d)[0] for d in groups)
    assert one.parts == ()
    assert sorted(part.n for part in one.classes) == [3, 4]
    whole = Domain(found.counts > 0, 30)
    assert len(share_facts(weighting, "q", ["yes"], domain=whole)[0].parts) == 2
    apart = difference(weighting, "q", "yes", first=groups[0], second=groups[1])
    low, high = parts_interval(one.classes, other.classes)
    less, more = parts_interval((resembling(one),), (resembling(other),))
    assert apart.low <= min(low, less)
    assert apart.high >= max(high, more)


def test_who_was_drawn_together_or_weighed_by_replicates_is_no_stratum_of_its_own() -> None:
    """Their variance is the clusters' or the replicates', whatever the members of each weight."""
    found = cells(((10, 8), (10, 4)), (3, 2), (1.25, 2.5))
    weights = np.array([float(w) for w in found.values["weight"]])
    everyone = Domain(found.counts > 0, 20, sizes=(20,))
    replicates = Replicates.of(np.column_stack([weights, 2 * weights]), kind="JK1")
    for weighting, apart in (
        (Weighting(found, weights), True),
        (Weighting(found, weights, replicates=replicates), False),
        (Weighting(found, weights, clusters=Clusters.read(found, "class")), False),
    ):
        (one,) = share_facts(weighting, "q", ["yes"], domain=everyone)
        assert weighting.drawn_together is not apart
        assert bool(one.parts or one.classes) is apart
