"""Analysing: what a look at a report lacks is worked out by the worker and kept by its content.

A look is no action of a person's, so it writes no audit row. The answers are in a file only while
they are counted, in the cache, which goes whenever answers are erased.
"""

import datetime
import logging
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import cast

from django.db.models import QuerySet
from django.utils import timezone

from samklang.core.faults import FaultyInput
from samklang.core.manuscript.demands import Demands
from samklang.package.model import adapter
from samklang.publication.apart import Broken, Stopped
from samklang.publication.releasing import release_apart
from samklang.web.actions.freezing import write_package
from samklang.web.actions.queue import TRIES, claim, left_behind, log_frames
from samklang.web.models import Analysis, Heartbeat, Theme
from samklang.web.models.build import BuildState
from samklang.web.queries.counted import UNCOUNTED, Kept, Wanted, content_of, folder, keep, kept
from samklang.web.queries.manuscript_preview import still_files

# One that nobody has looked for so long is not worked out.
UNWANTED = datetime.timedelta(minutes=10)
# One that broke is tried again when somebody looks so long after.
RETRIED = datetime.timedelta(minutes=10)

logger = logging.getLogger("samklang.worker")


def ask(theme: Theme, wanted: Wanted | None) -> Analysis | None:
    """Asks the worker for the numbers that a look lacks; the row in its queue, None for nothing.

    Two statements at most; one that was asked for already is it.
    """
    if wanted is None:
        return None
    now = timezone.now()
    values = {
        "theme": theme,
        "content": wanted.content,
        "demands": adapter(cast(Hashable, Demands)).dump_python(wanted.demands, mode="json"),
        "wanted_at": now,
    }
    row, made = Analysis.objects.get_or_create(key=wanted.key, defaults=values)
    if made:
        return row
    again = row.state == BuildState.FAILED and row.finished_at and row.finished_at < now - RETRIED
    if again:
        row.state, row.tries = BuildState.QUEUED, 0
    changed = {"state": row.state, "tries": 0} if again else {}
    Analysis.objects.filter(pk=row.pk).update(wanted_at=now, **changed)
    return row


def run_analyses(
    worker: Heartbeat | None = None, *, lives: Callable[[], object] = lambda: None
) -> int:
    """Works out all that is waited for, what was looked for last first; gives how many.

    lives: as in run_builds.
    """
    _begin_again(left_behind(Analysis.objects.all(), worker, since="started_at"))
    waiting = Analysis.objects.exclude(state=BuildState.RUNNING)
    if not waiting.exists():
        return 0
    waiting.filter(wanted_at__lt=timezone.now() - UNWANTED).delete()
    done = 0
    while row := Analysis.objects.filter(state=BuildState.QUEUED).first():
        done += _run(row, worker, lives)
    return done


def _begin_again(left: QuerySet[Analysis]) -> None:
    """Queues again what a worker left behind, or gives it up. One query if there is none."""
    if not left.exists():
        return
    for row in left:
        _file(row).unlink(missing_ok=True)
    left.filter(tries__gte=TRIES).update(state=BuildState.FAILED, finished_at=timezone.now())
    left.update(state=BuildState.QUEUED)


def _run(row: Analysis, worker: Heartbeat | None, lives: Callable[[], object]) -> bool:
    if not claim(Analysis.objects.filter(pk=row.pk), worker, started_at=timezone.now()):
        return False
    demands: Demands = adapter(cast(Hashable, Demands)).validate_python(row.demands)
    wanted = Wanted(row.content, demands)
    path = _file(row)

    def still() -> bool:
        lives()
        return True

    try:
        files = None if kept(wanted) else still_files(row.theme)
        # Where something was changed meanwhile, the next look asks for what there is then.
        if files is not None and content_of(files) == row.content:
            write_package(path, {n: c for n, c in files.items() if n not in UNCOUNTED})
            keep(wanted, _worked_out(path, demands, still))
    except (Broken, Stopped) as broken:
        # What it says may hold what it read.
        logger.error("An analysis failed")
        log_frames("An analysis", getattr(broken, "frames", ()))
        Analysis.objects.filter(pk=row.pk).update(
            state=BuildState.FAILED, finished_at=timezone.now()
        )
        return True
    finally:
        path.unlink(missing_ok=True)
    Analysis.objects.filter(pk=row.pk).delete()
    return True


def _worked_out(path: Path, demands: Demands, still: Callable[[], bool]) -> Kept:
    try:
        return Kept(demands, release_apart(path, demands, wanted=still))
    except FaultyInput as faulty:
        return Kept(demands, faults=faulty.faults)


def _file(row: Analysis) -> Path:
    """The package that numbers are counted on, there only while they are."""
    return folder() / f"{row.pk}.zip"
