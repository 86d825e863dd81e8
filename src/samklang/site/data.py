"""The data folder: where it is, known before any setting is read."""

import os
from pathlib import Path

# Names in the folder. Copies are made before a migration; the cache holds outputs of builds.
DATABASE, SECRET = "samklang.sqlite3", "secret"
COPIES, CACHE = "before-upgrade", "cache"


def data_folder() -> Path:
    """SAMKLANG_DATA, else `samklang-data` where the command is run."""
    return Path(os.environ.get("SAMKLANG_DATA", "samklang-data")).absolute()


def begun_in(folder: Path) -> bool:
    """Whether a site may have been begun with a folder: its database, or with another its secret,
    is there.
    """
    if not os.environ.get("DATABASE_URL"):
        return (folder / DATABASE).is_file()
    return folder.is_dir() and bool(
        os.environ.get("SAMKLANG_SECRET") or (folder / SECRET).is_file()
    )
