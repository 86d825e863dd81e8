"""Rehearsing: the worker makes a theme's report of simulated answers, and says what to expect.

The simulated answers exist in a process of its own for as long as it counts them; no table, frozen
package or edition ever holds one. The report is there for some days, for staff alone.
"""

import logging
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from samklang.core.faults import FaultyInput
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.package.write import texts
from samklang.publication.apart import Broken, Stopped
from samklang.publication.rehearsing import measure_apart, rehearse_apart
from samklang.web.actions.audit import record
from samklang.web.actions.freezing import NoQuestionnaire, write_package
from samklang.web.actions.queue import (
    begin_again,
    call_off,
    claim,
    left_behind,
    log_frames,
    still_wanted,
)
from samklang.web.mail.letters import Written
from samklang.web.models import Heartbeat, Rehearsal, Theme
from samklang.web.models.build import BuildState
from samklang.web.models.rehearsal import RehearsalKind
from samklang.web.models.theme import ThemeState
from samklang.web.queries.package import package_files, theme_package
from samklang.web.queries.questionnaires import latest, published
from samklang.web.queries.rehearsal import with_report

# The draws of every rehearsal begin here: the same questions give the same result.
SEED = 1

logger = logging.getLogger("samklang.worker")


class NotNow(Exception):
    """The theme has opened, or has not closed: it is not the time for what was asked."""


@transaction.atomic
def order_rehearsal(
    theme: Theme, *, rate: int, expected: Mapping[str, Mapping[str, float]], by: User
) -> Rehearsal:
    """Queues a rehearsal of a theme that has not opened. Raises NotNow, NoQuestionnaire."""
    if theme.state != ThemeState.DRAFT:
        raise NotNow
    if latest(theme) is None:
        raise NoQuestionnaire
    return _ordered(theme, RehearsalKind.SIMULATED, rate=rate, expected=expected, by=by)


@transaction.atomic
def order_comparison(theme: Theme, *, by: User) -> Rehearsal:
    """Queues the same numbers of the answers of a theme that has closed. Raises NotNow."""
    if theme.state != ThemeState.CLOSED or theme.deidentified_at or published(theme) is None:
        raise NotNow
    return _ordered(theme, RehearsalKind.REAL, by=by)


def _ordered(theme: Theme, kind: str, *, by: User, **values: object) -> Rehearsal:
    waiting = theme.rehearsals.filter(kind=kind, state=BuildState.QUEUED).first()
    if waiting:
        for name, value in values.items():
            setattr(waiting, name, value)
        # Only these: the worker may have taken it up meanwhile.
        waiting.save(update_fields=list(values))
        return waiting
    made = Rehearsal.objects.create(theme=theme, kind=kind, by=by, **values)
    record("order_rehearsal", by=by, theme=theme, kind=str(kind))
    return made


@transaction.atomic
def stop_rehearsal(rehearsal: Rehearsal, *, by: User) -> bool:
    """Calls a rehearsal off, as a build is. False where it has ended already."""
    stopped = call_off(Rehearsal.objects.filter(pk=rehearsal.pk))
    if stopped:
        record("stop_rehearsal", by=by, theme=rehearsal.theme, kind=rehearsal.kind)
    return stopped


def send_sample(theme: Theme, letter: Written, *, language: Language, by: User) -> None:
    """Sends a letter as it will arrive to whoever asks. Raises OSError and SMTPException."""
    to = by.email or by.get_username()
    EmailMessage(
        subject=phrase(language, "rehearsal.sample_subject", subject=letter.subject),
        body=letter.body,
        to=[to],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": language},
    ).send()
    record("send_sample", by=by, theme=theme)


def run_rehearsals(
    worker: Heartbeat | None = None, *, lives: Callable[[], object] = lambda: None
) -> int:
    """Runs every rehearsal in the queue; gives how many. lives: as in run_builds."""
    removed = _forget()
    left = left_behind(Rehearsal.objects.all(), worker, since="started_at")
    for pk in left.values_list("pk", flat=True):
        _file(pk).unlink(missing_ok=True)
    if left.exists():
        begin_again(left)
    queue = Rehearsal.objects.filter(state=BuildState.QUEUED).order_by("pk")
    return removed + sum(_run(pk, worker, lives) for pk in queue.values_list("pk", flat=True))


def _forget() -> int:
    """Removes reports that are old, were made anew, or whose theme is gone; gives how many.

    One query where a report lies there, else none.
    """
    folder = _folder()
    there = {path for path in folder.iterdir() if path.is_dir()} if folder.is_dir() else set()
    if not there:
        return 0
    standing = list(
        Rehearsal.objects.filter(
            Q(pk__in=with_report()) | Q(state__in=(BuildState.QUEUED, BuildState.RUNNING))
        ).values_list("pk", flat=True)
    )
    # A report that is being written lies beside its place, under a name that begins with a dot.
    old = [
        path for path in there if path.name.strip(".").partition("-")[0] not in map(str, standing)
    ]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    Rehearsal.objects.exclude(folder="").exclude(pk__in=standing).update(folder="")
    return len(old)


def _run(pk: int, worker: Heartbeat | None, lives: Callable[[], object]) -> bool:
    mine = Rehearsal.objects.filter(pk=pk)
    if not claim(mine, worker, started_at=timezone.now(), done=0, total=0):
        return False
    own = mine.select_related("theme__network").get()
    wanted = still_wanted(mine, lives)
    values: dict[str, object] = {"state": BuildState.FAILED}
    try:
        values = {"state": BuildState.DONE, **_worked_out(own, wanted)}
    except FaultyInput as faulty:
        values["faults"] = faulty.rows
    except Stopped:
        values["state"] = BuildState.STOPPED
    except Broken as broken:
        # What it says may hold what it read.
        logger.error("A rehearsal failed")
        log_frames("A rehearsal", broken.frames)
    finally:
        _file(pk).unlink(missing_ok=True)
    mine.update(finished_at=timezone.now(), **values)
    return True


def _worked_out(rehearsal: Rehearsal, wanted: Callable[[], bool]) -> dict[str, object]:
    """What the row says from now on."""
    path = _file(rehearsal.pk)
    if rehearsal.kind == RehearsalKind.SIMULATED:
        write_package(path, _unanswered(rehearsal.theme))
        folder = _folder() / str(rehearsal.pk)
        made = rehearse_apart(
            path,
            folder,
            rate=rehearsal.rate,
            seed=SEED,
            expected=rehearsal.expected,
            made=lambda done, of: _made(rehearsal.pk, done, of),
            wanted=wanted,
        )
        at = "" if made.faults else folder.relative_to(settings.DATA).as_posix()
        return {"result": made.result, "folder": at, "faults": made.faults}
    version = published(rehearsal.theme)
    assert version is not None
    write_package(path, package_files(rehearsal.theme, version))
    return {"result": measure_apart(path, wanted=wanted), "faults": []}


def _made(pk: int, done: int, of: int) -> None:
    Rehearsal.objects.filter(pk=pk).update(done=done, total=of)


def _file(pk: int) -> Path:
    """The package that a rehearsal is made of, there only while it runs."""
    return _folder() / f"{pk}.zip"


def _folder() -> Path:
    """Where the reports of rehearsals lie."""
    return Path(settings.DATA / "rehearsals")


def _unanswered(theme: Theme) -> Mapping[str, bytes]:
    """The files of a theme's package without anything that a member has said."""
    version = published(theme) or latest(theme)
    assert version is not None
    bare = theme_package(theme, version).unanswered()
    made = {**texts(bare), **{f.path: f.text for f in theme.files.all()}}
    return {**{name: text.encode() for name, text in made.items()}, **bare.style, **bare.pictures}
