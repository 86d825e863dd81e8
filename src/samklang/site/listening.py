"""Listening: where the site answers, from the address it is reached at; and nobody else there."""

import contextlib
import errno
import os
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

LOCAL = ("localhost", "127.0.0.1", "::1")
DEFAULT_URL, DEFAULT_PORT = "http://localhost:8000", 8000
# Seconds that a server that was just killed may need to let go of its port.
PATIENCE = 1.0


class CannotListen(Exception):
    """Why nothing can be served there, in one line with what to do."""


@dataclass(frozen=True)
class Place:
    """Where the server listens. url: the address that the site is reached at."""

    host: str
    port: int
    url: str

    @property
    def address(self) -> str:
        """Where it listens, as an address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def place(url: str | None, host: str | None, port: int | None) -> Place:
    """Where to listen: where SAMKLANG_URL says, if there is no other wish. Raises CannotListen.

    url: SAMKLANG_URL, or None. With https a web server stands in front, which has the certificate
    and hands on to this machine's port 8000, or to the wish. Without SAMKLANG_URL the address
    follows the wish.
    """
    if url is None:
        port = DEFAULT_PORT if port is None else port
        return Place(host or "127.0.0.1", port, f"http://localhost:{port}")
    try:
        parts = urlsplit(url)
        where, said = parts.hostname, parts.port
    except ValueError:
        where, said = None, None
    if parts.scheme not in ("http", "https") or not where or parts.path.strip("/") or parts.query:
        raise CannotListen(
            f"SAMKLANG_URL is {url!r}; write it as https://samklang.example.org, with no path."
        )
    if parts.scheme == "https":
        return Place(host or "127.0.0.1", DEFAULT_PORT if port is None else port, url)
    said = said or 80
    if where in LOCAL:
        if port is not None and port != said:
            raise CannotListen(
                f"SAMKLANG_URL says port {said} and --port says {port}; let them say the same."
            )
        return Place(host or ("::1" if where == "::1" else "127.0.0.1"), said, url)
    return Place(host or where, said if port is None else port, url)


@contextlib.contextmanager
def held(where: Place) -> Iterator[None]:
    """Keeps the place for this process alone for as long as it runs. Raises CannotListen.

    The server's processes share the port among themselves (SO_REUSEPORT), which any other program
    of the same user could join unseen. So nobody may listen there when we begin, and of two that
    begin at once the kernel gives the name to one.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            name = _named(where)
            break
        except OSError as error:
            if time.monotonic() > until:
                raise CannotListen(_why(where, error)) from None
            time.sleep(0.05)
    try:
        yield
    finally:
        if name:
            name.close()


def _named(where: Place) -> socket.socket | None:
    """A socket that stands for the place, once it is known that nobody listens there."""
    name = None
    if sys.platform == "linux":
        # A name in the kernel, which is gone with the process however that ends.
        name = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            name.bind(f"\0samklang {where.address}")
        except OSError:
            name.close()
            raise
    try:
        family, _, _, _, address = socket.getaddrinfo(
            where.host, where.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            # Connections that have just ended do not count; who listens does.
            if os.name == "posix":
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
            tried.listen(1)
    except OSError:
        if name:
            name.close()
        raise
    return name


def _why(where: Place, error: OSError) -> str:

    if error.errno == errno.EADDRINUSE:
        return (
            f"{where.address} is taken: another server listens there. Stop it, or choose another"
            " port in SAMKLANG_URL."
        )
    if error.errno == errno.EACCES:
        return f"{where.address}: this user may not listen there. Choose a port from 1024."
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return (
            f"{where.host} in SAMKLANG_URL is no address of this machine. Behind a web server, say"
            " where to listen with --host 127.0.0.1 --port 8000."
        )
    return f"{where.address}: {error.strerror or error}."
