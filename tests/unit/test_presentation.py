"""The deck in the browser: whole without its script, and nothing in the page that runs."""

import re
from dataclasses import replace

import pytest
from lxml import html

from samklang.core.document.blocks import Factor
from samklang.core.document.deck import slides
from samklang.core.document.inline import plain
from samklang.core.language.wording import LANGUAGES, Language
from samklang.render.html import presentation
from tests.samples import document


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slide_stands_on_the_page_with_what_is_said_to_it(language: Language) -> None:
    made = document(language)
    files = presentation(made)
    assert set(files) == {"deck.html", "deck.js"}
    page = html.fromstring(files["deck.html"].decode())
    shown = page.xpath("//section[contains(@class, 'slide')]")
    expected = slides(made)
    assert len(shown) == len(expected) >= 15
    for slide, section in zip(expected, shown, strict=True):
        assert " ".join(section.find("h2").text_content().split()).startswith(
            " ".join(slide.title.split())
        )
        said = [p.text_content() for p in section.xpath(".//details[@class='spoken']/p")]
        assert said == [plain(text) for text in slide.spoken]
    figures = sum(slide.kind in ("figure", "map") for slide in expected)
    assert len(page.xpath("//section//*[local-name()='svg']")) == figures
    # What needs the script is hidden until it is there.
    assert page.get_element_by_id("present").get("hidden") is not None


def test_a_factor_has_a_quote_of_either_side_in_the_language_of_the_hall_too() -> None:
    made = document("en")
    page = html.fromstring(presentation(made)["deck.html"].decode())
    [number] = [n for n, slide in enumerate(slides(made), 1) if slide.kind == "factor"]
    factor = slides(made)[number - 1].content
    assert isinstance(factor, Factor)
    quotes = factor.enabling_quotes[:1] + factor.hindering_quotes[:1]
    assert any(quote.translation for quote in quotes)
    shown = page.get_element_by_id(f"slide-{number}").xpath(".//blockquote")
    for quote, part in zip(quotes, shown, strict=True):
        assert quote.text in part.text_content()
        assert quote.translation in part.text_content()


def test_an_example_of_nobody_known_says_so_on_its_slide_too() -> None:
    made = document("sv")
    page = html.fromstring(presentation(made)["deck.html"].decode())
    said = 0
    for number, slide in enumerate(slides(made), 1):
        if slide.kind != "examples":
            continue
        items = page.get_element_by_id(f"slide-{number}").xpath(".//ul[@class='listed']/li")
        for card, item in zip(slide.content, items, strict=True):  # type: ignore[arg-type]
            assert (card.provenance in item.text_content()) == (not card.organisation)  # type: ignore[union-attr]
            said += not card.organisation  # type: ignore[union-attr]
    assert said


def test_nothing_in_the_page_runs_and_the_script_asks_for_nothing() -> None:
    files = presentation(document())
    text = files["deck.html"].decode()
    assert re.findall(r"<script[^>]*>(.*?)</script>", text, re.S) == [""]
    assert not re.search(r"\son[a-z]+=", text)
    assert "script-src 'self';" in text
    script = files["deck.js"].decode()
    for word in ("fetch", "XMLHttpRequest", "import", "eval", "innerHTML", "http"):
        assert word not in script, word


def test_untrusted_text_stays_text() -> None:
    hostile = "</h2><script>alert(1)</script>{{ 7*7 }}"
    made = replace(document(), title=hostile, network=hostile, subtitle=hostile)
    page = html.fromstring(presentation(made)["deck.html"].decode())
    assert [one.get("src") for one in page.xpath("//script")] == ["deck.js"]
    assert page.xpath("//section//h2")[0].text_content() == hostile
