"""The tally in PostgreSQL, at DATABASE_URL: where a network already keeps its answers."""

import os
from collections.abc import Iterable
from typing import Any

from samklang.core.faults import Fault, FaultyInput
from samklang.engines.long_table import Row
from samklang.engines.sql import CREATE

VARIABLE = "DATABASE_URL"


def query(rows: Iterable[Row], sql: str) -> list[tuple[Any, ...]]:
    """What `sql` gives of the long table `answers`, a temporary table that leaves no trace.

    Raises FaultyInput without a driver or an address, or where the server does not answer.
    """
    try:
        import psycopg  # type: ignore[import-not-found,unused-ignore]
    except ImportError as error:
        what = "the driver of PostgreSQL is not installed."
        raise _fault(what, "Install psycopg[binary], or use another engine.") from error
    address = os.environ.get(VARIABLE, "")
    if not address.startswith(("postgresql://", "postgres://")):
        what = "it does not name a PostgreSQL database."
        raise _fault(what, "Set it to postgresql://USER@HOST/DATABASE.")
    create = CREATE.replace("CREATE TABLE", "CREATE TEMPORARY TABLE")
    try:
        with psycopg.connect(address) as connection, connection.cursor() as cursor:
            cursor.execute(create)
            with cursor.copy("COPY answers FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            found: list[tuple[Any, ...]] = cursor.execute(sql.encode()).fetchall()
            # The temporary table goes with the connection; nothing is left to commit.
            connection.rollback()
            return found
    except psycopg.OperationalError as error:
        raise _fault(f"the database does not answer: {error}.", "Is it running?") from error


def _fault(what: str, remedy: str) -> FaultyInput:
    return FaultyInput([Fault(VARIABLE, 0, "", what, remedy)])
