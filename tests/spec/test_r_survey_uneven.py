"""Estimates equal R's survey package on what is uneven: see data/r-survey-more/uneven.R."""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from samklang.core.estimate.calibration import rake
from samklang.core.estimate.crosstab import association, wald
from samklang.core.estimate.domains import Domain, difference, share_facts
from samklang.core.estimate.interval import Method, share_interval
from samklang.core.estimate.ratios import Estimates, design_effect, mean, ratio, total
from samklang.core.estimate.weighting import Weighting
from tests.spec.r_survey import MORE
from tests.spec.r_survey_uneven import margin, weighting

RELATIVE = 1e-8
ENTRIES = json.loads((MORE / "uneven.json").read_text(encoding="utf-8"))["tests"]
EXPECTED: Mapping[str, Any] = {entry["id"]: entry["value"] for entry in ENTRIES}
CALLS: Mapping[str, str] = {entry["id"]: entry["cmd"] for entry in ENTRIES}
CALIBRATED = ("uP", "uPX", "uR2", "uR3", "uRX", "uK2", "uK3", "uC", "uWP", "uWR", "uWK", "uWC")
METHODS: tuple[Method, ...] = ("logit", "beta", "mean", "xlogit", "asin")
NOT_COVERED: dict[str, str] = {
    **dict.fromkeys(
        tuple(f"{d}.ci.{q}.beta" for d in CALIBRATED for q in ("d1", "d3", "known")),
        "R counts all 130 in n when a calibrated design is subset; Korn & Graubard's n is the "
        "domain's",
    ),
    **dict.fromkeys(
        tuple(f"{d}.chisq.part." for d in CALIBRATED),
        "R counts the strata and respondents outside a subset of a calibrated design",
    ),
    **dict.fromkeys(
        ("uR2.total.m2", "uR3.total.m2", "uRX.total.m2", "uWR.total.m2"),
        "raked to, so known: R's standard errors are what its rounds left",
    ),
    **dict.fromkeys(
        tuple(f"{d}.ci.d3.logit" for d in ("uPX", "uR2", "uRX", "uK2")),
        "R's logistic regression stops at 1e-8, its xlogit gives the same interval exactly",
    ),
}

Found = Mapping[str, Any]
Spec = Callable[[Weighting], Found]


def _levels(w: Weighting, variable: str) -> Any:
    """Indicators of every value, unknown where the question was not answered."""
    cells = w.cells
    columns = np.column_stack([cells.where(variable, v) for v in cells.levels(variable)])
    return np.where(cells.known(variable)[:, None], columns.astype(float), np.nan)


def _number(w: Weighting, variable: str) -> Any:
    return w.cells.numbers(variable)[:, None]


def _found(estimates: Estimates) -> dict[str, Any]:
    return {"est": estimates.values, "se": estimates.se, "vcov": estimates.covariance}


def _inside(w: Weighting, call: str) -> Any:
    """The domain that an R call takes a subset of."""
    cells = w.cells
    if "domain==" in call:
        return cells.where("domain", call.split("domain=='")[1][:2])
    if "domain!=" in call:
        return ~cells.where("domain", call.split("domain!='")[1][:2])
    if "!is.na(five)" in call:
        return cells.known("five")
    return np.ones(len(cells), dtype=np.bool_)


def _values(w: Weighting, variable: str) -> Any:
    return _number(w, variable) if variable in ("x", "y") else _levels(w, variable)


def _estimator(call: str) -> Callable[..., Estimates]:
    return total if "svytotal" in call else mean


def simple(w: Weighting, call: str) -> Found:
    """svymean and svytotal of one variable, with the design effect of each column."""
    variable = call.split("~")[1].split(",")[0]
    where, estimate = _inside(w, call), _estimator(call)
    if variable == "I(yes=='1')":  # R names FALSE before TRUE
        variable = "yes"
    columns = _values(w, variable)
    found = _found(estimate(w, columns, where=where))
    if "deff" in call:
        found["deff"] = [
            design_effect(
                w,
                column,
                where=where,
                of="total" if estimate is total else "mean",
                replacement="replace" in call,
            )
            for column in columns.T
        ]
    return found


def _groups(w: Weighting, *variables: str) -> list[Any]:
    """The cells of every combination that is there, the first variable fastest."""
    if len(variables) == 1:
        return [w.cells.where(variables[0], v) for v in w.cells.levels(variables[0])]
    one, other = variables
    crossed = [
        w.cells.where(one, a) & w.cells.where(other, b)
        for b in w.cells.levels(other)
        for a in w.cells.levels(one)
    ]
    return [group for group in crossed if w.cells.counts[group].sum()]


def by(w: Weighting, call: str) -> Found:
    """svyby: domains fastest, statistics slowest."""
    variable, variables = (part.split(",")[0] for part in call.split("~")[1:3])
    columns, groups = _values(w, variable), _groups(w, *variables.split("+"))
    values = np.column_stack([column for column in columns.T for _ in groups])
    where = np.column_stack([group for _ in columns.T for group in groups])
    return _found(_estimator(call)(w, values, where=where))


def ratios(w: Weighting, call: str) -> Found:
    y, x = w.cells.numbers("y"), w.cells.numbers("x")
    where = np.column_stack(_groups(w, "m3")) if "svyby" in call else _inside(w, call)
    return _found(ratio(w, y, x, where=where))


def less(w: Weighting, call: str) -> Found:
    """The difference of two domains."""
    one, other = (Domain(w.cells.where("domain", d)) for d in ("d1", "d2"))
    found = difference(w, "yes", "1", first=one, second=other)
    return {"est": found.difference, "se": found.se}


def less_x(w: Weighting, call: str) -> Found:
    groups = np.column_stack([w.cells.where("m3", v) for v in "uv"])
    return _contrast(mean(w, _number(w, "x"), where=groups), [1, -1])


def less_option(w: Weighting, call: str) -> Found:
    return _contrast(mean(w, _levels(w, "five")), [1, -1, 0, 0, 0])


def change_x(w: Weighting, call: str) -> Found:
    return _contrast(mean(w, _number(w, "x"), where=np.column_stack(_groups(w, "when"))), [-1, 1])


def change_yes(w: Weighting, call: str) -> Found:
    one, other = (Domain(w.cells.where("when", when)) for when in "21")
    found = difference(w, "yes", "1", first=one, second=other)
    return {"est": found.difference, "se": found.se}


def _contrast(estimates: Estimates, parts: list[float]) -> Found:
    weights = np.array(parts)
    variance = weights @ estimates.covariance @ weights
    return {"est": weights @ estimates.values, "se": math.sqrt(variance)}


def interval(w: Weighting, call: str) -> Found:
    """svyciprop of a method, in a domain or not, at its level."""
    variable, value = call.split("~I(")[1].split(")")[0].replace(" %in% ", "==").split("==")
    (facts,) = share_facts(w, variable, [value.strip("'")], domain=Domain(_inside(w, call)))
    method = next(m for m in METHODS if f"method='{m}'" in call)
    level = float(call.split("level=")[1][:-1]) if "level=" in call else 0.95
    ends = share_interval(facts, method=method, confidence=level)
    return {"est": facts.share, "se": math.sqrt(facts.variance), "ci": ends}


def symmetric(w: Weighting, call: str) -> Found:
    """confint of a mean or total, with the degrees of freedom of those who answered."""
    level = 0.9 if "level=0.9" in call else 0.95
    low, high = _estimator(call)(w, _number(w, "x")).interval(confidence=level)
    return {"value": np.column_stack([low, high])}


def symmetric_by(w: Weighting, call: str) -> Found:
    """confint of svyby, which is R's with the normal distribution."""
    found = mean(w, _number(w, "y"), where=np.column_stack(_groups(w, "m3")))
    half = 1.959963984540054 * found.se
    return {"value": np.column_stack([found.values - half, found.values + half])}


def degrees(w: Weighting, call: str) -> Found:
    """Those in the domain less the strata they are in."""
    where = _inside(w, call)
    return {"value": mean(w, np.ones(len(w.cells)), where=where).df}


def chi_square(w: Weighting, call: str) -> Found:
    row, column = call.split("~")[1].split(",")[0].split("+")
    where = _inside(w, call) if "subset" in call else None
    if "Wald'" in call:
        test = wald(w, row, column, where=where, adjusted="adjWald" in call)
        return {"statistic": test.f, "parameter": [test.df1, test.df2], "p": test.p}
    found = association(w, row, column, where=where)
    if "Chisq" in call:
        return {"statistic": found.pearson, "parameter": found.table_df, "p": found.p_first}
    return {"statistic": found.f, "parameter": [found.df1, found.df2], "p": found.p}


def weighted_table(w: Weighting, call: str) -> Found:
    rows, columns = (w.cells.levels(v) for v in ("five", "three"))
    cells = [w.cells.where("five", r) & w.cells.where("three", c) for r in rows for c in columns]
    return {"value": w.total(np.column_stack(cells).astype(float))}


def weights(w: Weighting, call: str) -> Found:
    """In the order of the file."""
    return {"value": w.weights[np.argsort(w.cells.values["id"])]}


SPECS: tuple[tuple[str, Callable[[Weighting, str], Found]], ...] = (
    ("ratio", ratios), ("by.", by), ("less.x", less_x), ("less.option", less_option),
    ("less", less), ("ci", interval), ("confint.m3", symmetric_by), ("confint", symmetric),
    ("degf", degrees), ("chisq", chi_square), ("table", weighted_table), ("weights", weights),
    ("by", by), ("change", change_yes),
)  # fmt: skip


def spec_of(entry: str) -> Callable[[Weighting, str], Found]:
    """What computes an entry: by its name after the design's."""
    design, name = entry.split(".", 1)
    if design == "two" and name == "x":
        return change_x
    return next((spec for start, spec in SPECS if name.startswith(start)), simple)


def not_covered(entry: str) -> str | None:
    return next((why for part, why in NOT_COVERED.items() if part in entry), None)


def test_what_is_not_covered_is_there() -> None:
    assert [part for part in NOT_COVERED if not any(part in entry for entry in EXPECTED)] == []


def test_what_the_weights_were_raked_to_is_known() -> None:
    for design in ("uR2", "uR3", "uWR"):
        found = simple(weighting(design), CALLS[f"{design}.total.m2"])
        np.testing.assert_allclose(found["est"], EXPECTED[f"{design}.total.m2"]["est"], rtol=1e-8)
        np.testing.assert_allclose(found["se"] / found["est"], 0, atol=1e-12)


def test_beginning_from_equal_weights_both_roads_of_raking_are_one() -> None:
    w = weighting("uRX")
    other = rake(w.cells, [margin("m1", "m3"), margin("stratum")])
    columns = _levels(w, "five")
    np.testing.assert_allclose(mean(w, columns).se, mean(other, columns).se, rtol=1e-12)


def _nothing(key: str, expected: Mapping[str, Any]) -> float:
    """What is no more than a rounding error: a standard error that is 0 is known to some roundings
    of its estimate, and a covariance has the size of the variances."""
    if key not in ("se", "vcov"):
        return 1e-12
    roundings = 100 * float(np.finfo(float).eps) * float(np.max(np.abs(expected["est"])))
    largest = float(np.max(expected["se"]))
    return roundings if key == "se" else 1e-10 * largest**2 + roundings**2


@pytest.mark.parametrize("entry", [e for e in EXPECTED if not not_covered(e)])
def test_equals_r(entry: str) -> None:
    expected = EXPECTED[entry] if isinstance(EXPECTED[entry], dict) else {"value": EXPECTED[entry]}
    w = weighting(entry.split(".")[0])
    found = spec_of(entry)(w, CALLS[entry])
    assert expected
    for key, value in expected.items():
        np.testing.assert_allclose(
            np.ravel(np.array(found[key], dtype=float)),
            np.ravel(np.array(value, dtype=float)),
            rtol=RELATIVE,
            atol=_nothing(key, expected),
            err_msg=f"{entry} {key}: {CALLS[entry]}",
        )
