"""A process that lives but hangs is ended and begun again; one that gets on is left alone."""

import functools
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from samklang.site import supervising
from samklang.site.supervising import Pulse, supervise

# Seconds without a beat that count as hanging here.
HANGING = 0.3


def sleeper(log: Path, pulse: Pulse) -> None:
    """Begins, and hangs with its ears shut, as a library that holds the interpreter would."""
    _write(log)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        time.sleep(3600)


def stopped(log: Path, pulse: Pulse) -> None:
    """Begins, beats, and is then halted from outside."""
    _write(log)
    pulse.beat()
    os.kill(os.getpid(), signal.SIGSTOP)


def steady(log: Path, pulse: Pulse) -> None:
    """Begins, and gets on for longer than a hanging process would be given."""
    _write(log)
    until = time.monotonic() + 4 * HANGING
    while time.monotonic() < until:
        pulse.beat()
        time.sleep(0.01)
    log.with_suffix(".whole").touch()
    os.kill(os.getppid(), signal.SIGTERM)
    time.sleep(60)


def _write(log: Path) -> None:
    with log.open("a") as file:
        file.write(f"{os.getpid()}\n")


@pytest.mark.parametrize("hangs", [sleeper, stopped])
def test_a_process_that_hangs_is_ended_and_begun_again(
    hangs: Callable[[Path, Pulse], None], tmp_path: Path
) -> None:
    log, pulse = tmp_path / "log", Pulse()
    log.touch()

    def stop_when_begun_again() -> None:
        until = time.monotonic() + 60
        while len(log.read_text().split()) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)

    watch = threading.Thread(target=stop_when_begun_again)
    status = supervise(
        {"worker": functools.partial(hangs, log, pulse)},
        begun=watch.start,
        pulses={"worker": pulse},
        hanging=HANGING,
        stopping=0.2,
    )
    watch.join()
    first, second = log.read_text().split()
    assert (status, first != second) == (0, True)
    assert not any(Path(f"/proc/{process}").exists() for process in (first, second))


def test_a_process_that_gets_on_is_left_alone(tmp_path: Path) -> None:
    log, pulse = tmp_path / "log", Pulse()
    supervise(
        {"worker": functools.partial(steady, log, pulse)},
        pulses={"worker": pulse},
        hanging=HANGING * 2,
    )
    assert len(log.read_text().split()) == 1
    assert log.with_suffix(".whole").exists()


class Ended:
    """A process that has ended."""

    exitcode = 1

    def join(self) -> None:
        """It has."""


def test_one_that_ends_is_begun_again_at_once_and_only_then_after_pauses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(supervising.time, "monotonic", lambda: 100.0)
    one = supervising._Kept("worker", lambda: None)
    pauses = []
    while True:
        one.process, one.began = Ended(), 99.0  # type: ignore[assignment]
        if not supervising._ended(one):
            break
        pauses.append(one.due - 100.0)
    assert pauses == [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0]
    # One that has lived for a while is begun again at once whatever came before.
    one.process, one.began = Ended(), 90.0  # type: ignore[assignment]
    assert supervising._ended(one)
    assert one.due == 100.0
