"""The floor of coverage counts the branches that there are, and no way past a closed `match`."""

import json
from pathlib import Path

import pytest

from tests.coverage_floor import main

SOURCE = """def one(a):
    match a:
        case int():
            return 1
        case str() | float():
            return 2


def two(a):
    if a:
        return 1
    return 2
"""


@pytest.mark.parametrize(
    ("missing", "says", "status"),
    [
        # Nobody takes the way past the last case, which is none.
        ([[5, -1]], "3 of 3 branches, 100.0 %", 0),
        # The last case itself is one, and so is any other.
        ([[5, 6], [5, -1]], "2 of 3 branches, 66.7 %", 1),
        ([[3, 4], [5, -1]], "2 of 3 branches, 66.7 %", 1),
        ([[10, 11]], "3 of 4 branches, 75.0 %", 1),
    ],
)
def test_which_branches_count(
    missing: list[list[int]],
    says: str,
    status: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    files = {}
    for part in ("src/samklang/core", "src/samklang/web/actions"):
        Path(part).mkdir(parents=True)
        file = Path(part) / "some.py"
        file.write_text(SOURCE)
        numbers = {"num_branches": 4, "covered_branches": 4 - len(missing)}
        summary = {**numbers, "missing_branches": len(missing)}
        files[file.as_posix()] = {"summary": summary, "missing_branches": missing}
    Path("c.json").write_text(json.dumps({"files": files}))
    assert main(Path("c.json")) == status
    assert f"src/samklang/core/: {says}" in capsys.readouterr().out
