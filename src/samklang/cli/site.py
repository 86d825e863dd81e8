"""The commands that run the web application: serve, worker and manage."""

import sys

import click

from samklang.cli.console import (
    say,
    settings_on_stderr,
)


@click.command()
@click.option("--host", help="The address to listen on; without it, where SAMKLANG_URL says.")
@click.option("--port", type=click.IntRange(1, 65535), help="Without it, that of SAMKLANG_URL.")
@click.option("--workers", default=2, show_default=True, help="Processes that answer.")
@click.option("--with-worker/--without-worker", default=True, help="Run the worker beside it.")
def serve(host: str | None, port: int | None, workers: int, with_worker: bool) -> None:
    """Serve the web application: members answer, staff run themes.

    Settings come from the environment (see docs/operate.md); without any, all is kept in the
    folder samklang-data.
    """
    with settings_on_stderr():
        from samklang.site.running import serve as serve_site

        status = serve_site(
            host=host, port=port, workers=workers, with_worker=with_worker, announce=say
        )
    sys.exit(status)


@click.command()
def worker() -> None:
    """Send letters and build reports that the web application has queued.

    `samklang serve` runs one beside it; more can be started on their own.
    """
    with settings_on_stderr():
        from samklang.site.running import work

        status = work()
    sys.exit(status)


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands.

    For example `samklang manage changepassword ADDRESS` or `samklang manage dumpdata`.
    """
    with settings_on_stderr():
        from samklang.site.running import manage as run

        run(arguments)


COMMANDS = (
    serve,
    worker,
    manage,
)
