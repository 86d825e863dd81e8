"""Calibration: weights that meet known totals, by post-stratification, raking or regression."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from samklang.core.estimate.cells import MISSING, Cells
from samklang.core.estimate.choices import Margin
from samklang.core.estimate.design import Floats
from samklang.core.estimate.errors import (
    EmptyCalibrationCell,
    EstimateError,
    MarginsDisagree,
    NegativeWeights,
    RakingDiverged,
    UnknownCalibrationCell,
)
from samklang.core.estimate.weighting import Weighting, base_weights
from samklang.core.language.messages import message

Residuals = Literal["base", "alike"]

ITERATIONS = 1000
TOLERANCE = 1e-12  # of a margin, relative
REACHED = 1e-9  # the same, of an equation solved and not approached


def post_stratify(cells: Cells, margin: Margin, *, base: Weighting | None = None) -> Weighting:
    """Base weights scaled so that every combination of values stands for its members.

    base: the weights to begin with, such as the respondents' own; the design's where None.
    Raises EmptyCalibrationCell, UnknownCalibrationCell.
    """
    indicators, targets = _indicators(cells, margin)
    base = _begin(cells, base)
    factors = indicators @ (targets / base.total(indicators))
    return replace(base, weights=base.weights * factors, margins=indicators, base=base.weights)


def calibrate(
    cells: Cells, margins: Sequence[Margin], *, base: Weighting | None = None
) -> Weighting:
    """Base weights changed as little as possible in squares to meet all margins (the GREG).

    w = d (1 + xᵀλ) with λ from the margins (Deville & Särndal 1992): one step and no rounds, and
    the estimates are those of a regression on the margins, but weights may come out negative.
    Equals R's calibrate with calfun "linear". base: see `post_stratify`.
    Raises as `rake`, and NegativeWeights.
    """
    tables = _tables(cells, margins)
    indicators = np.hstack([table for table, _ in tables])
    targets = np.concatenate([target for _, target in tables])
    begin = _begin(cells, base)
    start = begin.weights
    totals = (start * cells.counts) @ indicators
    moments = indicators.T @ ((start * cells.counts)[:, None] * indicators)
    # Every margin adds up to the members, so the moments are not of full rank.
    change = np.linalg.lstsq(moments, targets - totals, rcond=None)[0]
    weights = start * (1 + indicators @ change)
    worst = float(np.max(np.abs((weights * cells.counts) @ indicators / targets - 1)))
    if worst > REACHED:
        what = message("estimates.no_weights_meet_the_margins_the", worst=f"{worst:.1%}")
        raise RakingDiverged(what, message("estimates.merge_small_categories_or_leave_out"))
    if np.any(weights <= 0):
        what = message("estimates.some_respondents_would_stand_for_less")
        raise NegativeWeights(what, message("estimates.rake_to_the_same_margins"))
    return replace(begin, weights=weights, margins=indicators, base=start)


def rake(
    cells: Cells,
    margins: Sequence[Margin],
    *,
    base: Weighting | None = None,
    residuals: Residuals = "base",
) -> Weighting:
    """Base weights scaled margin by margin until all margins are met (Deming & Stephan 1940).

    base: see `post_stratify`. residuals: how the regression behind the variances weighs the
    respondents: by `base` weights (Deville & Särndal 1992), as R's calibrate with calfun "raking",
    or `alike`, as R's rake. Both are the same where the base weights are all the same; elsewhere
    those of R's rake are not of the estimator's own linearisation.
    Raises EmptyCalibrationCell, UnknownCalibrationCell, MarginsDisagree, RakingDiverged, and
    EstimateError without margins.
    """
    tables = _tables(cells, margins)
    begin = _begin(cells, base)
    start = begin.weights
    weights = start
    for _ in range(ITERATIONS):
        for indicators, targets in tables:
            weights = weights * (indicators @ (targets / ((weights * cells.counts) @ indicators)))
        worst = max(
            float(np.max(np.abs((weights * cells.counts) @ indicators / targets - 1)))
            for indicators, targets in tables
        )
        if worst <= TOLERANCE:
            reached = np.hstack([indicators for indicators, _ in tables])
            by = start if residuals == "base" else np.ones_like(start)
            return replace(begin, weights=weights, margins=reached, base=by)
    what = message(
        "estimates.raking_is_still_from_a_margin", worst=f"{worst:.1%}", iterations=ITERATIONS
    )
    raise RakingDiverged(what, message("estimates.merge_small_categories_or_leave_out"))


def _begin(cells: Cells, base: Weighting | None) -> Weighting:
    """The weights to begin with. Replicate weights are calibrated by whoever makes them."""
    base = base or base_weights(cells)
    if base.replicates is not None:
        what = message("estimates.replicate_weights_are_not_calibrated")
        raise EstimateError(what, message("estimates.give_weights_that_are_calibrated"))
    return base


def _tables(cells: Cells, margins: Sequence[Margin]) -> list[tuple[Floats, Floats]]:
    """Every margin's categories and their members, of one population."""
    if not margins:
        what = message("estimates.there_is_no_margin_to_calibrate")
        raise EstimateError(what, message("estimates.name_at_least_one"))
    sizes = {margin.variables: sum(margin.members.values()) for margin in margins}
    if len(set(sizes.values())) > 1:
        listed = ", ".join(f"{_name(v)} to {size}" for v, size in sizes.items())
        what = message("estimates.the_margins_add_up_to_different", listed=listed)
        raise MarginsDisagree(what, message("estimates.take_them_from_the_same_register"))
    return [_indicators(cells, margin) for margin in margins]


def _indicators(cells: Cells, margin: Margin) -> tuple[Floats, Floats]:
    """Which category each cell is in (cells × categories), and the categories' members."""
    members = {level: count for level, count in sorted(margin.members.items()) if count}
    place = {level: i for i, level in enumerate(members)}
    indicators = np.zeros((len(cells), len(members)))
    levels = zip(*(cells.values[variable] for variable in margin.variables), strict=True)
    for i, level in enumerate(levels):
        if level not in place:
            missing = any(value in MISSING for value in level)
            raise UnknownCalibrationCell(
                message(
                    "estimates.respondents_have_which_the_known_totals",
                    name=_name(margin.variables),
                    name2=_name(level),
                ),
                message("estimates.calibrate_on_columns_of_the_register")
                if missing
                else message("estimates.correct_the_totals_or_the_answers"),
            )
        indicators[i, place[level]] = 1.0
    respondents = cells.counts @ indicators
    for level, count in zip(members, respondents, strict=True):
        if not count:
            what = message(
                "estimates.no_respondent_has_which_members_have",
                name=_name(margin.variables),
                name2=_name(level),
                members=members[level],
            )
            raise EmptyCalibrationCell(what, message("estimates.merge_it_with_a_similar_category"))
    return indicators, np.array(list(members.values()), dtype=np.float64)


def _name(parts: Sequence[str]) -> str:
    return " × ".join(parts)
