"""What members do on the road: answer in a browser, on a phone, on two, by a colleague; decline."""

from typing import Any

from tests.browser import road_material as material
from tests.browser.walking import Road, address_in, until

SAVE = ".actions button[value=on]"


def first_page(page: Any, link: str) -> None:
    """From the link to the first page, answered; it ends where a later question depends on it."""
    page.goto(link)
    page.click("main form button")
    page.check("input[name=new][value=yes]")
    page.click(SAVE)


def the_other_pages(
    page: Any, *, people: str = "12", helped: str = "Att <b>kommunen</b> lyssnade & hjälpte till."
) -> None:
    """The rest of the road of one who has tried something new."""
    page.check("input[name=whom][value=municipality]")
    page.check("input[name='hold.money'][value=partly]")
    page.check("input[name='hold.time'][value=fully]")
    page.fill("#f-people", people)
    for place, option in enumerate(("knowledge", "space", "staff"), 1):
        page.select_option(f"select[name='needs.{option}']", str(place))
    page.fill("#f-helped", helped)
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
    first_page(page, address_in(road.mail.to("kollega@exempel.se")[0], "svara"))
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
            helped = material.HELPED[number // 2 % 2]
            the_other_pages(page, people=str(number), helped=helped)
        else:
            page.goto(road.link(number))
            page.click("main form button")
            page.check("input[name=new][value=no]")
            page.click(SAVE)
            page.check("input[name='hold.money'][value=not]")
            page.click(SAVE)
        send(page)
    context.close()
