"""What the command line writes of codings and codebook beside a project: a table and a text."""

import re
import zipfile
from pathlib import Path

from click.testing import CliRunner

from samklang.cli import main
from samklang.package.read import read
from tests.small_package import small_package


def run(*arguments: object) -> tuple[int, str]:
    back = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return back.exit_code, back.output


def test_codings_as_a_table_of_0_and_1(tmp_path: Path) -> None:
    package = small_package(tmp_path / "package")
    assert run("export", "codings", package, tmp_path / "c.csv")[0] == 0
    rows = [line.split(",") for line in (tmp_path / "c.csv").read_text().splitlines()]
    codes = ["economy.enables", "economy.hinders"]
    assert rows[0] == ["response", "question", "coder", *codes, "accepted_suggestions", "imported"]
    assert ["r01", "q5", "K1", "1", "0", "", ""] in rows
    assert ["r02", "q5", "K1", "0", "1", "", ""] in rows
    codings = read(package).codings
    assert sum(row[3:5] != ["", ""] for row in rows[1:]) == len({c.response for c in codings})
    assert len(rows) == 20, "an answer a row; r05 has none"


def test_the_codebook_to_read(tmp_path: Path) -> None:
    from lxml import etree

    package = small_package(tmp_path / "package")
    text = (package / "codebook.yaml").read_text()
    (package / "codebook.yaml").write_text(text.replace("Pengar och villkor.", "<b> & *stöd*"))
    for file in ("c.md", "c.docx"):
        assert run("export", "codebook", package, tmp_path / file)[0] == 0
    words = (tmp_path / "c.md").read_text()
    # It may be published, and no count in it would have passed disclosure control.
    assert not re.search(r"[0-9]", words.replace("1 kod", "", 1))
    assert "# Kodbok: Prov\n\n1 kod\n\n## Ekonomi\n\n**Betyder:** \\<b\\> \\& \\*stöd\\*" in words
    with zipfile.ZipFile(tmp_path / "c.docx") as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}
    space = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
    paragraphs = [
        "".join(p.itertext()) for p in parts["word/document.xml"].iterfind(".//w:p", space)
    ]
    assert paragraphs[:4] == ["Kodbok: Prov", "1 kod", "Ekonomi", "Betyder: <b> & *stöd*"]
    heading = parts["word/document.xml"].find(".//w:pStyle[@w:val='Heading1']", space)
    assert heading is not None
