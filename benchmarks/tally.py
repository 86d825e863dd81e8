"""Shares and standard errors of 30 questions in 8 domains, 10⁴ to 10⁷ respondents, and peers.

Each subject runs in a process of its own, on the same file, and writes its shares and standard
errors, which must agree to 1e-8, and the engines their counts, which must be identical. Starting
Python, R, Spark or a server and loading libraries is left out. Samklang, Narwhals, Spark and DuckDB
read the Parquet file within the time that is counted; R and `svy` have the data in memory before.
"""

import argparse
import hashlib
import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks import tally_data
from benchmarks.table import FOLDER, HEADER, Run, keep, line
from benchmarks.tally_spent import Spent, Watch

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
# What a subject is tried at: the greatest number of respondents that it takes in some minutes.
SUBJECTS = {
    "duckdb": 10_000_000,
    "bare DuckDB": 10_000_000,
    "narwhals": 10_000_000,
    "spark": 10_000_000,
    "sqlite": 1_000_000,
    "postgresql": 1_000_000,
    "svy": 1_000_000,
    "R survey": 1_000_000,
}
TOLERANCE = 1e-8
PEERS = Path(".venv-bench/bin/python")
Found = dict[tuple[str, str, str], tuple[float, float]]


def main(arguments: Sequence[str]) -> None:
    """Without --run: all subjects at all sizes, the table and the file."""
    parser = argparse.ArgumentParser(prog="benchmarks.tally", description=__doc__)
    parser.add_argument("--run", metavar="SUBJECT", help="one subject, in this process")
    parser.add_argument("--respondents", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--subjects", nargs="*", default=list(SUBJECTS))
    asked = parser.parse_args(arguments)
    if asked.run:
        _run(asked.run, asked.respondents[0])
        return
    for respondents in asked.respondents:
        tally_data.parquet(respondents)
    print(HEADER)
    runs: list[Run] = []
    for respondents in asked.respondents:
        runs += _compare(respondents, [s for s in asked.subjects if respondents <= SUBJECTS[s]])
    keep("tally", runs)


def _compare(respondents: int, subjects: Sequence[str]) -> list[Run]:
    """The subjects one after the other, their results against those of the first."""
    work = f"{respondents:,} × 30 × 8".replace(",", " ")
    runs: list[Run] = []
    expected: Found = {}
    counted: dict[str, str] = {}
    for subject in subjects:
        if lacking := _lacking(subject):
            print(f"{subject:<14}{work:<40}skipped: {lacking}", flush=True)
            continue
        command = [sys.executable, "-m", "benchmarks.tally", "--run", subject]
        done = subprocess.run(
            [*command, "--respondents", str(respondents)], capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(f"{subject}: {done.stderr}")
        spent = json.loads(done.stdout.splitlines()[-1])
        if spent["counts"]:
            counted[subject] = spent["counts"]
        found = _read(_file(subject, respondents))
        expected = expected or found
        away = _apart(expected, found)
        cpu = spent["cpu"]
        ratio = cpu / runs[0].cpu if runs else 1.0
        runs.append(Run(subject, work, cpu, spent["wall"], spent["memory"], ratio))
        print(f"{line(runs[-1])}   {len(found)} shares, apart by {away:.0e}", flush=True)
        if away > TOLERANCE:
            sys.exit(f"{subject} does not give the shares of {subjects[0]}.")
    if len(set(counted.values())) > 1:
        sys.exit(f"Not the same counts: {counted}")
    print(f"{'':<14}{work:<40}identical counts: {', '.join(counted)}", flush=True)
    return runs


def _run(subject: str, respondents: int) -> None:
    """Does the work and prints what it spent; the shares go to a file."""
    make: Callable[[int], tuple[Spent, Found, str]] = {
        "bare DuckDB": _bare,
        "R survey": _r_survey,
        "svy": _svy,
    }.get(subject, lambda n: _samklang(subject, n))
    spent, found, counts = make(respondents)
    lines = (f"{','.join(key)},{share!r},{se!r}\n" for key, (share, se) in sorted(found.items()))
    _file(subject, respondents).write_text("".join(lines), encoding="utf-8")
    print(json.dumps({**spent.__dict__, "counts": counts}))


def _samklang(engine: str, respondents: int) -> tuple[Spent, Found, str]:
    import duckdb  # noqa: F401 (loading is not counted)
    import numpy as np  # noqa: F401

    from samklang.core.survey.questionnaire import Option, Question, Questionnaire
    from samklang.core.wording import Wording
    from samklang.engines.in_place import open_table, tally_table

    words = Wording("x", "x")
    questions = (
        Question(
            name,
            "select_one",
            words,
            options=tuple(Option(f"o{o}", words) for o in range(tally_data.options(q))),
        )
        for q, name in enumerate(tally_data.names())
    )
    questionnaire = Questionnaire("1", tuple(questions))
    sizes = {(stratum,): n for stratum, n in tally_data.sizes(respondents).items()}
    source: Any = tally_data.parquet(respondents)
    table, server = engine, None
    match engine:
        case "narwhals":
            import polars as pl

            source, table = pl.scan_parquet(source), "duckdb"
        case "sqlite":
            source = tally_data.sqlite(respondents)
        case "spark":
            from samklang.engines.in_spark import session

            session()
        case "postgresql":
            source, server = None, _postgresql(respondents)
    try:
        watch = Watch(server[1] if server else None)
        tallied = tally_table(
            open_table(source, engine=table), questionnaire, strata=["stratum"], by="domain"
        )
        shares = tallied.shares(tallied.design(sizes))
        spent = watch.stop()
    finally:
        if server:
            server[0]()
    found = {(s.question, s.domain, s.option): (s.share, s.se) for s in shares if s.domain}
    counts = sorted(
        (name, *stratum, domain, option, sums.n)
        for name, question in tallied.counts.items()
        for (stratum, domain, option), sums in question.sums.items()
    )
    return spent, found, _checksum(counts)


def _postgresql(respondents: int) -> tuple[Callable[[], object], int]:
    """Starts a server with the table; what stops it, and its process."""
    from contextlib import ExitStack
    from urllib.parse import parse_qs, urlsplit

    from tests.postgresql_server import INITDB, PG_CTL, running

    assert INITDB
    assert PG_CTL
    stack = ExitStack()
    address = stack.enter_context(running(INITDB, PG_CTL))
    os.environ["DATABASE_URL"] = address
    tally_data.postgresql(respondents, address)
    folder = parse_qs(urlsplit(address).query)["host"][0]
    process = int(Path(folder, "data", "postmaster.pid").read_text().splitlines()[0])
    return stack.close, process


def _bare(respondents: int) -> tuple[Spent, Found, str]:
    """The same in DuckDB's SQL alone, as one would write it by hand."""
    import duckdb

    file, sizes = tally_data.parquet(respondents), tally_data.sizes(respondents)
    counts = " UNION ALL ".join(
        f"SELECT '{q}' AS question, stratum, domain, {q} AS option, COUNT(*) AS n "
        f"FROM read_parquet('{file}') GROUP BY stratum, domain, {q}"
        for q in tally_data.names()
    )
    members = ", ".join(f"('{stratum}', {size})" for stratum, size in sizes.items())
    watch = Watch()
    with duckdb.connect(config={"preserve_insertion_order": False}) as connection:
        connection.execute(f"CREATE TABLE counts AS {counts}")
        rows = connection.execute(SQL.format(members=members)).fetchall()
        found = {(q, d, o): (share, math.sqrt(variance)) for q, d, o, share, variance in rows}
        spent = watch.stop()
        table = connection.execute("SELECT question, stratum, domain, option, n FROM counts")
        named = ((q, s, d, o or "!not-answered", n) for q, s, d, o, n in table.fetchall())
        return spent, found, _checksum(sorted(named))


SQL = """
WITH members(stratum, size) AS (VALUES {members}),
strata AS (
    SELECT stratum, size / SUM(n) AS weight, SUM(n) AS n,
           (1 - SUM(n) / size) * SUM(n) / (SUM(n) - 1) AS scale
    FROM counts JOIN members USING (stratum) WHERE question = 'q0' GROUP BY stratum, size),
bases AS (
    SELECT question, stratum, domain, SUM(n) AS base
    FROM counts WHERE option IS NOT NULL GROUP BY ALL),
cells AS (
    SELECT b.question, b.stratum, b.domain, o.option, b.base, COALESCE(c.n, 0) AS chosen
    FROM bases AS b
    JOIN (SELECT DISTINCT question, option FROM counts WHERE option IS NOT NULL) AS o
      ON o.question = b.question
    LEFT JOIN counts AS c ON c.question = b.question AND c.stratum = b.stratum
      AND c.domain = b.domain AND c.option = o.option),
shares AS (
    SELECT question, domain, option, SUM(weight * base) AS base,
           SUM(weight * chosen) / SUM(weight * base) AS p
    FROM cells JOIN strata USING (stratum) GROUP BY ALL)
SELECT question, domain, option, p,
       SUM(scale * weight ** 2 * (chosen * (1 - p) ** 2 + (c.base - chosen) * p ** 2
           - (chosen - c.base * p) ** 2 / n)) / ANY_VALUE(s.base) ** 2
FROM cells AS c JOIN strata USING (stratum) JOIN shares AS s USING (question, domain, option)
GROUP BY ALL
"""


def _r_survey(respondents: int) -> tuple[Spent, Found, str]:
    data, out = tally_data.numbers(respondents), _file("R survey", respondents)
    sizes = tally_data.parquet(respondents).with_suffix(".json")
    script = Path(__file__).with_name("tally_survey.R")
    # The time that R's own clock tells; its memory is measured as all of the process's.
    done = subprocess.run(
        ["/usr/bin/env", "Rscript", script, data, str(respondents), sizes, out],
        check=True,
        capture_output=True,
        text=True,
    )
    cpu, wall = map(float, done.stdout.split())
    import resource

    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Spent(cpu, wall, memory), _read(out), ""


def _svy(respondents: int) -> tuple[Spent, Found, str]:
    data, out = tally_data.parquet(respondents), _file("svy", respondents)
    script = Path(__file__).with_name("tally_svy.py")
    done = subprocess.run(
        [PEERS, script, data, data.with_suffix(".json"), out],
        check=True,
        capture_output=True,
        text=True,
    )
    return Spent(*map(float, done.stdout.split())), _read(out), ""


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


def _file(subject: str, respondents: int) -> Path:
    return FOLDER / f"tally-{respondents}-{subject.replace(' ', '-')}.csv"


def _read(file: Path) -> Found:
    found: Found = {}
    for row in file.read_text(encoding="utf-8").splitlines():
        question, domain, option, share, se = row.split(",")
        found[question, domain, option] = float(share), float(se)
    return found


def _apart(expected: Found, found: Found) -> float:
    """The greatest relative difference; infinite where not the same shares were estimated."""
    if expected.keys() != found.keys():
        return math.inf
    return max(
        abs(a - b) / abs(a) if a else abs(b)
        for key in expected
        for a, b in zip(expected[key], found[key], strict=True)
    )


def _checksum(counts: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(counts).encode()).hexdigest()


if __name__ == "__main__":
    main(sys.argv[1:])
