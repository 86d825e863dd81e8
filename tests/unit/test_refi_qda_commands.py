"""REFI-QDA at the command line, out and in again, and what every export says of a coding."""

import re
from pathlib import Path

from click.testing import CliRunner

from samklang.cli import main
from samklang.exchange.codings_table import codings_table
from samklang.exchange.refiqda.exporting import export_project
from samklang.exchange.refiqda.writing import write_project
from samklang.package.read import read
from samklang.package.theme_package import ThemePackage
from tests.small_package import small_package
from tests.unit.qda_projects import base as base
from tests.unit.qda_projects import qde, schema, with_answers


def run(*arguments: object) -> tuple[int, str]:
    back = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return back.exit_code, back.output


def test_out_and_in_again_at_the_command_line(tmp_path: Path) -> None:
    package = small_package(tmp_path / "package")
    before = {path.name: path.read_bytes() for path in package.glob("*.*")}
    for name, file in (
        ("refi-qda", "p.qdpx"),
        ("refi-qda", "p.qdc"),
        ("codings", "p.csv"),
        ("codebook", "p.docx"),
        ("codebook", "p.md"),
    ):
        assert run("export", name, package, tmp_path / file)[0] == 0
        assert run("export", name, package, tmp_path / file)[0] == 1, "it is there already"
    assert run("export", "codebook", package, tmp_path / "p.pdf")[0] == 1
    for file in ("p.qdpx", "p.qdc"):
        assert run("import", "refi-qda", tmp_path / file, "--into", package)[0] == 0
        assert {path.name: path.read_bytes() for path in package.glob("*.*")} == before
    code, said = run("import", "refi-qda", tmp_path / "p.qdpx", "--into", tmp_path / "new")
    assert (code, len(read(tmp_path / "new").codings)) == (0, len(read(package).codings))
    assert "new codings" in said
    assert run("freeze", "--trial", package)[0] == 0
    code, said = run(
        "import", "refi-qda", tmp_path / "p.qdpx", "--into", package, "--language", "sv"
    )
    assert code == 1
    assert "temapaketet är fryst" in said


def test_every_export_says_what_made_a_coding(base: ThemePackage) -> None:
    """A person, a suggestion that one accepted, or an import; in the project as a note."""
    spans = [(0, 0, 3, "enables"), (0, 4, 8, "hinders"), (1, 0, 3, "enables")]
    package = with_answers(base, (["Pengarna räckte", "Pengar"], spans))
    rows = codings_table(package).decode().splitlines()
    assert rows[1:] == [
        "r01,q5,K0,1,0,,",
        "r01,q5,K1,0,1,economy.hinders,",
        "r02,q5,K0,1,0,,economy.enables",
    ]
    project, _ = export_project(package)
    written = qde(write_project(project))
    schema().validate(written)
    assert written.count("<NoteRef ") == written.count("<Note ") == 2
    assert re.findall('<Note [^>]*name="([^"]*)"', written) == [
        "ett förslag som en person godtog",
        "en fil som lästes in",
    ]
