"""Supervising: the processes of the site are begun, begun again where they end, and stopped."""

import contextlib
import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from samklang.package.parent import end_with_parent

# Seconds a process has to stop before it is killed.
STOPPING = 10.0
# One that ends so soon after its beginning is begun again only after a pause, which doubles.
SOON, PAUSE, LONGEST = 5.0, 0.5, 30.0
# Seconds without a beat after which a process that beats is taken to hang. Nothing that the worker
# does between two beats takes so long: a mail server that keeps it waiting has 30 s.
HANGING = 300.0
# So many quick ends in a row mean that it cannot run here.
TRIES = 8

logger = logging.getLogger("samklang.serve")


class Pulse:
    """When a process last did something, in memory that it shares with its parent."""

    def __init__(self) -> None:
        # The kernel's clock is one for all processes.
        self._at = multiprocessing.RawValue("d", time.monotonic())

    def beat(self) -> None:
        """It lives, and gets on."""
        self._at.value = time.monotonic()

    @property
    def age(self) -> float:
        """Seconds since the last beat."""
        return time.monotonic() - self._at.value


@dataclass
class _Kept:
    """A process that is kept going, and when it may be begun again."""

    name: str
    run: Callable[[], None]
    pulse: Pulse | None = None
    process: BaseProcess | None = None
    began: float = 0.0
    due: float = 0.0
    quick: int = field(default=0)


def supervise(
    processes: Mapping[str, Callable[[], None]],
    *,
    begun: Callable[[], object] = lambda: None,
    pulses: Mapping[str, Pulse] | None = None,
    hanging: float = HANGING,
    stopping: float = STOPPING,
) -> int:
    """Runs each in a process of its own until this one is told to stop; gives its exit status.

    A process that ends is begun again at once. All of them end when this one does, even killed.
    begun: called once when all have been started. pulses: of those processes that say when they
    get on; one whose last beat is `hanging` seconds old is killed. stopping: seconds that they
    have to end when they are told. The status is 1 where one cannot run.
    """
    # A process that is forked has what was read before it in common with the others.
    way = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(way)
    kept = [_Kept(name, run, (pulses or {}).get(name)) for name, run in processes.items()]
    heard, sender = os.pipe()
    os.set_blocking(sender, False)

    def stop(*_: object) -> None:
        with contextlib.suppress(OSError):
            os.write(sender, b"x")

    before = {s: signal.signal(s, stop) for s in (signal.SIGTERM, signal.SIGINT)}
    try:
        for child in kept:
            _begin(context, child)
        begun()
        while True:
            now = time.monotonic()
            for child in kept:
                if child.process is None and child.due <= now:
                    _begin(context, child)
            waiting = [child.due - now for child in kept if child.process is None]
            waiting += [
                _patience(child, hanging) for child in kept if child.process and child.pulse
            ]
            alive = {child.process.sentinel: child for child in kept if child.process}
            ready = wait([heard, *alive], timeout=max(0.0, min(waiting)) if waiting else None)
            if heard in ready:
                return 0
            for sentinel in ready:
                if not _ended(alive[sentinel]):  # type: ignore[index]
                    return 1
    finally:
        _stop([child.process for child in kept if child.process], stopping)
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(heard)
        os.close(sender)


def _patience(child: _Kept, hanging: float) -> float:
    """Seconds until a process that does not beat is killed; where that is now, it is done."""
    assert child.process
    assert child.pulse
    left = hanging - child.pulse.age
    if left <= 0:
        logger.error("The %s process hangs and is ended", child.name)
        # It may not hear anything else. That it has ended is seen like any other end.
        child.process.kill()
        child.pulse.beat()
    return max(0.0, left)


def _begin(context: multiprocessing.context.BaseContext, child: _Kept) -> None:
    if child.pulse:
        child.pulse.beat()
    child.process = context.Process(  # type: ignore[attr-defined]
        target=_child, args=(child.run, os.getpid()), name=f"samklang {child.name}"
    )
    child.began = time.monotonic()
    child.process.start()


def _child(run: Callable[[], None], parent: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to hear
    end_with_parent(parent)
    run()


def _ended(child: _Kept) -> bool:
    """Notes that a process has ended, and when it is begun again; False where that is no use."""
    assert child.process is not None
    child.process.join()
    now, status = time.monotonic(), child.process.exitcode
    child.process = None
    child.quick = child.quick + 1 if now - child.began < SOON else 0
    if child.quick >= TRIES:
        logger.error("The %s process ends as soon as it is begun (status %s)", child.name, status)
        return False
    pause = min(LONGEST, PAUSE * 2 ** (child.quick - 1)) if child.quick > 1 else 0.0
    child.due = now + pause
    logger.warning("The %s process ended (status %s) and is begun again", child.name, status)
    return True


def _stop(processes: list[BaseProcess], seconds: float) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + seconds
    for process in processes:
        process.join(max(0.0, until - time.monotonic()))
        if process.is_alive():
            process.kill()
            process.join()
