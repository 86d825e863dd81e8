"""Throttle: how often one link may be used, counted by token and never by address; and hidden keys.

Many members can sit behind one address, and a scanner that tries codes must not shut anyone out.
All processes on a machine count together, in a file that they have mapped into memory: a page of a
member costs no statement for it.
"""

import hashlib
import hmac
import mmap
import os
import struct
import time
from functools import cache

from django.conf import settings

# Requests of one token in a window of so many seconds; a person with two tabs makes far fewer.
MOST = 240
WINDOW = 60
# Counters, and the bytes of one: which window it counts, and how many. Two tokens that share one
# would have to be busy in the same minute, and nobody can choose which: the place is made with the
# secret.
COUNTERS, SIZE = 16_384, 8
FILE = "throttle"


def too_many(token: str, *, now: float | None = None) -> bool:
    """Counts a request by a token that opens something; True where it has made too many.

    now: seconds since the epoch. Two processes that count at the very same moment may count one
    request for two, which shuts nobody out.
    """
    window = int((time.time() if now is None else now) // WINDOW) & 0xFFFF_FFFF
    shared = _shared(str(settings.DATA))
    place = _place(token)
    before, count = struct.unpack_from("<II", shared, place)
    count = min(count + 1, 0xFFFF_FFFF) if before == window else 1
    struct.pack_into("<II", shared, place, window, count)
    return count > MOST


def _place(token: str) -> int:
    digest = hmac.digest(settings.SECRET_KEY.encode(), token.encode(), "sha256")
    return int.from_bytes(digest[:4], "little") % COUNTERS * SIZE


# Bounded by the folders that a process serves: one.
@cache
def _shared(folder: str) -> mmap.mmap:
    """The counters. Nothing of them can be read back into a token."""
    handle = os.open(os.path.join(folder, FILE), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.ftruncate(handle, COUNTERS * SIZE)
        return mmap.mmap(handle, COUNTERS * SIZE)
    finally:
        os.close(handle)


def hidden_key(key: str, prefix: str, version: int) -> str:
    """The key under which something is counted in the database: no name or address can be read."""
    named = f"{prefix}:{version}:{key}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), named, hashlib.sha256).hexdigest()


def forget() -> None:
    """Begins counting anew."""
    _shared(str(settings.DATA))[:] = bytes(COUNTERS * SIZE)
