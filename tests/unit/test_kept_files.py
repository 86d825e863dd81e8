"""Kept files: whole, the newest, and no fault where another process takes one away meanwhile."""

import os
import sys
from pathlib import Path

import pytest

from samklang.render.charts.boundaries import boundaries
from samklang.render.kept import keep, let_go, newest_first


def test_the_oldest_go(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "older", "oldest")):
        keep(tmp_path / name, name.encode())
        os.utime(tmp_path / name, (1_000 - age, 1_000 - age))
    let_go(tmp_path.iterdir(), 2)
    assert [path.name for path in newest_first(tmp_path.iterdir())] == ["new", "older"]
    assert (tmp_path / "older").read_bytes() == b"older"


def test_a_file_that_went_meanwhile_is_left_out(tmp_path: Path) -> None:
    keep(tmp_path / "there", b"1")
    listed = [tmp_path / "gone", tmp_path / "there"]
    assert newest_first(listed) == [tmp_path / "there"]
    let_go(listed, 0)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("broken", [b"", b"[", b"[]", b'[["2480", "zz"]]', b'[["../x", "00"]]'])
def test_boundaries_are_read_once_on_a_machine_and_anew_where_what_was_kept_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: bytes
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    read = boundaries.__wrapped__()
    assert [code for code, _ in read] == sorted({code for code, _ in read})
    assert len(read) == 290
    [kept] = (tmp_path / "samklang" / "boundaries").iterdir()
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "duckdb", None)
        assert boundaries.__wrapped__() == read
    kept.write_bytes(broken)
    assert boundaries.__wrapped__() == read
    assert kept.read_bytes() != broken
