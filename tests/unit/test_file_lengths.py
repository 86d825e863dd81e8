"""No file of the program, its tests or benchmarks is so long that nobody reads it to its end."""

from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
MOST_LINES = 400


@pytest.mark.parametrize("part", ["src", "tests", "benchmarks", "themes"])
def test_no_file_is_over_the_limit(part: str) -> None:
    files = {path: len(path.read_bytes().splitlines()) for path in (HOUSE / part).rglob("*.py")}
    assert files
    assert {str(path): lines for path, lines in files.items() if lines > MOST_LINES} == {}


@pytest.mark.parametrize("part", ["src", "tests", "benchmarks", "themes"])
def test_the_first_line_says_what_a_file_is_about(part: str) -> None:
    """Those that hold nothing have nothing to say, and migrations say it in their names."""
    for path in (HOUSE / part).rglob("*.py"):
        if path.read_bytes() and "migrations" not in path.parts:
            assert path.read_text(encoding="utf-8").startswith(('"""', 'r"""')), path
