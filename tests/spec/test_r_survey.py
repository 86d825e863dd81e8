"""Estimates equal R's survey package, through the tally and the algebra on cells.

Every entry of both expected.json (the reference, and what was added to it) is computed here, or
listed in NOT_COVERED with the reason why not.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from scipy.special import betaincinv

from samklang.core.estimate.domains import Domain, share_facts
from samklang.core.estimate.interval import share_interval, t_quantile
from samklang.core.estimate.ratios import mean, total
from tests.spec.r_survey_calls import (
    CALLS,
    EVERYWHERE,
    EXPECTED,
    PARTICULAR,
    Spec,
    quantiles,
    weighting,
)

RELATIVE = 1e-8
# Where R's own answer is 0 or a rounding error of it.
ABSOLUTE = 1e-12

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
