"""Clusters, two stages, replicate weights and quantiles equal R's survey package."""

from typing import Any

import numpy as np
import pytest

from samklang.core.estimate.crosstab import association
from samklang.core.estimate.domains import Domain, share_facts
from samklang.core.estimate.interval import Method, share_interval
from samklang.core.estimate.quantiles import quantile
from samklang.core.estimate.ratios import design_effect, mean, ratio, total
from tests.spec.r_survey import weighting as single_stage
from tests.spec.r_survey_together import expected, weighting

RELATIVE = 1e-8
ENTRIES = [entry for entry in expected() if "scale" not in entry]
INTERVALS: dict[str, Method] = {"": "mean", "beta": "beta", "xlogit": "xlogit"}
METHODS: dict[str, Method] = {"logit": "logit", "xlogit": "xlogit", "beta": "beta"}
# Where a part of the weights falls on a respondent to the last bit, R's rounding decides: not here.
WIDE, DOMAIN, PARTS = (0.113, 0.521, 0.933), (0.26, 0.52, 0.77), (0.25, 0.5, 0.75)


def _computed(entry: str) -> dict[str, Any]:
    name, what = entry.split(".")
    if what.startswith("quantiles"):
        return _quantiles(name, what.removeprefix("quantiles"))
    w = weighting(name)
    cells = w.cells
    everywhere = np.ones(len(cells), dtype=np.bool_)
    match what:
        case "mean":
            found = mean(w, cells.numbers("arrests" if name in ("brr", "fay") else "api00"))
        case "stype":
            columns = [cells.where("stype", v) for v in cells.levels("stype")]
            found = mean(w, np.column_stack(columns).astype(float))
        case "total":
            found = total(w, cells.numbers("alive" if name in ("brr", "fay") else "enroll"))
        case "ratio":
            pair = ("alive", "arrests") if name in ("brr", "fay") else ("api.stu", "enroll")
            found = ratio(w, *(cells.numbers(v) for v in pair))
        case "by":
            groups = np.column_stack([cells.where("stype", v) for v in cells.levels("stype")])
            found = mean(w, cells.numbers("api00"), where=groups)
        case "degf":
            return {"value": w.degrees(everywhere)}
        case "deff":
            return {"value": design_effect(w, cells.numbers("api00"))}
        case "logit" | "xlogit" | "beta":
            (facts,) = share_facts(w, "awards", ["Yes"], domain=Domain(everywhere))
            ci = share_interval(facts, method=METHODS[what])
            return {"est": facts.share, "se": facts.variance**0.5, "ci": ci}
        case _:
            test = association(w, "awards", "stype")
            return {"statistic": test.f, "parameter": [test.df1, test.df2], "p": test.p}
    return {"est": found.values, "se": found.se}


def _quantiles(name: str, kind: str) -> dict[str, Any]:
    """R's intervals of type "mean" unless another is named."""
    apart = name in ("dsrs", "dstrat")
    w = single_stage(name) if apart else weighting(name)
    where = w.cells.where("awards", "Yes") if kind == "domain" else w.cells.counts > 0
    wide = apart and kind == "beta"
    method = INTERVALS[kind.replace("domain", "")]
    found = [
        quantile(
            w,
            "enroll" if wide else "api00",
            part,
            domain=Domain(where),
            method=method,
        )
        for part in (WIDE if wide else DOMAIN if kind == "domain" else PARTS)
    ]
    return {
        "est": [one.value for one in found],
        "low": [one.low for one in found],
        "high": [one.high for one in found],
    }


@pytest.mark.parametrize("entry", ENTRIES)
def test_equals_r(entry: str) -> None:
    computed = _computed(entry)
    for key, value in expected()[entry].items():
        np.testing.assert_allclose(
            np.ravel(np.array(computed[key], dtype=float)),
            np.ravel(np.array(value, dtype=float)),
            rtol=RELATIVE,
            atol=1e-12,
            err_msg=f"{entry} {key}",
        )


def test_every_road_is_tried() -> None:
    assert len(ENTRIES) > 100
    assert {e.split(".")[0] for e in ENTRIES} >= {"dclus1", "dclus2", "jk1", "jkn", "boot", "brr"}
