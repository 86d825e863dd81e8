"""Random publications attacked through what they print, with no code of the release.

Each seed makes a whole theme package (groups, one option by groups, several boxes, means, medians,
designs with strata, post-stratification, raking and regression, every method of intervals) and
analyses it as a build does. The attacker has the register, and an unknown number for each kind of
respondent there can be: county, size, and every combination of answers. Counts and bases that are
printed, and what is said to be few, are inequalities on these; HiGHS gives the least and the
greatest of each withheld count. Nothing of the product's links or programmes is used.

    make bench NAME=attack ARGS="--from 0 --count 400"

A seed always makes the same publication. A run ends with status 1 where a count is narrowed.
"""

import argparse
import csv
import io
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from benchmarks.table import keep
from samklang.analysis.analysis import analyse
from samklang.core.disclosure.released import ReleasedTable
from samklang.core.faults import FaultyInput
from samklang.core.figures.material import Material
from samklang.package.read import read

COUNTIES = ("24", "25", "23")
SIZES = ("large", "small")
Q1 = ("a", "b", "c")
Q2 = ("x", "y")
BOXES = ("p", "r")
THRESHOLD = 5
SPAN = 3  # half the threshold, rounded up: what a withheld count must keep open
DESIGNS = (
    "{kind: census, interval: METHOD}",
    "{kind: census, strata: [county], interval: METHOD}",
    "{kind: census, strata: [size], interval: METHOD}",
    "{kind: census, calibration: {poststrat: [county]}, interval: METHOD}",
    "{kind: census, calibration: {raking: [county, size]}, interval: METHOD}",
    "{kind: census, calibration: {regression: [county, size]}, interval: METHOD}",
)
METHODS = ("wilson", "beta", "mean")
PIECES = (
    ":::{figure} q1\n:by: county\n:::",
    ":::{figure} q1\n:by: size\n:::",
    ":::{figure} q1\n:by: county\n:option: a\n:::",
    ":::{figure} q1\n:by: q2\n:::",
    ":::{figure} q2\n:by: county\n:::",
    ":::{figure} q2\n:by: size\n:option: x\n:::",
    ":::{figure} m\n:by: county\n:::",
    ":::{figure} m\n:by: size\n:::",
    ":::{figure} hours\n:by: county\n:::",
    ":::{figure} hours\n:measure: median\n:by: size\n:::",
    "{difference}`q1=a | county=24 vs county=25`",
    "{design-effect}`q1=a`",
)
THEME = """\
format: samklang-theme-1
id: attack
title: {sv: Prov, en: Trial}
network: {name: Prov}
languages: [sv]
synthetic: true
design: DESIGN
"""
QUESTIONS = """\
version: "1"
questions:
  - id: q1
    type: select_one
    wording: {sv: Ett?, en: One?}
    options:
      - {id: a, label: {sv: A, en: A}}
      - {id: b, label: {sv: B, en: B}}
      - {id: c, label: {sv: C, en: C}}
  - id: q2
    type: select_one
    wording: {sv: Två?, en: Two?}
    options: [{id: x, label: {sv: X, en: X}}, {id: y, label: {sv: Y, en: Y}}]
  - id: m
    type: select_multiple
    wording: {sv: Tre?, en: Three?}
    options: [{id: p, label: {sv: P, en: P}}, {id: r, label: {sv: R, en: R}}]
  - id: hours
    type: integer
    unit: {sv: timmar, en: hours}
    wording: {sv: Fyra?, en: Four?}
"""
# County, size, q1, q2 and the boxes of m; "" is not answered.
Kind = tuple[str, str, str, str, str]
KINDS: tuple[Kind, ...] = tuple(
    product(COUNTIES, SIZES, (*Q1, ""), (*Q2, ""), ("-", "p", "r", "pr", ""))
)


@dataclass(frozen=True)
class Attacked:
    """A row of the table."""

    publications: int
    refused: int
    withheld: int
    narrowed: int
    cpu: float


def package(seed: int, folder: Path) -> tuple[Path, list[Kind]]:
    """A theme package, and the kinds of those who answered."""
    chance = Random(seed)
    members = chance.choice((24, 40, 60, 90))
    places = [(chance.choice(COUNTIES), chance.choice(SIZES)) for _ in range(members)]
    liking = [chance.random() ** 2 + 0.03 for _ in Q1]
    register, responses = io.StringIO(), io.StringIO()
    rows, answers = csv.writer(register), csv.writer(responses)
    rows.writerow(["member", "county", "size"])
    answers.writerow(
        ["response", "member", "status", "submitted", "q1", "q2", "m.p", "m.r", "hours"]
    )
    rate, said = chance.uniform(0.4, 1.0), []
    for number, (county, size) in enumerate(places):
        rows.writerow([f"m{number}", county, size])
        if chance.random() > rate:
            continue
        q1 = chance.choices((*Q1, ""), (*liking, 0.05))[0]
        q2 = chance.choices((*Q2, ""), (0.7, 0.25, 0.05))[0]
        m = chance.choice(("-", "p", "p", "r", "pr", ""))
        boxes = ["", ""] if m == "" else [str(int(box in m)) for box in BOXES]
        hours = str(chance.randint(0, 30))
        answers.writerow(
            [f"r{number}", f"m{number}", "complete", "2026-10-01", q1, q2, *boxes, hours]
        )
        said.append((county, size, q1, q2, m))
    design = chance.choice(DESIGNS).replace("METHOD", chance.choice(METHODS))
    pieces = chance.sample(PIECES, chance.randint(1, 4))
    body = "\n\n".join([":::{figure} q1\n:::", ":::{figure} m\n:::", *pieces])
    for name, text in {
        "theme.yaml": THEME.replace("DESIGN", design),
        "questionnaire.yaml": QUESTIONS,
        "register.csv": register.getvalue(),
        "responses.csv": responses.getvalue(),
        "manuscript.md": f"{{#r}}\n# Resultat\n\n{body}\n\n:::{{method-box}}\n:::\n",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder, said


def fits(kind: Kind, question: str, value: str, row: str) -> bool:
    """Whether a cell counts a kind. value: an option, or '' for the base. row: of a group."""
    place = dict(zip(("county", "size", "q1", "q2"), kind, strict=False))
    if row:
        by, _, group = row.partition("=")
        if place[by] != group:
            return False
    if question == "m":
        return kind[4] != "" and (value == "" or value in kind[4])
    return place[question] == value if value else place[question] != ""


def cells(table: ReleasedTable) -> Iterator[tuple[str, str, str, int | None, int | None, bool]]:
    """Question, option ('' the base), group, count and base as printed, and whether withheld."""
    name, _, by = table.id.partition("|")
    if ":" in name or name == "factors":
        return
    for row in table.rows:
        group = f"{by}={row.id}" if by else ""
        base = table.base if not by else row.base
        yield name, "", group, base, None, base is None
        for series, cell in zip(table.series, row.cells, strict=True):
            option = series.id if by else row.id
            yield name, option, group, cell.count, base, cell.status != "shown"


def attack(material: Material, said: list[Kind], members: Counter[tuple[str, str]]) -> list[str]:
    """The withheld counts that a reader narrows below the rule."""
    lines: list[np.ndarray] = []
    ends: list[tuple[float, float]] = []

    def learn(which: np.ndarray, low: float, high: float) -> None:
        lines.append(which.astype(float))
        ends.append((low, high))

    everyone = np.ones(len(KINDS))
    learn(everyone, len(said), len(said))
    for place, size in members.items():
        learn(np.array([k[:2] == place for k in KINDS]), 0, size)
    took_part = material.participation
    for group in took_part.groups:
        at = [("county", "size").index(column) for column in took_part.by]
        inside = np.array(
            [all(k[i] == v for i, v in zip(at, group.values, strict=True)) for k in KINDS]
        )
        if group.answered is not None:
            learn(inside, group.answered, group.answered)
    wanted: dict[str, np.ndarray] = {}
    for table in material.tables.values():
        for question, option, group, count, _, withheld in cells(table):
            which = np.array([fits(k, question, option, group) for k in KINDS])
            if count is not None:
                learn(which, count, count)
            elif withheld:
                wanted[f"{table.id} {group} {option}"] = which
        for row in table.rows:
            for series, cell in zip(table.series, row.cells, strict=True):
                if cell.status == "few" and ":" not in table.id:
                    by = table.id.partition("|")[2]
                    option = series.id if by else row.id
                    group = f"{by}={row.id}" if by else ""
                    question = table.id.partition("|")[0]
                    which = np.array([fits(k, question, option, group) for k in KINDS])
                    learn(which, 0, THRESHOLD - 1)
    rule = LinearConstraint(np.array(lines), *np.array(ends).T)
    own = Counter(said)
    narrowed = []
    for name, which in wanted.items():
        found = []
        for sign in (1, -1):
            solved = milp(
                sign * which.astype(float),
                constraints=rule,
                integrality=np.ones(len(KINDS)),
                bounds=Bounds(0, len(said)),
                options={"time_limit": 10},
            )
            # Where no end is proved in time the bound that is proved is the reader's.
            bound = solved.mip_dual_bound
            found.append(sign * (bound if bound is not None else np.nan))
        true = sum(n for kind, n in own.items() if which[KINDS.index(kind)])
        low, high = round(found[0] + 1e-6), round(found[1] - 1e-6)
        assert low <= true <= high, (name, low, true, high)
        widest = sum(which) and min(len(said), SPAN)
        if high - low < min(SPAN, widest):
            narrowed.append(f"{name}: {low} to {high}")
    return narrowed


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    given = parser.parse_args(arguments)
    refused: Counter[str] = Counter()
    withheld = published = 0
    narrowed: list[str] = []
    begun = time.process_time()
    for seed in range(given.first, given.first + given.count):
        with tempfile.TemporaryDirectory() as name:
            folder, said = package(seed, Path(name))
            try:
                material = analyse(read(folder))
            except FaultyInput as fault:
                refused[str(fault.faults[0].what)[:70]] += 1
                continue
            published += 1
            register = read(folder).register
            assert register is not None
            sizes = Counter((m.groups["county"], m.groups["size"]) for m in register.members)
            hidden = [c for t in material.tables.values() for c in cells(t) if c[5]]
            withheld += len(hidden)
            narrowed += [f"seed {seed}: {one}" for one in attack(material, said, sizes)]
    row = Attacked(
        published, sum(refused.values()), withheld, len(narrowed), time.process_time() - begun
    )
    keep("attack", [row])
    print(row)
    for what, times in refused.most_common():
        print(f"{times:5}  refused: {what}")
    for one in narrowed:
        print(f"NARROWED {one}")
    return 1 if narrowed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
