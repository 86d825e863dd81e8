"""The audit of built files: all but them and the register is gone, and it still finds holes."""

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samklang.cli import main
from samklang.core.language.phrases import phrase
from samklang.publication.reading.pdf_text import pdf_lines
from tests.small_package import small_package

GROUPED = "\n:::{figure} q1\n:by: county\n:option: yes\n:id: by-county\n:::\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the register of a package and, in `out`, what was built of it."""
    folder = tmp_path_factory.mktemp("files")
    package = small_package(folder / "p")
    for name in ("manuscript.md", "manuscript.en.md"):
        text = (package / name).read_text()
        (package / name).write_text(
            text.replace(":::{figure} q2", f"{GROUPED}\n:::{{figure}} q2", 1)
        )
    done = CliRunner().invoke(main, ["build", str(package), "--out", str(folder / "out")])
    assert done.exit_code == 0, done.output
    shutil.copy(package / "register.csv", folder / "register.csv")
    shutil.rmtree(package)
    return folder


@pytest.fixture
def copied(built: Path, tmp_path: Path) -> Path:
    """The same, to plant a hole in."""
    shutil.copytree(built, tmp_path / "f")
    return tmp_path / "f"


def audited(folder: Path) -> Result:
    return CliRunner().invoke(main, ["audit", str(folder), str(folder / "out")])


def test_a_build_is_read_whole_and_tells_nothing(built: Path) -> None:
    done = audited(built)
    assert done.exit_code == 0, done.output
    assert "0 printed" in done.output
    assert " 0 too narrow" in done.output
    assert re.search(r"^q4 money low: 0 to 4 \(few\)$", done.output, re.M)
    kinds = {path.suffix for path in (built / "out").rglob("*")}
    assert {".html", ".pdf", ".docx", ".pptx", ".svg", ".csv", ".xml", ".jsonld"} <= kinds


def changed(path: Path, change: Callable[[str], str]) -> None:
    text = path.read_text(encoding="utf-8")
    assert change(text) != text
    path.write_text(change(text), encoding="utf-8")


def in_zip(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Changes the parts of an Office file whose name ends so."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert any(name.endswith(part) and change(parts[name]) != parts[name] for name in parts)
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, change(content) if name.endswith(part) else content)


def test_a_count_that_only_the_data_print_is_found(copied: Path) -> None:
    """All but one: two cells of a row of which one was withheld for the other's sake."""
    path = copied / "out" / "data" / "q4.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    for row in rows:
        if (row["row"], row["series"]) == ("money", "high"):
            row |= {"status": "shown", "count": "14", "share_percent": "100"}
            row |= {"ci_low_percent": "90", "ci_high_percent": "100"}
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    done = audited(copied)
    assert done.exit_code == 1
    assert re.search(r"^q4 money low: 0 to 0 \(few\)  TOO NARROW$", done.output, re.M)


def test_one_option_that_tells_the_others_is_found(copied: Path) -> None:
    """Nine of ten said yes, says a table that shows nothing else."""
    path = copied / "out" / "data" / "by-county.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert {row["series"] for row in rows} == {"yes"}
    row = rows[0]
    row |= {"status": "shown", "count": str(int(row["base_n"]) - 1), "share_percent": "90"}
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    done = audited(copied)
    assert done.exit_code == 1
    assert re.search(r"^by-county 24 no: 1 to 1 \(protected\)  TOO NARROW$", done.output, re.M)


def test_the_text_of_a_pdf_is_read(built: Path) -> None:
    lines = pdf_lines((built / "out" / "sv" / "report.pdf").read_bytes())
    assert any("har utvecklat något nytt" in line for line in lines)
    assert any(line.startswith("Stapeldiagram: Har utvecklat något nytt.") for line in lines)


def test_an_answer_called_as_that_of_the_reading_chart_is_no_leak(tmp_path: Path) -> None:
    """The report's invented example has numbers beside the name of a withheld answer."""
    package = small_package(tmp_path)
    asked = (package / "questionnaire.yaml").read_text()
    names = (phrase("sv", "report.reading_shown"), phrase("en", "report.reading_shown"))
    renamed = asked.replace("sv: Kultur, en: Culture", "sv: {}, en: {}".format(*names))
    assert renamed != asked
    (package / "questionnaire.yaml").write_text(renamed)
    built = CliRunner().invoke(main, ["build", str(package), "--out", str(tmp_path / "out")])
    assert built.exit_code == 0, built.output
    content = (tmp_path / "out" / "sv" / "report.pdf").read_bytes()
    assert any(line.startswith(f"{names[0]} 60") for line in pdf_lines(content))
    done = audited(tmp_path)
    assert done.exit_code == 0, done.output
    assert "0 printed" in done.output


LABEL = "Vi har råd"
PLANTED = f"{LABEL}: 13 av 14."


@pytest.mark.parametrize(
    ("name", "plant"),
    [
        (
            "sv/report.html",
            lambda p: changed(
                p, lambda t: t.replace("</main>", f"<img alt='{PLANTED}' src=''></main>")
            ),
        ),
        (
            "sv/evidence/q4.html",
            lambda p: changed(p, lambda t: t.replace("</main>", f"<p>{PLANTED}</p></main>")),
        ),
        (
            "sv/share/q4.svg",
            lambda p: changed(p, lambda t: t.replace("<desc", f"<title>{PLANTED}</title><desc", 1)),
        ),
        (
            "sv/report.docx",
            lambda p: in_zip(
                p, "document.xml", lambda b: b.replace(b"<w:body>", DOCX_ROW.encode(), 1)
            ),
        ),
        (
            "sv/deck.pptx",
            lambda p: in_zip(
                p, "notesSlide1.xml", lambda b: b.replace(b"<a:t>", f"<a:t>{PLANTED} ".encode(), 1)
            ),
        ),
        (
            "data/ddi.xml",
            lambda p: changed(p, lambda t: t.replace("</dataDscr>", f"{DDI}</dataDscr>")),
        ),
        (
            "data/dataset.jsonld",
            lambda p: changed(
                p,
                lambda t: t.replace('"@type": "Dataset"', f'"@type": "Dataset", "x": "{PLANTED}"'),
            ),
        ),
    ],
)
def test_a_number_in_one_form_that_the_data_withhold_is_found(
    copied: Path, name: str, plant: Callable[[Path], None]
) -> None:
    """13 of 14 can afford it, says one file: what all the others withhold."""
    plant(copied / "out" / name)
    done = audited(copied)
    assert done.exit_code == 1
    assert f"{name}: 13 stands beside “{LABEL}”  PRINTED" in done.output


DOCX_ROW = (
    "<w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Vi har råd</w:t></w:r></w:p></w:tc>"
    "<w:tc><w:p><w:r><w:t>13</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
DDI = "<var><catgry><labl>Vi har råd</labl><catStat type='freq'>13</catStat></catgry></var>"


def rewritten(path: Path, **changes: dict[str, str]) -> None:
    """Changes cells of a data file, by the row's id."""
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    for row in rows:
        row |= changes.get(row["row"], {})
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")


FEW = {"status": "few", "count": "", "share_percent": ""}
NO_BASE = FEW | {"status": "protected", "base_n": ""}
QUOTED = "<blockquote><p>Stöd.</p><footer>Medlem i Västerbottens län</footer></blockquote>"


def test_more_quotes_than_a_withheld_factor_leaves_room_for_are_found(copied: Path) -> None:
    """One quote of "färre än 5" leaves 1 to 4, and three leave 3 or 4."""
    out = copied / "out"
    assert audited(copied).exit_code == 0
    rewritten(out / "data" / "factors.csv", economy=FEW)
    changed(
        out / "sv" / "report.html",
        lambda t: t.replace('<div class="hinders">', f'<div class="hinders">{QUOTED * 3}', 1),
    )
    assert "sv/report.html: 3 stands beside “Ekonomi”  PRINTED" in audited(copied).output


def by_itself(number: int, county: str = "") -> str:
    """A quote as `{quotes}` writes it: a paragraph."""
    member = f"Medlem i {county}" if county else "Medlemsorganisation"
    return f"<p>”Stöd nummer {number}.”<em> – {member}</em></p>"


def test_quotes_that_stand_by_themselves_are_counted(copied: Path) -> None:
    """Nothing on the page says of what they are, so that both can be of the withheld factor."""
    out = copied / "out"
    rewritten(out / "data" / "factors.csv", economy=FEW)
    two = "sv/report.html: 2 stands beside “Ekonomi”  PRINTED"
    page = out / "sv" / "report.html"
    changed(page, lambda t: t.replace("<blockquote>", "<div>").replace("</blockquote>", "</div>"))
    changed(page, lambda t: t.replace("</main>", f"{by_itself(1)}</main>", 1))
    # The same words once more are no further organisation.
    changed(page, lambda t: t.replace("</main>", f"{by_itself(1)}</main>", 1))
    assert two not in audited(copied).output
    changed(page, lambda t: t.replace("</main>", f"{by_itself(2)}</main>", 1))
    assert two in audited(copied).output


def test_the_quotes_of_the_evidence_are_counted(copied: Path) -> None:
    """They are all there, also where the text shows some of them only."""
    out = copied / "out"
    rewritten(out / "data" / "factors.csv", economy=FEW)
    quote = "<blockquote><p>Stöd {}.</p><footer>Försvårar. Medlem i Norrbottens län</footer>"
    quotes = "".join(f"{quote.format(number)}</blockquote>" for number in range(3))
    changed(
        out / "sv" / "report.html",
        lambda t: re.sub(r"(<div class=\"code\">\s*<h\d>Ekonomi</h\d>)", rf"\1{quotes}", t),
    )
    assert "sv/report.html: 3 stands beside “Ekonomi”  PRINTED" in audited(copied).output


def test_a_quote_by_itself_of_a_county_whose_base_is_withheld_is_found(copied: Path) -> None:
    out = copied / "out"
    rewritten(out / "data" / "by-county.csv", **{"24": NO_BASE})
    page, quote = out / "sv" / "report.html", by_itself(1, "Västerbottens län")
    changed(page, lambda t: t.replace("<blockquote>", "<div>").replace("</blockquote>", "</div>"))
    assert "stands beside “Västerbottens" not in audited(copied).output
    changed(page, lambda t: t.replace("</main>", f"{quote}</main>", 1))
    assert "sv/report.html: 1 stands beside “Västerbottens län”" in audited(copied).output


def test_a_quote_of_a_county_whose_base_is_withheld_is_found(copied: Path) -> None:
    out = copied / "out"
    rewritten(out / "data" / "by-county.csv", **{"24": NO_BASE})
    changed(
        out / "sv" / "report.html",
        lambda t: t.replace('<div class="hinders">', f'<div class="hinders">{QUOTED}', 1),
    )
    found = re.findall(r"sv/report.html: (\d+) stands beside “Västerb", audited(copied).output)
    assert found


def test_how_many_wrote_beside_a_withheld_option_is_found(copied: Path) -> None:
    """Nine of 26 wrote what "annat" was: so many chose it at least."""
    out = copied / "out"
    rewritten(out / "data" / "q3.csv", other=FEW | {"status": "protected"})
    told = "<dt>Öppna svar: Vad arbetar ni med?: Annat</dt>"
    told += "<dd>26 tillfrågade: 17 skrev inget, 9 är lästa.</dd>"
    changed(
        out / "sv" / "report.html", lambda t: t.replace("</main>", f"<dl>{told}</dl></main>", 1)
    )
    assert "sv/report.html: 9 stands beside “Annat”  PRINTED" in audited(copied).output


def test_how_many_of_a_withheld_group_answered_is_found(copied: Path) -> None:
    """A box of who took part says seven of a county whose numbers all figures withhold."""
    out = copied / "out"
    rewritten(out / "data" / "by-county.csv", **{"24": NO_BASE})
    changed(
        out / "sv" / "report.html",
        lambda t: t.replace("</main>", f"<table><tr>{SEVEN}</tr></table></main>", 1),
    )
    found = re.findall(r"sv/report.html: (\d+) stands beside “Västerb", audited(copied).output)
    assert {"7", "54"} & set(found)


SEVEN = "<th>Västerbottens län</th><td>13</td><td>7</td><td>54 %</td>"
