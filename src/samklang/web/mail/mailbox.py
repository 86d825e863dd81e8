"""The mailbox that letters come back to: reports of undelivered mail, read by IMAP."""

import imaplib
import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from samklang.web.mail.bounces import LIMIT

SECONDS = 30
# Reports that are fetched in one visit.
MOST = 200
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Mailbox:
    """A folder on a mail server, chosen and ready to be read."""

    def __init__(self, server: imaplib.IMAP4):
        self._server = server

    def reports(self) -> Iterator[tuple[str, str]]:
        """The unread reports, each with its number in the folder; none is marked as read."""
        asked = ("UNSEEN", "HEADER", "Content-Type", "multipart/report")
        numbers = self._asked("SEARCH", *asked)[0] or b""
        for number in numbers.decode("ascii").split()[:MOST]:
            size = _SIZE.search(b" ".join(_flat(self._asked("FETCH", number, "(RFC822.SIZE)"))))
            if not size or int(size[1]) > LIMIT:
                continue
            for part in self._asked("FETCH", number, "(BODY.PEEK[])"):
                if isinstance(part, tuple):
                    yield number, part[1].decode("utf-8", "replace")

    def read(self, number: str) -> None:
        """Marks a report as read, so that it is not fetched again."""
        self._asked("STORE", number, "+FLAGS.SILENT", r"(\Seen)")

    def _asked(self, command: str, *arguments: str) -> list[bytes]:
        status, data = self._server.uid(command, *arguments)
        if status != "OK":
            raise imaplib.IMAP4.error(f"the server does not {command}: {data!r}")
        return data


@contextmanager
def opened(place: Mapping[str, Any]) -> Iterator[Mailbox]:
    """The mailbox at `settings.BOUNCES`. Raises OSError and imaplib.IMAP4.error."""
    at = {"host": place["host"], "port": place["port"], "timeout": SECONDS}
    # By itself imaplib takes any certificate, and the password would go to whoever shows one.
    context = ssl.create_default_context()
    tls = place["secure"] == "tls"
    server = imaplib.IMAP4_SSL(**at, ssl_context=context) if tls else imaplib.IMAP4(**at)
    try:
        if place["secure"] == "starttls":
            server.starttls(context)
        server.login(place["user"], place["password"])
        status, said = server.select(f'"{place["folder"]}"')
        if status != "OK":
            raise imaplib.IMAP4.error(f"there is no folder {place['folder']}: {said!r}")
        yield Mailbox(server)
    finally:
        # A line that is broken cannot be left politely, and why it broke is what is to be said.
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()


def _flat(parts: Sequence[bytes | tuple[bytes, ...] | None]) -> Iterator[bytes]:
    for part in parts:
        if isinstance(part, tuple):
            yield from part
        elif part is not None:
            yield part
