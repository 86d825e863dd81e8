"""What every test has: a cache of the run's own, so that no test leans on the user's."""

import gc
import os
import sqlite3
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.signals import connection_created
from hypothesis import settings

from samklang.package import outside
from tests.fresh_site import migrated
from tests.once import once
from tests.read_here import here

DEMO = Path(__file__).parents[1] / "themes" / "social-innovation-i-norr"

# What tests begin keeps the modules that it compiles: else each process compiles all of them.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# No test waits on time: on a busy machine Hypothesis's limit of 200 ms says nothing of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported and collected stays, and is not searched for garbage, now or later.

    To search it took a third of the time of collecting.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> None:
    base = tmp_path_factory.getbasetemp()
    # The workers of a run share one.
    shared: Path = base if worker_id == "master" else base.parent
    os.environ["XDG_CACHE_HOME"] = str(shared / "cache")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    _own_cache: None, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """The database of Django's tests, in memory, begins as a copy of the one that is migrated."""

    def fill(connection: Any, **_: object) -> None:
        connection_created.disconnect(dispatch_uid="migrated")
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(migrated())) as empty:
                empty.backup(connection.connection)

    connection_created.connect(fill, weak=False, dispatch_uid="migrated")


@pytest.fixture(scope="session")
def built_demo(_own_cache: None) -> Path:
    """The demo theme, built once for all workers. Nobody writes in it."""
    from samklang.publication.build import build

    return once("built-demo", lambda out: build(DEMO, out, progress=lambda _: None))


@pytest.fixture(scope="module", autouse=True)
def _read_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Packages and imported files are read in this process but in modules marked `confined`.

    Those try what confines a reader.
    """
    if request.node.get_closest_marker("confined"):
        yield
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outside, "confined", here)
        yield
