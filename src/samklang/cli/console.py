"""What every command says: its progress, and the faults of an input."""

import errno
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from samklang.core.faults import FaultyInput, spoken
from samklang.core.language.wording import ENGLISH, LANGUAGES, Language


@contextmanager
def faults_on_stderr(language: Language = ENGLISH) -> Iterator[None]:
    """Prints every fault of an input, one a line, and ends with status 1."""
    try:
        yield
    except FaultyInput as faulty:
        from samklang.core.language.phrases import counted

        for fault in faulty.faults:
            click.echo(spoken(fault, language), err=True)
        count = len(faulty.faults)
        click.echo(counted(language, "exchange.faults_none_written", count), err=True)
        sys.exit(1)


class Commands(click.Group):
    """The commands; what the machine refuses them is said in a line and not as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command. A disk that is full or a folder that is closed ends it with status 1."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            # A reader that has seen enough (`| head`) is no fault; click knows what to do.
            if error.errno is None or error.errno == errno.EPIPE:
                raise
            place = f"{error.filename}: " if error.filename else ""
            with suppress(OSError):
                click.echo(f"samklang: {place}{error.strerror}", err=True)
            if not place:
                # What waits to be written would fail once more when the process ends.
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            ctx.exit(1)


@contextmanager
def settings_on_stderr() -> Iterator[None]:
    """Says in one line what is wrong with a setting, and ends with status 1."""
    from samklang.site.listening import CannotListen
    from samklang.site.running import WrongSetting

    try:
        yield
    except (CannotListen, WrongSetting) as wrong:
        click.echo(f"samklang: {wrong}", err=True)
        sys.exit(1)


def say(message: str) -> None:
    """Progress, on stderr so that output can be piped."""
    click.echo(message, err=True)


@contextmanager
def without_collector() -> Iterator[None]:
    """Runs a short command without the collector of cycles, which takes a fifth of a build.

    Never for a process that goes on: what it leaves behind would grow without end.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


package_argument = click.argument("package", type=click.Path(path_type=Path))
language_option = click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=ENGLISH,
    show_default=True,
    help="Of the report on what was kept, changed and dropped, and of the faults.",
)
