"""What is uneven: the sample of uneven.R as cells, and its designs by their names there."""

import csv
from collections import Counter
from functools import cache

from samklang.core.estimate.calibration import calibrate, post_stratify, rake
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.choices import Margin, Stratum
from samklang.core.estimate.counts import NOT_ANSWERED
from samklang.core.estimate.design import Design
from samklang.core.estimate.weighting import Weighting, base_weights, individual_weights
from tests.spec.r_survey import MORE

Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """The register or the respondents."""
    with (MORE / f"uneven_{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def respondents() -> tuple[Row, ...]:
    """With a number each, so that every one is a cell of his own, in the order of the file."""
    return tuple({**row, "id": f"{i:03}"} for i, row in enumerate(table("respondents")))


@cache
def twice() -> tuple[Row, ...]:
    """Two surveys made apart, as strata of one."""
    former = [
        {**row, "when": "1", "stratum": f"before {row['stratum']}"}
        for row in table("respondents")
        if row["domain"] != "d1"
    ]
    both = [*former, *({**row, "when": "2"} for row in table("respondents"))]
    return tuple(
        {**row, "id": f"{i:03}"} for i, row in enumerate(both) if row["stratum"][-1] not in "DE"
    )


def _stratum(row: Row, kind: str) -> Stratum:
    """The stratum D, of one member, is merged with C where weights are the respondents' own."""
    if kind == "none":
        return ()
    return ("C" if kind == "merged" and row["stratum"] == "D" else row["stratum"],)


def _cells(rows: tuple[Row, ...], kind: str, *, fpc: bool) -> Cells:
    members = Counter(_stratum(row, kind) for row in table("register"))
    answered = Counter(_stratum(row, kind) for row in rows)
    design = Design.census(members, answered) if fpc else Design.unknown(answered)
    variables = tuple(rows[0])
    return Cells.of(
        {
            (_stratum(row, kind), tuple(row[v] or NOT_ANSWERED for v in variables)): 1
            for row in rows
        },
        variables=variables,
        design=design,
    )


def margin(*columns: str) -> Margin:
    """Members of the register by the values of columns."""
    return Margin(columns, Counter(tuple(row[c] for c in columns) for row in table("register")))


@cache
def weighting(design: str) -> Weighting:
    """A design of uneven.R by its name there."""
    m1, m2, m3 = (margin(column) for column in ("m1", "m2", "m3"))
    if design == "two":
        cells = _cells(twice(), "given", fpc=False)
        return individual_weights(cells, "w")
    if design in ("uS", "uRX"):
        simple = _cells(respondents(), "none", fpc=True)
        return (
            base_weights(simple)
            if design == "uS"
            else rake(simple, [margin("m1", "m3"), margin("stratum")], residuals="alike")
        )
    if design.startswith("uW"):
        kind = "none" if design == "uW" else "merged"
        cells = _cells(respondents(), kind, fpc=design in ("uWF", "uWP", "uWC"))
        own = individual_weights(cells, "w")
        match design:
            case "uWP":
                return post_stratify(cells, m2, base=own)
            case "uWR":
                return rake(cells, [m1, m2], base=own, residuals="alike")
            case "uWK":
                return rake(cells, [m1, m2], base=own)
            case "uWC":
                return calibrate(cells, [m1, m2], base=own)
        return own
    cells = _cells(respondents(), "given", fpc=True)
    match design:
        case "uF":
            return base_weights(cells)
        case "uP":
            return post_stratify(cells, m1)
        case "uPX":
            return post_stratify(cells, margin("m1", "m3"))
        case "uR2" | "uR3":
            return rake(cells, [m1, m2, m3][: int(design[-1])], residuals="alike")
        case "uK2" | "uK3":
            return rake(cells, [m1, m2, m3][: int(design[-1])])
        case "uC":
            return calibrate(cells, [m1, m2, m3])
    raise KeyError(design)
