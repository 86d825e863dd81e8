"""Kept files: whole, the newest, and no fault where another process takes one away meanwhile."""

import os
from pathlib import Path

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
