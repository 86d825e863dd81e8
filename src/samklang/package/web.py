"""Web addresses: which texts may become a link."""

import unicodedata
from typing import Any
from urllib.parse import urlsplit


def is_web_address(address: Any) -> bool:
    """Whether a text is an http or https address with a host, and nothing that hides in it."""
    if not isinstance(address, str) or len(address) > 2000:
        return False
    if any(c in ' <>"`' or unicodedata.category(c)[0] in "CZ" for c in address):
        return False
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    # A name before the host ("https://bank.se@evil.example") is there to mislead.
    return address.startswith(("https://", "http://")) and bool(host) and "@" not in parts.netloc
