"""The commands of whoever runs the site: backup, restore, and the trail's chain."""

import sys
from contextlib import suppress
from pathlib import Path

import click

from samklang.cli.console import faults_on_stderr, say, settings_on_stderr
from samklang.core.language.messages import message
from samklang.core.language.wording import ENGLISH, LANGUAGES, Language


def _prepare(*, begun: bool = False) -> None:
    """Sets the site up. begun: there must be one already, and none is made in looking for it."""
    with settings_on_stderr():
        from samklang.site.data import begun_in, data_folder
        from samklang.site.running import WrongSetting, prepare

        none = WrongSetting(
            f"no site has been begun with SAMKLANG_DATA={data_folder()} and its database; "
            "name those of the site, or begin it with samklang serve"
        )
        if begun and not begun_in(data_folder()):
            raise none
        prepare()
        from django.db import DatabaseError, connection

        with suppress(DatabaseError):  # one that does not answer may well have been begun
            if begun and "django_migrations" not in connection.introspection.table_names():
                raise none


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", multiple=True, metavar="KEY", help="Encrypt for this public key (age, SSH).")
def backup(file: Path, to: tuple[str, ...]) -> None:
    """Write database, packages, builds and secret to FILE while the site runs.

    Without --to (or SAMKLANG_BACKUP_TO) the file is not encrypted, and whoever has it can read
    every answer and use every member's link.
    """
    with faults_on_stderr():
        _prepare(begun=True)
        from samklang.site.operations.backup import backup as write_backup
        from samklang.web.actions.audit import record

        written = write_backup(file, to=to)
        record("back_up", by=None, encrypted=written.encrypted, size=written.size)
    for name in written.missing:
        say(f"{name}: named in the database and not in the folder.")
    if not written.encrypted:
        say("Not encrypted: keep it where only you can read it, or make a key (backup-key).")
    click.echo(f"{file}: {written.files} files, {written.size} bytes.")


@click.command(name="backup-key")
@click.argument("file", type=click.Path(path_type=Path))
def backup_key(file: Path) -> None:
    """Write a new private key to FILE and print the public key that backups are encrypted for.

    Keep FILE away from the site: it is needed to restore, and for nothing else.
    """
    from samklang.core.faults import faulty_file
    from samklang.site.operations.archive import new_key

    with faults_on_stderr():
        try:
            public = new_key(file)
        except FileExistsError:
            what = message("terminal.there_is_a_file_already")
            raise faulty_file(file, what, message("terminal.give_another_name")) from None
    click.echo(public)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--identity", type=click.Path(path_type=Path), help="The private key's file.")
@click.option("--verify", "verified", is_flag=True, help="Prove that what was restored is whole.")
def restore(file: Path, identity: Path | None, verified: bool) -> None:
    """Put the backup in FILE into an empty folder (SAMKLANG_DATA) and an empty database.

    --verify then goes through the database, the audit trail, every member's link, every package
    and every published edition. Ends with status 1 where anything is missing or altered.
    """
    from samklang.site.operations.restore import restore as put_back
    from samklang.site.operations.restore import verify as go_through

    with faults_on_stderr():
        try:
            manifest = put_back(file, key=identity, prepare=_prepare)
        except FileNotFoundError as error:
            raise click.UsageError(f"{error.filename}: there is no such file.") from None
    click.echo(f"{file}: restored, as it was {manifest['made']}.")
    if not verified:
        return
    checked = go_through(manifest, progress=say)
    for fault in checked.faults:
        click.echo(fault, err=True)
    click.echo(
        f"{checked.sent} answers sent in, {checked.links} links, {checked.packages} packages, "
        f"{checked.editions} published editions: {len(checked.faults)} faults."
    )
    if checked.faults:
        sys.exit(1)


@click.command(name="audit-log")
@click.option("--holds", multiple=True, metavar="HASH", help="A hash noted earlier: is it there?")
def audit_log(holds: tuple[str, ...]) -> None:
    """Check the audit trail's chain of hashes, and print its newest hash.

    Ends with status 1 where a row was changed, removed or put in. Rows cut off at the end are
    found with --holds and a hash from the log (chain=...), an earlier run or a backup.
    """
    _prepare(begun=True)
    from samklang.web.queries.audit import check_chain

    chain = check_chain(wanted=frozenset(holds))
    for row, word in chain.faults:
        click.echo(f"row {row}: {word}" if row else f"the end: {word}", err=True)
    missing = [digest for digest in holds if digest not in chain.known]
    for digest in missing:
        click.echo(f"{digest}: not in the trail", err=True)
    click.echo(f"{chain.rows} rows, {chain.blanked} emptied by rule. Newest hash: {chain.head}")
    if chain.faults or missing:
        sys.exit(1)


@click.command()
@click.option("--language", type=click.Choice(LANGUAGES), default=ENGLISH, show_default=True)
def doctor(language: Language) -> None:
    """Look at database, disk, files, fonts, clock, worker, mail, address, secret and backups.

    Every line says what was found and what to do. Ends with status 1 where there is a fault.
    """
    from samklang.core.language.phrases import phrase

    _prepare(begun=True)
    from samklang.site.operations.doctor import examine

    faults = 0
    for finding in examine():
        faults += finding.state == "fault"
        state = phrase(language, f"operations.state_{finding.state}")
        check = phrase(language, f"operations.check_{finding.check}")
        click.echo(f"[{state}] {check}: {finding.words(language)}")
    if faults:
        sys.exit(1)


COMMANDS = (backup, backup_key, restore, doctor, audit_log)
