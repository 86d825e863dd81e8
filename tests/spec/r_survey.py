"""The samples that R's survey was run on, as questionnaires and responses, tallied into cells."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from samklang.core.estimate.calibration import calibrate, post_stratify, rake
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.choices import Margin, Stratum
from samklang.core.estimate.design import Design
from samklang.core.estimate.weighting import Weighting, base_weights
from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Option, Question, Questionnaire
from samklang.core.survey.responses import Missing, Response
from samklang.engines.tally import tally_cells

DATA = Path(__file__).parent.parent / "data" / "r-survey"
MORE = DATA.parent / "r-survey-more"
NAMELESS = Wording("?", "?")
SCHOOLS = {
    "closed": ("stype", "sch.wide", "awards", "comp.imp"),
    "numbers": ("api00", "enroll", "api.stu", "ell"),
}
CERTAIN = tuple(
    dict(zip(("g", "y", "x"), row.split(), strict=True))
    for row in ("a 1 4", "a 0 2", "a 1 7", "a 1 5", "b 0 3", "b 0 3", "b 1 8", "c 1 12")
)
MEMBERS = {"closed": ("q1", "q3", "type", "size", "county"), "numbers": ("q2", "staff")}


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _cells(
    rows: Sequence[dict[str, str]], design: Design, strata: str, kinds: dict[str, tuple[str, ...]]
) -> Cells:
    """Every row as a response to a questionnaire whose questions are the columns."""
    closed, numbers = kinds["closed"], kinds["numbers"]
    questionnaire = Questionnaire(
        "1",
        tuple(
            Question(
                column,
                "select_one",
                NAMELESS,
                options=tuple(Option(o, NAMELESS) for o in sorted({r[column] for r in rows})),
            )
            for column in closed
        )
        + tuple(Question(column, "decimal", NAMELESS) for column in numbers),
    )
    responses = [
        Response(
            str(i),
            r[strata] if strata else "",
            "complete",
            answers={c: r[c] or Missing.NOT_ANSWERED for c in (*closed, *numbers)},
        )
        for i, r in enumerate(rows)
    ]
    return tally_cells(
        questionnaire,
        responses,
        variables=(*closed, *numbers),
        design=design,
        stratum_of=lambda r: (r.member,) if strata else (),
    )


def _respondents(rows: Sequence[dict[str, str]], strata: str) -> dict[Stratum, int]:
    return dict(Counter((r[strata],) if strata else () for r in rows))


def _sizes(rows: Sequence[dict[str, str]], strata: str, size: str) -> dict[Stratum, int]:
    return {((r[strata],) if strata else ()): int(r[size]) for r in rows}


def _members(column: str) -> Margin:
    """The members per value of a column, counted in the register."""
    counts = Counter(r[column] for r in table("member_register"))
    return Margin((column,), {(value,): n for value, n in counts.items()})


@cache
def weighting(design: str) -> Weighting:
    """A design of designs.R by its name there."""
    srs, strat, members = table("apisrs"), table("apistrat"), table("member_respondents")
    types = Margin(("stype",), {("E",): 4421, ("H",): 755, ("M",): 1018})
    wide = Margin(("sch.wide",), {("No",): 1072, ("Yes",): 5122})
    match design:
        case "dsrs" | "dsrsp" | "dsrsr" | "dsrsc":
            simple = Design.sample(_sizes(srs, "", "fpc"), _respondents(srs, ""))
            cells = _cells(srs, simple, "", SCHOOLS)
            if design == "dsrsp":
                return post_stratify(cells, types)
            if design == "dsrsc":
                return calibrate(cells, [types, wide])
            return rake(cells, [types, wide]) if design == "dsrsr" else base_weights(cells)
        case "dstrat" | "dstratnofpc":
            stratified = Design.sample(
                _sizes(strat, "stype", "fpc"),
                _respondents(strat, "stype"),
                fpc=design == "dstrat",
            )
            weighted = base_weights(_cells(strat, stratified, "stype", SCHOOLS))
            # R has them in single precision, N/n to seven digits.
            given = {(r["stype"],): float(r["pw"]) for r in strat}
            by_stratum = np.array([given[s.stratum] for s in stratified.strata])
            return replace(weighted, weights=by_stratum[weighted.cells.strata])
        case "mA" | "mB":
            strata, size = ("type", "N_type") if design == "mA" else ("ts", "N_ts")
            census = Design.census(_sizes(members, strata, size), _respondents(members, strata))
            return base_weights(_cells(members, census, strata, MEMBERS))
        case "mP" | "mR" | "mC":
            census = Design.census(_sizes(members, "", "N_total"), _respondents(members, ""))
            cells = _cells(members, census, "", MEMBERS)
            if design == "mP":
                return post_stratify(cells, _members("type"))
            margins = [_members(column) for column in ("type", "size", "county")]
            return calibrate(cells, margins) if design == "mC" else rake(cells, margins)
        case "dlone":
            # The only member of a stratum has responded: known, and no reason to stop.
            lone = Design.sample({("a",): 9, ("b",): 6, ("c",): 1}, _respondents(CERTAIN, "g"))
            return base_weights(
                _cells(CERTAIN, lone, "g", {"closed": ("g",), "numbers": ("y", "x")})
            )
    raise KeyError(design)
