"""What is kept between builds: a folder in the user's cache for what is dear to make again."""

import os
import tempfile
from collections.abc import Iterable
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


def keep(path: Path, content: bytes) -> None:
    """Keeps a file, whole or not at all. Raises OSError, and then nothing is left of it."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as fresh:
        try:
            fresh.write(content)
            fresh.flush()
            os.replace(fresh.name, path)
        except OSError:
            # A half of it may hold quotes or answers, and nothing would find it by its name.
            Path(fresh.name).unlink(missing_ok=True)
            raise


def newest_first(paths: Iterable[Path]) -> list[Path]:
    """Files by when they were last written; one that another process takes away is left out."""
    written = []
    for path in paths:
        try:
            written.append((path.stat().st_mtime, path))
        except FileNotFoundError:
            continue
    return [path for _, path in sorted(written, reverse=True)]


def let_go(paths: Iterable[Path], most: int) -> None:
    """Deletes the oldest files, so that no more than `most` are left."""
    for old in newest_first(paths)[most:]:
        old.unlink(missing_ok=True)
