"""The data folder: where it is, known before any setting is read."""

import os
from pathlib import Path

# Names in the folder: of what is backed up, and of copies made before a migration.
DATABASE, SECRET = "samklang.sqlite3", "secret"
PACKAGES, BUILDS, COPIES = "packages", "builds", "before-upgrade"


def data_folder() -> Path:
    """SAMKLANG_DATA, else `samklang-data` where the command is run."""
    return Path(os.environ.get("SAMKLANG_DATA", "samklang-data")).absolute()
