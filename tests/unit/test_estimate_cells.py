"""Estimates on cells: domains, differences, calibration, association, individual weights."""

from collections import Counter
from collections.abc import Callable, Sequence
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.estimate import errors
from samklang.core.estimate.calibration import calibrate, post_stratify, rake
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.choices import Margin
from samklang.core.estimate.counts import NOT_ANSWERED
from samklang.core.estimate.crosstab import association, wald
from samklang.core.estimate.design import Design
from samklang.core.estimate.domains import Domain, difference, domain_shares
from samklang.core.estimate.ratios import mean, total
from samklang.core.estimate.weighting import Weighting, base_weights, individual_weights


def cross(members: int, **cells: int) -> Weighting:
    """One stratum; keys like a_x are the values of `row` and `column`."""
    table = {((), tuple(key.split("_"))): n for key, n in cells.items()}
    design = Design.census({(): members}, {(): sum(cells.values())})
    return base_weights(Cells.of(table, variables=("row", "column"), design=design))


def domain(weighting: Weighting, value: str, members: int | None = None) -> Domain:
    return Domain(weighting.cells.where("row", value), members)


def test_difference_of_two_domains() -> None:
    """30 of 40 against 10 of 30, 130 of 200 members silent."""
    w = cross(200, a_x=30, a_y=10, b_x=10, b_y=20)
    found = difference(w, "column", "x", first=domain(w, "a"), second=domain(w, "b"))
    assert found.difference == pytest.approx(0.75 - 1 / 3)
    # Var = (1 − f) n/(n − 1) (p q/n_a + p q/n_b), n = 70.
    variance = (1 - 70 / 200) * 70 / 69 * (0.75 * 0.25 / 40 + (1 / 3) * (2 / 3) / 30)
    assert found.se == pytest.approx(sqrt(variance))
    assert 0.2 < found.low < found.difference < found.high < 0.6
    back = difference(w, "column", "x", first=domain(w, "b"), second=domain(w, "a"))
    assert (back.low, back.high) == pytest.approx((-found.high, -found.low))


def test_difference_is_known_when_everyone_has_answered() -> None:
    w = cross(60, a_x=30, a_y=10, b_x=10, b_y=10)
    found = difference(w, "column", "x", first=domain(w, "a", 40), second=domain(w, "b", 20))
    assert (found.low, found.high) == pytest.approx((0.25, 0.25))
    assert found.se == 0


def test_difference_of_certain_domains_is_not_certain_of_the_rest() -> None:
    w = cross(40, a_x=5, b_y=5)
    found = difference(w, "column", "x", first=domain(w, "a"), second=domain(w, "b"))
    assert found.difference == 1
    assert 0 < found.low < 1
    assert found.high == 1


def test_difference_is_covered_in_small_domains() -> None:
    """Two groups of 40 and 30 members of whom about half respond; 2 000 surveys."""
    random = np.random.default_rng(20261123)
    covered = 0
    rounds = 2000
    # a_x, a_y, b_x, b_y: 60 % and 30 %. Surveys in which as many said each are one.
    surveys = random.multivariate_hypergeometric([24, 16, 9, 21], 35, size=rounds)
    for seen, times in Counter(map(tuple, surveys.tolist())).items():
        keys = ("a_x", "a_y", "b_x", "b_y")
        w = cross(70, **{k: n for k, n in zip(keys, seen, strict=True) if n})
        found = difference(w, "column", "x", first=domain(w, "a", 40), second=domain(w, "b", 30))
        covered += times * (found.low <= 0.3 <= found.high)
    assert 0.94 <= covered / rounds <= 0.985


def test_a_domain_of_unknown_size_may_hold_all_who_are_silent() -> None:
    w = cross(50, a_x=3, b_x=10, b_y=10)
    unknown = domain_shares(w, "column", ["x"], domain=domain(w, "a")).estimates[0]
    known = domain_shares(w, "column", ["x"], domain=domain(w, "a", 4)).estimates[0]
    assert (unknown.share, unknown.high) == (known.share, known.high) == (1, 1)
    assert known.low == 3 / 4
    assert unknown.low < known.low


def test_the_register_bounds_a_domain() -> None:
    """One of nine is silent; where the size is unknown, all who are silent may be in it."""
    table = {"a_x": 6, "a_y": 2, "b_x": 1, "b_y": 7, f"c_{NOT_ANSWERED}": 3}
    w = cross(30, **table)
    found = domain_shares(w, "column", ("x", "y"), domain=domain(w, "a", 9)).estimates
    assert [(e.count, e.n) for e in found] == [(6, 8), (2, 8)]
    first = found[0]
    assert (first.share, first.low, first.high) == pytest.approx((6 / 8, 6 / 9, 7 / 9))
    loose = domain_shares(w, "column", ("x", "y"), domain=domain(w, "a")).estimates[0]
    assert loose.low < 6 / 9 < 7 / 9 < loose.high


def test_a_domain_stands_for_members_where_it_is_known_how_many_there_are() -> None:
    """8 of the 19 who answered stand for 8/19 of 30 members; of an open survey nobody knows."""
    table = {"a_x": 6, "a_y": 2, "b_x": 1, "b_y": 7, f"c_{NOT_ANSWERED}": 3}
    w = cross(30, **table)
    found = domain_shares(w, "column", ("x", "y"), domain=domain(w, "a"))
    assert found.population == pytest.approx(8 * 30 / 19)
    counts = {((), tuple(key.split("_"))): n for key, n in table.items()}
    cells = Cells.of(counts, variables=("row", "column"), design=Design.open(19))
    loose = base_weights(cells)
    assert domain_shares(loose, "column", ("x", "y"), domain=domain(loose, "a")).population is None


@pytest.mark.parametrize("to", [rake, calibrate])
def test_every_margin_is_met(to: Callable[[Cells, Sequence[Margin]], Weighting]) -> None:
    w = cross(100, a_x=10, a_y=5, b_x=5, b_y=20)
    margins = [
        Margin(("row",), {("a",): 60, ("b",): 40}),
        Margin(("column",), {("x",): 50, ("y",): 50}),
    ]
    raked = to(w.cells, margins)
    for variable, value, members in (("row", "a", 60), ("column", "x", 50)):
        inside = w.cells.where(variable, value).astype(float)
        assert raked.total(inside) == pytest.approx(members)
        # A calibrated total is known: it has no variance.
        assert total(raked, inside).se == pytest.approx([0], abs=1e-9)


def test_poststratified_by_everything_is_the_census() -> None:
    w = cross(40, a_x=10, a_y=5, b_x=5, b_y=20)
    sizes = {("a", "x"): 10, ("a", "y"): 5, ("b", "x"): 5, ("b", "y"): 20}
    assert post_stratify(w.cells, Margin(("row", "column"), sizes)).weights.tolist() == [1.0] * 4


@pytest.mark.parametrize(
    ("error", "margins"),
    [
        (errors.EmptyCalibrationCell, [{"a": 10, "b": 10, "c": 5}]),
        (errors.UnknownCalibrationCell, [{"a": 25}]),
        (errors.UnknownCalibrationCell, [{"a": 25, "b": 0}]),
    ],
)
def test_calibration_cells_must_match(
    error: type[Exception], margins: list[dict[str, int]]
) -> None:
    w = cross(25, a_x=10, b_y=10)
    margin = Margin(("row",), {(k,): n for k, n in margins[0].items()})
    with pytest.raises(error):
        post_stratify(w.cells, margin)
    with pytest.raises(error):
        rake(w.cells, [margin])


def test_raking_to_different_populations() -> None:
    w = cross(25, a_x=10, b_y=10)
    margins = [Margin(("row",), {("a",): 12, ("b",): 13}), Margin(("column",), {("x",): 30})]
    with pytest.raises(errors.MarginsDisagree, match=r"row to 25, column to 30.*same register"):
        rake(w.cells, margins)


def test_raking_that_cannot_succeed_says_so() -> None:
    """All a are x and all b are y, so row and column margins cannot differ."""
    w = cross(40, a_x=10, b_y=10)
    margins = [
        Margin(("row",), {("a",): 30, ("b",): 10}),
        Margin(("column",), {("x",): 10, ("y",): 30}),
    ]
    with pytest.raises(errors.RakingDiverged, match="Merge small categories"):
        rake(w.cells, margins)
    with pytest.raises(errors.RakingDiverged, match=r"nearest are .* Merge small categories"):
        calibrate(w.cells, margins)


def test_regression_that_would_have_someone_stand_for_less_than_nobody() -> None:
    """Few a and few x in the population, most of the respondents: a_x would weigh below 0."""
    w = cross(100, a_x=20, a_y=2, b_x=2, b_y=2)
    margins = [
        Margin(("row",), {("a",): 10, ("b",): 90}),
        Margin(("column",), {("x",): 10, ("y",): 90}),
    ]
    with pytest.raises(errors.NegativeWeights, match="Rake to the same margins"):
        calibrate(w.cells, margins)
    assert (rake(w.cells, margins).weights > 0).all()


def test_wald_without_uncertainty_says_so() -> None:
    w = cross(40, a_x=10, a_y=10, b_x=10, b_y=10)
    with pytest.raises(errors.DegenerateTable, match="no uncertainty"):
        wald(w, "row", "column")
    strong = wald(cross(400, a_x=30, a_y=5, b_x=5, b_y=30), "row", "column")
    assert strong.p < 1e-6


def test_association() -> None:
    strong = association(cross(400, a_x=30, a_y=5, b_x=5, b_y=30), "row", "column")
    none = association(cross(400, a_x=20, a_y=20, b_x=10, b_y=10), "row", "column")
    assert strong.p < 1e-6 < 0.99 < none.p
    assert strong.n == 70
    assert strong.pearson == pytest.approx(70 * (30 * 30 - 5 * 5) ** 2 / 35**4)


def test_association_in_a_full_census_is_a_fact() -> None:
    assert association(cross(70, a_x=30, a_y=5, b_x=5, b_y=30), "row", "column").p == 0
    assert association(cross(60, a_x=20, a_y=20, b_x=10, b_y=10), "row", "column").p == 1


def test_no_table_to_test() -> None:
    with pytest.raises(errors.DegenerateTable):
        association(cross(100, a_x=20, b_x=20), "row", "column")


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 40), st.integers(0, 1)), min_size=4)
)
def test_individual_weights_equal_the_sum_over_respondents(
    people: list[tuple[str, int, int]],
) -> None:
    """Counting by weight and answer gives what a sum over the respondents one by one gives."""
    people = [*people, ("a", 1, 0), ("a", 2, 1), ("b", 3, 0), ("b", 1, 1)]
    table: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    for stratum, weight, answer in people:
        key = (stratum,), (str(weight / 4), str(answer))
        table[key] = table.get(key, 0) + 1
    n = {s: sum(p[0] == s for p in people) for s in "ab"}
    design = Design.sample({(s,): 2 * n[s] for s in "ab"}, {(s,): n[s] for s in "ab"})
    cells = Cells.of(table, variables=("weight", "answer"), design=design)
    found = mean(individual_weights(cells, "weight"), cells.numbers("answer"))

    weights = np.array([p[1] / 4 for p in people])
    answers = np.array([p[2] for p in people])
    share = (weights @ answers) / weights.sum()
    scores = weights * (answers - share) / weights.sum()
    variance = 0.0
    for s in "ab":
        mine = scores[[p[0] == s for p in people]]
        variance += 0.5 * n[s] * mine.var(ddof=1)
    assert found.values == pytest.approx([share])
    assert found.se == pytest.approx([sqrt(variance)], abs=1e-12)


@pytest.mark.parametrize("weight", ["0", "-1", NOT_ANSWERED])
def test_weights_must_be_above_zero(weight: str) -> None:
    cells = Cells.of(
        {((), (weight,)): 1, ((), ("1.5",)): 1}, variables=("weight",), design=Design.open(2)
    )
    with pytest.raises(errors.UnusableWeight, match="Give every respondent"):
        individual_weights(cells, "weight")


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(1, 9), min_size=2
    )
)
def test_any_table_is_tested_or_refused(table: dict[tuple[str, str], int]) -> None:
    w = cross(200, **{"_".join(key): n for key, n in table.items()})
    try:
        found = association(w, "row", "column")
    except errors.DegenerateTable:
        assert len(table) < 9
        return
    assert 0 <= found.p <= 1
    assert 0 <= found.p_first <= 1
    assert found.n == sum(table.values())
