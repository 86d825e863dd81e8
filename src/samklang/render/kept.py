"""What is kept between builds: a folder in the user's cache for what is dear to make again."""

import os
from pathlib import Path


def kept_folder(name: str) -> Path | None:
    """A folder in the user's cache, made if need be; None where the home cannot be written to."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = Path(home) / "samklang" / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None
