"""Words that are marked in the browser are those that are kept, whatever signs stand before them.

A browser counts UTF-16 units and moves by what a reader sees as one sign; places are code points.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from benchmarks.collect_site import Site, site
from samklang.site.data import DATABASE
from tests.browser.coding_world import ADDRESS, OWNER
from tests.browser.logged_in import logged_in
from tests.browser.site_checks import browser, needs_chromium
from tests.fresh_site import fresh_site

pytestmark = needs_chromium
# A family of three code points, an e with its accent apart, a line end, and one more of each.
TEXT = "👩‍👧 e\u0301n rad\nTva\u030a 😀 hade tid 👍🏽 nu."
WAYS = ("mouse", "keyboard", "across")
CENTRE = """words => {
  const text = document.querySelector("#words p").firstChild, at = text.data.indexOf(words);
  const range = document.createRange();
  range.setStart(text, at);
  range.setEnd(text, at + words.length);
  const box = range.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}"""


ACROSS = """() => {
  const text = document.querySelector("#words p").firstChild, range = document.createRange();
  range.setStart(text, text.data.indexOf("Tv"));
  range.setEnd(text, text.data.indexOf(" nu."));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site where an answer for each way has signs of several units and code points."""
    with site(tmp_path_factory.mktemp("places"), workers=1) as made:
        fresh_site(made.folder)
        made.run("tests.browser.coding_world")
        with closing(sqlite3.connect(made.folder / DATABASE)) as opened, opened:
            chosen = "SELECT id FROM web_response WHERE state = 'sent' ORDER BY id LIMIT ?"
            rows = opened.execute(chosen, [len(WAYS)]).fetchall()
            for (row,), way in zip(rows, WAYS, strict=True):
                opened.execute(
                    "UPDATE web_response SET answers = json_set(answers, '$.q5', ?) WHERE id = ?",
                    [f"{TEXT} {way}", row],
                )
        made.start()
        yield made


def marked_by(way: str, page: Any) -> str:
    """Marks words and gives them: a word that is pressed twice on, four signs by the arrow keys, or
    words past an emoji with a skin colour, as by dragging.
    """
    match way:
        case "mouse":
            page.mouse.dblclick(*page.evaluate(CENTRE, "tid"))
            return "tid"
        case "keyboard":
            page.keyboard.press("m")
            for _ in range(4):
                page.keyboard.press("Shift+ArrowRight")
            return "👩‍👧 e\u0301n"
        case _:
            page.evaluate(ACROSS)
            page.locator("#words").dispatch_event("mouseup")
            return "Tva\u030a 😀 hade tid 👍🏽"


@pytest.mark.parametrize("way", WAYS)
def test_the_words_that_are_marked_are_those_that_are_kept(served: Site, way: str) -> None:
    with browser() as chromium:
        page = logged_in(chromium, served, OWNER, viewport={"width": 1280, "height": 900})
        base = served.address + ADDRESS
        page.goto(f"{base}kodning/kodbok/")
        if page.locator("button[value=factors]").count():
            page.locator("button[value=factors]").click()
        page.goto(f"{base}kodning/fraga/q5/?q={way}")
        page.locator("main .actions a.button").first.click()
        page.locator("#words", has_text=way).wait_for()
        marked = marked_by(way, page)
        key = page.locator(".code[data-code=leadership]").get_attribute("data-key")
        page.keyboard.press(str(key))
        page.keyboard.press("v")
        page.locator("#saved", has_text="Sparat.").wait_for()
        page.reload()
        boxes = page.locator("#spans label", has=page.locator("q", has_text=marked))
        [value] = [
            box.locator("input").get_attribute("value")
            for box in boxes.all()
            if box.locator("q").text_content() == marked
        ]
    at = TEXT.index(marked)
    assert value == f"{at}-{at + len(marked)}:leadership:"
