"""Withheld figures: every output says why, in its language, and none holds the number."""

import csv
import html
import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from samklang.cli import main
from samklang.render.pdf.structure import elements
from tests.designed_package import designed_package, register
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


# Three of a rare kind answered; in the crosstab five of 16 is fewer than six in two cells of a row.
GROUPED = """
:::{figure} q1
:by: sort
:option: yes
:::

:::{figure} grade
:by: q1
:::

:::{figure} fields
:by: grade
:::
"""
WITHHELD = {
    "q1-yes-by-sort": {("common", "yes"): "protected", ("rare", "yes"): "few"},
    "grade-by-q1": {
        ("yes", "low"): "protected",
        ("yes", "mid"): "protected",
        ("yes", "high"): "protected",
        ("no", "low"): "few",
        ("no", "mid"): "few",
        ("no", "high"): "protected",
    },
    "fields-by-grade": {("mid", "culture"): "protected", ("high", "culture"): "protected"},
}
WHY_GROUPED = {
    "sv": ("färre än 6", "dolt för att skydda svarande"),
    "en": ("fewer than 6", "withheld to protect respondents"),
}


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Groups and crosstabs where every cell has the threshold, built."""
    lines = register().splitlines()
    rare = {0, 1, 2, 14, 15, 16}
    kinds = ["rare" if n in rare else "common" if n % 2 else "usual" for n in range(len(lines) - 1)]
    text = "\n".join(
        [f"{lines[0]},sort", *(f"{line},{k}" for line, k in zip(lines[1:], kinds, strict=True))]
    )
    folder = designed_package(
        tmp_path_factory.mktemp("grouped") / "p",
        design="{kind: census}",
        body=GROUPED,
        register_text=f"{text}\n",
        figures="disclosure: {ordinary: cell, threshold: 6}\n",
    )
    out = folder.parent / "out"
    done = CliRunner().invoke(main, ["build", str(folder), "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", READERS)
def test_an_output_says_why_of_groups_and_crosstabs(
    grouped: Path, name: str, language: str
) -> None:
    text = " ".join(READERS[name](grouped / language).split())
    for why in WHY_GROUPED[language]:
        assert why in text, why


def test_the_data_of_groups_and_crosstabs_say_why_and_hold_no_number(grouped: Path) -> None:
    for name, expected in WITHHELD.items():
        with (grouped / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["status"] != "shown"]
        assert {(r["row"], r["series"]): r["status"] for r in rows} == expected
        for row in rows:
            place = 0 if row["status"] == "few" else 1
            words = (WHY_GROUPED["sv"][place], WHY_GROUPED["en"][place])
            assert (row["withheld_sv"], row["withheld_en"]) == words
            assert not [v for k, v in row.items() if k == "count" or k.endswith("_percent") if v]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_each_cell_of_a_table_of_groups_says_why(grouped: Path, language: str) -> None:
    """In the page's table every withheld cell has its own reason, and no number beside it."""
    page = (grouped / language / "results.html").read_text()
    few, protected = WHY_GROUPED[language]
    for name, expected in WITHHELD.items():
        figure = page[page.index(f'id="figure-{name}"') :].partition("</table>")[0]
        found = re.findall(r'<td colspan="\d" class="hidden">([^<]*)</td>', figure)
        assert found == [few if s == "few" else protected for s in expected.values()]


@pytest.mark.parametrize("office", ["deck.pptx", "report.docx"])
@pytest.mark.parametrize(
    ("language", "reasons"),
    [
        (
            "sv",
            [
                "common: dolt",
                "rare: färre än 6",
                "Ja: Dolt",
                "Nej: Färre än 6: Instämmer inte och Varken eller. Dolt: Instämmer",
                "Varken eller: Dolt: Kultur",
                "Instämmer: Dolt: Kultur",
            ],
        ),
        (
            "en",
            [
                "common: withheld",
                "rare: fewer than 6",
                "Yes: Withheld",
                "No: Fewer than 6: Disagree and Neither. Withheld: Agree",
                "Neither: Withheld: Culture",
                "Agree: Withheld: Culture",
            ],
        ),
    ],
)
def test_a_native_chart_says_why_in_the_name_of_its_row(
    grouped: Path, office: str, language: str, reasons: list[str]
) -> None:
    charts, workbooks = office_text(grouped / language / office)
    for reason in reasons:
        assert reason.lower() in charts.lower(), reason
        assert reason.lower() in workbooks.lower(), reason


@pytest.mark.parametrize("office", ["deck.pptx", "report.docx"])
def test_a_native_chart_gives_each_answer_of_a_row_its_own_reason(built: Path, office: str) -> None:
    """Nobody can afford it: fewer than five. The rest of the row is withheld for their sake."""
    for text in office_text(built / "sv" / office):
        assert "Vi har råd: Färre än 5: Inte alls. Dolt: Helt" in text


def office_text(path: Path) -> tuple[str, str]:
    """The words of the charts alone, and those of the workbooks in them."""
    charts, workbooks = [], []
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if re.search(r"charts/chart\d+\.xml$", name):
                charts.append(file.read(name).decode())
            elif name.endswith(".xlsx"):
                with zipfile.ZipFile(io.BytesIO(file.read(name))) as book:
                    workbooks.append(book.read("xl/sharedStrings.xml").decode())
    charts_text, workbooks_text = (
        " ".join(html.unescape(re.sub(r"<[^>]+>", " ", " ".join(parts))).split())
        for parts in (charts, workbooks)
    )
    return charts_text, workbooks_text


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(
    "name",
    [
        "report.html",
        "share/q1-yes-by-sort.svg",
        "share/grade-by-q1.svg",
        "evidence/q1-by-sort.html",
        "evidence/grade-by-q1.html",
    ],
)
def test_a_page_or_picture_of_its_own_gives_both_reasons(
    grouped: Path, name: str, language: str
) -> None:
    text = html.unescape((grouped / language / name).read_text())
    for why in WHY_GROUPED[language]:
        assert why in text, why


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_one_page_summary_gives_the_reason_in_its_figure(grouped: Path, language: str) -> None:
    """Its figure is the last of the report, where two cells are withheld for others' sake."""
    page = html.unescape((grouped / language / "summary.html").read_text())
    drawn = page[page.index("<svg") : page.rindex("</svg>")]
    assert drawn.count(WHY_GROUPED[language][1]) >= 2
    short = {"sv": "dolt", "en": "withheld"}[language]
    assert pdf("summary.pdf")(grouped / language).count(short) >= 2


@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_alternative_text_gives_each_withheld_row_its_reason(
    grouped: Path, language: str
) -> None:
    """In HTML, slides, Word and PDF alike: what is heard says as much as what is seen."""
    few, protected = WHY_GROUPED[language]
    said = [f"common: {protected}", f"rare: {few}"]
    svg = (grouped / language / "share" / "q1-yes-by-sort.svg").read_text()
    described = [html.unescape(" ".join(re.findall(r"<desc[^>]*>([^<]*)", svg)))]
    for name, part in (("deck.pptx", "ppt/slides/"), ("report.docx", "word/document")):
        with zipfile.ZipFile(grouped / language / name) as file:
            parts = [file.read(n).decode() for n in file.namelist() if n.startswith(part)]
        described.append(html.unescape(" ".join(re.findall(r'descr="([^"]*)"', " ".join(parts)))))
    for name in ("report.pdf", "deck.pdf"):
        with pikepdf.open(grouped / language / name) as file:
            texts = [str(e["/Alt"]) for e in elements(file, "/Figure")]
        described.append(" ".join(texts))
    for text in described:
        for words in said:
            assert words in " ".join(text.split()), words


def test_the_deposit_says_why(grouped: Path) -> None:
    """Each withheld category of the DDI has its own reason, in both languages."""
    text = html.unescape((grouped / "data" / "ddi.xml").read_text())
    statuses = [status for cells in WITHHELD.values() for status in cells.values()]
    for language, reasons in WHY_GROUPED.items():
        for status, why in zip(("few", "protected"), reasons, strict=True):
            found = text.count(f'<txt xml:lang="{language}">{why}</txt>')
            assert found == statuses.count(status), why
