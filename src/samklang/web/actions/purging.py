"""Purging: what was erased in the rows goes from packages, builds, mail and free space too."""

import hashlib
import shutil

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from django.utils import timezone

from samklang.core.faults import FaultyInput
from samklang.core.privacy import Privacy
from samklang.package.covering import cover
from samklang.package.files import read_files
from samklang.search import TABLE
from samklang.web.actions.audit import record
from samklang.web.actions.freezing import write_package
from samklang.web.actions.upkeep import purge_index
from samklang.web.mail.files import take_out
from samklang.web.models import Analysis, Build, Freeze, PendingErasure, Publication, Rehearsal
from samklang.web.models.build import BuildState
from samklang.web.models.publication import SEEN

# Folders below the data folder with copies of what is made or kept elsewhere.
COPIES = ("cache", "before-upgrade")


def run_erasures() -> int:
    """Finishes every erasure that is pending; gives how many. One query where there is none.

    Each step can be done again, so that a stop in the middle only puts it off.
    """
    pending = list(PendingErasure.objects.select_related("theme__network").order_by("pk"))
    # What runs would put back what is removed.
    if not pending or _running([erasure.theme_id for erasure in pending if erasure.theme_id]):
        return 0
    for erasure in pending:
        packages = Freeze.objects.exclude(file="").filter(theme=erasure.theme_id)
        for freeze in packages if erasure.theme_id else ():
            _purge(freeze, erasure.invitation)
        take_out(frozenset(erasure.letters))
    for name in COPIES:
        shutil.rmtree(settings.DATA / name, ignore_errors=True)
    purge_index()
    if not wipe():
        return 0
    for erasure in pending:
        _done(erasure)
    return len(pending)


def _running(themes: list[int]) -> bool:
    builds = Build.objects.filter(freeze__theme__in=themes, state=BuildState.RUNNING)
    analyses = Analysis.objects.filter(state=BuildState.RUNNING)
    rehearsals = Rehearsal.objects.filter(theme__in=themes, state=BuildState.RUNNING)
    return builds.exists() or analyses.exists() or rehearsals.exists()


@transaction.atomic
def _done(erasure: PendingErasure) -> None:
    erasure.delete()
    record("purge", by=None, theme=erasure.theme)


def _purge(freeze: Freeze, invitation: int | None) -> None:
    """Covers the words of one member, or of all, in a package; without a seen edition it goes."""
    responses: frozenset[str] | None = None
    if invitation is not None and freeze.members:
        if invitation not in freeze.members:
            return
        # The rows of a package are numbered in the order that was kept.
        responses = frozenset([f"r{freeze.members.index(invitation) + 1}"])
    if not Publication.objects.filter(build__freeze=freeze, state__in=SEEN).exists():
        remove_package(freeze)
        return
    path = settings.DATA / freeze.file
    try:
        content = write_package(path, cover(read_files(path), responses))
    except FaultyInput:
        # One that this version cannot read may hold anything.
        path.unlink(missing_ok=True)
        content = b""
    remove_builds(freeze)
    left = [0 if pk == invitation else pk for pk in freeze.members] if responses else []
    Freeze.objects.filter(pk=freeze.pk).update(
        file=freeze.file if content else "",
        members=left,
        purged_at=timezone.now(),
        purged_hash=hashlib.sha256(content).hexdigest() if content else "",
    )


def remove_package(freeze: Freeze) -> None:
    """Removes a package and its builds; its row stays, with its hash and when it went."""
    remove_builds(freeze)
    (settings.DATA / freeze.file).unlink(missing_ok=True)
    Freeze.objects.filter(pk=freeze.pk).update(file="", members=[], purged_at=timezone.now())


def remove_builds(freeze: Freeze) -> None:
    """Removes a package's builds but those of seen editions.

    One that was proposed stays as a row that has failed, so that the edition is built anew.
    """
    seen = Publication.objects.filter(state__in=SEEN).values("build")
    for build in freeze.builds.exclude(pk__in=seen):
        if build.folder:
            shutil.rmtree(settings.DATA / build.folder, ignore_errors=True)
        if build.publications.exists():
            words = "Answers were erased after it was built. Build the report again.\n"
            Build.objects.filter(pk=build.pk).update(folder="", state=BuildState.FAILED, log=words)
        else:
            build.delete()


def _forget_statistics(cursor: CursorWrapper, model: type[Model]) -> None:
    """Removes what PostgreSQL's planner knows of a table's personal columns; it learns no more.

    Its statistics hold a column's commonest values, and those of an emptied table are never made
    anew. They go where a column's type is set, though to what it is.
    """
    table = model._meta.db_table
    cursor.execute(
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_stats"
        " JOIN pg_attribute USING (attname)"
        " WHERE schemaname = current_schema AND tablename = %s AND attrelid = tablename::regclass",
        [table],
    )
    known = dict(cursor.fetchall())
    privacy = model.privacy  # type: ignore[attr-defined]
    for field in model._meta.concrete_fields:
        personal = privacy.get(field.name) is Privacy.PERSONAL and not field.is_relation
        if personal and field.column in known:
            column = f'ALTER COLUMN "{field.column}"'
            cursor.execute(
                f'ALTER TABLE "{table}" {column} SET STATISTICS 0,'
                f" {column} TYPE {known[field.column]}"
            )


def wipe() -> bool:
    """Removes from the database's files what no row holds; False where somebody reads meanwhile.

    SQLite: erased cells were overwritten as they were erased (secure_delete); the file is written
    anew without what an earlier version left in it, and the write-ahead log emptied and cut off.
    PostgreSQL: the tables and what the planner knows of them are written anew; its own write-ahead
    log is the server's to recycle.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in apps.get_app_config("web").get_models():
                _forget_statistics(cursor, model)
                cursor.execute(f'VACUUM (FULL) "{model._meta.db_table}"')
            cursor.execute(f"VACUUM (FULL) {TABLE}")
            cursor.execute("VACUUM (FULL) pg_statistic")
            return True
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
    return not busy
