"""Throttle: how often one link may be used, counted by token and never by address; and hidden keys.

Many members can sit behind one address, and a scanner that tries codes must not shut anyone out.
"""

import hashlib
import hmac
import threading
import time

from django.conf import settings

# Requests of one token in a window of so many seconds; a person with two tabs makes far fewer.
MOST = 240
WINDOW = 60.0
KEPT = 10_000

_lock = threading.Lock()
_counts: dict[str, int] = {}
_began = 0.0


def too_many(token: str, *, now: float | None = None) -> bool:
    """Counts a request by a token that opens something; True where it has made too many."""
    global _began
    moment = time.monotonic() if now is None else now
    with _lock:
        if moment - _began >= WINDOW or len(_counts) > KEPT:
            _counts.clear()
            _began = moment
        count = _counts.get(token, 0) + 1
        _counts[token] = count
    return count > MOST


def hidden_key(key: str, prefix: str, version: int) -> str:
    """The key under which something is counted in the database: no name or address can be read."""
    named = f"{prefix}:{version}:{key}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), named, hashlib.sha256).hexdigest()


def forget() -> None:
    """Begins counting anew."""
    with _lock:
        _counts.clear()
