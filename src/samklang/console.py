"""What every command says: its progress, and the faults of an input."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from samklang.core.faults import FaultyInput
from samklang.core.language.wording import Language


@contextmanager
def faults_on_stderr(language: Language = "en") -> Iterator[None]:
    """Prints every fault of an input, one a line, and ends with status 1."""
    try:
        yield
    except FaultyInput as faulty:
        from samklang.core.language.fault_words import spoken
        from samklang.core.language.phrases import counted

        for fault in faulty.faults:
            click.echo(spoken(fault, language), err=True)
        count = len(faulty.faults)
        click.echo(counted(language, "exchange.faults_none_written", count), err=True)
        sys.exit(1)


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
