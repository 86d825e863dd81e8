"""Answering in Chromium on the real server: on a phone, without JavaScript, on two devices.

Every page is looked at with axe in both languages at 320 and 1280 px; pictures of them are kept in
the folder that SAMKLANG_SHOTS names.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.collect_site import Site, made_theme, site
from samklang.core.language.wording import LANGUAGES
from tests.browser.site_checks import WIDTHS, Checked, browser, keep_picture, look, needs_chromium
from tests.fresh_site import fresh_cache, fresh_site
from tests.postgresql_server import postgresql_server

pytestmark = needs_chromium
SAVE = ".actions button[value=on]"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A site that is served, on each database."""
    folder = tmp_path_factory.mktemp("answering")
    if request.param == "sqlite":
        with site(folder, workers=1) as made:
            fresh_site(made.folder)
            yield made
    else:
        with postgresql_server(migrated=True) as address, site(folder, database=address) as made:
            fresh_cache(made.folder)
            yield made


@pytest.fixture(scope="module")
def links(served: Site) -> list[str]:
    """Addresses of members' links; an open theme of eight questions on two pages."""
    tokens = made_theme(served, 6)
    served.start()
    return [f"{served.address}/svara/{token}/" for token in tokens]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser."""
    with browser() as running:
        yield running


def first_page(page: Any, home: str) -> None:
    page.goto(home)
    page.click("main form button")
    page.check("input[name=q1][value=yes]")
    page.check("input[name=q2][value=a]")
    page.fill("#f-q3", "12")
    page.check("input[name=q4][value=o1]")


def second_page(page: Any) -> None:
    page.fill("#f-q5", "Vi gör något nytt.")
    for item in ("i1", "i2"):
        page.check(f"input[name='q6.{item}'][value=s2]")
    page.fill("#f-q7", "3,5")
    page.check("input[name=q8][value=no]")


def came_in(served: Site, home: str) -> dict[str, Any]:
    found = json.loads(served.run("benchmarks.collect_theme", "check"))
    row: dict[str, Any] = found["by_token"][home.split("/")[-2]]
    return row


def test_without_javascript_and_cookies(served: Site, links: list[str], chromium: Any) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    first_page(page, links[0])
    page.click(SAVE)
    second_page(page)
    page.click(SAVE)
    page.click("#send button")
    assert page.locator("h1").inner_text() == "Tack för ert svar"
    assert re.search(r"mottaget .* kl\. \d\d\.\d\d", page.locator("main").inner_text())
    assert context.cookies() == []
    context.close()
    row = came_in(served, links[0])
    assert (row["state"], row["answers"]["q5"]) == ("sent", "Vi gör något nytt.")
    assert row["answers"]["q7"] == "3.5"


def test_on_a_phone_by_keyboard_and_touch(served: Site, links: list[str], chromium: Any) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, has_touch=True)
    page = context.new_page()
    first_page(page, links[1])
    # Enter in a field goes on; it does not switch the language.
    page.press("#f-q3", "Enter")
    assert page.url.endswith("/sida/2/")
    assert page.locator("html").get_attribute("lang") == "sv"
    # What a finger must hit is at least 44 px high.
    small = page.evaluate(
        "[...document.querySelectorAll('.option label, .row label, main .actions button, main input"
        ":not([type=hidden], [type=radio], [type=checkbox])')]"
        ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []
    second_page(page)
    page.fill("#f-q7", "tre")
    page.click(SAVE)
    page.click("#errors a")
    assert page.evaluate("document.activeElement.id") == "q-q7"
    page.fill("#f-q7", "3,5")
    page.click(SAVE)
    page.click("#send button")
    context.close()
    assert came_in(served, links[1])["state"] == "sent"


def test_on_two_devices(served: Site, links: list[str], chromium: Any) -> None:
    computer, phone = chromium.new_context(), chromium.new_context()
    one, other = computer.new_page(), phone.new_page()
    first_page(one, links[2])
    first_page(other, links[2])
    other.fill("#f-q3", "99")
    one.click(SAVE)
    other.click(SAVE)
    assert "Sidan har ändrats i en annan flik" in other.locator("#errors").inner_text()
    assert other.input_value("#f-q3") == "99"
    assert "12" in other.locator(".elsewhere").inner_text()
    assert came_in(served, links[2])["answers"]["q3"] == "12"
    other.click(SAVE)
    assert came_in(served, links[2])["answers"]["q3"] == "99"
    # The first device goes on where it is, and both see the same before sending.
    second_page(one)
    one.click(SAVE)
    assert "99" in one.locator("main").inner_text()
    other.goto(f"{links[2]}granska/")
    one.click("#send button")
    other.click("#send button")
    assert "Svaret var redan mottaget" in other.locator("main").inner_text()
    one.go_back()
    one.go_back()
    for context in (computer, phone):
        context.close()


def test_back_in_the_browser_and_again(served: Site, links: list[str], chromium: Any) -> None:
    context = chromium.new_context()
    page = context.new_page()
    first_page(page, links[3])
    page.click(SAVE)
    # Back from a page that has not come yet leads nowhere.
    page.wait_for_url("**/sida/2/")
    page.go_back()
    page.check("input[name=q1][value=no]")
    page.click(SAVE)
    assert page.url.endswith("/sida/2/")
    assert came_in(served, links[3])["answers"]["q1"] == "no"
    page.reload()
    assert page.locator("#f-q5").count() == 1
    context.close()


@pytest.fixture(scope="module")
def whole_survey() -> Iterator[list[Checked]]:
    """What every run over the survey found, for the accessibility statement."""
    runs: list[Checked] = []
    yield runs
    # Those on the first database, which axe looked at.
    first = runs[: len(WIDTHS) * len(LANGUAGES)]
    if len(first) == len(WIDTHS) * len(LANGUAGES):
        Checked(
            pages=set[str]().union(*(run.pages for run in first)),
            checks=sum(run.checks for run in first),
            faults=[fault for run in runs for fault in run.faults],
        ).keep("answering", "application")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_for_everybody(
    links: list[str],
    served: Site,
    chromium: Any,
    whole_survey: list[Checked],
    width: int,
    language: str,
) -> None:
    home = links[4] if language == "sv" else links[5]
    context = chromium.new_context(viewport={"width": width, "height": 800}, locale=language)
    page = context.new_page()
    found = Checked()
    page.on("console", lambda m: m.type == "error" and found.faults.append(m.text))
    seen: list[str] = []

    def see(name: str) -> None:
        seen.append(name)
        # The pages are the same on the other database.
        look(page, f"{name} at {width} in {language}", found, axe=not served.database)
        keep_picture(page, f"answering, {name}-{width}-{language}")

    page.goto(home)
    if language == "en" and page.locator("button[lang=en]").count():
        page.click("button[lang=en]")
    see("landing")
    if width == WIDTHS[0]:
        page.click("main form button")
        page.goto(f"{home}sida/1/")
        see("first page")
        page.goto(f"{home}granska/")
        see("review that lacks answers")
        page.goto(f"{home}sida/1/")
        page.click(SAVE)
        found.faults = [f for f in found.faults if "status of 422" not in f]
        see("faults")
        first_page(page, home)
        page.click(SAVE)
        see("second page")
        second_page(page)
        page.click(SAVE)
        see("review")
        _conflict(context, home, see_page=lambda p: look(p, f"conflict in {language}", found))
        for path in ("kollega", "avsta", "inga-fler-brev", "senare"):
            page.goto(f"{home}{path}/")
            see(path)
        page.goto(f"{home}granska/")
        page.click("#send button")
        see("receipt")
    else:
        for path in ("sida/1", "sida/2", "kvitto", "svar", "inga-fler-brev"):
            page.goto(f"{home}{path}/")
            see(path.replace("/", " "))
    for path in ("svar", "kvitto"):
        page.goto(f"{home}{path}/")
        see(path)
    for path in ("", "ta-tillbaka/"):
        page.goto(f"{served.address}/svara/{path}")
        see(f"bare {path.strip('/')}")
    page.goto(f"{served.address}/svara/fel-kod/")
    see("unknown")
    context.close()
    whole_survey.append(replace(found, pages=set(seen), faults=page_language_faults(found.faults)))
    assert page_language_faults(found.faults) == []
    assert len(seen) >= 9


def _conflict(context: Any, home: str, see_page: Any) -> None:
    one, other = context.new_page(), context.new_page()
    for page in (one, other):
        page.goto(f"{home}sida/1/")
    one.fill("#f-q3", "13")
    one.click(SAVE)
    other.fill("#f-q3", "14")
    other.click(SAVE)
    see_page(other)
    one.close()
    other.close()


def page_language_faults(faults: list[str]) -> list[str]:
    """The faults, without the browser's own word on statuses that are meant: 404, 409, 422."""
    return [f for f in faults if not re.search(r"status of 4(04|09|22)", f)]
