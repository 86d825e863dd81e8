"""The search of the catalogue: what it finds, alike on both engines, and how fast pages are.

`make bench NAME=search` measures 10 000 examples; `ARGS="--size 100000"` the full number, and
`ARGS="sqlite"` or `ARGS="postgresql"` one engine. Pagefind is asked for the same queries.
`--kept FOLDER` keeps what was filled there, and finds it the next time.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import search_pagefind
from benchmarks.search_world import NETWORK, Query, fill, invented, many, queries, record
from benchmarks.table import keep

TEN = 10
PAGES, SAVES = 200, 40


@dataclass(frozen=True)
class Row:
    """A line of the table: what was measured, on what, and the figure."""

    subject: str
    work: str
    figure: float
    unit: str


def recall(listed: Sequence[str], query: Query) -> float:
    """The share of what a query should find that is among its first ten."""
    return len(query.relevant & set(listed[:TEN])) / min(TEN, len(query.relevant))


def main(arguments: list[str]) -> None:
    """Every engine in a process of its own, then their results side by side."""
    size = int(arguments[arguments.index("--size") + 1]) if "--size" in arguments else 10_000
    wanted = [a for a in arguments if a in ("sqlite", "postgresql")] or ["sqlite", "postgresql"]
    rows: list[Row] = []
    lists: dict[str, list[list[str]]] = {}
    with _folder(arguments) as folder:
        if "sqlite" in wanted:
            lists["SQLite"] = _measured("SQLite", "", folder / "s", size, rows)
        if "postgresql" in wanted:
            from tests.postgresql_server import INITDB, PG_CTL, started

            if INITDB and PG_CTL:
                (server := folder / "server").mkdir(exist_ok=True)
                with started(INITDB, PG_CTL, server) as address:
                    lists["PostgreSQL"] = _measured("PostgreSQL", address, folder / "p", size, rows)
    lists["Pagefind"] = search_pagefind.lists(invented(), [q.text for q in queries()])
    for subject, of_queries in lists.items():
        rows += recalls(subject, of_queries) if of_queries else []
    same = [one for subject, one in lists.items() if subject != "Pagefind" and one]
    if len(same) == 2:
        equal = sum(a == b for a, b in zip(*same, strict=True))
        rows.append(Row("both engines", f"equal lists of {len(same[0])}", equal, "lists"))
    for row in rows:
        print(f"{row.subject:<14}{row.work:<44}{row.figure:>10.3f} {row.unit}")
    keep("search", rows)


@contextmanager
def _folder(arguments: list[str]) -> Iterator[Path]:
    """Where the databases are: a folder that stays, or one that goes."""
    if "--kept" in arguments:
        yield Path(arguments[arguments.index("--kept") + 1])
        return
    with tempfile.TemporaryDirectory() as folder:
        # Its server has a user of its own, who must get to its folder.
        Path(folder).chmod(0o755)
        yield Path(folder)


def recalls(subject: str, of_queries: list[list[str]]) -> list[Row]:
    """Recall at ten, of all queries and by their kind; and each query that missed something."""
    by_kind: dict[str, list[float]] = defaultdict(list)
    for query, listed in zip(queries(), of_queries, strict=True):
        by_kind[query.kind].append(share := recall(listed, query))
        if share < 1:
            missed = " ".join(sorted(query.relevant - set(listed[:TEN])))
            print(f"  {subject}: {query.text!r} misses {missed}", file=sys.stderr)
    every = [share for shares in by_kind.values() for share in shares]
    return [
        Row(subject, f"recall@10, {len(every)} queries", statistics.mean(every), ""),
        *(
            Row(subject, f"  {kind}, {len(shares)}", statistics.mean(shares), "")
            for kind, shares in by_kind.items()
        ),
    ]


def _measured(
    subject: str, address: str, folder: Path, size: int, rows: list[Row]
) -> list[list[str]]:
    environment = {
        **os.environ,
        "SAMKLANG_DATA": str(folder),
        "SAMKLANG_SECRET": "a secret of the benchmark",
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "samklang.site.settings",
    }
    command = [sys.executable, "-m", "benchmarks.search", "--run", str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    measured = json.loads(done.stdout.splitlines()[-1])
    rows += [Row(subject, *row) for row in measured["rows"]]
    lists: list[list[str]] = measured["lists"]
    return lists


def run(size: int) -> None:
    """In a database of its own: the queries over the invented examples, then pages over many."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from samklang.web.models import CatalogueEntry

    rows: list[tuple[str, float, str]] = []
    # With the kept ones among many others the lists are not those of the invented alone.
    lists: list[list[str]] = []
    if not CatalogueEntry.objects.exists():
        fill(invented())
        lists = [answers(query.text) for query in queries()]
        begun = time.perf_counter()
        fill(many(size - len(invented())))
        rows.append((f"{size} examples indexed", time.perf_counter() - begun, "s"))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    rows += _pages(size)
    rows += _saves()
    print(json.dumps({"lists": lists, "rows": rows}))


def answers(text: str) -> list[str]:
    """The names of the examples that a query finds, in their order."""
    from samklang.core.catalogue.selection import Selection
    from samklang.web.models import Network
    from samklang.web.queries.selected import select

    result = select(Network.objects.get(address=NETWORK), Selection(text=text), "sv")
    return [entry.name for entry, _ in result.entries(0, TEN)]


def _pages(size: int) -> list[tuple[str, float, str]]:
    import random

    from django.core.cache import cache
    from django.test import Client

    from samklang.web.actions.upkeep import tend_catalogues
    from samklang.web.queries import entries

    client, chance = Client(headers={"host": "localhost"}), random.Random(5)
    texts = [query.text for query in queries()]
    filters = ["", "&lan=25", "&lan=25&lan=24", "&malgrupp=youth", "&kommun=2514", "&ordning=namn"]

    def page() -> None:
        query = chance.choice(texts) if chance.random() < 0.8 else ""
        address = f"/rapporter/{NETWORK}/exempel/"
        answer = client.get(f"{address}?q={query}{chance.choice(filters)}")
        assert answer.status_code == 200, answer.status_code

    (alone,), *_ = _timed(page, 1)
    cache.clear()
    (stored,), (worked,), _ = _timed(tend_catalogues, 1)
    entries.forget()
    (first,), *_ = _timed(page, 1)
    for _ in range(20):
        page()
    spent = _database_cpu()
    walls, cpus, together = _timed(page, PAGES, spent)
    return [
        (f"first page of a process, {size} examples", first, "ms"),
        ("  where the worker has stored nothing", alone, "ms"),
        ("  storing, by the worker", stored, "ms"),
        ("  of which its CPU", worked, "ms"),
        (f"page with facets, median, {size} examples", statistics.median(walls), "ms"),
        (f"page with facets, p95, {size} examples", _p95(walls), "ms"),
        ("  of which this process's CPU, p95", _p95(cpus), "ms"),
        ("  of which CPU, the database's too, p95", _p95(together), "ms"),
    ]


def _saves() -> list[tuple[str, float, str]]:
    from samklang.web.actions.catalogue import begin_example, publish_example, withdraw_example
    from samklang.web.actions.upkeep import purge_index
    from samklang.web.models import Theme

    theme = Theme.objects.get(network__address=NETWORK)
    drafts = []
    for row in many(SAVES):
        draft = begin_example(theme, origin="sources", by=None)  # type: ignore[arg-type]
        draft.record = record(row)
        draft.save()
        drafts.append(draft)
    waiting, shown = iter(drafts), iter(drafts)
    walls, cpus, together = _timed(
        lambda: publish_example(next(waiting), by=None),  # type: ignore[arg-type]
        SAVES,
        _database_cpu(),
    )
    taken, *_ = _timed(lambda: withdraw_example(next(shown), by=None), 10)
    (purged,), *_ = _timed(purge_index, 1)
    return [
        ("publishing one, median", statistics.median(walls), "ms"),
        ("publishing one, p95", _p95(walls), "ms"),
        ("  of which this process's CPU, p95", _p95(cpus), "ms"),
        ("  of which CPU, the database's too, p95", _p95(together), "ms"),
        ("taking one back, median", statistics.median(taken), "ms"),
        ("  purging them, by the worker", purged, "ms"),
    ]


def _database_cpu() -> Callable[[], float]:
    """What says how many CPU milliseconds the database's own process for us has spent: 0 where it
    has none, as SQLite. On a busy machine the clock says how long a page waited for others."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return lambda: 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: int(spent.read_text().split()[0]) / 1e6


def _timed(
    action: Callable[[], object], times: int, other: Callable[[], float] = lambda: 0.0
) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of each time: by the clock, of this process's CPU, and of both processes'.

    other: the CPU of the other process so far.
    """
    walls, cpus, together = [], [], []
    for _ in range(times):
        begun, used, spent = time.perf_counter(), time.process_time(), other()
        action()
        walls.append(1000 * (time.perf_counter() - begun))
        cpus.append(1000 * (time.process_time() - used))
        together.append(cpus[-1] + other() - spent)
    return walls, cpus, together


def _p95(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(0.95 * len(times)))]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run(int(sys.argv[2]))
    else:
        main(sys.argv[1:])
