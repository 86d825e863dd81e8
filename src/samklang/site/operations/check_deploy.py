"""Checks of the settings that a site in use has: its address, secret, mail and whom to tell."""

import socket
import ssl
import stat
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection

from samklang.site.data import SECRET
from samklang.site.operations.finding import Finding

# Seconds that an answer from outside may take.
PATIENCE = 8
# Characters: 256 bits in base64 are 43.
LONG_ENOUGH = 40
# A proxy of this machine's own is no way that readers come.
_straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_LOCAL = ("localhost", "127.0.0.1", "::1", None)


def address() -> Iterator[Finding]:
    """The site is reached at SAMKLANG_URL, over https, and the proxy passes its headers on."""
    parts = urlsplit(settings.URL)
    if parts.scheme != "https":
        state = "look" if parts.hostname in _LOCAL else "fault"
        yield Finding("address", state, "address_plain", {"url": settings.URL})  # type: ignore[arg-type]
        if parts.hostname in _LOCAL:
            return
    request = urllib.request.Request(settings.URL + "/", method="HEAD")
    try:
        with _straight.open(request, timeout=PATIENCE) as answer:
            headers, reached = answer.headers, answer.geturl()
    except (urllib.error.URLError, OSError, ssl.SSLError) as error:
        why = str(getattr(error, "reason", error))
        yield Finding("address", "look", "address_silent", {"url": settings.URL, "why": why})
        return
    if urlsplit(reached).netloc != parts.netloc:
        yield Finding("address", "fault", "address_elsewhere", {"url": settings.URL, "at": reached})
    elif "default-src" not in headers.get("Content-Security-Policy", ""):
        yield Finding("address", "fault", "address_stripped", {"url": settings.URL})
    elif parts.scheme == "https" and not headers.get("Strict-Transport-Security"):
        yield Finding("address", "look", "address_no_hsts", {"url": settings.URL})
    else:
        yield Finding("address", "good", "address_good", {"url": settings.URL})


def secret() -> Iterator[Finding]:
    """The secret is long, and its file is its owner's alone."""
    path = settings.DATA / SECRET
    if len(settings.SECRET_KEY) < LONG_ENOUGH:
        yield Finding("secret", "fault", "secret_short", {"least": LONG_ENOUGH})
    elif path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Finding("secret", "fault", "secret_open", {"path": path})
    elif path.is_file() and path.read_text(encoding="ascii") != settings.SECRET_KEY:
        yield Finding("secret", "look", "secret_two", {"path": path})
    else:
        yield Finding("secret", "good", "secret_good")


def mail() -> Iterator[Finding]:
    """Letters leave the machine: the mail server answers and takes the password."""
    backend = settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2]
    if backend != "smtp":
        yield Finding("mail", "look", "mail_kept", {"backend": backend})
        return
    if settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">") in _LOCAL:
        yield Finding("mail", "look", "mail_from", {"sender": settings.DEFAULT_FROM_EMAIL})
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    connection = get_connection(timeout=PATIENCE)
    try:
        connection.open()
    except (OSError, socket.gaierror) as error:  # smtplib's faults are OSErrors
        why = " ".join(str(error).split())[:200]
        yield Finding("mail", "fault", "mail_refused", {"server": server, "why": why})
    else:
        yield Finding("mail", "good", "mail_good", {"server": server})
    finally:
        connection.close()


def contact() -> Iterator[Finding]:
    """Whoever finds a hole can say so: security.txt names an address."""
    if settings.SECURITY_CONTACT:
        where = f"{settings.URL}/.well-known/security.txt"
        yield Finding("contact", "good", "contact_good", {"where": where})
    else:
        yield Finding("contact", "look", "contact_none")


CHECKS = (address, secret, mail, contact)
