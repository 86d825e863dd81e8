"""Links: the secret part of a member's address, derived when needed and kept nowhere.

A token is 128 bits of HMAC-SHA-256 over the invitation's id and turn, keyed by the site's secret,
in 26 letters and digits. The database holds only the token's SHA-256, so that a copy of it opens
no one's answers.
"""

import base64
import hashlib
import hmac
import re

from django.conf import settings

TOKEN = re.compile(r"[a-z2-7]{26}")


def token(invitation: int, turn: int) -> str:
    """The token of an invitation's link: 26 characters of a–z and 2–7."""
    return _derived(f"link:{invitation}:{turn}")


def kept_token(invitation: int, turn: int, kept: str | None) -> str:
    """The token of a link that was given out, whose hash the database keeps.

    It was made with this secret or with an earlier one (SAMKLANG_SECRETS_BEFORE). Where neither
    gives it, the token of this secret.
    """
    now = token(invitation, turn)
    for secret in settings.SECRET_KEY_FALLBACKS if kept and link_hash(now) != kept else ():
        before = _derived(f"link:{invitation}:{turn}", secret)
        if link_hash(before) == kept:
            return before
    return now


def owner_token(example: int, turn: int) -> str:
    """The token of the link by which an example's owner sees and answers for it."""
    return _derived(f"example:{example}:{turn}")


def _derived(message: str, secret: str = "") -> str:
    """The token that a message gives under the site's secret, or an earlier one."""
    key = (secret or settings.SECRET_KEY).encode()
    digest = hmac.digest(key, message.encode(), hashlib.sha256)
    return base64.b32encode(digest[:16]).decode("ascii").rstrip("=").lower()


def owner_address(secret: str) -> str:
    """The address where an example's owner sees and answers for it."""
    return f"{settings.URL}/exempel/{secret}/"


def link_hash(secret: str) -> str:
    """What the database keeps of a token: its SHA-256, hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def answer_address(secret: str) -> str:
    """The address a member answers at."""
    return f"{settings.URL}/svara/{secret}/"


def enter_address() -> str:
    """The address where the code of a letter on paper is typed."""
    return f"{settings.URL}/svara/"


def opt_out_address(secret: str) -> str:
    """The address of the page, and of the one-click POST (RFC 8058), that stops letters."""
    return f"{settings.URL}/svara/{secret}/inga-fler-brev/"
