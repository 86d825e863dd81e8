"""Once a run: what several test files need and none changes is made by the first that asks."""

import fcntl
import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, which all workers share; made whole or not at all."""
    cache = Path(os.environ["XDG_CACHE_HOME"])
    cache.mkdir(parents=True, exist_ok=True)
    kept = cache / name
    with (cache / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.is_dir():
            with tempfile.TemporaryDirectory(dir=cache, prefix=f"{name}-") as folder:
                made = Path(folder) / name
                make(made)
                made.rename(kept)
    return kept
