"""A full disk and a killed database under a served site, and what its logs tell afterwards.

`make bench NAME=faults` serves the site on SQLite in a small file system of its own, which is then
filled up, and on PostgreSQL, whose processes then get SIGKILL; with the worker, and letters on
their way. Members and staff ask for pages and send forms in with marks in their fields before,
during and after. A run fails where a log holds a member's link or a mark, where a page breaks
while nothing is wrong, or where the site does not answer by itself when the fault is over.
Mounting a file system takes root.
"""

import contextlib
import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.collect_site import Site, site
from benchmarks.fuzz import ANSWER, CONTACT, NAME, Forms, World, forms_in, value_for
from benchmarks.table import keep

SECRET = "qqsecretmarker"
REQUESTS, MEGABYTES, SECONDS = 100, 48, 30
HEADER = f"{'fault':<22}" + "".join(
    f"{name:>9}" for name in ("before", "5xx", "during", "5xx", "after", "5xx", "lines", "marks")
)


@dataclass
class Row:
    """A fault. before, during, after: requests, and those of them that broke. lines: of the log.

    marks: those found in a log, which must be none. back: seconds until the site answered again.
    """

    fault: str
    before: tuple[int, int]
    during: tuple[int, int]
    after: tuple[int, int]
    lines: int
    marks: list[str]
    back: float


@dataclass
class Browser:
    """Somebody's browser: its cookies, and the forms it has been shown."""

    port: int
    role: str
    cookies: dict[str, str] = field(default_factory=dict)
    forms: Forms = field(default_factory=list)

    def ask(self, path: str, fields: dict[str, str] | None = None) -> int:
        """The status of a page that is asked for, or of a form that is sent; 0 of none."""
        headers = {"Host": f"localhost:{self.port}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request("GET" if body is None else "POST", path, body, headers)
            answer = connection.getresponse()
            html = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if "text/html" in answer.headers.get("Content-Type", "") and answer.status < 400:
            self.forms = [*self.forms[-30:], *forms_in(html, path)]
        return answer.status


def main(arguments: list[str]) -> None:
    """`[full] [killed]`; both without. Prints the table; exits with 1 where a run fails."""
    subjects = {"full": _full, "killed": _killed}
    rows = []
    print(HEADER)
    for name in arguments or subjects:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(subjects[name](Path(folder)))
        row = rows[-1]
        counts = (*row.before, *row.during, *row.after, row.lines, len(row.marks))
        print(f"{row.fault:<22}" + "".join(f"{n:>9}" for n in counts), flush=True)
        print(f"  {row.back:.1f} s until the site answered again")
    keep("faults", rows)
    for row in rows:
        if row.marks or row.before[1] or row.after[1] or not row.during[1]:
            sys.exit(f"{row.fault}: {row}")


def _full(folder: Path) -> Row:
    """SQLite on a disk that is filled up to its last byte."""
    data, ballast = folder / "data", folder / "data" / "ballast"
    data.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "none", data], check=True)

    def fill() -> None:
        with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            for size in (1 << 20, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while True:
                        file.write(b"x" * size)

    try:
        with site(data) as made:
            return _run("disk full, SQLite", made, folder, fill, ballast.unlink)
    finally:
        subprocess.run(["umount", data], check=True)


def _killed(folder: Path) -> Row:
    """PostgreSQL killed at once, and started again."""
    from tests.postgresql_server import INITDB, PG_CTL, running

    if not (INITDB and PG_CTL):
        raise SystemExit("No PostgreSQL server is installed.")
    with running(INITDB, PG_CTL) as address:
        place = address.partition("host=")[2].partition("&")[0]
        data = Path(place, "data")
        options = (data / "postmaster.opts").read_text().split(" ", 1)[1]

        def kill() -> None:
            pid = int((data / "postmaster.pid").read_text().split()[0])
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            subprocess.run(["kill", "-9", str(pid), *children], check=False)

        def start() -> None:
            user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
            given = options.replace('"', "").strip()
            command = [PG_CTL, "-D", data, "-o", given, "-w", "-l", Path(place, "log"), "start"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **user)

        with site(folder / "data", database=address) as made:
            return _run("database killed", made, folder, kill, start, Path(place, "log"))


def _run(
    fault: str,
    made: Site,
    folder: Path,
    begin: Callable[[], None],
    end: Callable[[], None],
    *more_logs: Path,
) -> Row:
    made.mail = "smtp://127.0.0.1:9"
    world, cookies, addresses = _world(made)
    made.log = folder / "log"
    made.start(with_worker=True)
    crowd = [Browser(made.port, role, dict(jar)) for role, jar in cookies.items()]
    draw = random.Random(0)
    before = _asked(crowd, world, addresses, draw)
    begin()
    during = _asked(crowd, world, addresses, draw)
    end()
    begun = time.monotonic()
    while not 0 < crowd[-1].ask("/arbete/norr/") < 500 and time.monotonic() - begun < SECONDS:
        time.sleep(0.1)
    back = time.monotonic() - begun
    after = _asked(crowd, world, addresses, draw)
    made.stop()
    texts = [path.read_text("utf-8", "replace").lower() for path in (made.log, *more_logs)]
    marks = [mark for mark in (*world.marks, SECRET) if any(mark.lower() in t for t in texts)]
    return Row(fault, before, during, after, texts[0].count("\n"), marks, back)


def _asked(
    crowd: list[Browser], world: World, addresses: dict[str, list[str]], draw: random.Random
) -> tuple[int, int]:
    """Requests of each in turn, and how many of them broke."""
    statuses: Counter[int] = Counter()
    for _ in range(REQUESTS):
        for one in crowd:
            if one.forms and draw.random() < 0.5:
                path, fields = draw.choice(one.forms)
                statuses[one.ask(path, _filled(fields))] += 1
            else:
                route = draw.choice(addresses[one.role])
                path = re.sub(r"<(?:(\w+):)?(\w+)>", value_for(world, draw), route)
                statuses[one.ask(path)] += 1
    broken = sum(n for status, n in statuses.items() if status >= 500 or not status)
    return statuses.total(), broken


def _filled(fields: dict[str, str]) -> dict[str, str]:
    """A form with a mark in each field that somebody writes in."""

    def value(name: str, kept: str) -> str:
        if kept != "x":
            return kept
        if "password" in name:
            return SECRET
        return f"{CONTACT}@exempel.se" if name in ("login", "email") else f"{NAME} {ANSWER}"

    return {name: value(name, kept) for name, kept in fields.items()}


def _world(made: Site) -> tuple[World, dict[str, dict[str, str]], dict[str, list[str]]]:
    """The world of the fuzz, the cookies of who asks, and the addresses each asks for."""
    made.folder.mkdir(exist_ok=True)
    given = json.loads(made.run("benchmarks.faults_world"))
    return World(**given["world"]), given["cookies"], given["addresses"]


if __name__ == "__main__":
    main(sys.argv[1:])
