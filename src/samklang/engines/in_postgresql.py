"""The tally in PostgreSQL, at DATABASE_URL: where a network already keeps its answers."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from samklang.core.faults import Fault, FaultyInput
from samklang.engines.long_table import Row
from samklang.engines.sql import CREATE
from samklang.engines.wide_table import Plan, TableFault, Weights, quoted, where

if TYPE_CHECKING:
    import psycopg  # type: ignore[import-not-found,unused-ignore]

VARIABLE = "DATABASE_URL"


def query(rows: Iterable[Row], sql: str) -> list[tuple[Any, ...]]:
    """What `sql` gives of the long table `answers`, a temporary table that leaves no trace.

    Raises FaultyInput without a driver or an address, or where the server does not answer.
    """
    create = CREATE.replace("CREATE TABLE", "CREATE TEMPORARY TABLE")
    with _cursor() as cursor:
        cursor.execute(create)
        with cursor.copy("COPY answers FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        found: list[tuple[Any, ...]] = cursor.execute(sql.encode()).fetchall()
        return found


class PostgreSQLTable:
    """A wide table of the database, `table` or `schema.table`: see `wide_table.WideTable`."""

    def __init__(self, table: str):
        self.name = table
        self._source = ".".join(quoted(part) for part in table.split("."))

    def columns(self) -> tuple[str, ...]:
        """The columns' names. Raises FaultyInput."""
        import psycopg

        with _cursor() as cursor:
            try:
                cursor.execute(f"SELECT * FROM {self._source} LIMIT 0".encode())
            except psycopg.errors.UndefinedTable as error:
                what, remedy = "the database has no such table.", "Name one as schema.table."
                raise FaultyInput([Fault(self.name, 0, "", what, remedy)]) from error
            return tuple(column.name for column in cursor.description or ())

    def weights(self, column: str, statuses: Sequence[str]) -> Weights:
        """The range of the weights, to choose their unit by."""
        import psycopg

        weight = f"CAST({quoted(column)} AS DOUBLE PRECISION)"
        asked = f"MIN({weight}), MAX({weight}), COUNT(*), COUNT({weight})"
        sql = f"SELECT {asked} FROM {self._source}{where(statuses)}"
        with _cursor() as cursor:
            try:
                found = cursor.execute(sql.encode()).fetchone()
            except psycopg.DataError as error:
                raise TableFault(column, f"it holds what is no number ({error}).") from error
            return Weights(*(found or (None, None, 0, 0)))

    def counted(self, plan: Plan) -> None:
        """Nothing: `query` is as fast."""

    def query(self, plan: Plan) -> Iterator[tuple[Any, ...]]:
        """The rows of the plan's SQL texts."""
        view = f"CREATE TEMPORARY VIEW samklang_tallied AS {plan.view(self._source)}"
        with _cursor() as cursor:
            cursor.execute(view.encode())
            for sql in plan.sql():
                yield from cursor.execute(sql.encode())


@contextmanager
def _cursor() -> "Iterator[psycopg.Cursor[tuple[Any, ...]]]":
    """A cursor on the database; nothing that is done with it is kept."""
    try:
        import psycopg
    except ImportError as error:
        what = "the driver of PostgreSQL is not installed."
        raise _fault(what, "Install psycopg[binary], or use another engine.") from error
    address = os.environ.get(VARIABLE, "")
    if not address.startswith(("postgresql://", "postgres://")):
        what = "it does not name a PostgreSQL database."
        raise _fault(what, "Set it to postgresql://USER@HOST/DATABASE.")
    try:
        with psycopg.connect(address) as connection, connection.cursor() as cursor:
            yield cursor
            # Temporary tables and views go with the connection; there is nothing to commit.
            connection.rollback()
    except psycopg.OperationalError as error:
        raise _fault(f"the database does not answer: {error}.", "Is it running?") from error


def _fault(what: str, remedy: str) -> FaultyInput:
    return FaultyInput([Fault(VARIABLE, 0, "", what, remedy)])
