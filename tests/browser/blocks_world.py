"""A theme with the demo's answers, codings, quotes, findings and examples, and an empty report.

Run inside a site's settings it makes the database, the theme and an editor.
"""

from samklang.site.running import prepare

ADDRESS = "/arbete/norr/teman/t/"
EDITOR = "redaktor@exempel.se"


def make() -> None:
    """Makes it all."""
    from django.core.management import call_command

    prepare()
    call_command("migrate", interactive=False, verbosity=0)
    from samklang.web.models import Network
    from samklang.web.models.network import Role
    from tests.web.conftest import person
    from tests.web.frozen_demo import freeze_demo
    from tests.web.report_world import made_theme

    network = Network.objects.create(address="norr", name="Norra nätverket")
    person(EDITOR, network, Role.EDITOR)
    theme = made_theme(network)
    freeze_demo(theme)


if __name__ == "__main__":
    make()
