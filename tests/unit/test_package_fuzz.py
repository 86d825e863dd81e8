"""Whatever the bytes, reading gives a package or faults, never another exception."""

import contextlib
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samklang.core.faults import FaultyInput
from samklang.package.read import read
from tests.small_package import files, small_package
from tests.unit.test_package_zip import packed


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_package(tmp_path_factory.mktemp("sound") / "prov")


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from(sorted(files())), content=st.binary(max_size=300), keep=st.booleans())
def test_any_bytes_give_a_package_or_faults(
    name: str, content: bytes, keep: bool, sound: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "prov"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sound, folder)
    before = (folder / name).read_bytes() if keep else b""
    cut = len(content) * 7 % (len(before) + 1)
    (folder / name).write_bytes(before[:cut] + content + before[cut:])
    # Any other exception fails the test.
    with contextlib.suppress(FaultyInput):
        assert read(folder).theme.format == "samklang-theme-1"


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    method=st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA]),
    changes=st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 255)), max_size=6),
    end=st.integers(0, 40),
)
def test_any_zip_gives_a_package_or_faults(
    method: int, changes: list[tuple[int, int]], end: int, tmp_path: Path
) -> None:
    content = packed(method)
    for place, value in changes:
        content[place % len(content)] = value
    package = tmp_path / "package.zip"
    package.write_bytes(content[: len(content) - end])
    with contextlib.suppress(FaultyInput):
        assert read(package).theme.format == "samklang-theme-1"


# A value of a field, a key or an item, of any kind that YAML and JSON know.
VALUES = st.sampled_from(
    [
        *("", "~", "true", "0", "-1", "1e999", "[]", "[[]]", "{}", "{sv: 1}", "[1, a]"),
        *("'", '"', "|", ">", "- a", "a: b", "? ", "&a", "*a", "!t", "${q1", "\t", "\x85", "𝄞"),
        *("2026-02-31", "=1", "!not-shown", "https://", "\ufeff", "\u2028"),
    ]
)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(sorted(n for n in files() if n.endswith((".yaml", ".json", ".csv")))),
    place=st.integers(0, 400),
    value=VALUES,
)
def test_any_value_in_any_place_gives_a_package_or_faults(
    name: str, place: int, value: str, sound: Path, tmp_path: Path
) -> None:
    """Word by word, each text of a file becomes another kind of value."""
    folder = tmp_path / "prov"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sound, folder)
    text = (folder / name).read_text(encoding="utf-8")
    words = list(re.finditer(r"\{[^{}]*\}|\[[^][]*\]|[^\s:,{}\[\]]+", text))
    word = words[place % len(words)]
    changed = text[: word.start()] + value + text[word.end() :]
    (folder / name).write_text(changed, encoding="utf-8", newline="")
    with contextlib.suppress(FaultyInput):
        assert read(folder).theme.format == "samklang-theme-1"
