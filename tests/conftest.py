"""What every test has: a cache of the run's own, so that no test leans on the user's."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from samklang.package import outside

# No test waits on time: on a busy machine Hypothesis's limit of 200 ms says nothing of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> None:
    base = tmp_path_factory.getbasetemp()
    # The workers of a run share one.
    shared: Path = base if worker_id == "master" else base.parent
    os.environ["XDG_CACHE_HOME"] = str(shared / "cache")


@pytest.fixture(scope="module")
def read_here() -> Iterator[None]:
    """Packages and imported files are read in this process, which saves starting one for each.

    For tables of many files: what confines a reader has tests of its own.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outside, "confined", lambda read, *arguments, limits: read(*arguments))
        yield
