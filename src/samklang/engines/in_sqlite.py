"""The tally in SQLite: the standard library's engine, to check the others by."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from samklang.core.faults import faulty_file
from samklang.core.language.messages import message
from samklang.engines.long_table import Row
from samklang.engines.sql import CREATE
from samklang.engines.wide_table import Plan, TableFault, Weights, missing_file, quoted, where


def query(rows: Iterable[Row], sql: str) -> list[tuple[Any, ...]]:
    """What `sql` gives of the long table `answers`."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(CREATE)
        connection.executemany("INSERT INTO answers VALUES (?, ?, ?, ?)", rows)
        return connection.execute(sql).fetchall()


class SQLiteTable:
    """A wide table in an SQLite file, which is only read: see `wide_table.WideTable`."""

    def __init__(self, path: Path, table: str):
        self.name = f"{path.name}, {table}"
        self._path = path
        self._source = quoted(table)

    def columns(self) -> tuple[str, ...]:
        """The columns' names. Raises FaultyInput."""
        with self._reading() as connection:
            description = connection.execute(f"SELECT * FROM {self._source} LIMIT 0").description
            return tuple(column[0] for column in description)

    def weights(self, column: str, statuses: Sequence[str]) -> Weights:
        """The range of the weights, to choose their unit by."""
        # SQLite reads a text that is no number as 0; a table may hold numbers as text.
        name = quoted(column)
        text = f"TYPEOF({name}) = 'text' AND TRIM({name}) GLOB '*[^-+.0-9eE]*'"
        weight = f"CAST(NULLIF({name}, '') AS DOUBLE PRECISION)"
        asked = f"MIN({weight}), MAX({weight}), COUNT(*), COUNT({weight}), SUM({text})"
        with self._reading() as connection:
            sql = f"SELECT {asked} FROM {self._source}{where(statuses)}"
            *sums, words = connection.execute(sql).fetchone()
        if words:
            raise TableFault(column, message("terminal.it_holds_what_is_no_number"))
        return Weights(*sums)

    def counted(self, plan: Plan) -> None:
        """Nothing: `query` is as fast."""

    def query(self, plan: Plan) -> Iterator[tuple[Any, ...]]:
        """The rows of the plan's SQL texts."""
        with self._reading() as connection:
            connection.execute(
                f"CREATE TEMPORARY VIEW samklang_tallied AS {plan.view(self._source)}"
            )
            for sql in plan.sql():
                yield from connection.execute(sql)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if not self._path.exists():
            raise missing_file(self._path)
        try:
            address = f"{self._path.resolve().as_uri()}?mode=ro"
            with closing(sqlite3.connect(address, uri=True)) as connection:
                yield connection
        except sqlite3.Error as error:
            what = message("package.it_cannot_be_read", strerror=error)
            raise faulty_file(self.name, what, message("terminal.name_a_table_of_it")) from error
