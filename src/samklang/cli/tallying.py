"""The command `tally`: the integer counts behind the figures, of a package or a large survey."""

from pathlib import Path

import click

from samklang.cli.console import faults_on_stderr


@click.command()
@click.argument("package", type=click.Path(path_type=Path), required=False)
@click.option(
    "--engine",
    type=click.Choice(["duckdb", "sqlite", "postgresql", "spark"]),
    default="duckdb",
    show_default=True,
    help="Where the counting is done.",
)
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    help="Instead of PACKAGE: a Parquet or CSV file of answers, of any size; or an SQLite file.",
)
@click.option(
    "--questionnaire", type=click.Path(path_type=Path), help="The questionnaire.yaml of --answers."
)
@click.option("--table", default="", help="Instead of --answers: a table of the database.")
@click.option("--strata", default="", help="Columns that make the strata, with commas between.")
@click.option("--by", default=None, help="The column whose values are the domains.")
@click.option("--weight", default=None, help="The column of the respondents' own weights.")
@click.option(
    "--population",
    type=click.Path(path_type=Path),
    help="A CSV of the strata and, in the column members, their members.",
)
@click.option("--partial", is_flag=True, help="Count partial responses of --answers too.")
@click.option("--threshold", default=5, show_default=True, help="Fewer are withheld (--answers).")
def tally(
    package: Path | None,
    engine: str,
    answers: Path | None,
    questionnaire: Path | None,
    table: str,
    strata: str,
    by: str | None,
    weight: str | None,
    population: Path | None,
    partial: bool,
    threshold: int,
) -> None:
    """Print the integer counts of PACKAGE, withheld where they are too small to print.

    With --answers (or --table) and --questionnaire, the shares of a survey of any size: counted
    where the answers lie, by stratum and domain, with their intervals. See docs/large-surveys.md.
    """
    if answers is None and not table:
        if package is None:
            raise click.UsageError("Give a PACKAGE, or --answers (or --table) and --questionnaire.")
        with faults_on_stderr():
            from samklang.analysis.analysis import analyse
            from samklang.package.outside import read_outside

            material = analyse(read_outside(package), engine=engine)
        for released in material.tables.values():
            for row in released.rows:
                for series, cell in zip(released.series, row.cells, strict=True):
                    count = cell.status if cell.count is None else cell.count
                    click.echo(f"{released.id}\t{row.id}\t{series.id}\t{count}")
        return
    if package is not None or questionnaire is None:
        raise click.UsageError("--answers and --table go with --questionnaire, without a PACKAGE.")
    if (answers is None) != (engine == "postgresql"):
        raise click.UsageError(
            "--engine postgresql counts a --table at DATABASE_URL; the other engines --answers."
        )
    with faults_on_stderr():
        from samklang.analysis.large import LargeSurvey, summarise

        survey = LargeSurvey(
            answers=answers,
            questionnaire=questionnaire,
            engine=engine,
            table=table or "responses",
            strata=tuple(name.strip() for name in strata.split(",") if name.strip()),
            by=by,
            weight=weight,
            population=population,
            partial=partial,
        )
        tables = summarise(survey, threshold=threshold)
    click.echo("question\tdomain\toption\tcount\tbase\tshare\tlow\thigh")
    for released in tables.values():
        question, _, domains = released.id.partition(" by ")
        for row in released.rows:
            for series, cell in zip(released.series, row.cells, strict=True):
                domain, option = (row.id, series.id) if domains else ("", row.id)
                figures = [cell.count, row.base, cell.share, cell.low, cell.high]
                texts = ["" if figure is None else str(figure) for figure in figures]
                texts[0] = texts[0] or cell.status
                click.echo("\t".join([question, domain, option, *texts]))


COMMANDS = (tally,)
