"""A build in a process of its own: its result, its faults, and its end where nobody wants it."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from samklang.core.faults import FaultyInput
from samklang.package import ledger
from samklang.publication import apart
from samklang.publication.apart import Broken, Stopped, build_apart
from samklang.publication.build import MANIFEST
from samklang.publication.rehearsing import measure_apart, rehearse_apart
from tests.small_package import small_package


def begun(path: Path, out: Path, **more: Any) -> tuple[list[str], list[tuple[int, int]]]:
    """What is heard of a build."""
    lines: list[str] = []
    made: list[tuple[int, int]] = []
    wanted = more.pop("wanted", lambda: True)
    issued = more.pop("issued", lambda text: None)
    build_apart(
        path,
        out,
        progress=lines.append,
        made=lambda done, of: made.append((done, of)),
        issued=issued,
        wanted=wanted,
        **more,
    )
    return lines, made


def children() -> list[str]:
    """The processes that this one has begun and that have not ended."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def test_it_gives_the_files_and_says_how_far_it_is(tmp_path: Path) -> None:
    issued: list[str] = []
    lines, made = begun(small_package(tmp_path / "p"), tmp_path / "out", issued=issued.append)
    assert [line.split()[0] for line in lines] == ["Reading", "Rendering", "Writing"]
    assert [done for done, _ in made] == list(range(1, made[-1][1] + 1))
    assert (tmp_path / "out" / MANIFEST).is_file()
    # What later editions are held against goes another way than the files that readers get.
    (edition,), _ = ledger.read(issued[0])
    assert edition.tables
    assert not edition.responses


def test_faults_come_back_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(FaultyInput) as faulty:
        begun(tmp_path / "none", tmp_path / "out")
    assert "none" in str(faulty.value.faults[0])


def test_one_that_nobody_wants_is_ended_in_the_middle(tmp_path: Path) -> None:
    before = children()
    heard: list[str] = []
    with pytest.raises(Stopped):
        build_apart(
            small_package(tmp_path / "p"),
            tmp_path / "out",
            progress=heard.append,
            made=lambda done, of: None,
            issued=lambda text: None,
            wanted=lambda: not heard,
        )
    assert heard
    assert not (tmp_path / "out").exists()
    assert children() == before


def test_one_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What it runs sleeps for ever, as a faulty library might.
    own = tmp_path / "own"
    own.mkdir()
    (own / "sitecustomize.py").write_text("import time\ntime.sleep(3600)\n")
    monkeypatch.setenv("PYTHONPATH", str(own))
    monkeypatch.setattr(apart, "LOOK", 0.05)
    before, began = children(), time.monotonic()
    with pytest.raises(Broken, match="Nothing was heard"):
        begun(tmp_path / "p", tmp_path / "out", silence=0.2)
    assert time.monotonic() - began < 60
    assert children() == before


def test_one_that_crashes_says_how_it_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "sitecustomize.py").write_text("import os\nos.abort()\n")
    monkeypatch.setenv("PYTHONPATH", str(own))
    with pytest.raises(Broken, match="status -6"):
        begun(tmp_path / "p", tmp_path / "out")


def test_it_gets_none_of_the_sites_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "sitecustomize.py").write_text(
        f"import os\nopen({str(tmp_path / 'seen')!r}, 'w').write(repr(dict(os.environ)))\n"
        "os.abort()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(own))
    for name in ("SAMKLANG_SECRET", "DATABASE_URL", "SAMKLANG_MAIL"):
        monkeypatch.setenv(name, "hemligt")
    with pytest.raises(Broken):
        begun(tmp_path / "p", tmp_path / "out")
    assert "PYTHONPATH" in (tmp_path / "seen").read_text()
    assert "hemligt" not in (tmp_path / "seen").read_text()


def test_a_rehearsal_and_the_real_numbers_come_from_a_process_of_its_own(tmp_path: Path) -> None:
    path = small_package(tmp_path / "p")
    steps: list[tuple[int, int]] = []

    def rehearsed(of: Path, wanted: bool) -> Any:
        return rehearse_apart(
            of,
            tmp_path / "report",
            rate=90,
            seed=1,
            expected={},
            made=lambda *step: steps.append(step),
            wanted=lambda: wanted,
        )

    made = rehearsed(path, True)
    assert not made.faults
    assert (tmp_path / "report" / "index.html").is_file()
    found = made.result
    assert found["asked"] >= found["answers"] > 0
    assert steps == sorted(steps)
    assert len(steps) >= found["draws"]
    real = measure_apart(path, wanted=lambda: True)
    assert set(real) == {one["table"] for one in found["figures"]}
    with pytest.raises(Stopped):
        rehearsed(path, False)
    with pytest.raises(FaultyInput):
        rehearsed(tmp_path / "none", True)
    assert not children()
