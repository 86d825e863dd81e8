"""A crash loses nothing that was acknowledged and sends no letter twice.

`make bench NAME=crash` does the same fifty times on each database.
"""

from pathlib import Path

import pytest

from benchmarks.collect_site import site
from benchmarks.crash import Crashed, run
from tests.fresh_site import fresh_cache, fresh_site
from tests.postgresql_server import postgresql_server

WORK = {"rounds": 3, "members": 900, "mailings": 2}


def crashed(folder: Path, subject: str) -> Crashed:
    if subject == "sqlite":
        with site(folder) as made:
            fresh_site(made.folder)
            return run(made, subject, **WORK)
    with postgresql_server(migrated=True) as address, site(folder, database=address) as made:
        fresh_cache(made.folder)
        return run(made, subject, **WORK)


@pytest.mark.parametrize("subject", ["sqlite", "postgresql"])
def test_killed_under_load(tmp_path: Path, subject: str) -> None:
    found = crashed(tmp_path / "data", subject)
    assert found.faults == {}
    assert found.refused == ()
    assert (found.lost, found.twice, found.unsent, found.unclaimed) == (0, 0, 0, 0)
    # It was under load: much had been acknowledged, and some were cut off.
    assert found.pages > 20
    assert found.sent > 5
    assert found.broken > 5
    assert found.letters > 20
