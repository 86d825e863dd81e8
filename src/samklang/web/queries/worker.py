"""Whether a worker is at work: when one was last heard, and what waits for it."""

import datetime
import time
from dataclasses import dataclass

from django.db.models import Max, Min
from django.utils import timezone

from samklang.web.models import Build, Heartbeat, Letter
from samklang.web.models.build import BuildState
from samklang.web.models.mailing import LetterState

# Staff are told when none has been heard for so long; a restart takes less.
QUIET = datetime.timedelta(minutes=1)
# Seconds that a process of ours believes what it has seen, so that not every page asks.
BELIEVED = 10.0

_seen: tuple[float, datetime.datetime | None] = (float("-inf"), None)


@dataclass(frozen=True)
class Waiting:
    """What waits for a worker: letters, builds, and since when the oldest build has."""

    letters: int
    builds: int
    since: datetime.datetime | None


def last_heard() -> datetime.datetime | None:
    """When a worker was last heard; None where none ever was. One query."""
    heard: datetime.datetime | None = Heartbeat.objects.aggregate(at=Max("heard_at"))["at"]
    return heard


def silent_since() -> datetime.datetime | None:
    """When the last worker was heard, where that is too long ago; None where one is at work.

    A site that never had a worker is not reminded of it on every page. One query in ten seconds.
    """
    global _seen
    now = time.monotonic()
    if now - _seen[0] > BELIEVED:
        _seen = (now, last_heard())
    heard = _seen[1]
    return heard if heard and timezone.now() - heard > QUIET else None


def forget() -> None:
    """Asks anew the next time."""
    global _seen
    _seen = (float("-inf"), None)


def waiting() -> Waiting:
    """What is in the queues. Two queries."""
    builds = Build.objects.filter(state=BuildState.QUEUED)
    oldest = builds.aggregate(at=Min("queued_at"))["at"]
    letters = Letter.objects.filter(state=LetterState.QUEUED).count()
    return Waiting(letters, builds.count() if oldest else 0, oldest)
