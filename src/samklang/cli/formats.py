"""The commands `import` and `export`: other tools' formats."""

from pathlib import Path

import click

from samklang.cli.console import faults_on_stderr, language_option, package_argument, say
from samklang.core.language.wording import Language


@click.group(name="import")
def import_() -> None:
    """Make a theme package from another tool's files."""


@import_.command()
@click.argument("survey", type=click.Path(path_type=Path))
@click.argument("responses", type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), required=True, help="Package to write.")
@language_option
def limesurvey(survey: Path, responses: Path, into: Path, language: Language) -> None:
    """A LimeSurvey survey (SURVEY.lss) and the code export of its RESPONSES (CSV)."""
    with faults_on_stderr(language):
        from samklang.exchange.limesurvey import import_limesurvey

        report = import_limesurvey(survey=survey, responses=responses, into=into, language=language)
    click.echo(report.words(language))


@click.group()
def export() -> None:
    """Write a theme package, or a part of it, in another tool's format."""


def _exchange_commands() -> None:
    """A command of `import` and of `export` for each row of the table of formats."""
    from samklang.exchange.formats import FORMATS, Format, write_file

    def importer(format_: Format) -> click.Command:
        @click.command(format_.name, help=f"{format_.what}, into a theme package or a new one.")
        @click.argument("file", type=click.Path(path_type=Path))
        @click.option("--into", type=click.Path(path_type=Path), required=True, help="The package.")
        @language_option
        def command(file: Path, into: Path, language: Language) -> None:
            with faults_on_stderr(language):
                if format_.read is None:
                    raise click.UsageError(f"{format_.name} can only be written.")
                report = format_.read(file, into, language)
            click.echo(report.words(language))

        return command

    def exporter(format_: Format) -> click.Command:
        @click.command(format_.name, help=f"{format_.what}.")
        @package_argument
        @click.argument("file", type=click.Path(path_type=Path))
        @language_option
        def command(package: Path, file: Path, language: Language) -> None:
            with faults_on_stderr(language):
                report = write_file(format_, package, file)
            for line in report.lines:
                say(line.words(language))
            click.echo(f"{file}: written.")

        return command

    for format_ in FORMATS:
        export.add_command(exporter(format_))
        if format_.read is not None:
            import_.add_command(importer(format_))


_exchange_commands()


COMMANDS = (
    import_,
    export,
)
