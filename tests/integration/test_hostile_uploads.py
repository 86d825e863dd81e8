"""Hostile files handed to a served site: it answers all the while, and nothing is restarted."""

import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

from benchmarks.collect_site import Site, free_port
from tests.hostile_files import EVERY

# One of each kind that once ended or held the site, by the page that takes it.
REGISTER, LOOK = "/arbete/norr/medlemmar/inlasning/", "/arbete/norr/utseende/"
GIVEN = [
    (REGISTER, "file", {}, "register", "sparse.xlsx"),
    (REGISTER, "file", {}, "register", "sparse_hidden.xlsx"),
    (REGISTER, "file", {}, "register", "shared_text.xlsx"),
    (REGISTER, "file", {}, "register", "cells.xlsx"),
    (REGISTER, "file", {}, "register", "quotes.csv"),
    (LOOK, "template", {"deed": "keep_template"}, "template", "chain.docx"),
    (LOOK, "logo", {"deed": "keep_logo"}, "logo", "deep.svg"),
]
OWNER = """
from samklang.site.running import prepare
prepare()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from samklang.web.actions.setup import set_up
set_up(network="Norr", address="norr", email="a@exempel.se", password="fyra små ord till")
"""


class Owner:
    """The network's owner in a browser."""

    def __init__(self, made: Site):
        self.address = f"http://localhost:{made.port}"
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def ask(self, path: str, body: bytes | None = None, kind: str = "") -> tuple[int, str]:
        """Status and page."""
        headers = {"Content-Type": kind, "Origin": self.address} if body is not None else {}
        asked = urllib.request.Request(f"{self.address}{path}", body, headers)
        try:
            with self.opener.open(asked, timeout=120) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def token(self, path: str) -> str:
        """What a form of a page must have with it."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask(path)[1])
        assert found
        return found[1]

    def log_in(self) -> None:
        """As the owner."""
        page = "/konto/logga-in/"
        form = {"login": "a@exempel.se", "password": "fyra små ord till"}
        body = urlencode({"csrfmiddlewaretoken": self.token(page), **form}).encode()
        assert self.ask(page, body, "application/x-www-form-urlencoded")[0] == 200

    def give(
        self, page: str, field: str, form: dict[str, str], name: str, content: bytes
    ) -> tuple[int, str]:
        """Hands in a file."""
        parts = "".join(
            f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in {"csrfmiddlewaretoken": self.token(page), **form}.items()
        )
        parts += f'--x\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        body = parts.encode() + content + b"\r\n--x--\r\n"
        return self.ask(page, body, "multipart/form-data; boundary=x")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Site]:
    """A site with a network and its owner."""
    made = Site(tmp_path / "data", free_port())
    subprocess.run([sys.executable, "-c", OWNER], env=made.environment, check=True)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def test_the_site_answers_while_hostile_files_are_read(running: Site) -> None:
    owner = Owner(running)
    owner.log_in()
    processes = set(running.processes())
    before = _waits(running, lambda: time.sleep(2))

    def all_of_them() -> None:
        for page, field, form, given_to, name in GIVEN:
            status, answer = owner.give(page, field, form, name, EVERY[given_to][name]())
            assert (status, 'aria-invalid="true"' in answer) == (400, True), name

    during = _waits(running, all_of_them)
    # On a machine that is busy with other things the site is slow without any file.
    assert _p95(during) < max(1.0, 10 * _p95(before))
    assert processes <= set(running.processes())


def _waits(made: Site, work: object) -> list[float]:
    """How long each probe of a page waited while some work was done."""
    waits: list[float] = []
    failed: list[BaseException] = []

    def do() -> None:
        try:
            work()  # type: ignore[operator]
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=do)
    thread.start()
    while thread.is_alive():
        began = time.monotonic()
        with urllib.request.urlopen(f"{made.address}/svara/", timeout=60) as answer:
            assert answer.status == 200
        waits.append(time.monotonic() - began)
        time.sleep(0.05)
    thread.join()
    assert not failed, failed
    return waits


def _p95(waits: list[float]) -> float:
    return sorted(waits)[int(len(waits) * 0.95)]
