"""Running text in the editor: the caret stays where it was, and two editors lose nothing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.collect_site import Site, site
from tests.browser.blocks_world import ADDRESS
from tests.browser.site_checks import browser, needs_chromium
from tests.browser.test_blocks_editor import opened
from tests.fresh_site import fresh_site

pytestmark = needs_chromium
WRITE = ADDRESS + "skriv/sv/"
BOX = ".editor [role=textbox]"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the theme and an empty text, served without a worker."""
    with site(tmp_path_factory.mktemp("text"), workers=1) as made:
        fresh_site(made.folder)
        made.run("tests.browser.blocks_world")
        made.start()
        yield made


def save(page: Any) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Spara", exact=True).click()


def write(page: Any, served: Site, *blocks: str) -> None:
    """The whole report anew, as text: a section with these blocks, the first of them number 1."""
    page.goto(f"{served.address}{ADDRESS}text/manuscript.md/")
    page.fill("#id_text", "\n\n".join(["{#a}\n# Avsnitt", *blocks]) + "\n")
    with page.expect_navigation():
        page.locator(".actions button[value=save]").first.click()


def open_block(page: Any, served: Site, number: str) -> None:
    page.goto(f"{served.address}{WRITE}{number}/")
    page.locator(BOX).wait_for()


def change(page: Any, old: str, new: str) -> None:
    """Puts words in the place of others in the editor, by keyboard."""
    page.evaluate(
        """(old) => {
          const room = document.querySelector(".editor [role=textbox]");
          room.focus();
          const walker = document.createTreeWalker(room, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(old);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(
              walker.currentNode, at, walker.currentNode, at + old.length);
            return;
          }
        }""",
        old,
    )
    page.wait_for_timeout(50)
    page.keyboard.insert_text(new)


@pytest.mark.parametrize(
    ("text", "before", "then"),
    [
        ("Ett, två och tre.", "Ett, två", "Ett, tvåX och tre."),
        ("Ett, två och tre.", "Ett, två ", "Ett, två Xoch tre."),
        ("Ett, två och tre.", "", "XEtt, två och tre."),
        ("Ett, **två** och tre.", "Ett, **två** o", "Ett, två oXch tre."),
        (
            "Först.\n\nSedan [länken](https://exempel.se) här.",
            "Först.\n\nSedan [länken](https://exempel.se) h",
            "Först.Sedan länken hXär.",
        ),
        ("- Ett\n- Två", "- Ett\n- T", "EttTXvå"),
    ],
)
def test_the_caret_stays_where_it_was(served: Site, text: str, before: str, then: str) -> None:
    with browser() as chromium:
        page = opened(chromium, served)
        held: list[Any] = []
        write(page, served, text)
        page.route("**/prose-editor*", lambda route: held.append(route))
        page.goto(f"{served.address}{WRITE}1/", wait_until="commit")
        field = page.locator("#id_text")
        field.click()
        at = field.input_value().index(before) + len(before)
        field.evaluate("(f, at) => f.setSelectionRange(at, at)", at)
        while not held:
            page.wait_for_timeout(50)
        held.pop().continue_()
        page.locator(BOX).wait_for()
        page.keyboard.type("X")
        said = page.locator(BOX).inner_text()
        assert re.sub(r"\s*\n\s*", "", said).strip() == then


def test_two_editors_on_two_blocks_keep_both(served: Site) -> None:
    with browser() as chromium:
        anna, bo = opened(chromium, served), opened(chromium, served)
        between = ":::{notice} Mellan dem\nOrd.\n:::"
        write(anna, served, "Annas första stycke.", between, "Bos första stycke.")
        open_block(anna, served, "1")
        open_block(bo, served, "3")
        change(anna, "första", "ändrade")
        change(bo, "första", "nya")
        save(bo)
        save(anna)
        assert "Ingenting är överskrivet" not in anna.inner_text("main")
        anna.goto(served.address + WRITE + "?avsnitt=alla")
        shown = anna.inner_text("main")
        assert "Annas ändrade stycke." in shown
        assert "Bos nya stycke." in shown


def test_two_editors_on_one_block_overwrite_nothing(served: Site) -> None:
    with browser() as chromium:
        anna, bo = opened(chromium, served), opened(chromium, served)
        write(anna, served, "Det delade stycket.")
        open_block(anna, served, "1")
        open_block(bo, served, "1")
        change(anna, "delade", "annorlunda")
        change(bo, "delade", "gemensamma")
        save(bo)
        save(anna)
        shown = anna.inner_text("main")
        assert "Ingenting är överskrivet" in shown
        assert "Det annorlunda stycket." in anna.locator(BOX).inner_text()
        save(anna)
        anna.goto(served.address + WRITE + "?avsnitt=alla")
        shown = anna.inner_text("main")
        assert "Det gemensamma stycket." in shown
        assert "Det annorlunda stycket." in shown
