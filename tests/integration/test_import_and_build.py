"""From a LimeSurvey export to an issued report: a figure for every closed question."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from samklang.cli import main
from tests.browser.site_checks import check_site, needs_chromium

DATA = Path(__file__).parents[1] / "data" / "limesurvey"
CLOSED = ("orgtyp", "teman", "pastaenden", "samverkar", "samverkarhur")


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("limesurvey")
    package, out = folder / "package", folder / "out"
    survey, responses = DATA / "survey.lss", DATA / "responses_code_short.csv"
    for arguments in (
        ["import", "limesurvey", str(survey), str(responses), "--into", str(package)],
        ["check", str(package)],
        ["build", str(package), "--out", str(out)],
        ["verify", str(package), str(out)],
    ):
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
    return out


def rows(issued: Path, question: str) -> list[dict[str, str]]:
    with (issued / "data" / f"{question}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_closed_question_has_its_figure(issued: Path) -> None:
    files = {path.name for path in (issued / "data").glob("*.csv")}
    assert files == {f"{question}.csv" for question in CLOSED} | {"dataset.codebook.csv"}


def test_bases_and_shares_of_those_who_sent_in(issued: Path) -> None:
    """24 sent in; two of them ticked no theme; 14 collaborate and were asked how often."""
    assert {row["base_n"] for row in rows(issued, "orgtyp")} == {"24"}
    assert {row["base_n"] for row in rows(issued, "samverkar")} == {"24"}
    shares = [(r["row"], r["count"], r["share_percent"]) for r in rows(issued, "samverkar")]
    assert shares == [("Y", "14", "58"), ("N", "10", "42")]
    assert {row["base_n"] for row in rows(issued, "samverkarhur")} == {"14"}


def test_an_open_survey_says_so_and_has_no_band(issued: Path) -> None:
    assert {row["band_low_percent"] for row in rows(issued, "samverkar")} == {""}
    assert "Det är okänt hur många" in rows(issued, "samverkar")[0]["weighting_sv"]


@needs_chromium
def test_its_pages_in_a_browser(issued: Path) -> None:
    found = check_site(issued)
    assert found.faults == []
    pages = {"accessibility", "deck", "index", "method", "report", "results", "summary"}
    pages |= {f"evidence/{page}" for page in {"index", "participation", *CLOSED}}
    pages |= {f"embed/{page}" for page in CLOSED}
    short = {page for page in found.pages if page.startswith("s/")}
    assert len(short) == len(CLOSED)
    assert found.pages - short == {"index.html"} | {f"sv/{page}.html" for page in pages}
