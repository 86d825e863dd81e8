"""Estimates that cannot be made, each with its fault, and those that are all or nothing."""

from collections.abc import Callable
from dataclasses import replace
from math import isnan
from statistics import NormalDist

import numpy as np
import pytest

from samklang.core.estimate import errors, unseen
from samklang.core.estimate.calibration import calibrate, post_stratify, rake
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.choices import Margin
from samklang.core.estimate.clusters import Clusters
from samklang.core.estimate.counts import QuestionCounts
from samklang.core.estimate.design import Design
from samklang.core.estimate.domains import Domain, domain_shares, widened
from samklang.core.estimate.interval import (
    Method,
    ShareFacts,
    effective_size,
    logical_bounds,
    share_interval,
    wilson_t,
)
from samklang.core.estimate.panel import Overlap, step
from samklang.core.estimate.quantiles import quantile
from samklang.core.estimate.ratios import design_effect, mean, ratio, total
from samklang.core.estimate.replicates import Replicates
from samklang.core.estimate.unseen import Part, difference_quantile, yes_among
from samklang.core.estimate.weighting import Weighting, base_weights

NORTH, SOUTH = ("north",), ("south",)
DESIGN = Design.census({NORTH: 40, SOUTH: 20}, {NORTH: 4, SOUTH: 3})
# Stratum, and the answers to a closed question and in hours: seven respondents.
TALLY = {
    (NORTH, ("yes", "2")): 3,
    (NORTH, ("no", "0")): 1,
    (SOUTH, ("!not-answered", "!not-answered")): 1,
    (SOUTH, ("yes", "5")): 2,
}


def weighting() -> Weighting:
    return base_weights(Cells.of(TALLY, variables=("q", "hours"), design=DESIGN))


W = weighting()
NOBODY = np.zeros(len(W.cells), dtype=np.bool_)
EVERYONE = np.ones(len(W.cells), dtype=np.bool_)
SILENT = ~W.cells.known("q")
YES = W.cells.where("q", "yes").astype(float)
Q = ("yes", "no")


def counted(**more: bool) -> QuestionCounts:
    counts = {(NORTH, "yes"): 3, (NORTH, "no"): 1, (SOUTH, "yes"): 2, (SOUTH, "!not-answered"): 1}
    return QuestionCounts("q", Q, counts, **more)


def replicated() -> Weighting:
    weights = np.ones((len(W.cells), 2))
    return replace(W, replicates=Replicates.of(weights, kind="JK1"))


NORTHERN = Margin(("q",), {("yes",): 40, ("no",): 20})
# what is asked for -> the error, and its code
REFUSED: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: mean(W, YES, where=NOBODY), errors.EmptyBase, "a_domain_has_no_respondents_who"),
    (lambda: ratio(W, YES, 0.0), errors.EmptyBase, "a_domain_has_no_respondents_who"),
    (
        lambda: quantile(W, "hours", 0.5, domain=Domain(SILENT)),
        errors.EmptyBase,
        "a_domain_has_no_respondents_who",
    ),
    (
        lambda: domain_shares(W, "q", Q, domain=Domain(SILENT)),
        errors.EmptyBase,
        "nobody_in_the_domain_answered",
    ),
    (lambda: rake(W.cells, []), errors.EstimateError, "there_is_no_margin_to_calibrate"),
    (lambda: calibrate(W.cells, []), errors.EstimateError, "there_is_no_margin_to_calibrate"),
    (
        lambda: post_stratify(
            base_weights(Cells.of_question(yes_or_no(), design=Design.open(4))).cells,
            NORTHERN,
            base=replicated_of_two(),
        ),
        errors.EstimateError,
        "replicate_weights_are_not_calibrated",
    ),
    (
        lambda: Cells.of({(("west",), ("yes",)): 7}, variables=("q",), design=DESIGN),
        errors.UnknownStratum,
        "there_are_answers_in_the_stratum",
    ),
    (
        lambda: Cells.of({(NORTH, ("yes",)): 4}, variables=("q",), design=DESIGN),
        errors.InconsistentCounts,
        "the_tally_has_respondents_in_the",
    ),
    (
        lambda: Cells.of_question(counted(multiple=True), design=DESIGN),
        errors.EstimateError,
        "the_options_of_overlap",
    ),
    (
        lambda: Clusters.read(
            Cells.of({(NORTH, ("k",)): 1, (NORTH, ("l",)): 1}, variables=("c",), design=southern()),
            "c",
        ),
        errors.EmptyStratum,
        "nobody_in_the_stratum_has_responded",
    ),
]


def yes_or_no() -> QuestionCounts:
    return QuestionCounts("q", Q, {((), "yes"): 3, ((), "no"): 1})


def replicated_of_two() -> Weighting:
    begin = base_weights(Cells.of_question(yes_or_no(), design=Design.open(4)))
    return replace(begin, replicates=Replicates.of(np.ones((2, 2)), kind="JK1"))


def southern() -> Design:
    """Nobody in the south; as `Design.census` would not make it."""
    whole = Design.census({NORTH: 2, SOUTH: 1}, {NORTH: 2, SOUTH: 1})
    return replace(whole, strata=(whole.strata[0], replace(whole.strata[1], respondents=0)))


@pytest.mark.parametrize(("asked", "error", "code"), REFUSED)
def test_what_cannot_be_estimated(
    asked: Callable[[], object], error: type[Exception], code: str
) -> None:
    with pytest.raises(error) as raised:
        asked()
    assert raised.value.what.code == f"estimates.{code}"  # type: ignore[attr-defined]
    assert str(raised.value.remedy)  # type: ignore[attr-defined]


def test_without_replicate_weights_there_is_nothing_to_repeat() -> None:
    with pytest.raises(ValueError, match="no replicate weights"):
        W.replicated(YES)
    # One weight a respondent in each: the numbers who said yes, twice.
    assert replicated().replicated(YES[:, None]).tolist() == [[5.0], [5.0]]


def test_a_design_effect_of_one_respondent_is_no_number() -> None:
    one = W.cells.where("hours", "0")
    assert isnan(design_effect(W, YES, where=one))
    # Nor is there one where all say the same, or all members have answered.
    assert isnan(design_effect(W, np.ones(len(W.cells)), where=EVERYONE))
    assert design_effect(W, YES, of="total") > 0
    assert total(W, YES).values.tolist() == pytest.approx([3 * 40 / 4 + 2 * 20 / 3])


def facts(
    count: int, n: int, *, variance: float, df: int, unseen: float, most: int | None = 40
) -> ShareFacts:
    return ShareFacts.of(
        count=count, n=n, share=count / n, variance=variance, df=df, unseen=unseen, most=most
    )


@pytest.mark.parametrize("method", ["wilson", "wilson-t", "beta", "mean", "logit", "asin"])
@pytest.mark.parametrize(("most", "ends"), [(40, (3 / 40, 38 / 40)), (None, (0.0, 1.0))])
def test_with_no_degrees_of_freedom_all_that_is_possible_is(
    method: Method, most: int | None, ends: tuple[float, float]
) -> None:
    """Three of five said yes, each the only one of a stratum: 35 of 40 have not answered."""
    given = facts(3, 5, variance=0.0, df=0, unseen=35 / 40 if most else 1.0, most=most)
    assert share_interval(given, method=method) == pytest.approx(ends)
    assert logical_bounds(given) == pytest.approx(ends)


# yes, respondents, variance, unseen -> the size of an infinite sample that knows as much
SIZES = [
    (10, 20, 0.0, 0.5, 40.0),
    (10, 20, 0.0, 0.0, float("inf")),
    # As a simple random sample of half the members: p(1 − p)/V with V = 0.25 · 0.5/19.
    (10, 20, 0.25 * 0.5 / 19, 0.5, 38.0),
    (10, 20, 0.025, 0.5, 10.0),
    (0, 20, 0.0, 0.5, 20.0),
    (20, 20, 0.0, 0.5, 20.0),
]


@pytest.mark.parametrize(("yes", "n", "variance", "silent", "size"), SIZES)
def test_the_effective_size(yes: int, n: int, variance: float, silent: float, size: float) -> None:
    given = facts(yes, n, variance=variance, df=n - 1, unseen=silent)
    assert effective_size(given) == pytest.approx(size)
    if size == float("inf"):
        assert wilson_t(given) == (0.5, 0.5)


def test_a_change_of_one_pair_has_no_step() -> None:
    once = Overlap(
        members=(40, 40), n=(30, 30), counts=(15, 15), both=1, common=40, then_stayed=30,
        now_before=30,
    )  # fmt: skip
    assert step(once, yes=(1, 1), twice=1) == 0.0


# members seen and who there are, by stratum -> how much wider the interval of a mean is
WIDER = [
    # As large a part of the domain as of all is silent: 3 of 30 have answered, 4 of 40.
    ((30, 12), 1.0),
    # 3 of the domain's 60 have answered: 57/60 are silent where 36/40 of the stratum are.
    ((60, 12), ((1 - 3 / 60) / (1 - 4 / 40)) ** 0.5),
    ((30, 40), ((1 - 2 / 40) / (1 - 3 / 20)) ** 0.5),
    (None, 1.0),
]


@pytest.mark.parametrize(("sizes", "factor"), WIDER)
def test_a_group_that_answers_worse_than_its_stratum(
    sizes: tuple[int, int] | None, factor: float
) -> None:
    assert widened(W, Domain(YES > 0, sizes=sizes)) == pytest.approx(factor)


def test_a_group_of_a_stratum_that_has_all_answered_is_no_wider() -> None:
    everyone = Design.census({NORTH: 4, SOUTH: 3}, {NORTH: 4, SOUTH: 3})
    whole = base_weights(Cells.of(TALLY, variables=("q", "hours"), design=everyone))
    assert widened(whole, Domain(YES > 0, sizes=(9, 9))) == 1.0


def test_many_silent_members_are_counted_by_a_normal_distribution() -> None:
    """600 of 1 000 of 3 000 000 said yes: no list of all numbers."""
    part = Part(3_000_000, 1000, 600)
    numbers = yes_among([part], lean=-1)
    assert len(numbers.chances) == 0
    sd = 3_000_000 * (0.6 * 0.4 / 1000) ** 0.5
    assert numbers.mean == pytest.approx(1_800_000, rel=1e-3)
    assert numbers.sd == pytest.approx(sd, rel=2e-3)
    for chance in (0.025, 0.5, 0.975):
        z = NormalDist().inv_cdf(chance)
        assert unseen.quantile(numbers, chance) == pytest.approx(numbers.mean + z * numbers.sd)
    # Of two such groups, the difference of the shares has both variances.
    other = yes_among([Part(3_000_000, 1000, 300)], lean=1)
    ends = [
        difference_quantile(numbers, other, members=(3_000_000, 3_000_000), chance=chance)
        for chance in (0.025, 0.975)
    ]
    wide = 1.96 * ((0.6 * 0.4 + 0.3 * 0.7) / 1000) ** 0.5
    assert ends == pytest.approx([0.3 - wide, 0.3 + wide], abs=2e-3)
    # And where only one is so large, either way round.
    small = yes_among([Part(40, 40, 10)], lean=1)
    low = difference_quantile(numbers, small, members=(3_000_000, 40), chance=0.025)
    high = difference_quantile(small, numbers, members=(40, 3_000_000), chance=0.975)
    assert low == pytest.approx(0.6 - 0.25 - 1.96 * sd / 3_000_000, abs=2e-3)
    assert high == pytest.approx(-low, abs=1e-6)
