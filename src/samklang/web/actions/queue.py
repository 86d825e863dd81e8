"""The worker's queues: what a worker left behind, what is called off, what is still wanted.

For tables with a state (BuildState), worker, tries, stop_at and finished_at.
"""

import datetime
import logging
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import Error, close_old_connections
from django.db.models import F, Model, Q, QuerySet
from django.utils import timezone

from samklang.web.actions.heartbeat import gone
from samklang.web.models import Heartbeat
from samklang.web.models.build import BuildState

# Work of a worker without a heartbeat that has said nothing for so long was left by it.
SILENCE = datetime.timedelta(minutes=10)
# How often a piece of work is begun again after its worker was gone.
TRIES = 3
# Seconds between two looks at whether work that runs is still wanted.
LOOK = 1.0

Row = TypeVar("Row", bound=Model)
logger = logging.getLogger("samklang.worker")


def left_behind(rows: QuerySet[Row], worker: Heartbeat | None, *, since: str) -> QuerySet[Row]:
    """Of `rows`, those that no worker is at. since: the field that says when it was last heard of.

    worker: whoever asks, between two pieces of work: what it began before, and has not ended, was
    cut off by a fault (a database that was away).
    """
    silent = Q(worker=None, **{f"{since}__lt": timezone.now() - SILENCE})
    ended = [*gone(), *([worker.pk] if worker else [])]
    return rows.filter(silent | Q(worker__in=ended), state=BuildState.RUNNING)


def begin_again(left: QuerySet[Model], **given_up: object) -> None:
    """Puts what was left behind back into the queue. What was called off meanwhile has ended, and
    so has what was begun TRIES times; `given_up`: what is written in such a row. Three statements.
    """
    now = timezone.now()
    left.filter(stop_at__isnull=False).update(state=BuildState.STOPPED, finished_at=now)
    left.filter(tries__gte=TRIES).update(state=BuildState.FAILED, finished_at=now, **given_up)
    left.update(state=BuildState.QUEUED)


def claim(rows: QuerySet[Model], worker: Heartbeat | None, **written: object) -> bool:
    """Takes a piece of work out of the queue; False where another worker has it, or it has ended.

    written: what else its row says from now on.
    """
    waiting = rows.filter(state=BuildState.QUEUED)
    return bool(
        waiting.update(state=BuildState.RUNNING, worker=worker, tries=F("tries") + 1, **written)
    )


def work_through(
    rows: QuerySet[Model],
    worker: Heartbeat | None,
    *,
    run: Callable[[int], bool],
    end: Callable[[int, str], None],
) -> int:
    """Runs what waits among `rows`, oldest first; gives how many. What a worker left goes on.

    For work that keeps in `heard_at` when it was last heard of. run: a piece of work by its key;
    whether it was there to be run. end: says how one ended that its worker left, by its key and
    state, where it was called off meanwhile or has been begun TRIES times.
    """
    left = left_behind(rows, worker, since="heard_at")
    ended = left.filter(Q(stop_at__isnull=False) | Q(tries__gte=TRIES))
    for pk, stop_at in ended.values_list("pk", "stop_at"):
        end(pk, BuildState.STOPPED if stop_at else BuildState.FAILED)
    if left.exists():
        begin_again(left)
    queue = rows.filter(state=BuildState.QUEUED).order_by("pk")
    return sum(run(pk) for pk in list(queue.values_list("pk", flat=True)))


def log_frames(what: str, frames: Sequence[str]) -> None:
    """Logs where in the code a piece of work broke; what it said may hold what it read."""
    for line in frames:
        logger.error("%s failed: %s", what, line.strip())


def call_off(rows: QuerySet[Model]) -> bool:
    """Calls work off: what waits at once, what runs within seconds. False where it has ended."""
    now, standing = timezone.now(), rows.filter(stop_at=None)
    # Asked in this order, what is claimed meanwhile is not missed.
    stopped = standing.filter(state=BuildState.QUEUED).update(
        state=BuildState.STOPPED, stop_at=now, finished_at=now
    ) or standing.filter(state=BuildState.RUNNING).update(stop_at=now)
    return bool(stopped)


def still_wanted(rows: QuerySet[Model], lives: Callable[[], object]) -> Callable[[], bool]:
    """Whether work that runs has not been called off; the database is asked once a second.

    lives: called each time, for whoever watches over the worker.
    """
    looked, answer = 0.0, True

    def wanted() -> bool:
        nonlocal looked, answer
        lives()
        if time.monotonic() - looked > LOOK:
            looked = time.monotonic()
            try:
                answer = rows.filter(stop_at=None).exists()
            except Error:  # a database that is away for a while loses no work
                close_old_connections()
        return answer

    return wanted
