"""From an empty text to a report, by what the pages say and by keyboard alone.

Every page is looked at with axe at 320 and 1280 px; pictures of them are kept in the folder that
SAMKLANG_SHOTS names.
"""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.collect_site import Site, site
from tests.browser.blocks_world import ADDRESS, EDITOR
from tests.browser.logged_in import logged_in
from tests.browser.site_checks import WIDTHS, Checked, browser, keep_picture, look, needs_chromium
from tests.fresh_site import fresh_site
from tests.web.test_blocks import JARGON

pytestmark = needs_chromium
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the theme, served; nobody counts anything yet."""
    with site(tmp_path_factory.mktemp("blocks"), workers=1) as made:
        fresh_site(made.folder)
        made.run("tests.browser.blocks_world")
        made.start()
        yield made


@pytest.fixture(scope="module")
def worked(served: Site) -> Iterator[Site]:
    """The site with its worker."""
    command = [sys.executable, "-m", "samklang", "worker"]
    with subprocess.Popen(command, env=served.environment, stderr=subprocess.DEVNULL) as worker:
        yield served
        worker.terminate()


def opened(chromium: Any, served: Site) -> Any:
    """A page of the editor's, at the network's first page."""
    page = logged_in(chromium, served, EDITOR, viewport=WIDE)
    page.goto(f"{served.address}/arbete/norr/")
    return page


def press(page: Any, words: str, *, leads: bool = True) -> None:
    """Comes by keyboard to what has these words, and presses Enter. leads: to another page."""
    for _ in range(150):
        page.keyboard.press("Tab")
        there = page.evaluate(
            "() => { const e = document.activeElement;"
            " if (e.closest('nav')) return '';"
            " return (e.innerText || e.value || '').replace(/\\s+/g, ' ').trim(); }"
        )
        if there.startswith(words):
            if leads:
                with page.expect_navigation():
                    page.keyboard.press("Enter")
            else:
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"nothing is called '{words}' at {page.url}")


def fill(page: Any, label: str, words: str) -> None:
    """Comes by keyboard to the field of a label, and writes or chooses."""
    field = page.get_by_label(label, exact=True)
    for _ in range(150):
        if field.evaluate("e => e === document.activeElement"):
            break
        page.keyboard.press("Tab")
    else:
        raise AssertionError(f"the field '{label}' is not reached at {page.url}")
    page.keyboard.type(words)


def seen(page: Any, name: str, found: Checked) -> None:
    """Looks at the page as it stands, narrow and wide, and reads its words."""
    # What the report itself says is its members' own: one of the examples hands out parcels.
    words = page.evaluate(
        "() => { const m = document.querySelector('main').cloneNode(true);"
        " m.querySelectorAll('.report, textarea, template').forEach(e => e.remove());"
        " return m.textContent; }"
    )
    assert not JARGON.search(words), (name, JARGON.search(words))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        keep_picture(page, f"blocks, {name}-{width}")
        look(page, f"{name} at {width}", found)
    page.set_viewport_size(WIDE)
    found.pages.add(name)


def test_a_look_says_that_it_is_counted_until_the_worker_has_been_there(
    served: Site, request: pytest.FixtureRequest
) -> None:
    found = Checked()
    with browser() as chromium:
        page = opened(chromium, served)
        page.goto(served.address + ADDRESS + "text/")
        page.get_by_role("link", name="Manus på svenska").click()
        page.get_by_role("link", name="Hela rapporten").click()
        assert "Siffrorna ska räknas" in page.inner_text("#counting")
        figures = page.locator(".card .report figure")
        assert figures.count() == 0
        assert page.locator(".card .report").get_by_text("räknas", exact=True).count() > 2
        seen(page, "counted still", found)
        # Nobody presses anything: the page sees by itself that the worker has counted.
        request.getfixturevalue("worked")
        figures.first.wait_for(timeout=60_000)
        assert page.locator("#counting").count() == 0
        assert page.locator(".card .report").get_by_text("räknas", exact=True).count() == 0
    assert not found.faults, "\n".join(found.faults)


def test_from_nothing_to_a_report_by_keyboard(worked: Site) -> None:
    served, found = worked, Checked()
    with browser() as chromium:
        page = opened(chromium, served)
        broken: list[str] = []
        page.on("console", lambda one: broken.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(served.address + ADDRESS + "text/")
        press(page, "Manus på svenska")
        # What the theme begins with is taken out, so that the text is empty.
        for _ in range(2):
            press(page, "Flytta, dölj, ta bort", leads=False)
            press(page, "Ta bort hela avsnittet")
        seen(page, "empty", found)
        press(page, "Lägg till ett avsnitt")
        fill(page, "Rubrik", "Resultat")
        press(page, "Spara")

        def add(kind: str, shot: str = "") -> None:
            links = page.get_by_text("Lägg till här")
            links.last.focus()
            page.keyboard.press("Shift+Tab")
            press(page, "+ Lägg till här")
            if shot:
                seen(page, shot, found)
            press(page, kind)

        add("Diagram", shot="choose")
        fill(page, "Fråga", "Har ni")
        seen(page, "figure", found)
        press(page, "Visa hur det blir")
        page.wait_for_selector(".estimate figure")  # once the worker has counted it
        press(page, "Spara")
        for kind in ("Faktorer", "Citat", "Slutsats", "Exempel"):
            add(kind)
            if kind == "Slutsats":
                seen(page, "finding", found)
            press(page, "Spara")
        # Own words between them, with a number as a chip.
        add("Text")
        box = page.get_by_role("textbox", name="Text")
        box.wait_for()
        for _ in range(60):
            if box.evaluate("e => e === document.activeElement"):
                break
            page.keyboard.press("Tab")
        page.keyboard.type("Det här är våra egna ord. ")
        page.keyboard.press("Control+b")
        page.keyboard.type("Viktigt:")
        page.keyboard.press("Control+b")
        page.keyboard.type(" andelen är ")
        press(page, "Lägg in en siffra eller källa")
        seen(page, "value kinds", found)
        press(page, "Svar på en fråga")
        press(page, "Visa vad det blir")
        seen(page, "value", found)
        press(page, "Lägg in i texten")
        page.get_by_role("textbox", name="Text").wait_for()
        assert page.locator(".editor .chip").count() == 1
        seen(page, "text", found)
        press(page, "Spara")
        seen(page, "report", found)
        shown = page.inner_text("main")
        for words in ("Det här är våra egna ord. Viktigt: andelen är", "Diagram", "Citat"):
            assert words in shown
        assert page.locator("main strong", has_text="Viktigt:").count() == 1
        page.goto(served.address + ADDRESS + "skriv/bada/")
        seen(page, "both", found)
        assert not broken, broken
    assert not found.faults, "\n".join(found.faults)
    assert len(found.pages) == 9
    assert found.checks > 200


# A computer that has much to do draws seldom; keys come as they are pressed.
DRAWS_SELDOM = "window.requestAnimationFrame = (draw) => setTimeout(draw, 500)"


def test_what_is_written_before_the_editor_has_come_is_kept(served: Site) -> None:
    with browser() as chromium:
        page = opened(chromium, served)
        page.add_init_script(DRAWS_SELDOM)
        held: list[Any] = []
        page.route("**/prose-editor*", lambda route: held.append(route))
        address = served.address + ADDRESS + "skriv/sv/nytt/text/"
        for begun in ("Skrivet på en långsam lina", ""):
            page.goto(address, wait_until="commit")
            field = page.locator("#id_text")
            field.click()
            page.keyboard.type(begun)
            for _ in range(100):
                if held:
                    break
                page.wait_for_timeout(50)
            held.pop().continue_()
            # This module is the one that the page's own script waits for, and waited first.
            page.evaluate("import(document.getElementById('id_text').dataset.editor)")
            page.keyboard.type(", och vidare")
            box = field if begun else page.locator(".editor [role=textbox]")
            said = box.input_value() if begun else box.inner_text()
            assert said.strip() == begun + ", och vidare"
            assert page.locator("#block [role=textbox], #id_text:not([hidden])").count() == 1
            with page.expect_navigation():
                page.get_by_role("button", name="Spara", exact=True).click()
            assert begun + ", och vidare" in page.inner_text("main")


def test_what_is_written_right_after_a_button_is_kept(served: Site) -> None:
    with browser() as chromium:
        page = opened(chromium, served)
        page.add_init_script(DRAWS_SELDOM)
        page.goto(served.address + ADDRESS + "skriv/sv/nytt/text/")
        box = page.locator(".editor [role=textbox]")
        box.click()
        page.keyboard.type("Det är ")
        page.get_by_role("button", name="Fet", exact=True).click()
        page.keyboard.type("viktigt")
        page.get_by_role("button", name="Länk", exact=True).click()
        page.keyboard.press("Escape")
        page.keyboard.type(" i dag")
        assert box.inner_text().strip() == "Det är viktigt i dag"
        assert box.locator("strong").inner_text() == "viktigt i dag"
