"""The whole road in Chromium: set up, import, ask, answer, remind, close, code, write, publish.

Staff follow what their pages say: every step is a label that is pressed or filled in, every page on
the way is read for jargon, and the presses are counted. The site runs as its users run it, server
and worker, and its letters go to a real mail server. Most pages are looked at with axe at 320 and
1280 px and read for words that are not Swedish; pictures are kept in the folder that SAMKLANG_SHOTS
names.
"""

import base64
import hashlib
import hmac
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from benchmarks.collect_site import site
from tests.browser import road_material as material
from tests.browser import road_report
from tests.browser.road_members import (
    by_a_colleague,
    on_a_narrow_phone,
    on_two_devices,
    the_rest,
    who_declines,
    without_javascript,
)
from tests.browser.road_start import PASSWORD, import_members, open_and_invite, prepare, set_up
from tests.browser.site_checks import WIDTHS, Checked, browser, keep_picture, needs_chromium
from tests.browser.walking import EXCEL, Road, until
from tests.web.mail_server import mail_server

pytestmark = needs_chromium
# Files of reports, which other tests look at.
OF_A_REPORT = ("theme_preview", "trial_report", "theme_rehearsal_report")
# From the first page to a report that is published; members' and owners' own presses are not in it.
MOST_PRESSES, MOST_FIELDS = 130, 70


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


def remind(road: Road) -> None:
    """Those who have not begun are reminded; those who answered or declined are not."""
    page = road.page
    road.to("Översikt")
    road.press("Till svaren", "following up")
    assert "24 av 43" in page.locator("main .lead").inner_text()
    before = len(road.mail.letters)
    road.press("Skicka en påminnelse")
    road.choose("Påminnelse", group="Brev")
    road.choose(re.compile("De som inte har börjat"))
    road.press("Skicka", "letters, reminder")
    until(lambda: len(road.mail.letters) >= before + 18, "the reminders")
    time.sleep(2.5)  # a turn of the worker, in which nothing more may be sent
    reminded = sorted(to for to, _ in road.mail.letters[before:])
    assert reminded == sorted(map(material.address, range(26, material.MEMBERS + 1)))


def close(road: Road) -> None:
    """Closing, opening again, closing; a member who comes late is told so."""
    road.to("Översikt")
    road.press("Stäng för svar", "theme, closed")
    road.press("Öppna igen", "theme, reopened")
    road.press("Stäng för svar", "theme, closed again")
    context = road.page.context.browser.new_context(locale="sv-SE")
    page = context.new_page()
    page.goto(road.link(30))
    assert page.locator("h1").inner_text() == "Enkäten är stängd"
    road.see("member, closed", page)
    context.close()


def build(road: Road) -> None:
    """Made by the worker; the report opens, and is whole."""
    page = road.page
    road.to("Rapport", "reports, none")
    road.press("Skapa rapporten")
    until(lambda: _built(road), "the report")
    road.arrived("reports, made")
    page.get_by_role("main").get_by_role("link", name="Förhandsgranska").first.click()
    page.wait_for_load_state()
    if page.locator("main a:has-text('Svenska')").count():
        page.click("main a:has-text('Svenska')")
        page.wait_for_load_state()
    shot(page, "report, front")
    page.goto(page.url.rpartition("/")[0] + "/report.html")
    shot(page, "report")
    text = page.inner_text("main")
    assert "24 av 43" in text
    assert "kommunen</b>" not in text
    road_report.is_whole(text)
    page.goto(road.theme)


def shot(page: Any, name: str) -> None:
    """A picture of a page of the report, which other tests check."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        keep_picture(page, f"{name}-{width}")


def _built(road: Road) -> bool:
    road.page.goto(f"{road.theme}rapport/")
    text = road.page.inner_text("main")
    assert "gick inte att skapa" not in text, text
    return road.page.get_by_role("link", name="Förhandsgranska").count() > 0


def publish(road: Road) -> None:
    """Proposed, reviewed, signed; then anybody can read it at its lasting address."""
    road.to("Rapport")
    road.press("Gör utgåva av den här", "reports, proposed")
    road.press("Skicka till granskning", "reports, in review")
    road.press("Signera", "sign")
    # A password set when the network was begun has not been typed at a log-in.
    road.press("Signera", "sign, once more who")
    road.write("Lösenord", PASSWORD)
    road.press("Fortsätt", "reports, signed")
    road.to("Översikt", "theme, published")
    assert "Rapporten är publicerad" in road.page.inner_text("main")
    assert road.presses <= MOST_PRESSES, (road.presses, road.fields)
    assert road.fields <= MOST_FIELDS, (road.presses, road.fields)
    print(f"{road.presses} presses, {road.fields} fields, {len(road.read)} pages")
    public = road.page.context.browser.new_context(locale="sv-SE")
    reader = public.new_page()
    answer = reader.goto(f"{road.site.address}/rapporter/norr/")
    assert answer is not None
    assert answer.status == 200
    road.see("public network", reader)
    reader.click("main a:has-text('Nytt i norr')")
    assert "/rapporter/norr/nytt-i-norr/1/" in reader.url
    there = reader.url.partition("/1/")[0]
    reader.goto(f"{there}/1/sv/report.html")
    road_report.is_whole(reader.inner_text("main"))
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


def with_english(road: Road) -> None:
    """The theme is given English, so that every page there is has something to show."""
    road.page.goto(road.theme)
    road.to("Inställningar")
    road.write("Titel (engelska)", "New in the north")
    road.choose("Enkäten finns på engelska också")
    for label in ("Varför frågar ni? (engelska)", "Hur svaren behandlas (engelska)"):
        road.write(label, "To describe what the members do.")
    road.press("Spara")


def withdraw(road: Road) -> None:
    """Withdrawn by the owner; its address says why."""
    page = road.page
    page.goto(road.theme)
    road.to("Rapport")
    road.press("Dra tillbaka")
    road.write("Varför dras den tillbaka? (svenska)", "Två svar var räknade dubbelt.")
    road.press("Dra tillbaka", "reports, withdrawn")
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
    road.write("Kod", one_time_code(secret))
    road.press("Slå på", "second step, codes")
    page.goto(road.network)
    page.click(".account form[action$='logga-ut/'] button")
    page.wait_for_load_state()
    road.go(f"{road.site.address}/konto/logga-in/", "log in")
    road.write("E-postadress", "anna@exempel.se")
    road.write("Lösenord", PASSWORD)
    road.press("Logga in", "log in, the code")
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
    page.click(".actions button[value=save]")
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
    road_report.code,
    road_report.release_a_quote,
    road_report.state_a_finding,
    road_report.publish_examples,
    road_report.write,
    build,
    publish,
    log_in_in_two_steps,
    with_english,
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
