"""`samklang tally --answers`: a file of answers, whatever its size, to released shares."""

import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner

from samklang.cli import main

pytestmark = pytest.mark.confined

QUESTIONNAIRE = """
version: "1"
questions:
  - id: done
    type: select_one
    wording: {sv: Har ni gjort det?, en: Have you done it?}
    options:
      - {id: yes, label: {sv: Ja, en: Yes}}
      - {id: no, label: {sv: Nej, en: No}}
  - id: with
    type: select_multiple
    wording: {sv: Med vem?, en: With whom?}
    options:
      - {id: town, label: {sv: Kommunen, en: The municipality}}
      - {id: firm, label: {sv: Ett företag, en: A firm}}
"""
HIDDEN = "!not-shown"


@pytest.fixture
def questionnaire(tmp_path: Path) -> str:
    file = tmp_path / "questionnaire.yaml"
    file.write_text(QUESTIONNAIRE, encoding="utf-8")
    return str(file)


def write(file: Path, *, unknown: tuple[int, int]) -> Path:
    """60 in the town, and in the country 17 and more (yes, no) whose county is not known."""
    town = [("town", "north", "yes", "1", "0")] * 20 + [("town", "north", "no", "1", "0")] * 10
    town += [("town", "south", "no", HIDDEN, HIDDEN)] * 30
    country = [("country", "south", "yes", "0", "1")] * 17
    for answer, times in zip(("yes", "no"), unknown, strict=True):
        country += [("country", None, answer, HIDDEN, HIDDEN)] * times
    names = ["kind", "county", "done", "with.town", "with.firm"]
    pl.DataFrame([*town, *country], schema=names, orient="row").write_parquet(file)
    return file


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    return write(tmp_path / "answers.parquet", unknown=(6, 8))


def tally(*arguments: object) -> list[list[str]]:
    run = CliRunner().invoke(main, ["tally", *map(str, arguments)])
    assert run.exit_code == 0, run.output
    return [line.split("\t") for line in run.output.splitlines()]


def test_shares_of_a_stratified_survey(tmp_path: Path, questionnaire: str, answers: Path) -> None:
    sizes = tmp_path / "population.csv"
    sizes.write_text("kind,members\ntown,100\ncountry,100\n", encoding="utf-8")
    asked = ("--questionnaire", questionnaire, "--strata", "kind", "--population", sizes)
    head, *rows = tally("--answers", answers, *asked)
    assert head[:6] == ["question", "domain", "option", "count", "base", "share"]
    # (20 × 100/60 + 23 × 100/31) / 200 = 107.5 / 200
    assert rows[0][:6] == ["done", "", "yes", "43", "91", "54"]
    assert [row[:3] for row in rows[2:]] == [["with", "", "town"], ["with", "", "firm"]]
    again = tally("--answers", answers, *asked, "--by", "county")
    assert [row for row in again if row[1] == ""] == rows
    found = {(row[0], row[1], row[2]): row[3:6] for row in again[1:]}
    assert found["done", "north", "yes"] == ["20", "30", "67"]
    # 17 × 100/31 / (30 × 100/60 + 17 × 100/31) = 54.8 / 104.8
    assert found["done", "south", "yes"] == ["17", "47", "52"]
    assert found["done", "!unknown", "no"] == ["8", "14", "57"]


def test_few_are_withheld_and_so_is_what_gives_them_away(
    tmp_path: Path, questionnaire: str
) -> None:
    answers = write(tmp_path / "answers.parquet", unknown=(1, 2))
    rows = tally("--answers", answers, "--questionnaire", questionnaire, "--by", "county")
    found = {row[1]: row[3:] for row in rows if row[0] == "done" and row[2] == "no"}
    assert found["!unknown"] == ["few", "", "", "", ""]
    assert "protected" in (found["south"][0], found["north"][0])
    free = tally(
        *("--answers", answers, "--questionnaire", questionnaire, "--by", "county"),
        *("--threshold", 1),
    )
    assert ["done", "!unknown", "no", "2", "3", "67"] in [row[:6] for row in free]


def test_weights_engines_and_formats_agree(tmp_path: Path, questionnaire: str) -> None:
    rows = [("yes" if i % 3 else "no", str(i % 2), str(1 - i % 2), 1 + i % 4) for i in range(90)]
    frame = pl.DataFrame(rows, schema=["done", "with.town", "with.firm", "w"], orient="row")
    parquet, text = tmp_path / "a.parquet", tmp_path / "a.csv"
    frame.write_parquet(parquet)
    frame.write_csv(text)
    asked = ("--questionnaire", questionnaire, "--weight", "w")
    found = tally("--answers", parquet, *asked)
    assert tally("--answers", text, *asked) == found
    # Σw of those who said yes over Σw of all: 225 is 90 × 2.5, less what the rest weigh.
    chosen = sum(1 + i % 4 for i in range(90) if i % 3)
    assert found[1][5] == str(round(100 * chosen / sum(1 + i % 4 for i in range(90))))


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        ([], 2, "Give a PACKAGE"),
        (["--answers", "a.parquet"], 2, "go with --questionnaire"),
        (["x", "--answers", "a.parquet", "--questionnaire", "Q"], 2, "without a PACKAGE"),
        (["--table", "t", "--questionnaire", "Q"], 2, "--engine postgresql"),
        (["--answers", "none.parquet", "--questionnaire", "Q"], 1, "no such file"),
        (["--answers", "a.parquet", "--questionnaire", "none"], 1, "cannot be read"),
        (["--answers", "a.parquet", "--questionnaire", "Q", "--strata", "kind"], 1, "--population"),
        (
            ["--answers", "a.parquet", "--questionnaire", "Q", "--by", "shoe"],
            1,
            "shoe: this column",
        ),
        (
            ["--table", "t", "--engine", "postgresql", "--questionnaire", "Q"],
            1,
            "DATABASE_URL: it does not name",
        ),
    ],
)
def test_what_is_wrong_is_told(
    questionnaire: str,
    answers: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    status: int,
    message: str,
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    real = {"Q": questionnaire, "a.parquet": str(answers)}
    run = CliRunner().invoke(main, ["tally", *(real.get(a, a) for a in arguments)])
    assert run.exit_code == status
    assert message in run.output


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind,members\ntown,many\ncountry,1\n", "row 2, members: 'many' is no whole number"),
        ("kind,members\ntown,70\ntown,80\n", "row 3: the stratum stands twice"),
        ("kind,size\ntown,70\n", "members: this column is missing"),
        ("kind,members\ntown,70\n", "no members"),
        ("kind,members\ntown,50\ncountry,90\n", "60 respondents but 50 members"),
    ],
)
def test_a_population_that_cannot_be(
    tmp_path: Path, questionnaire: str, answers: Path, text: str, message: str
) -> None:
    sizes = tmp_path / "population.csv"
    sizes.write_text(text, encoding="utf-8")
    asked = ["--answers", answers, "--questionnaire", questionnaire]
    more = ["--strata", "kind", "--population", sizes]
    run = CliRunner().invoke(main, ["tally", *map(str, asked + more)])
    assert run.exit_code == 1
    assert message in run.output


def test_memory_stays_flat(tmp_path: Path, questionnaire: str) -> None:
    """Two million respondents take little more than ten thousand: rows never come into Python."""
    peaks = []
    for respondents in (10_000, 2_000_000):
        file = tmp_path / f"{respondents}.parquet"
        duckdb.sql(
            f"COPY (SELECT 'k' || r % 3 AS kind, 'd' || r % 8 AS domain, "
            "CASE WHEN r % 7 < 3 THEN 'yes' ELSE 'no' END AS done, "
            'CAST(r % 2 AS VARCHAR) AS "with.town", CAST(r % 5 // 4 AS VARCHAR) AS "with.firm" '
            f"FROM range({respondents}) AS t(r)) TO '{file}' (FORMAT parquet)"
        )
        command = [sys.executable, "-m", "tests.peak_memory", "tally", "--answers", str(file)]
        asked = ["--questionnaire", questionnaire, "--by", "domain"]
        done = subprocess.run([*command, *asked], capture_output=True, text=True, check=True)
        assert "done\td7\tyes\t" in done.stdout
        peaks.append(int(done.stderr.splitlines()[-1]))
    assert peaks[1] < peaks[0] + 100 * 1024
    assert max(peaks) < 400 * 1024
