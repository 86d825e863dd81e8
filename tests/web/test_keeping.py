"""What is kept and for how long: files, sessions, packages; and a member that has left."""

import datetime
import os
import sqlite3
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.db import models
from django.db.utils import ConnectionHandler
from django.utils import timezone

from samklang.core.language.wording import Wording
from samklang.site import settings as site_settings
from samklang.site.operations.modes import make_private, open_to_others
from samklang.web.actions.erasure import erase
from samklang.web.actions.freezing import freeze, write_package
from samklang.web.actions.keeping import remove_old
from samklang.web.actions.publishing import OutOfOrder, propose, send_to_review, sign
from samklang.web.actions.purging import run_erasures
from samklang.web.mail.files import take_out
from samklang.web.models import (
    AuditRow,
    Build,
    Freeze,
    Member,
    PendingErasure,
    RegisterUpload,
    Rehearsal,
    Response,
    Theme,
)
from samklang.web.queries.audit import check_chain
from tests.web.conftest import World
from tests.web.report_world import made_theme

LONG_AGO = datetime.timedelta(days=100)


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """A theme with answers, its files in a folder that is thrown away."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    cache.clear()
    return made_theme(world.network)


def frozen(theme: Theme, title: str, *, old: bool) -> Freeze:
    """A freeze of the theme with another title, now or long ago, with a build in a folder."""
    theme.title = Wording(title, title)
    theme.save()
    made = freeze(theme, by=None)
    build = Build.objects.create(freeze=made, state="done", folder=f"builds/{made.number}")
    (settings.DATA / build.folder).mkdir(parents=True)
    if old:
        Freeze.objects.filter(pk=made.pk).update(at=timezone.now() - LONG_AGO)
    return made


def test_old_packages_that_no_edition_stands_on_go_with_their_builds(theme: Theme) -> None:
    used, unused, newest = (frozen(theme, title, old=True) for title in ("A", "B", "C"))
    propose_of(used)
    assert remove_old() == 1
    there = {f.pk: bool(f.file) for f in Freeze.objects.all()}
    assert there == {used.pk: True, unused.pk: False, newest.pk: True}
    gone = Freeze.objects.get(pk=unused.pk)
    assert (gone.hash, bool(gone.purged_at)) == (unused.hash, True)
    assert not (settings.DATA / unused.file).exists()
    assert sorted(p.name for p in (settings.DATA / "builds").iterdir()) == ["1", "3"]
    # A theme that is as it was when a removed package was made is frozen anew.
    Freeze.objects.filter(pk=newest.pk).update(purged_at=timezone.now())
    assert freeze(theme, by=None).number == 4


def propose_of(made: Freeze) -> None:
    """An edition is proposed of the freeze's build."""
    propose(made.builds.get(), by=None)  # type: ignore[arg-type]


def test_what_was_built_before_an_erasure_cannot_be_signed(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samklang.web.actions.purging.wipe", lambda: True)
    propose_of(frozen(theme, "A", old=False))
    edition = theme.publications.get()
    send_to_review(edition, by=None)  # type: ignore[arg-type]
    erase(theme.responses.filter(state="sent").first())  # type: ignore[arg-type]
    assert run_erasures() == 1
    edition = theme.publications.get()
    assert (edition.build.folder, edition.build.state) == ("", "failed")
    with pytest.raises(OutOfOrder):
        sign(edition, by=None)  # type: ignore[arg-type]


def test_an_erasure_waits_for_a_build_that_runs(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samklang.web.actions.purging.wipe", lambda: True)
    made = frozen(theme, "A", old=False)
    Build.objects.update(state="running")
    erase(theme.responses.filter(state="sent").first())  # type: ignore[arg-type]
    assert (run_erasures(), PendingErasure.objects.count()) == (0, 1)
    Build.objects.update(state="done")
    assert (run_erasures(), PendingErasure.objects.count()) == (1, 0)
    assert Freeze.objects.get(pk=made.pk).file == ""


def test_an_erasure_waits_for_a_rehearsal_with_the_answers(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samklang.web.actions.purging.wipe", lambda: True)
    Rehearsal.objects.create(theme=theme, kind="real", state="running")
    erase(theme.responses.filter(state="sent").first())  # type: ignore[arg-type]
    assert (run_erasures(), PendingErasure.objects.count()) == (0, 1)
    Rehearsal.objects.update(state="done")
    assert (run_erasures(), PendingErasure.objects.count()) == (1, 0)


def test_a_package_that_cannot_be_written_leaves_no_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> None:
        raise OSError("full disk")

    monkeypatch.setattr("os.replace", full_disk)
    with pytest.raises(OSError, match="full disk"):
        write_package(tmp_path / "packages" / "t.zip", {"responses.csv": b"Att vi hade tid."})
    assert list((tmp_path / "packages").iterdir()) == []


def test_a_database_that_is_read_meanwhile_is_wiped_later(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    erase(theme.responses.filter(state="sent").first())  # type: ignore[arg-type]
    monkeypatch.setattr("samklang.web.actions.purging.wipe", lambda: False)
    assert (run_erasures(), PendingErasure.objects.count()) == (0, 1)


def test_ended_sessions_and_forgotten_spreadsheets_go(world: World, theme: Theme) -> None:
    now = timezone.now()
    Session.objects.create(session_key="old", expire_date=now - datetime.timedelta(hours=1))
    there = Session.objects.count()
    sheet = RegisterUpload.objects.create(
        network=world.network, by=world.network.staff.all()[0].user, name="x", header=[], rows=[]
    )
    RegisterUpload.objects.filter(pk=sheet.pk).update(at=now - LONG_AGO)
    assert remove_old() == 2
    assert (Session.objects.count(), RegisterUpload.objects.count()) == (there - 1, 0)
    # It looks again only after a while.
    Session.objects.create(session_key="old", expire_date=now - datetime.timedelta(hours=1))
    assert remove_old() == 0


def test_letters_kept_as_files_are_taken_out_and_old_files_go(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mail"
    monkeypatch.setattr(settings, "EMAIL_FILE_PATH", folder, raising=False)
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with get_connection(backend, file_path=folder) as connection:
        for number in (1, 2, 3):
            EmailMessage(
                f"S{number}", "b", "a@b.se", ["c@d.se"], connection=connection,
                headers={"Message-ID": f"<{number}@x>"},
            ).send()  # fmt: skip
    assert take_out(frozenset(["1@x", "3@x"])) == 2
    (path,) = folder.iterdir()
    assert [n for n in (1, 2, 3) if f"Subject: S{n}" in path.read_text()] == [2]
    then = (timezone.now() - LONG_AGO).timestamp()
    os.utime(path, (then, then))
    with get_connection(backend, file_path=folder) as connection:
        EmailMessage("S4", "b", "a@b.se", ["c@d.se"], connection=connection).send()
    assert remove_old() == 1
    (path,) = folder.iterdir()
    assert "Subject: S4" in path.read_text()


@pytest.mark.parametrize("kept", ["mail", "copies", "builds", "trail", ""])
def test_what_is_kept_for_ever_stays_whatever_its_age(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    """0 days of one kind: that stays, and the others go. '': of none."""
    days = {name: 0 if name == kept else 30 for name in ("mail", "copies", "builds", "trail")}
    monkeypatch.setattr(settings, "KEEP_DAYS", days)
    monkeypatch.setattr(settings, "EMAIL_FILE_PATH", tmp_path / "mail", raising=False)
    old, young = (timezone.now() - datetime.timedelta(days=n) for n in (31, 29))
    for folder, name in (("mail", "1.log"), ("before-upgrade", "1.backup")):
        (tmp_path / folder).mkdir()
        for moment in (old, young):
            path = tmp_path / folder / f"{moment.day}{name}"
            path.write_text("x")
            os.utime(path, (moment.timestamp(), moment.timestamp()))
    (tmp_path / "before-upgrade" / "note.txt").write_text("x")
    freezes = [frozen(theme, title, old=False) for title in ("A", "B", "C")]
    for made, moment in zip(freezes, (old, young, old), strict=True):
        Freeze.objects.filter(pk=made.pk).update(at=moment)
    rows = AuditRow.objects.count()
    monkeypatch.setattr("samklang.web.actions.keeping.prune", lambda before: int(before > old))
    removed = remove_old()
    assert AuditRow.objects.count() == rows
    left = {
        "mail": len(list((tmp_path / "mail").iterdir())),
        "copies": len(list((tmp_path / "before-upgrade").glob("*.backup"))),
        "builds": Freeze.objects.exclude(file="").count() - 1,
    }
    assert left == {name: 1 + (name == kept) for name in left}
    assert removed == 4 - bool(kept)


def test_what_hangs_on_a_response_goes_with_it() -> None:
    """An erasure removes rows that point to a response, so they must let themselves be removed."""
    kept = [r for r in Response._meta.related_objects if r.on_delete is not models.CASCADE]
    assert kept == []


def test_an_owner_erases_a_member_that_has_left(world: World, theme: Theme) -> None:
    member = Member.objects.get(number="N-25")
    page = f"/arbete/norr/medlemmar/{member.pk}/"
    assert "radera/" not in world.owner.get(page).content.decode()
    world.owner.post(f"{page}radera/")
    assert Member.objects.get(pk=member.pk).name == member.name
    Member.objects.filter(pk=member.pk).update(active=False)
    assert "radera/" in world.owner.get(page).content.decode()
    assert "radera/" not in world.editor.get(page).content.decode()
    assert world.editor.post(f"{page}radera/").status_code == 403
    world.owner.post(f"{page}radera/")
    erased = Member.objects.get(pk=member.pk)
    assert (erased.name, erased.email, erased.county) == ("–", "", member.county)
    assert AuditRow.objects.filter(action="erase_member").count() == 1
    assert check_chain().faults == ()


@pytest.mark.parametrize("secure", [True, False])
def test_sqlite_overwrites_what_is_erased_whatever_it_was_compiled_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: object, secure: bool
) -> None:
    """The setting itself, on a library whose default is off; without it the words stay."""
    monkeypatch.setattr(site_settings, "DATA", tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    connect = sqlite3.connect

    def default(*args: object, **kwargs: object) -> sqlite3.Connection:
        made = connect(*args, **kwargs)  # type: ignore[call-overload]
        made.execute("PRAGMA secure_delete = OFF")
        return made  # type: ignore[no-any-return]

    monkeypatch.setattr("django.db.backends.sqlite3.base.Database.connect", default)
    found = site_settings.database()
    if not secure:
        found["OPTIONS"]["init_command"] = found["OPTIONS"]["init_command"].replace("delete=ON", "")
    connection = ConnectionHandler({"default": found})["default"]
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("CREATE TABLE a (t text)")
        for number in range(50):
            cursor.execute("INSERT INTO a VALUES (%s)", ["marker " * number * 20])
        cursor.execute("UPDATE a SET t = ''")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        content = (tmp_path / "samklang.sqlite3").read_bytes()
        connection.close()
    assert (b"marker" in content) is not secure


def test_what_is_in_the_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "mail").mkdir(parents=True, mode=0o755)
    (folder / "mail" / "x").write_text("x")
    (folder / "mail" / "x").chmod(0o644)
    for one in (folder, folder / "mail"):
        one.chmod(0o755)
    assert len(list(open_to_others(folder))) == 3
    assert make_private(folder) == 3
    assert [stat.S_IMODE(p.stat().st_mode) for p in (folder, folder / "mail" / "x")] == [
        0o700,
        0o600,
    ]
    assert make_private(folder) == 0
