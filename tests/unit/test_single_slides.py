"""Single slides: each opens by itself, with all that is on it and nothing of the others."""

import io
import zipfile

import pytest
from lxml import html
from pptx import Presentation

from samklang.core.document.deck import slides
from samklang.core.language.wording import LANGUAGES, Language
from samklang.render.html import presentation
from samklang.render.slides import deck, single_slides
from samklang.render.slides.parts import in_parts
from tests.samples import document


def texts(page: object) -> list[str]:
    shapes = page.shapes  # type: ignore[attr-defined]
    return [shape.text_frame.text for shape in shapes if shape.has_text_frame]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_slide_is_a_deck_of_its_own(language: Language) -> None:
    made = document(language)
    content = deck(made)
    pages = list(Presentation(io.BytesIO(content)).slides)
    found = single_slides(made, content)
    at = 0
    for number, slide in enumerate(slides(made), 1):
        count = len(list(in_parts([slide], language)))
        whole, at = pages[at : at + count], at + count
        name = f"slides/slide-{number}.pptx"
        if slide.kind == "section":
            assert name not in found
            continue
        with zipfile.ZipFile(io.BytesIO(found[name])) as file:
            assert file.testzip() is None
            kept = file.namelist()
        assert len(kept) == len(set(kept))
        own = list(Presentation(io.BytesIO(found[name])).slides)
        assert [texts(page) for page in own] == [texts(page) for page in whole]
        for one, page in zip(own, whole, strict=True):
            notes = (one.notes_slide.notes_text_frame, page.notes_slide.notes_text_frame)
            assert notes[0].text == notes[1].text  # type: ignore[union-attr]
            charts = [shape.chart for shape in one.shapes if shape.has_chart]
            assert len(charts) == sum(shape.has_chart for shape in page.shapes)
            for chart in charts:
                # It can be edited: its workbook came with it.
                assert chart.part.chart_workbook.xlsx_part.blob[:2] == b"PK"
        # Nothing of another slide lies hidden in it, a chart's workbook least of all.
        assert sum(n.endswith(".xlsx") for n in kept) == sum(
            shape.has_chart for page in own for shape in page.shapes
        )
        for folder in ("ppt/slides/slide", "ppt/notesSlides/notesSlide"):
            assert sum(n.startswith(folder) for n in kept) == count
    assert len(found) >= 15
    assert found == single_slides(made, content), "the same bytes each time"


def test_the_page_of_the_deck_leads_to_every_one_and_a_figure_to_its_pictures() -> None:
    made = document("sv")
    page = html.fromstring(presentation(made)["deck.html"].decode())
    links = page.xpath("//p[contains(@class, 'own')]/a/@href")
    assert {one for one in links if one.startswith("slides/")} == set(
        single_slides(made, deck(made))
    )
    figures = {block.id for block in made.figures}
    assert {f"share/{id_}.{kind}" for id_ in figures for kind in ("png", "svg")} <= set(links)
    # Read out of its place each link still says which slide it is of.
    said = [a.text_content() for a in page.xpath("//p[contains(@class, 'own')]/a")]
    assert len(said) == len(set(said))
