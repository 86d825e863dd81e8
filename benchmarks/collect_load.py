"""Respondents that answer at the same time: many on one event loop, each with a connection."""

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from benchmarks.collect_theme import PAGES, hidden


@dataclass
class Heard:
    """What respondents saw. waits: seconds a request. acknowledged: by token, how many pages were
    answered as saved; one more when the answers were answered as received. failed: requests that
    got no answer or a bad one.
    """

    waits: list[float] = field(default_factory=list)
    acknowledged: dict[str, int] = field(default_factory=dict)
    failed: int = 0
    sessions: int = 0
    # Connections that broke under a request of one who then went on.
    broken: int = 0


class Connection:
    """A browser's connection that is kept open, and its way of speaking HTTP/1.1."""

    def __init__(self, port: int, heard: Heard, *, cookie: str = ""):
        self.port, self.heard, self.cookie = port, heard, cookie
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, path: str, data: Mapping[str, Any] | None = None) -> tuple[int, str, str]:
        """Status, where it leads and body. Raises OSError where the connection breaks."""
        began = time.perf_counter()
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = b"" if data is None else urlencode(data, doseq=True).encode()
        head = [f"{'GET' if data is None else 'POST'} {path} HTTP/1.1", "Host: localhost"]
        if self.cookie:
            head.append(f"Cookie: {self.cookie}")
        if data is not None:
            head += ["Content-Type: application/x-www-form-urlencoded"]
            head += [f"Content-Length: {len(body)}"]
        try:
            self.writer.write("\r\n".join([*head, "", ""]).encode() + body)
            found = await self._answer()
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            self.close()
            raise ConnectionError(str(error)) from error
        self.heard.waits.append(time.perf_counter() - began)
        return found

    async def _answer(self) -> tuple[int, str, str]:
        assert self.reader is not None
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split()[1])
        headers = {k.lower(): v.strip() for k, _, v in (h.partition(":") for h in head[1:])}
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(await self.reader.readuntil(b"\r\n"), 16):
                body += (await self.reader.readexactly(size + 2))[:-2]
            await self.reader.readuntil(b"\r\n")
        else:
            body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        return status, headers.get("location", "").partition("#")[0], body.decode()

    def close(self) -> None:
        """Lets the connection go; the next question opens a new one."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


async def session(
    connection: Connection, token: str, n: int, *, think: float, dice: random.Random
) -> None:
    """One respondent from the landing page to the receipt; raises ConnectionError or RuntimeError.

    think: seconds between seeing a page and pressing its button, on average. One in ten presses
    send twice at once.
    """
    heard = connection.heard

    async def pause() -> None:
        if think:
            await asyncio.sleep(dice.uniform(0.5 * think, 1.5 * think))

    async def page(path: str) -> str:
        status, _, body = await connection.ask(path)
        if status != 200:
            raise RuntimeError(f"{status} {path}")
        await pause()
        return body

    async def press(path: str, data: Mapping[str, Any], by: Connection | None = None) -> str:
        status, onward, body = await (by or connection).ask(path, data)
        if status != 302:
            raise RuntimeError(f"{status} {path} {body[:200]}")
        return onward

    home = f"/svara/{token}/"
    await page(home)
    path = await press(f"{home}borja/", {})
    for number in range(1, len(PAGES) + 1):
        path = f"{home}sida/{number}/"
        fields = {
            name: value if isinstance(value, list) else value.format(n=n)
            for name, value in PAGES[number - 1].items()
        }
        path = await press(path, {**hidden(await page(path)), **fields})
        heard.acknowledged[token] = max(number, heard.acknowledged.get(token, 0))
    path = f"{home}granska/"
    send = hidden(await page(path))
    if dice.random() < 0.1:
        second = Connection(connection.port, heard)
        try:
            await asyncio.gather(press(path, send), press(path, send, second))
        finally:
            second.close()
    else:
        await press(path, send)
    heard.acknowledged[token] = len(PAGES) + 1
    await page(f"{home}kvitto/")
    heard.sessions += 1


async def crowd(
    port: int,
    tokens: list[str],
    *,
    at_once: int,
    think: float,
    first: int = 1,
    seconds: float = float("inf"),
    resume: bool = False,
) -> Heard:
    """All tokens answered, `at_once` respondents at a time; the nth token's number is first + n.

    seconds: nobody begins after them. resume: whose connection breaks opens the link again, as a
    person does, and goes on; else it counts as failed.
    """
    heard = Heard()
    until = time.monotonic() + seconds
    waiting = list(enumerate(tokens, first))[::-1]

    async def respondent(seed: int) -> None:
        dice = random.Random(seed)
        connection = Connection(port, heard)
        # Not everybody opens the letter in the same second.
        await asyncio.sleep(dice.uniform(0, 4 * think))
        while waiting and time.monotonic() < until:
            n, token = waiting.pop()
            broken = True
            try:
                while broken:
                    try:
                        await session(connection, token, n, think=think, dice=dice)
                        broken = False
                    except ConnectionError:
                        if not resume:
                            raise
                        heard.broken += 1
                        await asyncio.sleep(dice.uniform(0.5, 1.5))
            except (ConnectionError, RuntimeError) as error:
                heard.failed += 1
                print(f"failed: {error}")
        connection.close()

    await asyncio.gather(*(respondent(n) for n in range(at_once)))
    return heard
