"""Restore: a backup into an empty folder and an empty database, and the proof that it is whole."""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samklang.core.faults import faulty_file
from samklang.core.language.messages import message
from samklang.site.data import DATABASE, SECRET, data_folder
from samklang.site.operations.archive import identities, unpack

_PARTS = ".restore"


@dataclass(frozen=True)
class Verified:
    """What was counted and compared. faults: in words, none where the restored site is whole."""

    sent: int
    links: int
    packages: int
    editions: int
    faults: tuple[str, ...]


def restore(path: Path, *, key: Path | None, prepare: Callable[[], None]) -> Mapping[str, Any]:
    """Puts a backup in its place and brings the database up to date; gives its manifest.

    prepare: sets Django up, when the folder has its secret. Raises FaultyInput: the folder or the
    database is in use, or the file is no whole backup; then nothing is left of it.
    """
    folder = data_folder()
    if folder.exists() and any(folder.iterdir()):
        what = message("terminal.the_folder_is_not_empty")
        raise faulty_file(folder, what, message("terminal.set_data_to_an_empty_one"))
    keys = identities(key) if key else []
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    parts = folder / _PARTS
    parts.mkdir(mode=0o700)
    try:
        manifest = unpack(path, parts, keys)
        _place(parts, folder, path, manifest)
        prepare()
        _database(parts, folder, path, manifest)
    except BaseException:
        for one in folder.iterdir():
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        raise
    shutil.rmtree(parts)
    return manifest


def _place(parts: Path, folder: Path, path: Path, manifest: Mapping[str, Any]) -> None:
    """Moves secret and files to where they are used, before any setting is read."""
    postgresql = os.environ.get("DATABASE_URL", "").startswith(("postgres:", "postgresql:"))
    if (manifest["database"] == "postgresql") != postgresql:
        remedy = message("terminal.set_database_url", database=manifest["database"])
        if manifest["database"] == "sqlite":
            remedy = message("terminal.leave_database_url_out")
        what = message("terminal.it_is_of_a_database", database=manifest["database"])
        raise faulty_file(path, what, remedy)
    secret = (parts / SECRET).read_text(encoding="ascii")
    if os.environ.get("SAMKLANG_SECRET", secret) != secret:
        remedy = message("terminal.leave_the_secret_out")
        raise faulty_file("SAMKLANG_SECRET", message("terminal.it_is_not_the_secret"), remedy)
    (parts / SECRET).rename(folder / SECRET)
    if (parts / "files").is_dir():
        for one in (parts / "files").iterdir():
            one.rename(folder / one.name)
    if manifest["database"] == "sqlite":
        (parts / "database" / DATABASE).rename(folder / DATABASE)


def _database(parts: Path, folder: Path, path: Path, manifest: Mapping[str, Any]) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.models.signals import pre_migrate

    from samklang.site.operations.backup import copy_before_migration
    from samklang.site.operations.snapshot import fill_postgresql, is_empty
    from samklang.web.migrations.first.replaced import LAST_RELEASE, REPLACED, is_too_old

    applied = [(app, name) for app, name in manifest["migrations"]]
    if is_too_old(applied):
        what = message("terminal.it_is_of_an_older_version", version=LAST_RELEASE)
        remedy = message("terminal.restore_with_version_first", version=LAST_RELEASE)
        raise faulty_file(path, what, remedy)
    known = {*MigrationLoader(None).disk_migrations, *REPLACED}
    if unknown := [f"{app}.{name}" for app, name in applied if (app, name) not in known]:
        what = message(
            "terminal.it_is_of_a_newer_version", version=manifest["version"], unknown=unknown[0]
        )
        remedy = message("terminal.install_version_or_later", version=manifest["version"])
        raise faulty_file(path, what, remedy)
    # The backup itself is the copy.
    pre_migrate.disconnect(copy_before_migration, dispatch_uid="copy before migration")
    if connection.vendor == "postgresql":
        if not is_empty():
            what = message("terminal.the_database_is_not_empty")
            raise faulty_file("DATABASE_URL", what, message("terminal.make_a_new_database"))
        fill_postgresql(parts / "database", applied)
    _compare(path, manifest)
    call_command("migrate", interactive=False, verbosity=0)


def _compare(path: Path, manifest: Mapping[str, Any]) -> None:
    """Every table has as many rows as when the backup was made."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table, rows in manifest["tables"].items():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            there = cursor.fetchone()[0]
            if there != rows:
                what = message("terminal.rows_are_not_as_many", table=table, there=there, rows=rows)
                raise faulty_file(path, what, message("terminal.take_an_earlier_one"))


def verify(manifest: Mapping[str, Any], *, progress: Callable[[str], None]) -> Verified:
    """Goes through the restored site: database, trail, links, packages and editions."""
    from django.conf import settings

    from samklang.web.mail.links import kept_token, link_hash
    from samklang.web.models import Freeze, Invitation, Publication, Response
    from samklang.web.models.publication import PublicationState
    from samklang.web.models.response import ResponseState
    from samklang.web.queries.audit import check_chain

    faults = list(_integrity())
    progress("database")
    head = manifest["trail"]
    chain = check_chain(wanted=frozenset([head]) if head else frozenset())
    faults += [f"audit trail, row {row}: {word}" for row, word in chain.faults]
    if head and head not in chain.known:
        faults.append("audit trail: it does not hold the backup's newest row")
    progress("audit trail")
    links = 0
    invited = Invitation.objects.exclude(link_hash=None).values_list("pk", "turn", "link_hash")
    for pk, turn, hashed in invited.iterator(chunk_size=2000):
        links += 1
        if hashed != link_hash(kept_token(pk, turn, hashed)):
            faults.append(f"link of invitation {pk}: the secret does not make it")
    progress("links")
    packages = 0
    for freeze in Freeze.objects.order_by("pk"):
        if freeze.file in manifest["missing"]:
            continue
        packages += 1
        faults += _package(settings.DATA / freeze.file, freeze.hash)
        progress(freeze.file)
    editions = Publication.objects.filter(state=PublicationState.SIGNED).select_related("build")
    for edition in editions:
        if (
            not (settings.DATA / edition.build.folder / "index.html").is_file()
            or not edition.build.folder
        ):
            faults.append(
                f"edition {edition.edition} of theme {edition.theme_id}: its pages are not there"
            )
    sent = Response.objects.filter(state=ResponseState.SENT).count()
    return Verified(sent, links, packages, len(editions), tuple(faults))


def _integrity() -> Sequence[str]:
    from django.db import connection

    if connection.vendor != "sqlite":
        return ()  # its constraints were checked as it was filled
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        broken = [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        return [*broken, *(f"{row[0]}: row {row[1]} points nowhere" for row in cursor.fetchall())]


def _package(path: Path, wanted: str) -> list[str]:
    from samklang.core.faults import FaultyInput
    from samklang.package.read import read

    try:
        package_hash = read(path).hash
    except (FaultyInput, OSError) as error:
        return [f"{path.name}: {str(error).splitlines()[0]}"]
    return [] if package_hash == wanted else [f"{path.name}: its hash is not the one that was kept"]
