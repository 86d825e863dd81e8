"""Shares and standard errors of 30 questions in 8 domains, 10⁴ to 10⁷ respondents, and peers.

Each subject runs in a fresh process, on the same data, and writes its shares and standard errors,
which must agree to 1e-8, and its counts, whose checksums must be equal. Starting Python, R, Spark
or a server and loading libraries is left out. Samklang, Narwhals, Spark and DuckDB read the Parquet
file within the time that is counted; R and `svy` have the data in memory before. The subjects take
turns, several rounds, since other work on the machine disturbs: the table holds medians.
"""

import argparse
import json
import math
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks import tally_subjects
from benchmarks.table import HEADER, Run, keep, line
from benchmarks.tally_subjects import PEERS, Found, file, read

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
# The greatest number of respondents that a subject is given. At ten million the peers in memory
# take 9 and 10 GB and most of an hour: name them, or leave them out, with --subjects.
SUBJECTS = {
    "duckdb": 10_000_000,
    "bare DuckDB": 10_000_000,
    "narwhals": 10_000_000,
    "spark": 10_000_000,
    "sqlite": 10_000_000,
    "postgresql": 10_000_000,
    "svy": 10_000_000,
    "R survey": 10_000_000,
}
TOLERANCE = 1e-8
ROUNDS = 5
# CPU seconds after which a subject is not tried again at the same size.
PATIENCE = 50
# Of CPU seconds at a million, against Samklang on DuckDB; and MB at ten million.
FASTER = {"R survey": 300.0, "svy": 100.0, "bare DuckDB": 1 / 1.1}
MEMORY = 400


@dataclass(frozen=True)
class Rounds(Run):
    """A run of medians. rounds: how many. apart: relative difference from the first subject."""

    rounds: int
    apart: float
    counts: str


def main(arguments: Sequence[str]) -> None:
    """Without --run: all subjects at all sizes, the table and the file."""
    parser = argparse.ArgumentParser(prog="benchmarks.tally", description=__doc__)
    parser.add_argument("--run", metavar="SUBJECT", help="one subject, in this process")
    parser.add_argument("--respondents", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--subjects", nargs="*", default=list(SUBJECTS))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--floor", nargs="*", metavar="KIND", help="an empty Spark session alone")
    asked = parser.parse_args(arguments)
    if asked.floor:
        tally_subjects.empty(asked.floor[0])
        return
    if asked.floor is not None:
        _floor(asked.rounds)
        return
    if asked.run:
        tally_subjects.run(asked.run, asked.respondents[0])
        return
    print(f"{HEADER}{'rounds':>8}{'apart':>8}  counts")
    runs: list[Rounds] = []
    for respondents in asked.respondents:
        subjects = [s for s in asked.subjects if respondents <= SUBJECTS[s]]
        runs += _compare(respondents, subjects, asked.rounds)
        keep("tally", runs)
    for said in _targets(runs):
        print(said)


def _compare(respondents: int, subjects: Sequence[str], rounds: int) -> list[Rounds]:
    """The subjects in turns, their results against those of the first."""
    work = _work(respondents)
    there = []
    for subject in subjects:
        if lacking := _lacking(subject):
            print(f"{subject:<14}{work:<40}skipped: {lacking}", flush=True)
            continue
        tally_subjects.prepare(subject, respondents)
        there.append(subject)
    spent: dict[str, list[dict[str, float]]] = {subject: [] for subject in there}
    counts: dict[str, str] = {}
    apart: dict[str, float] = {}
    expected: Found = {}
    for _ in range(rounds):
        for subject in there:
            if sum(before["cpu"] for before in spent[subject]) > PATIENCE:
                continue
            told = _once(subject, respondents)
            checksum = str(told.pop("counts"))
            spent[subject].append({name: float(value) for name, value in told.items()})
            found = read(file(subject, respondents))
            expected = expected or found
            apart[subject] = max(_apart(expected, found), apart.get(subject, 0.0))
            if apart[subject] > TOLERANCE:
                sys.exit(f"{subject} does not give the shares of {there[0]}.")
            if counts.setdefault(subject, checksum) != counts[there[0]]:
                sys.exit(f"{subject} does not give the counts of {there[0]}.")
    runs: list[Rounds] = []
    for subject in there:
        cpu, wall, memory = (
            median(one[name] for one in spent[subject]) for name in ("cpu", "wall", "memory")
        )
        ratio = cpu / (runs[0].cpu if runs else cpu)
        took = len(spent[subject])
        checksum = counts[subject][:8]
        run = Rounds(subject, work, cpu, wall, memory, ratio, took, apart[subject], checksum)
        print(f"{line(run)}{run.rounds:>8}{run.apart:>8.0e}  {run.counts}", flush=True)
        runs.append(run)
    return runs


def _once(subject: str, respondents: int) -> dict[str, float | str]:
    """What a subject told of one run in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.tally", "--run", subject]
    done = subprocess.run(
        [*command, "--respondents", str(respondents)], capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"{subject}: {done.stderr}")
    told: dict[str, float | str] = json.loads(done.stdout.splitlines()[-1])
    return told


def _targets(runs: Sequence[Rounds]) -> list[str]:
    """What was aimed at and what was measured, of the targets whose subjects ran."""
    at = {(run.subject, run.work): run for run in runs}
    said = []
    million, most = _work(1_000_000), _work(10_000_000)
    for peer, target in FASTER.items():
        if ("duckdb", million) in at and (peer, million) in at:
            times = at[peer, million].cpu / at["duckdb", million].cpu
            kept = "met" if times >= target else "MISSED"
            said.append(f"{peer} ÷ Samklang on DuckDB, CPU: {times:.2f} (≥ {target:.2f}) {kept}")
    if ours := at.get(("duckdb", most)):
        kept = "met" if ours.memory < MEMORY else "MISSED"
        said.append(f"peak at ten million: {ours.memory:.0f} MB (< {MEMORY} MB) {kept}")
    return said


def _floor(rounds: int) -> None:
    """What a Spark session takes that counts nothing, as PySpark starts it and as we do."""
    for kind in ("plain", "ours"):
        command = [sys.executable, "-m", "benchmarks.tally", "--floor", kind]
        spent = []
        for _ in range(rounds):
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            spent.append(json.loads(done.stdout.splitlines()[-1]))
        cpu, memory = (median(one[name] for one in spent) for name in ("cpu", "memory"))
        print(f"empty Spark session, {kind:<8}{cpu:>8.1f} CPU s{memory:>8.0f} MB", flush=True)


def _work(respondents: int) -> str:
    return f"{respondents:,} × 30 × 8".replace(",", " ")


def _lacking(subject: str) -> str:
    """What a subject would need that is not there; empty where nothing is missing."""
    match subject:
        case "R survey" if not shutil.which("Rscript"):
            return "no R; on Debian: apt-get install r-base-core r-cran-survey"
        case "R survey":
            asked = ["Rscript", "-e", "library(survey)"]
            if subprocess.run(asked, capture_output=True).returncode:
                return "no package survey in R; on Debian: apt-get install r-cran-survey"
        case "svy" if not PEERS.exists():
            return "no .venv-bench; run make .venv-bench/ready"
        case "spark" if not shutil.which("java"):
            return "no Java; on Debian: apt-get install default-jre-headless"
        case "postgresql":
            from tests.postgresql_server import INITDB

            return "" if INITDB else "no server; on Debian: apt-get install postgresql"
    return ""


def _apart(expected: Found, found: Found) -> float:
    """The greatest relative difference; infinite where not the same shares were estimated."""
    if expected.keys() != found.keys():
        return math.inf
    return max(
        abs(a - b) / abs(a) if a else abs(b)
        for key in expected
        for a, b in zip(expected[key], found[key], strict=True)
    )


if __name__ == "__main__":
    main(sys.argv[1:])
