"""Estimates: what must hold for any counts, and the errors that say what to do."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.estimate import errors
from samklang.core.estimate.calibration import Margin, post_stratify, rake
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.counts import ANSWERED, NOT_ANSWERED, NOT_SHOWN, QuestionCounts
from samklang.core.estimate.crosstab import association
from samklang.core.estimate.design import Design
from samklang.core.estimate.domains import Domain, crosstab, difference, domain_shares
from samklang.core.estimate.interval import Method
from samklang.core.estimate.ratios import design_effect, mean, total
from samklang.core.estimate.shares import estimate_shares
from samklang.core.estimate.weighting import Weighting, base_weights, individual_weights

NORTH, SOUTH = ("north",), ("south",)
MARKS = (NOT_ANSWERED, NOT_SHOWN)

# Per stratum: yes, no, not answered, not shown, and members who did not respond.
stratum_rows = st.tuples(*[st.integers(0, 12)] * 5).filter(lambda r: sum(r[:4]) >= 2)


def counted(rows: list[tuple[int, ...]]) -> tuple[QuestionCounts, Design]:
    strata = [(f"s{i}",) for i in range(len(rows))]
    options = ("yes", "no", *MARKS)
    counts = {
        (s, o): n
        for s, row in zip(strata, rows, strict=True)
        for o, n in zip(options, row[:4], strict=True)
    }
    design = Design.census(
        {s: sum(row) for s, row in zip(strata, rows, strict=True)},
        {s: sum(row[:4]) for s, row in zip(strata, rows, strict=True)},
    )
    return QuestionCounts("q", ("yes", "no"), counts), design


answered = st.lists(stratum_rows, min_size=1, max_size=4).filter(
    lambda rows: any(row[0] + row[1] for row in rows)
)


@given(answered)
def test_intervals_hold_the_share_and_stay_possible(rows: list[tuple[int, ...]]) -> None:
    counts, design = counted(rows)
    found = estimate_shares(counts, design=design)
    assert sum(e.share for e in found.estimates) == pytest.approx(1)
    most = sum(map(sum, rows)) - found.not_shown
    for e in found.estimates:
        assert e.band_low is not None
        assert e.band_high is not None
        assert 0 <= e.band_low <= e.low <= e.share <= e.high <= e.band_high <= 1
        assert e.low >= e.count / most - 1e-12
        assert e.high <= (e.count + most - e.n) / most + 1e-12


@given(answered)
def test_an_option_and_its_complement_mirror_each_other(rows: list[tuple[int, ...]]) -> None:
    counts, design = counted(rows)
    yes, no = estimate_shares(counts, design=design).estimates
    assert yes.low == pytest.approx(1 - no.high, abs=1e-9)
    assert yes.high == pytest.approx(1 - no.low, abs=1e-9)
    assert yes.band_low == pytest.approx(1 - (no.band_high or 0), abs=1e-9)


@given(answered, st.sampled_from(["wilson", "beta", "mean"]))
def test_the_whole_as_a_domain_is_the_whole(rows: list[tuple[int, ...]], method: Method) -> None:
    """Two ways of computing the same: per stratum, and on cells."""
    counts, design = counted(rows)
    whole = estimate_shares(counts, design=design, method=method)
    cells = Cells.of_question(counts, design=design)
    domain = Domain(np.ones(len(cells), dtype=np.bool_), members=design.population)
    again = domain_shares(base_weights(cells), "q", counts.options, domain=domain, method=method)
    assert (again.n, again.not_answered, again.not_shown) == (
        whole.n,
        whole.not_answered,
        whole.not_shown,
    )
    for one, other in zip(whole.estimates, again.estimates, strict=True):
        assert (one.option, one.count, one.n, one.df) == (
            other.option,
            other.count,
            other.n,
            other.df,
        )
        for field in ("share", "se", "low", "high", "band_low", "band_high"):
            assert getattr(other, field) == pytest.approx(getattr(one, field), abs=1e-7), field


@given(st.integers(2, 60), st.data())
def test_a_share_of_one_stratum_is_the_plain_fraction(n: int, data: st.DataObject) -> None:
    """To the last digit: 62.5 % must not print as 62 % because of a sum of weights."""
    yes, silent = data.draw(st.integers(0, n)), data.draw(st.integers(0, 30))
    counts = QuestionCounts("q", ("yes", "no"), {((), "yes"): yes, ((), "no"): n - yes})
    design = Design.census({(): n + silent}, {(): n})
    assert estimate_shares(counts, design=design).by_option["yes"].share == yes / n


def test_select_multiple_stands_on_those_who_answered() -> None:
    """Of 8 who answered 6 chose a and 2 chose both; nobody chose c; 2 left the question."""
    counts = QuestionCounts(
        "q",
        ("a", "b", "c"),
        {((), ANSWERED): 8, ((), "a"): 6, ((), "b"): 2, ((), NOT_ANSWERED): 2},
        multiple=True,
    )
    found = estimate_shares(counts, design=Design.census({(): 20}, {(): 10})).by_option
    assert {o: (e.count, e.n, e.share) for o, e in found.items()} == {
        "a": (6, 8, 0.75),
        "b": (2, 8, 0.25),
        "c": (0, 8, 0),
    }


def test_mean_of_a_number_leaves_out_the_missing() -> None:
    """10, 10, 20 and 40 of 8 members; one left the question."""
    counts = QuestionCounts(
        "q",
        ("10", "20", "40"),
        {((), "10"): 2, ((), "20"): 1, ((), "40"): 1, ((), NOT_ANSWERED): 1},
    )
    cells = Cells.of_question(counts, design=Design.census({(): 8}, {(): 5}))
    found = mean(base_weights(cells), cells.numbers("q"))
    assert found.values == pytest.approx([20])
    # z: −10, −10, 0, 20 and 0 over a base of 4; Σz² = 600 and Σz = 0.
    assert found.se == pytest.approx([sqrt((1 - 5 / 8) * 5 / 4 * 600 / 16)])
    assert (found.n, found.df) == ((4,), (3,))
    assert total(base_weights(cells), cells.numbers("q")).values == pytest.approx([80 * 8 / 5])


def test_design_effect_of_a_simple_sample_is_one() -> None:
    counts = QuestionCounts("q", ("1", "2"), {((), "1"): 3, ((), "2"): 7})
    weighting = base_weights(Cells.of_question(counts, design=Design.census({(): 50}, {(): 10})))
    numbers = weighting.cells.numbers("q")
    assert design_effect(weighting, numbers) == pytest.approx(1)
    assert design_effect(weighting, numbers, replacement=True) == pytest.approx(1 - 10 / 50)
    assert np.isnan(design_effect(weighting, np.ones(2)))


def cross(members: int, **cells: int) -> Weighting:
    """One stratum; keys like a_x are the values of `row` and `column`."""
    table = {((), tuple(key.split("_"))): n for key, n in cells.items()}
    design = Design.census({(): members}, {(): sum(cells.values())})
    return base_weights(Cells.of(table, variables=("row", "column"), design=design))


def domain(weighting: Weighting, value: str, members: int | None = None) -> Domain:
    return Domain(weighting.cells.where("row", value), members)


def test_difference_of_two_domains() -> None:
    """30 of 40 against 10 of 30, 140 members of 200 not asked."""
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
    for _ in range(rounds):
        answers = np.repeat([0, 1, 2, 3], [24, 16, 9, 21])  # a_x, a_y, b_x, b_y: 60 % and 30 %
        seen = np.bincount(random.choice(answers, 35, replace=False), minlength=4).tolist()
        keys = ("a_x", "a_y", "b_x", "b_y")
        w = cross(70, **{k: n for k, n in zip(keys, seen, strict=True) if n})
        found = difference(w, "column", "x", first=domain(w, "a", 40), second=domain(w, "b", 30))
        covered += found.low <= 0.3 <= found.high
    assert 0.94 <= covered / rounds <= 0.985


def test_a_domain_of_unknown_size_may_hold_all_who_are_silent() -> None:
    w = cross(50, a_x=3, b_x=10, b_y=10)
    unknown = domain_shares(w, "column", ["x"], domain=domain(w, "a")).estimates[0]
    known = domain_shares(w, "column", ["x"], domain=domain(w, "a", 4)).estimates[0]
    assert (unknown.share, unknown.high) == (known.share, known.high) == (1, 1)
    assert known.low == 3 / 4
    assert unknown.low < known.low


def test_crosstab_is_a_row_of_domains() -> None:
    """Sizes of the register bound each row; without them the silent may all be in it."""
    table = {"a_x": 6, "a_y": 2, "b_x": 1, "b_y": 7, f"c_{NOT_ANSWERED}": 3}
    w = cross(30, **table)
    found = crosstab(w, "column", ("x", "y"), by="row", members={"a": 9, "b": 12, "c": 9})
    assert list(found) == ["a", "b"]
    assert [(e.count, e.n) for e in found["a"].estimates] == [(6, 8), (2, 8)]
    first = found["a"].estimates[0]
    assert (first.share, first.low, first.high) == pytest.approx((6 / 8, 6 / 9, 7 / 9))
    loose = crosstab(w, "column", ("x", "y"), by="row")["a"].estimates[0]
    assert loose.low < 6 / 9 < 7 / 9 < loose.high


def test_without_fpc_there_is_more_to_the_population_than_the_members() -> None:
    """Everyone has answered, yet the share is uncertain, and no one is silent."""
    counts = QuestionCounts("q", ("yes", "no"), {((), "yes"): 5, ((), "no"): 15})
    design = Design.sample({(): 20}, {(): 20}, fpc=False)
    found = estimate_shares(counts, design=design).by_option["yes"]
    assert found.low < 0.25 < found.high
    assert found.band_low is None


def test_raking_meets_every_margin() -> None:
    w = cross(100, a_x=10, a_y=5, b_x=5, b_y=20)
    margins = [
        Margin(("row",), {("a",): 60, ("b",): 40}),
        Margin(("column",), {("x",): 50, ("y",): 50}),
    ]
    raked = rake(w.cells, margins)
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


@pytest.mark.parametrize(
    ("error", "sizes", "respondents"),
    [
        (errors.EmptyStratum, {NORTH: 10, SOUTH: 5}, {NORTH: 5}),
        (errors.OneRespondentStratum, {NORTH: 10, SOUTH: 5}, {NORTH: 5, SOUTH: 1}),
        (errors.TooManyRespondents, {NORTH: 4}, {NORTH: 5}),
        (errors.TooManyRespondents, {NORTH: 10}, {NORTH: 5, SOUTH: 1}),
    ],
)
def test_designs_that_cannot_be(
    error: type[errors.EstimateError],
    sizes: dict[tuple[str, ...], int],
    respondents: dict[tuple[str, ...], int],
) -> None:
    with pytest.raises(error) as raised:
        Design.census(sizes, respondents)
    assert raised.value.what
    assert raised.value.remedy


@pytest.mark.parametrize("respondents", [0, 1])
def test_an_open_survey_needs_two(respondents: int) -> None:
    with pytest.raises(errors.EstimateError, match="Wait for"):
        Design.open(respondents)


@pytest.mark.parametrize(
    ("error", "counts", "multiple"),
    [
        (errors.UnknownStratum, {(SOUTH, "yes"): 10}, False),
        (errors.InconsistentCounts, {(NORTH, "yes"): 9}, False),
        (errors.InconsistentCounts, {(NORTH, "yes"): 9, (NORTH, "other"): 1}, False),
        (errors.InconsistentCounts, {(NORTH, "yes"): 10}, True),
        (
            errors.InconsistentCounts,
            {(NORTH, ""): 5, (NORTH, "!not-shown"): 5, (NORTH, "yes"): 6},
            True,
        ),
    ],
)
def test_counts_that_do_not_fit_the_design(
    error: type[errors.EstimateError],
    counts: dict[tuple[tuple[str, ...], str], int],
    multiple: bool,
) -> None:
    design = Design.census({NORTH: 20}, {NORTH: 10})
    with pytest.raises(error):
        estimate_shares(
            QuestionCounts("q", ("yes", "no"), counts, multiple=multiple), design=design
        )


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
