"""Heartbeats of workers: said while one lives, and missed where it is gone.

No person does these actions, so they write no audit row.
"""

import datetime
import os
import socket
from pathlib import Path

from django.db.models import Q
from django.utils import timezone

from samklang.web.models import Heartbeat

# Seconds between two beats of a worker, and how long one may be silent before it counts as gone.
BEAT = 5.0
SILENT = datetime.timedelta(seconds=30)
KEPT = datetime.timedelta(days=1)


def begin() -> Heartbeat:
    """This process is a worker from now on."""
    now = timezone.now()
    Heartbeat.objects.filter(heard_at__lt=now - KEPT).delete()
    number = os.getpid()
    return Heartbeat.objects.create(
        host=_host(), process=number, begun=_begun(number), heard_at=now
    )


def beat(worker: Heartbeat) -> None:
    """The worker lives. One whose machine has slept for days is put back."""
    worker.heard_at = timezone.now()
    if not Heartbeat.objects.filter(pk=worker.pk).update(heard_at=worker.heard_at):
        worker.save(force_insert=True)


def end(worker: Heartbeat) -> None:
    """The worker stops by itself: it left nothing half done."""
    Heartbeat.objects.filter(pk=worker.pk).delete()


def gone() -> list[int]:
    """The ids of workers that are no more. One query.

    One on this machine is gone as soon as its process is; another when it has long been silent.
    """
    host, silent = _host(), timezone.now() - SILENT
    beats = Heartbeat.objects.filter(Q(host=host) | Q(heard_at__lt=silent))
    return [
        beat.pk
        for beat in beats
        if beat.heard_at < silent or (beat.begun and beat.begun != _begun(beat.process))
    ]


def _host() -> str:
    """The machine, and the room of it in which process numbers mean what they mean to us."""
    try:
        room = os.readlink("/proc/self/ns/pid")
    except OSError:
        room = ""
    return f"{socket.gethostname()[:150]} {room}".strip()


def _begun(process: int) -> str:
    """When a process of this machine began, in ticks since the machine did; '' where it is none.

    Linux says it (proc(5)); elsewhere no worker is known to be gone until it has been silent.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text()[:13]
        ticks = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    # A zombie has ended, though its parent has not asked how.
    return "" if ticks[0] == "Z" else f"{boot} {ticks[19]}"
