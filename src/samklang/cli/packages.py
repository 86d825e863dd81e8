"""The commands on a theme package: check, build, verify, audit, freeze and what goes with them."""

import sys
from pathlib import Path

import click

from samklang.cli.console import (
    faults_on_stderr,
    package_argument,
    say,
    settings_on_stderr,
    without_collector,
)

DEMO_THEME = Path("themes/social-innovation-i-norr")
# In a wheel it lies within the package, in a checkout beside the source.
DEMO_PLACES = (Path(__file__).parents[1], Path(__file__).parents[3])


@click.command()
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


@click.command()
@package_argument
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to write.")
@click.option("--draft", is_flag=True, help="Mark claims that no figure bears out, and go on.")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(["pages", "data"]),
    help="Only the pages, or only the data; both where given twice.",
)
def build(package: Path, out: Path, draft: bool, only: tuple[str, ...]) -> None:
    """Build every output of PACKAGE into a folder."""
    with without_collector(), faults_on_stderr():
        from samklang.publication.build import build as build_package

        written = build_package(package, out, progress=say, draft=draft, only=only)
    click.echo(f"{out}: {len(written)} files.")


@click.command()
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
    places = (place / DEMO_THEME for place in DEMO_PLACES)
    return next((path for path in places if path.is_dir()), DEMO_THEME)


@click.command()
@click.option("--no-serve", is_flag=True, help="Build and stop.")
@click.option("--theme", type=click.Path(path_type=Path), help="Another theme package.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("build/demo"), show_default=True
)
@click.option("--port", default=8765, show_default=True, help="0 takes any free port.")
def demo(no_serve: bool, theme: Path | None, out: Path, port: int) -> None:
    """Build the demo theme and serve it on this machine, with the web application beside it.

    At the address that is printed are the report and a tour; the second address has links that log
    one in as the owner and the editor of a network that is made up. Every start is a fresh one.
    """
    with without_collector(), faults_on_stderr():
        from samklang.publication.build import build as build_package

        package = theme or demo_theme()
        written = build_package(package, out, progress=say)
    click.echo(f"{out}: {len(written)} files.")
    if not no_serve:
        with faults_on_stderr(), settings_on_stderr():
            from samklang.site.demonstration.starting import demonstrate

            sys.exit(demonstrate(package, out, port=port, announce=click.echo))


@click.command()
@package_argument
@click.argument("folder", type=click.Path(path_type=Path, exists=True), required=False)
@click.option(
    "--beside",
    "others",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    multiple=True,
    help="A built folder of another edition or a sister, which the reader of FOLDER has as well.",
)
@click.option(
    "--beside-of",
    "others_of",
    type=(
        click.Path(path_type=Path, exists=True, file_okay=False),
        click.Path(path_type=Path, exists=True, file_okay=False),
    ),
    metavar="PACKAGE FOLDER",
    multiple=True,
    help="The same where its register is another: that of its own PACKAGE.",
)
@click.option("--witnesses", is_flag=True, help="Print the two tables that prove each interval.")
def audit(
    package: Path,
    folder: Path | None,
    others: tuple[Path, ...],
    others_of: tuple[tuple[Path, Path], ...],
    witnesses: bool,
) -> None:
    """Play the attacker on PACKAGE: what can a reader infer of each withheld number?

    The reader knows all that is printed, the register, what adds up to what, and what earlier
    editions in releases.json printed. With FOLDER he reads every file that was built there, in
    every form, and nothing of the package but its register; with --beside and --beside-of the
    numbers of other folders too. Ends with status 1 when a number can be pinned down more closely
    than the rule allows, or stands in some file all the same.
    """
    if (others or others_of) and folder is None:
        raise click.UsageError("--beside goes with FOLDER.")
    leaks = 0
    with faults_on_stderr():
        if folder is None:
            from samklang.analysis.analysis import audited
            from samklang.package.outside import read_outside

            released = audited(read_outside(package))
            inferences, lost = released.inferences, released.loss
        else:
            from samklang.core.disclosure.ranges import Contradiction
            from samklang.publication.reading.audit import audit_folder, register_of
            from samklang.publication.reading.beside import OtherFolder

            known = [OtherFolder(other) for other in others]
            known += [OtherFolder(other, register_of(own)) for own, other in others_of]
            try:
                seen = audit_folder(folder, register_of(package), others=known)
            except Contradiction as error:
                click.echo(f"{folder}: the files do not agree with each other. {error}", err=True)
                sys.exit(1)
            inferences, lost = seen.inferences, seen.loss
            for leak in seen.leaks:
                click.echo(f"{leak.path}: {leak.number} stands beside “{leak.label}”  PRINTED")
            leaks = len(seen.leaks)
            click.echo(f"{seen.files} files read; numbers that the data withhold: {leaks} printed.")
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
    if narrow or leaks:
        sys.exit(1)


@click.command()
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

            package_audit = audited(read_outside(package))
            issued = package_audit.issued
        freeze_package(package, issued=issued)
    click.echo(f"{package}: frozen.")


@click.command()
@package_argument
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--later",
    type=click.Path(path_type=Path),
    help="The later theme's package: what members who answered both said narrows its changes.",
)
def series(package: Path, folder: Path, later: Path | None) -> None:
    """Print what PACKAGE, built in FOLDER, is to a later theme: its entry in theme.yaml.

    The entry holds the shares that were printed and the questions as they were asked, so that a
    later theme can tell what has changed, and when a question has.
    """
    with faults_on_stderr():
        from samklang.package.outside import read_outside
        from samklang.package.write import series_entry
        from samklang.publication.pairs import same_members, with_pairs
        from samklang.publication.series import earlier_theme

        then = read_outside(package)
        earlier = earlier_theme(then, folder)
        if later:
            now = read_outside(later)
            earlier = with_pairs(earlier, then, now, same=same_members(then, now))
    click.echo(series_entry(earlier), nl=False)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def schema(folder: Path) -> None:
    """Write the JSON Schemas of a theme package's files into FOLDER."""
    from samklang.package.schema import write_schemas

    write_schemas(folder)
    click.echo(f"{folder}: schemas written.")


COMMANDS = (
    check,
    build,
    verify,
    demo,
    audit,
    freeze,
    series,
    schema,
)
