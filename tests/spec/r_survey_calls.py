"""What is computed here for each call of R's survey package that is recorded."""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from samklang.core.estimate.crosstab import association, wald
from samklang.core.estimate.domains import Domain, share_facts
from samklang.core.estimate.interval import Method, share_interval
from samklang.core.estimate.quantiles import quantile
from samklang.core.estimate.ratios import Estimates, design_effect, mean, ratio, total
from samklang.core.estimate.weighting import Weighting
from tests.spec.r_survey import DATA, MORE, table
from tests.spec.r_survey import weighting as single_stage
from tests.spec.r_survey_together import weighting as together

ENTRIES = [
    entry
    for folder in (MORE, DATA)  # the reference comes last, and wins
    for entry in json.loads((folder / "expected.json").read_text(encoding="utf-8"))["tests"]
]
EXPECTED: Mapping[str, Any] = {entry["id"]: entry["value"] for entry in ENTRIES}
CALLS: Mapping[str, str] = {entry["id"]: entry["cmd"] for entry in ENTRIES}


Spec = Callable[[str], dict[str, Any]]


def weighting(design: str) -> Weighting:
    return together(design) if design in ("jkn", "jk1") else single_stage(design)


def _levels(variable: str) -> Callable[[str], Any]:
    """Indicators of every value of a closed or whole-number variable, as columns."""

    def columns(design: str) -> Any:
        cells = weighting(design).cells
        values = cells.levels(variable)
        return np.column_stack([cells.where(variable, v) for v in values])

    return columns


def _number(variable: str) -> Callable[[str], Any]:
    return lambda design: weighting(design).cells.numbers(variable)


def _is(variable: str, value: str) -> Callable[[str], Any]:
    """R names FALSE before TRUE."""

    def columns(design: str) -> Any:
        yes = weighting(design).cells.where(variable, value)
        return np.column_stack([~yes, yes])

    return columns


def _found(estimates: Estimates) -> dict[str, Any]:
    return {"est": estimates.values, "se": estimates.se, "vcov": estimates.covariance}


def means(y: Callable[[str], Any], where: tuple[str, str] | None = None) -> Spec:
    def spec(entry: str) -> dict[str, Any]:
        design = entry.split(".")[0]
        w = weighting(design)
        inside = w.cells.where(*where) if where else None
        found = _found(mean(w, _known(w, y(design), entry), where=inside))
        if "deff" in CALLS[entry]:
            column = np.atleast_2d(y(design).T)[0].astype(float)
            found["deff"] = design_effect(w, column, replacement="'replace'" in CALLS[entry])
        return found

    return spec


def _known(w: Any, y: Any, entry: str) -> Any:
    """Indicators of q2 are unknown for those who did not answer it."""
    if "q2f" not in CALLS[entry]:
        return y
    return np.where(w.cells.known("q2")[:, None], y, np.nan)


def by(variable: str, y: Callable[[str], Any]) -> Spec:
    """Domains fastest, statistics slowest: the order of svyby's covariances."""

    def spec(entry: str) -> dict[str, Any]:
        design = entry.split(".")[0]
        w = weighting(design)
        values = np.atleast_2d(y(design).T).T
        if values.shape[0] == 1:
            values = values.T
        groups = [w.cells.where(variable, v) for v in w.cells.levels(variable)]
        columns = [values[:, i] for i in range(values.shape[1]) for _ in groups]
        domains = [g for _ in range(values.shape[1]) for g in groups]
        return _found(mean(w, np.column_stack(columns), where=np.column_stack(domains)))

    return spec


def totals(y: Callable[[str], Any]) -> Spec:
    return lambda entry: _found(
        total(weighting(entry.split(".")[0]), y(entry.split(".")[0]).astype(float))
    )


def totals_by(variable: str, number: str) -> Spec:
    def spec(entry: str) -> dict[str, Any]:
        w = weighting(entry.split(".")[0])
        groups = [w.cells.where(variable, v) for v in w.cells.levels(variable)]
        return _found(total(w, w.cells.numbers(number), where=np.column_stack(groups)))

    return spec


def school_ratio(entry: str) -> dict[str, Any]:
    w = weighting(entry.split(".")[0])
    return _normal(ratio(w, w.cells.numbers("api.stu"), w.cells.numbers("enroll")))


def school_ratio_by_type(entry: str) -> dict[str, Any]:
    w = weighting(entry.split(".")[0])
    groups = np.column_stack([w.cells.where("stype", v) for v in w.cells.levels("stype")])
    return _found(ratio(w, w.cells.numbers("api.stu"), w.cells.numbers("enroll"), where=groups))


def staff_ratio(entry: str) -> dict[str, Any]:
    w = weighting(entry.split(".")[0])
    staff = w.cells.numbers("staff")
    return _normal(ratio(w, staff * w.cells.where("q1", "yes"), staff))


def _normal(estimates: Estimates) -> dict[str, Any]:
    """R's confint of a ratio uses the normal distribution."""
    half = 1.959963984540054 * estimates.se
    ci = np.column_stack([estimates.values - half, estimates.values + half])
    return _found(estimates) | {"ci": ci}


def interval(variable: str, value: str, method: Method, domain: tuple[str, str] | None = None):  # type: ignore[no-untyped-def]
    def spec(entry: str) -> dict[str, Any]:
        w = weighting(entry.split(".")[0])
        everywhere = np.ones(len(w.cells), dtype=np.bool_)
        inside = w.cells.where(*domain) if domain else everywhere
        (facts,) = share_facts(w, variable, [value], domain=Domain(inside))
        return {
            "est": facts.share,
            "se": math.sqrt(facts.variance),
            "ci": share_interval(facts, method=method),
        }

    return spec


def chi_square(row: str, column: str) -> Spec:
    def spec(entry: str) -> dict[str, Any]:
        w = weighting(entry.split(".")[0])
        if "Wald'" in CALLS[entry]:
            test = wald(w, row, column, adjusted="'adjWald'" in CALLS[entry])
            return {"statistic": test.f, "parameter": [test.df1, test.df2], "p": test.p}
        found = association(w, row, column)
        if "'Chisq'" in CALLS[entry]:
            return {
                "statistic": found.pearson,
                "parameter": found.table_df,
                "p": found.p_first,
            }
        return {"statistic": found.f, "parameter": [found.df1, found.df2], "p": found.p}

    return spec


def degrees_of_freedom(entry: str) -> dict[str, Any]:
    design = weighting(entry.split(".")[0]).cells.design
    return {"value": design.n - len(design.strata)}


def weighted_table(entry: str) -> dict[str, Any]:
    w = weighting(entry.split(".")[0])
    cells = w.cells
    pairs = [(a, b) for b in cells.levels("stype") for a in cells.levels("sch.wide")]
    columns = [cells.where("sch.wide", a) & cells.where("stype", b) for a, b in pairs]
    return {"value": w.total(np.column_stack(columns).astype(float))}


def weights(*variables: str, data: str) -> Spec:
    """The weight of every row of the data, found through its calibration categories."""

    def spec(entry: str) -> dict[str, Any]:
        w = weighting(entry.split(".")[0])
        keys = zip(*(w.cells.values[v] for v in variables), strict=True)
        by_key = dict(zip(keys, w.weights, strict=True))
        return {"value": [by_key[tuple(row[v] for v in variables)] for row in table(data)]}

    return spec


def quantiles(entry: str) -> dict[str, Any]:
    w = weighting(entry.split(".")[0])
    part = float(entry.partition(".quantile.")[2])
    return {"value": quantile(w, "api00", part, domain=Domain(w.cells.counts > 0)).value}


def replicate_scale(entry: str) -> dict[str, Any]:
    """R keeps what JKn's replicates are multiplied by apart from what each is."""
    replicates = weighting(entry.split(".")[0]).replicates
    assert replicates is not None
    return {"value": replicates.scale * (replicates.scales[0] if entry[:3] == "jk1" else 1)}


STATISTICS = ("F", "Chisq", "Wald", "adjWald")
EVERYWHERE: dict[str, Spec] = {
    "mean.api00": means(_number("api00")),
    "mean.api00.deffrep": means(_number("api00")),
    "mean.stype": means(_levels("stype")),
    "share.stype": means(_levels("stype")),
    "share.schwide": means(_is("sch.wide", "Yes")),
    "share.awards": means(_levels("awards")),
    "total.enroll": totals(_number("enroll")),
    "total.stype": totals(_levels("stype")),
    "by.total.enroll": totals_by("stype", "enroll"),
    "by.ratio": school_ratio_by_type,
    "domain.enroll": means(_number("enroll"), ("comp.imp", "Yes")),
    "by.stype.api00": by("stype", _number("api00")),
    "by.stype.swshare": by("stype", _levels("sch.wide")),
    "by.awards.share": by("awards", _is("sch.wide", "Yes")),
    "by.compimp.awards": by("comp.imp", _is("awards", "Yes")),
    **{f"chisq.{s}": chi_square("sch.wide", "stype") for s in STATISTICS},
    **{f"chisq2.{s}": chi_square("awards", "stype") for s in STATISTICS},
    **{f"chisq1.{s}": chi_square("sch.wide", "stype") for s in STATISTICS},
    **{f"chisq3.{s}": chi_square("awards", "comp.imp") for s in STATISTICS},
    "chisqW": chi_square("q1", "size"),
    "chisqA": chi_square("q1", "size"),
    "chisqq3": chi_square("q1", "q3"),
    "chisqcounty": chi_square("q1", "county"),
    "chisqcountyC": chi_square("q1", "county"),
    "degf": degrees_of_freedom,
    "table": weighted_table,
    "q1": means(_levels("q1")),
    "q2": means(_levels("q2")),
    "q1.by.size": by("size", _is("q1", "yes")),
    "q1.by.type": by("type", _is("q1", "yes")),
    "q2mean.by.county": by("county", _number("q2")),
    "q1.by.county": by("county", _is("q1", "yes")),
    "q1.total": totals(_levels("q1")),
    "q2mean": means(_number("q2")),
    "staff.total": totals(_number("staff")),
    "staff.by.county": totals_by("county", "staff"),
    "mean.x": means(_number("x")),
    "mean.y": means(_number("y")),
    "total.x": totals(_number("x")),
    "by.g": by("g", _number("x")),
    "chisq": chi_square("q1", "size"),
    "chisqC": chi_square("q1", "size"),
}
METHODS: tuple[Method, ...] = ("logit", "beta", "mean", "xlogit", "asin")
EVERYWHERE |= {f"ciprop.schwide.{m}": interval("sch.wide", "Yes", m) for m in METHODS}
EVERYWHERE |= {f"ciprop.emerlow.{m}": interval("ell", "0", m) for m in METHODS}
EVERYWHERE |= {f"q{i}.ci.{m}": interval(f"q{i}", "yes", m) for i in (1, 3) for m in METHODS}
EVERYWHERE |= {f"q1L.ci.{m}": interval("q1", "yes", m, ("size", "L")) for m in METHODS}
EVERYWHERE |= {f"q3C02.ci.{m}": interval("q3", "yes", m, ("county", "C02")) for m in METHODS}
EVERYWHERE["ciprop.beta.dfInf"] = EVERYWHERE["ciprop.emerlow.beta"]
PARTICULAR: dict[str, Spec] = {
    "dsrsp.weights": weights("stype", data="apisrs"),
    "dsrsr.weights": weights("stype", "sch.wide", data="apisrs"),
    "dsrsc.weights": weights("stype", "sch.wide", data="apisrs"),
    "mC.weights": weights("type", "size", "county", data="member_respondents"),
    "mP.weights": weights("type", data="member_respondents"),
    "mR.weights": weights("type", "size", "county", data="member_respondents"),
    **{
        f"{d}.ratio": school_ratio
        for d in ("dsrs", "dstrat", "dstratnofpc", "dsrsp", "dsrsr", "dsrsc")
    },
    **{f"{d}.ratio": staff_ratio for d in ("mA", "mB", "mP", "mR", "mC")},
    "jkn.ratio": school_ratio,
    **{f"{d}.by": by("stype", _number("api00")) for d in ("jkn", "jk1")},
    **{f"{d}.ciprop": interval("ell", "0", "beta") for d in ("jkn", "jk1")},
    **{f"{d}.scale": replicate_scale for d in ("jkn", "jk1")},
    # After calibration R tests awards under the name chisq.
    **{f"{d}.chisq.F": chi_square("awards", "stype") for d in ("dsrsp", "dsrsr", "dsrsc")},
}
