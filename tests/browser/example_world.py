"""The theme whose example is walked from a card to its withdrawal; what is invented says so.

Run inside a site's settings it makes the database, the theme and its owner, and prints the address
of a member that has not answered.
"""

from samklang.site.running import prepare

OWNER, MEMBER = "agare@exempel.se", "f26@exempel.se"
THEME = "/arbete/norr/teman/t/"
CARD = {
    "title": "Anhörigcafé på hjul",
    "municipality": "Kalix",
    "description": "En buss kör kaffe och samtal till byarna varje torsdag (påhittat).",
}


def make() -> None:
    """Makes it all."""
    from django.core.management import call_command

    prepare()
    call_command("migrate", interactive=False, verbosity=0)
    from samklang.web.mail.links import token
    from samklang.web.models import Network
    from samklang.web.models.network import Role
    from tests.web.conftest import person
    from tests.web.report_world import made_theme

    network = Network.objects.create(address="norr", name="Norra nätverket")
    person(OWNER, network, Role.OWNER)
    theme = made_theme(network)
    theme.state, theme.languages = "open", ["sv"]
    theme.save()
    one = theme.invitations.get(member__email=MEMBER)
    print(f"/svara/{token(one.pk, one.turn)}/")


if __name__ == "__main__":
    make()
