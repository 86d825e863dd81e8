"""The commands: each is documented in both languages, helps, starts fast and fails with a word."""

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from django.conf import settings

import samklang
from samklang.cli import main
from samklang.site.setting_names import NAMES, misspelt
from tests.small_package import small_package

ROOT = Path(__file__).parents[2]


def commands() -> list[str]:
    """Every command with its group, as it is typed."""
    found = []
    for name, command in main.commands.items():
        if isinstance(command, click.Group):
            found += [f"{name} {inner}" for inner in command.commands]
        else:
            found.append(name)
    return found


@pytest.mark.parametrize("name", commands())
def test_a_command_helps_and_is_documented(name: str) -> None:
    result = CliRunner().invoke(main, [*name.split(), "--help"])
    assert result.exit_code == 0
    assert len(result.output.splitlines()) > 4
    for readme in ("README.md", "README.sv.md"):
        assert f"`samklang {name}" in (ROOT / readme).read_text(encoding="utf-8"), readme


def test_the_first_two_commands_of_the_readme() -> None:
    for readme in ("README.md", "README.sv.md"):
        lines = (ROOT / readme).read_text(encoding="utf-8").splitlines()
        made = [line.split("#")[0].strip() for line in lines if line.startswith("make ")]
        assert made[:2] == ["make demo", "make test"]


def test_help_imports_nothing_heavy() -> None:
    """What makes a start slow; the time itself is not tested."""
    code = (
        "import sys, samklang.cli; "
        "print([m for m in ('numpy', 'scipy', 'duckdb', 'pydantic', 'jinja2', 'pptx', 'typst', "
        "'pikepdf', 'lxml', 'yaml', 'markdown_it') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_the_process_that_reads_a_package_needs_no_arrays() -> None:
    """It is a process of its own for each package, and estimates nothing."""
    code = "import sys, samklang.package.read; print('numpy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_wrong_usage_is_2_and_wrong_input_is_1(tmp_path: Path) -> None:
    run = CliRunner()
    assert run.invoke(main, ["build"]).exit_code == 2
    assert run.invoke(main, ["tally", "x", "--engine", "abacus"]).exit_code == 2
    assert run.invoke(main, ["build", str(tmp_path), "--out", str(tmp_path / "o")]).exit_code == 1


def test_a_build_of_some_outputs_is_verified_as_what_it_is(tmp_path: Path) -> None:
    package, out = small_package(tmp_path / "p"), tmp_path / "out"
    run = CliRunner()
    done = run.invoke(main, ["build", str(package), "--out", str(out), "--only", "data"])
    assert done.exit_code == 0, done.output
    assert {path.name for path in out.iterdir()} == {"data", "publication.json"}
    assert run.invoke(main, ["verify", str(package), str(out)]).exit_code == 0
    (out / "data" / "q1.csv").unlink()
    assert run.invoke(main, ["verify", str(package), str(out)]).exit_code == 1


def test_tally_audit_and_freeze_on_a_small_package(tmp_path: Path) -> None:
    package = str(small_package(tmp_path / "prov"))
    run = CliRunner()
    counted = run.invoke(main, ["tally", package])
    assert "q1\tyes\tshare\t14" in counted.output
    assert run.invoke(main, ["tally", package, "--engine", "sqlite"]).output == counted.output
    audited = run.invoke(main, ["audit", package, "--witnesses"])
    assert audited.exit_code == 0
    assert "0 too narrow" in audited.output
    assert run.invoke(main, ["freeze", package]).exit_code == 0
    assert (tmp_path / "prov" / "manifest.json").is_file()


def test_a_later_theme_is_compared_with_an_earlier_one(tmp_path: Path) -> None:
    """What an earlier theme printed is taken up, and a question that was changed is told."""
    earlier, later = small_package(tmp_path / "prov"), small_package(tmp_path / "senare")
    run = CliRunner()
    out = str(tmp_path / "out")
    assert run.invoke(main, ["build", str(earlier), "--out", out]).exit_code == 0
    entry = run.invoke(main, ["series", str(earlier), out]).stdout
    theme = later / "theme.yaml"
    theme.write_text(theme.read_text("utf-8") + entry, "utf-8")
    text = later / "manuscript.md"
    said = "Förändring: {change}`q1=yes since prov`.\n"
    text.write_text(text.read_text("utf-8") + said, "utf-8")
    assert run.invoke(main, ["check", str(later)]).exit_code == 0

    questions = later / "questionnaire.yaml"
    changed = questions.read_text("utf-8").replace("Har ni utvecklat något nytt?", "Gör ni nytt?")
    questions.write_text(changed, "utf-8")
    refused = run.invoke(main, ["check", str(later)])
    assert refused.exit_code == 1
    assert "was asked differently in 'prov' (wording)" in refused.stderr
    assert "since prov altered" in refused.stderr
    text.write_text(text.read_text("utf-8").replace("since prov`", "since prov altered`"), "utf-8")
    assert run.invoke(main, ["check", str(later)]).exit_code == 0

    # Figures of another package, or another state of this one, are no figures of it.
    other = run.invoke(main, ["series", str(later), out])
    assert other.exit_code == 1
    assert "built from a different package" in other.stderr


def ran(*arguments: object, out: Path | None = None, **environment: str) -> tuple[int, str]:
    """Status and errors of a command that is run apart; its output goes to a file, if named."""
    with open(out or os.devnull, "w", encoding="utf-8") as given:
        ended = subprocess.run(
            [sys.executable, "-m", "samklang", *map(str, arguments)],
            stdout=given,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=os.environ | environment,
        )
    return ended.returncode, ended.stderr


def test_what_the_machine_refuses_is_said_in_a_line(tmp_path: Path) -> None:
    package, taken = small_package(tmp_path / "p"), tmp_path / "taken"
    taken.write_text("a file", encoding="utf-8")
    assert ran("schema", taken) == (1, f"samklang: {taken}: File exists\n")
    status, said = ran("export", "codings", package, taken / "codings.csv")
    assert (status, said.count("\n")) == (1, 1)
    assert said.startswith(f"samklang: {taken}")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
def test_an_output_that_takes_no_more_is_no_success(tmp_path: Path) -> None:
    package = small_package(tmp_path / "p")
    full = ran("tally", package, out=Path("/dev/full"))
    assert full == (1, "samklang: No space left on device\n")


def test_a_folder_where_no_site_has_been_begun_is_named(tmp_path: Path) -> None:
    folder, made = tmp_path / "another", tmp_path / "made"
    site = {"SAMKLANG_DATA": str(folder), "SAMKLANG_URL": "http://localhost:8000"}
    for command in (["backup", made], ["audit-log"], ["doctor"]):
        status, said = ran(*command, **site)
        assert (status, said.count("\n")) == (1, 1)
        assert f"no site has been begun with SAMKLANG_DATA={folder}" in said
    # Nothing is made in looking for it, in a folder that is another's either.
    assert not made.exists()
    assert not folder.exists()
    folder.mkdir()
    assert ran("doctor", **site)[0] == 1
    with_database = {"DATABASE_URL": "postgresql://nobody@localhost:1/none"}
    assert ran("doctor", **site, **with_database, SAMKLANG_SECRET="")[0] == 1
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("SAMKLANG_DTA", "SAMKLANG_DATA"),
        ("samklang_data", "SAMKLANG_DATA"),
        ("SAMLKANG_URL", "SAMKLANG_URL"),
        ("SAMKLANG_PROXY", "SAMKLANG_PROXIES"),
        ("SAMKLANG_KEEP_TRAILS", "SAMKLANG_KEEP_TRAIL"),
    ],
)
def test_a_setting_that_is_misspelt_is_named(tmp_path: Path, name: str, meant: str) -> None:
    (tmp_path / "samklang.sqlite3").touch()
    environment = {"SAMKLANG_DATA": str(tmp_path), name: str(tmp_path)}
    for command in (["doctor"], ["serve"], ["manage", "check"]):
        said = f"samklang: {name} is no setting; the setting is called {meant}\n"
        assert ran(*command, **environment) == (1, said)
    # Names of others that begin alike are theirs.
    assert misspelt(["SAMKLANG_SHOTS", "SAMKLANG_VERSION", "SAMBA_DATA", *NAMES]) is None


def test_every_setting_that_is_read_is_among_their_names() -> None:
    read = re.compile(r"(?:environ\w*(?:\.get\(|\[)|_number\()\"([A-Z_]+)\"")
    site = Path(samklang.__file__).parent / "site"
    named = {name for path in site.rglob("*.py") for name in read.findall(path.read_text())}
    named = {name for name in named if name.startswith(("SAMKLANG_", "DATABASE_"))}
    keeping = {name for name in NAMES if name.startswith("SAMKLANG_KEEP_")}
    assert named == NAMES - keeping
    assert keeping == {f"SAMKLANG_KEEP_{what.upper()}" for what in settings.KEEP_DAYS}
