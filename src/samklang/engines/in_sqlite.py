"""The tally in SQLite, in memory: the standard library's engine, to check the others by."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Any

from samklang.engines.long_table import Row
from samklang.engines.sql import CREATE


def query(rows: Iterable[Row], sql: str) -> list[tuple[Any, ...]]:
    """What `sql` gives of the long table `answers`."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(CREATE)
        connection.executemany("INSERT INTO answers VALUES (?, ?, ?, ?)", rows)
        return connection.execute(sql).fetchall()
