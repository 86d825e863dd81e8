"""Trying: answers from another tool become a report that only one person sees, for a day.

The answers stand in the trial's row alone; the worker makes a theme package of them while it
builds. A trial is no theme: its answers have no members, so that nobody could take one back.
"""

import logging
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from samklang.core.faults import FaultyInput
from samklang.core.language.wording import Language, known_language
from samklang.exchange.answers.changing import Choice, changed
from samklang.exchange.answers.composing import composed
from samklang.exchange.answers.guesses import Guesses
from samklang.exchange.answers.table import AnswerTable
from samklang.package.model import adapter
from samklang.package.write import texts
from samklang.publication.apart import Broken, Stopped, build_apart
from samklang.web.actions.audit import record
from samklang.web.actions.freezing import write_package
from samklang.web.actions.queue import begin_again, claim, left_behind, log_frames, still_wanted
from samklang.web.models import Heartbeat, Network, Trial
from samklang.web.models.trial import TrialState
from samklang.web.queries.trials import guesses_of, overdue, table_of, trials

# How many of one person's there are at a time: each keeps a whole file in the database.
MOST = 5

logger = logging.getLogger("samklang.worker")


class TooMany(Exception):
    """The person has as many trials as there may be."""


@transaction.atomic
def keep_trial(
    network: Network,
    table: AnswerTable,
    guesses: Guesses,
    *,
    name: str,
    language: Language,
    by: User,
) -> Trial:
    """Keeps a file of answers for a day, with what its columns were taken for. Raises TooMany."""
    if trials(network, by).count() >= MOST:
        raise TooMany
    made = Trial.objects.create(
        network=network,
        by=by,
        name=name[:200],
        title=Path(name).stem[:200],
        language=language,
        header=list(table.header),
        rows=[list(row) for row in table.rows],
        notes=list(table.notes),
        guesses=adapter(Guesses).dump_python(guesses, mode="json"),
    )
    record("keep_trial", by=by, network=network, answers=len(table.rows))
    return made


@transaction.atomic
def change_trial(
    trial: Trial, choices: Sequence[Choice], *, title: str, language: Language
) -> None:
    """Takes the columns for something else. Raises FaultyInput where that cannot be."""
    new = changed(table_of(trial), guesses_of(trial), choices, language)
    trial.guesses = adapter(Guesses).dump_python(new, mode="json")
    trial.title, trial.language = title, language
    trial.stale = bool(trial.folder)
    trial.save(update_fields=["guesses", "title", "language", "stale"])


@transaction.atomic
def order_trial(trial: Trial, *, by: User) -> None:
    """Queues the report of a trial; one that waits or is made already is it."""
    mine = Trial.objects.filter(pk=trial.pk)
    waiting = mine.exclude(state__in=[TrialState.QUEUED, TrialState.RUNNING])
    if waiting.update(state=TrialState.QUEUED, tries=0, faults=[]):
        record("order_trial", by=by, network=trial.network)


@transaction.atomic
def erase_trial(trial: Trial, *, by: User) -> None:
    """Removes a file of answers and all that was made of it."""
    record("erase_trial", by=by, network=trial.network)
    pk = trial.pk
    trial.delete()
    transaction.on_commit(lambda: _remove_files(pk))


def run_trials(
    worker: Heartbeat | None = None, *, lives: Callable[[], object] = lambda: None
) -> int:
    """Removes trials that are a day old, and makes every report in the queue; gives how many.

    lives: as in run_builds.
    """
    removed = _forget()
    left = left_behind(Trial.objects.all(), worker, since="started_at")
    if left.exists():
        begin_again(left)
    queue = Trial.objects.filter(state=TrialState.QUEUED).order_by("pk")
    return removed + sum(_run(pk, worker, lives) for pk in queue.values_list("pk", flat=True))


def _forget() -> int:
    """Removes trials that are a day old. One query where there is none."""
    old = list(overdue().values_list("pk", flat=True))
    for pk in old:
        Trial.objects.filter(pk=pk).delete()
        _remove_files(pk)
    return len(old)


def _run(pk: int, worker: Heartbeat | None, lives: Callable[[], object]) -> bool:
    begun = {"started_at": timezone.now(), "done": 0, "total": 0, "folder": ""}
    if not claim(Trial.objects.filter(pk=pk), worker, **begun):
        return False
    trial = Trial.objects.select_related("network").get(pk=pk)
    _remove_files(pk)
    values: dict[str, object] = {"state": TrialState.FAILED}
    try:
        _build(trial, lives)
        values = {"state": TrialState.DONE, "folder": _folder(pk)}
    except FaultyInput as faulty:
        values["faults"] = faulty.rows
    except Stopped:
        values["state"] = TrialState.STOPPED
    except Broken as broken:
        # What it says may hold what it read.
        logger.error("A trial failed")
        log_frames("A trial", broken.frames)
    finally:
        _package(pk).unlink(missing_ok=True)
    values |= {"finished_at": timezone.now(), "stale": _changed_since(trial)}
    if not Trial.objects.filter(pk=pk).update(**values):
        # Erased while it was made.
        _remove_files(pk)
    return True


def _changed_since(trial: Trial) -> bool:
    """Whether somebody has changed what the columns are taken for while the report was made."""
    now = Trial.objects.filter(pk=trial.pk).values("title", "language", "guesses").first()
    return now != {name: getattr(trial, name) for name in ("title", "language", "guesses")}


def _build(trial: Trial, lives: Callable[[], object]) -> None:
    package = composed(
        table_of(trial),
        guesses_of(trial),
        name=trial.name,
        title=trial.title,
        network=trial.network.name,
        language=known_language(trial.language),
    )
    files = {name: text.encode() for name, text in texts(package).items()}
    write_package(_package(trial.pk), files)

    def made(done: int, of: int) -> None:
        Trial.objects.filter(pk=trial.pk).update(done=done, total=of)

    build_apart(
        _package(trial.pk),
        settings.DATA / _folder(trial.pk),
        progress=lambda _: None,
        made=made,
        # It has no later editions to be held against it.
        issued=lambda _: None,
        wanted=still_wanted(Trial.objects.filter(pk=trial.pk), lives),
    )


def _folder(pk: int) -> str:
    return f"trials/{pk}"


def _package(pk: int) -> Path:
    """The theme package of a trial, there only while its report is made."""
    return Path(settings.DATA / "trials" / f"{pk}.zip")


def _remove_files(pk: int) -> None:
    _package(pk).unlink(missing_ok=True)
    shutil.rmtree(settings.DATA / _folder(pk), ignore_errors=True)
    # A build that was ended in the middle leaves its half beside.
    for half in (settings.DATA / "trials").glob(f".{pk}-*"):
        shutil.rmtree(half, ignore_errors=True)
