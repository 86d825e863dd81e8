"""What has been counted of answers that stand still, kept by its content.

Kept are released numbers, and no word of a member's. A process that answers never counts: what is
not kept is asked of the worker.
"""

import hashlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings

import samklang
from samklang.core.faults import Fault
from samklang.core.figures.numbers import ReleasedNumbers
from samklang.core.manuscript.demands import Demands
from samklang.package.model import adapter
from samklang.package.read import MANUSCRIPTS
from samklang.render import kept as files

# Nothing is counted of these: cards are printed as they are, and manuscripts ask.
UNCOUNTED = {*MANUSCRIPTS.values(), "knowledge.yaml"}
# So many are kept, over all themes; of one content so many are looked at for the nearest.
MOST, NEAR = 400, 6
_PARTS = ("analysis", "core", "engines", "package")


@dataclass(frozen=True)
class Wanted:
    """Numbers that a look needs. content: of what they are counted on, as `content_of` gives."""

    content: str
    demands: Demands

    @property
    def key(self) -> str:
        """SHA-256 (hex) of what is counted, what is asked, and the programme that counts."""
        made = f"{_programme()} {self.content} {self.demands!r}"
        return hashlib.sha256(made.encode()).hexdigest()


@dataclass(frozen=True)
class Kept:
    """What came of it: numbers, or why there are none."""

    demands: Demands
    numbers: ReleasedNumbers | None = None
    faults: tuple[Fault, ...] = ()


def content_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 (hex) of the files of a package that numbers are counted on."""
    counted = sorted((name, part) for name, part in files.items() if name not in UNCOUNTED)
    made = hashlib.sha256()
    for name, part in counted:
        made.update(f"{name}\0{len(part)}\0".encode())
        made.update(part)
    return made.hexdigest()


def folder() -> Path:
    """Where numbers are kept: below the cache, which goes whenever answers are erased."""
    return Path(settings.DATA) / "cache" / "analyses"


def kept(wanted: Wanted) -> Kept | None:
    """What is kept of just this."""
    return _read(_path(wanted))


def nearest(wanted: Wanted) -> Kept | None:
    """What is kept of the same answers and has the most of what is asked; None where nothing is."""
    there = _path(wanted).parent
    newest = files.newest_first(there.glob("*.json"))[:NEAR]
    counted = [kept for path in newest if (kept := _read(path)) and kept.numbers]
    needs = wanted.demands.needs
    return max(counted, key=lambda kept: len(needs & kept.demands.needs), default=None)


def keep(wanted: Wanted, made: Kept) -> None:
    """Keeps what came of it, whole or not at all; the oldest of too many go."""
    path = _path(wanted)
    path.parent.mkdir(parents=True, exist_ok=True)
    files.keep(path, adapter(cast(Hashable, Kept)).dump_json(made))
    files.let_go(folder().glob("*/*.json"), MOST)


def _path(wanted: Wanted) -> Path:
    made = hashlib.sha256(f"{_programme()} {wanted.content}".encode()).hexdigest()
    return folder() / made / f"{wanted.key}.json"


def _read(path: Path) -> Kept | None:
    try:
        return _parsed(str(path), path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=32)
def _parsed(path: str, written: int) -> Kept:
    kept: Kept = adapter(cast(Hashable, Kept)).validate_json(Path(path).read_bytes())
    return kept


@lru_cache(maxsize=1)
def _programme() -> str:
    """What tells the programme that counts from another version of it."""
    root = Path(samklang.__file__).parent
    paths = sorted(path for part in _PARTS for path in (root / part).rglob("*.py"))
    sizes = [(str(p.relative_to(root)), p.stat().st_size, p.stat().st_mtime_ns) for p in paths]
    return hashlib.sha256(repr(sizes).encode()).hexdigest()
