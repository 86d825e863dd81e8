"""The theme that is coded in the browser: 31 members' own words on what helped and hindered.

Run inside a site's settings it makes the database, the theme and two coders. The answers are
invented.
"""

import sys

from samklang.site.running import prepare

ADDRESS = "/arbete/norr/teman/t/"
OWNER, EDITOR = "agare@exempel.se", "redaktor@exempel.se"
# An answer, the code that its coder chose, and the direction.
ANSWERS = (
    ("Att ungdomarna fick leda utan att vi äldre la oss i.", "leadership", "enables"),
    ("Vi fick tre års stöd och kunde anställa någon.", "economy", "enables"),
    ("Bostadsbolaget och kommunen var med från första mötet.", "collaboration", "enables"),
    ("Pengarna räcker bara ett år i taget, sedan börjar vi om.", "economy", "hinders"),
    ("Ingen på kommunen svarade när vi ringde.", "collaboration", "hinders"),
    ("En eldsjäl som aldrig gav sig, trots att det tog fyra år.", "leadership", "enables"),
    ("Vi kan inte skriva ansökningar på myndigheternas språk.", "knowledge-own", "hinders"),
    ("Hyran för lokalen höjdes mitt i projektet.", "economy", "hinders"),
    ("Studieförbundet hjälpte oss att utvärdera det vi gjorde.", "knowledge-own", "enables"),
    ("De tror att vi bara är en hobbyförening som fikar.", "knowledge-of-us", "hinders"),
    ("Styrelsen vågade säga ja innan pengarna var klara.", "leadership", "enables"),
    ("Vi delar lokal och bil med två andra föreningar.", "collaboration", "enables"),
    ("Det är alltid samma fem personer som gör allting.", "leadership", "hinders"),
    ("Egna intäkter från loppisen gjorde oss fria.", "economy", "enables"),
    ("Regionen förstod direkt vad vi kunde bidra med.", "knowledge-of-us", "enables"),
    ("Frågan hamnade mellan två förvaltningar och ingen ägde den.", "collaboration", "hinders"),
    ("Tjänsten försvann när projektet tog slut.", "economy", "hinders"),
    ("Vi lärde oss av en förening i Finland som gjort samma sak.", "knowledge-own", "enables"),
    ("Skolan öppnade dörren och lånade ut gymnastiksalen.", "collaboration", "enables"),
    ("Ordföranden blev utbränd och ingen ville ta över.", "leadership", "hinders"),
    ("Kravet på medfinansiering gjorde att vi fick tacka nej.", "economy", "hinders"),
    ("Företagen på orten skänkte virke och arbetstid.", "collaboration", "enables"),
    ("Vi saknar någon som kan mäta om det faktiskt hjälper.", "knowledge-own", "hinders"),
    ("Många nya volontärer kom efter reportaget i tidningen.", "leadership", "enables"),
    ("Kommunen ville äga det vi hade börjat.", "collaboration", "hinders"),
    ("Ett litet bidrag utan krångel betydde allt.", "economy", "enables"),
    ("Resorna är långa och ingen betalar dem.", "economy", "hinders"),
    ("Ungdomarna tog över hela planeringen.", "leadership", "enables"),
    ("Vi träffas varje månad med de andra i nätverket.", "collaboration", "enables"),
    ("Det gick bra.", "", "no-code"),
    ("Nja.", "", "undecided"),
)


MANUSCRIPT = """{#resultat}
# Resultat

:::{method-box}
:::

:::{factor-figure}
:::

:::{factors}
:::

:::{finding} korta-pengar-bromsar
:::

:::{finding} andra-oppnar-dorrar
:::
"""


def change() -> None:
    """A member writes something else than it did."""
    prepare()
    from samklang.web.models import Response

    one = Response.objects.get(answers__q5="Hyran för lokalen höjdes mitt i projektet.")
    one.answers |= {"q5": "Allt gick bra."}
    one.save()


def make() -> None:
    """Makes it all."""
    from django.core.management import call_command

    prepare()
    call_command("migrate", interactive=False, verbosity=0)
    from samklang.web.models import Invitation, Network
    from samklang.web.models.network import Role
    from tests.web.conftest import person
    from tests.web.test_reports import answered, made_theme

    network = Network.objects.create(address="norr", name="Norra nätverket")
    person(OWNER, network, Role.OWNER)
    person(EDITOR, network, Role.EDITOR)
    theme = made_theme(network)
    # The first wave of answers is made anew, so that all 31 have words of their own.
    theme.responses.all().delete()
    from samklang.web.actions.frame import invite
    from samklang.web.models import Member

    more = [
        Member.objects.create(
            network=network,
            number=f"N-{number}",
            name=f"Påhittade föreningen {number}",
            email=f"m{number}@exempel.se",
            county="25" if number % 2 else "24",
            municipality="2514" if number % 2 else "2480",
        )
        for number in range(30, 41)
    ]
    invite(theme, more, by=None)  # type: ignore[arg-type]
    Invitation.objects.filter(theme=theme).update(declined_at=None, finished_on=None)
    for number, one in enumerate(theme.invitations.order_by("pk")[: len(ANSWERS)]):
        answered(theme, one, "yes" if number % 3 else "no")
        response = theme.responses.get(invitation=one)
        response.answers |= {"q5": ANSWERS[number][0]}
        response.save()
    theme.languages = ["sv"]
    theme.save()


if __name__ == "__main__":
    change() if sys.argv[1:] == ["change"] else make()
