"""Making the demonstration's world, in a process of its own: THEME-PACKAGE BUILT-FOLDER [EMPTY]."""

import os
import shutil
import sys
import tempfile
from pathlib import Path


def main(package: Path, built: Path, empty: Path | None = None) -> None:
    """Writes the world into the data folder that the environment names.

    empty: a database with all migrations and no rows, to begin from; written where it is not there.
    """
    from samklang.site.data import data_folder
    from samklang.site.running import prepare

    kept = empty is not None and empty.is_file()
    if empty is not None and kept:
        data_folder().mkdir(parents=True, exist_ok=True)
        shutil.copyfile(empty, data_folder() / empty.name)
    prepare()
    from django.core.management import call_command
    from django.db import connection, transaction

    from samklang.site.demonstration.world import make

    if not kept:
        call_command("migrate", interactive=False, verbosity=0)
    if empty is not None and not kept:
        with tempfile.TemporaryDirectory(dir=empty.parent, prefix=".new-") as made:
            copy = Path(made) / empty.name
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(copy)])
            os.replace(copy, empty)
    with transaction.atomic():
        make(package, built)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
