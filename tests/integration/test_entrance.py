"""The way in: bodies within limits and time, whoever sends them, and nothing of them on disk."""

import asyncio
import contextlib
import http.client
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.collect_site import Site, free_port, made_theme
from samklang.site import entrance
from tests.fresh_site import fresh_site


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with one process that answers."""
    made = Site(tmp_path_factory.mktemp("site") / "data", free_port(), workers=1)
    fresh_site(made.folder)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def ask(
    made: Site, method: str, path: str, body: object = None, **headers: str
) -> tuple[int, bytes]:
    """Status and body of one request."""
    # Within the time in which a body is waited for: nobody stands in line behind a slow one.
    line = http.client.HTTPConnection("127.0.0.1", made.port, timeout=entrance.PATIENCE)
    with contextlib.closing(line) as connection:
        connection.request(
            method, path, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, answer.read()


def say(made: Site, head: str) -> socket.socket:
    """A connection on which this much has been sent."""
    line = socket.create_connection(("127.0.0.1", made.port))
    line.sendall(head.replace("\n", "\r\n").encode())
    return line


def test_a_body_is_refused_by_what_it_says(running: Site) -> None:
    for path, most in (("/svara/", entrance.SMALL), ("/arbete/norr/", entrance.LARGE)):
        with say(
            running, f"POST {path} HTTP/1.1\nHost: localhost\nContent-Length: {most + 1}\n\n"
        ) as line:
            assert line.recv(100).startswith(b"HTTP/1.1 413 ")
    with say(running, "POST /svara/ HTTP/1.1\nHost: localhost\nContent-Length: -1\n\n") as line:
        assert line.recv(100).startswith(b"HTTP/1.1 400 ")


def test_a_picture_of_an_owner_is_let_in_as_what_staff_hand_in_is(running: Site) -> None:
    """A photograph from a telephone is 3 to 6 MB; the page says that 10 MB will do."""
    photograph = b"x" * (entrance.SMALL * 4)
    assert ask(running, "POST", "/exempel/aaaa/andra/", photograph)[0] == 403  # no token of a form
    assert ask(running, "POST", "/svara/", photograph)[0] == 413


@pytest.mark.parametrize(
    ("spoken", "said"), [("sv", "Filen är för stor"), ("en", "The file is too")]
)
def test_what_is_too_large_is_told_on_a_page(running: Site, spoken: str, said: str) -> None:
    size = str(entrance.LARGE + 1)
    line = http.client.HTTPConnection("127.0.0.1", running.port, timeout=entrance.PATIENCE)
    with contextlib.closing(line) as connection:
        asked = {"Accept-Language": spoken, "Content-Length": size, "Expect": "100-continue"}
        connection.request("POST", "/arbete/norr/medlemmar/inlasning/", headers=asked)
        answer = connection.getresponse()
        page = answer.read().decode()
    assert answer.status == 413
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert f"<h1>{said}" in page
    assert "10 MB" in page


def test_a_body_that_does_not_say_is_refused_when_it_has_grown(running: Site) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(entrance.SMALL // 100_000 + 1):
            yield b"x" * 100_000

    with contextlib.suppress(ConnectionError):  # the server need not hear the end of it
        status, _ = ask(running, "POST", "/svara/", parts())
        assert status == 413
    assert ask(running, "GET", "/healthz") == (200, b"ok\n")


def test_whoever_goes_on_sending_gets_the_answer(running: Site) -> None:
    """Closed at once, the connection would be reset, and the answer lost with it."""
    for head in (f"Content-Length: {entrance.LARGE * 2}", "Transfer-Encoding: chunked"):
        with say(running, f"POST /svara/ HTTP/1.1\nHost: localhost\n{head}\n\n") as line:
            part = b"x" * 100_000
            chunk = part if "Length" in head else b"186a0\r\n" + part + b"\r\n"
            for _ in range(60):  # 6 MB: more than is taken in, and less than is read on
                line.sendall(chunk)
                time.sleep(0.001)
            line.settimeout(entrance.LINGER * 2)
            assert line.recv(100).startswith(b"HTTP/1.1 413 ")


def test_whoever_sends_for_ever_is_cut_off(running: Site) -> None:
    begun, sent = time.monotonic(), 0
    head = f"POST /svara/ HTTP/1.1\nHost: localhost\nContent-Length: {10**9}\n\n"
    with say(running, head) as line, contextlib.suppress(ConnectionError):
        line.settimeout(entrance.LINGER * 4)
        while sent < 10**9:
            line.sendall(b"x" * 1_000_000)
            sent += 1_000_000
    # What lies on the way in the system's own buffers has been sent, too.
    assert sent < entrance.LINGER_BYTES + 40_000_000
    assert time.monotonic() - begun < entrance.LINGER * 4


PAGE = """
from samklang.site.running import prepare
prepare()
from samklang.web.models import Response
print([(r.answers, r.version) for r in Response.objects.order_by("pk")])
"""


def answers(made: Site) -> str:
    """What members have answered."""
    command = [sys.executable, "-c", PAGE]
    return subprocess.run(
        command, env=made.environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def test_a_body_that_breaks_off_is_never_taken_for_whole(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = Site(tmp_path_factory.mktemp("broken") / "data", free_port(), workers=1)
    fresh_site(made.folder)
    (token,) = made_theme(made, 1)
    made.start()
    try:
        kind = "application/x-www-form-urlencoded"
        status, _ = ask(made, "POST", f"/svara/{token}/borja/", "", Content_Type=kind)
        assert status == 302
        before = answers(made)
        form = b"version=1&way=on&q1=yes"
        head = f"POST /svara/{token}/sida/1/ HTTP/1.1\nHost: localhost\nContent-Type: {kind}\n"
        for length, body in (
            (f"Content-Length: {len(form) + 30}", form),
            ("Transfer-Encoding: chunked", b"%x\r\n%s\r\n" % (len(form), form)),
            ("Transfer-Encoding: chunked", b"%x\r\n%s" % (len(form) + 30, form)),
        ):
            with say(made, f"{head}{length}\n\n") as line:
                line.sendall(body)
                # Half closed, it still hears what is answered.
                line.shutdown(socket.SHUT_WR)
                line.settimeout(10)
                assert not line.recv(100).startswith((b"HTTP/1.1 2", b"HTTP/1.1 3")), length
            assert answers(made) == before, length
        # The same form, whole.
        assert ask(made, "POST", f"/svara/{token}/sida/1/", form, Content_Type=kind)[0] == 302
        assert answers(made) != before
    finally:
        made.stop()


def test_a_body_comes_through_whole(running: Site) -> None:
    form = b"code=" + b"a" * 1_000_000
    kind = "application/x-www-form-urlencoded"
    assert ask(running, "POST", "/svara/", form, Content_Type=kind)[0] == 302
    chunks = iter([form[:10], form[10:]])
    assert ask(running, "POST", "/svara/", chunks, Content_Type=kind)[0] == 302


def test_slow_bodies_take_no_place_from_others(running: Site) -> None:
    head = "POST /svara/ HTTP/1.1\nHost: localhost\nContent-Length: 1000\n\na"
    with contextlib.ExitStack() as slow:
        for _ in range(60):
            slow.enter_context(say(running, head))
        for _ in range(20):
            assert ask(running, "GET", "/svara/")[0] == 200


class Silent:
    """A request of which the body never comes, as the server hands it over."""

    method, path, query_string, http_version = "POST", "/svara/", "", "1.1"
    server, client, scheme, authority = "127.0.0.1:80", "127.0.0.1:9", "http", "localhost"
    headers = {"content-length": "1000"}
    answered: tuple[int, bytes] | None = None

    def __aiter__(self) -> "Silent":
        return self

    async def __anext__(self) -> bytes:
        # Where nobody gives it up, it is answered as if it had come, and the test fails.
        await asyncio.sleep(5)
        raise StopAsyncIteration

    def response_bytes(self, status: int, headers: object, body: bytes) -> None:
        """What is answered."""
        self.answered = status, body


def test_a_body_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "PATIENCE", 0.05)
    asked = Silent()

    def application(environ: dict[str, object], start: Callable[..., None]) -> list[bytes]:
        start("408 Request Timeout", [])
        return [f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}".encode()]

    way_in = entrance.Entrance(application, threads=1)
    asyncio.run(way_in.__rsgi__(asked, asked))  # type: ignore[arg-type]
    assert asked.answered == (408, b"GET /avvisat/408/")


def test_nothing_of_a_body_is_put_on_disk(running: Site) -> None:
    before = set(Path(tempfile.gettempdir()).iterdir())
    boundary = "x"
    form = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
        + "a" * 11_000_000
        + f"\r\n--{boundary}--\r\n"
    )
    kind = f"multipart/form-data; boundary={boundary}"
    assert (
        ask(running, "POST", "/arbete/norr/medlemmar/inlasning/", form, Content_Type=kind)[0] == 403
    )
    left = {p.name for p in set(Path(tempfile.gettempdir()).iterdir()) - before}
    assert not {name for name in left if name.endswith(".upload") or name.startswith("tmp")}


def test_addresses_headers_and_parts_come_as_they_were_sent(running: Site) -> None:
    status, page = ask(running, "GET", "/r%C3%A5d/?a=%C3%A5", Cookie="a=1; django_language=en")
    assert status == 404
    assert b'lang="en"' in page
    # A percent sign that is written as one is one: `/svara/` is not there by another name.
    assert ask(running, "GET", "/svar%61/")[0] == 200
    assert ask(running, "GET", "/svar%2561/")[0] == 404
    # Letters that were not written as percent signs.
    with say(running, "") as line:
        line.sendall("GET /svara/?kod=å€ HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert line.recv(100)[9:12] in (b"200", b"400")
    status, _ = ask(running, "POST", "/svara/", "a", Content_Type="text/plain; charset*=zz''a")
    assert status == 400
    # A name with an underline is not the header that a proxy sets.
    with say(running, "GET / HTTP/1.1\nHost: localhost\nX_Forwarded_For: 1.2.3.4\n\n") as line:
        assert line.recv(100).startswith(b"HTTP/1.1 200 ")
    style = ask(running, "GET", "/")[1].partition(b'href="/assets/')[2].partition(b'"')[0].decode()
    status, content = ask(running, "GET", f"/assets/{style}")
    assert (status, b"font-face" in content) == (200, True)
    assert ask(running, "HEAD", "/") == (200, b"")


MEMBERS = """
from samklang.site.running import prepare
prepare()
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from samklang.web.models import Member, Membership, Network
network = Network.objects.create(address="stort", name="Ett stort")
user = User.objects.create_user(username="a", email="a@exempel.se")
Membership.objects.create(network=network, user=user, role="reader")
Member.objects.bulk_create(
    [Member(network=network, number=str(n), name=f"Förening {n}", contact="Åsa " * 20)
     for n in range(20_000)], batch_size=2_000)
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""


def test_an_export_is_sent_as_it_is_read_and_is_never_whole_in_memory(running: Site) -> None:
    command = [sys.executable, "-c", MEMBERS]
    made = subprocess.run(
        command, env=running.environment, check=True, stdout=subprocess.PIPE, text=True
    )
    assert running.process
    (answering,) = _children(_children(running.process.pid)[0])

    def bytes_of(page: str) -> int:
        """How many they are, read slowly."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", running.port)) as line:
            headers = {"Cookie": f"sessionid={made.stdout.strip()}"}
            line.request("GET", f"/arbete/stort/medlemmar/{page}", headers=headers)
            answer = line.getresponse()
            assert answer.status == 200
            assert (answer.headers["Transfer-Encoding"] == "chunked") == bool(page)
            return sum(map(len, iter(lambda: answer.read(10_000), b"")))

    # A page of it has read the code and sorted the names.
    assert bytes_of("") < 50_000
    before = _peak(answering)
    assert bytes_of("hamta/csv/") > 1_500_000
    # 500 rows at a time; all of them at once were some 25 MB.
    assert _peak(answering) - before < 8_000, _peak(answering) - before


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    return sorted(map(int, listed.read_text().split()))


def _peak(process: int) -> int:
    """The most memory that a process has had, in kilobytes."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
