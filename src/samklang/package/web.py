"""Web addresses: which texts may become a link."""

import re
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


def web_address(text: str) -> str | None:
    """The web address that somebody wrote, with https:// where it has nothing before its host.

    None where it is no address.
    """
    address = text.strip()
    scheme, mark, rest = address.partition("://")
    if mark and scheme.lower() in ("http", "https"):
        address = f"{scheme.lower()}://{rest}"
    elif not mark and _is_host(re.split("[/?#]", address, maxsplit=1)[0]):
        address = f"https://{address}"
    return address if is_web_address(address) else None


def _is_host(text: str) -> bool:
    """Whether a text is names of letters, digits and hyphens, the last of letters alone."""
    *names, last = text.split(".")
    return (
        bool(names)
        and all(name.replace("-", "").isalnum() for name in names)
        and last.isalpha()
        and len(last) > 1
    )
