"""A share over time: the same numbers in every form, and the line broken where it must be."""

import csv
import io
import json
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from lxml import etree
from pptx import Presentation

from samklang.analysis.analysis import analyse
from samklang.cli import main
from samklang.package.read import read
from tests.series_package import BLOCK, CHANGED, PRINTED, WORDING, series_package

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
FIGURE = "q1-yes-over-time"
LANGUAGES = ("sv", "en")
Numbers = list[tuple[int, int, int, int]]


@pytest.fixture(scope="module", params=["same", "changed"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every output of a series whose question is the same, and of one whose question changed."""
    changed = request.param == "changed"
    folder = tmp_path_factory.mktemp(request.param)
    block = BLOCK.replace(":option", ":altered:\n:option") if changed else BLOCK
    series_package(folder / "p", block=block, wording=CHANGED if changed else WORDING)
    done = CliRunner().invoke(main, ["build", str(folder / "p"), "--out", str(folder / "out")])
    assert done.exit_code == 0, done.output
    return folder


def expected(built: Path) -> Numbers:
    """Share, low, high and base: as printed earlier, and as released now."""
    table = analyse(read(built / "p")).tables["q1"]
    cell = table.cell("yes")
    assert None not in (cell.share, cell.low, cell.high, table.base)
    return [*PRINTED, (cell.share, cell.low, cell.high, table.base)]  # type: ignore[list-item]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text).replace("\u00a0", " "))


def said(numbers: Numbers, language: str) -> list[str]:
    space = " " if language == "sv" else ""
    shares = [f"{share}{space}%" for share, *_ in numbers]
    return [*shares, *(f"{low}–{high}{space}%" for _, low, high, _ in numbers)]


def of_pdf(path: Path) -> str:
    run = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return plain(run.stdout)


def of_word(path: Path) -> str:
    with zipfile.ZipFile(path) as file:
        return plain(file.read("word/document.xml").decode())


def of_slides(path: Path) -> str:
    found = []
    for page in Presentation(str(path)).slides:
        found += [
            shape._element.nvGraphicFramePr.cNvPr.get("descr")
            for shape in page.shapes
            if shape.has_chart
        ]
        found.append(page.notes_slide.notes_text_frame.text)
    return plain(" ".join(found))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_has_every_share_and_interval(built: Path, language: str) -> None:
    folder = built / "out" / language
    texts = {
        "pages": plain((folder / "results.html").read_text("utf-8")),
        "one file": plain((folder / "report.html").read_text("utf-8")),
        "evidence": plain((folder / "evidence" / "development-q1-yes.html").read_text("utf-8")),
        "pdf": of_pdf(folder / "report.pdf"),
        "word": of_word(folder / "report.docx"),
        "slides": of_slides(folder / "deck.pptx"),
    }
    for name, text in texts.items():
        for number in said(expected(built), language):
            assert number in text, (name, number)
    drawn = {
        "deck": of_pdf(folder / "deck.pdf"),
        "picture": plain((folder / "share" / f"{FIGURE}.svg").read_text("utf-8")),
    }
    for name, text in drawn.items():
        for number in said(expected(built), language)[:3]:
            assert number in text, (name, number)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_says_that_the_question_was_changed_and_none_says_it_falsely(
    built: Path, language: str
) -> None:
    words = {"sv": "frågan ändrades", "en": "the question was changed"}[language]
    folder = built / "out" / language
    change = {"sv": "procentenheter", "en": "percentage points"}[language]
    for text in (
        plain((folder / "results.html").read_text("utf-8")),
        of_word(folder / "report.docx"),
        of_slides(folder / "deck.pptx"),
        (folder / "share" / f"{FIGURE}.svg").read_text("utf-8"),
    ):
        assert (words in text.lower()) is (built.name.startswith("changed"))
    assert change in of_pdf(folder / "report.pdf")


def test_the_data_have_a_row_for_each_theme(built: Path) -> None:
    with (built / "out/data" / f"{FIGURE}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["row"] for row in rows] == ["2022", "2024", "prov"]
    columns = ("share_percent", "ci_low_percent", "ci_high_percent", "base_n")
    assert [tuple(int(row[c]) for c in columns) for row in rows] == expected(built)
    # How many answered so is not known of earlier themes.
    assert [row["count"] != "" for row in rows] == [False, False, True]
    package = json.loads((built / "out/data/datapackage.json").read_text("utf-8"))
    assert f"{FIGURE}.csv" in [resource["path"] for resource in package["resources"]]


def native(path: Path) -> tuple[Any, Any]:
    """The chart over time, with its workbook's sheet."""
    with zipfile.ZipFile(path) as file:
        names = sorted(file.namelist(), key=lambda n: (len(n), n))
        charts = [n for n in names if re.search(r"charts/chart\d+\.xml$", n)]
        books = [n for n in names if n.endswith(".xlsx")]
        for chart, book in zip(charts, books, strict=True):
            root = etree.fromstring(file.read(chart))
            if root.find(f".//{C}lineChart") is not None:
                return root, openpyxl.load_workbook(io.BytesIO(file.read(book)))["Sheet1"]
    raise AssertionError(path)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("office", ["deck.pptx", "report.docx"])
def test_the_native_chart_is_drawn_from_its_workbook_and_broken_where_it_must_be(
    built: Path, office: str, language: str
) -> None:
    chart, sheet = native(built / "out" / language / office)
    every = chart.findall(f".//{C}ser")
    parts = 2 if built.name.startswith("changed") else 1
    assert len(every) == parts
    rows = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    found = []
    for row in rows:
        (share,) = [value for value in row[1 : 1 + parts] if value is not None]
        low, high, down, up = row[1 + parts : 5 + parts]
        assert (share - down, share + up) == (low, high)
        found.append((share, low, high, row[-1]))
    assert found == expected(built)
    cached = sorted(
        (int(point.get("idx")), int(float(point[0].text)))
        for series in every
        for point in series.findall(f"{C}val//{C}pt")
    )
    assert cached == [(n, share) for n, (share, *_) in enumerate(expected(built))]
    bars = [
        int(point.get("idx"))
        for series in every
        for point in series.findall(f"{C}errBars/{C}plus//{C}pt")
    ]
    assert sorted(bars) == [0, 1, 2]


def test_a_changed_question_stops_the_build_with_its_line(tmp_path: Path) -> None:
    series_package(tmp_path / "p", wording=CHANGED)
    done = CliRunner().invoke(main, ["check", str(tmp_path / "p")])
    assert done.exit_code == 1
    for name in ("manuscript.md", "manuscript.en.md"):
        line = (tmp_path / "p" / name).read_text("utf-8").splitlines().index(BLOCK.split("\n")[0])
        assert f"{name}, line {line + 1}" in done.output
    assert "'q1' was changed after '2022' (wording)" in done.output


def test_a_series_can_be_followed_by_a_series(built: Path) -> None:
    """The figure over time is not taken for the question's own."""
    done = CliRunner().invoke(main, ["series", str(built / "p"), str(built / "out")])
    assert done.exit_code == 0
    assert '"option": "yes"' in done.stdout
    assert '"option": "2022"' not in done.stdout
    checked = CliRunner().invoke(main, ["verify", str(built / "p"), str(built / "out")])
    assert checked.exit_code == 0, checked.output
