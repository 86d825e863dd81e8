"""Walking: a site in a browser, followed by the labels that a page shows, with every page read.

Presses and fields filled in are counted, so that a road that grows longer is seen.
"""

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error as PageError

from benchmarks.collect_site import Site
from tests.browser import road_material as material
from tests.browser.site_checks import WIDTHS, Checked, keep_picture, look
from tests.plain_words import JARGON
from tests.web.mail_server import MailServer

EXCEL = {
    "name": "fil.xlsx",
    "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Label = str | re.Pattern[str]
# Words that no Swedish page has, unless an element says that it is in English.
ENGLISH = re.compile(
    r"\b(the|and|of|with|this|please|required|error|submit|save|invalid|your|are|is|not)\b"
    r"|\b[a-z_]+\.[a-z]+_[a-z_]+\b",
    re.IGNORECASE,
)
PLURAL = re.compile(r"\b1 (medlemmar|frågor|rader|dagar|minuter|timmar|brev är|personer|saker)\b")
# What a phone cannot read without pushing a table aside, or a choice too narrow to show its words.
# The report in a preview is the report's own, which has tables that scroll.
HIDDEN = """
() => [
  ...[...document.querySelectorAll('.scroll')]
    .filter(e => !e.closest('.report') && e.scrollWidth > e.clientWidth + 1)
    .map(e => `the table ${e.ariaLabel} goes on beside the page`),
  ...[...document.querySelectorAll('select')]
    .filter(e => e.clientWidth && e.clientWidth < 72)
    .map(e => `the choice ${e.name} is ${e.clientWidth} px wide`),
]
"""
OWN_WORDS = """
() => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll('[lang=en], code, pre, script, style, input, textarea')
    .forEach(e => e.remove());
  return copy.innerText + ' ' + [...document.querySelectorAll('[aria-label], [alt], [title]')]
    .filter(e => !e.closest('[lang=en]'))
    .map(e => [e.ariaLabel, e.alt, e.title].join(' ')).join(' ');
}
"""
# All that staff see or hear, code included; a report within a page is looked at by other tests.
STAFF_WORDS = """
() => {
  const copy = document.body.cloneNode(true);
  copy.querySelectorAll('.report, template, textarea, script, style').forEach(e => e.remove());
  return copy.textContent + ' ' + [...document.querySelectorAll('[aria-label], [alt], [title]')]
    .filter(e => !e.closest('.report')).map(e => [e.ariaLabel, e.alt, e.title].join(' ')).join(' ');
}
"""


@dataclass
class Road:
    """The site that is walked, its letters, who walks, and what was found on the way."""

    site: Site
    mail: MailServer
    page: Any
    found: Checked = field(default_factory=Checked)
    seen: list[str] = field(default_factory=list)
    # The act that did not come to its end, '' while all of them have.
    stopped: str = ""
    presses: int = 0
    fields: int = 0
    read: set[str] = field(default_factory=set)

    @property
    def network(self) -> str:
        """Where the network's pages begin."""
        return f"{self.site.address}/arbete/norr/"

    @property
    def theme(self) -> str:
        """Where the theme's pages begin."""
        return f"{self.network}teman/nytt-i-norr/"

    def see(self, name: str, page: Any = None, widths: Sequence[int] = WIDTHS) -> None:
        """Looks at the page as it stands, narrow and wide."""
        page = page or self.page
        page.wait_for_load_state()
        before = page.viewport_size
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            look(page, f"{name} at {width}", self.found)
            hidden = page.evaluate(HIDDEN) if width == WIDTHS[0] else []
            self.found.faults += [f"{name} at {width}: {one}" for one in hidden]
            keep_picture(page, f"{name}-{width}")
        page.set_viewport_size(before)
        if page.locator("html").get_attribute("lang") == "sv":
            text = re.sub(r"\$\{.*", "", page.evaluate(OWN_WORDS))  # without conditions
            for found in (*ENGLISH.finditer(text), *PLURAL.finditer(text)):
                around = text[max(0, found.start() - 30) : found.end() + 30]
                self.found.faults.append(f"{name}: {around!r} is no plain Swedish")
        self.found.pages.add(name)

    def go(self, address: str, name: str, widths: Sequence[int] = WIDTHS) -> None:
        """Looks at a page of the staff that lies beside the road."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        self.see(name, widths=widths)

    def arrived(self, name: str = "") -> None:
        """Reads the words of a page on the road; with a name it is looked at too."""
        words = re.sub(r"\s+", " ", self._words())
        for one in JARGON.finditer(words):
            around = words[max(0, one.start() - 40) : one.end() + 40]
            self.found.faults.append(f"{self.page.url}: {around!r} is jargon")
        self.read.add(re.sub(r"\d+", "1", self.page.url.partition("?")[0]))
        if name:
            self.see(name)

    def _words(self) -> str:
        """The words of the page, or of the one that it is being left for, once that is there."""
        while True:
            self.page.wait_for_load_state()
            try:
                return str(self.page.evaluate(STAFF_WORDS))
            except PageError as error:
                # What was pressed may lead on just as the page is read.
                if "context was destroyed" not in str(error):
                    raise

    def press(self, label: Label, name: str = "", *, last: bool = False) -> None:
        """Presses the button or link with a label in the page's main part."""
        main = self.page.get_by_role("main")
        named = [main.get_by_role(role, name=label, exact=True) for role in ("button", "link")]
        both = named[0].or_(named[1])
        (both.last if last else both.first).click()
        self.presses += 1
        self.arrived(name)

    def to(self, label: str, name: str = "") -> None:
        """Presses a link in the page's navigation."""
        links = self.page.get_by_role("navigation").get_by_role("link", name=label, exact=True)
        links.first.click()
        self.presses += 1
        self.arrived(name)

    def labelled(self, label: Label, *, group: str = "") -> Any:
        """The field of a label, which may say besides whether it must be filled in."""
        scope = self.page.get_by_role("group", name=worded(group)) if group else self.page
        return scope.get_by_label(worded(label) if isinstance(label, str) else label).first

    def write(self, label: Label, words: str) -> None:
        """Fills in a field."""
        self.labelled(label).fill(words)
        self.fields += 1

    def choose(self, label: Label, *, group: str = "") -> None:
        """Ticks a box, or one of several answers in a group."""
        self.labelled(label, group=group).check()
        self.fields += 1

    def pick(self, label: str, option: str) -> None:
        """Chooses in a list."""
        listed = self.page.get_by_role("combobox", name=worded(label))
        listed.first.select_option(label=option)
        self.fields += 1

    def upload(self, label: Label, content: bytes) -> None:
        """Chooses a spreadsheet."""
        self.labelled(label).set_input_files(EXCEL | {"buffer": content})
        self.fields += 1

    def link(self, number: int) -> str:
        """The link in the newest letter to a member."""
        return address_in(self.mail.to(material.address(number))[-1], "svara")


def worded(label: str) -> re.Pattern[str]:
    """A label, with what may stand in brackets after it."""
    return re.compile(rf"^\s*{re.escape(label)}\s*(\([^)]*\)\s*)?$")


def text_of(letter: Any) -> str:
    """The plain text of a letter."""
    parts = [p for p in letter.walk() if p.get_content_type() == "text/plain"]
    return str(parts[0].get_payload(decode=True).decode())


def address_in(letter: Any, part: str) -> str:
    """The address in a letter that begins with a part of the site."""
    body = text_of(letter)
    there = re.search(rf"http://\S+/{part}/[^/\s]+/(\S*/)?", body)
    assert there, body
    return there[0]


def until(done: Callable[[], object], what: str, seconds: float = 120.0) -> None:
    """Waits for the worker."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.2)
