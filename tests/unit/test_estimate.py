"""Estimates: what must hold for any counts, and the errors that say what to do."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.estimate import errors
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.counts import ANSWERED, NOT_ANSWERED, NOT_SHOWN, QuestionCounts
from samklang.core.estimate.design import Design
from samklang.core.estimate.domains import Domain, domain_shares
from samklang.core.estimate.interval import Method
from samklang.core.estimate.ratios import design_effect, mean, total
from samklang.core.estimate.shares import estimate_shares
from samklang.core.estimate.weighting import base_weights

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


@given(answered, st.sampled_from(["wilson", "wilson-t", "beta", "mean"]))
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


def test_without_fpc_there_is_more_to_the_population_than_the_members() -> None:
    """Everyone has answered, yet the share is uncertain, and no one is silent."""
    counts = QuestionCounts("q", ("yes", "no"), {((), "yes"): 5, ((), "no"): 15})
    design = Design.sample({(): 20}, {(): 20}, fpc=False)
    found = estimate_shares(counts, design=design).by_option["yes"]
    assert found.low < 0.25 < found.high
    assert found.band_low is None


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
    assert str(raised.value.what)
    assert str(raised.value.remedy)


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
