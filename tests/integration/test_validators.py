"""The demo's outputs before the validators of others: no error, and as many checks as there should
be."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree
from pptx import Presentation
from pptx.util import Cm

from samklang.cli import main
from tests.programs import office_errors, page_errors
from tests.spec.ddi_codebook import faults
from themes.generate_answers import THEME

LANGUAGES = ("sv", "en")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo theme, built."""
    out = tmp_path_factory.mktemp("validators") / "demo"
    done = CliRunner().invoke(main, ["build", str(THEME), "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out


def workbooks(path: Path, into: Path) -> list[Path]:
    """The workbooks of a file's charts, as files of their own."""
    found = []
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            if name.endswith(".xlsx"):
                place = into / f"{path.parent.name}-{path.stem}-{Path(name).name}"
                place.write_bytes(file.read(name))
                found.append(place)
    return found


def test_microsofts_open_xml_sdk_has_nothing_to_say(demo: Path, tmp_path: Path) -> None:
    """Slides and Word in both languages, each with its charts; the workbooks are the same in
    both, so those of the slides stand for all."""
    files = [
        demo / language / name for language in LANGUAGES for name in ("deck.pptx", "report.docx")
    ]
    assert {str(file): office_errors(file) for file in files} == {str(file): [] for file in files}
    books = workbooks(demo / "sv" / "deck.pptx", tmp_path)
    assert len(books) >= 6
    assert [office_errors(book) for book in (books[0], books[-1])] == [[], []]


def test_the_sdk_sees_an_axis_with_a_negative_number(tmp_path: Path) -> None:
    """As python-pptx writes one, and as ours were."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    made = Presentation()
    data = CategoryChartData()
    data.categories = ["a"]
    data.add_series("s", [1])
    slide = made.slides.add_slide(made.slide_layouts[6])
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, 0, 0, Cm(10), Cm(10), data)
    held = io.BytesIO()
    made.save(held)
    (tmp_path / "planted.pptx").write_bytes(held.getvalue())
    assert len(office_errors(tmp_path / "planted.pptx")) >= 4


def test_the_nu_html_checker_has_nothing_to_say(demo: Path, tmp_path: Path) -> None:
    pages = sorted(demo.glob("*.html")) + [
        p for lang in LANGUAGES for p in sorted((demo / lang).rglob("*.html"))
    ]
    styles = [demo / language / "style.css" for language in LANGUAGES]
    pictures = [p for lang in LANGUAGES for p in sorted((demo / lang / "share").glob("*.svg"))]
    assert len(pages) >= 30
    assert len(pictures) >= 12
    assert page_errors(pages) == []
    assert page_errors(styles, "--css") == []
    assert page_errors(pictures, "--svg") == []
    planted = tmp_path / "planted.html"
    planted.write_text(pages[1].read_text().replace("<main", "<p><main", 1).replace("</h1>", "", 1))
    assert page_errors([planted]) != []


def test_the_ddi_of_the_demo_is_valid(demo: Path) -> None:
    root = etree.parse(demo / "data" / "ddi.xml").getroot()
    assert faults(root) == []
    assert len(list(root.iter("{ddi:codebook:2_5}var"))) >= 10


def test_the_description_for_search_engines_is_json_with_places_and_subjects(demo: Path) -> None:
    told = json.loads((demo / "data" / "dataset.jsonld").read_text())
    places = [place["name"] for place in told["spatialCoverage"]]
    assert places == ["Sverige", "Norrbottens län", "Västerbottens län"]
    assert len(told["keywords"]) >= 8
