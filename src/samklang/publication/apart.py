"""Apart: work in a process of its own, which can be stopped, hang or crash alone.

What it takes to analyse and render is read there and goes with it, so whoever orders it stays
small. The process says what it does line by line, in JSON; it gets the environment without our
settings.
"""

import json
import os
import selectors
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from samklang.core.disclosure.ledger import without_digests
from samklang.core.faults import FaultyInput, restored_fault
from samklang.package.parent import end_with_parent

# Seconds between two looks at whether it is still wanted, and without a word after which it hangs.
# The longest that one output takes of the largest theme that was tried is under a minute.
LOOK, SILENCE = 0.5, 900.0
# Its settings are the site's alone: the secret, passwords of database and mail.
_KEPT_BACK = ("SAMKLANG_", "DATABASE_URL", "DJANGO_")


class Stopped(Exception):
    """The build was called off; nothing is left of it."""


class Broken(Exception):
    """The process ended without a result: what it said last.

    frames: where it was in the code, without a word of what it read.
    """

    def __init__(self, what: str, frames: tuple[str, ...] = ()):
        self.frames = frames
        super().__init__(what)


def build_apart(
    path: Path,
    out: Path,
    *,
    progress: Callable[[str], None],
    made: Callable[[int, int], None],
    issued: Callable[[str], None],
    wanted: Callable[[], bool],
    silence: float = SILENCE,
) -> int:
    """As `samklang.publication.build.build`, in another process; gives the number of files.

    issued: hears, as the text of a ledger without digests, what later editions are held against.
    wanted: asked twice a second; where it says no, the process is ended. Raises FaultyInput,
    Stopped, and Broken where it crashed or said nothing for `silence` seconds.
    """
    with closing(heard(__name__, [str(path), str(out)], wanted=wanted, silence=silence)) as said:
        for message in said:
            match message:
                case {"line": line}:
                    progress(line)
                case {"made": [done, of]}:
                    made(done, of)
                case {"issued": str(text)}:
                    issued(text)
                case {"files": int(files)}:
                    return files
                case _:
                    raise Broken(f"It said {message!r:.100}")
    raise Broken("The process ended without a result")


def heard(
    module: str,
    arguments: Sequence[object],
    *,
    wanted: Callable[[], bool],
    silence: float = SILENCE,
) -> Generator[Any]:
    """What `main` of a module says in another process, message by message.

    arguments: what JSON can hold; `saying` hands them on there. Raises as `build_apart` does.
    """
    with subprocess.Popen(
        [sys.executable, "-P", "-c", f"from {module} import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={k: v for k, v in os.environ.items() if not k.startswith(_KEPT_BACK)},
    ) as process:
        try:
            assert process.stdin
            with process.stdin as to:
                to.write(json.dumps([os.getpid(), *arguments]).encode())
            for message in _heard(process, wanted, silence):
                match message:
                    case {"faults": faults}:
                        raise FaultyInput([restored_fault(fault) for fault in faults])
                    case {"error": error, "frames": frames}:
                        raise Broken(error, tuple(frames))
                    case _:
                        yield message
        finally:
            process.kill()
    raise Broken(f"The process ended (status {process.returncode})")


def _heard(
    process: subprocess.Popen[bytes], wanted: Callable[[], bool], silence: float
) -> Iterator[Any]:
    """What the process says, as it says it."""
    assert process.stdout
    heard, rest = time.monotonic(), b""
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not wanted():
                raise Stopped
            if not ready.select(LOOK):
                if time.monotonic() - heard > silence:
                    raise Broken(f"Nothing was heard of it for {silence:.0f} seconds")
                continue
            got = os.read(process.stdout.fileno(), 65_536)
            if not got:
                process.wait()
                return
            heard = time.monotonic()
            *lines, rest = (rest + got).split(b"\n")
            yield from map(json.loads, lines)


def main() -> None:
    """Builds what standard input names, and says on standard output how it goes."""
    saying(_build)


def _build(arguments: Sequence[Any], say: Callable[..., None]) -> None:
    # What goes wrong as it is brought in is said like any other fault.
    from samklang.package import ledger
    from samklang.publication.build import build

    path, out = arguments
    written = build(
        Path(path),
        Path(out),
        progress=lambda line: say(line=line),
        made=lambda done, of: say(made=[done, of]),
        issued=lambda edition: say(issued=ledger.write([without_digests(edition)])),
    )
    say(files=len(written))


def saying(work: Callable[[Sequence[Any], Callable[..., None]], None]) -> None:
    """Does `work` with the arguments of standard input; what it says, and faults, go to the parent.

    It ends with its parent, and stands back for whoever else needs the machine.
    """
    parent, *arguments = json.load(sys.stdin)
    end_with_parent(parent)
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answer:
        os.dup2(2, 1)

        def say(**message: object) -> None:
            answer.write(json.dumps(message) + "\n")
            answer.flush()

        try:
            os.nice(5)
            work(arguments, say)
        except FaultyInput as faulty:
            say(faults=faulty.rows)
        except Exception as error:
            frames = traceback.format_tb(error.__traceback__)
            say(error=f"{type(error).__name__}: {error}", frames=frames)
