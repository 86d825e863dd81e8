"""From a package on disk, by the command line, to the numbers that the data print: those of R.

R's survey package answered for the same members and answers (`tests/data/r-survey`): a census with
nonresponse in strata, post-stratified, and raked to three columns. What is printed is R's share in
whole per cent, halves up, and R's interval rounded outwards.
"""

import csv
import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner

from samklang.cli import main

DATA = Path(__file__).parents[1] / "data" / "r-survey"
DESIGNS = {
    "mA": "strata: [type]",
    "mP": "calibration: {poststrat: [type]}",
    "mR": "calibration: {raking: [type, size, region]}",
}
THEME = """\
format: samklang-theme-1
id: members
title: {sv: Prov, en: Trial}
network: {name: Provnätverket, url: "https://example.org/"}
languages: [sv]
synthetic: true
authors: [A. Ek]
design: {kind: census, DESIGN, interval: METHOD}
"""
QUESTION = """\
  - id: NAME
    type: select_one
    wording: {sv: Frågan NAME?, en: The question NAME?}
    options:
      - {id: yes, label: {sv: Ja, en: Yes}}
      - {id: no, label: {sv: Nej, en: No}}
"""


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, *, design: str, method: str) -> None:
    """The members of R's data as a theme package."""
    folder.mkdir()
    register = ["member,type,size,region"]
    register += [
        ",".join(m[c] for c in ("org", "type", "size", "county")) for m in rows("member_register")
    ]
    answers = ["response,member,status,submitted,q1,q3"]
    answers += [
        f"r{m['org']},{m['org']},complete,2026-10-01,{m['q1']},{m['q3']}"
        for m in rows("member_respondents")
    ]
    asked = "".join(QUESTION.replace("NAME", name) for name in ("q1", "q3"))
    files = {
        "theme.yaml": THEME.replace("DESIGN", design).replace("METHOD", method),
        "questionnaire.yaml": f'version: "1"\nquestions:\n{asked}',
        "register.csv": "\n".join(register) + "\n",
        "responses.csv": "\n".join(answers) + "\n",
        "manuscript.md": "{#r}\n# Resultat\n\n:::{figure} q1\n:::\n\n:::{figure} q3\n:::\n\n"
        ":::{method-box}\n:::\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


EXPECTED = {
    test["id"]: test["value"]
    for test in json.loads((DATA / "expected.json").read_text(encoding="utf-8"))["tests"]
}
# What R was asked of each design.
ASKED = [
    *(("mA", method) for method in ("logit", "xlogit", "beta", "mean")),
    *(("mP", method) for method in ("logit", "mean")),
    *(("mR", method) for method in ("logit", "xlogit", "beta", "mean")),
]


@pytest.mark.parametrize(("design", "method"), ASKED)
def test_the_data_of_a_build_have_what_r_says(design: str, method: str, tmp_path: Path) -> None:
    known = {q: EXPECTED.get(f"{design}.{q}.ci.{method}") for q in ("q1", "q3")}
    assert any(known.values())
    write(tmp_path / "p", design=DESIGNS[design], method=method)
    arguments = ["build", str(tmp_path / "p"), "--out", str(tmp_path / "out"), "--only", "data"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    for question, said in known.items():
        if said is None:
            continue
        with (tmp_path / "out" / "data" / f"{question}.csv").open(encoding="utf-8-sig") as file:
            yes = next(line for line in csv.DictReader(file) if line["row"] == "yes")
        low, high = said["ci"]
        printed = [yes[c] for c in ("share_percent", "ci_low_percent", "ci_high_percent")]
        rounded = [
            math.floor(100 * said["est"] + 0.5),
            math.floor(100 * low),
            math.ceil(100 * high),
        ]
        assert printed == [str(number) for number in rounded], question
