"""A served site with a theme to answer: made, started, measured and stopped.

Used by the benchmark and the crash test of answering, and by the browser's tests.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
# What the process that measures or tests may have set for itself.
FOREIGN = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
SECRET = "only for a site that is measured and thrown away"


@dataclass
class Site:
    """A site in a folder of its own. mail: the address of its mail server, or ''.

    log: where its processes write what they say; our own stderr without.
    """

    folder: Path
    port: int
    database: str = ""
    workers: int = 2
    mail: str = ""
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the site's processes."""
        own = {
            "SAMKLANG_DATA": str(self.folder),
            "SAMKLANG_URL": f"http://localhost:{self.port}",
            "SAMKLANG_SECRET": SECRET,
        }
        if self.database:
            own["DATABASE_URL"] = self.database
        if self.mail:
            own["SAMKLANG_MAIL"] = self.mail
        return {**{k: v for k, v in os.environ.items() if k not in FOREIGN}, **own}

    def run(self, module: str, *arguments: str) -> str:
        """What a module of ours prints, run with the site's settings."""
        command = [sys.executable, "-m", module, *arguments]
        done = subprocess.run(
            command, env=self.environment, check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def start(self, *, with_worker: bool = False) -> None:
        """Starts the server and waits until it answers."""
        worker = "--with-worker" if with_worker else "--without-worker"
        command = [sys.executable, "-m", "samklang", "serve", "--port", str(self.port), worker]
        with self.log.open("ab") if self.log else contextlib.nullcontext() as log:
            self.process = subprocess.Popen(
                [*command, "--workers", str(self.workers)],
                env=self.environment,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        self.wait()

    def wait(self, seconds: float = 60.0) -> None:
        """Waits until the server answers. Raises TimeoutError."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.address}/svara/", timeout=5).close()
                return
            except urllib.error.HTTPError:
                return  # it answers, if to another name only
            except OSError:
                pass
            if self.process and self.process.poll() is not None:
                raise RuntimeError("the server stopped by itself")
            time.sleep(0.05)
        raise TimeoutError(self.address)

    def processes(self) -> list[int]:
        """The server's process ids: the one that was started and all that it started."""
        if self.process is None:
            return []
        parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    stat = (entry / "stat").read_text().rpartition(")")[2].split()
                    parents[int(entry.name)] = int(stat[1])
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def cpu(self) -> float:
        """CPU seconds, user and system, that the server's processes have spent."""
        return sum(map(cpu_of, self.processes()))

    def kill(self) -> None:
        """SIGKILL to every process of the server at once."""
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self.process:
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """Stops the server as one does before an upgrade."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None


def cpu_of(pid: int) -> float:
    """CPU seconds, user and system, of a process; 0 where it has ended."""
    with contextlib.suppress(OSError):
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / TICKS
    return 0.0


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextlib.contextmanager
def site(folder: Path, *, database: str = "", workers: int = 2) -> Iterator[Site]:
    """A site that is stopped at the end; it has not been started."""
    made = Site(folder, free_port(), database, workers)
    try:
        yield made
    finally:
        made.stop()


def made_theme(made: Site, members: int, **values: object) -> list[str]:
    """Makes the database and a theme of eight questions on two pages; gives the links' tokens."""
    made.folder.mkdir(parents=True, exist_ok=True)
    answer: list[str] = json.loads(
        made.run("benchmarks.collect_theme", "make", str(members), json.dumps(values))
    )
    return answer
