"""Formats: what one writes and reads goes back into its package unchanged."""

from pathlib import Path

import pytest

from samklang.exchange.formats import FORMATS, Format, write_file
from samklang.package.files import read_files
from tests.small_package import small_package

BOTH_WAYS = [
    pytest.param(f, suffix, id=f"{f.name}{suffix}") for f in FORMATS if f.read for suffix in f.write
]


@pytest.mark.parametrize(("format_", "suffix"), BOTH_WAYS)
def test_what_is_written_goes_back_as_it_was(format_: Format, suffix: str, tmp_path: Path) -> None:
    package, file = small_package(tmp_path / "p"), tmp_path / f"written{suffix}"
    before = dict(read_files(package))
    write_file(format_, package, file)
    assert format_.read
    format_.read(file, package, "en")
    assert dict(read_files(package)) == before
