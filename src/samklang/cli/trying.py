"""The command `try`: answers from another tool become a complete report in one step."""

from pathlib import Path

import click

from samklang.cli.console import faults_on_stderr, language_option, say, without_collector
from samklang.core.faults import faulty_file
from samklang.core.language.messages import message
from samklang.core.language.wording import Language


@click.command(name="try")
@click.argument("answers", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="New folder to write.")
@click.option(
    "--guesses",
    "changed",
    type=click.Path(path_type=Path, exists=True),
    help="A changed guesses.yaml of an earlier run.",
)
@click.option("--title", help="Of the report; without it, the file's name.")
@click.option("--network", help="Who asked; without it, the file's name.")
@language_option
def try_(
    answers: Path,
    out: Path,
    changed: Path | None,
    title: str | None,
    network: str | None,
    language: Language,
) -> None:
    """Make a complete report of ANSWERS, a table (.xlsx or .csv) from any survey tool.

    Alchemer, Formbricks, Google Forms, Jotform, KoboToolbox, LimeSurvey, Microsoft Forms,
    Qualtrics, REDCap, SurveyMonkey, SurveyXact, Tally and Typeform are known by their columns.
    What each column was taken for is printed and written to guesses.yaml: change it there, and run
    again with --guesses. Columns of personal data are left out. Nothing is sent anywhere.

    OUT has package/, a theme package, and report/, everything that is made of it.
    """
    with without_collector(), faults_on_stderr(language):
        from samklang.exchange.answers.composing import composed
        from samklang.exchange.answers.guesses import read, written
        from samklang.exchange.answers.guessing import guessed
        from samklang.exchange.answers.table import read_table
        from samklang.package.write import write

        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            what = message("package.something_is_there_already")
            raise faulty_file(out, what, message("package.choose_a_new_or_empty_folder"))
        table = read_table(answers, language)
        guesses = read(changed, table.header) if changed else guessed(table, language)
        for note in table.notes:
            click.echo(note)
        click.echo(f"{answers.name} reads as {guesses.tool}: {len(table.rows)} answers.")
        for column in guesses.columns:
            inside = f", row of “{column.table}”" if column.table else ""
            group = ", group" if column.group else ""
            click.echo(f"  {column.kind + group:8} {column.column}{inside}  ({column.why})")
        package = composed(
            table,
            guesses,
            name=answers.name,
            title=title or answers.stem,
            network=network or answers.stem,
            language=language,
        )
        write(package, out / "package")
        (out / "guesses.yaml").write_text(written(guesses), encoding="utf-8")
        from samklang.publication.build import build

        files = build(out / "package", out / "report", progress=say)
    click.echo(f"{out / 'report'}: {len(files)} files. Open {out / 'report' / 'index.html'}")
    click.echo(f"Something was guessed wrongly? Change {out / 'guesses.yaml'} and use --guesses.")


COMMANDS = (try_,)
