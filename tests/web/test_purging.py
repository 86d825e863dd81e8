"""Purging: what an erasure leaves of packages, builds, letters, and of the database's own files."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db.utils import ConnectionHandler
from django.utils import timezone

from samklang.core.privacy import Privacy
from samklang.package.files import read_files
from samklang.package.read import read
from samklang.web.actions import purging
from samklang.web.actions.erasure import erase, erase_member
from samklang.web.actions.freezing import freeze, write_package
from samklang.web.actions.purging import run_erasures, wipe
from samklang.web.models import (
    AuditRow,
    Build,
    Freeze,
    Member,
    PendingErasure,
    Publication,
    Response,
    Theme,
)
from tests.postgresql_server import postgresql_server
from tests.web.conftest import World
from tests.web.report_world import later, made_theme

OWN = "Att vi hade tid."


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """A theme with answers; the database's files, which a test's transaction holds, stay."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.setattr(purging, "wipe", lambda: True)
    return made_theme(world.network)


def edition(theme: Theme) -> Freeze:
    """A package that a signed edition stands on, with a build beside that no edition has."""
    made = freeze(theme, by=None)
    for name in ("seen", "unseen"):
        (settings.DATA / "builds" / name).mkdir(parents=True)
        Build.objects.create(freeze=made, state="done", folder=f"builds/{name}")
    Build.objects.create(freeze=made, state="queued")
    Publication.objects.create(
        theme=theme, build=made.builds.get(folder="builds/seen"), edition=1, hash=made.hash,
        state="signed", public_from=timezone.now(),
    )  # fmt: skip
    return made


def taken_back(theme: Theme, number: int) -> Response:
    """An answer that its member takes back, by its place in the order that packages have."""
    response = theme.responses.filter(state="sent").order_by("pk")[number]
    assert erase(response)
    return response


def words(freeze: Freeze) -> list[str]:
    """What the members of a package wrote in their own words."""
    rows = read(settings.DATA / freeze.file).responses
    return [str(answer) for row in rows for name, answer in row.answers.items() if name == "q5"]


def test_the_words_of_one_member_go_from_the_package_of_an_edition(theme: Theme) -> None:
    made = edition(theme)
    before = read_files(settings.DATA / made.file)
    assert sum(OWN in word for word in words(made)) == 24
    gone = taken_back(theme, 3).invitation_id
    assert run_erasures() == 1
    now = Freeze.objects.get(pk=made.pk)
    assert sum(OWN in word for word in words(now)) == 23
    assert now.members == [0 if pk == gone else pk for pk in made.members]
    content = (settings.DATA / now.file).read_bytes()
    assert (now.hash, now.purged_hash) == (made.hash, hashlib.sha256(content).hexdigest())
    after = read_files(settings.DATA / now.file)
    assert {name for name in before if before[name] != after[name]} == {
        "responses.csv",
        "manifest.json",
    }
    # The edition's own build is there; those that nobody has seen are not.
    assert [build.folder for build in made.builds.all()] == ["builds/seen"]
    assert [path.name for path in (settings.DATA / "builds").iterdir()] == ["seen"]
    row = AuditRow.objects.get(action="purge")
    assert (row.theme, row.by, row.subject, row.detail) == (theme, None, "", {})


def test_a_package_without_the_member_stays_to_the_byte(theme: Theme) -> None:
    made = edition(theme)
    content = (settings.DATA / made.file).read_bytes()
    # It is asked, and answers, after the package was made.
    (late,) = later(theme, yes=1, no=0)
    assert erase(late)
    assert run_erasures() == 1
    now = Freeze.objects.get(pk=made.pk)
    assert (now.members, now.purged_at, now.builds.count()) == (made.members, None, 3)
    assert (settings.DATA / now.file).read_bytes() == content


def test_where_the_order_is_not_known_the_words_of_all_go(theme: Theme) -> None:
    """A package of an earlier version did not keep whose answers its rows are."""
    made = edition(theme)
    Freeze.objects.update(members=[])
    taken_back(theme, 3)
    assert run_erasures() == 1
    now = Freeze.objects.get(pk=made.pk)
    assert (sum(OWN in word for word in words(now)), now.members) == (0, [])


def test_a_package_that_cannot_be_read_goes_whole(theme: Theme) -> None:
    made = edition(theme)
    write_package(settings.DATA / made.file, {"theme.yaml": b"of: a version to come"})
    taken_back(theme, 3)
    assert run_erasures() == 1
    now = Freeze.objects.get(pk=made.pk)
    assert (now.file, now.purged_hash, now.purged_at is None) == ("", "", False)
    assert not (settings.DATA / made.file).exists()
    assert Publication.objects.get().build.folder == "builds/seen"


def test_a_member_that_is_erased_takes_letters_and_copies_and_no_package(theme: Theme) -> None:
    made = edition(theme)
    content = (settings.DATA / made.file).read_bytes()
    for name in ("cache", "before-upgrade", "kept"):
        (settings.DATA / name).mkdir()
    member = Member.objects.get(number="N-25")
    member.active = False
    member.save()
    erase_member(member, by=None)  # type: ignore[arg-type]
    assert PendingErasure.objects.get().theme is None
    # Another theme's build that runs does not hold it up.
    Build.objects.filter(freeze=made, state="queued").update(state="running")
    assert run_erasures() == 1
    assert (settings.DATA / made.file).read_bytes() == content
    assert Freeze.objects.get(pk=made.pk).purged_at is None
    there = sorted(path.name for path in settings.DATA.iterdir() if path.is_dir())
    assert there == ["builds", "kept", "packages"]
    assert AuditRow.objects.filter(action="purge", theme=None).count() == 1


MARK = "qqmarkerqq"


@pytest.fixture
def sqlite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, django_db_blocker: object
) -> Iterator[Path]:
    """A database in a file, with a write-ahead log and half of its rows deleted."""
    path = tmp_path / "wiped.sqlite3"
    engine = {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": {"timeout": 0.1}}
    connection = ConnectionHandler({"default": engine})["default"]
    monkeypatch.setattr(purging, "connection", connection)
    with django_db_blocker.unblock(), connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("CREATE TABLE a (t text)")
        cursor.executemany("INSERT INTO a VALUES (%s)", [[MARK * 200]] * 50)
        cursor.execute("DELETE FROM a")
        yield path
        connection.close()


def held(path: Path) -> bool:
    """Whether a database's files have the marker anywhere."""
    files = [path, path.with_name(f"{path.name}-wal")]
    return any(MARK.encode() in file.read_bytes() for file in files if file.exists())


def test_what_is_deleted_leaves_the_files_of_sqlite(sqlite: Path) -> None:
    assert held(sqlite)
    assert wipe()
    assert not held(sqlite)
    assert sqlite.with_name(f"{sqlite.name}-wal").stat().st_size == 0


def test_the_log_is_not_cut_off_while_somebody_reads(sqlite: Path) -> None:
    with closing(sqlite3.connect(sqlite)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM a").fetchall()
        assert not wipe()
        assert held(sqlite)
    assert wipe()
    assert not held(sqlite)


def test_postgresql_forgets_what_its_planner_knew_of_people(
    monkeypatch: pytest.MonkeyPatch, django_db_blocker: object
) -> None:
    """Its statistics of names go, and those of what is not personal are kept."""
    with postgresql_server() as address, django_db_blocker.unblock():  # type: ignore[attr-defined]
        folder = address.partition("host=")[2].partition("&")[0]
        engine = {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "tally"}
        made = ConnectionHandler({"default": engine | {"HOST": folder}})["default"]
        monkeypatch.setattr(purging, "connection", made)
        # Of the site's tables the two that hold most of what is personal.
        models = (Member, PendingErasure)
        monkeypatch.setattr(purging.apps, "get_app_config", lambda _: _Models(models))
        with made.cursor() as cursor:
            cursor.execute(f"CREATE TABLE {purging.TABLE} (t text)")
            for model in models:
                _create(cursor, model)
            cursor.execute(
                "INSERT INTO web_member (name, email, county) SELECT %s, %s, '25' FROM"
                " generate_series(1, 100)",
                [f"{MARK} förening", f"{MARK}@exempel.se"],
            )
            cursor.execute("ANALYZE")
            assert {"name", "email", "county"} <= known(cursor)
            cursor.execute("DELETE FROM web_member")
            assert wipe()
            # Nor are they learnt again by who comes afterwards.
            cursor.execute("INSERT INTO web_member (name, county) VALUES (%s, '25')", [MARK])
            cursor.execute("ANALYZE")
            there = known(cursor)
            assert {name for name in there if Member.privacy.get(name) is Privacy.PERSONAL} == set()
            assert {"county", "municipality", "active"} <= there
        made.close()


class _Models:
    def __init__(self, models: tuple[type, ...]):
        self._models = models

    def get_models(self) -> tuple[type, ...]:
        return self._models


def _create(cursor: object, model: type) -> None:
    """The table of a model, whose columns are text and may be empty."""
    columns = ", ".join(f'"{f.column}" text' for f in model._meta.concrete_fields)  # type: ignore[attr-defined]
    cursor.execute(f'CREATE TABLE "{model._meta.db_table}" ({columns})')  # type: ignore[attr-defined]


def known(cursor: object) -> set[str]:
    """The columns of members that the planner has statistics of."""
    cursor.execute("SELECT attname FROM pg_stats WHERE tablename = 'web_member'")  # type: ignore[attr-defined]
    return {name for (name,) in cursor.fetchall()}  # type: ignore[attr-defined]
