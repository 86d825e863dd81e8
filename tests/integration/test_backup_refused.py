"""A backup that is not whole, was altered, or is of a newer version is refused."""

import io
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from samklang.core.faults import FaultyInput
from samklang.site.data import DATABASE
from samklang.site.operations.archive import MANIFEST, identities, new_key, unpack
from tests.fresh_site import fresh_site
from tests.integration.test_backup import LATER, described
from tests.operations_world import Site


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
