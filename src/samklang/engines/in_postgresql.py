"""The tally in PostgreSQL, at DATABASE_URL: where a network already keeps its answers."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from samklang.core.faults import FaultyInput, faulty_file
from samklang.core.language.messages import Message, message
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
        fetched: list[tuple[Any, ...]] = cursor.execute(sql.encode()).fetchall()
        return fetched


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
                what = message("terminal.the_database_has_no_such_table")
                remedy = message("terminal.name_one_as_schema_table")
                raise faulty_file(self.name, what, remedy) from error
            return tuple(column.name for column in cursor.description or ())

    def weights(self, column: str, statuses: Sequence[str]) -> Weights:
        """The range of the weights, to choose their unit by."""
        import psycopg

        weight = f"CAST({quoted(column)} AS DOUBLE PRECISION)"
        asked = f"MIN({weight}), MAX({weight}), COUNT(*), COUNT({weight})"
        sql = f"SELECT {asked} FROM {self._source}{where(statuses)}"
        with _cursor() as cursor:
            try:
                row = cursor.execute(sql.encode()).fetchone()
            except psycopg.DataError as error:
                what = message("terminal.it_holds_what_is_no_number_error", error=error)
                raise TableFault(column, what) from error
            return Weights(*(row or (None, None, 0, 0)))

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
        what = message("terminal.the_driver_is_not_installed")
        raise _fault(what, message("terminal.install_the_driver")) from error
    address = os.environ.get(VARIABLE, "")
    if not address.startswith(("postgresql://", "postgres://")):
        what = message("terminal.it_does_not_name_a_database")
        raise _fault(what, message("terminal.set_it_to_a_database"))
    try:
        with psycopg.connect(address) as connection, connection.cursor() as cursor:
            yield cursor
            # Temporary tables and views go with the connection; there is nothing to commit.
            connection.rollback()
    except psycopg.OperationalError as error:
        what = message("terminal.the_database_does_not_answer", error=error)
        raise _fault(what, message("terminal.is_it_running")) from error


def _fault(what: Message, remedy: Message) -> FaultyInput:
    return faulty_file(VARIABLE, what, remedy)
