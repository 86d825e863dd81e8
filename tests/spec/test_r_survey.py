"""Estimates equal R's survey package, through the tally and the algebra on cells.

Every entry of both expected.json (the reference, and what was added to it) is computed here, or
listed in NOT_COVERED with the reason why not.
"""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from scipy.special import betaincinv

from samklang.core.estimate.crosstab import association, wald
from samklang.core.estimate.domains import Domain, share_facts
from samklang.core.estimate.interval import Method, share_interval, t_quantile
from samklang.core.estimate.quantiles import quantile
from samklang.core.estimate.ratios import Estimates, design_effect, mean, ratio, total
from samklang.core.estimate.weighting import Weighting
from tests.spec.r_survey import DATA, MORE, table
from tests.spec.r_survey import weighting as single_stage
from tests.spec.r_survey_together import weighting as together

RELATIVE = 1e-8
# Where R's own answer is 0 or a rounding error of it.
ABSOLUTE = 1e-12

ENTRIES = [
    entry
    for folder in (MORE, DATA)  # the reference comes last, and wins
    for entry in json.loads((folder / "expected.json").read_text(encoding="utf-8"))["tests"]
]
EXPECTED: Mapping[str, Any] = {entry["id"]: entry["value"] for entry in ENTRIES}
CALLS: Mapping[str, str] = {entry["id"]: entry["cmd"] for entry in ENTRIES}

NOT_COVERED = {
    **dict.fromkeys(
        tuple(f"m{d}.{q}.ci.beta" for d in "PRC" for q in ("q1L", "q3C02")),
        "R counts the 192 of the whole sample in n when a calibrated design is subset, but not "
        "for mA and mB; Korn & Graubard's n is the domain's",
    ),
    **dict.fromkeys(
        ("dsrsr.share.schwide", "dsrsr.ciprop.schwide", "dsrsr.total.stype"),
        "raked to, so known: R's standard error of 1e-10 is what its raking stopped at",
    ),
    "dsrsc.ciprop.schwide.beta": "calibrated to, so known: R's end is not a number",
    "bt.": "of weights drawn at random and not kept: no one can make them again; `boot` in "
    "drawn_together.json is a bootstrap with its weights beside it",
    ".likelihood": "profile likelihood is not offered; Wilson is for small samples",
    ".lincom": "the exact mixture of chi-squares is not offered; Rao-Scott F is near",
    ".saddlepoint": "the approximation of that mixture is not offered; Rao-Scott F is near",
}


def not_covered(entry: str) -> str | None:
    return next((why for part, why in NOT_COVERED.items() if part in entry), None)


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


@pytest.mark.parametrize(
    ("entry", "question", "domain"),
    [
        ("mP.q1L.ci.beta", "q1", ("size", "L")),
        ("mR.q1L.ci.beta", "q1", ("size", "L")),
        ("mP.q3C02.ci.beta", "q3", ("county", "C02")),
        ("mR.q3C02.ci.beta", "q3", ("county", "C02")),
        ("mC.q1L.ci.beta", "q1", ("size", "L")),
        ("mC.q3C02.ci.beta", "q3", ("county", "C02")),
    ],
)
def test_what_r_does_to_a_subset_of_a_calibrated_design(
    entry: str, question: str, domain: tuple[str, str]
) -> None:
    """These entries we leave: R's value is ours with 192 − 1 in place of the domain's n − 1."""
    w = weighting(entry.split(".")[0])
    (facts,) = share_facts(w, question, ["yes"], domain=Domain(w.cells.where(*domain)))
    size = facts.share * (1 - facts.share) / facts.variance
    size *= (t_quantile(0.95, 191) / t_quantile(0.95, facts.df)) ** 2
    yes, no = size * facts.share, size * (1 - facts.share)
    theirs = betaincinv(yes, no + 1, 0.025), betaincinv(yes + 1, no, 0.975)
    np.testing.assert_allclose(theirs, np.ravel(EXPECTED[entry]["ci"]), rtol=RELATIVE)


@pytest.mark.parametrize(
    ("entry", "y"), [("dsrsr.share.schwide", "sch.wide"), ("dsrsr.total.stype", "stype")]
)
def test_what_the_weights_were_raked_to_is_known(entry: str, y: str) -> None:
    """Where R's standard errors are what its rounds of raking left, ours are 0."""
    w = weighting("dsrsr")
    columns = np.column_stack([w.cells.where(y, v) for v in w.cells.levels(y)]).astype(float)
    found = mean(w, columns) if "share" in entry else total(w, columns)
    np.testing.assert_allclose(found.values, EXPECTED[entry]["est"], rtol=1e-8)
    np.testing.assert_allclose(found.se / found.values, 0, atol=1e-12)


def test_the_beta_interval_of_what_is_known_is_a_point() -> None:
    w = weighting("dsrsc")
    everywhere = Domain(np.ones(len(w.cells), dtype=np.bool_))
    (facts,) = share_facts(w, "sch.wide", ["Yes"], domain=everywhere)
    assert share_interval(facts, method="beta") == pytest.approx((5122 / 6194, 5122 / 6194))


def spec_of(entry: str) -> Spec | None:
    if ".quantile." in entry:
        return quantiles
    return PARTICULAR.get(entry) or EVERYWHERE.get(entry.split(".", 1)[1])


def test_every_entry_is_covered_or_listed() -> None:
    neither = [e for e in EXPECTED if not spec_of(e) and not not_covered(e)]
    assert neither == []
    unused = [part for part in NOT_COVERED if not any(part in e for e in EXPECTED)]
    assert unused == []


def _zero(key: str, expected: Mapping[str, Any]) -> float:
    """What is no more than a rounding error. A standard error has the unit of its estimate, so one
    that is 0 (a total the weights are calibrated to) is 0 within a few roundings of it."""
    if key != "se" or "est" not in expected:
        return ABSOLUTE
    largest = np.max(np.abs(np.array(expected["est"], dtype=float)))
    return max(ABSOLUTE, 10 * float(np.finfo(float).eps) * float(largest))


@pytest.mark.parametrize("entry", [e for e in EXPECTED if not not_covered(e)])
def test_equals_r(entry: str) -> None:
    spec = spec_of(entry)
    assert spec is not None
    found, expected = spec(entry), EXPECTED[entry]
    compared = 0
    for key, value in _comparable(expected, CALLS[entry]).items():
        assert key in found, f"{entry} has {key}, which is not computed"
        np.testing.assert_allclose(
            np.ravel(found[key]),
            np.ravel(np.array(value, dtype=float)),
            rtol=RELATIVE,
            atol=_zero(key, expected),
            err_msg=f"{entry} {key}: {CALLS[entry]}",
        )
        compared += 1
    assert compared


def _comparable(expected: Any, call: str) -> dict[str, Any]:
    """The numbers of an entry. Without covmat=TRUE svyby gives no covariances between domains."""
    if not isinstance(expected, dict):
        return {"value": expected}
    if "by" in expected:
        rows = expected["by"]
        names = [k for k in rows[0] if k not in ("se",) and not k.startswith("se.")][1:]
        se = [k for k in rows[0] if k == "se" or k.startswith("se.")]
        found = {
            "est": [row[name] for name in names for row in rows],
            "se": [row[name] for name in se for row in rows],
        }
        return found | ({"vcov": expected["vcov"]} if "covmat=TRUE" in call else {})
    kept = ("est", "se", "vcov", "deff", "ci", "statistic", "parameter", "p", "value")
    return {k: v for k, v in expected.items() if k in kept and v is not None}
