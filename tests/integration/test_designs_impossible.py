"""Designs that cannot be, and what they cannot be asked: each a fault with its remedy."""

from pathlib import Path

import pytest

from samklang.analysis.analysis import analyse
from samklang.core.faults import FaultyInput
from samklang.core.report.compose import compose
from samklang.package.read import read
from tests.designed_package import designed_package, members, register


@pytest.mark.parametrize(
    ("design", "field", "what", "remedy"),
    [
        (
            "{kind: census, calibration: {}}",
            "calibration",
            "poststrat, raking or regression",
            "raking:",
        ),
        (
            "{kind: census, calibration: {raking: [shape]}}",
            "calibration",
            "no column 'shape'",
            "county",
        ),
        (
            "{kind: census, calibration: {raking: [grade]}}",
            "calibration.margins",
            "does not tell",
            "margins",
        ),
        (
            "{kind: census, calibration: {raking: [grade], "
            "margins: [{columns: [grade], values: [low], members: 5}]}}",
            "calibration.margins",
            "adds up to 5",
            "Correct",
        ),
        ("{kind: census, sizes: [{stratum: [], drawn: 9}]}", "sizes", "sample only", "sample"),
        (
            "{kind: sample, strata: [county], sizes: [{stratum: ['24'], drawn: 30}]}",
            "sizes",
            "25 is missing",
            "how many were drawn",
        ),
        (
            "{kind: sample, strata: [county], sizes: [{stratum: ['24'], drawn: 20},"
            " {stratum: ['25'], drawn: 28}]}",
            "sizes",
            "25 have answered in 24, of 20 drawn",
            "Correct",
        ),
        (
            "{kind: census, strata: [county], collapse: [{name: {sv: A, en: A},"
            " strata: [['24'], ['26']]}]}",
            "collapse",
            "no member is in the stratum 26",
            "Known: 24; 25",
        ),
        ("{kind: sample, drawn: chosen}", "drawn", "no column 'chosen'", "county"),
    ],
)
def test_a_design_that_cannot_be_is_a_fault_with_a_remedy(
    design: str, field: str, what: str, remedy: str, tmp_path: Path
) -> None:
    with pytest.raises(FaultyInput) as caught:
        analyse(read(designed_package(tmp_path / "p", design=design)))
    fault = caught.value.faults[0]
    assert fault.file == "theme.yaml"
    assert fault.column.startswith(f"design.{field}")
    assert what in str(fault.what)
    assert remedy in str(fault.remedy)


def test_margins_without_respondents_are_named(tmp_path: Path) -> None:
    """Everyone of a kind is silent, so no weight can make the sum of their answers right."""
    table = register().splitlines()
    silent = {n for n, (_, _, answered) in enumerate(members()) if not answered}
    kinds = ["quiet" if n in silent else "loud" for n in range(len(table) - 1)]
    text = "\n".join(
        [f"{table[0]},kind", *(f"{line},{k}" for line, k in zip(table[1:], kinds, strict=True))]
    )
    design = "{kind: census, calibration: {poststrat: [kind]}}"
    package = read(designed_package(tmp_path / "p", design=design, register_text=text + "\n"))
    with pytest.raises(FaultyInput) as caught:
        analyse(package)
    fault = caught.value.faults[0]
    assert (fault.file, fault.column) == ("theme.yaml", "design.calibration")
    assert "quiet" in str(fault.what)
    assert str(fault.remedy)


def test_raking_that_cannot_converge_is_named(tmp_path: Path) -> None:
    """Two columns that say the same, with totals that differ: no weights can meet both."""
    table = register().splitlines()
    text = "\n".join([f"{table[0]},twin", *(f"{line},{line.split(',')[1]}" for line in table[1:])])
    margins = (
        "margins: [{columns: [twin], values: ['24'], members: 50},"
        " {columns: [twin], values: ['25'], members: 30}]"
    )
    design = f"{{kind: census, calibration: {{raking: [county, twin], {margins}}}}}"
    package = read(designed_package(tmp_path / "p", design=design, register_text=text + "\n"))
    with pytest.raises(FaultyInput) as caught:
        analyse(package)
    fault = caught.value.faults[0]
    assert (fault.file, fault.column) == ("theme.yaml", "design.calibration")
    assert "Raking is still 25.0% from a margin" in str(fault.what)
    assert str(fault.remedy)


def test_a_stratum_with_one_respondent_is_named_with_what_to_do(tmp_path: Path) -> None:
    table = register().splitlines()
    kinds = ["alone" if n in (0, 79) else "other" for n in range(len(table) - 1)]
    text = "\n".join(
        [f"{table[0]},kind", *(f"{line},{k}" for line, k in zip(table[1:], kinds, strict=True))]
    )
    folder = designed_package(
        tmp_path / "p", design="{kind: census, strata: [kind]}", register_text=text + "\n"
    )
    with pytest.raises(FaultyInput) as caught:
        read(folder)
    fault = caught.value.faults[0]
    assert "1 of 2 members in the group alone" in str(fault.what)
    # Where the groups are chosen, in a file and on the site.
    assert (fault.file, fault.column) == ("theme.yaml", "design.strata")
    assert "merge this one with another" in str(fault.remedy)


@pytest.mark.parametrize(
    ("body", "what", "remedy"),
    [
        ("{share}`q1=yes | shape=round`", "neither a register column", "county"),
        ("{share}`q1=yes | county=99`", "has no '99'", "24"),
        ("{mean}`q1`", "not a number question", "hours"),
        ("{ratio}`hours`", "a ratio takes two", "number / number"),
        ("{difference}`q1=yes`", "compares nothing", "vs"),
        ("{share}`q1=yes | county=24 vs county=25`", "compares two", "{difference}"),
        ("{share}`q1=yes | q1=no`", "broken down by itself", "another"),
        (":::{figure} q1\n:by: shape\n:::", "neither a register column", "county"),
        (":::{figure} hours\n:measure: ratio\n:::", "a ratio takes two", ":over:"),
        (":::{figure} hours\n:over: hours\n:::", "a ratio takes two", ":over:"),
        (":::{figure} hours\n:option: yes\n:::", "a number has no options", "Remove option"),
        (":::{figure} q1\n:measure: mean\n:::", "not a number question", "hours"),
        (":::{figure} q1\n:by: county\n:id: ../x\n:::", "not a valid name", ":id:"),
        (":::{figure} q1\n:by: county\n:option: maybe\n:::", "has no 'maybe'", "yes"),
    ],
)
def test_what_cannot_be_drawn_on_is_a_fault_with_a_remedy(
    body: str, what: str, remedy: str, tmp_path: Path
) -> None:
    package = read(designed_package(tmp_path / "p", design="{kind: census}", body=body + "\n"))
    _, faults = compose(package.manuscripts["sv"], analyse(package), "sv", file="m.md")
    assert what in str(faults[0].what)
    assert remedy in str(faults[0].remedy)
    assert faults[0].line >= 9
