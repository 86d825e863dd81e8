"""Means, totals and ratios: the engine's own number stands in every output, in its language's form.

The numbers are read from the released tables and written here without the product's own words for
numbers; of a kind that three members are of, every output says why there is none.
"""

import csv
import html
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from lxml import etree
from pptx import Presentation

from samklang.analysis.analysis import analyse
from samklang.cli import main
from samklang.core.disclosure.released import ReleasedCell, ReleasedTable
from samklang.package.read import read
from tests.designed_package import designed_package, register

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
BODY = """
:::{figure} hours
:by: county
:highlight: 24
:::

:::{figure} people
:measure: total
:by: county
:::

:::{figure} hours
:by: sort
:::

:::{figure} hours
:over: people
:::
"""
# Each figure with its released table; of the first two the row of all members is another table's.
FIGURES = {
    "hours-by-county": ("mean:hours|county", "mean:hours"),
    "people-total-by-county": ("total:people|county", "total:people"),
    "hours-by-sort": ("mean:hours|sort", "mean:hours"),
    "hours-per-people": ("ratio:hours/people", ""),
}
WHY = {
    "sv": ("färre än 5", "dolt för att skydda svarande"),
    "en": ("fewer than 5", "withheld to protect respondents"),
}
MARKS = {"sv": ("\u00a0", ","), "en": (",", ".")}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three of the members who answered are of a rare kind."""
    lines = register().splitlines()
    rare = {0, 1, 2, 14, 15, 16}
    kinds = ["rare" if n in rare else "common" for n in range(len(lines) - 1)]
    text = "\n".join(
        [f"{lines[0]},sort", *(f"{line},{k}" for line, k in zip(lines[1:], kinds, strict=True))]
    )
    folder = tmp_path_factory.mktemp("numbers") / "p"
    return designed_package(folder, design="{kind: census}", body=BODY, register_text=f"{text}\n")


@pytest.fixture(scope="module")
def tables(package: Path) -> dict[str, ReleasedTable]:
    return dict(analyse(read(package)).tables)


@pytest.fixture(scope="module")
def built(package: Path) -> Path:
    out = package.parent / "out"
    done = CliRunner().invoke(main, ["build", str(package), "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out


def written(value: float, decimals: int, language: str) -> str:
    """A number as a reader of the language writes it: 1 234,5 or 1,234.5."""
    whole, _, rest = f"{value:.{decimals}f}".partition(".")
    thousands, mark = MARKS[language]
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", thousands, whole)
    return f"{grouped}{mark}{rest}" if rest else grouped


def shown(tables: dict[str, ReleasedTable]) -> dict[str, list[tuple[ReleasedCell, int]]]:
    """The shown cells of each figure with their decimals."""
    found: dict[str, list[tuple[ReleasedCell, int]]] = {}
    for figure, (own, whole) in FIGURES.items():
        parts = [tables[name] for name in (own, whole) if name]
        cells = [[row.cells[0] for row in part.rows] for part in parts]
        # A table that prints nothing has no say in how the other is printed.
        printed = [
            part.decimals
            for part, own in zip(parts, cells, strict=True)
            if any(cell.status == "shown" for cell in own)
        ]
        found[figure] = [(c, min(printed)) for own in cells for c in own if c.status == "shown"]
    return found


def expected(tables: dict[str, ReleasedTable], language: str) -> tuple[list[str], list[str]]:
    """Every shown number, and every interval, as they should be printed."""
    values, intervals = [], []
    for cells in shown(tables).values():
        for cell, decimals in cells:
            assert cell.value is not None
            assert cell.value_low is not None
            assert cell.value_high is not None
            low, high = (written(v, decimals, language) for v in (cell.value_low, cell.value_high))
            values.append(written(cell.value, decimals, language))
            intervals.append(f"{low}–{high}")
    return values, intervals


def test_the_engine_shows_and_withholds(tables: dict[str, ReleasedTable]) -> None:
    """What the others are held against: means, totals above a thousand, a ratio, a kind of few."""
    assert [len(cells) for cells in shown(tables).values()] == [3, 3, 1, 1]
    totals = [cell.value for cell, _ in shown(tables)["people-total-by-county"]]
    assert max(value for value in totals if value is not None) > 1000
    kinds = {row.id: row.cells[0].status for row in tables["mean:hours|sort"].rows}
    assert kinds == {"common": "protected", "rare": "few"}


def plain(text: str) -> str:
    """Text without marks, its spaces and soft breaks made one."""
    return re.sub(r"[\s\u00a0]+", " ", html.unescape(re.sub(r"<[^>]+>", "", text)))


def pages(folder: Path) -> str:
    return plain(" ".join(p.read_text() for p in sorted(folder.glob("*.html"))))


def pdf(name: str) -> Callable[[Path], str]:
    def text(folder: Path) -> str:
        done = subprocess.run(
            ["pdftotext", "-layout", str(folder / name), "-"],
            capture_output=True,
            text=True,
            check=True,
        )
        return plain(done.stdout)

    return text


def word(folder: Path) -> str:
    """The text of the document's body, its tables with it."""
    with zipfile.ZipFile(folder / "report.docx") as file:
        return plain(file.read("word/document.xml").decode())


def slides(folder: Path) -> str:
    """The text alternatives of the slides' charts and the speaker's notes."""
    found = []
    for page in Presentation(str(folder / "deck.pptx")).slides:
        found += [
            s._element.nvGraphicFramePr.cNvPr.get("descr") for s in page.shapes if s.has_chart
        ]
        found.append(page.notes_slide.notes_text_frame.text)
    return plain(" ".join(found))


def pictures(folder: Path) -> str:
    found = [(folder / "share" / f"{name}.svg").read_text() for name in FIGURES]
    return plain(" ".join(re.sub(r"<style>.*?</style>", "", svg) for svg in found))


READERS = {
    "pages": pages,
    "report.pdf": pdf("report.pdf"),
    "report.docx": word,
    "deck.pdf": pdf("deck.pdf"),
    "deck.pptx": slides,
    "share": pictures,
}


DRAWN = ("deck.pdf",)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", READERS)
def test_the_number_of_the_engine_stands_in_each_output(
    built: Path, tables: dict[str, ReleasedTable], name: str, language: str
) -> None:
    text = READERS[name](built / language)
    values, intervals = expected(tables, language)
    # A slide of the PDF draws the interval.
    for number in [*values, *([] if name in DRAWN else intervals)]:
        assert plain(number) in text, number
    unit = {"sv": "timmar i veckan", "en": "hours a week"}[language]
    assert unit in text


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", READERS)
def test_each_output_says_why_a_number_is_withheld(built: Path, name: str, language: str) -> None:
    text = READERS[name](built / language)
    few, protected = WHY[language]
    assert few in text
    # A picture has room for no more than the word.
    assert (protected if name != "share" else protected.split()[0]) in text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_front_page_and_the_summary_name_the_group_and_the_unit(
    built: Path, tables: dict[str, ReleasedTable], language: str
) -> None:
    table = tables["mean:hours|county"]
    cell = table.cell("24")
    assert cell.value is not None
    number = written(cell.value, shown(tables)["hours-by-county"][0][1], language)
    unit, group = {
        "sv": ("timmar i veckan", "Västerbottens län"),
        "en": ("hours a week", "Västerbotten"),
    }[language]
    for name in ("index.html", "summary.html"):
        page = plain((built / language / name).read_text())
        assert re.search(rf"{re.escape(number)}\s+.{{0,120}}: {group}[^·]*{unit} · ", page), name
    text = pdf("summary.pdf")(built / language)
    assert number in text
    assert unit in text


def rows(built: Path, name: str) -> list[dict[str, str]]:
    with (built / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_data_hold_the_number_with_a_decimal_point(
    built: Path, tables: dict[str, ReleasedTable]
) -> None:
    measures = ["mean", "total", "mean", "ratio"]
    for (name, cells), measure in zip(shown(tables).items(), measures, strict=True):
        found = [row for row in rows(built, name) if row["status"] == "shown"]
        assert [
            (float(r["value"]), float(r["ci_low"]), float(r["ci_high"]), int(r["count"]))
            for r in found
        ] == [(c.value, c.value_low, c.value_high, c.count) for c, _ in cells]
        assert {r["measure"] for r in found} == {measure}
        assert not any(key.endswith("_percent") for key in found[0])
    assert {r["unit_en"] for r in rows(built, "hours-by-county")} == {"hours a week"}
    withheld = [row for row in rows(built, "hours-by-sort") if row["status"] != "shown"]
    assert [(r["row"], r["withheld_sv"]) for r in withheld] == [
        ("common", "dolt för att skydda svarande"),
        ("rare", "färre än 5"),
    ]
    assert {(r["value"], r["ci_low"], r["ci_high"], r["count"]) for r in withheld} == {("",) * 4}
    package = json.loads((built / "data" / "datapackage.json").read_text())
    fields = {
        field["name"]: field["type"]
        for resource in package["resources"]
        if resource["path"] == "hours-by-county.csv"
        for field in resource["schema"]["fields"]
    }
    assert (fields["value"], fields["measure"], fields["count"]) == ("number", "string", "integer")


DDI = {"d": "ddi:codebook:2_5"}


def test_the_deposit_names_the_statistic(built: Path, tables: dict[str, ReleasedTable]) -> None:
    root = etree.parse(built / "data" / "ddi.xml")
    for name, measure in (("hours-by-county", "mean"), ("people-total-by-county", "total")):
        (variable,) = root.xpath(f"//d:var[@name='{name}']", namespaces=DDI)
        *groups, everyone = shown(tables)[name]
        stated = variable.xpath("d:catgry/d:catStat[@type='other']", namespaces=DDI)
        assert [float(s.text) for s in stated] == [c.value for c, _ in (*groups, everyone)]
        assert {s.get("otherType") for s in stated} == {measure}
        (whole,) = variable.xpath("d:sumStat", namespaces=DDI)
        assert float(whole.text) == everyone[0].value
        assert measure in (whole.get("type"), whole.get("otherType"))
    assert "None" not in " ".join(root.getroot().itertext())
    (few,) = root.xpath("//d:var[@name='hours-by-sort']/d:catgry[2]", namespaces=DDI)
    assert [t.text for t in few.findall("d:txt", DDI)] == [WHY["sv"][0], WHY["en"][0]]
    assert few.findall("d:catStat", DDI) == []
    described = json.loads((built / "data" / "dataset.jsonld").read_text())
    units = {v["propertyID"]: v.get("unitText") for v in described["variableMeasured"]}
    assert units["hours-by-county"] == [
        {"@language": "sv", "@value": "timmar i veckan"},
        {"@language": "en", "@value": "hours a week"},
    ]
    assert units["hours-per-people"] is None


def native(folder: Path, office: str) -> dict[str, tuple[Any, Any]]:
    """The native charts by the first cell of their workbook, with the sheet."""
    found = {}
    with zipfile.ZipFile(folder / office) as file:
        names = sorted(file.namelist(), key=lambda n: (len(n), n))
        charts = [n for n in names if re.search(r"charts/chart\d+\.xml$", n)]
        books = [n for n in names if n.endswith(".xlsx")]
        for chart, book in zip(charts, books, strict=True):
            sheet = openpyxl.load_workbook(io.BytesIO(file.read(book)))["Sheet1"]
            found[chart] = (etree.fromstring(file.read(chart)), sheet)
    return found


@pytest.mark.parametrize("office", ["deck.pptx", "report.docx"])
def test_native_charts_are_points_with_error_bars_from_their_workbook(
    built: Path, tables: dict[str, ReleasedTable], office: str
) -> None:
    found = list(native(built / "sv", office).values())
    assert len(found) == len(FIGURES)
    for (chart, sheet), cells in zip(found, shown(tables).values(), strict=True):
        assert chart.find(f".//{C}barChart") is None
        assert chart.find(f".//{C}lineChart") is not None
        header = [cell.value for cell in sheet[1]]
        low, plus = header.index(next(h for h in header if h and "Undre" in h)), 5
        values = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[1] is not None]
        assert [row[1] for row in values] == [c.value for c, _ in cells]
        assert [row[low] for row in values] == [c.value_low for c, _ in cells]
        assert [row[low + 1] for row in values] == [c.value_high for c, _ in cells]
        for row in values:
            assert row[1] - row[low + 2] == pytest.approx(row[low])
            assert row[1] + row[low + 3] == pytest.approx(row[low + 1])
        bars = chart.find(f".//{C}errBars")
        assert bars.find(f"{C}plus//{C}f").text.startswith(f"Sheet1!${'ABCDEFG'[plus]}$2")
        cached = [float(v.text) for v in chart.findall(f".//{C}val//{C}v")]
        assert cached == [c.value for c, _ in cells]


def test_a_withheld_group_says_why_in_the_native_charts(built: Path) -> None:
    for office in ("deck.pptx", "report.docx"):
        for language, words in (("sv", ("dolt", "färre än 5")), ("en", ("withheld", "fewer than"))):
            chart, sheet = list(native(built / language, office).values())[2]
            labels = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
            for label, word in zip(labels, words, strict=False):
                assert word in label
            assert labels[:2] == [v.text for v in chart.findall(f".//{C}cat//{C}v")][:2]
