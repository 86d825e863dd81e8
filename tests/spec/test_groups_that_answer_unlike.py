"""Groups of the register that answer worse than others, and groups of which a class is silent:
against trying all, and against the sample of the group alone."""

from collections.abc import Mapping
from itertools import product
from math import comb

import pytest

from samklang.core.estimate.calibration import post_stratify
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.choices import Margin
from samklang.core.estimate.design import Design
from samklang.core.estimate.domains import Domain, difference, domain_shares, share_facts
from samklang.core.estimate.grid import DomainCounts, Sums, grid_shares
from samklang.core.estimate.interval import ShareFacts, share_interval
from samklang.core.estimate.unseen import Part
from samklang.core.estimate.weighting import base_weights, individual_weights

Size = tuple[int, int]  # members, respondents


def census(
    sizes: tuple[Size, Size], table: Mapping[tuple[str, ...], int], variables: tuple[str, ...]
) -> Cells:
    """One census of two groups, without strata; `table` tells the values of its respondents."""
    whole, n = (sum(size[i] for size in sizes) for i in (0, 1))
    design = Design.census({(): whole}, {(): n})
    counted = {((), values): number for values, number in table.items() if number}
    return Cells.of(counted, variables=variables, design=design)


def two_groups(sizes: tuple[Size, Size], counts: tuple[int, int]) -> tuple[Cells, list[Domain]]:
    table = {
        (answer, str(place)): number
        for place, ((_, n), count) in enumerate(zip(sizes, counts, strict=True))
        for answer, number in (("yes", count), ("no", n - count))
    }
    cells = census(sizes, table, ("q", "group"))
    return cells, [Domain(cells.where("group", str(i)), size[0]) for i, size in enumerate(sizes)]


@pytest.mark.parametrize("sizes", [((30, 8), (70, 66)), ((20, 18), (40, 10))])
def test_of_a_group_that_answers_worse_more_are_silent(sizes: tuple[Size, Size]) -> None:
    """As if all groups answered alike 8 of 30 were 45 to 77 per cent, not 34 to 84."""
    (members, n), _ = sizes
    cells, (group, _) = two_groups(sizes, (5, 20 if sizes[1][1] > 20 else 4))
    (share,) = domain_shares(base_weights(cells), "q", ["yes"], domain=group).estimates
    unseen = 1 - n / members
    alone = ShareFacts.of(
        count=5,
        n=n,
        share=5 / n,
        variance=unseen * 5 / n * (1 - 5 / n) / (n - 1),
        df=n - 1,
        unseen=unseen,
        most=members,
    )
    low, high = share_interval(alone)
    assert share.low <= low + 1e-9
    assert share.high >= high - 1e-9
    if n < members / 2:
        assert (share.low, share.high) == pytest.approx((low, high))


def test_their_difference_holds() -> None:
    """Never under 91 %: as if both answered alike it held in 67 cases of 100 at worst."""
    sizes = ((12, 4), (9, 8))
    ends = {}
    for counts in product(range(5), range(9)):
        cells, (first, second) = two_groups(sizes, counts)
        apart = difference(base_weights(cells), "q", "yes", first=first, second=second)
        ends[counts] = apart.low, apart.high

    def chance(size: Size, yes: int, count: int) -> float:
        members, n = size
        return comb(yes, count) * comb(members - yes, n - count) / comb(members, n)

    for yes, others in product(range(13), range(10)):
        truth = yes / 12 - others / 9
        held = sum(
            chance(sizes[0], yes, x) * chance(sizes[1], others, y)
            for (x, y), (low, high) in ends.items()
            if low - 1e-9 <= truth <= high + 1e-9
        )
        assert held >= 0.91


def test_of_those_who_were_asked_a_question_as_large_a_part_are_silent() -> None:
    """Four of the eight who responded in a group of 30 were asked: so were 15 of its members."""
    table = {
        ("yes", "g"): 2,
        ("no", "g"): 2,
        ("!not-shown", "g"): 4,
        ("no", "h"): 30,
        ("!not-shown", "h"): 36,
    }
    cells = census(((30, 8), (70, 66)), table, ("q", "group"))
    group = Domain(cells.where("group", "g"), 30)
    (facts,) = share_facts(base_weights(cells), "q", ["yes"], domain=group)
    assert facts.unseen == pytest.approx(1 - 4 / 15)
    assert facts.most == 26


@pytest.mark.parametrize("own", [False, True])
def test_a_class_of_whom_nobody_in_a_group_responded_may_be_in_it(own: bool) -> None:
    """All of class b responded and stand for themselves alone: the group was taken as all seen."""
    table = {
        ("yes", "b", "1.0", "g"): 4,
        ("no", "b", "1.0", "g"): 2,
        ("no", "b", "1.0", "h"): 5,
        ("yes", "a", "2.5", "h"): 8,
    }
    cells = census(((20, 8), (11, 11)), table, ("q", "class", "weight", "group"))
    margin = Margin(("class",), {("a",): 20, ("b",): 11})
    weighting = individual_weights(cells, "weight") if own else post_stratify(cells, margin)
    group, other = (
        Domain(cells.where("group", name), size) for name, size in (("g", 14), ("h", 17))
    )
    (facts,) = share_facts(weighting, "q", ["yes"], domain=group)
    # Seven of twenty members of class a are silent together in 1.02 cases of 100, six in 2.
    assert facts.classes == (Part(8, 6, 4), Part(6, 0, 0))
    (share,) = domain_shares(weighting, "q", ["yes"], domain=group).estimates
    # What would be so if all or none of those six had said yes.
    assert share.low <= 4 / 14
    assert share.high >= 10 / 14
    apart = difference(weighting, "q", "yes", first=group, second=other)
    assert apart.high - apart.low >= share.high - share.low


def test_where_the_register_has_no_more_members_no_class_is_missing() -> None:
    """Groups that the weights are calibrated to stand for all of their members."""
    table = {("yes", "a"): 3, ("no", "a"): 5, ("yes", "b"): 6, ("no", "b"): 6}
    cells = census(((20, 8), (30, 12)), table, ("q", "class"))
    weighting = post_stratify(cells, Margin(("class",), {("a",): 20, ("b",): 30}))
    group = Domain(cells.where("class", "a"), 20)
    (facts,) = share_facts(weighting, "q", ["yes"], domain=group)
    assert facts.classes == (Part(20, 8, 3),)


def test_weights_that_add_up_to_the_respondents_do_not_stand_for_all_members() -> None:
    """In a tally of a table 20 of 100 members with weights of 0.8 and 1.2 were taken for all."""
    sums = {}
    for answer, weight, number in (("yes", 8, 8), ("no", 8, 2), ("yes", 12, 5), ("no", 12, 5)):
        sums[(), "north" if weight == 8 else "south", answer] = Sums(
            number, weight * number, weight**2 * number
        )
    counts = DomainCounts("q", ("yes", "no"), sums, unit=10)
    for one in grid_shares(counts, design=Design.census({(): 100}, {(): 20})):
        assert one.facts.unseen == pytest.approx(0.8, abs=0.051 if one.domain else 1e-9)
        low, high = share_interval(one.facts)
        assert high - low > 0.3
