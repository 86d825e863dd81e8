"""Samklang behind Caddy and nginx, the real servers, with the files of docs/deploy.

Only names, ports and places of certificates are put in; all else is as it is handed out.
"""

import contextlib
import http.client
import os
import re
import select
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from benchmarks.collect_site import Site, free_port, made_theme
from tests.fresh_site import fresh_site

DEPLOY = Path(__file__).parents[2] / "docs" / "deploy"
NAME = "samklang.example.org"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


ADDRESS = re.compile(r"https?://[^\s\"'<>]+")
# Names of XML's own kinds, which lead nowhere.
NAMESPACES = {"www.w3.org", "www.sitemaps.org"}


@dataclass
class Proxied(Site):
    """A site with the https address of a server in front."""

    front: int = 0

    @property
    def environment(self) -> dict[str, str]:
        """The site's settings, with its public address."""
        return super().environment | {"SAMKLANG_URL": f"https://{NAME}"}


@pytest.fixture(scope="module", params=["caddy", "nginx"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxied]:
    """A site, and one of the servers in front of it."""
    folder = tmp_path_factory.mktemp(request.param)
    made = Proxied(folder / "data", free_port(), front=free_port())
    fresh_site(made.folder)
    tokens = made_theme(made, 2)
    assert tokens
    begin = {"caddy": caddy, "nginx": nginx}[request.param]
    with contextlib.ExitStack() as stack:
        stack.callback(made.stop)
        made.start()
        stack.enter_context(begin(made, folder))
        for _ in range(200):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", made.front)).close()
                break
            time.sleep(0.05)
        yield made


@contextlib.contextmanager
def caddy(made: Proxied, folder: Path) -> Iterator[None]:
    """Caddy with our file; its own certificate authority in the place of a public one."""
    if not shutil.which("caddy"):
        pytest.skip("Caddy is not installed")
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    plain = free_port()
    own = "{\n\tadmin off\n\tskip_install_trust\n\tlocal_certs\n"
    own += f"\thttp_port {plain}\n\thttps_port {made.front}\n"
    text = text.replace("{\n", own, 1).replace("127.0.0.1:8000", f"127.0.0.1:{made.port}")
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    environment = os.environ | {"XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with running(command, environment, folder):
        yield


@contextlib.contextmanager
def nginx(made: Proxied, folder: Path) -> Iterator[None]:
    """nginx with our file in its block http."""
    if not NGINX or not shutil.which("openssl"):
        pytest.skip("nginx is not installed")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", f"/CN={NAME}", "-keyout", folder / "privkey.pem"),
            *("-out", folder / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for ours, theirs in (
        ("127.0.0.1:8000", f"127.0.0.1:{made.port}"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{made.front} ssl;"),
        ("/etc/ssl/samklang", str(folder)),
    ):
        assert ours in text
        text = text.replace(ours, theirs)
    (folder / "temp").mkdir()
    paths = "".join(
        f"{kind}_temp_path {folder}/temp/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # Begun by root its processes become another, who may not write in a test's folder: then no body
    # that is to be taken away would ever have been there.
    user = "" if os.geteuid() else "user root root; "
    (folder / "nginx.conf").write_text(
        f"{user}daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {paths}\n{text}\n}}\n",
        encoding="utf-8",
    )
    with running(
        [NGINX, "-c", str(folder / "nginx.conf"), "-e", str(folder / "first.log")],
        dict(os.environ),
        folder,
    ):
        yield


@contextlib.contextmanager
def running(command: list[str], environment: dict[str, str], folder: Path) -> Iterator[None]:
    """A server that is stopped at the end."""
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


class Line(http.client.HTTPConnection):
    """A connection with TLS to the server in front, from an address of this machine."""

    def __init__(self, made: Proxied, client: str = "127.0.0.1"):
        super().__init__("127.0.0.1", made.front, timeout=120, source_address=(client, 0))

    def connect(self) -> None:
        """Believes the certificate that was made for the test."""
        super().connect()
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        # Which sends nothing by itself after the greeting: what can be read is an answer.
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        self.sock = context.wrap_socket(self.sock, server_hostname=NAME)


class Browser:
    """What keeps cookies and sends forms."""

    def __init__(self, made: Proxied, client: str = "127.0.0.1", host: str = NAME):
        self.made, self.client, self.host = made, client, host
        self.cookies: dict[str, str] = {}

    def ask(
        self, path: str, form: dict[str, str] | None = None, **more: str
    ) -> tuple[int, str, http.client.HTTPMessage]:
        """Status, page and headers."""
        headers = {"Host": self.host, **{k.replace("_", "-"): v for k, v in more.items()}}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        body = None
        if form is not None:
            headers |= {
                "Origin": f"https://{NAME}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            body = urlencode(form)
        with contextlib.closing(Line(self.made, self.client)) as line:
            line.request("GET" if form is None else "POST", path, body, headers)
            answer = line.getresponse()
            page = answer.read().decode(errors="replace")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.strip().partition("=")
            self.cookies[name] = value.partition(";")[0]
        return answer.status, page, answer.headers

    def send(self, path: str, **form: str) -> tuple[int, str]:
        """Opens a page with a form, and sends it."""
        page = self.ask(path)[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token, page[:500]
        status, page, _ = self.ask(path, {"csrfmiddlewaretoken": token[1], **form})
        return status, page


STAFF = """
from samklang.site.running import prepare
prepare()
from django.contrib.auth.models import User
from samklang.web.models import Membership, Network
for name in ("a", "b"):
    email = f"{name}@exempel.se"
    user = User.objects.create_user(username=email, email=email, password="fyra små ord till")
    Membership.objects.create(network=Network.objects.get(), user=user, role="owner")
"""


@pytest.fixture(scope="module")
def staffed(site: Proxied) -> Proxied:
    """The site with two people who can log in."""
    subprocess.run([sys.executable, "-c", STAFF], env=site.environment, check=True)
    return site


def test_every_address_is_the_settings_whatever_is_said(staffed: Proxied) -> None:
    asks = Browser(staffed, host=f"{NAME}:8081")
    status, _ = asks.send("/konto/losenord/glomt/", email="a@exempel.se")
    assert status == 302
    (letter,) = (staffed.folder / "mail").iterdir()
    text = message_from_bytes(letter.read_bytes(), policy=policy.default).get_content()
    assert re.findall(r"https?://[^/\s]+", text) == [f"https://{NAME}"]
    front = Browser(staffed)
    status, page, headers = front.ask(
        "/konto/logga-in/", X_Forwarded_Proto="http", X_Forwarded_Host="evil.example"
    )
    assert status == 200
    assert "evil" not in page
    assert "http://" not in page
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "__Host-csrf" in front.cookies
    for path in ("/", "/rapporter/norr/nytt.xml", "/sitemap.xml", "/svara/"):
        status, page, _ = asks.ask(path, X_Forwarded_Proto="http")
        assert status == 200, path
        own = [a for a in ADDRESS.findall(page) if urlsplit(a).hostname not in NAMESPACES]
        assert {urlsplit(a)[:2] for a in own} <= {("https", NAME)}, path
    # Another name is not answered, or by nobody but the server in front.
    status, page, _ = Browser(staffed, host="evil.example").ask("/")
    assert status != 200 or not page


def test_a_hundred_failing_log_ins_lock_nobody_else_out(staffed: Proxied) -> None:
    attacker = Browser(staffed, client="127.0.0.66")
    page = attacker.ask("/konto/logga-in/")[1]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    form = {
        "csrfmiddlewaretoken": token[1],
        "login": "a@exempel.se",
        "password": "fel lösenord här",
    }
    for number in range(100):
        # It says that it is someone else each time, which counts for nothing.
        attacker.ask("/konto/logga-in/", form, X_Forwarded_For=f"198.51.100.{number}")
    assert "många försök" in attacker.ask("/konto/logga-in/", form)[1]
    right = {"login": "a@exempel.se", "password": "fyra små ord till"}
    assert Browser(staffed, client="127.0.0.2").send("/konto/logga-in/", **right)[0] == 302


def test_a_huge_body_is_refused_and_nothing_is_left(site: Proxied) -> None:
    before = set(Path(tempfile.gettempdir()).iterdir())
    for path in ("/svara/", "/arbete/x/medlemmar/inlasning/"):
        with contextlib.closing(Line(site)) as line:
            line.putrequest("POST", path, skip_host=True)
            line.putheader("Host", NAME)
            line.putheader("Content-Length", str(600_000_000))
            line.endheaders()
            with contextlib.suppress(OSError):
                for _ in range(20):
                    line.send(b"x" * 1_000_000)
            assert line.getresponse().status == 413
    # One that does not say how large it is, and goes on until it is answered.
    for path in ("/svara/", "/arbete/x/medlemmar/inlasning/"):
        assert growing(site, path) == 413
    # One that the server in front lets through, and we do not.
    assert growing(site, "/svara/", said=5_000_000) == 413
    left = {path.name for path in set(Path(tempfile.gettempdir()).iterdir()) - before}
    assert not {name for name in left if name.endswith(".upload")}
    temp = site.folder.parent / "temp"
    assert not temp.exists() or not [path for path in temp.rglob("*") if path.is_file()]


def growing(site: Proxied, path: str, *, said: int = 60_000_000) -> int:
    """The status that a body gets which grows until it is answered, or is as long as is `said`.

    One of 60 MB does not say it.
    """
    part = b"x" * 500_000
    with contextlib.closing(Line(site)) as line:
        line.putrequest("POST", path, skip_host=True)
        line.putheader("Host", NAME)
        if chunked := said == 60_000_000:
            line.putheader("Transfer-Encoding", "chunked")
        else:
            line.putheader("Content-Length", str(said))
        line.endheaders()
        with contextlib.suppress(OSError):
            for _ in range(said // len(part)):
                line.send(b"7a120\r\n" + part + b"\r\n" if chunked else part)
                if select.select([line.sock], [], [], 0)[0]:
                    break
        return line.getresponse().status


def test_slow_bodies_hold_up_nobody(site: Proxied) -> None:
    probe = Browser(site)

    def waits() -> list[float]:
        found = []
        for _ in range(20):
            began = time.monotonic()
            assert probe.ask("/svara/")[0] == 200
            found.append(time.monotonic() - began)
        return sorted(found)

    before = waits()
    with contextlib.ExitStack() as slow:
        for _ in range(40):
            line = slow.enter_context(contextlib.closing(Line(site)))
            line.putrequest("POST", "/svara/", skip_host=True)
            line.putheader("Host", NAME)
            line.putheader("Content-Length", "1000")
            line.endheaders()
            line.send(b"x")
        # p95. On a machine that is busy with other things the site is slow without them.
        assert waits()[18] < max(1.0, 10 * before[18])
