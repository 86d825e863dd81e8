"""From answers to a report, by what the pages say: codes, quote, finding, examples, own words."""

import re

from tests.browser import road_material as material
from tests.browser.walking import Road, address_in, until

OWNER = "agare@exempel.se"
FACTOR = "Ekonomi"
STATEMENT = "Korta bidrag räcker till en början"
OWN_WORDS = (
    "Så här beskriver medlemmarna själva det som hjälpte.",
    "Ett citat är inte ett mått.",
    "Två exempel visar hur det kan gå till.",
)
EXAMPLES = {
    "Bytesboden i Kalix": "Föreningen lånar ut verktyg och lär ut hur de används, utan avgift.",
    "Odlarna": "Grannar odlar tillsammans på mark som kommunen lånar ut till föreningen.",
}


def code(road: Road) -> None:
    """The open answers are read: one by itself, the others as rows."""
    page = road.page
    road.to("Översikt")
    road.press("Gå till kodningen")
    road.press("Börja med kodboken")
    road.press(re.compile(r"^Ta in förslaget\s*: Underlättar och försvårar"))
    road.to("Svaren")
    road.press("Vad hjälpte er?")
    road.press("Koda ett svar i taget")
    first = page.get_by_role("blockquote").first.inner_text().strip()
    road.choose("Underlättar", group=_factor(first))
    road.press("Spara och gå till nästa")
    for factor in sorted({_factor(words) for words in material.HELPED}):
        road.to("Kodning")
        road.press("Vad hjälpte er?")
        road.pick("Läge", "Oläst")
        road.press("Visa")
        road.press("Koda flera i en tabell")
        for row in page.get_by_role("main").get_by_role("checkbox").all():
            if (
                _factor(page.locator(f"#{row.get_attribute('aria-labelledby')}").inner_text())
                == factor
            ):
                row.check()
                road.fields += 1
        road.pick("Med de valda svaren", f"{factor}: underlättar")
        road.press("Sätt koden")
    road.to("Kodning")
    assert "Alla svar är lästa" in page.inner_text("main")


def _factor(words: str) -> str:
    return FACTOR if "bidrag" in words else "Samverkan"


def release_a_quote(road: Road) -> None:
    """A member is asked, says yes without its name, and somebody releases the quote."""
    page = road.page
    road.to("Citat")
    road.press(re.compile(r"^Välj som citat\s*: .*bidrag"))
    before = len(road.mail.letters)
    road.press("Fråga medlemmen")
    until(lambda: len(road.mail.letters) > before, "the question to the member")
    member = road.page.context.browser.new_context(locale="sv-SE").new_page()
    member.goto(address_in(road.mail.letters[-1][1], "svara"))
    member.get_by_label("Ja, men bara med vilket län vi finns i").check()
    member.get_by_role("button", name="Spara").click()
    assert "Sparat." in member.inner_text("main")
    member.context.close()
    road.to("Citat")
    for flag in page.get_by_role("checkbox", name=re.compile("kontrollerad, får stå kvar")).all():
        flag.check()
        road.fields += 1
    road.choose("Jag har läst citatet och det pekar inte ut någon person")
    road.press("Släpp i mitt namn")
    assert "Släppt av" in page.inner_text("main")


def state_a_finding(road: Road) -> None:
    """What the report says, what it rests on, and what speaks against it."""
    road.to("Slutsatser")
    road.press("Ny slutsats")
    road.write("Slutsats i en mening", STATEMENT)
    road.choose(re.compile(rf"^\s*{FACTOR}, underlättar"))
    road.write("Det som talar emot", "Vi letade efter svar om långa bidrag och fann inga.")
    road.press("Spara")
    assert STATEMENT in road.page.inner_text("main")


def publish_examples(road: Road) -> None:
    """One is its owner's, who says yes by a link of its own; one is told from a source."""
    (one, of_one), (other, of_other) = EXAMPLES.items()
    road.to("Exempel")
    road.press("Skriv ett exempel")
    road.write("Namn", one)
    road.write("Beskrivning", of_one)
    road.write("Organisation", "Bytesbodens vänner")
    road.write("Kommun 1", "Kalix")
    road.write("Ägarens e-post", OWNER)
    road.press("Spara")
    road.press("Fråga ägaren")
    until(lambda: road.mail.to(OWNER), "the question to the owner")
    _says_yes(road, address_in(road.mail.to(OWNER)[-1], "exempel"))
    road.to("Exempel")
    road.press(one)
    road.press("Publicera")
    road.to("Exempel")
    road.press("Skriv ett exempel från öppna källor")
    road.write("Namn", other)
    road.write("Beskrivning", of_other)
    road.write("Källa 1: webbadress", "https://example.org/odlarna")
    road.press("Spara")
    road.press("Publicera")
    road.to("Exempel")
    assert road.page.inner_text("main").count("publicerat") == 2


def _says_yes(road: Road, address: str) -> None:
    owner = road.page.context.browser.new_context(locale="sv-SE").new_page()
    owner.goto(address)
    owner.get_by_label("ja, med namn").check()
    for question in (
        "Får exemplet visas på webbplatsen?",
        "Får exemplet stå i rapporten?",
        "Får exemplet visas i bildspelet?",
    ):
        owner.get_by_role("group", name=question).get_by_label("ja", exact=True).check()
    owner.get_by_role("button", name="Spara svaret").click()
    assert "Tack, ert svar är sparat." in owner.inner_text("main")
    owner.context.close()


def write(road: Road) -> None:
    """Factors, the quote, the finding and the examples are put in, own words between them."""
    road.to("Text")
    road.press("Manus på svenska")
    road.to("Hela rapporten")
    _put_in(road, "Faktorer")
    _put_in(road, "Text", OWN_WORDS[0])
    _put_in(road, "Citat", factor=FACTOR)
    _put_in(road, "Text", OWN_WORDS[1])
    _put_in(road, "Slutsats")
    _put_in(road, "Text", OWN_WORDS[2])
    _put_in(road, "Exempel")


def _put_in(road: Road, kind: str, words: str = "", *, factor: str = "") -> None:
    road.press(re.compile("Lägg till här"), last=True)
    road.press(kind)
    if words:
        # The editor takes the field's place; what is pressed before it comes is hidden by then.
        road.page.locator(".editor").wait_for()
        road.page.get_by_role("textbox", name="Text", exact=True).click()
        road.page.keyboard.type(words)
        road.fields += 1
    if factor:
        road.pick("Faktor", factor)
    road.press("Spara")
    road.to("Hela rapporten")


def is_whole(text: str) -> None:
    """The words of a report have all that was put in."""
    for words in (FACTOR, "Samverkan", STATEMENT, material.HELPED[0], *OWN_WORDS, *EXAMPLES):
        assert words in text, words
