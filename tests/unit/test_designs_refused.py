"""Clusters and replicate weights that cannot be estimated from: each fault says what to do."""

import numpy as np
import pytest

from samklang.core.estimate import errors
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.clusters import Clusters
from samklang.core.estimate.design import Design
from samklang.core.estimate.replicates import ReplicateKind, Replicates

NORTH, SOUTH = ("north",), ("south",)


def cells() -> Cells:
    """Who answered in the clusters k1 and k2 of the north, and in k3 of the south."""
    table = {(NORTH, ("k1",)): 6, (NORTH, ("k2",)): 4, (SOUTH, ("k3",)): 5}
    design = Design.census({NORTH: 40, SOUTH: 20}, {NORTH: 10, SOUTH: 5})
    return Cells.of(table, variables=("cluster",), design=design)


@pytest.mark.parametrize(
    ("error", "frame", "members"),
    [
        # Two clusters of the north have answered, of one that there is.
        (errors.TooManyRespondents, {NORTH: 1, SOUTH: 1}, None),
        # One cluster of the south, of three: no telling how clusters differ.
        (errors.OneClusterStratum, {NORTH: 2, SOUTH: 3}, None),
        # Six in k1 have answered, of five.
        (
            errors.TooManyRespondents,
            {NORTH: 2, SOUTH: 1},
            {(NORTH, "k1"): 5, (NORTH, "k2"): 9, (SOUTH, "k3"): 9},
        ),
    ],
)
def test_clusters(
    error: type[errors.EstimateError],
    frame: dict[tuple[str, ...], int],
    members: dict[tuple[tuple[str, ...], str], int] | None,
) -> None:
    with pytest.raises(error) as raised:
        Clusters.read(cells(), "cluster", frame=frame, members=members)
    assert str(raised.value.remedy)


def test_one_who_answered_of_a_cluster_of_several() -> None:
    table = {(NORTH, ("k1",)): 6, (NORTH, ("k2",)): 1}
    design = Design.census({NORTH: 40}, {NORTH: 7})
    one = Cells.of(table, variables=("cluster",), design=design)
    members = {(NORTH, "k1"): 9, (NORTH, "k2"): 9}
    with pytest.raises(errors.OneClusterStratum, match="k2"):
        Clusters.read(one, "cluster", frame={NORTH: 2}, members=members)
    # A cluster of one member has said all that it could.
    members[NORTH, "k2"] = 1
    Clusters.read(one, "cluster", frame={NORTH: 2}, members=members)


@pytest.mark.parametrize(
    ("kind", "weights", "scales", "fay"),
    [
        ("JK1", [[1.0], [1.0]], (), 0.0),
        ("JK1", [[1.0, -0.5], [1.0, 1.0]], (), 0.0),
        ("JK1", [[1.0, float("nan")], [1.0, 1.0]], (), 0.0),
        ("JKn", [[1.0, 2.0], [1.0, 1.0]], (), 0.0),
        ("JKn", [[1.0, 2.0], [1.0, 1.0]], (0.5, 0.5, 0.5), 0.0),
        ("Fay", [[1.0, 2.0], [1.0, 1.0]], (), 1.0),
        ("Fay", [[1.0, 2.0], [1.0, 1.0]], (), -0.1),
    ],
)
def test_replicate_weights(
    kind: ReplicateKind, weights: list[list[float]], scales: tuple[float, ...], fay: float
) -> None:
    with pytest.raises(errors.UnusableWeight) as raised:
        Replicates.of(np.array(weights), kind=kind, scales=scales, fay=fay)
    assert str(raised.value.remedy)


def test_replicates_that_weigh_nobody_of_a_group_say_nothing_of_it() -> None:
    """A replicate without an estimate is left out; where none is left, there is no variance."""
    replicates = Replicates.of(np.ones((3, 3)), kind="JK1")
    covariance = replicates.covariance(np.array([[1.0], [3.0], [np.nan]]))
    # (R - 1)/R of ((1 - 2)² + (3 - 2)²).
    assert covariance[0, 0] == pytest.approx(2 / 3 * 2)
    with pytest.raises(errors.UnusableWeight, match="group"):
        replicates.covariance(np.full((3, 1), np.nan))
    assert replicates.degrees(np.zeros(3, dtype=bool)) == 0
