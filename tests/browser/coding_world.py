"""The theme that is coded in the browser: 31 members' own words on what helped and hindered.

Run inside a site's settings it makes the database, the theme and two coders. The answers are
invented.
"""

import sys

from samklang.site.running import prepare

ADDRESS, SUGGESTING = "/arbete/norr/teman/t/", "/arbete/syd/teman/t/"
TOKEN = "abcdefghjkmnpqrstuvwxyz234"
OWNER, EDITOR = "agare@exempel.se", "redaktor@exempel.se"
# The answer whose member looks at the report by its own link, and then writes something else.
OWN = "Resorna är långa och ingen betalar dem."
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
    (OWN, "economy", "hinders"),
    ("Ungdomarna tog över hela planeringen.", "leadership", "enables"),
    ("Vi träffas varje månad med de andra i nätverket.", "collaboration", "enables"),
    ("Det gick bra.", "", "no-code"),
    ("Nja.", "", "undecided"),
)

MONEY = tuple(
    f"{what} {how}."
    for how in (
        "räckte inte till kostnaderna",
        "var för dyr eller för liten för vår ekonomi",
        "gjorde att pengarna tog slut",
    )
    for what in (
        *("Hyran", "Bidraget", "Verksamhetsbidraget"),
        *("Pengarna", "Medlemsavgiften", "Lokalhyran"),
    )
)
PEOPLE = tuple(
    f"{who} {how}."
    for how in ("är trött och ingen vill ta över", "slutade och ingen ville leda")
    for who in ("Styrelsen", "Ordföranden", "Eldsjälarna", "Ledaren")
)
# Those that two have coded, and two that are left.
WORDS = (*MONEY[:16], *PEOPLE[:6], *MONEY[16:])

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


def link() -> None:
    """The survey takes answers, and a member's link is known, of which only the hash is stored."""
    prepare()
    from samklang.web.mail.links import link_hash
    from samklang.web.models import Invitation, Response, Theme

    own = Response.objects.get(answers__q5=OWN)
    Theme.objects.filter(pk=own.theme_id).update(state="open")
    Invitation.objects.filter(pk=own.invitation_id).update(link_hash=link_hash(TOKEN))


def suggest() -> None:
    """A theme of another network, where a sample has been coded blind by two who agree, and so
    codes are suggested: two answers on money are left to read.
    """
    prepare()
    from django.contrib.auth.models import User

    from samklang.web.actions.codebook import begin_codebook
    from samklang.web.actions.coding import Mark, save_coding
    from samklang.web.actions.double_coding import compare, draw, save_blind
    from samklang.web.models import Membership, Network
    from samklang.web.queries.codebook import codes_by_key
    from samklang.web.queries.double_coding import blind
    from samklang.web.queries.open_answers import asked, opened, place
    from samklang.web.starts import codebook
    from tests.web.report_world import made_theme

    network = Network.objects.create(address="syd", name="Södra nätverket")
    first, second = (User.objects.get(email=email) for email in (EDITOR, OWNER))
    for user, role in ((first, "editor"), (second, "owner")):
        Membership.objects.create(network=network, user=user, role=role)
    theme = made_theme(network)
    begin_codebook(theme, codebook("factors"), by=first)
    where = place(asked(theme), "q5")
    assert where
    sample = draw(theme, where, second=second, size=22, seed=1, by=first)
    rows = list(sample.answers.select_related("response"))
    drawn = [row.response for row in rows]
    rest = theme.responses.filter(state="sent").exclude(pk__in=[r.pk for r in drawn])
    for one, words in zip([*drawn, *rest], WORDS, strict=True):
        one.answers |= {"q5": words}
        one.save()
    codes = {code.pk: code for code in codes_by_key(theme).values()}
    keys = {code.key: pk for pk, code in codes.items()}
    for number, row in enumerate(rows):
        answer = opened(theme, where, row.response_id)
        row.response.refresh_from_db()
        unseen = blind(row, where, codes)
        assert answer
        assert unseen
        key = "leadership" if number >= 16 else "economy"
        marks = [Mark(keys[key], "hinders", 0, len(answer.text))]
        same = {"marks": marks, "status": "", "memo": "", "seen": 0, "codes": codes}
        save_coding(theme, answer, by=first, **same)  # type: ignore[arg-type]
        save_blind(unseen, **same)  # type: ignore[arg-type]
    compare(sample, where, by=first)


def make() -> None:
    """Makes it all."""
    from django.core.management import call_command

    prepare()
    call_command("migrate", interactive=False, verbosity=0)
    from samklang.web.models import Invitation, Network
    from samklang.web.models.network import Role
    from tests.web.conftest import person
    from tests.web.report_world import answered, made_theme

    network = Network.objects.create(address="norr", name="Norra nätverket")
    person(OWNER, network, Role.OWNER)
    person(EDITOR, network, Role.EDITOR)
    theme = made_theme(network)
    # The codebook is taken in by hand.
    theme.codes.all().delete()
    theme.code_families.all().delete()
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
    {"link": link, "suggest": suggest}.get("".join(sys.argv[1:]), make)()
