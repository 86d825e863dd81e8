"""The doctor: whether database, files, fonts, clock, worker and backups are as they should be."""

import datetime
import shutil
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from samklang.site.operations import check_deploy
from samklang.site.operations.finding import Check, Finding
from samklang.site.operations.modes import open_to_others
from samklang.web.migrations.first.replaced import LAST_RELEASE, is_too_old

MEGABYTE = 1_000_000
# Megabytes free: below the first it will soon stop, below the second somebody should look.
LEAST, LITTLE = 200, 2_000
# Days without a backup.
OLD = 7
# Seconds that two clocks may differ.
APART = 5


def examine() -> Iterator[Finding]:
    """Every finding. Without a database, only what needs none is looked at."""
    yield from database()
    checks: tuple[Check, ...] = (disk, files, fonts, *check_deploy.CHECKS)
    if _usable():
        checks = (trail, clock, worker, backups, *checks)
    for check in checks:
        yield from check()


def _usable() -> bool:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False
    if is_too_old(executor.loader.applied_migrations):
        return False
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def database() -> Iterator[Finding]:
    """It answers, is up to date and whole, and overwrites what is erased."""
    try:
        executor = MigrationExecutor(connection)
        if is_too_old(executor.loader.applied_migrations):
            yield Finding("database", "fault", "database_too_old", {"version": LAST_RELEASE})
            return
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            yield Finding("database", "fault", "database_behind", {"count": waiting})
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                verdict = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
                secure = cursor.execute("PRAGMA secure_delete").fetchone()[0]
            if verdict != "ok":
                yield Finding("database", "fault", "database_broken", {"what": verdict})
                return
            if not secure:
                yield Finding("database", "fault", "database_keeps")
                return
    except DatabaseError as error:
        what = str(error).partition("\n")[0]
        yield Finding("database", "fault", "database_silent", {"what": what})
        return
    if not waiting:
        yield Finding("database", "good", "database_good", {"kind": connection.display_name})


def trail() -> Iterator[Finding]:
    """Nobody has changed the audit trail."""
    from samklang.web.queries.audit import check_chain

    chain = check_chain()
    if chain.faults:
        yield Finding("trail", "fault", "trail_broken", {"count": len(chain.faults)})
    else:
        yield Finding("trail", "good", "trail_good", {"rows": chain.rows})


def disk() -> Iterator[Finding]:
    """There is room for answers, builds and a backup."""
    free = shutil.disk_usage(settings.DATA).free // MEGABYTE
    values: dict[str, object] = {"free": free, "folder": settings.DATA}
    if free < LEAST:
        yield Finding("disk", "fault", "disk_full", values)
    elif free < LITTLE:
        yield Finding("disk", "look", "disk_little", values)
    else:
        yield Finding("disk", "good", "disk_good", values)


def files() -> Iterator[Finding]:
    """What is on disk is its owner's alone."""
    exposed = list(open_to_others(settings.DATA))
    if exposed:
        values = {"count": len(exposed), "first": exposed[0]}
        yield Finding("files", "fault", "files_open", values)
    else:
        yield Finding("files", "good", "files_good")


def fonts() -> Iterator[Finding]:
    """The fonts of reports are installed and have our letters."""
    from samklang.render.glyphs import TEXT_FONTS, advances, font_files

    try:
        lacking = [
            name
            for name in TEXT_FONTS
            if not set("åäöÅÄÖéü–”%") <= set(advances(font_files()[name]).widths)
        ]
    except (ImportError, OSError, KeyError) as error:
        lacking = [str(error)]
    if lacking:
        yield Finding("fonts", "fault", "fonts_lacking", {"which": ", ".join(lacking)})
    else:
        yield Finding("fonts", "good", "fonts_good", {"count": len(font_files())})


def clock() -> Iterator[Finding]:
    """The clock is not behind what has been noted, nor apart from the database server's."""
    from samklang.web.models import AuditRow

    now = timezone.now()
    newest = AuditRow.objects.order_by("-at").values_list("at", flat=True).first()
    if newest and newest > now + datetime.timedelta(seconds=APART):
        yield Finding("clock", "fault", "clock_behind", {"now": now, "newest": newest})
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            seconds = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
        if seconds > APART:
            yield Finding("clock", "look", "clock_apart", {"seconds": round(seconds)})
            return
    yield Finding("clock", "good", "clock_good", {"now": f"{now:%Y-%m-%d %H:%M:%S} UTC"})


def worker() -> Iterator[Finding]:
    """A worker is at work."""
    from samklang.web.queries.worker import last_heard, silent_since, waiting

    heard, queue = last_heard(), waiting()
    values: dict[str, object] = {"letters": queue.letters, "builds": queue.builds}
    if heard is None:
        yield Finding("worker", "look", "worker_none", values)
    elif silent_since():
        yield Finding("worker", "fault", "worker_silent", {**values, "since": _moment(heard)})
    else:
        yield Finding("worker", "good", "worker_good", values)


def backups() -> Iterator[Finding]:
    """There is a new backup, and it is encrypted."""
    from samklang.web.models import AuditRow

    last = AuditRow.objects.filter(action="back_up").order_by("-pk").first()
    if last is None:
        yield Finding("backup", "look", "backup_none")
        return
    days = (timezone.now() - last.at).days
    if days >= OLD:
        yield Finding("backup", "look", "backup_old", {"days": days})
    elif not last.detail.get("encrypted"):
        yield Finding("backup", "look", "backup_open", {"at": _moment(last.at)})
    else:
        yield Finding("backup", "good", "backup_good", {"at": _moment(last.at)})


def _moment(at: datetime.datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
