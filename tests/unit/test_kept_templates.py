"""Compiled templates that are kept: a page is shown all the same when their folder has gone."""

import errno
import shutil
from pathlib import Path

import pytest

from samklang.render.templates import environment


@pytest.mark.parametrize("full", [False, True])
def test_a_template_is_read_when_the_folder_of_kept_ones_has_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    """The site empties the folder when answers are erased; other processes go on."""

    def no_room(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = environment("samklang.render.html")
    shutil.rmtree(tmp_path / "samklang")
    if full:
        monkeypatch.setattr("jinja2.bccache.tempfile.NamedTemporaryFile", no_room)
    assert made.get_template("statement.html")
    assert bool(list(tmp_path.glob("samklang/templates/*"))) != full
