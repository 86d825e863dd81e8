"""What answering costs: 8 questions on 2 pages, 200 respondents at once, on the real server.

A session is nine requests: the landing page, the start, two pages shown and saved, the review,
the sending and the receipt. One in ten presses of the last button send twice at once. `cpu` is user
and system of all the server's processes, with PostgreSQL's own where it serves; a wait is from
request to the last byte of its answer.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.collect_load import crowd
from benchmarks.collect_site import Site, cpu_of, made_theme, site
from benchmarks.collect_theme import KEPT
from benchmarks.table import keep

RESPONDENTS = 200
SESSIONS = 1000
# Seconds between pages; a person takes longer, so this is the harder case.
THINK = 1.0


@dataclass(frozen=True)
class Measured:
    """One row. cpu: seconds a completed session. waits: milliseconds. sql: queries, most a page."""

    subject: str
    work: str
    sessions: int
    cpu: float
    sessions_a_cpu_second: float
    cpu_of_database: float
    p50: float
    p95: float
    sessions_a_second: float
    sql: int
    lost: int
    doubled: int
    failed: int


HEADER = (
    f"{'subject':<12}{'work':<26}{'CPU s/session':>14}{'of database':>12}{'p50 ms':>8}{'p95 ms':>8}"
    f"{'sessions/s':>11}{'SQL/page':>9}{'lost':>6}{'doubled':>8}{'failed':>7}"
)


def line(row: Measured) -> str:
    """A row of the table."""
    return (
        f"{row.subject:<12}{row.work:<26}{row.cpu:>14.4f}{row.cpu_of_database:>12.4f}"
        f"{row.p50:>8.0f}{row.p95:>8.0f}{row.sessions_a_second:>11.1f}{row.sql:>9}{row.lost:>6}"
        f"{row.doubled:>8}{row.failed:>7}"
    )


def run(
    made: Site, subject: str, *, think: float, sessions: int, database_cpu: Callable[[], float]
) -> Measured:
    """Serves the site, answers it once unmeasured and once measured, and checks what came in."""
    sql = max(json.loads(made.run("benchmarks.collect_theme", "queries")).values())
    warm = made_theme(made, 100)
    tokens = made_theme(made, sessions)
    made.start()
    try:
        asyncio.run(crowd(made.port, warm, at_once=50, think=0.1))
        before, of_database, began = made.cpu(), database_cpu(), time.perf_counter()
        heard = asyncio.run(crowd(made.port, tokens, at_once=RESPONDENTS, think=think, first=1))
        wall = time.perf_counter() - began
        cpu, of_database = made.cpu() - before, database_cpu() - of_database
    finally:
        made.stop()
    lost, doubled = checked(made, tokens, heard.acknowledged)
    waits = statistics.quantiles(heard.waits, n=100)
    total = (cpu + of_database) / heard.sessions
    return Measured(
        subject=subject,
        work=f"{RESPONDENTS} at once, think {think:g} s",
        sessions=heard.sessions,
        cpu=total,
        sessions_a_cpu_second=1 / total,
        cpu_of_database=of_database / heard.sessions,
        p50=waits[49] * 1000,
        p95=waits[94] * 1000,
        sessions_a_second=heard.sessions / wall,
        sql=sql,
        lost=lost,
        doubled=doubled,
        failed=heard.failed,
    )


def checked(made: Site, tokens: list[str], acknowledged: dict[str, int]) -> tuple[int, int]:
    """Responses that were acknowledged and are not there as they were sent, and those too many."""
    found = json.loads(made.run("benchmarks.collect_theme", "check"))
    lost = 0
    for n, token in enumerate(tokens, 1):
        answers = {k: v.format(n=n) if isinstance(v, str) else v for k, v in KEPT.items()}
        there = found["by_token"][token]
        whole = there["state"] == "sent" and there["finished"] and there["answers"] == answers
        if acknowledged.get(token, 0) > 2 and not whole:
            lost += 1
    begun = sum(1 for row in found["by_token"].values() if row["state"])
    return lost, found["responses"] - begun


def main(arguments: list[str]) -> None:
    """`[sqlite] [postgresql] [--think SECONDS] [--sessions N]`; both where none is named."""
    think = _option(arguments, "--think", THINK)
    sessions = int(_option(arguments, "--sessions", SESSIONS))
    wanted = [a for a in arguments if a in ("sqlite", "postgresql")] or ["sqlite", "postgresql"]
    rows = []
    print(HEADER, flush=True)
    for subject in wanted:
        with tempfile.TemporaryDirectory() as folder:
            if subject == "sqlite":
                with site(Path(folder)) as made:
                    rows.append(
                        run(made, subject, think=think, sessions=sessions, database_cpu=lambda: 0.0)
                    )
            else:
                rows.append(_on_postgresql(Path(folder), think, sessions))
        print(line(rows[-1]), flush=True)
    keep("collect", rows)


def _option(arguments: list[str], name: str, otherwise: float) -> float:
    return float(arguments[arguments.index(name) + 1]) if name in arguments else otherwise


def _on_postgresql(folder: Path, think: float, sessions: int) -> Measured:
    from tests.postgresql_server import INITDB, PG_CTL, running

    if not (INITDB and PG_CTL):
        raise SystemExit("No PostgreSQL server is installed.")
    with running(INITDB, PG_CTL) as address, site(folder, database=address) as made:
        return run(made, "postgresql", think=think, sessions=sessions, database_cpu=_postgresql_cpu)


def _postgresql_cpu() -> float:
    """CPU of the server's processes that live; each connection's lives as long as its thread."""
    spent = 0.0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (entry / "comm").read_text().strip() == "postgres":
                    spent += cpu_of(int(entry.name))
            except OSError:
                continue
    return spent


if __name__ == "__main__":
    main(sys.argv[1:])
