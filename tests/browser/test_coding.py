"""From 31 answers to a published page of factors in Chromium, by the keyboard alone.

Two coders; one undo across them; three quotes released; two findings; then an answer changes and a
finding is stale. Every page is looked at with axe at 320 and 1280 px; pictures are kept in the
folder that SAMKLANG_SHOTS names.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.collect_site import Site, site
from tests.browser.coding_world import ADDRESS, ANSWERS, EDITOR, MANUSCRIPT, OWNER
from tests.browser.site_checks import WIDTHS, Checked, browser, look, needs_chromium
from tests.web.conftest import PASSWORD

pytestmark = needs_chromium
SHOTS = Path(os.environ.get("SAMKLANG_SHOTS", "build/shots"))
WIDE = {"width": 1280, "height": 900}
CHOSEN = {text: (code, way) for text, code, way in ANSWERS}
WAYS = {"enables": "u", "hinders": "f"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the theme, served with its worker."""
    with site(tmp_path_factory.mktemp("coding"), workers=1) as made:
        made.run("tests.browser.coding_world")
        made.start(with_worker=True)
        yield made


class Coder:
    """Somebody at a keyboard: every deed is a key pressed where the focus is."""

    def __init__(self, served: Site, chromium: Any, who: str, found: Checked):
        self.base, self.found = served.address + ADDRESS, found
        self.page = chromium.new_context(locale="sv-SE", viewport=WIDE).new_page()
        self.page.set_default_timeout(20_000)
        self.page.goto(f"{served.address}/konto/logga-in/")
        self.page.fill("input[type=email]", who)
        self.page.fill("input[type=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/arbete/**")

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)

    def press(self, selector: str) -> None:
        """Enter on a button or link that has been tabbed to."""
        self.page.locator(selector).first.focus()
        self.onward("Enter")

    def onward(self, key: str) -> None:
        """A key that leads to another page, or to this one anew."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def see(self, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=SHOTS / f"coding, {name}-{width}.png", full_page=True)
            look(self.page, f"{name} at {width}", self.found)
        self.page.set_viewport_size(WIDE)
        self.found.pages.add(name)

    @property
    def text(self) -> str:
        return str(self.page.inner_text("main"))


def test_from_answers_to_a_published_page_by_keyboard(served: Site) -> None:
    found = Checked()
    with browser() as chromium:
        owner = Coder(served, chromium, OWNER, found)
        codebook(owner)
        read_and_code(owner)
        editor = Coder(served, chromium, EDITOR, found)
        across_people(owner, editor)
        quotes(owner)
        findings(owner)
        published(owner)
        served.run("tests.browser.coding_world", "change")
        owner.go("kodning/slutsatser/")
        assert "Det här har ändrats sedan någon tittade" in owner.text
        owner.see("a stale finding")
    assert not found.faults, "\n".join(found.faults)
    assert len(found.pages) == 12
    assert found.checks > 2_000


def codebook(coder: Coder) -> None:
    coder.go("kodning/kodbok/")
    coder.see("an empty codebook")
    coder.press("button[value=factors]")
    coder.see("the codebook")
    coder.go("kodning/kodbok/kod/economy/")
    coder.see("a code")


def read_and_code(coder: Coder) -> None:
    """Each answer is read and gets its code, or the state that nothing fits."""
    coder.go("kodning/fraga/q5/")
    coder.see("the answers")
    coder.press("main .deeds a.button")
    page = coder.page
    key_of = page.eval_on_selector_all(
        ".code", "codes => Object.fromEntries(codes.map(c => [c.dataset.code, c.dataset.key]))"
    )
    marked = False
    for number in range(1, len(ANSWERS) + 1):
        page.locator(".numbers", has_text=f"{number} av 31").first.wait_for()
        code, way = CHOSEN[page.inner_text("#words").strip()]
        if code:
            coder.keys(key_of[code], WAYS[way])
        else:
            coder.keys("0" if way == "no-code" else "?")
        if code and not marked:
            marked = True
            page.locator("#saved", has_text="Sparat.").wait_for()
            # A mark on some of the words beside, by the arrow keys.
            coder.keys("m", *["Shift+ArrowRight"] * 3)
            coder.keys(key_of["leadership"], "v")
            coder.see("an answer")
        coder.onward("n")
    coder.go("kodning/")
    assert "Vad som har underlättat" in coder.text
    row = coder.page.locator("tr", has_text="Vad som har underlättat").inner_text().split("\t")
    assert row[-7:] == ["41", "10", "0", "1", "1", "29", "0"]
    coder.see("accounts")
    coder.go("kodning/fraga/q5/tabell/")
    coder.see("the grid")


def across_people(first: Coder, second: Coder) -> None:
    """One codes several in the grid by mistake; the other takes it back."""
    first.go("kodning/fraga/q5/tabell/?state=no_code")
    first.page.locator("#row-1").focus()
    first.keys("Space", "1")
    first.onward("f")
    second.go("kodning/")
    assert f"{OWNER} har gjort" in second.text
    second.go("kodning/logg/")
    assert "satte en kod på flera svar" in second.text
    second.press("tbody tr:first-child button")
    assert "Ångrat." in second.text
    second.see("the log")
    second.go("kodning/fraga/q5/?state=no_code")
    assert "Det gick bra." in second.text


def quotes(coder: Coder) -> None:
    """Three are chosen, shortened or not, and released in the coder's own name."""
    coder.go("kodning/citat/")
    coder.press("button[name=ask]")
    for words in ("Hyran för lokalen", "Resorna är långa", "Ett litet bidrag"):
        coder.press(f".candidates li:has-text('{words}') button")
        section = f".one-quote:has-text('{words}')"
        coder.page.locator(f"{section} input[name=checked]").focus()
        coder.keys("Space")
        coder.press(f"{section} button[value=release]")
    assert coder.text.count("Släppt av") == 3
    coder.see("quotes")


def findings(coder: Coder) -> None:
    for number, (statement, code) in enumerate(
        (
            ("Korta pengar bromsar", "economy:hinders"),
            ("Andra öppnar dörrar", "collaboration:enables"),
        )
    ):
        coder.go("kodning/slutsatser/ny/")
        coder.page.locator("#id_statement_sv").focus()
        coder.page.keyboard.insert_text(statement)
        coder.page.locator(f"input[value='code {code}']").focus()
        coder.keys("Space")
        coder.page.locator("#id_against_sv").focus()
        coder.page.keyboard.insert_text("Vi letade efter motsatsen och fann några fall.")
        if not number:
            coder.see("a finding")
        coder.press("main form.sheet button")
    coder.see("findings")


def published(coder: Coder) -> None:
    """The text is written, the report made and read: counts, quotes, findings."""
    page = coder.page
    coder.go("text/manuscript.md/")
    page.fill("#id_text", MANUSCRIPT)
    coder.press(".deeds button[value=save]")
    coder.go("rapport/")
    coder.press("main form .deeds button")
    until = time.monotonic() + 120
    while not page.locator("td a:has-text('Förhandsgranska')").count():
        assert time.monotonic() < until
        assert "gick inte att skapa" not in coder.text, coder.text
        time.sleep(1)
        coder.go("rapport/")
    address = page.locator("td a:has-text('Förhandsgranska')").first.get_attribute("href")
    page.goto(coder.base.partition("/arbete/")[0] + address)
    if page.locator("main a:has-text('Svenska')").count():
        coder.press("main a:has-text('Svenska')")
    page.goto(page.url.rpartition("/")[0] + "/report.html")
    text = page.inner_text("main")
    assert "Öppna svar: Vad som har underlättat" in text
    assert text.count("Emot:") == 2
    for words in ("Hyran för lokalen", "Resorna är långa", "Ett litet bidrag"):
        assert words in text
    # What nobody released is nowhere in it.
    assert "Ordföranden blev utbränd" not in text
