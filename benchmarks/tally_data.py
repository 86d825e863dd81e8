"""The survey that `benchmarks.tally` counts, made by DuckDB and kept in build/bench.

30 questions with 3 to 5 options, 5 % of the answers missing, 4 strata of which a third responded,
8 domains. One row a respondent. Made of hashes of the row's number: the same on every machine.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.table import FOLDER

if TYPE_CHECKING:
    import duckdb

QUESTIONS, DOMAINS, STRATA = 30, 8, 4
BATCH = 50_000


def options(question: int) -> int:
    """How many options a question has."""
    return 3 + question % 3


def names() -> list[str]:
    """The questions' columns."""
    return [f"q{q}" for q in range(QUESTIONS)]


def parquet(respondents: int) -> Path:
    """The file of so many respondents, made where it is not there."""
    file = FOLDER / f"tally-{respondents}.parquet"
    if file.exists():
        return file
    FOLDER.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(_column(q) for q in range(QUESTIONS))
    unfinished = file.with_suffix(".part")
    with _connect(preserve_insertion_order=False) as connection:
        connection.execute(
            f"COPY (SELECT 's' || hash(r) % {STRATA} AS stratum, "
            f"'d' || hash(r + 7) % {DOMAINS} AS domain, {columns} "
            f"FROM range({respondents}) AS t(r)) TO '{unfinished}' (FORMAT parquet)"
        )
        strata = connection.execute(
            f"SELECT stratum, COUNT(*) FROM read_parquet('{unfinished}') GROUP BY 1 ORDER BY 1"
        ).fetchall()
    sizes = {stratum: 3 * n for stratum, n in strata}
    file.with_suffix(".json").write_text(json.dumps(sizes), encoding="utf-8")
    unfinished.rename(file)
    return file


def sizes(respondents: int) -> dict[str, int]:
    """Members by stratum."""
    text = parquet(respondents).with_suffix(".json").read_text(encoding="utf-8")
    found: dict[str, int] = json.loads(text)
    return found


def sqlite(respondents: int) -> Path:
    """The same as a table `responses` of an SQLite file."""
    file = FOLDER / f"tally-{respondents}.sqlite"
    if not file.exists():
        unfinished = file.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        columns = ", ".join(["stratum", "domain", *names()])
        marks = ", ".join("?" * (QUESTIONS + 2))
        with closing(sqlite3.connect(unfinished)) as connection, connection:
            connection.execute(f"CREATE TABLE responses ({columns})")
            for rows in batches(respondents):
                connection.executemany(f"INSERT INTO responses VALUES ({marks})", rows)
        unfinished.rename(file)
    return file


def csv(respondents: int) -> Path:
    """The same as CSV without a header, as PostgreSQL's COPY reads it."""
    file = FOLDER / f"tally-{respondents}.csv"
    if not file.exists():
        unfinished = file.with_suffix(".part")
        with _connect(preserve_insertion_order=False) as connection:
            source = f"SELECT * FROM read_parquet('{parquet(respondents)}')"
            connection.execute(f"COPY ({source}) TO '{unfinished}' (FORMAT csv, HEADER false)")
        unfinished.rename(file)
    return file


def postgresql(respondents: int, address: str) -> None:
    """The same as a table `responses` of the database."""
    import psycopg

    columns = ", ".join(f"{name} TEXT" for name in ["stratum", "domain", *names()])
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE responses ({columns})".encode())
        with (
            csv(respondents).open("rb") as rows,
            cursor.copy("COPY responses FROM STDIN (FORMAT csv)") as copy,
        ):
            while part := rows.read(2**20):
                copy.write(part)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE responses")


def numbers(respondents: int) -> Path:
    """The same for R: 32 columns one after the other, a byte a value, 0 for a missing answer."""
    file = FOLDER / f"tally-{respondents}.bytes"
    if not file.exists():
        unfinished = file.with_suffix(".part")
        with _connect() as connection, unfinished.open("wb") as out:
            for name in ["stratum", "domain", *names()]:
                number = f"COALESCE(CAST(SUBSTR({name}, 2) AS UTINYINT) + 1, 0)"
                source = f"read_parquet('{parquet(respondents)}')"
                found = connection.execute(f"SELECT CAST({number} AS UTINYINT) AS v FROM {source}")
                found.fetchnumpy()["v"].tofile(out)
        unfinished.rename(file)
    return file


def batches(respondents: int) -> Iterator[list[tuple[str | None, ...]]]:
    """The rows, some at a time."""
    with _connect(threads=min(2, os.cpu_count() or 1)) as connection:
        found = connection.execute(f"SELECT * FROM read_parquet('{parquet(respondents)}')")
        while rows := found.fetchmany(BATCH):
            yield rows


def _connect(**config: bool | int) -> "duckdb.DuckDBPyConnection":
    """DuckDB, loaded where a file is made alone: the subjects of other engines do without it."""
    import duckdb

    return duckdb.connect(config={**config})


def _column(question: int) -> str:
    number = f"hash(r * 32 + {question}) % 100"
    count = options(question)
    bounds = (5 + 95 * (i + 1) // count for i in range(count))
    arms = " ".join(f"WHEN {number} < {bound} THEN 'o{i}'" for i, bound in enumerate(bounds))
    return f"CASE WHEN {number} < 5 THEN NULL {arms} END AS q{question}"


if __name__ == "__main__":
    postgresql(int(sys.argv[1]), sys.argv[2])
