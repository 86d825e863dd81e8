"""Running the site: migrate, serve, work; each in its own process."""

import gc
import multiprocessing
import os
import resource
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from samklang.package.parent import end_with_parent
from samklang.site.data import CACHE, data_folder
from samklang.site.listening import Place, held, place
from samklang.site.setting_names import misspelt
from samklang.site.supervising import Pulse, supervise

if TYPE_CHECKING:
    from samklang.web.models import Heartbeat

# Seconds between rounds when there is nothing to do.
ROUND = 2.0
# Milliseconds that a connection is kept open without a request. A proxy must let go of it sooner,
# or a request that it sends at that moment is lost: docs/deploy has 60 s.
KEPT_OPEN = 75_000
# Connections that each web process holds open at once. The server's own limit is 512 where two
# processes answer: who came after them waited until somebody else let go.
CONNECTIONS = 8_192
# File descriptors of a web process that are no member's connection: database, logs, modules.
OTHER_FILES = 256
# Threads that answer in each web process, each with a connection to the database.
THREADS = 4


# Seconds in which a worker may be busy with one thing before staff are told that it is silent.
STILL = 60.0


class WrongSetting(Exception):
    """What is wrong with a setting, in one line."""


def prepare() -> None:
    """Sets Django up with the site's settings. What is made from now on is its owner's alone.

    Raises WrongSetting.
    """
    import django
    from django.core.exceptions import ImproperlyConfigured

    if wrong := misspelt(os.environ):
        raise WrongSetting(f"{wrong.name} is no setting; the setting is called {wrong.meant}")
    os.umask(0o077)
    # Kept outputs hold quotes: they are the site's, and go when answers are erased.
    os.environ["XDG_CACHE_HOME"] = str(data_folder() / CACHE)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samklang.site.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise WrongSetting(str(error)) from error
    from django.db.models.signals import pre_migrate

    from samklang.site.operations.backup import copy_before_migration

    pre_migrate.connect(copy_before_migration, dispatch_uid="copy before migration")


def serve(
    *,
    host: str | None,
    port: int | None,
    workers: int,
    with_worker: bool,
    announce: Callable[[str], None],
) -> int:
    """Brings the database up to date and answers requests until stopped; gives the exit status.

    Listens where SAMKLANG_URL says, or at `host` and `port`. When it answers, it announces where
    it listens and the address of the site, or of its set-up page where it is new. Raises
    CannotListen and WrongSetting.
    """
    where = place(os.environ.get("SAMKLANG_URL") or None, host, port)
    os.environ["SAMKLANG_URL"] = where.url
    with held(where):
        prepare()
        from django.conf import settings
        from django.contrib.auth import get_user_model
        from django.db import connections
        from django.urls import reverse

        from samklang.site.operations.modes import make_private
        from samklang.web.actions.setup import setup_code

        make_private(settings.DATA)
        _apart(_prepared)
        read_ahead()
        first = not get_user_model().objects.exists()
        connections.close_all()
        page = reverse("start", args=[setup_code()]) if first else ""
        # The collector would copy what is shared.
        gc.collect()
        gc.freeze()
        processes: dict[str, Callable[[], None]] = {
            "web": partial(_answer, where.host, where.port, workers)
        }
        pulse = Pulse()
        if with_worker:
            processes["worker"] = partial(_work, pulse)

        def begun() -> None:
            threading.Thread(target=_announce, args=(where, page, announce), daemon=True).start()

        return supervise(processes, begun=begun, pulses={"worker": pulse})


def _apart(step: Callable[[], None]) -> None:
    """Takes a step in a process of its own, which takes along what it read. Raises WrongSetting."""
    if sys.platform != "linux":
        step()
        return
    context = multiprocessing.get_context("fork")
    hears, tells = context.Pipe(duplex=False)

    def run() -> None:
        try:
            step()
        except WrongSetting as wrong:
            tells.send(str(wrong))

    process = context.Process(target=run)
    process.start()
    tells.close()
    process.join()
    if hears.poll():
        with suppress(EOFError):
            raise WrongSetting(hears.recv())
    if process.exitcode:
        raise SystemExit(process.exitcode)


def read_ahead() -> None:
    """Reads all that answers and works, before processes are forked: they share it, and one that
    is begun again is there at once.
    """
    import granian  # noqa: F401

    import samklang.site.entrance
    import samklang.site.urls
    import samklang.site.wsgi
    import samklang.web.worker  # noqa: F401
    from samklang.package import ahead
    from samklang.render.html.excerpt import read_ahead as read_excerpts
    from samklang.web.serving import templating

    ahead.read_ahead()
    templating.read_ahead()
    read_excerpts()


def _prepared() -> None:
    """The database brought up to date, and style sheets, fonts and the map's outlines made."""
    _migrate()
    import samklang.site.wsgi  # noqa: F401
    from samklang.render.charts.boundaries import boundaries

    boundaries()


def _migrate() -> None:
    from django.core.management import CommandError, call_command
    from django.db import OperationalError

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except CommandError as error:
        raise WrongSetting(str(error)) from error
    except OperationalError as error:
        raise WrongSetting(f"the database cannot be used: {str(error).splitlines()[0]}") from error
    from samklang.web.actions.reindexing import outdated, reindex

    # A new version may read texts otherwise than the one that indexed them.
    if outdated():
        reindex()


def _announce(where: Place, page: str, announce: Callable[[str], None]) -> None:
    """Says where the site is, once it answers there."""
    while True:
        with suppress(OSError), socket.create_connection((where.host, where.port), timeout=1):
            break
        time.sleep(0.05)
    announce(f"Listening at {where.address}")
    announce(f"Set up at {where.url}{page}" if page else f"Serving at {where.url}")


def _answer(host: str, port: int, workers: int) -> None:
    """Answers requests, in as many processes as workers, until this one is told to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings

    from samklang.site.logs import configuration

    Granian(
        "samklang.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        backpressure=_connections(),
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=KEPT_OPEN),
        respawn_failed_workers=True,
        workers_kill_timeout=8,
        log_level="warning",  # type: ignore[arg-type]
        log_dictconfig=configuration(),
    ).serve(target_loader=partial(_application, os.getpid()), wrap_loader=False)


def _connections() -> int:
    """How many connections a web process may hold, having raised what the system lets it open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = CONNECTIONS + OTHER_FILES
    if hard != resource.RLIM_INFINITY:
        files = min(files, hard)
    if soft != resource.RLIM_INFINITY and soft < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    return max(1, files - OTHER_FILES)


def _application(server: int) -> Any:
    """The application, in a process that ends with its server."""
    end_with_parent(server)
    from samklang.site.entrance import Entrance
    from samklang.site.wsgi import application

    return Entrance(application, threads=THREADS)


def work() -> int:
    """Does queued work until told to stop, in a process that is watched over; the exit status.

    Raises WrongSetting.
    """
    prepare()
    pulse = Pulse()
    return supervise({"worker": partial(_work, pulse)}, pulses={"worker": pulse})


def _work(pulse: Pulse) -> None:
    """Does queued work, round by round, until it is told to stop."""
    prepare()
    import logging
    import signal

    from django.db import Error, close_old_connections

    from samklang.web.actions.heartbeat import begin, end
    from samklang.web.worker import turn

    logger = logging.getLogger("samklang.worker")
    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())
    worker: Heartbeat | None = None
    logger.info("The worker begins")
    while not stopped.is_set():
        pulse.beat()
        if worker is None:
            try:
                worker = begin()
            except Error:
                logger.exception("The database is not there")
                close_old_connections()
                stopped.wait(ROUND)
                continue
            threading.Thread(target=_beats, args=(worker, pulse, stopped), daemon=True).start()
        try:
            done = turn(worker, lives=pulse.beat)
        except Exception:  # one bad round must not end the worker; the next finds the work again
            logger.exception("A round of work failed")
            done = 0
            close_old_connections()
        if not done:
            stopped.wait(ROUND)
    if worker:
        with suppress(Error):
            end(worker)
    logger.info("The worker has ended")


def _beats(worker: "Heartbeat", pulse: Pulse, stopped: threading.Event) -> None:
    """Says that the worker lives, also in the middle of something long; not where it hangs."""
    from django.db import Error, close_old_connections

    from samklang.web.actions.heartbeat import BEAT, beat

    while not stopped.wait(BEAT):
        if pulse.age > STILL:
            continue
        try:
            beat(worker)
        except Error:  # a database that is away says so where the work is done
            close_old_connections()


def manage(arguments: Sequence[str]) -> None:
    """One of Django's management commands."""
    prepare()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["samklang manage", *arguments])
