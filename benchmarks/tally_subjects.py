"""The subjects of `benchmarks.tally`: Samklang on each engine, R survey, `svy` and bare SQL.

Each gives what it spent, its shares with their standard errors, and a checksum of the integer
counts by question, stratum, domain and option. R and `svy` print no such counts: theirs are of the
data that they hold, counted by R's `table` and by Polars when the clock has stopped.
"""

import hashlib
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks import tally_data
from benchmarks.table import FOLDER
from benchmarks.tally_spent import Spent, Watch

PEERS = Path(".venv-bench/bin/python")
Found = dict[tuple[str, str, str], tuple[float, float]]


def run(subject: str, respondents: int) -> None:
    """Does the work and prints what it spent; the shares go to a file."""
    make: Callable[[int], tuple[Spent, Found, str]] = {
        "bare DuckDB": _bare,
        "R survey": _r_survey,
        "svy": _svy,
    }.get(subject, lambda n: _samklang(subject, n))
    spent, found, counts = make(respondents)
    lines = (f"{','.join(key)},{share!r},{se!r}\n" for key, (share, se) in sorted(found.items()))
    file(subject, respondents).write_text("".join(lines), encoding="utf-8")
    print(json.dumps({**spent.__dict__, "counts": counts}))


def empty(kind: str) -> None:
    """Starts a Spark session that asks for one number, and prints what that took.

    kind: `plain`, as PySpark starts it, or `ours`. What is read with it is no part of it.
    """
    watch = Watch()
    if kind == "plain":
        from pyspark.sql import SparkSession

        session = SparkSession.builder.master("local[*]").getOrCreate()
    else:
        from samklang.engines.in_spark import session as ours

        session = ours()
    session.sql("SELECT 1").collect()
    print(json.dumps(watch.stop().__dict__))


def prepare(subject: str, respondents: int) -> None:
    """Makes the files a subject reads: no part of what it spends, in time or in memory."""
    tally_data.parquet(respondents)
    match subject:
        case "sqlite":
            tally_data.sqlite(respondents)
        case "postgresql":
            tally_data.csv(respondents)
        case "R survey":
            tally_data.numbers(respondents)


def file(subject: str, respondents: int) -> Path:
    """Where a subject's shares are written."""
    return FOLDER / f"tally-{respondents}-{subject.replace(' ', '-')}.csv"


def read(path: Path) -> Found:
    """The shares of a file, with standard errors, by question, domain and option."""
    found: Found = {}
    for row in path.read_text(encoding="utf-8").splitlines():
        question, domain, option, share, se = row.split(",")
        found[question, domain, option] = float(share), float(se)
    return found


def _samklang(engine: str, respondents: int) -> tuple[Spent, Found, str]:
    import numpy as np  # noqa: F401 (loading is not counted)

    from samklang.core.language.wording import Wording
    from samklang.core.survey.questionnaire import Option, Question, Questionnaire
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
        case "duckdb":
            import duckdb  # noqa: F401
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
    counts = (
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
    # In a process of its own: what filling the table takes is no part of the peak.
    filling = [sys.executable, "-m", "benchmarks.tally_data", str(respondents), address]
    subprocess.run(filling, check=True)
    folder = parse_qs(urlsplit(address).query)["host"][0]
    process = int(Path(folder, "data", "postmaster.pid").read_text().splitlines()[0])
    return stack.close, process


def _bare(respondents: int) -> tuple[Spent, Found, str]:
    """The same in DuckDB's SQL alone, as one would write it by hand."""
    import duckdb

    file, sizes = tally_data.parquet(respondents), tally_data.sizes(respondents)
    names = list(enumerate(tally_data.names()))
    counted = ", ".join(
        f"COUNT_IF({name} = 'o{o}') AS {name}_{o}"
        for q, name in names
        for o in range(tally_data.options(q))
    )
    nulls = ", ".join(f"COUNT(*) - COUNT({name}) AS {name}_none" for _, name in names)
    wide = (
        f"SELECT stratum, domain, {counted}, {nulls} FROM read_parquet('{file}') "
        "GROUP BY stratum, domain"
    )
    counts = " UNION ALL ".join(
        f"SELECT '{name}' AS question, stratum, domain, {option} AS option, {column} AS n FROM wide"
        for q, name in names
        for option, column in (
            *((f"'o{o}'", f"{name}_{o}") for o in range(tally_data.options(q))),
            ("NULL", f"{name}_none"),
        )
    )
    members = ", ".join(f"('{stratum}', {size})" for stratum, size in sizes.items())
    watch = Watch()
    with duckdb.connect(config={"preserve_insertion_order": False}) as connection:
        connection.execute(f"CREATE TABLE wide AS {wide}")
        connection.execute(f"CREATE TABLE counts AS SELECT * FROM ({counts}) WHERE n > 0")
        rows = connection.execute(SQL.format(members=members)).fetchall()
        found = {(q, d, o): (share, math.sqrt(variance)) for q, d, o, share, variance in rows}
        spent = watch.stop()
        table = connection.execute("SELECT question, stratum, domain, option, n FROM counts")
        named = ((q, s, d, o or "!not-answered", n) for q, s, d, o, n in table.fetchall())
        return spent, found, _checksum(named)


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
    script, data = Path(__file__).with_name("tally_survey.R"), tally_data.numbers(respondents)
    return _peer(["Rscript", script, data, str(respondents)], "R survey", respondents)


def _svy(respondents: int) -> tuple[Spent, Found, str]:
    script, data = Path(__file__).with_name("tally_svy.py"), tally_data.parquet(respondents)
    return _peer([PEERS, script, data], "svy", respondents)


def _peer(command: list[str | Path], subject: str, respondents: int) -> tuple[Spent, Found, str]:
    """Runs a peer's own program, which prints CPU s, s and peak MB and writes shares and counts."""
    shares = file(subject, respondents)
    counts = shares.with_suffix(".counts")
    sizes = tally_data.parquet(respondents).with_suffix(".json")
    done = subprocess.run(
        [*command, sizes, shares, counts], check=True, stdout=subprocess.PIPE, text=True
    )
    rows = (row.split(",") for row in counts.read_text(encoding="utf-8").splitlines())
    named = ((q, s, d, o or "!not-answered", int(n)) for q, s, d, o, n in rows)
    return Spent(*map(float, done.stdout.split())), read(shares), _checksum(named)


def _checksum(counts: Iterable[object]) -> str:
    return hashlib.sha256(json.dumps(sorted(counts)).encode()).hexdigest()  # type: ignore[type-var]
