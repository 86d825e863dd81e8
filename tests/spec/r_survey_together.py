"""Samples drawn together and replicate weights that R's survey was run on, as cells."""

import csv
import json
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np

from samklang.core.estimate.calibration import calibrate, post_stratify
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.choices import Margin, ReplicateKind
from samklang.core.estimate.clusters import Clusters
from samklang.core.estimate.counts import NOT_ANSWERED
from samklang.core.estimate.design import Design, Floats
from samklang.core.estimate.replicates import Replicates
from samklang.core.estimate.weighting import Weighting
from tests.spec.r_survey import DATA, MORE

SCHOOLS = ("unit", "dnum", "stype", "awards", "api00", "enroll", "api.stu", "ell")
SCALES = {
    entry["id"]: entry["value"]["value"]
    for entry in json.loads((MORE / "drawn_together.json").read_text(encoding="utf-8"))["tests"]
    if "scale" in entry["id"]
}
Rows = Sequence[dict[str, str]]


def rows_of(name: str) -> Rows:
    folder = DATA if name in ("apisrs", "apistrat") else MORE
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{"unit": str(i), "dnum": "", **row} for i, row in enumerate(csv.DictReader(file))]


def _cells(rows: Rows, variables: Sequence[str], design: Design, strata: str = "") -> Cells:
    """A cell for each respondent."""
    return Cells.of(
        {
            (
                (row[strata],) if strata else (),
                tuple(row[v].strip() or NOT_ANSWERED for v in variables),
            ): 1
            for row in rows
        },
        variables=variables,
        design=design,
    )


def _replicated(cells: Cells, rows: Rows, replicates: Floats, kind: ReplicateKind,
                scales: Sequence[float] = (), fay: float = 0.0) -> Weighting:  # fmt: skip
    order = [int(unit) for unit in cells.values["unit"]]
    weights = np.array([float(rows[i]["w0"]) for i in order])
    return Weighting(
        cells,
        weights,
        replicates=Replicates.of(replicates[order], kind=kind, scales=scales, fay=fay),
    )


def _given(rows: Rows) -> Floats:
    names = [name for name in rows[0] if name[0] == "r" and name[1:].isdigit()]
    return np.array([[float(row[name]) for name in names] for row in rows])


@cache
def weighting(name: str) -> Weighting:
    if name in ("dclus1", "dclus1r", "dclus1p", "dclus1g", "dclus2", "dclus2g"):
        return _clustered(name)
    if name == "jkn":
        return _left_out_in_strata()
    rows = rows_of(name)
    if name in ("brr", "fay"):
        strata = Counter(row["ESA"] for row in rows)
        cells = _cells(rows, ("unit", "arrests", "alive"), _unknown(strata), "ESA")
        kind: ReplicateKind = "BRR" if name == "brr" else "Fay"
        return _replicated(cells, rows, _given(rows), kind, fay=0.3 if name == "fay" else 0.0)
    cells = _cells(rows, SCHOOLS[:1] + SCHOOLS[2:], Design.unknown({(): len(rows)}))
    if name == "boot":
        return _replicated(cells, rows, _given(rows), "bootstrap")
    # R's scale holds the finite population correction, which stands apart here.
    count = len(SCALES["jk1.scale"])
    own = [s * count / (count - 1) for s in SCALES["jk1.scale"]]
    return _replicated(cells, rows, _given(rows), "JK1", own)


def _unknown(strata: Counter[str]) -> Design:
    return Design.unknown({(name,): n for name, n in strata.items()})


def _left_out_in_strata() -> Weighting:
    """One left out at a time, those of its stratum standing for it."""
    rows = [{**row, "w0": row["pw"]} for row in rows_of("apistrat")]
    strata = Counter(row["stype"] for row in rows)
    order = list(strata)  # R's: as the strata are first seen
    units = sorted(range(len(rows)), key=lambda i: order.index(rows[i]["stype"]))
    base = np.array([float(row["pw"]) for row in rows])
    columns = []
    for left in units:
        stratum, n = rows[left]["stype"], strata[rows[left]["stype"]]
        factor = [n / (n - 1) if row["stype"] == stratum else 1.0 for row in rows]
        factor[left] = 0.0
        columns.append(base * factor)
    cells = _cells(rows, SCHOOLS[:1] + SCHOOLS[2:], _unknown(strata), "stype")
    return _replicated(cells, rows, np.column_stack(columns), "JKn", SCALES["jkn.scales"])


def _clustered(name: str) -> Weighting:
    one = "clus1" in name
    rows = rows_of("apiclus1" if one else "apiclus2")
    cells = _cells(rows, SCHOOLS, Design.unknown({(): len(rows)}))
    if one:
        clusters = Clusters.read(cells, "dnum", frame=None if name.endswith("r") else {(): 757})
    else:
        sizes = {((), row["dnum"]): int(row["fpc2"]) for row in rows}
        clusters = Clusters.read(cells, "dnum", frame={(): 757}, members=sizes)
    weights = np.full(len(cells), 33.847) if name == "dclus1r" else clusters.weights()
    found = Weighting(cells, weights, clusters=clusters)
    margin = Margin(("stype",), {("E",): 4421, ("H",): 755, ("M",): 1018})
    if name.endswith("p"):
        return post_stratify(cells, margin, base=found)
    return calibrate(cells, [margin], base=found) if name.endswith("g") else found


@cache
def expected() -> dict[str, dict[str, object]]:
    text = (MORE / "drawn_together.json").read_text(encoding="utf-8")
    return {entry["id"]: entry["value"] for entry in json.loads(text)["tests"]}
