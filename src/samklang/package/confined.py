"""Confined: a file from outside is read in a process of its own, within memory and time.

What reads a file may loop, grow or crash; then only that process ends, and the caller has a fault
to show. The process gets the function by its name and the bytes, and none of our settings.
"""

import io
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from traceback import walk_tb
from typing import Any, Literal, TypeVar, cast

logger = logging.getLogger("samklang.files")

T = TypeVar("T")
Reason = Literal["time", "memory", "broken", "busy", "slow"]

# So many at once for each process of ours: more would take the processors from those who answer.
AT_ONCE = 2
_places = threading.BoundedSemaphore(AT_ONCE)
# What the process sees of our environment; never a password, an address or the secret.
_PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LANG", "LC_ALL", "SYSTEMROOT")


@dataclass(frozen=True)
class Limits:
    """cpu, wall: seconds. memory: bytes of address space, which is more than what is resident."""

    cpu: float = 1.7
    memory: int = 300_000_000
    wall: float = 30.0


UPLOAD = Limits()


class TooMuch(Exception):
    """A file that could not be read within the limits.

    reason: `time` or `memory` ran out, the reader ended without a word (`broken`), so many files
    were being read that this one was not begun (`busy`), or it was not done though it had
    processor time left (`slow`): then the machine had other things to do, and the file is not
    to blame.
    """

    def __init__(self, reason: Reason):
        self.reason: Reason = reason
        super().__init__(reason)


def confined(read: Callable[..., T], *arguments: object, limits: Limits = UPLOAD) -> T:
    """What `read(*arguments)` gives or raises, worked out in a process with `limits`.

    read: a function of a module, known by its name. Arguments, value and exceptions are such as
    can be pickled; an exception of ours keeps its attributes. Raises TooMuch where a limit is met,
    and where the reader failed in any other way.
    """
    order = pickle.dumps((limits, os.getpid())) + pickle.dumps((read, arguments))
    if not _places.acquire(timeout=limits.wall):
        raise TooMuch("busy")
    try:
        with subprocess.Popen(
            [sys.executable, "-P", "-c", f"from {__name__} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        ) as process:
            try:
                answer, _ = process.communicate(order, timeout=limits.wall)
            except subprocess.TimeoutExpired:
                process.kill()
                raise TooMuch("slow") from None
            finally:
                if process.poll() is None:
                    process.kill()
    finally:
        _places.release()
    if process.returncode:
        raise TooMuch(_reason(process.returncode))
    kind, value, state = _Answer(io.BytesIO(answer)).load()
    if kind == "value":
        return cast(T, value)
    if kind == "memory":
        raise TooMuch("memory")
    if kind == "broken":
        logger.error("A reader of a file failed at %s", value)
        raise TooMuch("broken")
    error = value[0].__new__(value[0], *value[1])
    error.__dict__.update(state)
    raise error


def _reason(status: int) -> Reason:
    """Why a process ended with a status; minus the signal's number where it was a signal."""
    if os.name != "posix":
        return "broken"
    import signal

    if -status in (signal.SIGPROF, signal.SIGXCPU, signal.SIGKILL):
        return "time"
    # A library in Rust or C++ that gets no memory ends the process.
    return "memory" if -status == signal.SIGABRT else "broken"


class _Answer(pickle.Unpickler):
    """Reads what a process answers: data and our own classes, never a function to call.

    A reader that a file has taken over must not thereby get hold of the process that asked.
    """

    def find_class(self, module: str, name: str) -> Any:
        """A class of ours, a built-in exception or a type of the standard library's data."""
        kind = super().find_class(module, name)
        ours = module.split(".")[0] == "samklang"
        if isinstance(kind, type) and (
            ours
            or (module == "builtins" and issubclass(kind, (Exception, set, frozenset, complex)))
            or (module, name) in _DATA
        ):
            return kind
        raise pickle.UnpicklingError(f"{module}.{name}")


_DATA = {
    ("datetime", "date"),
    ("datetime", "datetime"),
    ("datetime", "timedelta"),
    ("datetime", "timezone"),
    ("decimal", "Decimal"),
    ("fractions", "Fraction"),
    ("collections", "OrderedDict"),
    ("collections", "defaultdict"),
}


def _confine(limits: Limits, parent: int) -> None:
    """Sets the limits of this process, which nothing that it reads can take off."""
    import resource
    import signal

    # It needs signals that some systems lack.
    from samklang.package.parent import end_with_parent

    end_with_parent(parent)
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    # The timer has parts of a second; the limit stands where a reader stops the timer.
    seconds = int(limits.cpu) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    spent = sum(os.times()[:2])
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, max(0.1, limits.cpu - spent))


def _meant(error: Exception) -> bool:
    """Whether a reader means it for whoever asked; else it met what nobody had foreseen."""
    of_the_machine = isinstance(error, OSError) and error.filename is not None
    return of_the_machine or type(error).__module__.split(".")[0] == "samklang"


def _where(error: Exception) -> str:
    """The kind of an error and the last places it passed, without what it says of the file."""
    frames = [(frame.f_code, line) for frame, line in walk_tb(error.__traceback__)]
    places = [f"{code.co_filename}:{line} {code.co_name}" for code, line in frames[-4:]]
    return "; ".join([*places, type(error).__name__])


def main() -> None:
    """Reads one order from standard input and writes what comes of it to standard output."""
    out = os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "wb") as nothing:
        os.dup2(nothing.fileno(), 1)
    # The limits stand before anything of the order is imported.
    limits, parent = pickle.load(sys.stdin.buffer)
    if os.name == "posix":
        _confine(limits, parent)
    try:
        read, arguments = pickle.load(sys.stdin.buffer)
        content = pickle.dumps(("value", read(*arguments), None))
    except MemoryError:
        content = pickle.dumps(("memory", None, None))
    except Exception as error:
        if _meant(error):
            content = pickle.dumps(("fault", (type(error), error.args), vars(error)))
        else:
            content = pickle.dumps(("broken", _where(error), None))
    with out:
        out.write(content)
