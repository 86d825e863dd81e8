"""What every new site begins with, made once a run and copied: to make it takes 10 CPU seconds.

Its database, and what it keeps between processes: web fonts, compiled templates, outlines of a map.

Where that is what is tried (an upgrade, a first start, the whole road) nothing is copied.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from samklang.site.data import CACHE, DATABASE
from tests.once import once

KEPT = Path("samklang")
# What a site of its own must not take over from this process.
OWN = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")


def fresh_site(data: Path) -> None:
    """Puts a database with all migrations and no rows, and what a site keeps, in a data folder."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copytree(once("fresh-site", _made), data, dirs_exist_ok=True)


def fresh_cache(data: Path) -> None:
    """Puts what a site keeps between processes in a data folder; its database is a server's."""
    shutil.copytree(once("fresh-site", _made) / CACHE, data / CACHE)


def migrated() -> Path:
    """The database of this run with all migrations and no rows."""
    return once("fresh-site", _made) / DATABASE


def _made(folder: Path) -> None:
    """Makes it in a process of its own, which has the settings of a site."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    with tempfile.TemporaryDirectory() as data:
        subprocess.run(
            [sys.executable, "-m", "tests.fresh_site", str(folder)],
            env=environment | {"SAMKLANG_DATA": data},
            cwd=Path(__file__).parents[1],
            check=True,
        )


def _make(folder: Path) -> None:
    from samklang.render.charts.boundaries import boundaries
    from samklang.render.webfonts import web_fonts
    from samklang.site.data import data_folder
    from samklang.site.running import prepare, read_ahead

    prepare()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    folder.mkdir()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / DATABASE)])
    web_fonts()
    boundaries()
    read_ahead()
    shutil.copytree(data_folder() / CACHE / KEPT, folder / CACHE / KEPT)


if __name__ == "__main__":
    _make(Path(sys.argv[1]))
