"""Medians and quartiles through manuscript, figures and data, and what a printed one tells."""

import csv
import math
from pathlib import Path

import pytest

from samklang.analysis.analysis import analyse
from samklang.core.disclosure.quantile_steps import step_for
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.design import Design
from samklang.core.estimate.domains import Domain
from samklang.core.estimate.quantiles import quantile
from samklang.core.estimate.weighting import base_weights
from samklang.package.read import read
from samklang.publication.build import build
from tests.analysed_package import analysed, sentence
from tests.designed_package import answers, designed_package, members

BODY = """\
{median}`hours` timmar ({interval}`median hours`), undre {lower-quartile}`hours`.

:::{figure} hours
:measure: median
:by: county
:::
"""
QUARTILES = "".join(
    f":::{{figure}} {question}\n:measure: {measure}\n:by: {by}\n:::\n\n"
    for question in ("hours", "people")
    for measure in ("median", "lower-quartile", "upper-quartile")
    for by in ("county", "size")
)
COLUMN = {"hours": 5, "people": 6}


def said(question: str, by: str, value: str) -> list[int]:
    """The answers of a group, or of everyone where `by` is ''."""
    place = {"county": 0, "size": 1}
    everyone = members()
    return [
        int(answer[COLUMN[question]])  # type: ignore[call-overload]
        for answer in answers()
        if not by or everyone[answer[0]][place[by]] == value
    ]


def test_a_median_reaches_text_figure_and_data(tmp_path: Path) -> None:
    material, document = analysed(tmp_path, "{kind: census}", BODY)
    everyone = sorted(said("hours", "", ""))
    middle = everyone[math.ceil(len(everyone) / 2) - 1]
    cell = material.tables["median:hours"].rows[0].cells[0]
    assert cell.value is not None
    assert abs(cell.value - middle) <= 2.5
    assert sentence(document).startswith(f"{cell.value:.0f} timmar (")
    package = designed_package(tmp_path / "b", design="{kind: census}", body=BODY)
    build(package, tmp_path / "out", progress=lambda _: None)
    with (tmp_path / "out/data/hours-median-by-county.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {row["measure"] for row in rows} == {"median"}
    assert "Woodruff" in (tmp_path / "out/sv/report.html").read_text(encoding="utf-8")


def test_no_printed_quantile_is_one_members_own_answer(tmp_path: Path) -> None:
    """Whoever knows all answers to within what is printed still has five that it may be."""
    folder = designed_package(tmp_path, design="{kind: census}", body=QUARTILES)
    shown = 0
    for name, table in analyse(read(folder)).tables.items():
        kind, _, rest = name.partition(":")
        if "quartile" not in kind and kind != "median":
            continue
        question, _, by = rest.partition("|")
        for row in table.rows:
            cell, given = row.cells[0], said(question, by, row.id)
            if cell.value is None:
                continue
            shown += 1
            assert cell.value_low is not None and cell.value_high is not None  # noqa: PT018
            printed = (cell.value, cell.value_low, cell.value_high)
            steps = [s for s in (1, 2, 5, 10) if all(n % s == 0 for n in printed)]
            assert any(
                sum(math.floor(n / s + 0.5) * s == cell.value for n in given) >= 5
                and sum(n // s * s == cell.value_low for n in given) >= 5
                and sum(-(-n // s) * s == cell.value_high for n in given) >= 5
                for s in steps
            ), (name, row.id, printed, sorted(given))
    assert shown > 5


@pytest.mark.parametrize(
    ("said", "ends", "expected"),
    [
        ([4] * 5 + [7] * 5 + [9] * 5, (4, 7, 9), (1.0, 0)),  # each said by five
        ([4] * 5 + [7] * 4 + [8] + [10] * 5, (4, 7, 10), (2.0, 0)),  # four said 7 and one 8
        (list(range(60)), (20, 30, 40), (5.0, 0)),  # five within each step of five
        ([1, 2, 3, 4, 5, 6], (1, 3, 6), (0.0, 0)),  # six cannot hide three numbers
        ([1000.5 + n / 100 for n in range(40)], (1000.6, 1000.7, 1000.8), (0.05, 2)),
        ([7.0] * 9, (7, 7, 7), (1.0, 0)),  # everybody said the same
        ([7.0] * 7, (7, 7, 7), (0.0, 0)),  # it would say that five of seven did
    ],
)
def test_the_step_of_a_quantile(
    said: list[float], ends: tuple[float, float, float], expected: tuple[float, int]
) -> None:
    low, value, high = ends
    whole = all(n == int(n) for n in said)
    assert step_for(value, low, high, said, threshold=5, whole=whole) == pytest.approx(expected)


def test_the_median_of_everyone_is_known() -> None:
    """All members answered: the interval is a point. With few of them it is none."""
    table = {((), (str(n),)): 1 for n in range(1, 12)}
    for size, ends in ((11, (6.0, 6.0)), (200, (3.0, 9.0))):
        cells = Cells.of(table, variables=("q",), design=Design.census({(): size}, {(): 11}))
        domain = Domain(cells.counts > 0, size)
        found = quantile(base_weights(cells), "q", 0.5, domain=domain)
        assert (found.value, found.low, found.high) == (6.0, *ends)


@pytest.mark.parametrize("hidden", ["900", "9"])
def test_decimals_do_not_follow_what_is_withheld(hidden: str, tmp_path: Path) -> None:
    """One member makes up most of a group, whose mean is withheld: how much shows nowhere else."""
    folder = designed_package(
        tmp_path, design="{kind: census}", body=":::{figure} people\n:by: grade\n:::\n"
    )
    text = (folder / "responses.csv").read_text().splitlines()
    for number, line in enumerate(i for i, line in enumerate(text) if ",low," in line):
        *rest, _ = text[line].split(",")
        text[line] = ",".join([*rest, hidden if not number else "0"])
    (folder / "responses.csv").write_text("\n".join(text) + "\n")
    table = analyse(read(folder)).tables["mean:people|grade"]
    cells = {row.id: row.cells[0] for row in table.rows}
    assert cells["low"].value is None
    assert any(cell.value is not None for cell in cells.values())
    assert table.decimals == 1
