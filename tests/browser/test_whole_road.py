"""The whole road in Chromium: set up, import, ask, answer, remind, close, build, read.

The site runs as its users run it, server and worker, and its letters go to a real mail server.
Every page on the way is looked at with axe at 320 and 1280 px and read for words that are not
Swedish; pictures are kept in the folder that SAMKLANG_SHOTS names.
"""

import base64
import hashlib
import hmac
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from benchmarks.collect_site import Site, site
from tests.browser import road_material as material
from tests.browser.site_checks import WIDTHS, Checked, browser, keep_picture, look, needs_chromium
from tests.web.mail_server import MailServer, mail_server

pytestmark = needs_chromium
PASSWORD = "fyra små ord till"
EXCEL = {
    "name": "fil.xlsx",
    "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SAVE = ".deeds button[value=on]"
# Files of reports, which other tests look at.
OF_A_REPORT = ("theme_preview", "trial_report", "theme_rehearsal_report")
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
        """Opens a page of the staff and looks at it."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        self.see(name, widths=widths)

    def press(self, selector: str, name: str) -> None:
        """Presses something and looks at the page that comes."""
        self.page.click(selector)
        self.page.wait_for_load_state()
        self.see(name)

    def link(self, number: int) -> str:
        """The link in the newest letter to a member."""
        body = text_of(self.mail.to(material.address(number))[-1])
        found = re.search(r"http://\S+/svara/\S+/", body)
        assert found, body
        return found[0]


def text_of(letter: Any) -> str:
    """The plain text of a letter."""
    parts = [p for p in letter.walk() if p.get_content_type() == "text/plain"]
    return str(parts[0].get_payload(decode=True).decode())


def until(done: Any, what: str, seconds: float = 120.0) -> None:
    """Waits for the worker."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.2)


def one_time_code(secret: str) -> str:
    """What a phone's app shows (RFC 6238): six digits of the secret and the half minute."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, int(time.time() // 30).to_bytes(8, "big"), hashlib.sha1)
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 10**6:06}"


@pytest.fixture(scope="module")
def road(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    """A new site that has just been started, with its worker and a mail server."""
    folder = tmp_path_factory.mktemp("road")
    with mail_server() as mail, site(folder, workers=1) as made, browser() as running:
        environment = {**made.environment, "SAMKLANG_MAIL": f"smtp://127.0.0.1:{mail.port}"}
        said = folder / "said"
        with said.open("wb") as stderr:
            made.process = subprocess.Popen(
                [sys.executable, "-m", "samklang", "serve", "--port", str(made.port)],
                env=environment,
                stderr=stderr,
                start_new_session=True,
            )
        made.wait()
        context = running.new_context(locale="sv-SE", viewport={"width": 1280, "height": 900})
        walked = Road(made, mail, context.new_page())
        walked.page.on("console", lambda m: _console(m, walked.found))
        found = re.search(r"/start/\S+", said.read_text())
        assert found, said.read_text()
        walked.seen.append(found[0])
        yield walked


def _console(message: Any, found: Checked) -> None:
    if message.type == "error" and not re.search(r"status of 4(00|04|09|10|22)", message.text):
        found.faults.append(f"console: {message.text}")


def set_up(road: Road) -> None:
    """The first page of all: a network and its owner."""
    page = road.page
    road.go(road.site.address, "front")
    road.go(road.site.address + road.seen[0], "set up")
    page.fill("#id_network", "Norra nätverket")
    page.fill("#id_address", "Norr!")
    page.fill("#id_email", "anna@exempel.se")
    page.fill("#id_password", PASSWORD)
    road.press("main form.sheet button", "set up, a fault")
    page.fill("#id_address", "norr")
    page.fill("#id_password", PASSWORD)
    road.press("main form.sheet button", "themes, none")


def import_members(road: Road) -> None:
    """43 members from Excel: a file, its columns, what would change."""
    page = road.page
    road.go(road.network + "medlemmar/", "register, empty")
    road.go(road.network + "medlemmar/inlasning/", "register, file")
    page.set_input_files("#id_file", EXCEL | {"buffer": material.register()})
    road.press("main form.sheet button", "register, columns")
    page.click("text=Kontrollera")
    page.wait_for_load_state()
    road.see("register, plan")
    page.click("button[formaction]")
    page.wait_for_load_state()
    road.see("register")
    assert "43" in page.locator("main .numbers").first.inner_text()


def prepare(road: Road) -> None:
    """A theme, its questionnaire from an XLSForm, its choices, whom it asks."""
    page = road.page
    road.go(road.network + "teman/nytt/", "new theme")
    page.fill("#id_title_sv", "Nytt i norr")
    page.fill("#id_title_en", "New in the north")
    page.check("input[name=begin_from][value=empty]")
    road.press("main form.sheet button", "theme, new")
    assert page.url == road.theme
    road.go(road.theme + "enkat/fil/", "questionnaire, file")
    page.set_input_files("#id_file", EXCEL | {"buffer": material.questionnaire()})
    road.press("main form.sheet button", "questionnaire, draft")
    assert page.locator(".questions > li").count() == 6
    road.go(road.theme + "enkat/fraga/helped/", "question")
    road.go(road.theme + "enkat/1/", "questionnaire, look")
    page.goto(road.theme + "enkat/")
    road.press("main .deeds button", "questionnaire, published")
    road.go(road.theme + "val/", "choices")
    for name, words in (("purpose", "Vi frågar"), ("consent", "Vi sparar svaren")):
        page.fill(f"#id_{name}_sv", f"{words} för att beskriva vad medlemmarna gör.")
        page.fill(f"#id_{name}_en", "To describe what the members do.")
    page.fill("#id_contact_name", "Anna")
    page.fill("#id_contact_email", "anna@exempel.se")
    page.fill("#id_retention", time.strftime("%Y-12-31", time.localtime(time.time() + 3.2e7)))
    page.check("input[name=strata][value=county]")
    road.press("main form.sheet button", "choices, saved")
    road.go(road.theme + "urval/", "frame")
    road.press("main form.sheet button", "frame, asked")
    assert "43" in page.locator("main .lead").inner_text()
    road.go(road.theme, "theme, ready")
    road.press("main .deeds button[value=open]", "theme, open")


def open_and_invite(road: Road) -> None:
    """Letters to all, through the worker and the mail server, one each."""
    page = road.page
    road.go(road.theme + "brev/text/invitation/sv/", "letter's wording")
    road.go(road.theme + "brev/", "letters")
    page.check("input[name=kind][value=invitation]")
    page.check("input[name=group][value=all]")
    road.press("main form.sheet button", "letters, ordered")
    until(lambda: len(road.mail.letters) >= material.MEMBERS, "the invitations")
    road.go(road.theme + "brev/", "letters, sent")
    addresses = sorted(to for to, _ in road.mail.letters)
    assert addresses == sorted(map(material.address, range(1, material.MEMBERS + 1)))


def first_page(page: Any, link: str) -> None:
    """From the link to the first page, answered; it ends where a later question depends on it."""
    page.goto(link)
    page.click("main form button")
    page.check("input[name=new][value=yes]")
    page.click(SAVE)


def the_other_pages(page: Any, *, people: str = "12") -> None:
    """The rest of the road of one who has tried something new."""
    page.check("input[name=whom][value=municipality]")
    page.check("input[name='hold.money'][value=partly]")
    page.check("input[name='hold.time'][value=fully]")
    page.fill("#f-people", people)
    for place, option in enumerate(("knowledge", "space", "staff"), 1):
        page.select_option(f"select[name='needs.{option}']", str(place))
    page.fill("#f-helped", "Att <b>kommunen</b> lyssnade & hjälpte till.")
    page.click(SAVE)


def send(page: Any) -> None:
    """Sends in, from the review."""
    page.click("#send button")
    assert page.locator("h1").inner_text() == "Tack för ert svar"


def without_javascript(road: Road) -> None:
    """The first member: a browser without JavaScript, and a conditional question."""
    context = road.page.context.browser.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    first_page(page, road.link(1))
    assert page.locator("input[name=whom]").count() == 3
    the_other_pages(page)
    send(page)
    context.close()


def on_a_narrow_phone(road: Road) -> None:
    """The second: 320 px wide; every page is looked at, and a fault on the way."""
    viewport = {"width": 320, "height": 640}
    context = road.page.context.browser.new_context(viewport=viewport, locale="sv-SE")
    page = context.new_page()
    page.goto(road.link(2))
    road.see("member, landing", page)
    first_page(page, road.link(2))
    road.see("member, second page", page)
    the_other_pages(page, people="-3")
    assert "mindre än noll" in page.locator("#errors, .error").first.inner_text() + page.inner_text(
        "main"
    )
    road.see("member, fault", page)
    page.fill("#f-people", "30")
    page.click(SAVE)
    road.see("member, review", page)
    send(page)
    road.see("member, receipt", page)
    context.close()


def on_two_devices(road: Road) -> None:
    """The third begins on a computer and goes on with a phone, at the right place."""
    of = road.page.context.browser
    computer = of.new_context(locale="sv-SE")
    first_page(computer.new_page(), road.link(3))
    phone = of.new_context(viewport={"width": 390, "height": 800}, locale="sv-SE")
    page = phone.new_page()
    page.goto(road.link(3))
    assert "Fortsätt" in page.locator("main form button").inner_text()
    page.click("main form button")
    assert page.locator("input[name=whom]").count() == 3
    the_other_pages(page)
    send(page)
    # Both devices are told of one response.
    old = computer.pages[0]
    old.goto(road.link(3))
    assert "Ert svar har kommit in" in old.inner_text("main")
    for context in (computer, phone):
        context.close()


def by_a_colleague(road: Road) -> None:
    """The fourth hands the link to a colleague, who gets a letter and answers."""
    context = road.page.context.browser.new_context(locale="sv-SE")
    page = context.new_page()
    page.goto(road.link(4) + "kollega/")
    page.fill("#f-email", "kollega@exempel.se")
    page.click("main form.sheet button")
    road.see("member, handed over", page)
    until(lambda: road.mail.to("kollega@exempel.se"), "the letter to the colleague")
    found = re.search(r"http://\S+/svara/\S+/", text_of(road.mail.to("kollega@exempel.se")[0]))
    assert found
    first_page(page, found[0])
    the_other_pages(page)
    send(page)
    context.close()


def who_declines(road: Road) -> None:
    """The fifth does not want to, and says why."""
    context = road.page.context.browser.new_context(locale="sv-SE")
    page = context.new_page()
    page.goto(road.link(5) + "avsta/")
    page.fill("#f-reason", "Vi hinner inte.")
    page.click("main form.sheet button")
    road.see("member, declined", page)
    context.close()


def the_rest(road: Road) -> None:
    """Twenty more, so that there is something to report; half of them have tried nothing new."""
    context = road.page.context.browser.new_context(java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    for number in range(6, 26):
        if number % 2:
            first_page(page, road.link(number))
            the_other_pages(page, people=str(number))
        else:
            page.goto(road.link(number))
            page.click("main form button")
            page.check("input[name=new][value=no]")
            page.click(SAVE)
            page.check("input[name='hold.money'][value=not]")
            page.click(SAVE)
        send(page)
    context.close()


def remind(road: Road) -> None:
    """Those who have not begun are reminded; those who answered or declined are not."""
    page = road.page
    road.go(road.theme + "svar/", "following up")
    assert "24 av 43" in page.locator("main .lead").inner_text()
    before = len(road.mail.letters)
    page.goto(road.theme + "brev/")
    page.check("input[name=kind][value=reminder]")
    page.check("input[name=group][value=not-started]")
    road.press("main form.sheet button", "letters, reminder")
    until(lambda: len(road.mail.letters) >= before + 18, "the reminders")
    time.sleep(2.5)  # a turn of the worker, in which nothing more may be sent
    reminded = sorted(to for to, _ in road.mail.letters[before:])
    assert reminded == sorted(map(material.address, range(26, material.MEMBERS + 1)))


def close(road: Road) -> None:
    """Closing, opening again, closing; a member who comes late is told so."""
    road.page.goto(road.theme)
    road.press("main .deeds button[value=close]", "theme, closed")
    road.press("main .deeds button[value=open]", "theme, reopened")
    road.press("main .deeds button[value=close]", "theme, closed again")
    context = road.page.context.browser.new_context(locale="sv-SE")
    page = context.new_page()
    page.goto(road.link(30))
    assert page.locator("h1").inner_text() == "Enkäten är stängd"
    road.see("member, closed", page)
    context.close()


def build(road: Road) -> None:
    """Frozen and built by the worker; the report opens, in both languages."""
    page = road.page
    road.go(road.theme + "rapport/", "reports, none")
    page.click("main form .deeds button")
    look_at = f"{road.theme}rapport/"
    until(lambda: _built(page, look_at), "the build")
    road.see("reports, built")
    page.click("td a:has-text('Förhandsgranska')")
    page.wait_for_load_state()
    shot(page, "report, languages")
    page.click("main a:has-text('Svenska')")
    page.wait_for_load_state()
    shot(page, "report, front")
    page.goto(page.url.rpartition("/")[0] + "/report.html")
    shot(page, "report")
    text = page.inner_text("main")
    assert "24 av 43" in text
    assert "kommunen</b>" not in text


def shot(page: Any, name: str) -> None:
    """A picture of a page of the report, which other tests check."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        keep_picture(page, f"{name}-{width}")


def _built(page: Any, address: str) -> bool:
    page.goto(address)
    text = page.inner_text("main")
    assert "misslyckades" not in text, text
    return page.locator("td a:has-text('Förhandsgranska')").count() > 0


def publish(road: Road) -> None:
    """Proposed, reviewed, signed; then anybody can read it at its lasting address."""
    page = road.page
    page.goto(road.theme + "rapport/")
    road.press("td button.plain", "reports, proposed")
    road.press("form[action$='/1/granska/'] button", "reports, in review")
    road.press("a.button:has-text('Signera')", "sign")
    # A password set when the network was begun has not been typed at a log-in.
    road.press("main form.sheet button", "sign, once more who")
    page.fill("input[type=password]", PASSWORD)
    road.press("main form.sheet button", "reports, signed")
    public = road.page.context.browser.new_context(locale="sv-SE")
    reader = public.new_page()
    answer = reader.goto(f"{road.site.address}/rapporter/norr/")
    assert answer is not None
    assert answer.status == 200
    road.see("public network", reader)
    reader.click("main a:has-text('Nytt i norr')")
    assert "/rapporter/norr/nytt-i-norr/1/" in reader.url
    for name, path in (
        ("public editions", "rapporter/norr/nytt-i-norr/utgavor/"),
        ("public over time", "rapporter/norr/utveckling/"),
        ("front, ready", ""),
        ("member, code", "svara/"),
        ("member, take back", "svara/ta-tillbaka/"),
    ):
        reader.goto(f"{road.site.address}/{path}")
        road.see(name, reader)
    public.close()


def withdraw(road: Road) -> None:
    """Withdrawn by the owner; its address says why."""
    page = road.page
    page.goto(road.theme + "rapport/1/dra-tillbaka/")
    page.fill("textarea[name=why_sv]", "Två svar var räknade dubbelt.")
    road.press("main form.sheet button", "reports, withdrawn")
    page.goto(f"{road.site.address}/rapporter/norr/nytt-i-norr/1/")
    assert "räknade dubbelt" in page.inner_text("main")
    road.see("public withdrawn")


def log_in_in_two_steps(road: Road) -> None:
    """Out, in again with a code from the phone, which is set up first."""
    page = road.page
    road.go(f"{road.site.address}/konto/", "second step")
    # The password was typed when the report was signed.
    road.go(f"{road.site.address}/konto/kod/pa/", "second step, set up")
    secret = page.locator("main code").first.inner_text()
    page.fill("input[name=code]", one_time_code(secret))
    road.press("main form.sheet button", "second step, codes")
    page.goto(road.network)
    page.click(".account form[action$='logga-ut/'] button")
    page.wait_for_load_state()
    road.go(f"{road.site.address}/konto/logga-in/", "log in")
    page.fill("input[type=email]", "anna@exempel.se")
    page.fill("input[type=password]", PASSWORD)
    road.press("main form.sheet button", "log in, the code")
    page.fill("input[name=code]", one_time_code(secret))
    page.click("main form.sheet button")
    page.wait_for_load_state()
    assert page.url.startswith(road.network)


def in_english(road: Road) -> None:
    """Every page of the staff that there is an address for: English narrow, Swedish wide.

    The roads of this and other tests see most of them in Swedish at both widths.
    """
    page = road.page
    # The same file once more: a step of the import that stands open, and nothing new in it.
    page.goto(road.network + "medlemmar/inlasning/")
    page.set_input_files("#id_file", EXCEL | {"buffer": material.register()})
    page.click("main form.sheet button")
    page.wait_for_load_state()
    standing = {"register_columns": page.url}
    # The report's text as it is proposed, saved so that it has a version.
    page.goto(road.theme + "text/manuscript.md/")
    page.click(".deeds button[value=save]")
    page.wait_for_load_state()
    # An example that has been begun.
    page.goto(road.theme + "exempel/")
    page.click("main button[name=origin]")
    page.wait_for_load_state()
    standing["theme_example"] = page.url
    # A file of another tool's answers that waits to be made a report of.
    page.goto(road.network + "prova/")
    answers = "Har ni tid?;Med vilka?\n" + "Ja;Kommun, Region\nNej;Kommun\n" * 6
    csv = {"name": "svar.csv", "mimeType": "text/csv", "buffer": answers.encode()}
    page.set_input_files("#id_file", csv)
    page.click("main form.sheet button")
    page.wait_for_load_state()
    standing["trial"] = page.url
    page.goto(road.network)
    for language, width in zip(("en", "sv"), WIDTHS, strict=True):
        page.click(f"button[lang={language}]")
        page.wait_for_load_state()
        assert page.locator("html").get_attribute("lang") == language
        for name, pattern in staff_pages(road):
            address = standing.get(name, pattern)
            answer = page.request.get(address, max_redirects=0)
            if answer.status == 200 and "text/html" in answer.headers["content-type"]:
                road.go(address, f"{language}, {name}", (width,))
            elif answer.status not in (200, 302, 405):  # a file, on to another page, POST only
                road.found.faults.append(f"{address} answers {answer.status}")


def staff_pages(road: Road) -> Iterator[tuple[str, str]]:
    """Name and address of each page of a network and its theme; those of a report are not ours."""
    from samklang.site.urls import of_a_network, of_a_theme

    example = {"kind": "invitation", "code": "sv", "form": "csv", "name": "helped"}
    example["path"] = "manuscript.md"
    for begin, patterns in ((road.network, of_a_network), (road.theme, of_a_theme)):
        for pattern in patterns:
            if getattr(pattern, "name", OF_A_REPORT[0]) not in OF_A_REPORT:
                part = str(pattern.pattern)
                path = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: example.get(m[1], "1"), part)
                yield pattern.name, begin + path


# The acts of the road, in order: each stands where those before it have come.
ACTS = (
    set_up,
    import_members,
    prepare,
    open_and_invite,
    without_javascript,
    on_a_narrow_phone,
    on_two_devices,
    by_a_colleague,
    who_declines,
    the_rest,
    remind,
    close,
    build,
    publish,
    log_in_in_two_steps,
    in_english,
    withdraw,
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_the_whole_road(road: Road, act: Callable[[Road], None]) -> None:
    if road.stopped:
        pytest.skip(f"the road ends at {road.stopped}")
    road.stopped = act.__name__
    act(road)
    road.stopped = ""
    faults, road.found.faults = road.found.faults, []
    assert not faults, "\n".join(faults)
    if act is ACTS[-1]:
        assert road.found.checks > 5_000
        assert len(road.found.pages) > 70
