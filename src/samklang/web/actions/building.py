"""Building: frozen packages become reports in the worker, with progress shown.

A build is a pure function of its package, so one that a stopped worker left is simply begun again.
"""

import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from samklang.core.faults import FaultyInput
from samklang.publication.build import build as build_package
from samklang.web.actions.audit import record
from samklang.web.actions.heartbeat import gone
from samklang.web.models import Build, Freeze, Heartbeat
from samklang.web.models.build import BuildState

# A build of a worker without a heartbeat that has said nothing for so long was left by it.
SILENCE = datetime.timedelta(minutes=10)


@transaction.atomic
def order_build(freeze: Freeze, *, by: AbstractBaseUser | None) -> Build:
    """Puts a build of a frozen package into the queue; one that waits or runs already is it."""
    waiting = freeze.builds.filter(state__in=[BuildState.QUEUED, BuildState.RUNNING]).first()
    if waiting:
        return waiting
    made = Build.objects.create(freeze=freeze, by=by)
    record("order_build", by=by, theme=freeze.theme, number=freeze.number)
    return made


def run_builds(worker: Heartbeat | None = None) -> int:
    """Runs every build in the queue; gives how many. worker: who runs them, if it has a heartbeat.

    A build whose worker is gone goes back into the queue first.
    """
    silent = Q(worker=None, heard_at__lt=timezone.now() - SILENCE) | Q(worker__in=gone())
    Build.objects.filter(silent, state=BuildState.RUNNING).update(state=BuildState.QUEUED)
    done = 0
    for pk in Build.objects.filter(state=BuildState.QUEUED).order_by("pk").values_list("pk"):
        done += _run(pk[0], worker)
    return done


def _run(pk: int, worker: Heartbeat | None) -> bool:
    now = timezone.now()
    claimed = Build.objects.filter(pk=pk, state=BuildState.QUEUED).update(
        state=BuildState.RUNNING,
        worker=worker,
        started_at=now,
        heard_at=now,
        done=0,
        log="",
        faults=[],
    )
    if not claimed:
        return False
    build = Build.objects.select_related("freeze__theme").get(pk=pk)
    folder = f"builds/{pk}"

    def heard(line: str) -> None:
        said = Build.objects.get(pk=pk).log
        Build.objects.filter(pk=pk).update(
            done=F("done") + 1, heard_at=timezone.now(), log=f"{said}{line}\n"
        )

    try:
        written = build_package(
            settings.DATA / build.freeze.file,
            settings.DATA / folder,
            progress=lambda line: heard(line.replace(f"{settings.DATA}/", "")),
        )
    except FaultyInput as faulty:
        told = [[f.file, f.line, f.column, f.what, f.remedy] for f in faulty.faults]
        Build.objects.filter(pk=pk).update(faults=told)
        _end(pk, BuildState.FAILED, "\n".join(map(str, faulty.faults)))
    except Exception as error:
        _end(pk, BuildState.FAILED, f"{type(error).__name__}: {error}")
        raise
    else:
        Build.objects.filter(pk=pk).update(folder=folder, total=len(written))
        _end(pk, BuildState.DONE, "")
    return True


def _end(pk: int, state: str, words: str) -> None:
    said = Build.objects.get(pk=pk).log
    Build.objects.filter(pk=pk).update(
        state=state, finished_at=timezone.now(), log=f"{said}{words}\n" if words else said
    )


def built_file(build: Build, path: str) -> Path | None:
    """A file of a finished build, or None; never one outside its folder."""
    if not build.folder:
        return None
    root = (settings.DATA / build.folder).resolve()
    found = (root / path).resolve()
    return found if found.is_relative_to(root) and found.is_file() else None
