"""The example that shows how a chart is read: names at their marks, and none of others."""

import dataclasses
import io
import zipfile
from itertools import combinations

import pytest

from samklang.core.document.document import Document
from samklang.core.document.method_box import MethodBox, ReadingChart
from samklang.core.language.wording import LANGUAGES, Language
from samklang.render import docx
from samklang.render.charts.drawing import Drawing, Label
from samklang.render.charts.measure import width
from samklang.render.charts.reading import _Example, reading_svg
from samklang.render.design import HOUSE
from samklang.render.html import single_page
from tests.unit.test_demo_theme import document as demo


def box(made: Document) -> MethodBox:
    [found] = [block for _, block in made.blocks() if isinstance(block, MethodBox)]
    return found


def chart(language: Language) -> ReadingChart:
    made = box(demo(language)).reading_chart
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
    told = [fact.label for fact in box(made).reading]
    assert {example.share, example.interval, example.band, example.hidden} <= set(told)
    for number in ("60", "47", "72", "41", "77", "20"):
        assert number in example.alt
    page = single_page(made).decode()
    assert page.count(f">{example.alt}</desc>") == 2
    with zipfile.ZipFile(io.BytesIO(docx.report(made))) as archive:
        assert f'descr="{example.alt}"' in archive.read("word/document.xml").decode()
        assert archive.read("word/media/reading.png").startswith(b"\x89PNG")
    assert "samklang-reading-wide" in reading_svg(example, language, HOUSE)
