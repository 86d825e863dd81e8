"""A benchmark's table: each work in a process of its own, printed and kept as JSON."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = Path("build/bench")


@dataclass(frozen=True)
class Run:
    """What a subject spent on a work. cpu, wall: seconds; memory: the largest process's peak, MB.

    ratio: CPU against the first subject of the same work.
    """

    subject: str
    work: str
    cpu: float
    wall: float
    memory: float
    ratio: float


def measure(module: str, *, work: str, subjects: Sequence[str], argument: str) -> list[Run]:
    """Runs `python -m module --run SUBJECT ARGUMENT` for every subject, one after the other.

    The process reports its own work, so that starting Python and making the data are left out.
    """
    runs: list[Run] = []
    for subject in subjects:
        command = [sys.executable, "-m", module, "--run", subject, argument]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        spent = json.loads(done.stdout.splitlines()[-1])
        first = runs[0].cpu if runs else spent["cpu"]
        ratio = spent["cpu"] / first if first else 1.0
        runs.append(Run(subject, work, spent["cpu"], spent["wall"], spent["memory"], ratio))
        print(line(runs[-1]), flush=True)
    return runs


def report(action: Callable[[], object]) -> None:
    """Does the action and prints what it spent, for `measure` to read."""
    wall, cpu = time.perf_counter(), _cpu()
    action()
    # Not our own ru_maxrss, which a process takes over from the one that started it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    own = int(status.partition("VmHWM:")[2].split()[0])
    memory = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
    spent = {"cpu": _cpu() - cpu, "wall": time.perf_counter() - wall, "memory": memory}
    print(json.dumps(spent))


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


HEADER = f"{'subject':<14}{'work':<40}{'cpu s':>9}{'wall s':>9}{'peak MB':>9}{'ratio':>8}"


def line(run: Run) -> str:
    """A run as a line of the table."""
    return (
        f"{run.subject:<14}{run.work:<40}{run.cpu:>9.2f}{run.wall:>9.2f}"
        f"{run.memory:>9.0f}{run.ratio:>8.1f}"
    )


def keep(name: str, runs: Sequence[object]) -> None:
    """Writes the rows (dataclasses) to build/bench/NAME.json."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = [asdict(run) for run in runs]  # type: ignore[call-overload]
    (FOLDER / f"{name}.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
