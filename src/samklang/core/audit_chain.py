"""The audit trail's chain of hashes: each row holds the hash of the row before it.

What may have to be erased (who, what it was about, details) is in the chain by a salted hash only:
once row and salt are emptied, the chain still holds and nobody can guess what stood there.
"""

import datetime
import hashlib
import json
from collections.abc import Mapping

# The hash before the first row.
NOTHING = ""


def content_hash(salt: str, *, by: int | None, subject: str, detail: Mapping[str, object]) -> str:
    """SHA-256, hex, of what a row says of people and things. salt: at random, for each row."""
    return _hash([salt, by, subject, detail])


def row_hash(
    previous: str,
    *,
    at: datetime.datetime,
    action: str,
    network: int | None,
    theme: int | None,
    content: str,
) -> str:
    """SHA-256, hex, of a row and of all before it. at: with its time zone."""
    moment = at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    return _hash([previous, moment, action, network, theme, content])


def _hash(parts: list[object]) -> str:
    text = json.dumps(parts, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
