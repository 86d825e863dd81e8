"""Names, dots and lines on the map of a slide."""

import math
from dataclasses import replace

import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Pt

from samklang.core.document.blocks import ExampleMap, Examples
from samklang.core.document.deck import slides
from samklang.core.language.wording import LANGUAGES, Language
from samklang.render.slides import deck
from tests.opened_deck import opened
from tests.unit.test_demo_theme import document as demo


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_on_the_map_cover_no_dot_and_all_its_places_stand_beside_it(
    language: Language,
) -> None:
    made = demo(language)
    [slide] = [s for s in slides(made) if isinstance(s.content, ExampleMap)]
    [page] = opened(deck(made, [slide])).slides
    [group] = [s for s in page.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP]
    texts = [s for s in group.shapes if s.shape_type == MSO_SHAPE_TYPE.TEXT_BOX]
    named = {place.name for place in slide.content.places}
    dots = [s for s in group.shapes if s.name in named and s not in texts]
    assert {t.text_frame.text for t in texts} == named == {dot.name for dot in dots}
    for text in texts:
        for dot in dots:
            x, y = dot.left + dot.width / 2, dot.top + dot.height / 2
            covers = text.left < x < text.left + text.width
            assert not (covers and text.top < y < text.top + text.height), dot.name
    words = " ".join(s.text_frame.text for s in page.shapes if s.has_text_frame)
    assert "…" not in words
    [examples] = [block for _, block in made.blocks() if isinstance(block, Examples)]
    titles = {example.id: example.title for example in examples.examples}
    for place in slide.content.listed:
        assert all(titles[id_] in words for id_ in place.examples), place.name


def test_a_line_leads_from_a_dot_to_a_name_that_stands_far_from_it() -> None:
    """Of places close together only some names have room beside their dot; the demo's all have."""
    made = demo("sv")
    [slide] = [s for s in slides(made) if isinstance(s.content, ExampleMap)]
    near = (("2513", "Överkalix"), ("2514", "Kalix"), ("2580", "Luleå"), ("2581", "Piteå"),
            ("2582", "Boden"), ("2583", "Haparanda"), ("2560", "Älvsbyn"))  # fmt: skip
    first = slide.content.places[0]
    crowd = tuple(
        replace(first, municipality=code, name=f"{name} kommun i Norrbotten") for code, name in near
    )
    for places, led in ((slide.content.places, False), (crowd, True)):
        drawn = replace(slide.content, places=places)
        [page] = opened(deck(made, [replace(slide, content=drawn)])).slides
        [group] = [s for s in page.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP]
        lines = [s for s in group.shapes if s.shape_type == MSO_SHAPE_TYPE.LINE]
        named = {place.name for place in places}
        dots = [s for s in group.shapes if s.name in named and not s.has_text_frame]
        dots = dots or [s for s in group.shapes if s.name in named]
        assert bool(lines) == led
        for line in lines:
            ends = min(
                math.hypot(
                    line.begin_x - (dot.left + dot.width / 2),
                    line.begin_y - (dot.top + dot.height / 2),
                )
                - dot.width / 2
                for dot in dots
            )
            # On the edge of a dot, within a point.
            assert abs(ends) < Pt(1)
