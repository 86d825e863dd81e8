"""Outside: a theme package or another file on this machine, read in a confined process."""

import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from samklang.core.faults import faulty_file
from samklang.core.language.messages import message
from samklang.package.confined import Limits, TooMuch, confined
from samklang.package.files import FOLDERS, TOTAL_BYTES, UNSOUND, is_part
from samklang.package.theme_package import ThemePackage

T = TypeVar("T")
# A network of thousands has a package of one or two megabytes. What is larger is a survey that is
# counted where it lies, and takes the time and room of its rows.
SMALL = 2_000_000
CPU_A_MEGABYTE, MEMORY_A_BYTE = 1.0, 40
# An example is some two kilobytes of YAML, which takes longer to read than a table of that size.
CPU_A_KILOBYTE_OF_EXAMPLES = 0.003
# Nobody else waits for a command, which may be run beside much else.
WALL = 120.0


def read_outside(path: Path) -> ThemePackage:
    """As `samklang.package.read.read`, in a confined process. Raises FaultyInput."""
    return confined_file(_read, path, size=_size(path))


def confined_file(read: Callable[[Path], T], path: Path, *, size: int | None = None) -> T:
    """What `read` makes of a file that its owner has on this machine. Raises FaultyInput.

    The limits follow from its size in bytes (of its parts, where it is packed): 1.7 s of CPU and
    300 MB up to SMALL, and beyond that as much more as an honest file takes.
    """
    if size is None:
        size = path.stat().st_size if path.is_file() else 0
    more = max(0, min(size, TOTAL_BYTES) - SMALL)
    examples = min(_size(path, "examples/"), TOTAL_BYTES)
    limits = Limits(
        cpu=Limits.cpu + CPU_A_MEGABYTE * more / 1e6 + CPU_A_KILOBYTE_OF_EXAMPLES * examples / 1e3,
        memory=Limits.memory + MEMORY_A_BYTE * more,
        wall=WALL + 10 * more / 1e6,
    )
    try:
        return confined(read, path, limits=limits)
    except TooMuch as fault:
        what = {
            "time": message("package.reading_takes_time", seconds=f"{limits.cpu:.0f}"),
            "memory": message("package.reading_takes_memory", megabytes=limits.memory // 10**6),
            "broken": message("package.reading_ended"),
            "busy": message("package.others_are_read"),
            "slow": message("package.reading_was_slow", seconds=f"{limits.wall:.0f}"),
        }[fault.reason]
        waits = fault.reason in ("busy", "slow")
        remedy = message("package.try_later" if waits else "package.take_away_and_try")
        raise faulty_file(path.name, what, remedy) from None


def _read(path: Path) -> ThemePackage:
    # Imported where it is read: whoever asks need not have what it takes.
    from samklang.package.read import read

    return read(path)


def _size(path: Path, within: str = "") -> int:
    """How many bytes the parts of a package say they are; 0 where it is none.

    within: only those whose path begins so.
    """
    try:
        if path.is_dir():
            inside = [path, *(path / name for name in FOLDERS)]
            there = [entry for folder in inside if folder.is_dir() for entry in folder.iterdir()]
            sizes = [(entry.relative_to(path).as_posix(), entry.stat()) for entry in there]
            parts = [(name, s) for name, s in sizes if is_part(name) and stat.S_ISREG(s.st_mode)]
            return sum(s.st_size for name, s in parts if name.startswith(within))
        with zipfile.ZipFile(path) as archive:
            every = archive.infolist()
            return sum(entry.file_size for entry in every if within in entry.filename)
    except UNSOUND:
        return 0
