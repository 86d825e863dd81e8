"""Modes of files: what is in the data folder is for the user that runs the site alone."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def open_to_others(folder: Path) -> Iterator[Path]:
    """The folder, and the folders and files below it, that other users may read or change."""
    if folder.is_dir() and folder.stat().st_mode & _OTHERS:
        yield folder
    for parent, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(parent, name)
            if not path.is_symlink() and path.stat().st_mode & _OTHERS:
                yield path


def make_private(folder: Path) -> int:
    """Makes the folder 0700 and what is below it 0700 and 0600; gives how many were changed."""
    changed = list(open_to_others(folder))
    for path in changed:
        path.chmod(0o700 if path.is_dir() else 0o600)
    return len(changed)
