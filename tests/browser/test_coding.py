"""From 31 answers to a published page of factors in Chromium, by the keyboard alone.

Two coders; one undo across them; a sample coded by both, blind, and a difference settled; three
quotes released; two findings; then an answer changes and a finding is stale. Where codes are
suggested one is accepted, and one refused. Every page is looked at with axe at 320 and 1280 px;
pictures are kept in the folder that SAMKLANG_SHOTS names.
"""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.collect_site import Site, site
from tests.browser.coding_world import (
    ADDRESS,
    ANSWERS,
    EDITOR,
    MANUSCRIPT,
    OWN,
    OWNER,
    SUGGESTING,
    TOKEN,
)
from tests.browser.logged_in import logged_in
from tests.browser.site_checks import WIDTHS, Checked, browser, keep_picture, look, needs_chromium
from tests.fresh_site import fresh_site

pytestmark = needs_chromium
WIDE = {"width": 1280, "height": 900}
CHOSEN = {text: (code, way) for text, code, way in ANSWERS}
WAYS = {"enables": "u", "hinders": "f"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the theme, served with its worker."""
    with site(tmp_path_factory.mktemp("coding"), workers=1) as made:
        fresh_site(made.folder)
        made.run("tests.browser.coding_world")
        made.start(with_worker=True)
        yield made


class Coder:
    """Somebody at a keyboard: every action is a key pressed where the focus is."""

    def __init__(self, served: Site, chromium: Any, who: str, found: Checked):
        self.base, self.found = served.address + ADDRESS, found
        self.page = logged_in(chromium, served, who, viewport=WIDE)

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
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            keep_picture(self.page, f"coding, {name}-{width}")
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
        twice = read_and_code(owner)
        editor = Coder(served, chromium, EDITOR, found)
        across_people(owner, editor)
        double_coded(owner, editor, twice)
        quotes(owner)
        findings(owner)
        built(owner)
        signed(owner, chromium)
        served.run("tests.browser.coding_world", "link")
        own_report(owner)
        read_in(owner)
        other_answer(owner)
        owner.go("kodning/slutsatser/")
        assert "Det här har ändrats sedan någon tittade" in owner.text
        owner.see("a stale finding")
        served.run("tests.browser.coding_world", "suggest")
        suggested(owner)
    found.keep("coding", "application")
    assert not found.faults, "\n".join(found.faults)
    assert len(found.pages) == 23
    assert found.checks > 400


def codebook(coder: Coder) -> None:
    coder.go("kodning/kodbok/")
    coder.see("an empty codebook")
    coder.press("button[value=factors]")
    coder.see("the codebook")
    coder.go("kodning/kodbok/kod/economy/")
    coder.see("a code")


def read_and_code(coder: Coder) -> str:
    """Each answer is read and gets its code, or the state that nothing fits.

    Gives the answer that gets a second code, on some of its words.
    """
    coder.go("kodning/fraga/q5/")
    coder.see("the answers")
    coder.press("main .actions a:last-child")
    coder.see("the answers, on paper")
    coder.press("main .back a")
    coder.press("main .actions a.button")
    page = coder.page
    key_of = page.eval_on_selector_all(
        ".code", "codes => Object.fromEntries(codes.map(c => [c.dataset.code, c.dataset.key]))"
    )
    twice = ""
    for number in range(1, len(ANSWERS) + 1):
        page.locator(".numbers", has_text=f"{number} av 31").first.wait_for()
        text = page.inner_text("#words").strip()
        code, way = CHOSEN[text]
        if code:
            coder.keys(key_of[code], WAYS[way])
        else:
            coder.keys("0" if way == "no-code" else "?")
        if code not in ("", "leadership") and not twice:
            twice = text
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
    coder.keys("/")
    page.keyboard.type("samverkan: f")
    assert page.locator("#code").input_value() == "collaboration:hinders"
    return twice


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


def double_coded(first: Coder, second: Coder, twice: str) -> None:
    """Six answers are drawn; the second codes them blind, one otherwise; it is settled.

    The answer that the first gave two codes differs too where it is drawn; the order is random.
    """
    first.go("kodning/dubbelt/")
    page = first.page
    page.locator("#id_size").fill("6")
    page.locator("#id_unit").press("s")
    page.locator("#id_second").press("r")
    page.locator("#id_seed").fill("5")
    first.see("the drawing of a sample")
    first.press("main form.sheet button")
    assert "Ett slumpmässigt urval: 6 av 31 svar." in first.text
    first.see("a sample, to the first")
    second.go("kodning/")
    second.press(".notice a:has-text('Koda dem')")
    second.see("a sample, to the second")
    second.press("main .answers a")
    key_of = second.page.eval_on_selector_all(
        ".code", "codes => Object.fromEntries(codes.map(c => [c.dataset.code, c.dataset.key]))"
    )
    differ = set()
    for number in range(1, 7):
        second.page.locator(".numbers", has_text=f"{number} av 6").first.wait_for()
        assert not second.page.locator("#marks input:checked:not([name=status])").count()
        text = second.page.inner_text("#words").strip()
        code, way = CHOSEN[text]
        if number == 1 or text == twice:
            differ.add(text)
        if number == 1:
            code, way = "collaboration" if code != "collaboration" else "economy", "enables"
        if code:
            second.keys(key_of[code], WAYS[way])
        else:
            second.keys("0" if way == "no-code" else "?")
        if number == 1:
            second.page.locator("#saved", has_text="Sparat.").wait_for()
            second.see("an answer, coded blind")
        second.onward("n")
    second.press("button[value=compare]")
    assert "6 svar är kodade av två" in second.text or "5 svar är kodade av två" in second.text
    second.see("agreement")
    second.press("main .answers a:has-text('Avgör')")
    for number in range(1, len(differ) + 1):
        assert f"Skillnad {number} av {len(differ)}" in second.text
        box = second.page.locator("input[name=code]").first
        box.focus()
        # What both have set is ticked already.
        if not box.is_checked():
            second.keys("Space")
        second.page.locator("#memo").focus()
        second.page.keyboard.insert_text("Den första läsningen stämmer bättre.")
        if number == 1:
            second.see("a difference")
        second.press("main form.sheet button")
    assert "Alla skillnader är avgjorda." in second.text


def own_report(coder: Coder) -> None:
    """A member sees by its own link where its answers are in the report."""
    page = coder.page
    page.goto(f"{coder.base.partition('/arbete/')[0]}/svara/{TOKEN}/rapporten/")
    assert "Resorna är långa" in coder.text
    assert "Ekonomi, försvårar" in coder.text
    assert "Hyran för lokalen" not in coder.text
    coder.see("a member's answers in the report")


def read_in(coder: Coder) -> None:
    """The package that went out is read back: nothing differs, and that is said."""
    page = coder.page
    coder.go("rapport/")
    address = page.locator("a[href*='paket']").first.get_attribute("href")
    content = page.request.get(coder.base.partition("/arbete/")[0] + address).body()
    coder.go("kodning/las-in/")
    coder.see("reading in")
    zipped = {"name": "underlag.zip", "mimeType": "application/zip", "buffer": content}
    page.locator("#file").set_input_files(zipped)
    coder.press("main form.sheet button")
    assert "underlag.zip" in coder.text
    coder.see("what a file changes")


def suggested(coder: Coder) -> None:
    """One suggestion is accepted by its box, the other left, and another code chosen."""
    coder.base = coder.base.replace(ADDRESS, SUGGESTING)
    coder.go("kodning/fraga/q5/?state=unread")
    coder.press("main .actions a.button")
    page = coder.page
    assert page.locator("#suggested input:checked").count() == 0
    page.locator("#suggested input[value='economy:hinders:suggestion']").focus()
    coder.keys("Space")
    page.locator("#saved", has_text="Sparat.").wait_for()
    coder.see("a suggestion")
    coder.go("kodning/fraga/q5/?state=unread")
    coder.press("main .actions a.button")
    assert page.locator("#suggested").count() == 1
    key = page.locator(".code[data-code=collaboration]").get_attribute("data-key")
    coder.keys(str(key), "f")
    coder.onward("n")
    coder.go("kodning/fraga/q5/?code=collaboration")
    assert "1 svar" in coder.text
    coder.go("kodning/fraga/q5/?state=unread")
    assert "Inga svar stämmer" in coder.text


def quotes(coder: Coder) -> None:
    """Three are chosen, shortened or not, and released in the coder's own name."""
    coder.go("kodning/citat/")
    coder.press("button[name=ask]")
    for words in ("Hyran för lokalen", OWN.rstrip("."), "Ett litet bidrag"):
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


def built(coder: Coder) -> None:
    """The text is written, and the report made and read."""
    page = coder.page
    coder.go("text/manuscript.md/")
    page.locator("#id_text").focus()
    coder.keys("Control+a")
    page.keyboard.insert_text(MANUSCRIPT)
    coder.press(".actions button[value=save]")
    coder.go("rapport/")
    coder.press("main form .actions button")
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
    is_whole(coder.text)


def signed(coder: Coder, chromium: Any) -> None:
    """Proposed, reviewed and signed; then a reader without an account has the same page."""
    coder.go("rapport/")
    for label in ("Gör utgåva av den här", "Skicka till granskning"):
        coder.press(f"main button:has-text('{label}')")
    coder.press("main a:has-text('Signera')")
    coder.press("main button:has-text('Signera')")
    assert "Signerad" in coder.text
    reader = chromium.new_context(locale="sv-SE", viewport=WIDE).new_page()
    reader.goto(f"{coder.base.partition('/arbete/')[0]}/rapporter/norr/t/1/sv/report.html")
    is_whole(str(reader.inner_text("main")))
    reader.context.close()


def is_whole(text: str) -> None:
    """A report's text has the factors, the three quotes and the two findings."""
    assert "Öppna svar: Vad som har underlättat" in text
    assert text.count("Emot:") == 2
    for words in ("Hyran för lokalen", OWN.rstrip("."), "Ett litet bidrag"):
        assert words in text
    # What nobody released is nowhere in it.
    assert "Ordföranden blev utbränd" not in text


def other_answer(coder: Coder) -> None:
    """The member writes something else by its own link, and sends it in."""
    page = coder.page
    page.goto(f"{coder.base.partition('/arbete/')[0]}/svara/{TOKEN}/")
    coder.press("main a.button:has-text('kvitto')")
    coder.press("main a:has-text('Ändra svaret')")
    on_until(coder, "textarea[name=q5]")
    page.locator("textarea[name=q5]").focus()
    coder.keys("Control+a")
    page.keyboard.insert_text("Det gick bra ändå.")
    send = "main button:has-text('Skicka in ändringarna')"
    on_until(coder, send)
    coder.press(send)
    assert "Tack för ert svar" in coder.text


def on_until(coder: Coder, selector: str) -> None:
    """From page to page of the survey until there is what is looked for."""
    for _ in range(9):
        if coder.page.locator(selector).count():
            return
        coder.press("main form button:has-text('Spara och')")
    raise AssertionError(coder.text)
