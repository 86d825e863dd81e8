"""Withheld figures: every output says why, in its language, and none holds the number."""

import csv
import html
import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from samklang.cli import main
from tests.small_package import small_package

# In q4, fewer than five of 14 cannot afford it, and those who can are withheld for their sake; in
# q3 all but one chose culture.
WHY = {
    "sv": ("färre än 5", "dolt för att skydda svarande"),
    "en": ("fewer than 5", "withheld to protect respondents"),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package where every cell has the threshold, built."""
    folder = small_package(tmp_path_factory.mktemp("withheld") / "p")
    theme = folder / "theme.yaml"
    theme.write_text(theme.read_text() + "disclosure: {ordinary: cell}\n")
    for name in ("manuscript.md", "manuscript.en.md"):
        text = (folder / name).read_text()
        said = "{share}`q4.money=low`, {count}`q4.money=high`.\n\n:::{method-box}"
        (folder / name).write_text(text.replace(":::{method-box}", said, 1))
    out = folder.parent / "out"
    done = CliRunner().invoke(main, ["build", str(folder), "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out


def pages(folder: Path) -> str:
    return " ".join(html.unescape(p.read_text()) for p in sorted(folder.glob("*.html")))


def pdf(name: str) -> Callable[[Path], str]:
    def read(folder: Path) -> str:
        done = subprocess.run(
            ["pdftotext", str(folder / name), "-"], capture_output=True, text=True, check=True
        )
        return done.stdout

    return read


def office(name: str) -> Callable[[Path], str]:
    def read(folder: Path) -> str:
        with zipfile.ZipFile(folder / name) as file:
            parts = [file.read(n).decode() for n in file.namelist() if n.endswith(".xml")]
        return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(parts)))

    return read


READERS = {
    "html": pages,
    "report.pdf": pdf("report.pdf"),
    "report.docx": office("report.docx"),
    "deck.pptx": office("deck.pptx"),
    "deck.pdf": pdf("deck.pdf"),
}


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", READERS)
def test_an_output_says_why(built: Path, name: str, language: str) -> None:
    text = " ".join(READERS[name](built / language).split())
    for why in WHY[language]:
        assert why in text, why


def test_the_data_say_why_and_hold_no_number(built: Path) -> None:
    withheld = []
    for path in sorted((built / "data").glob("q*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            withheld += [row for row in csv.DictReader(file) if row["status"] != "shown"]
    assert [(r["row"], r["series"], r["status"]) for r in withheld] == [
        ("culture", "share", "protected"),
        ("money", "low", "few"),
        ("money", "high", "protected"),
    ]
    for row in withheld:
        place = 0 if row["status"] == "few" else 1
        assert (row["withheld_sv"], row["withheld_en"]) == (WHY["sv"][place], WHY["en"][place])
        assert not [v for k, v in row.items() if k == "count" or k.endswith("_percent") if v]
    package = json.dumps(json.loads((built / "data" / "datapackage.json").read_text()))
    assert all(why in package for why in ("dolt f\\u00f6r att skydda svarande", "withheld"))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_text_does_not_say_few_of_what_is_many(built: Path, language: str) -> None:
    """Ten of 14 can afford it: withheld for the others' sake, and not because they are few."""
    text = " ".join(re.sub(r"<[^>]+>", "", pages(built / language)).split())
    few, protected = WHY[language]
    assert f"{few}, ({protected})." in text


def test_the_method_box_says_how_much_is_withheld(built: Path) -> None:
    assert "3 av 13 siffror (23 %) är dolda" in pages(built / "sv").replace("\u00a0", " ")
    assert "3 of 13 figures (23%) are withheld" in pages(built / "en").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("sv", "Dolda siffror är inte med i jämförelsen."),
        ("en", "Withheld figures are not part of the comparison."),
    ],
)
def test_the_largest_shown_is_not_called_the_largest_of_all(
    built: Path, language: str, said: str
) -> None:
    """Everybody chose culture, which is withheld; the largest that is shown is half."""
    text = pages(built / language)
    assert said in text
