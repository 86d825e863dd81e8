"""The example that shows how a chart is read: names at their marks, and none of others."""

import dataclasses
import io
import zipfile
from itertools import combinations
from pathlib import Path

import pikepdf
import pytest
from markupsafe import escape
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from samklang.core.document.deck import slides
from samklang.core.document.document import Document
from samklang.core.document.method_box import MethodBox, ReadingChart
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Language
from samklang.render import docx, pdf
from samklang.render.charts.drawing import Drawing, Label
from samklang.render.charts.measure import width
from samklang.render.charts.reading import _Example, reading_svg
from samklang.render.design import HOUSE
from samklang.render.html import presentation, single_page
from samklang.render.slides import deck
from tests.unit.test_demo_theme import document as demo


def box(made: Document) -> MethodBox:
    [found] = [block for _, block in made.blocks() if isinstance(block, MethodBox)]
    return found


def chart(language: Language) -> ReadingChart:
    made = box(demo(language)).reading.chart
    assert made is not None
    return made


def drawn(example: ReadingChart, language: Language, *, narrow: bool) -> Drawing:
    return _Example(example, language, HOUSE, narrow=narrow).drawing()


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_name_is_at_the_end_of_a_line_from_its_mark(language: Language, narrow: bool) -> None:
    example = chart(language)
    made = drawn(example, language, narrow=narrow)
    [bar], [whisker], [bracket] = made.boxes, made.whiskers, made.brackets
    labels = {label.text: label for label in made.labels}

    def led(name: str, x: tuple[float, float], y: float) -> bool:
        """Whether a line goes from a mark, from x to x at the height y, to the name."""
        start, end, middle = labels[name].ground
        return any(
            x[0] <= rule.x1 <= x[1]
            and abs(rule.y1 - y) <= 3
            and start - 8 <= rule.x2 <= end
            and abs(rule.y2 - middle) <= 14
            for rule in made.rules
        )

    assert led(example.share, (bar.x, whisker.x1), bar.y + bar.height)
    # Beyond the bar, where the line is seen from the interval on.
    assert led(example.interval, (bar.x + bar.width, whisker.x2), whisker.y)
    assert led(example.band, (bracket.x1, bracket.x2), bracket.y)
    few = next(label for label in made.labels if "5" in label.text and label.fill != bar.fill)
    assert led(example.hidden, (few.ground[1] - 8, few.ground[1] + 12), few.ground[2])


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_stands_on_another_or_outside(language: Language, narrow: bool) -> None:
    made = drawn(chart(language), language, narrow=narrow)

    def over(one: Label, other: Label) -> bool:
        (a, b, y), (c, d, z) = one.ground, other.ground
        return min(b, d) - max(a, c) > 0 and abs(y - z) < 13

    words = [*made.labels, *made.axis]
    assert [(a.text, b.text) for a, b in combinations(words, 2) if over(a, b)] == []
    wide = 290 if narrow else 640
    assert [w.text for w in words if w.ground[0] < -3 or w.ground[1] > wide + 3] == []
    assert all(width(w.text, w.size) < wide for w in words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_report_does_not_have_is_not_in_its_example(language: Language) -> None:
    example = dataclasses.replace(chart(language), interval="", band="", withheld="", hidden="")
    made = drawn(example, language, narrow=False)
    assert not made.whiskers
    assert not made.brackets
    assert len(made.boxes) == 1
    assert len(made.rules) == 1
    said = {label.text for label in made.labels}
    assert not said & {chart(language).interval, chart(language).band, chart(language).hidden}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_output_has_it_with_its_alternative_and_the_same_names(language: Language) -> None:
    made, example = demo(language), chart(language)
    told = [fact.label for fact in box(made).reading.facts]
    assert {example.share, example.interval, example.band, example.hidden} <= set(told)
    for number in ("60", "47", "72", "41", "77", "20"):
        assert number in example.alt
    page = single_page(made).decode()
    assert page.count(f">{example.alt}</desc>") == 2
    in_office = box(made).reading_in_office.chart
    assert in_office is not None
    with zipfile.ZipFile(io.BytesIO(docx.report(made))) as archive:
        assert f'descr="{in_office.alt}"' in archive.read("word/document.xml").decode()
        assert archive.read("word/media/reading.png").startswith(b"\x89PNG")
    assert "samklang-reading-wide" in reading_svg(example, language, HOUSE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_office_programs_have_the_band_below_the_bar_and_so_has_the_example(
    language: Language,
) -> None:
    made = box(demo(language))
    read = made.reading_in_office
    assert read.chart is not None
    drawing = drawn(read.chart, language, narrow=False)
    [bar], [whisker] = drawing.boxes, drawing.whiskers
    assert not drawing.brackets
    [band] = [r for r in drawing.rules if r.stroke == HOUSE.lingon and r.y1 == r.y2]
    assert whisker.y < bar.y + bar.height < band.y1
    assert (round(band.x1), round(band.x2)) != (round(whisker.x1), round(whisker.x2))
    heights = {label.text: label.y for label in drawing.labels}
    assert heights[read.chart.interval] < bar.y
    assert heights[read.chart.band] > band.y1
    # The words say the same as the key below each chart that Word and PowerPoint draw.
    key = phrase(language, "charts.key_bars").lower()
    lower = {"sv": "det undre strecket", "en": "the lower line"}[language]
    upper = {"sv": "det övre strecket", "en": "the upper line"}[language]
    told = {fact.label: fact.value for fact in read.facts}
    assert lower in told[read.chart.band]
    assert upper in told[read.chart.interval]
    assert key.index(upper.split(" ", 1)[1][:4]) < key.index(lower.split(" ", 1)[1][:4])
    assert lower not in " ".join(fact.value for fact in made.reading.facts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_a_slide_of_the_appendix_after_how_the_survey_was_made(language: Language) -> None:
    made = demo(language)
    shown = slides(made)
    [slide] = [slide for slide in shown if slide.kind == "reading"]
    read = box(made).reading_in_office
    assert slide.appendix
    assert not slide.synthetic
    assert shown[shown.index(slide) - 1].kind == "method"
    assert slide.title == read.title
    opened = Presentation(io.BytesIO(deck(made)))
    page = next(p for p in opened.slides if p.shapes.title.text == read.title)
    [picture] = [shape for shape in page.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert read.chart is not None
    assert picture._element.xpath("string(.//p:cNvPr/@descr)") == read.chart.alt
    below = [f"{fact.label}: {fact.value}" for fact in read.short]
    [words] = [s for s in page.shapes if s.has_text_frame and s.text_frame.text.count("\n") > 2]
    assert words.text_frame.text.split("\n") == below
    assert words.top >= picture.top + picture.height
    notes = page.notes_slide.notes_text_frame.text
    assert all(fact.value in notes for fact in read.facts)
    spoken = presentation(made)["deck.html"].decode()
    assert all(f"<dd>{escape(fact.value)}</dd>" in spoken for fact in read.short)
    assert f">{chart(language).alt}</desc>" in spoken


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slide_in_the_pdf_has_room_for_it_all(language: Language, tmp_path: Path) -> None:
    made = demo(language)
    kinds = ("title", "method", "reading")
    shown = [dataclasses.replace(s, appendix=False) for s in slides(made) if s.kind in kinds]
    path = tmp_path / "deck.pdf"
    path.write_bytes(pdf.deck(made, shown, figures={}))
    with pikepdf.Pdf.open(path) as opened:
        assert len(opened.pages) == len(shown) == 4, "no slide goes on to the next page"
