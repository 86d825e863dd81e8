"""An example from a card answered on a phone to its withdrawal, in Chromium at 320 and 1280 px.

The site runs with its worker and a mail server. The owner changes the text by its private link and
says yes to the site and the report and no to the slides. Each page on the way is looked at with
axe; pictures are kept in the folder that SAMKLANG_SHOTS names.
"""

import io
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from pptx import Presentation

from benchmarks.collect_site import Site, site
from tests.browser.example_world import CARD, MEMBER, OWNER, THEME
from tests.browser.site_checks import WIDTHS, Checked, browser, keep_picture, look, needs_chromium
from tests.browser.walking import text_of, until
from tests.fresh_site import fresh_site
from tests.web.conftest import PASSWORD
from tests.web.mail_server import MailServer, mail_server

pytestmark = needs_chromium
TITLE, CHANGED = CARD["title"], "Anhörigcaféet rullar"
CATALOGUE = "/rapporter/norr/exempel/"


@dataclass
class Loop:
    """The site, its letters, the staff's computer and the member's phone."""

    site: Site
    mail: MailServer
    link: str
    computer: Any
    phone: Any
    found: Checked = field(default_factory=Checked)

    def see(self, name: str, page: Any) -> None:
        """Looks at a page, narrow and wide."""
        before = page.viewport_size
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            look(page, f"{name} at {width}", self.found)
            keep_picture(page, f"example loop, {name}-{width}")
        page.set_viewport_size(before)
        self.found.pages.add(name)

    def go(self, page: Any, path: str, status: int = 200) -> str:
        """Opens a page; its text."""
        answer = page.goto(self.site.address + path)
        assert answer.status == status, path
        return str(page.inner_text("main"))

    def fetched(self, path: str) -> bytes:
        """A file as the staff's computer fetches it."""
        answer = self.computer.request.get(self.site.address + path)
        assert answer.ok, path
        return bytes(answer.body())


@pytest.fixture(scope="module")
def loop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loop]:
    """A site that has just been started."""
    folder = tmp_path_factory.mktemp("examples")
    with mail_server() as mail, browser() as chromium, site(folder, workers=1) as made:
        made.mail = f"smtp://127.0.0.1:{mail.port}"
        fresh_site(made.folder)
        link = made.run("tests.browser.example_world").split()[-1]
        made.start(with_worker=True)
        computer, phone = (
            chromium.new_context(
                locale="sv-SE", viewport={"width": width, "height": 900}
            ).new_page()
            for width in (1280, 320)
        )
        yield Loop(made, mail, link, computer, phone)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_from_a_card_on_a_phone_to_its_withdrawal(loop: Loop) -> None:
    card_on_a_phone(loop)
    example = draft(loop)
    own = owner_answers(loop, example)
    published(loop, example)
    page = found_by_readers(loop)
    first = built(loop, 1)
    assert CHANGED in words(loop, first, "report.pdf")
    assert CHANGED not in words(loop, first, "deck.pdf")
    assert CHANGED not in slides(loop.fetched(f"{first}sv/deck.pptx"))
    assert CHANGED in loop.fetched(f"{first}sv/examples/index.html").decode()
    taken_back(loop, own, page)
    second = built(loop, 2)
    for name in ("report.pdf", "deck.pdf"):
        assert CHANGED not in words(loop, second, name)
    gone = loop.fetched(f"{second}sv/examples/example-{example}.html").decode()
    assert "Exemplet är tillbakadraget" in gone
    assert CHANGED not in gone
    # It was the only one: there is no file of examples any more.
    data = loop.computer.request.get(f"{loop.site.address}{second}data/examples.csv")
    assert data.status == 404
    assert not loop.found.faults, "\n".join(loop.found.faults)
    assert loop.found.checks > 200


def card_on_a_phone(loop: Loop) -> None:
    """A member answers that it has done something new, and fills in a card."""
    page = loop.phone
    loop.go(page, loop.link)
    page.click("main form button")
    page.check("input[name=q1][value=yes]")
    for _ in range(12):
        if page.locator("#send").count():
            break
        if page.locator("[name='examples.1.title']").count():
            for name, text in CARD.items():
                page.fill(f"[name='examples.1.{name}']", text)
            page.select_option("[name='examples.1.consent']", "yes")
            loop.see("a card", page)
        page.click(".actions button[value=on]")
    page.click("#send button")
    assert page.inner_text("h1") == "Tack för ert svar"


def draft(loop: Loop) -> str:
    """The card is a draft by one press, and its owner is asked; the example's name."""
    page = loop.computer
    page.goto(f"{loop.site.address}/konto/logga-in/")
    page.fill("input[type=email]", OWNER)
    page.fill("input[type=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/arbete/**")
    assert TITLE in loop.go(page, f"{THEME}exempel/")
    loop.see("cards", page)
    page.click("button[name=answer]")
    page.wait_for_load_state()
    assert page.inner_text("h1") == TITLE
    loop.see("a draft", page)
    page.click("button[value=ask]")
    until(lambda: loop.mail.to(MEMBER), "the letter to the owner")
    return str(page.url.rstrip("/").rpartition("/")[2])


def owner_answers(loop: Loop, example: str) -> str:
    """By its link, on a phone: the text is put right; yes, yes and no."""
    page = loop.phone
    found = re.search(r"http://[^/]+(/exempel/\S+)", text_of(loop.mail.to(MEMBER)[-1]))
    assert found
    assert TITLE in loop.go(page, found[1])
    loop.see("the owner's page", page)
    page.click("a[href$='andra/']")
    page.fill("#id_title_sv", CHANGED)
    loop.see("the owner's change", page)
    page.click("button[value=save]")
    page.wait_for_load_state()
    loop.go(page, found[1])
    for name, said in (("named", "yes"), ("site", "yes"), ("report", "yes"), ("deck", "no")):
        page.check(f"input[name={name}][value={said}]")
    page.click("form.sheet button")
    page.wait_for_load_state()
    assert "på webbplatsen" in page.inner_text(".said").lower()
    assert (
        b"dpv:ConsentGiven"
        in loop.phone.request.get(f"{loop.site.address}{found[1]}samtycke.jsonld").body()
    )
    # Nothing is shown before an editor has looked.
    loop.go(loop.computer, f"{CATALOGUE}{example}/", 404)
    return found[1]


def published(loop: Loop, example: str) -> None:
    page = loop.computer
    assert CHANGED in loop.go(page, f"{THEME}exempel/{example}/")
    loop.see("an answered example", page)
    page.click("button[value=publish]")
    page.wait_for_load_state()


def found_by_readers(loop: Loop) -> str:
    """In search, on the map and its list, and on a page of its own, whose address is given."""
    page = loop.phone
    assert CHANGED in loop.go(page, f"{CATALOGUE}?q=anhorigcafe")
    loop.see("search", page)
    assert "Kalix (1)" in loop.go(page, f"{CATALOGUE}karta/")
    assert page.locator("svg:visible").count() == 1
    loop.see("the map", page)
    loop.go(page, CATALOGUE)
    page.click(f"h3 a:has-text('{CHANGED}')")
    page.wait_for_load_state()
    assert page.inner_text("h1") == CHANGED
    loop.see("an example", page)
    return str(page.url.partition(loop.site.address)[2])


def built(loop: Loop, number: int) -> str:
    """A report is made; where its files are."""
    page = loop.computer
    loop.go(page, f"{THEME}rapport/")
    page.click("form[action$='/bygg/'] button")
    end = time.monotonic() + 180
    while page.locator("td a:has-text('Förhandsgranska')").count() < number:
        assert time.monotonic() < end
        text = loop.go(page, f"{THEME}rapport/")
        assert "gick inte att skapa" not in text, text
        time.sleep(1)
    address = page.locator("td a:has-text('Förhandsgranska')").first.get_attribute("href")
    return str(address).partition("/fil/")[0] + "/fil/"


def words(loop: Loop, files: str, name: str) -> str:
    """The text of a PDF, its lines as one."""
    content = loop.fetched(f"{files}sv/{name}")
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True)
    assert done.returncode == 0, done.stderr
    return " ".join(done.stdout.decode().split())


def slides(content: bytes) -> str:
    """All text of a file of slides, notes and tables in it."""
    found = []
    for slide in Presentation(io.BytesIO(content)).slides:
        found += [
            element.text or "" for element in slide._element.iter() if element.tag[-2:] == "}t"
        ]
        if slide.has_notes_slide:
            found.append(slide.notes_slide.notes_text_frame.text)
    return " ".join(found)


def taken_back(loop: Loop, own: str, page: str) -> None:
    """By the owner's link; the addresses say that it is gone, and nothing of what it said."""
    phone = loop.phone
    loop.go(phone, own)
    phone.click("form[action$='dra-tillbaka/'] button")
    phone.wait_for_load_state()
    for address in (own, page):
        assert CHANGED not in loop.go(phone, address, 410)
    loop.see("gone", phone)
    assert CHANGED not in loop.go(phone, f"{CATALOGUE}?q=anhorigcafe")
    assert "Kalix" not in loop.go(phone, f"{CATALOGUE}karta/")
