"""A PostgreSQL server of the tests' own, on a socket in a new folder."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fresh_site import OWN
from tests.once import once

# Debian keeps the server's programs off the PATH.
PLACES = os.pathsep.join(
    [os.environ.get("PATH", ""), *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin")))]
)
DATA = "data"
INITDB, PG_CTL = shutil.which("initdb", path=PLACES), shutil.which("pg_ctl", path=PLACES)


@contextmanager
def postgresql_server(*, migrated: bool = False) -> Iterator[str]:
    """The address of the server while it runs. Skips the test where there is no PostgreSQL.

    migrated: its database has all of the site's migrations and no rows, made once a run.
    """
    if not (INITDB and PG_CTL):
        if os.environ.get("CI"):
            pytest.fail("no PostgreSQL server is installed")
        pytest.skip("no PostgreSQL server is installed")
    files = once("fresh-postgresql", _migrated) / DATA if migrated else None
    with running(INITDB, PG_CTL, files) as address:
        yield address


def _migrated(made: Path) -> None:
    """The files of such a server. They are made where its user may go, and copied as they are."""
    assert INITDB
    assert PG_CTL
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        with (
            started(INITDB, PG_CTL, Path(folder)) as address,
            tempfile.TemporaryDirectory() as data,
        ):
            own = {name: value for name, value in os.environ.items() if name not in OWN}
            subprocess.run(
                [sys.executable, "-m", "samklang", "manage", "migrate", "--verbosity", "0"],
                env=own | {"DATABASE_URL": address, "SAMKLANG_DATA": data},
                check=True,
            )
        made.mkdir()
        _copied(Path(folder, DATA), made)


def _copied(files: Path, folder: Path) -> None:
    """Copies a server's files into a folder, with whose they are."""
    subprocess.run(["cp", "-a", files, folder], check=True)


@contextmanager
def running(initdb: str, pg_ctl: str, files: Path | None = None) -> Iterator[str]:
    """Makes and starts a server, and stops it. files: those of one, to begin with."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        if files:
            _copied(files, Path(folder))
        with started(initdb, pg_ctl, Path(folder), stop="immediate") as address:
            yield address


@contextmanager
def started(initdb: str, pg_ctl: str, folder: Path, *, stop: str = "fast") -> Iterator[str]:
    """Starts the server of a folder, which is made where the folder is empty, and stops it.

    stop: "fast" leaves files that are whole, "immediate" takes no time.
    """
    root = os.geteuid() == 0
    # The server refuses to run as root; Debian's package comes with a user for it.
    user = {"user": "postgres", "group": "postgres"} if root else {}
    if root:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / DATA
    quiet = {"check": True, "stdout": subprocess.DEVNULL, **user}
    if not data.exists():
        subprocess.run(
            [initdb, "--auth=trust", "--no-sync", "-E", "UTF8", "-U", "tally", "-D", data],
            **quiet,
        )
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    start = [pg_ctl, "-D", data, "-o", options, "-w", "-l", folder / "log", "start"]
    subprocess.run(start, **quiet)
    try:
        yield f"postgresql:///postgres?host={folder}&user=tally"
    finally:
        subprocess.run([pg_ctl, "-D", data, "-m", stop, "stop"], **quiet)
