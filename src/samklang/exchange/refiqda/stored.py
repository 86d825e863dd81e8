"""Stored: the texts that lie beside a project's XML, by the paths that it names them by."""

import codecs
from collections.abc import Mapping
from urllib.parse import unquote

from samklang.exchange.refiqda.archive import SOURCES

INTERNAL = "internal://"
OUTSIDE = ("relative://", "absolute://")


def stored_text(texts: Mapping[str, bytes], path: str) -> bytes | None:
    """A text of the file's own: by its path within, or, of a path outside, by its name."""
    inside = path.replace("\\", "/").lower()
    kind = next((k for k in (INTERNAL, *OUTSIDE) if inside.startswith(k)), "")
    inside = inside.removeprefix(kind).lstrip("/").removeprefix(SOURCES)
    name = inside if kind == INTERNAL else inside.rpartition("/")[2]
    # Some write a path as an address has it, "my%20text.txt".
    return texts.get(name, texts.get(unquote(name)))


def decoded(content: bytes, *, ours: bool) -> str:
    """The text. Raises UnicodeDecodeError where it is neither UTF-8 nor marked as UTF-16."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    # Ours has no byte order mark: where one begins a text, it is the answer's own.
    return content.decode("utf-8" if ours else "utf-16" if wide else "utf-8-sig")
