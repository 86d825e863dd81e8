"""The data folder: where it is, known before any setting is read."""

import os
from pathlib import Path

# Names in the folder. Copies are made before a migration; the cache holds outputs of builds.
DATABASE, SECRET = "samklang.sqlite3", "secret"
COPIES, CACHE = "before-upgrade", "cache"


def data_folder() -> Path:
    """SAMKLANG_DATA, else `samklang-data` where the command is run."""
    return Path(os.environ.get("SAMKLANG_DATA", "samklang-data")).absolute()
