"""Hostile files handed to a served site: it answers all the while, and nothing is restarted."""

import itertools
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

import pytest

from benchmarks.collect_site import Site, free_port
from tests.fresh_site import fresh_site
from tests.hostile_files import (
    EVERY,
    FORMS,
    LOGOS,
    PACKAGES,
    REGISTERS,
    SPREADSHEETS,
    STRUCTURES,
    TEMPLATES,
)
from tests.integration.test_hostile_files import EITHER, FAULTS, READ, give

THEME = "/arbete/norr/teman/t"
LOOK = "/arbete/norr/utseende/"
# Each page that takes a file: its address, the field, and what is sent beside.
PAGES: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "register": ("/arbete/norr/medlemmar/inlasning/", "file", {}),
    "trial": ("/arbete/norr/prova/", "file", {}),
    "questionnaire": (f"{THEME}/enkat/fil/", "file", {}),
    "logo": (LOOK, "logo", {"action": "keep_logo"}),
    "template": (LOOK, "template", {"action": "keep_template"}),
    "coding": (f"{THEME}/kodning/las-in/", "file", {}),
    "picture": (
        f"{THEME}/exempel/e/?steg=3",
        "picture",
        {"action": "add_picture", "alt": "En bild", "licence": "CC0-1.0"},
    ),
}
# Three pages read spreadsheets by the same code: a file is handed to one of them.
SHEETS = itertools.cycle(("register", "trial", "questionnaire"))
GIVEN = [
    *((next(SHEETS), "register", name) for name in SPREADSHEETS),
    *(
        (page, "register", name)
        for page, name in zip(itertools.cycle(("trial", "register")), REGISTERS, strict=False)
    ),
    *(("questionnaire", "questionnaire", name) for name in FORMS),
    *(("logo", "logo", name) for name in LOGOS),
    *(("picture", "logo", name) for name in LOGOS if name.endswith(".png")),
    *(("template", "template", name) for name in TEMPLATES),
    *(("coding", "package", name) for name in PACKAGES),
]
# It says that it is small, and so much of it is read; the picture is made anew of that.
ANEW = {("picture", "bomb_small_head.png")}
AT_ONCE = 3
OWNER = """
from samklang.site.running import prepare
prepare()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from samklang.web.actions.setup import set_up
me = set_up(network="Norr", address="norr", email="a@exempel.se", password="fyra små ord till")
from samklang.web.actions.catalogue import begin_example
from samklang.web.actions.questionnaires import publish_questionnaire
from samklang.web.actions.themes import begin_theme
from samklang.core.language.wording import Wording
titles = {"title": Wording("Tema", "Theme")}
theme = begin_theme(
    me.network, by=me.user, address="t", begin_from="social-innovation", **titles
)
publish_questionnaire(theme.questionnaires.get(), by=me.user)
made = begin_example(theme, origin="staff", by=me.user)
made.name = "e"
made.save()
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
        self, page: str, field: str, form: Mapping[str, str], name: str, content: bytes
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
    fresh_site(made.folder)
    subprocess.run([sys.executable, "-c", OWNER], env=made.environment, check=True)
    made.start()
    try:
        yield made
    finally:
        made.stop()


def test_the_site_answers_while_hostile_files_are_read(
    running: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every file that some page takes is handed to it, several at once.

    What only commands take, the structure of a LimeSurvey survey, has no page and nothing is
    served there; the command's reading runs beside the site instead, on the same processors.
    """
    assert {kind for _, kind, _ in GIVEN} | {"structure"} == set(EVERY)
    owner = Owner(running)
    owner.log_in()
    processes = set(running.processes())
    before = _waits(running, lambda: time.sleep(2))

    def hand_in(page: str, kind: str, name: str) -> str:
        address, field, form = PAGES[page]
        status, answer = owner.give(address, field, form, name, EVERY[kind][name]())
        # Two pages list faults by row; nothing else that is sent is amiss.
        listed = page in ("questionnaire", "coding") and 'role="alert"' in answer
        refused = status == 400 and (f'id="id_{field}-error"' in answer or listed)
        taken = status == 200 and (name in READ | EITHER or (page, name) in ANEW)
        return "" if refused or taken else f"{page} {name}: {status}"

    def command(name: str) -> str:
        with pytest.raises(FAULTS):
            give("structure", name, STRUCTURES[name](), tmp_path)
        return ""

    def all_of_them() -> None:
        with ThreadPoolExecutor(AT_ONCE) as several:
            begun = [several.submit(hand_in, *one) for one in GIVEN]
            begun += [several.submit(command, name) for name in STRUCTURES]
            assert not [wrong for one in begun if (wrong := one.result())]

    began = time.monotonic()
    during = _waits(running, all_of_them)
    with capsys.disabled():
        print(
            f"\n{len(GIVEN)} files in {time.monotonic() - began:.0f} s; p95 of {len(during)} "
            f"probes {_p95(during):.3f} s, without files {_p95(before):.3f} s"
        )
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
