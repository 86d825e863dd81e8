"""Building: frozen packages become reports in the worker, with progress shown, until called off.

A build is a pure function of its package, so one that a stopped worker left is simply begun again,
but not for ever: one that takes its worker along each time is given up.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from samklang.core.faults import FaultyInput
from samklang.publication.apart import Broken, Stopped, build_apart
from samklang.web.actions.audit import record
from samklang.web.actions.queue import (
    TRIES,
    begin_again,
    call_off,
    claim,
    left_behind,
    log_frames,
    logger,
    still_wanted,
)
from samklang.web.models import Build, Freeze, Heartbeat
from samklang.web.models.build import BuildState


@transaction.atomic
def order_build(freeze: Freeze, *, by: User | None) -> Build:
    """Puts a build of a frozen package into the queue; one that waits or runs already is it."""
    waiting = freeze.builds.filter(
        state__in=[BuildState.QUEUED, BuildState.RUNNING], stop_at=None
    ).first()
    if waiting:
        return waiting
    made = Build.objects.create(freeze=freeze, by=by)
    record("order_build", by=by, theme=freeze.theme, number=freeze.number)
    return made


@transaction.atomic
def stop_build(build: Build, *, by: User) -> bool:
    """Calls a build off: one that waits at once, one that runs within seconds. False where it has
    ended already.
    """
    stopped = call_off(Build.objects.filter(pk=build.pk))
    if stopped:
        record("stop_build", by=by, theme=build.freeze.theme, number=build.freeze.number)
    return stopped


def run_builds(
    worker: Heartbeat | None = None, *, lives: Callable[[], object] = lambda: None
) -> int:
    """Runs every build in the queue; gives how many. worker: who runs them, if it has a heartbeat.

    A build whose worker is gone goes back into the queue first. lives: called at least every
    second, for whoever watches over the worker.
    """
    left = left_behind(Build.objects.all(), worker, since="heard_at")
    if left.exists():
        begin_again(left, log=f"The process that builds ended {TRIES} times in the middle of it.\n")
    done = 0
    for pk in Build.objects.filter(state=BuildState.QUEUED).order_by("pk").values_list("pk"):
        done += _run(pk[0], worker, lives)
    return done


def _run(pk: int, worker: Heartbeat | None, lives: Callable[[], object]) -> bool:
    now = timezone.now()
    begun = {"started_at": now, "heard_at": now, "done": 0, "total": 0, "log": "", "faults": []}
    if not claim(Build.objects.filter(pk=pk), worker, **begun):
        return False
    build = Build.objects.select_related("freeze__theme").get(pk=pk)
    folder = f"builds/{pk}"
    for half in (settings.DATA / "builds").glob(f".{pk}-*"):
        shutil.rmtree(half, ignore_errors=True)

    def heard(line: str) -> None:
        said = Build.objects.get(pk=pk).log
        line = line.replace(f"{settings.DATA}/", "")
        Build.objects.filter(pk=pk).update(heard_at=timezone.now(), log=f"{said}{line}\n")

    def made(done: int, of: int) -> None:
        Build.objects.filter(pk=pk).update(done=done, total=of, heard_at=timezone.now())

    def issued(text: str) -> None:
        Build.objects.filter(pk=pk).update(issued=text)

    try:
        files = build_apart(
            settings.DATA / build.freeze.file,
            settings.DATA / folder,
            progress=heard,
            made=made,
            issued=issued,
            wanted=still_wanted(Build.objects.filter(pk=pk), lives),
        )
    except Stopped:
        _end(pk, BuildState.STOPPED, "")
    except FaultyInput as faulty:
        Build.objects.filter(pk=pk).update(faults=faulty.rows)
        _end(pk, BuildState.FAILED, "\n".join(map(str, faulty.faults)))
    except Broken as broken:
        _end(pk, BuildState.FAILED, str(broken))
        log_frames("A build", broken.frames)
    else:
        Build.objects.filter(pk=pk).update(folder=folder, done=files, total=files)
        _end(pk, BuildState.DONE, "")
    return True


def _end(pk: int, state: str, words: str) -> None:
    said = Build.objects.get(pk=pk).log
    Build.objects.filter(pk=pk).update(
        state=state, finished_at=timezone.now(), log=f"{said}{words}\n" if words else said
    )
    logger.info("Report %d: %s", pk, BuildState(state).value)


def built_file(folder: str, path: str) -> Path | None:
    """A file of a report, or None; never one outside its folder ('' while there is none)."""
    if not folder:
        return None
    root = (settings.DATA / folder).resolve()
    try:
        target = (root / path).resolve()
        return target if target.is_relative_to(root) and target.is_file() else None
    except (OSError, ValueError):  # too long, or with a character that no file's name has
        return None
