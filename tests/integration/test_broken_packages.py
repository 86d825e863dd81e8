"""Broken packages: each gives its clear error, with file and row, and nothing is written."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from samklang.cli import main
from samklang.core.faults import FaultyInput
from samklang.package.read import read
from tests.breaking import TQ, TR, TT, put, recode, semicolons, swap
from tests.broken_tables import BROKEN_TABLES
from tests.broken_texts import BROKEN_TEXTS
from tests.small_package import small_package

BROKEN = BROKEN_TEXTS | BROKEN_TABLES


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_package(tmp_path_factory.mktemp("sound") / "prov")


def test_the_unbroken_package_has_no_faults(sound: Path) -> None:
    assert read(sound).theme.id == "prov"


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_package(name: str, sound: Path, tmp_path: Path) -> None:
    apply, file, line, message = BROKEN[name]
    folder = Path(shutil.copytree(sound, tmp_path / "prov"))
    apply(folder)
    out = tmp_path / "out"
    result = CliRunner().invoke(main, ["build", str(folder), "--out", str(out)])
    assert result.exit_code == 1, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    lines = [text for text in result.stderr.splitlines() if message in text]
    assert lines, result.stderr
    kind = "row" if file.endswith(".csv") else "line"
    places = (f"{file}, {kind} {line}, ", f"{file}, {kind} {line}: ") if line else (file,)
    assert any(text.startswith(places) for text in lines), lines
    if not line:
        assert not any(re.match(r"[^:]*, (line|row) \d", text) for text in lines), lines
    assert "nothing was written" in result.stderr
    assert not out.exists()
    left = {p.name for p in tmp_path.iterdir()}
    assert left <= {"prov", "secret.yaml"}


def test_all_faults_are_named_at_once(sound: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "prov"))
    for name in ("bad threshold", "unknown option", "unknown municipality", "unknown challenge"):
        BROKEN[name][0](folder)
    with pytest.raises(FaultyInput) as faulty:
        read(folder)
    named = {fault.file for fault in faulty.value.faults}
    assert named >= {"theme.yaml", "responses.csv", "examples/shop.yaml"}


def test_no_fault_follows_from_another(sound: Path, tmp_path: Path) -> None:
    """A file that cannot be read is one fault, not one for every row that points into it."""
    for name, breaking in (
        ("register.csv", semicolons),
        ("references.json", put("references.json", "[")),
        ("codebook.yaml", put("codebook.yaml", "codes: [")),
        ("questionnaire.yaml", swap(TQ, "type: text", "type: txt")),
        ("responses.csv", recode(TR, "cp1252")),
        ("theme.yaml", swap(TT, "kind: census", "kind: cencus")),
    ):
        folder = Path(shutil.copytree(sound, tmp_path / name / "prov"))
        breaking(folder)
        with pytest.raises(FaultyInput) as faulty:
            read(folder)
        assert [fault.file for fault in faulty.value.faults] == [name]


def test_a_byte_order_mark_is_accepted(sound: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "prov"))
    for path in folder.rglob("*.*"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read(folder).responses == read(sound).responses


def test_a_package_that_is_not_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", str(tmp_path / "nothing")])
    assert result.exit_code == 1
    assert "no such folder" in result.stderr
