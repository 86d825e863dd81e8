"""Zips of a theme package: sound ones, broken ones and hostile ones."""

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from samklang.cli import main
from samklang.package.read import read
from tests.small_package import files, small_package


def zipped(target: Path, entries: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target


def test_a_zip_is_the_same_package(tmp_path: Path) -> None:
    flat = zipped(tmp_path / "flat.zip", dict(files()))
    inside = zipped(tmp_path / "inside.zip", {f"prov/{n}": c for n, c in files().items()})
    assert read(flat) == read(inside) == read(small_package(tmp_path / "prov"))


def slip(target: Path) -> Path:
    return zipped(target, {**files(), "../../evil.yaml": "x"})


def absolute(target: Path) -> Path:
    return zipped(target, {**files(), "/etc/evil.yaml": "x"})


def backslash(target: Path) -> Path:
    return zipped(target, {**files(), "..\\evil.yaml": "x"})


def bomb(target: Path) -> Path:
    """60 MB of zeros in some 60 kB."""
    return zipped(target, {**files(), "manuscript.md": b"\0" * 60_000_000})


def many(target: Path) -> Path:
    return zipped(target, {f"examples/e{n}.yaml": "x" for n in range(6000)})


def twice(target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("theme.yaml", "a: 1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("theme.yaml", "a: 2")
    return target


def symlink(target: Path) -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo("theme.yaml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return target


def no_zip(target: Path) -> Path:
    target.write_bytes(b"PK\x03\x04 not really")
    return target


def packed(method: int = zipfile.ZIP_DEFLATED) -> bytearray:
    """The package as the bytes of a zip."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", method) as archive:
        for name, content in files().items():
            archive.writestr(name, content)
    return bytearray(whole.getvalue())


def cut_off(target: Path) -> Path:
    content = packed()
    content[60:90] = b"\xff" * 30
    target.write_bytes(content)
    return target


def cut_off_lzma(target: Path) -> Path:
    content = packed(zipfile.ZIP_LZMA)
    content[60:90] = b"\xff" * 30
    target.write_bytes(content)
    return target


def cut_off_bzip2(target: Path) -> Path:
    content = packed(zipfile.ZIP_BZIP2)
    content[60:90] = b"\xff" * 30
    target.write_bytes(content)
    return target


def encrypted(target: Path) -> Path:
    content = packed()
    # Bit 0 of the flags in the first entry's local and central headers.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    target.write_bytes(content)
    return target


def wrong_size(target: Path) -> Path:
    """The header says a byte, the content is 60 MB: what comes is counted, not what is said."""
    content = bytearray(zipped(target, {"theme.yaml": b"a" * 60_000_000}).read_bytes())
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = (1).to_bytes(4, "little")
    target.write_bytes(content)
    return target


def empty(target: Path) -> Path:
    return zipped(target, {})


def terminal(target: Path) -> Path:
    """A name that would clear the screen of whoever reads the fault."""
    return zipped(target, {"../\x1b[2J\nall is well": "x"})


def misnamed(target: Path) -> Path:
    return zipped(target, {**files(), "examples/å b.yaml": "x"})


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (slip, "points outside the package"),
        (absolute, "points outside the package"),
        (backslash, "points outside the package"),
        (bomb, "larger than 10 MB"),
        (many, "more than 5000 entries"),
        (twice, "'theme.yaml' twice"),
        (symlink, "is a link"),
        (no_zip, "not a valid zip"),
        (cut_off, "not a valid zip"),
        (cut_off_lzma, "not a valid zip"),
        (cut_off_bzip2, "not a valid zip"),
        (encrypted, "is encrypted"),
        (wrong_size, "not a valid zip"),
        (empty, "this is empty"),
        (terminal, "../\\x1b[2J\\nall is well"),
        (misnamed, "not a valid example id"),
    ],
)
def test_a_hostile_zip(make: Callable[[Path], Path], message: str, tmp_path: Path) -> None:
    package = make(tmp_path / "package.zip")
    result = CliRunner().invoke(main, ["check", str(package)])
    assert result.exit_code == 1, result.output
    assert message in result.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["package.zip"]
