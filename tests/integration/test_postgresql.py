"""PostgreSQL counts the same as the embedded engines: one SQL text, byte for byte."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.core.faults import FaultyInput
from samklang.engines.long_table import Row
from samklang.engines.sql import TALLY, Column, cross_tally
from samklang.engines.tally import ENGINES

# Debian keeps the server's programs off the PATH.
PLACES = os.pathsep.join(
    [os.environ.get("PATH", ""), *map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin")))]
)
INITDB, PG_CTL = shutil.which("initdb", path=PLACES), shutil.which("pg_ctl", path=PLACES)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The address of a server of our own, on a socket in a new folder."""
    if not (INITDB and PG_CTL):
        if os.environ.get("CI"):
            pytest.fail("no PostgreSQL server is installed")
        pytest.skip("no PostgreSQL server is installed")
    root = os.geteuid() == 0
    # The server refuses to run as root; Debian's package comes with a user for it.
    user = {"user": "postgres", "group": "postgres"} if root else {}
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        if root:
            shutil.chown(folder, "postgres", "postgres")
        data = Path(folder, "data")
        quiet = {"check": True, "stdout": subprocess.DEVNULL, **user}
        subprocess.run(
            [INITDB, "--auth=trust", "--no-sync", "-E", "UTF8", "-U", "tally", "-D", data],
            **quiet,
        )
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        start = [PG_CTL, "-D", data, "-o", options, "-w", "-l", Path(folder, "log"), "start"]
        subprocess.run(start, **quiet)
        try:
            yield f"postgresql:///postgres?host={folder}&user=tally"
        finally:
            subprocess.run([PG_CTL, "-D", data, "-m", "immediate", "stop"], **quiet)


texts = st.one_of(
    st.sampled_from(["", "!not-shown", "Åre", "åre", " ", "\\N", "\\.", "a\tb", "1.0", "1"]),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=8),
)
tables = st.lists(
    st.builds(Row, st.sampled_from(["r1", "r2"]), texts, st.sampled_from(["q1", "q2"]), texts),
    max_size=20,
)


def test_same_counts_and_cells(database: str) -> None:
    crossing = cross_tally([Column("q1"), Column("q2", "1")])

    @settings(max_examples=25, deadline=None)
    @given(tables)
    def same(table: list[Row]) -> None:
        for sql in (TALLY, crossing):
            found = [sorted(query(table, sql)) for query in ENGINES.values()]
            if sql == TALLY or _one_value_each(table):
                assert all(f == found[0] for f in found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", database)
        same()


def _one_value_each(table: list[Row]) -> bool:
    """Whether no respondent gave two values to q1: the largest text differs between engines."""
    seen = [(row.respondent, row.stratum) for row in table if row.question == "q1"]
    return len(seen) == len(set(seen))


@pytest.mark.parametrize("address", ["", "sqlite:///tally.db"])
def test_without_an_address(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(FaultyInput, match="does not name a PostgreSQL database"):
        ENGINES["postgresql"]([], TALLY)


def test_without_a_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("DATABASE_URL", f"postgresql:///tally?host={tmp_path}")
    with pytest.raises(FaultyInput, match="does not answer"):
        ENGINES["postgresql"]([], TALLY)
