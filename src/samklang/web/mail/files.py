"""Mail that is kept as files (SAMKLANG_MAIL=file://…): letters taken out, old files removed."""

import datetime
import email
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

# What Django's backend writes after each message.
_LINE = b"-" * 79 + b"\n"


def _files() -> Iterator[Path]:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if folder and Path(folder).is_dir():
        yield from Path(folder).glob("*.log")


def take_out(message_ids: frozenset[str]) -> int:
    """Takes the letters with these Message-IDs (without brackets) out of the files; how many."""
    taken = 0
    for path in _files() if message_ids else ():
        letters = path.read_bytes().split(_LINE)
        kept = [letter for letter in letters if _id(letter) not in message_ids]
        if len(kept) == len(letters):
            continue
        taken += len(letters) - len(kept)
        if any(line.strip() for line in kept):
            fresh = path.with_suffix(".new")
            fresh.write_bytes(_LINE.join(kept))
            os.replace(fresh, path)
        else:
            path.unlink()
    return taken


def remove_older(than: datetime.datetime) -> int:
    """Removes the files that were last written before a time; gives how many."""
    old = [path for path in _files() if path.stat().st_mtime < than.timestamp()]
    for path in old:
        path.unlink()
    return len(old)


def _id(letter: bytes) -> str:
    headers = email.message_from_bytes(letter.partition(b"\n\n")[0] + b"\n\n")
    return str(headers.get("Message-ID", "")).strip("<> ")
