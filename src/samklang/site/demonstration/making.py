"""Making the demonstration's world, in a process of its own: THEME-PACKAGE BUILT-FOLDER."""

import sys
from pathlib import Path


def main(package: Path, built: Path) -> None:
    """Writes the world into the data folder that the environment names."""
    from samklang.site.running import prepare

    prepare()
    from django.core.management import call_command
    from django.db import transaction

    from samklang.site.demonstration.world import make

    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        make(package, built)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
