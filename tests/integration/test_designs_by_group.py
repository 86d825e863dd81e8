"""Figures by group and changes over time under a design, from a package's files to their words."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from samklang.analysis.analysis import analyse
from samklang.cli import main
from samklang.core.faults import FaultyInput
from samklang.core.report.compose import compose
from samklang.package.read import read
from tests.analysed_package import analysed, sentence
from tests.designed_package import designed_package, register

SERIES = (
    "series: [{id: '2022', shares: [{question: q1, option: yes, share: 45, low: 35, high: 56}]}]\n"
)


def test_a_change_since_an_earlier_theme(tmp_path: Path) -> None:
    """By hand: 65 − 45 = 20 points; 55 − 56 and 74 − 35 are the intervals' outermost ends.

    65 % has the interval 55–74 %, which the test reads from the figure itself; of the earlier theme
    nothing but its interval is known.
    """
    material, document = analysed(
        tmp_path, "{kind: census}", "{change}`q1=yes since 2022`\n", figures=SERIES
    )
    cell = material.tables["q1"].cell("yes")
    assert cell.share is not None
    assert cell.low is not None
    assert cell.high is not None
    points = cell.share - 45
    low, high = cell.low - 56, cell.high - 35
    assert (points, low, high) == (20, -1, 39)
    assert sentence(document) == "20 procentenheter (−1 till 39)"


@pytest.mark.parametrize(
    ("content", "what", "remedy"),
    [
        ("q1=yes", "does not name an earlier theme", "since"),
        ("q1=yes since 2021", "no earlier theme '2021'", "2022"),
        ("q1=no since 2022", "did not print 'q1=no'", "q1=yes"),
        ("q1=yes | county=24 since 2022", "for all members", "Remove the group"),
    ],
)
def test_a_change_that_cannot_be_told(content: str, what: str, remedy: str, tmp_path: Path) -> None:
    folder = designed_package(
        tmp_path / "p", design="{kind: census}", body=f"{{change}}`{content}`\n", figures=SERIES
    )
    package = read(folder)
    _, faults = compose(package.manuscripts["sv"], analyse(package), "sv", file="m.md")
    assert what in str(faults[0].what)
    assert remedy in str(faults[0].remedy)


def test_an_earlier_share_outside_its_interval_is_a_fault(tmp_path: Path) -> None:
    folder = designed_package(
        tmp_path / "p", design="{kind: census}", figures=SERIES.replace("share: 45", "share: 60")
    )
    with pytest.raises(FaultyInput) as caught:
        read(folder)
    assert caught.value.faults[0].column == "series[0].shares[0].share"
    assert "is not a valid share" in str(caught.value.faults[0].what)


FIGURES = """
:::{figure} q1
:by: county
:option: yes
:highlight: 24
:::

:::{figure} grade
:by: size
:::

:::{figure} hours
:by: county
:::

:::{figure} fields
:by: size
:::

:::{figure} per-person
:::
"""
NAMED = (
    "figures: [{id: per-person, question: hours, over: people, by: size,"
    " title: {sv: Timmar per person, en: Hours per person}}]\n"
)


def test_figures_by_group(tmp_path: Path) -> None:
    _, document = analysed(tmp_path, "{kind: census, strata: [county]}", FIGURES, figures=NAMED)
    figures = {f.id: f for f in document.figures}
    assert {name: (f.kind, [r.id for r in f.table.rows]) for name, f in figures.items()} == {
        "q1-yes-by-county": ("dots", ["24", "25", "all"]),
        "grade-by-size": ("diverging", ["large", "small", "all"]),
        "hours-by-county": ("values", ["24", "25", "all"]),
        "fields-by-size": ("grouped", ["large", "small", "all"]),
        "per-person": ("values", ["large", "small", "all"]),
    }
    assert figures["grade-by-size"].neutral == "mid"
    assert figures["hours-by-county"].table.unit == "timmar i veckan"
    assert figures["per-person"].title == "Timmar per person"
    assert all(f.total == "all" and f.interval and f.weighting for f in figures.values())
    assert any("Rao och Scotts test" in note for note in figures["grade-by-size"].notes)
    for figure in figures.values():
        assert all(row.label in figure.alt for row in figure.table.rows)


def test_every_output_is_built_with_groups(tmp_path: Path) -> None:
    folder = designed_package(
        tmp_path / "p", design="{kind: census, strata: [county]}", body=FIGURES, figures=NAMED
    )
    out = tmp_path / "out"
    result = CliRunner().invoke(main, ["build", str(folder), "--out", str(out)])
    assert result.exit_code == 0, result.stderr
    for name in ("sv/report.html", "sv/report.pdf", "sv/report.docx", "sv/deck.pptx"):
        assert (out / name).stat().st_size > 0
    lines = (out / "data" / "q1-yes-by-county.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 4


def test_a_group_of_few_is_withheld_wherever_it_is_named(tmp_path: Path) -> None:
    """Three members of a kind answer: neither their share, mean nor difference is printed."""
    table = register().splitlines()
    few = {0, 1, 2, 14, 15, 16}
    kinds = ["rare" if n in few else "common" for n in range(len(table) - 1)]
    text = "\n".join(
        [f"{table[0]},sort", *(f"{line},{k}" for line, k in zip(table[1:], kinds, strict=True))]
    )
    body = (
        "{share}`q1=yes | sort=rare`; {mean}`hours | sort=rare`; "
        "{difference}`q1=yes | sort=rare vs sort=common`; {design-effect}`q1=yes | sort=rare`\n"
    )
    _, document = analysed(tmp_path, "{kind: census}", body, register_text=text + "\n")
    text = sentence(document)
    assert text.split("; ") == [
        "färre än 5",
        "färre än 5",
        "(dolt för att skydda svarande)",
        "(dolt för att skydda svarande)",
    ]
