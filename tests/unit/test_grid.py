"""Shares of many domains at once: the same as one by one, and as with weights counted as values."""

from collections import Counter
from random import Random

import numpy as np
import pytest

from samklang.core.estimate.cells import Cells
from samklang.core.estimate.counts import QuestionCounts
from samklang.core.estimate.design import Design
from samklang.core.estimate.domains import Domain, domain_shares
from samklang.core.estimate.errors import InconsistentCounts, OneRespondentStratum, UnknownStratum
from samklang.core.estimate.grid import EVERYONE, DomainCounts, Sums, grid_shares
from samklang.core.estimate.ratios import mean
from samklang.core.estimate.shares import estimate_shares
from samklang.core.estimate.weighting import base_weights, individual_weights

OPTIONS = ("yes", "no", "maybe")
ANSWERS = (*OPTIONS, "!not-shown", "!not-answered")
DOMAINS = ("north", "south", "!not-answered")
STRATA = ("a", "b", "c")
UNIT = 1000


def sample(seed: int, respondents: int) -> list[tuple[str, str, str, int]]:
    """(stratum, domain, answer, weight in thousandths) of each respondent."""
    chance = Random(seed)
    weights = (250, 1000, 1333, 40_000)
    return [
        (*(chance.choice(part) for part in (STRATA, DOMAINS, ANSWERS)), chance.choice(weights))
        for _ in range(respondents)
    ]


def tallied(people: list[tuple[str, str, str, int]], *, weighted: bool) -> DomainCounts:
    sums: dict[tuple[tuple[str, ...], str, str], Sums] = {}
    for stratum, domain, answer, weight in people:
        key = ((stratum,), domain, answer)
        one = Sums(1, weight, weight**2) if weighted else Sums(1)
        sums[key] = sums[key].plus(one) if key in sums else one
    return DomainCounts("q", OPTIONS, sums, unit=UNIT if weighted else None)


def census(people: list[tuple[str, str, str, int]]) -> Design:
    n = Counter((stratum,) for stratum, *_ in people)
    return Design.census({s: 3 * count + 1 for s, count in n.items()}, n)


@pytest.mark.parametrize("seed", range(10))
def test_as_one_question_at_a_time(seed: int) -> None:
    people = sample(seed, 90)
    design = census(people)
    counts = Counter(((stratum,), answer) for stratum, _, answer, _ in people)
    expected = estimate_shares(QuestionCounts("q", OPTIONS, counts), design=design)
    found = [s for s in grid_shares(tallied(people, weighted=False), design=design) if not s.domain]
    assert [s.option for s in found] == list(OPTIONS)
    for mine, other in zip(found, expected.estimates, strict=True):
        assert (mine.facts.count, mine.facts.n, mine.facts.df) == (other.count, other.n, other.df)
        assert mine.share == other.share
        assert mine.se == pytest.approx(other.se, rel=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_as_domains_one_by_one(seed: int) -> None:
    people = sample(seed, 90)
    design = census(people)
    table = Counter(((stratum,), (answer, domain)) for stratum, domain, answer, _ in people)
    cells = Cells.of(table, variables=("q", "by"), design=design)
    weighting = base_weights(cells)
    undecided = ~cells.known("by")
    expected = {
        value: domain_shares(
            weighting, "q", OPTIONS, domain=Domain(cells.where("by", value), None, undecided)
        )
        for value in cells.levels("by")
        if cells.counts[cells.where("by", value) & cells.known("q")].sum()
    }
    found = {
        (s.domain, s.option): s
        for s in grid_shares(tallied(people, weighted=False), design=design)
        if s.domain != EVERYONE
    }
    assert {domain for domain, _ in found} == set(expected)
    for (domain, option), mine in found.items():
        other = expected[domain].by_option[option]
        assert mine.share == pytest.approx(other.share, rel=1e-12)
        assert mine.se == pytest.approx(other.se, rel=1e-12)
        assert (mine.facts.n, mine.facts.df) == (other.n, other.df)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("fpc", [True, False])
def test_sums_of_weights_say_what_every_weight_says(seed: int, fpc: bool) -> None:
    """With Σw and Σw² as with each weight on its own, whose results are R's (tests/spec)."""
    people = sample(seed, 90)
    n = Counter((stratum,) for stratum, *_ in people)
    design = census(people) if fpc else Design.unknown(n)
    table = Counter(((s,), (answer, domain, str(w / UNIT))) for s, domain, answer, w in people)
    cells = Cells.of(table, variables=("q", "by", "w"), design=design)
    weighting = individual_weights(cells, "w")
    found = grid_shares(tallied(people, weighted=True), design=design)
    assert found
    for mine in found:
        where = cells.known("q")
        if mine.domain != EVERYONE:
            where = where & cells.where("by", mine.domain)
        chosen = cells.where("q", mine.option).astype(np.float64)
        other = mean(weighting, chosen, where=where)
        assert mine.share == pytest.approx(other.values[0], rel=1e-12)
        assert mine.se == pytest.approx(other.se[0], rel=1e-9, abs=1e-15)


def test_everyone_the_same_has_no_error() -> None:
    people = [("a", "north", "yes", 1000)] * 3 + [("b", "south", "no", 1000)] * 4
    for share in grid_shares(tallied(people, weighted=False), design=census(people)):
        assert share.se == 0


def test_a_domain_where_nobody_answered_has_no_share() -> None:
    silent = [("a", "south", "!not-answered", 1000)] * 3
    people = [("a", "north", "yes", 1000), ("a", "north", "no", 1000), *silent]
    found = grid_shares(tallied(people, weighted=False), design=census(people))
    assert {share.domain for share in found} == {EVERYONE, "north"}
    assert grid_shares(tallied(silent, weighted=False), design=census(silent)) == []


def test_counts_that_cannot_be() -> None:
    people = sample(1, 90)
    counts = tallied(people, weighted=False)
    with pytest.raises(InconsistentCounts, match="the design has"):
        grid_shares(counts, design=census([*people, people[0]]))
    with pytest.raises(UnknownStratum, match="which the design does not have"):
        grid_shares(counts, design=census([p for p in people if p[0] != "a"]))
    with pytest.raises(OneRespondentStratum):
        Design.unknown({("a",): 2, ("b",): 1})
