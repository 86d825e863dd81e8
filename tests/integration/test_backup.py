"""Backup, restore and upgrade: what was acknowledged is there, and what is not whole is refused."""

import io
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

from samklang.core.faults import FaultyInput
from samklang.site.data import DATABASE
from samklang.site.operations.archive import MANIFEST, identities, new_key, unpack
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


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup that is not encrypted, of an SQLite site."""
    folder = tmp_path_factory.mktemp("whole")
    made = Site(folder / "data")
    fresh_site(made.folder)
    made.step("fill")
    made.run("backup", str(folder / "backup"))
    return folder / "backup"


Change = Callable[[dict[str, bytes]], None]


def rewritten(whole: Path, into: Path, change: Change, *, hashed: bool = True) -> Path:
    """The backup with its parts changed; hashed: with a manifest that fits them."""
    import hashlib

    with tarfile.open(whole) as tar:
        parts = {m.name: tar.extractfile(m).read() for m in tar}  # type: ignore[union-attr]
    change(parts)
    if hashed:
        manifest = json.loads(parts[MANIFEST])
        manifest["files"] = {
            n: hashlib.sha256(c).hexdigest() for n, c in parts.items() if n != MANIFEST
        }
        parts[MANIFEST] = json.dumps(manifest).encode()
    with tarfile.open(into, "w") as tar:
        for name, content in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return into


def package_of(parts: dict[str, bytes]) -> str:
    """The name of the one package."""
    (name,) = (n for n in parts if n.startswith("files/packages/"))
    return name


def flip(parts: dict[str, bytes]) -> None:
    """One bit of a package turned."""
    name = package_of(parts)
    content = bytearray(parts[name])
    content[len(content) // 2] ^= 1
    parts[name] = bytes(content)


def outside(parts: dict[str, bytes]) -> None:
    """A part that would be written outside the folder."""
    parts["files/../../out"] = b"x"


@pytest.mark.parametrize("change", [flip, lambda parts: parts.pop("secret"), outside])
def test_a_backup_that_was_altered_is_refused(whole: Path, tmp_path: Path, change: Change) -> None:
    bad = rewritten(whole, tmp_path / "bad", change, hashed=change is outside)
    (tmp_path / "into").mkdir()
    with pytest.raises(FaultyInput, match="no whole backup"):
        unpack(bad, tmp_path / "into", [])


@pytest.mark.parametrize("share", [0.3, 0.9])
@pytest.mark.parametrize("encrypted", [True, False])
def test_a_backup_that_was_cut_short_is_refused(
    whole: Path, tmp_path: Path, share: float, encrypted: bool
) -> None:
    import pyrage

    key = tmp_path / "key"
    public = pyrage.x25519.Recipient.from_str(new_key(key))
    content = whole.read_bytes()
    if encrypted:
        content = pyrage.encrypt(content, [public])
    bad, into = tmp_path / "bad", tmp_path / "into"
    into.mkdir()
    bad.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(FaultyInput, match="no whole backup"):
        unpack(bad, into, identities(key))
    if encrypted:
        bad.write_bytes(content)
        shutil.rmtree(into)
        into.mkdir()
        with pytest.raises(FaultyInput, match="does not open it"):
            unpack(bad, into, [pyrage.x25519.Identity.generate()])
        with pytest.raises(FaultyInput, match="is encrypted"):
            unpack(bad, into, [])


def swapped(parts: dict[str, bytes]) -> None:
    """Another secret, a package that is another, an edition without pages, a changed trail."""
    parts["secret"] = b"another secret, which makes other links"
    name = package_of(parts)
    parts[name] = parts[name].replace(b"PK", b"KP", 1)
    del parts["files/builds/1/index.html"]
    parts["files/builds/1/x"] = b"x"


def test_verifying_finds_what_hashes_alone_do_not(whole: Path, tmp_path: Path) -> None:
    bad = rewritten(whole, tmp_path / "bad", swapped)
    said = Site(tmp_path / "into").run("restore", str(bad), "--verify", status=1)
    assert said.count("the secret does not make it") == 30
    assert "its pages are not there" in said
    assert "t-1.zip: " in said
    assert "32 faults" in said


def test_rows_that_are_missing_are_found_without_verifying(whole: Path, tmp_path: Path) -> None:
    def fewer(parts: dict[str, bytes]) -> None:
        path = tmp_path / "changed.sqlite3"
        path.write_bytes(parts["database/samklang.sqlite3"])
        with sqlite3.connect(path) as opened:
            opened.execute("DELETE FROM web_response WHERE receipt = 'K1'")
        opened.close()
        parts["database/samklang.sqlite3"] = path.read_bytes()

    bad = rewritten(whole, tmp_path / "bad", fewer)
    into = Site(tmp_path / "into")
    assert "web_response has 24 rows and should have 25" in into.run("restore", str(bad), status=1)
    assert list(into.folder.iterdir()) == []


def test_a_backup_of_a_newer_version_is_refused(whole: Path, tmp_path: Path) -> None:
    def newer(parts: dict[str, bytes]) -> None:
        manifest = json.loads(parts[MANIFEST])
        manifest["migrations"].append(["web", "9999_later"])
        parts[MANIFEST] = json.dumps(manifest).encode()

    bad = rewritten(whole, tmp_path / "bad", newer)
    said = Site(tmp_path / "into").run("restore", str(bad), status=1)
    assert "web.9999_later is not known here" in said


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


def test_a_database_before_the_release_before_is_refused_as_it_is(
    whole: Path, tmp_path: Path
) -> None:
    def older(parts: dict[str, bytes]) -> None:
        manifest = json.loads(parts[MANIFEST])
        manifest["migrations"] = [m for m in manifest["migrations"] if m[1] not in LATER]
        parts[MANIFEST] = json.dumps(manifest).encode()

    said = Site(tmp_path / "into").run(
        "restore", str(rewritten(whole, tmp_path / "bad", older)), status=1
    )
    assert "it is of a version before 0.1.0" in said
    there = Site(tmp_path / "there")
    fresh_site(there.folder)
    with closing(sqlite3.connect(there.folder / DATABASE)) as opened, opened:
        for name in LATER:
            opened.execute("DELETE FROM django_migrations WHERE name = ?", [name])
    was = described(there.folder / DATABASE)
    refused = "Install version 0.1.0, start it once with samklang serve, and then this version."
    for command in (["manage", "migrate"], ["serve", "--port", "8399"]):
        said = there.run(*command, status=1)
        assert refused in said
        assert "Traceback" not in said
    assert "The database is of a version before 0.1.0" in there.run("doctor", status=1)
    assert described(there.folder / DATABASE) == was
    with closing(sqlite3.connect(there.folder / DATABASE)) as opened:
        read = "SELECT count(*) FROM django_migrations WHERE app = 'web'"
        assert opened.execute(read).fetchone() == (30,)
    assert not (there.folder / "before-upgrade").exists()
