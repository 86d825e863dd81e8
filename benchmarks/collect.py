"""What answering costs: 8 questions on 2 pages, 200 respondents at once, on the real server.

A session is nine requests: the landing page, the start, two pages shown and saved, the review,
the sending and the receipt. One in ten presses of the last button send twice at once. `cpu` is user
and system of all the server's processes, with PostgreSQL's own where it serves; a wait is from
request to the last byte of its answer.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from benchmarks.collect_load import Connection, Heard, crowd
from benchmarks.collect_site import Site, cpu_of, made_theme, site
from benchmarks.collect_theme import KEPT, STAFF_PAGES
from benchmarks.table import keep

RESPONDENTS = 200
SESSIONS = 1000
# Seconds between pages; a person takes longer, so this is the harder case.
THINK = 1.0


@dataclass(frozen=True)
class Measured:
    """One row. cpu: seconds a completed session, 0 where processes were killed, for what they had
    spent is not known then. waits: milliseconds. sql: queries, most a page.

    staff_p95: of staff's pages, asked for all the while; 0 where nobody did. killed: processes
    that were ended under load. broken: connections that this cut, of members who then went on.
    """

    subject: str
    work: str
    sessions: int
    cpu: float
    sessions_a_cpu_second: float
    cpu_of_database: float
    p50: float
    p95: float
    p99: float
    staff_p95: float
    sessions_a_second: float
    sql: int
    lost: int
    doubled: int
    failed: int
    broken: int
    killed: int


HEADER = (
    f"{'subject':<12}{'work':<26}{'CPU s/session':>14}{'of database':>12}{'p50 ms':>8}{'p95 ms':>8}"
    f"{'p99 ms':>8}{'staff p95':>10}{'sessions':>9}{'sessions/s':>11}{'SQL/page':>9}{'lost':>6}"
    f"{'doubled':>8}{'failed':>7}{'killed':>7}{'broken':>7}"
)


def line(row: Measured) -> str:
    """A row of the table."""
    return (
        f"{row.subject:<12}{row.work:<26}{row.cpu:>14.4f}{row.cpu_of_database:>12.4f}"
        f"{row.p50:>8.0f}{row.p95:>8.0f}{row.p99:>8.0f}{row.staff_p95:>10.0f}{row.sessions:>9}"
        f"{row.sessions_a_second:>11.1f}{row.sql:>9}{row.lost:>6}{row.doubled:>8}{row.failed:>7}"
        f"{row.killed:>7}{row.broken:>7}"
    )


@dataclass(frozen=True)
class Load:
    """How the site is used. think: seconds between pages. sessions: how many at most.

    at_once: respondents. seconds: nobody begins after them. staff: people of the staff who look at
    the theme all the while. kill: seconds between two ends of a process that answers; 0 is none.
    """

    think: float = THINK
    sessions: int = SESSIONS
    at_once: int = RESPONDENTS
    seconds: float = float("inf")
    staff: int = 0
    kill: float = 0.0


def run(made: Site, subject: str, load: Load, *, database_cpu: Callable[[], float]) -> Measured:
    """Serves the site, answers it once unmeasured and once measured, and checks what came in."""
    sql = max(json.loads(made.run("benchmarks.collect_theme", "queries")).values())
    warm = made_theme(made, 100)
    tokens = made_theme(made, load.sessions)
    cookie = made.run("benchmarks.collect_theme", "staff").strip() if load.staff else ""
    made.start()
    try:
        asyncio.run(crowd(made.port, warm, at_once=50, think=0.1))
        before, of_database, began = made.cpu(), database_cpu(), time.perf_counter()
        heard, looked, killed = asyncio.run(_loaded(made, tokens, load, cookie))
        wall = time.perf_counter() - began
        cpu, of_database = made.cpu() - before, database_cpu() - of_database
    finally:
        made.stop()
    lost, doubled = checked(made, tokens, heard.acknowledged)
    waits = statistics.quantiles(heard.waits, n=100)
    total = 0.0 if load.kill else (cpu + of_database) / heard.sessions
    return Measured(
        subject=subject,
        work=f"{load.at_once} at once, think {load.think:g} s",
        sessions=heard.sessions,
        cpu=total,
        sessions_a_cpu_second=1 / total if total else 0.0,
        cpu_of_database=0.0 if load.kill else of_database / heard.sessions,
        p50=waits[49] * 1000,
        p95=waits[94] * 1000,
        p99=waits[98] * 1000,
        staff_p95=statistics.quantiles(looked, n=100)[94] * 1000 if len(looked) > 1 else 0.0,
        sessions_a_second=heard.sessions / wall,
        sql=sql,
        lost=lost,
        doubled=doubled,
        failed=heard.failed,
        broken=heard.broken,
        killed=killed,
    )


async def _loaded(
    made: Site, tokens: list[str], load: Load, cookie: str
) -> tuple[Heard, list[float], int]:
    """What respondents heard, how long staff waited for each page in seconds, processes killed."""
    looked: list[float] = []
    killed = 0

    async def staff() -> None:
        pages = cycle(("", "svar/", "urval/", "brev/", "kodning/", "rapport/"))
        while True:
            connection = Connection(made.port, Heard(), cookie=cookie)
            with contextlib.suppress(ConnectionError):
                status, _, _ = await connection.ask(f"{STAFF_PAGES}{next(pages)}")
                assert status == 200, status
                looked.extend(connection.heard.waits)
            connection.close()
            await asyncio.sleep(5)

    async def killer() -> None:
        nonlocal killed
        while True:
            await asyncio.sleep(load.kill)
            os.kill(random.choice(answering(made)), signal.SIGKILL)
            killed += 1

    beside = [asyncio.create_task(staff()) for _ in range(load.staff)]
    beside += [asyncio.create_task(killer())] if load.kill else []
    heard = await crowd(
        made.port,
        tokens,
        at_once=load.at_once,
        think=load.think,
        seconds=load.seconds,
        resume=bool(load.kill),
    )
    for task in beside:
        if task.done():
            task.result()
        task.cancel()
    return heard, looked, killed


def answering(made: Site) -> list[int]:
    """The processes that answer: children of the server, which is the first child of `serve`."""

    def children(process: int) -> list[int]:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        return sorted(map(int, listed))

    assert made.process
    return children(children(made.process.pid)[0])


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
    """Both databases where none is named; both runs of the long one are one command each."""
    parser = argparse.ArgumentParser(prog="benchmarks.collect")
    parser.add_argument("databases", nargs="*", help="sqlite, postgresql")
    parser.add_argument("--think", type=float, default=THINK)
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    parser.add_argument("--at-once", type=int, default=RESPONDENTS)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--staff", type=int, default=0)
    parser.add_argument("--kill", type=float, default=0.0)
    chosen = parser.parse_args(arguments)
    load = Load(
        *(chosen.think, chosen.sessions, chosen.at_once),
        *(chosen.seconds, chosen.staff, chosen.kill),
    )
    wanted = chosen.databases or ["sqlite", "postgresql"]
    rows = []
    print(HEADER, flush=True)
    for subject in wanted:
        with tempfile.TemporaryDirectory() as folder:
            if subject == "sqlite":
                with site(Path(folder)) as made:
                    rows.append(run(made, subject, load, database_cpu=lambda: 0.0))
            else:
                rows.append(_on_postgresql(Path(folder), load))
        print(line(rows[-1]), flush=True)
    keep("collect", rows)


def _on_postgresql(folder: Path, load: Load) -> Measured:
    from tests.postgresql_server import INITDB, PG_CTL, running

    if not (INITDB and PG_CTL):
        raise SystemExit("No PostgreSQL server is installed.")
    with running(INITDB, PG_CTL) as address, site(folder, database=address) as made:
        return run(made, "postgresql", load, database_cpu=_postgresql_cpu)


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
