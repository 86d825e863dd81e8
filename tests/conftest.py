"""What every test has: a cache of the run's own, so that no test leans on the user's."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# No test waits on time: on a busy machine Hypothesis's limit of 200 ms says nothing of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> None:
    base = tmp_path_factory.getbasetemp()
    # The workers of a run share one.
    shared: Path = base if worker_id == "master" else base.parent
    os.environ["XDG_CACHE_HOME"] = str(shared / "cache")
