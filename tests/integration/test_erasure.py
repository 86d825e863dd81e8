"""What is erased is gone: from the database's files, packages, builds, mail, copies and backups."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.erasure_steps import held
from tests.fresh_site import fresh_site
from tests.operations_world import Site
from tests.postgresql_server import postgresql_server


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[tuple[str, Path | None]]:
    """The address of a database of a kind, and the folder of its server's own files."""
    if request.param == "sqlite":
        yield "", None
        return
    with postgresql_server(migrated=True) as address:
        yield address, Path(address.partition("host=")[2].partition("&")[0])


@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_no_marker_is_left_after_erasure_and_deidentification(
    tmp_path: Path, database: tuple[str, Path | None]
) -> None:
    address, server = database
    site = Site(tmp_path / "data", address)

    def step(name: str) -> Any:
        return site.step(name, module="tests.erasure_steps")

    if server is None:
        fresh_site(site.folder)
    planted = step("plant")
    # What is looked for is seen where it is.
    kinds = {place.partition("/")[0] for place in planted["places"]}
    assert {"packages", "builds", "mail", "before-upgrade", "cache"} <= kinds
    frozen = [False, True, 24, 24]
    assert planted["packages"] == [[f"packages/norr/t-{n}.zip", *frozen] for n in (1, 2)]
    # One member takes its answers back: its words go, the others' stay, and so does every count.
    taken = step("take_back")
    assert taken["packages"] == [["packages/norr/t-1.zip", True, False, 24, 23], ["", True]]
    assert taken["done"] == 1
    if server is None:
        pages = (tmp_path / "data" / "samklang.sqlite3").read_bytes()
        assert taken["text"].encode() not in pages
    # The theme's date passes, and the members leave.
    left = step("deidentify")
    assert left["places"] == []
    assert left["packages"] == [["packages/norr/t-1.zip", True, False, 24, 0], ["", True]]
    assert (left["pending"], left["builds"]) == (0, ["1"])
    assert left["chain"] == [[], 2]
    # And a backup made afterwards.
    with tempfile.TemporaryDirectory() as elsewhere:
        site.run("backup", f"{elsewhere}/backup")
        assert list(held(Path(elsewhere))) == []
    if server is not None:
        _of_server(address, server)


def _of_server(address: str, folder: Path) -> None:
    """PostgreSQL's own tables hold nothing either; its write-ahead log is recycled by itself."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    found = {path.relative_to(folder).parts[1] for path, _ in held(folder) if path.is_file()}
    assert found <= {"pg_wal"}
