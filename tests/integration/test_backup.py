"""Backup and upgrade: what was acknowledged is there again, and older sites become today's."""

import json
import lzma
import re
import shutil
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from samklang.site.data import DATABASE
from samklang.site.operations.archive import new_key
from tests.fresh_site import fresh_site
from tests.operations_world import Site
from tests.postgresql_server import postgresql_server

DATABASES = ("sqlite", "postgresql")
DATA = Path(__file__).parents[1] / "data" / "upgrade"
# What a database of a version before 0.1.0 does not have; this one's own name is not there either.
TEXTS = [
    [
        "Innovation",
        "Innovation",
        "Vi vill veta hur medlemmarna hittar nya lösningar på behov och samhällsutmaningar: vad ni "
        "har gjort, vilka ni gjorde det med, och vad som hjälper eller hindrar.",
        "None",
    ]
]
LATER = (
    "0031_owner_link_days",
    "0001_squashed_0031_first_tables",
    "0032_texts_by_language",
    "0033_quotes_by_language",
)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL server of these tests' own."""
    with postgresql_server() as address:
        yield address


@pytest.fixture
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str, str], Site]:
    """Makes a site with a new, empty folder and database of a kind."""

    def made(name: str, kind: str) -> Site:
        if kind == "sqlite":
            return Site(tmp_path / name)
        import psycopg

        server = request.getfixturevalue("server")
        database = f"{name}{abs(hash(tmp_path))}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}"')
        return Site(tmp_path / name, server.replace("/postgres?", f"/{database}?"))

    return made


@pytest.mark.parametrize("kind", DATABASES)
def test_a_backup_under_load_restores_every_answer_acknowledged_before_it(
    tmp_path: Path, site: Callable[[str, str], Site], kind: str
) -> None:
    before, after = site("before", kind), site("after", kind)
    if kind == "sqlite":
        fresh_site(before.folder)
    before.step("fill")
    key, file = tmp_path / "key", tmp_path / "backup.age"
    public = new_key(key)
    with before.begin("answer", "60") as writer:
        assert writer.stdout
        kept = [writer.stdout.readline().strip() for _ in range(20)]
        before.run("backup", str(file), "--to", public)
        still = writer.poll() is None
        writer.kill()
    assert still
    assert b"Kyrkan" not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    said = after.run("restore", str(file), "--identity", str(key), "--verify")
    assert "1 packages, 1 published editions: 0 faults" in said
    there, was = after.step("count"), before.step("count")
    assert set(kept) <= set(there["receipts"])
    assert there["links"] == was["links"]
    assert (there["packages"], there["page"], there["chain"]) == ([True], True, [])
    assert after.folder.stat().st_mode & 0o077 == 0
    # What is in use is not overwritten.
    assert "not empty" in after.run("restore", str(file), "--identity", str(key), status=1)


def of_0_1_0(kind: str, into: Path) -> Path:
    """A backup that version 0.1.0 wrote, when the first tables were 31 migrations."""
    path = into / f"{kind}.backup"
    path.write_bytes(lzma.decompress((DATA / f"{kind}-0.1.0.backup.xz").read_bytes()))
    return path


@pytest.mark.parametrize("kind", DATABASES)
def test_a_site_of_the_release_before_is_copied_and_upgraded(
    tmp_path: Path, site: Callable[[str, str], Site], kind: str
) -> None:
    older, back = site("older", kind), site("back", kind)
    said = older.run("restore", str(of_0_1_0(kind, tmp_path)), "--verify")
    assert "24 answers sent in, 30 links, 1 packages, 1 published editions: 0 faults" in said
    there = older.step("rows")
    assert all(answers and name for answers, name, _ in there["answers"])
    receipts = {receipt for _, _, receipt in there["answers"] if receipt}
    assert receipts == {f"K{number}" for number in range(1, 25)}
    assert (there["edition"], there["chain"]) == ([1], [9, []])
    assert there["audit"][-1] == "freeze"
    copies = older.folder / "before-upgrade"
    older.run("manage", "migrate", "--skip-checks")
    assert not copies.exists(), "the first tables are there: there is nothing to change"
    # Its texts stood in a column for each of two languages; back and forth they are the same.
    assert there["theme"] == TEXTS
    assert [code[:2] for code in there["codes"][:2]] == [
        ["Ekonomi", "Finances"],
        ["Kunskap", "Knowledge"],
    ]
    assert there["codes"][1][3:] == ["", ""]
    older.run("manage", "migrate", "--skip-checks", "web", "0001_squashed_0031_first_tables")
    older.run("manage", "migrate", "--skip-checks")
    assert older.step("rows") == there
    # A step of another app that this version has and that one had not.
    older.run("manage", "migrate", "--skip-checks", "mfa", "0002")
    shutil.rmtree(copies)
    for _ in range(2):
        older.run("manage", "migrate", "--skip-checks")
        assert len(list(copies.iterdir())) == 1
    # The copy is of the old state, and is upgraded once more as it is restored.
    back.run("restore", str(next(copies.iterdir())))
    assert "[X] 0003" in back.run("manage", "showmigrations", "mfa")
    assert back.step("rows") == there


TRANSLATION = "We’d got 'time' \\ \n😀"


@pytest.mark.parametrize("kind", DATABASES)
def test_a_quote_s_one_translation_is_carried_over_and_back(
    tmp_path: Path, site: Callable[[str, str], Site], kind: str
) -> None:
    older = site("quotes", kind)
    older.run("restore", str(of_0_1_0(kind, tmp_path)))
    # Into the second of the theme's languages; one of a theme in one language is not lost.
    wanted = [{"en": TRANSLATION}, {}, {"en": "kept"}]
    assert older.step("quotes", TRANSLATION) == wanted
    older.run("manage", "migrate", "--skip-checks", "web", "0032_texts_by_language")
    read = "SELECT translation FROM web_quote ORDER BY id"
    assert older.step("sql", read) == [[TRANSLATION], [""], ["kept"]]
    older.run("manage", "migrate", "--skip-checks")
    kept = older.step("sql", read)
    assert [json.loads(text) if isinstance(text, str) else text for (text,) in kept] == wanted
    # And a language of three letters has room.
    older.step("sql", "UPDATE web_member SET language = 'sma'")
    assert older.step("sql", "SELECT DISTINCT language FROM web_member") == [["sma"]]


TEXTS_OF = {
    "theme": ("title", "purpose", "consent"),
    "finding": ("statement", "against", "follows"),
    "publication": ("errata", "withdrawn_why"),
    "codefamily": ("name",),
    "code": ("name", "definition", "include", "exclude"),
    "vocabularyterm": ("label",),
    "catalogueentry": ("title", "tokens"),
}


def put_a_row(opened: sqlite3.Connection, table: str) -> None:
    """A row with nothing in it, where there is none."""
    if opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
        return
    points = {one[3]: one[2] for one in opened.execute(f"PRAGMA foreign_key_list({table})")}
    needed = [
        (name, kind)
        for _, name, kind, not_null, _, key in opened.execute(f"PRAGMA table_info({table})")
        if not_null and not key
    ]
    values = [
        opened.execute(f"SELECT min(id) FROM {points[name]}").fetchone()[0]
        if name in points
        else "{}"
        if kind.lower() == "text"
        else 0
        for name, kind in needed
    ]
    names, places = ", ".join(f'"{name}"' for name, _ in needed), ", ".join("?" * len(needed))
    opened.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", values)


def test_every_text_in_two_columns_is_carried_over_and_back(tmp_path: Path) -> None:
    with tarfile.open(of_0_1_0("sqlite", tmp_path)) as tar:
        tar.extract(f"database/{DATABASE}", tmp_path, filter="data")
    site = Site(tmp_path / "site")
    site.folder.mkdir()
    path = site.folder / DATABASE
    (tmp_path / "database" / DATABASE).rename(path)
    wanted = {}
    with closing(sqlite3.connect(path)) as opened, opened:
        for model, names in TEXTS_OF.items():
            put_a_row(opened, f"web_{model}")
            for name in names:
                texts = (
                    f"{model} “{name}” är 'så' \\ \n😀",
                    "" if name == "purpose" else f"{name}?",
                )
                wanted[model, name] = {c: t for c, t in zip(("sv", "en"), texts, strict=True) if t}
                opened.execute(f"UPDATE web_{model} SET {name}_sv = ?, {name}_en = ?", texts)
        (analyser,) = opened.execute("SELECT min(analyser) FROM web_catalogueentry").fetchone()
    site.run("manage", "migrate", "--skip-checks")
    with closing(sqlite3.connect(path)) as opened:
        for (model, name), texts in wanted.items():
            for (kept,) in opened.execute(f"SELECT {name} FROM web_{model}"):
                assert json.loads(kept) == texts
        now = opened.execute("SELECT min(analyser) FROM web_catalogueentry").fetchone()[0]
        assert now == 100 * analyser + 2
    site.run("manage", "migrate", "--skip-checks", "web", "0001_squashed_0031_first_tables")
    with closing(sqlite3.connect(path)) as opened:
        for (model, name), texts in wanted.items():
            for kept in opened.execute(f"SELECT {name}_sv, {name}_en FROM web_{model}"):
                assert kept == (texts["sv"], texts.get("en", ""))


def described(path: Path) -> dict[str, list[str]]:
    """Each of our tables in SQLite: columns with checks and references, indexes and triggers."""
    with closing(sqlite3.connect(path)) as opened:
        read = "SELECT tbl_name, type, coalesce(sql, '') FROM sqlite_master"
        rows = opened.execute(read).fetchall()
    made: dict[str, list[str]] = {}
    for table, kind, sql in rows:
        if table.startswith(("web_", "samklang_", "catalogue_")):
            # Sorted: SQLite put columns in another order whenever it made a table anew.
            parts = re.split(r', (?="\w+" [a-z]|CONSTRAINT)', sql.partition("(")[2][:-1])
            made.setdefault(table, []).extend(parts if kind == "table" else [sql])
    return {table: sorted(parts) for table, parts in made.items()}


def test_the_first_tables_are_those_of_the_31_migrations_before(tmp_path: Path) -> None:
    with tarfile.open(of_0_1_0("sqlite", tmp_path)) as tar:
        tar.extract(f"database/{DATABASE}", tmp_path, filter="data")
    made = Site(tmp_path / "made")
    made.run("manage", "migrate", "--skip-checks", "web", "0001_squashed_0031_first_tables")
    before, now = described(tmp_path / "database" / DATABASE), described(made.folder / DATABASE)
    assert len(before) > 50
    assert now == before
