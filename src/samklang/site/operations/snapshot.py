"""A consistent copy of the database while the site runs, and back again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper

from samklang.site.data import DATABASE


@dataclass(frozen=True)
class Snapshot:
    """The database at one moment. parts: files that hold it, by name in the backup."""

    vendor: str
    parts: dict[str, Path]
    tables: dict[str, int]
    _cursor: Any

    def rows(self, table: str, *columns: str, where: str = "") -> list[tuple[Any, ...]]:
        """Rows of a table at that moment; none where there was no such table."""
        if table not in self.tables:
            return []
        names = ", ".join(f'"{c}"' for c in columns)
        self._cursor.execute(f'SELECT {names} FROM "{table}" {where}')
        return list(self._cursor.fetchall())


@contextmanager
def snapshot(scratch: Path) -> Iterator[Snapshot]:
    """Copies the database into a folder; readers and writers go on meanwhile.

    SQLite: VACUUM INTO, one read transaction, without the free pages of the file it copies.
    PostgreSQL: COPY of every table in one REPEATABLE READ transaction.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "sqlite":
        yield from _of_sqlite(connection, scratch)
    else:
        yield from _of_postgresql(connection, scratch)


def _of_sqlite(connection: Any, scratch: Path) -> Iterator[Snapshot]:
    import sqlite3

    copy = scratch / DATABASE
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    opened = sqlite3.connect(f"file:{copy}?mode=ro", uri=True)
    try:
        cursor = opened.cursor()
        names = cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        tables = {name: _count(cursor, name) for (name,) in names}
        yield Snapshot("sqlite", {f"database/{DATABASE}": copy}, tables, cursor)
    finally:
        opened.close()


def _of_postgresql(connection: Any, scratch: Path) -> Iterator[Snapshot]:
    own = connection.copy()
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            names = sorted(own.introspection.table_names(cursor))
            tables = {name: _count(cursor, name) for name in names}
            parts = {}
            for name in names:
                columns = [c.name for c in own.introspection.get_table_description(cursor, name)]
                listed = ", ".join(f'"{c}"' for c in columns)
                path = scratch / f"{name}.copy"
                with path.open("wb") as file:
                    # The first line names the columns, since a later version may order them anew.
                    file.write((" ".join(columns) + "\n").encode())
                    with cursor.copy(f'COPY "{name}" ({listed}) TO STDOUT') as copy:
                        for block in copy:
                            file.write(block)
                parts[f"database/{name}.copy"] = path
            yield Snapshot("postgresql", parts, tables, cursor)
    finally:
        own.close()


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')
    return int(cursor.fetchone()[0])


def is_empty() -> bool:
    """Whether the database that the site is set to has no table."""
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def fill_postgresql(folder: Path, migrations: Sequence[Sequence[str]]) -> None:
    """Fills an empty PostgreSQL database from the files of a snapshot, in one transaction.

    migrations: those that had been applied, as (app, name); the tables are made by them.
    """
    from django.apps import apps
    from django.db import transaction
    from django.db.migrations.executor import MigrationExecutor

    connection = connections[DEFAULT_DB_ALIAS]
    executor = MigrationExecutor(connection)
    applied = {(app, name) for app, name in migrations}
    for key, replacing in executor.loader.replacements.items():
        if applied.issuperset(replacing.replaces):
            applied = applied.difference(replacing.replaces) | {key}
    graph = executor.loader.graph
    # Only each app's newest: going to an older one after it would be a way back.
    last = [
        node
        for node in sorted(applied)
        if not any(c.key in applied and c.key[0] == node[0] for c in graph.node_map[node].children)
    ]
    executor.migrate(last)
    with transaction.atomic(), connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        cursor.execute("TRUNCATE " + ", ".join(f'"{name}"' for name in names))
        for name in names:
            _fill(cursor, name, folder / f"{name}.copy")
        models = apps.get_models(include_auto_created=True)
        there = [m for m in models if m._meta.db_table in names]
        for statement in connection.ops.sequence_reset_sql(no_style(), there):
            cursor.execute(statement)


def _fill(cursor: CursorWrapper, table: str, path: Path) -> None:
    with path.open("rb") as file:
        columns = ", ".join(f'"{c}"' for c in file.readline().decode().split())
        with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            while block := file.read(1 << 20):
                copy.write(block)
