"""Entrance: requests come in whole and within limits before the application is asked.

The server hands over a request when its head has come. Its body is awaited here, where waiting
costs nothing, so that slow senders take no place from others; then one of a few threads, each with
its connection to the database, answers. A body that is too large is refused by what it says, or
when it has grown so far; one that does not come is given up, and one that breaks off is never
taken for whole. Nothing is put on disk.
"""

import asyncio
import contextlib
import io
import sys
from collections.abc import AsyncIterator, Callable, Generator, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple
from wsgiref.util import FileWrapper

from django.conf import settings
from granian.rsgi import HTTPProtocol, ProtocolClosed, Scope

Headers = list[tuple[str, str]]

# Bytes of a body: what members and strangers send, and what staff and owners of examples upload,
# form included.
SMALL, LARGE = 2_000_000, settings.LARGEST_UPLOAD
UPLOADS = ("/arbete/", "/exempel/")
# Seconds for a body to come, and bytes that a slow line brings in each second beyond them.
PATIENCE, RATE = 20.0, 100_000
# So many large bodies are taken in at once in each process, of staff and of owners apart, so that
# whoever sends to one keeps nobody from the other; the next waits before it is read.
LARGE_AT_ONCE = 2
# Seconds and bytes for which a refused body is read on and thrown away. Closed at once, a
# connection on which somebody still sends is reset, and the answer lost on its way (RFC 9112, 9.6).
LINGER, LINGER_BYTES = 5.0, LARGE
# What people may meet has a page that says what to do; what no browser sends has a word.
PAGES = {408: "/avvisat/408/", 413: "/avvisat/413/"}


class Refused(Exception):
    """A body that is not taken in, by its status. rest: what is still to come of it."""

    def __init__(self, status: int, rest: AsyncIterator[bytes] | None = None):
        self.status, self.rest = status, rest
        super().__init__(status)


class Body(NamedTuple):
    """The headers and bytes of an answer."""

    headers: Headers
    content: bytes


class Entrance:
    """The application as the server (RSGI) asks it. threads: how many answer at once."""

    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int):
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="answer")
        self._large = {path: asyncio.Semaphore(LARGE_AT_ONCE) for path in UPLOADS}

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answers one request."""
        try:
            body = await self._body(scope, protocol)
        except Refused as refused:
            headers, words = await self._words(scope, refused.status)
            headers.append(("connection", "close"))
            with contextlib.suppress(ProtocolClosed):
                protocol.response_bytes(refused.status, headers, words)
            # Who waits to be told to go on has sent nothing.
            if refused.rest is not None and "expect" not in scope.headers:
                await _thrown_away(refused.rest)
            return
        loop = asyncio.get_running_loop()
        environ = _environ(scope, body)
        status, headers, parts = await loop.run_in_executor(self._threads, self._run, environ)
        # Who asked may be gone by now.
        with contextlib.suppress(ProtocolClosed):
            if isinstance(parts, bytes):
                protocol.response_bytes(status, headers, parts)
                return
            if isinstance(parts, Path):
                protocol.response_file(status, headers, str(parts))
                return
            stream = protocol.response_stream(status, headers)
            try:
                while (
                    part := await loop.run_in_executor(self._threads, next, parts, None)
                ) is not None:
                    await stream.send_bytes(part)
            finally:
                await loop.run_in_executor(self._threads, parts.close)

    async def _words(self, scope: Scope, status: int) -> Body:
        """What is said of a body that is not taken in: a page in the reader's language."""
        page = PAGES.get(status)
        if page is None:
            return Body([("content-type", "text/plain; charset=utf-8")], b"Bad Request\n")
        asked = {"REQUEST_METHOD": "GET", "PATH_INFO": page, "QUERY_STRING": ""}
        environ = _environ(scope, b"") | asked

        def made() -> Body:
            _, headers, parts = self._run(environ)
            assert not isinstance(parts, Path)
            return Body(headers, parts if isinstance(parts, bytes) else b"".join(parts))

        return await asyncio.get_running_loop().run_in_executor(self._threads, made)

    async def _body(self, scope: Scope, protocol: HTTPProtocol) -> bytes:
        if "*=" in scope.headers.get("content-type", ""):
            # Of an encoding that it does not know, Django fails before any page is asked.
            raise Refused(400)
        said = scope.headers.get("content-length")
        if said is None and scope.headers.get("transfer-encoding") is None:
            return b""
        if said is not None and not (said.isascii() and said.isdigit() and len(said) < 20):
            raise Refused(400)
        large = next((at for path, at in self._large.items() if scope.path.startswith(path)), None)
        most = LARGE if large else SMALL
        size = most if said is None else int(said)
        if size == 0:
            return b""
        parts = aiter(protocol)
        if size > most:
            raise Refused(413, parts)
        async with large if large and size > SMALL else contextlib.nullcontext():
            try:
                async with asyncio.timeout(PATIENCE + size / RATE):
                    body = await _read(parts, most)
            except TimeoutError:
                raise Refused(408) from None
        if said is not None and len(body) < size:
            raise Refused(400)
        return body

    def _run(
        self, environ: dict[str, Any]
    ) -> "tuple[int, Headers, bytes | Path | Generator[bytes, None, None]]":
        """Asks the application: status, headers, and the body whole, a file's, or part by part."""
        begun: list[tuple[int, Headers]] = []

        def start(status: str, headers: Headers, exc_info: object = None) -> None:
            begun[:] = [(int(status[:3]), [(name.lower(), value) for name, value in headers])]

        response = self._application(environ, start)
        if isinstance(response, list):
            return *begun[0], b"".join(response)
        if path := _file(response, dict(begun[0][1])):
            _close(response)
            return *begun[0], path
        return *begun[0], _parts(response)


def _file(response: Iterable[bytes], headers: Mapping[str, str]) -> Path | None:
    """The file that an answer is the whole of.

    The server reads it as it is taken in; parts that it is handed are kept until then, however
    slowly somebody reads and however many do.
    """
    name = getattr(response.filelike, "name", None) if isinstance(response, FileWrapper) else None
    if not isinstance(name, str | Path):
        return None
    path = Path(name)
    with contextlib.suppress(OSError):
        if path.is_absolute() and str(path.stat().st_size) == headers.get("content-length"):
            return path
    return None


def _parts(response: Iterable[bytes]) -> Generator[bytes, None, None]:
    """The parts of an answer; at the end, or where nobody wants more, it is closed."""
    try:
        yield from response
    finally:
        _close(response)


def _close(response: Iterable[bytes]) -> None:
    """Ends an answer, as WSGI has it."""
    if end := getattr(response, "close", None):
        end()


async def _read(parts: AsyncIterator[bytes], most: int) -> bytes:
    """A body, whole. Raises Refused where it is larger, or where the connection broke off."""
    read, size = [], 0
    while part := await _next(parts):
        size += len(part)
        if size > most:
            raise Refused(413, parts)
        read.append(part)
    # The server ends a body with one empty part; one in the middle is where it broke off. (Trailers
    # are one too: nobody who sends a form has any.)
    if await _next(parts) is not None:
        raise Refused(400)
    return b"".join(read)


async def _thrown_away(parts: AsyncIterator[bytes]) -> None:
    """Reads what is still sent, within bounds, so that the answer that has gone out arrives."""
    size = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LINGER):
            while size < LINGER_BYTES and (part := await _next(parts)):
                size += len(part)


async def _next(parts: AsyncIterator[bytes]) -> bytes | None:
    """The next part of a body, None after its end.

    `anext` with a default takes the process along (Python 3.11) where an iterator that is not
    written in Python says at once that it has ended, as the server's does.
    """
    try:
        return await anext(parts)
    except StopAsyncIteration:
        return None


def _environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """The request as WSGI (PEP 3333) has it."""
    server, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        # The server has undone the percent signs of the path already, and not those of the query.
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode().decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.file_wrapper": FileWrapper,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        # With an underline, one header could be taken for another that a proxy has set.
        if "_" in name or name == "content-length":
            continue
        key = name.upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        if key in environ and key != "HTTP_HOST":
            value = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + value
        environ[key] = value
    return environ
