"""From a new site to its first letters: a network, its members, a theme and its questionnaire."""

import re
import time

from tests.browser import road_material as material
from tests.browser.walking import Road, until

PASSWORD = "fyra små ord till"


def set_up(road: Road) -> None:
    """The first page of all: a network and its owner."""
    road.go(road.site.address, "front")
    # The address that the program prints as it starts.
    road.go(road.site.address + road.seen[0], "set up")
    road.write("Nätverkets namn", "Norra nätverket")
    road.write("Nätverkets namn i webbadressen", "Norr!")
    road.write("Din e-postadress", "anna@exempel.se")
    road.write("Lösenord", PASSWORD)
    road.press("Skapa nätverket", "set up, a fault")
    road.write("Nätverkets namn i webbadressen", "norr")
    road.write("Lösenord", PASSWORD)
    road.press("Skapa nätverket", "themes, none")


def import_members(road: Road) -> None:
    """43 members from Excel: a file, its columns, what would change."""
    road.to("Medlemmar", "register, empty")
    road.press("Läs in från Excel eller CSV", "register, file")
    road.upload("Fil", material.register())
    road.press("Läs filen", "register, columns")
    road.press("Kontrollera", "register, plan")
    road.press("Läs in", "register")
    assert "43" in road.page.locator("main .numbers").first.inner_text()


def prepare(road: Road) -> None:
    """A theme, its questionnaire from a file, its choices, whom it asks: what its page says."""
    page = road.page
    road.to("Teman")
    road.press("Nytt tema", "new theme")
    road.write("Titel (svenska)", "Nytt i norr")
    road.choose("En tom enkät")
    road.press("Skapa temat", "theme, new")
    assert page.url == road.theme
    road.press("Publicera en enkät.")
    road.press("Läs in från en fil", "questionnaire, file")
    road.upload("Fil", material.questionnaire())
    road.press("Läs in", "questionnaire, draft")
    assert page.locator(".questions > li").count() == 6
    road.press(re.compile(r"^Publicera version \d+$"), "questionnaire, published")
    road.to("Översikt")
    road.press(re.compile("^Skriv varför ni frågar"), "choices")
    reason = "för att beskriva vad medlemmarna gör."
    road.write("Varför frågar ni? (svenska)", f"Vi frågar {reason}")
    road.write("Hur svaren behandlas (svenska)", f"Vi sparar svaren {reason}")
    road.write("Vem svarar på frågor om enkäten?", "Anna")
    road.write("E-post till den personen", "anna@exempel.se")
    next_year = time.strftime("%Y-12-31", time.localtime(time.time() + 3.2e7))
    road.write("Dag då svaren avidentifieras", next_year)
    road.choose("Län", group="Vikta svaren efter")
    road.press("Spara", "choices, saved")
    road.press("Välj vilka ni frågar.", "frame")
    road.press("Lägg till", "frame, asked")
    assert "43" in page.locator("main .lead").inner_text()
    road.to("Översikt", "theme, ready")
    road.press("Öppna för svar", "theme, open")


def open_and_invite(road: Road) -> None:
    """Letters to all, through the worker and the mail server, one each."""
    road.go(road.theme + "brev/text/invitation/sv/", "letter's wording")
    road.to("Översikt")
    road.press("Till breven", "letters")
    road.choose("Inbjudan", group="Brev")
    road.choose(re.compile("Alla som inte har svarat"))
    road.press("Skicka", "letters, ordered")
    until(lambda: len(road.mail.letters) >= material.MEMBERS, "the invitations")
    road.to("Brev", "letters, sent")
    addresses = sorted(to for to, _ in road.mail.letters)
    assert addresses == sorted(map(material.address, range(1, material.MEMBERS + 1)))
