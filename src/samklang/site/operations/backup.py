"""Backup: database, packages, builds and secret in one file, taken while the site runs."""

import datetime
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder

from samklang import __version__
from samklang.site.data import COPIES, SECRET
from samklang.site.operations.archive import FORMAT, MANIFEST, Writer, recipient, writing
from samklang.site.operations.snapshot import Snapshot, snapshot

# Copies before a migration that are kept.
KEPT = 3


@dataclass(frozen=True)
class Written:
    """What a backup holds. missing: files that the database names and the folder has not."""

    files: int
    size: int
    encrypted: bool
    missing: tuple[str, ...]


def backup(path: Path, *, to: Sequence[str] = ()) -> Written:
    """Writes a backup of the whole site; raises FaultyInput, and then there is no file.

    to: public keys it is encrypted for, else those of SAMKLANG_BACKUP_TO. Tables and files are
    those of one moment: what a snapshot of the database names is only ever added to the folder.
    """
    named = [*to, *(os.environ.get("SAMKLANG_BACKUP_TO", "").split(",") if not to else [])]
    recipients = [recipient(text.strip()) for text in named if text.strip()]
    with (
        tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".backup-") as scratch,
        writing(path, recipients) as out,
        snapshot(Path(scratch)) as taken,
    ):
        missing = _files(out, taken)
        for name, part in taken.parts.items():
            out.add_file(name, part)
        out.add_bytes(SECRET, settings.SECRET_KEY.encode())
        files = len(out.hashes)
        out.add_bytes(MANIFEST, json.dumps(_manifest(out, taken, missing), indent=1).encode())
    return Written(files, path.stat().st_size, bool(recipients), tuple(missing))


def _files(out: Writer, taken: Snapshot) -> list[str]:
    missing = []
    for name in _named(taken):
        root = settings.DATA / name
        paths = [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.is_file())
        if not paths:
            missing.append(name)
        for path in paths:
            out.add_file(f"files/{path.relative_to(settings.DATA).as_posix()}", path)
    return missing


def _named(taken: Snapshot) -> list[str]:
    """The packages, and the folders of finished builds, that the database names."""
    packages = taken.rows("web_freeze", "file")
    builds = taken.rows("web_build", "folder", where="WHERE state = 'done'")
    return sorted(name for (name,) in {*packages, *builds} if name)


def _manifest(out: Writer, taken: Snapshot, missing: list[str]) -> dict[str, Any]:
    head = taken.rows("web_audithead", "hash")
    return {
        "format": FORMAT,
        "version": __version__,
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "database": taken.vendor,
        "migrations": sorted(taken.rows("django_migrations", "app", "name")),
        "tables": taken.tables,
        "trail": head[0][0] if head else "",
        "missing": missing,
        "files": {name: digest for name, digest in out.hashes.items() if name != MANIFEST},
    }


def copy_before_migration(*, plan: Sequence[object], app_config: Any, **_: object) -> None:
    """Makes a copy where migrations are about to run on a database that has been in use.

    The receiver of the signal before every migration. The newest few copies are kept, below
    `before-upgrade` in the data folder.
    """
    # The signal comes once for each app, and one copy is enough.
    if not plan or app_config.label != "web":
        return
    if not MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations():
        return
    folder = settings.DATA / COPIES
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moment = datetime.datetime.now(datetime.UTC)
    backup(folder / f"{moment:%Y%m%dT%H%M%S.%f}.backup")
    for old in sorted(folder.glob("*.backup"))[:-KEPT]:
        old.unlink()
