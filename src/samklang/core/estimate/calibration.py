"""Calibration: weights that reproduce known totals, by post-stratification or raking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from samklang.core.estimate.cells import MISSING, Cells
from samklang.core.estimate.design import Floats
from samklang.core.estimate.errors import (
    EmptyCalibrationCell,
    EstimateError,
    MarginsDisagree,
    RakingDiverged,
    UnknownCalibrationCell,
)
from samklang.core.estimate.weighting import Weighting, base_weights
from samklang.core.privacy import Internal

Level = tuple[str, ...]

ITERATIONS = 1000
TOLERANCE = 1e-12  # of a margin, relative


@dataclass(frozen=True)
class Margin:
    """Known members per combination of the values of `variables`, in that order."""

    variables: Internal[tuple[str, ...]]
    members: Internal[Mapping[Level, int]]


def post_stratify(cells: Cells, margin: Margin) -> Weighting:
    """Base weights scaled so that every combination of values stands for its members.

    Raises EmptyCalibrationCell, UnknownCalibrationCell.
    """
    indicators, targets = _indicators(cells, margin)
    base = base_weights(cells)
    factors = indicators @ (targets / base.total(indicators))
    return Weighting(cells, base.weights * factors, indicators)


def rake(cells: Cells, margins: Sequence[Margin]) -> Weighting:
    """Base weights scaled margin by margin until all margins are met (Deming & Stephan 1940).

    Raises EmptyCalibrationCell, UnknownCalibrationCell, MarginsDisagree, RakingDiverged, and
    EstimateError without margins.
    """
    if not margins:
        raise EstimateError("There is no margin to rake to.", "Name at least one.")
    sizes = {margin.variables: sum(margin.members.values()) for margin in margins}
    if len(set(sizes.values())) > 1:
        listed = ", ".join(f"{_name(v)} to {size}" for v, size in sizes.items())
        raise MarginsDisagree(
            f"The margins add up to different populations: {listed}.",
            "Take them from the same register.",
        )
    tables = [_indicators(cells, margin) for margin in margins]
    weights = base_weights(cells).weights
    for _ in range(ITERATIONS):
        for indicators, targets in tables:
            weights = weights * (indicators @ (targets / ((weights * cells.counts) @ indicators)))
        worst = max(
            float(np.max(np.abs((weights * cells.counts) @ indicators / targets - 1)))
            for indicators, targets in tables
        )
        if worst <= TOLERANCE:
            return Weighting(cells, weights, np.hstack([indicators for indicators, _ in tables]))
    raise RakingDiverged(
        f"Raking is still {worst:.1%} from a margin after {ITERATIONS} rounds.",
        "Merge small categories, or leave out a margin: some combinations have no respondents.",
    )


def _indicators(cells: Cells, margin: Margin) -> tuple[Floats, Floats]:
    """Which category each cell is in (cells × categories), and the categories' members."""
    members = {level: count for level, count in sorted(margin.members.items()) if count}
    place = {level: i for i, level in enumerate(members)}
    found = np.zeros((len(cells), len(members)))
    levels = zip(*(cells.values[variable] for variable in margin.variables), strict=True)
    for i, level in enumerate(levels):
        if level not in place:
            missing = any(value in MISSING for value in level)
            raise UnknownCalibrationCell(
                f"Respondents have {_name(margin.variables)} = {_name(level)}, "
                "which the known totals do not have.",
                "Calibrate on columns of the register, which has no gaps."
                if missing
                else "Correct the totals or the answers.",
            )
        found[i, place[level]] = 1.0
    respondents = cells.counts @ found
    for level, count in zip(members, respondents, strict=True):
        if not count:
            raise EmptyCalibrationCell(
                f"No respondent has {_name(margin.variables)} = {_name(level)}, "
                f"which {members[level]} members have.",
                "Merge it with a similar category.",
            )
    return found, np.array(list(members.values()), dtype=np.float64)


def _name(parts: Sequence[str]) -> str:
    return " × ".join(parts)
