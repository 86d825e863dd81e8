"""What a subject of `benchmarks.tally` spends: CPU and memory of its process and all it started."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """cpu, wall: seconds. memory: the peak, MB."""

    cpu: float
    wall: float
    memory: float


class Watch:
    """Begins when it is made; `stop` tells what was spent since. root: whose processes."""

    def __init__(self, root: int | None = None):
        self._roots = {os.getpid(), root or os.getpid()}
        self._cpu = self._seconds()
        self._wall = time.perf_counter()

    def stop(self) -> Spent:
        """What was spent; memory is the peak of each process that still runs, added up."""
        cpu = self._seconds() - self._cpu
        wall = time.perf_counter() - self._wall
        peak = sum(_peak(pid) for root in self._roots for pid in _tree(root))
        return Spent(cpu, wall, peak / 1024)

    def _seconds(self) -> float:
        # This process's own clock first, which is finer; looking for the others takes time itself.
        times = os.times()
        own = time.process_time() + times.children_user + times.children_system
        others = {pid for root in self._roots for pid in _tree(root)} - {os.getpid()}
        return own + sum(map(_ticks, others)) / TICK


def _tree(root: int) -> set[int]:
    """A process and all that descend from it."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            parents[int(folder.name)] = int(fields[1])
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _ticks(pid: int) -> int:
    """User and system time of a process and of the children it has waited for."""
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) if fields else 0


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on; empty where the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _peak(pid: int) -> int:
    """The greatest resident memory, kB."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if "VmHWM" in line), 0)
