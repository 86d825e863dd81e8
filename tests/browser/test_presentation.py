"""The deck shown to a hall in Chromium, from a folder on disk: by keyboard, and with a speaker."""

from pathlib import Path

import pytest

from samklang.core.document.deck import slides
from samklang.core.language.wording import LANGUAGES, Language
from samklang.render.html import presentation, site
from tests.browser.site_checks import Checked, browser, look, needs_chromium, served
from tests.samples import document
from tests.unit.test_demo_theme import document as demo

NOW = "document.querySelector('.slide.now').id"


@needs_chromium
def test_a_hall_and_its_speaker(tmp_path: Path) -> None:
    made = document("sv")
    for name, content in (site(made, files=[]) | presentation(made)).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    last = len(slides(made))
    with browser() as chromium, served(tmp_path) as address:
        found = Checked()
        for width in (320, 1280):
            page = chromium.new_page(viewport={"width": width, "height": 720})
            page.goto(f"{address}deck.html")
            look(page, f"deck at {width}", found)
        assert found.faults == []
        hall = chromium.new_context(viewport={"width": 1280, "height": 720})
        page = hall.new_page()
        page.goto((tmp_path / "deck.html").as_uri())
        with hall.expect_page() as opened:
            # A key is pressed before the speaker's window is there: it asks what is shown.
            page.evaluate(
                "document.querySelector('[data-do=speaker]').click();"
                "document.body.dispatchEvent("
                "new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}))"
            )
        speaker = opened.value
        speaker.wait_for_selector(".speaking .slide.now")
        speaker.wait_for_selector("#slide-2.now")
        page.keyboard.press("ArrowLeft")
        for key, number in (("ArrowRight", 2), (" ", 3), ("ArrowLeft", 2), ("End", last)):
            page.keyboard.press(key)
            assert page.evaluate(NOW) == f"slide-{number}"
            assert page.url.endswith(f"#slide-{number}")
            speaker.wait_for_selector(f"#slide-{number}.now")
        # One slide at a time; what is said to it is the speaker's alone.
        assert page.locator(".slide:visible").count() == 1
        assert page.locator(".spoken:visible").count() == 0
        # Each is seen whole without scrolling, its text large enough for the back of a hall.
        page.keyboard.press("Home")
        for number in range(1, last + 1):
            page.wait_for_selector(f"#slide-{number}.now")
            assert page.evaluate("document.documentElement.scrollHeight") <= 720, number
            size = "parseFloat(getComputedStyle(document.querySelector('.slide.now')).fontSize)"
            assert page.evaluate(size) >= 24, number
            page.keyboard.press("ArrowRight")
        speaker.keyboard.press("Home")
        page.wait_for_selector("#slide-1.now")
        assert speaker.locator(".slide.now .spoken p:visible").count() >= 1
        page.keyboard.press("Escape")
        assert page.locator(".slide:visible").count() == last


@needs_chromium
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slide_of_the_demo_is_seen_whole_in_a_hall(
    tmp_path: Path, language: Language
) -> None:
    made = demo(language)
    files = presentation(made) | {"style.css": site(made, files=[])["style.css"]}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    high, maps = [], 0
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": 1280, "height": 720})
        page.goto((tmp_path / "deck.html").as_uri())
        page.evaluate("document.querySelector('[data-do=start]').click()")
        count = page.locator(".slide").count()
        for number in range(1, count + 1):
            assert page.evaluate(NOW) == f"slide-{number}"
            if page.evaluate("document.documentElement.scrollHeight") > 720:
                high.append(number)
            if (drawn := page.locator(".of-map.now svg")).count():
                # The map is a hall's to read, with its places beside it.
                box = drawn.bounding_box()
                assert box is not None
                assert box["height"] > 400
                maps += 1
            page.keyboard.press("ArrowRight")
    assert count > 50
    assert maps == 1
    assert high == []
