"""Running the site: migrate, serve, work; each in its own process."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence

# Seconds between rounds when there is nothing to do.
ROUND = 2.0


def prepare() -> None:
    """Sets Django up with the site's settings. What is made from now on is its owner's alone."""
    import django

    os.umask(0o077)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samklang.site.settings")
    django.setup()


def serve(
    *, host: str, port: int, workers: int, with_worker: bool, announce: Callable[[str], None]
) -> None:
    """Brings the database up to date and answers requests until stopped.

    Prints the address, and the address of the set-up page where the site is new.
    """
    prepare()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.urls import reverse
    from granian import Granian
    from granian.constants import Interfaces

    from samklang.site.logs import configuration
    from samklang.site.operations.modes import make_private
    from samklang.web.actions.setup import setup_code

    make_private(settings.DATA)
    call_command("migrate", interactive=False, verbosity=0)
    if get_user_model().objects.exists():
        announce(f"Serving at {settings.URL}")
    else:
        announce(f"Set up at {settings.URL}{reverse('start', args=[setup_code()])}")
    beside = None
    if with_worker:
        beside = subprocess.Popen([sys.executable, "-m", "samklang", "worker"])
    try:
        Granian(
            "samklang.site.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
            websockets=False,
            log_level="warning",  # type: ignore[arg-type]
            log_dictconfig=configuration(),
        ).serve()
    finally:
        if beside:
            beside.terminate()
            beside.wait()


def work() -> None:
    """Does queued work, round by round, until it is told to stop."""
    prepare()
    import logging
    import signal
    import threading

    from django.db import close_old_connections

    from samklang.web.worker import turn

    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    while not stopped.is_set():
        try:
            done = turn()
        except Exception:  # one bad round must not end the worker; the next finds the work again
            logging.getLogger("samklang.worker").exception("A round of work failed")
            done = 0
            close_old_connections()
        if not done:
            stopped.wait(ROUND)


def manage(arguments: Sequence[str]) -> None:
    """One of Django's management commands."""
    prepare()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["samklang manage", *arguments])
