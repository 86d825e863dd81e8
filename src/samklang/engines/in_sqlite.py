"""The tally in SQLite, in memory: the standard library's engine, to check the others by."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing

from samklang.engines.long_table import Row
from samklang.engines.sql import CREATE, TALLY


def count(rows: Iterable[Row]) -> list[tuple[str, str, str, int]]:
    """Respondents by (question, stratum, option)."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(CREATE)
        connection.executemany("INSERT INTO answers VALUES (?, ?, ?, ?)", rows)
        return connection.execute(TALLY).fetchall()
