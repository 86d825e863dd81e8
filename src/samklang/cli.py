"""The command line: parse, call, print. What a command needs is imported when it runs."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from samklang import __version__
from samklang.cli_operations import OPERATIONS
from samklang.console import faults_on_stderr, say, settings_on_stderr
from samklang.core.language.wording import LANGUAGES, Language

DEMO_THEME = Path("themes/social-innovation-i-norr")
# In a wheel it lies within the package, in a checkout beside the source.
DEMO_PLACES = (Path(__file__).parent, Path(__file__).parents[2])

package_argument = click.argument("package", type=click.Path(path_type=Path))


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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="samklang")
def main() -> None:
    """From what members say to a thematic report that readers can trust."""


@main.command()
@package_argument
def check(package: Path) -> None:
    """Read PACKAGE whole and print all its faults."""
    with without_collector(), faults_on_stderr():
        from samklang.package.outside import read_outside

        # Before all that is needed to make a report of it.
        read = read_outside(package)
        from samklang.publication.build import documents as documents_of

        documents = documents_of(read)
    figures = len(next(iter(documents.values())).figures)
    click.echo(f"{package}: no faults. {figures} figures in {', '.join(documents)}.")


@main.command()
@package_argument
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write.")
@click.option("--draft", is_flag=True, help="Mark claims that no figure bears out, and go on.")
def build(package: Path, out: Path, draft: bool) -> None:
    """Build every output of PACKAGE into a folder."""
    with without_collector(), faults_on_stderr():
        from samklang.publication.build import build as build_package

        written = build_package(package, out, progress=say, draft=draft)
    click.echo(f"{out}: {len(written)} files.")


@main.command()
@package_argument
@click.argument("folder", type=click.Path(path_type=Path))
def verify(package: Path, folder: Path) -> None:
    """Derive every printed figure again from PACKAGE and compare it with FOLDER."""
    with without_collector(), faults_on_stderr():
        from samklang.publication.verify import verify as verify_folder

        checked = verify_folder(package, folder, progress=say)
    click.echo(
        f"{folder}: {checked.files} files and {checked.figures} printed figures are as derived."
    )


def demo_theme() -> Path:
    """The demo theme's package; where it is not found, the name that it has in a checkout."""
    found = (place / DEMO_THEME for place in DEMO_PLACES)
    return next((path for path in found if path.is_dir()), DEMO_THEME)


@main.command()
@click.option("--no-serve", is_flag=True, help="Build and stop.")
@click.option("--theme", type=click.Path(path_type=Path), help="Another theme package.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("build/demo"), show_default=True
)
@click.option("--port", default=8765, show_default=True, help="0 takes any free port.")
def demo(no_serve: bool, theme: Path | None, out: Path, port: int) -> None:
    """Build the demo theme and serve it on this machine."""
    with without_collector(), faults_on_stderr():
        from samklang.publication.build import build as build_package

        written = build_package(theme or demo_theme(), out, progress=say)
    click.echo(f"{out}: {len(written)} files.")
    if not no_serve:
        from samklang.publication.serve import serve_folder

        serve_folder(out, port=port, announce=click.echo)


@main.group(name="import")
def import_() -> None:
    """Make a theme package from another tool's files."""


language_option = click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Of the report on what was kept, changed and dropped, and of the faults.",
)


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


@main.group()
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


@main.command()
@package_argument
@click.argument("folder", type=click.Path(path_type=Path, exists=True), required=False)
@click.option("--witnesses", is_flag=True, help="Print the two tables that prove each interval.")
def audit(package: Path, folder: Path | None, witnesses: bool) -> None:
    """Play the attacker on PACKAGE: what can a reader infer of each withheld number?

    The reader knows all that is printed, the register, what adds up to what, and what earlier
    editions in releases.json printed. With FOLDER he reads every file that was built there, in
    every form, and nothing of the package but its register. Ends with status 1 when a number can
    be pinned down more closely than the rule allows, or stands in some file all the same.
    """
    told = 0
    with faults_on_stderr():
        if folder is None:
            from samklang.analysis.analysis import audited
            from samklang.package.outside import read_outside

            released = audited(read_outside(package))
            inferences, lost = released.inferences, released.loss
        else:
            from samklang.publication.reading.audit import audit_folder, register_of

            seen = audit_folder(folder, register_of(package))
            inferences, lost = seen.inferences, seen.loss
            for leak in seen.leaks:
                click.echo(f"{leak.path}: {leak.number} stands beside “{leak.label}”  PRINTED")
            told = len(seen.leaks)
            click.echo(f"{seen.files} files read; numbers that the data withhold: {told} printed.")
    for cell in inferences:
        verdict = "" if cell.sound else "  TOO NARROW"
        name = " ".join(part for part in (cell.table, cell.row, cell.series) if part)
        click.echo(f"{name}: {cell.interval} ({cell.status}){verdict}")
        if witnesses:
            for proof in (cell.proof_low, cell.proof_high):
                counts = (
                    f"{' '.join(part for part in key if part)}={count}"
                    for key, count in proof.items()
                )
                click.echo(f"  {'; '.join(counts)}")
    narrow = sum(not cell.sound for cell in inferences)
    click.echo(f"{lost.withheld} of {lost.cells} cells withheld ({lost.percent} %).")
    click.echo(f"{len(inferences)} withheld numbers, {narrow} too narrow.")
    if narrow or told:
        sys.exit(1)


@main.command()
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


@main.command()
@package_argument
@click.option(
    "--issue/--trial",
    default=True,
    show_default=True,
    help="Whether to note in releases.json what this edition prints.",
)
@click.option(
    "--sister",
    "sisters",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="A frozen package of the same answers, for example another county's report.",
)
def freeze(package: Path, issue: bool, sisters: tuple[Path, ...]) -> None:
    """Write the manifest of SHA-256 hashes that makes PACKAGE a frozen one.

    What this edition prints is noted in releases.json first, so that a later edition cannot be
    held against it to work out what single members answered. Freeze before you build. What a
    sister publication has printed of the same answers (--sister) is noted there too.
    """
    with faults_on_stderr():
        from samklang.package.outside import read_outside
        from samklang.package.write import add_sister
        from samklang.package.write import freeze as freeze_package

        for sister in sisters:
            add_sister(package, read_outside(sister))

        issued = None
        if issue and package.is_dir():
            from samklang.analysis.analysis import audited
            from samklang.package.outside import read_outside

            found = audited(read_outside(package))
            issued = found.issued
        freeze_package(package, issued=issued)
    click.echo(f"{package}: frozen.")


@main.command()
@package_argument
@click.argument("folder", type=click.Path(path_type=Path))
def series(package: Path, folder: Path) -> None:
    """Print what PACKAGE, built in FOLDER, is to a later theme: its entry in theme.yaml.

    The entry holds the shares that were printed and the questions as they were asked, so that a
    later theme can tell what has changed, and when a question has.
    """
    with faults_on_stderr():
        from samklang.package.outside import read_outside
        from samklang.package.write import series_entry
        from samklang.publication.series import earlier_theme

        entry = series_entry(earlier_theme(read_outside(package), folder))
    click.echo(entry, nl=False)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def schema(folder: Path) -> None:
    """Write the JSON Schemas of a theme package's files into FOLDER."""
    from samklang.package.schema import write_schemas

    write_schemas(folder)
    click.echo(f"{folder}: schemas written.")


@main.command()
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


@main.command()
def worker() -> None:
    """Send letters and build reports that the web application has queued.

    `samklang serve` runs one beside it; more can be started on their own.
    """
    with settings_on_stderr():
        from samklang.site.running import work

        work()


@main.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands.

    For example `samklang manage changepassword ADDRESS` or `samklang manage dumpdata`.
    """
    with settings_on_stderr():
        from samklang.site.running import manage as run

        run(arguments)


for operation in OPERATIONS:
    main.add_command(operation)
