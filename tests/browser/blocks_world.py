"""A theme with the demo's answers, codings, quotes, findings and examples, and an empty report.

Run inside a site's settings it makes the database, the theme and an editor.
"""

import hashlib
import zipfile
from pathlib import Path

from samklang.site.running import prepare

ADDRESS = "/arbete/norr/teman/t/"
EDITOR = "redaktor@exempel.se"
DEMO = Path(__file__).parents[2] / "themes" / "social-innovation-i-norr"


def make() -> None:
    """Makes it all."""
    from django.conf import settings
    from django.core.management import call_command

    prepare()
    call_command("migrate", interactive=False, verbosity=0)
    from samklang.web.models import Freeze, Network
    from samklang.web.models.network import Role
    from tests.web.conftest import person
    from tests.web.test_reports import made_theme

    network = Network.objects.create(address="norr", name="Norra nätverket")
    person(EDITOR, network, Role.EDITOR)
    theme = made_theme(network)
    theme.files.all().delete()
    path = settings.DATA / "demo.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for file in sorted(DEMO.rglob("*")):
            if file.is_file():
                packed.write(file, file.relative_to(DEMO).as_posix())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    Freeze.objects.create(theme=theme, number=1, hash=digest, file=path.name, responses=0)


if __name__ == "__main__":
    make()
