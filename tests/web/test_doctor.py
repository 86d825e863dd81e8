"""The doctor: each thing that can be wrong is planted, found, and said with what to do."""

import datetime
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from samklang.core.language.phrases import catalogue
from samklang.render.glyphs import Advances
from samklang.site.operations import check_deploy, doctor
from samklang.site.operations.finding import Finding
from samklang.web.actions.audit import record
from samklang.web.migrations.first.replaced import REPLACED
from samklang.web.models import AuditHead, Heartbeat
from samklang.web.queries import worker
from tests.web.conftest import World
from tests.web.mail_server import mail_server


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, world: World) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    tmp_path.chmod(0o700)
    worker.forget()
    return tmp_path


def only(check: Callable[[], Iterator[Finding]]) -> Finding:
    """The one finding of a check, which has words in both languages."""
    (found,) = check()
    assert all(found.words(language) for language in ("sv", "en"))
    return found


def word(check: Callable[[], Iterator[Finding]]) -> str:
    """What a check finds."""
    return only(check).word


def test_a_site_that_is_as_it_should_be(monkeypatch: pytest.MonkeyPatch) -> None:
    record("back_up", by=None, encrypted=True, size=1)
    Heartbeat.objects.create(host="x", process=1, heard_at=timezone.now())
    checks = (doctor.trail, doctor.disk, doctor.files, doctor.fonts, doctor.clock, doctor.worker)
    for check in (*checks, doctor.backups, check_deploy.secret):
        assert only(check).state == "good", only(check)


def test_a_database_that_only_an_earlier_version_brings_up_to_date(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, *later = REPLACED
    applied = MigrationRecorder(connection).applied_migrations()
    rest = {name: row for name, row in applied.items() if name not in later}
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda recorder: rest)
    assert word(doctor.database) == "database_too_old"
    checked = {finding.check for finding in doctor.examine()}
    assert {"database", "disk"} <= checked
    assert not {"trail", "worker"} & checked, "its tables are not those that are read"


def test_a_backup_is_missing_old_or_readable() -> None:
    assert word(doctor.backups) == "backup_none"
    record("back_up", by=None, encrypted=False, size=1)
    assert word(doctor.backups) == "backup_open"


def test_a_backup_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    record("back_up", by=None, encrypted=True, size=1)
    later = timezone.now() + datetime.timedelta(days=8)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert word(doctor.backups) == "backup_old"


def test_a_worker_that_is_not_there_or_silent() -> None:
    assert word(doctor.worker) == "worker_none"
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    Heartbeat.objects.create(host="x", process=1, heard_at=long_ago)
    worker.forget()
    assert only(doctor.worker).state == "fault"


def test_a_trail_that_was_cut_off() -> None:
    record("save_file", by=None)
    AuditHead.objects.update(hash="0" * 64)
    assert word(doctor.trail) == "trail_broken"


def test_a_clock_that_is_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    record("save_file", by=None)
    before = timezone.now() - datetime.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: before)
    assert word(doctor.clock) == "clock_behind"


def test_a_disk_that_is_almost_full(monkeypatch: pytest.MonkeyPatch) -> None:
    for free, found in ((100, "disk_full"), (1_000, "disk_little")):
        usage = type("Usage", (), {"free": free * doctor.MEGABYTE})()
        monkeypatch.setattr("shutil.disk_usage", lambda _, usage=usage: usage)
        assert word(doctor.disk) == found


def test_files_that_others_can_read(folder: Path) -> None:
    (folder / "x").write_text("x")
    (folder / "x").chmod(0o644)
    assert word(doctor.files) == "files_open"


def test_fonts_that_lack_our_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("samklang.render.glyphs.advances", lambda _: Advances({"a": 1}, 1000))
    assert word(doctor.fonts) == "fonts_lacking"


def test_a_secret_that_is_short_open_or_another(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "secret").write_text("another")
    (folder / "secret").chmod(0o600)
    assert word(check_deploy.secret) == "secret_two"
    (folder / "secret").chmod(0o644)
    assert word(check_deploy.secret) == "secret_open"
    monkeypatch.setattr(settings, "SECRET_KEY", "short")
    assert word(check_deploy.secret) == "secret_short"


def test_mail_that_stays_is_refused_or_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    assert word(check_deploy.mail) == "mail_kept"
    monkeypatch.setattr(settings, "EMAIL_BACKEND", backend)
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
    monkeypatch.setattr(settings, "DEFAULT_FROM_EMAIL", "a@exempel.se")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setattr(settings, "EMAIL_PORT", taken.getsockname()[1])
        assert word(check_deploy.mail) == "mail_refused"
    with mail_server() as server:
        monkeypatch.setattr(settings, "EMAIL_PORT", server.port)
        assert word(check_deploy.mail) == "mail_good"


@pytest.fixture
def front() -> Iterator[tuple[str, dict[str, str]]]:
    """A web server on this machine: its address, and the headers it answers with."""
    headers: dict[str, str] = {}

    class Answer(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(302 if "Location" in headers and self.path == "/" else 200)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        do_GET = do_HEAD  # noqa: N815 - the same

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", headers
        server.shutdown()
        thread.join()


def test_an_address_is_asked_for_as_readers_do(
    front: tuple[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, headers = front
    assert word(check_deploy.address) == "address_plain"
    monkeypatch.setattr(check_deploy, "_LOCAL", ())

    def last() -> str:
        monkeypatch.setattr(settings, "URL", url)
        *_, found = check_deploy.address()
        return found.word

    assert last() == "address_stripped"
    headers["Content-Security-Policy"] = "default-src 'none'"
    assert last() == "address_good"
    headers["Location"] = url.replace("127.0.0.1", "localhost") + "/x"
    assert last() == "address_elsewhere"
    url = "http://127.0.0.1:9"
    assert last() == "address_silent"


def test_every_word_is_used_and_says_what_to_do() -> None:
    source = "".join(
        Path(str(module.__file__)).read_text(encoding="utf-8") for module in (doctor, check_deploy)
    )
    words = {n for n in catalogue("en", "operations") if not n.startswith(("check_", "state_"))}
    for name in words:
        assert f'"{name.removesuffix("_remedy")}"' in source, name
        if not name.endswith(("_good", "_remedy")):
            assert f"{name}_remedy" in words


def test_security_txt_says_whom_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    page = "/.well-known/security.txt"
    assert Client().get(page).status_code == 404
    monkeypatch.setattr(settings, "SECURITY_CONTACT", "mailto:sakerhet@exempel.se")
    answer = Client().get(page)
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:sakerhet@exempel.se"
    assert fields["Canonical"] == f"{settings.URL}{page}"
    expires = datetime.datetime.fromisoformat(fields["Expires"])
    assert datetime.timedelta(days=170) < expires - timezone.now() < datetime.timedelta(days=365)
