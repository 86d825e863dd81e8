"""The theme whose texts are edited in the browser: frozen, with a manuscript in two languages.

Run inside a site's settings it makes the database, the theme and two who edit it.
"""

from samklang.site.running import prepare

ADDRESS = "/arbete/norr/teman/t/text/"
OWNER, EDITOR = "agare@exempel.se", "redaktor@exempel.se"


def make() -> None:
    """Makes it all; the theme is that of the tests of the pages."""
    from django.core.management import call_command

    prepare()
    call_command("migrate", interactive=False, verbosity=0)
    from samklang.web.actions.freezing import freeze
    from samklang.web.actions.theme_files import save_file
    from samklang.web.models import Network
    from samklang.web.models.network import Role
    from tests.web.conftest import person
    from tests.web.manuscript_world import ENGLISH, MANUSCRIPT
    from tests.web.report_world import made_theme

    network = Network.objects.create(address="norr", name="Norra nätverket")
    person(OWNER, network, Role.OWNER)
    person(EDITOR, network, Role.EDITOR)
    theme = made_theme(network)
    for path, text in (("manuscript.md", MANUSCRIPT), ("manuscript.en.md", ENGLISH)):
        save_file(theme, path=path, text=text, seen=0, by=None)
    freeze(theme, by=None)


if __name__ == "__main__":
    make()
