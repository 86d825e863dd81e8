"""The command line: parse, call, print. What a command needs is imported when it runs."""

import click

from samklang import __version__
from samklang.cli import formats, operations, packages, site, tallying, trying
from samklang.cli.console import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="samklang")
def main() -> None:
    """From what members say to a thematic report that readers can trust."""


for command in (
    *packages.COMMANDS,
    *formats.COMMANDS,
    *trying.COMMANDS,
    *tallying.COMMANDS,
    *site.COMMANDS,
    *operations.COMMANDS,
):
    main.add_command(command)
