"""The wheel: what is installed from it has all that its commands need, outside any checkout."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.answer_files import google_sheet

ROOT = Path(__file__).parents[2]
SOURCES = ("src", "themes", "pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE")


def test_the_demo_theme_is_in_the_wheel(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in SOURCES:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, copy / name)  # type: ignore[operator]
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(tmp_path / "wheels"), str(copy)]
    subprocess.run(command, check=True)
    (wheel,) = (tmp_path / "wheels").iterdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    asked = "from samklang.cli.packages import demo_theme; from samklang.package.read import read; "
    asked += "print(demo_theme().is_relative_to(samklang.__path__[0]), read(demo_theme()).theme.id)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"import samklang; {asked}"],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "True social-innovation-i-norr\n"
    # What the demonstration and a new theme are made of is there too.
    installed = tmp_path / "installed" / "samklang"
    for name in (
        "site/demonstration/answers.yaml",
        "web/templates/demo/tour.html",
        "web/starts/manuscripts/volunteering.en.md",
    ):
        assert (installed / name).is_file(), name
    # A report is made of somebody's own file, of nothing but what was installed.
    answers = google_sheet(tmp_path / "svar.xlsx", rows=12)
    tried = subprocess.run(
        [sys.executable, "-P", "-m", "samklang", "try", str(answers), "--out", "trial"],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert tried.returncode == 0, tried.stderr
    assert (tmp_path / "trial" / "report" / "en" / "report.pdf").is_file()
