"""The tally in DuckDB: quick to start for forty, and flat in memory for tens of millions."""

import os
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samklang.core.faults import faulty_file
from samklang.core.language.messages import message
from samklang.engines.long_table import Row
from samklang.engines.sql import CREATE
from samklang.engines.wide_table import (
    Plan,
    TableFault,
    Weights,
    literal,
    missing_file,
    quoted,
    where,
)

if TYPE_CHECKING:
    import duckdb

Config = dict[str, str | bool | int | float | list[str]]

# Rows handed over at a time: bounds the memory that the texts take twice.
CHUNK = 100_000
# What a tally may hold in memory; what is more goes to a temporary folder.
MEMORY = "200MB"
# Rows of a Parquet file that are gathered in memory before they are written.
GROUP = 20_480
# Every thread holds a part of the file in memory.
THREADS = 4


def query(rows: Iterable[Row], sql: str) -> list[tuple[Any, ...]]:
    """What `sql` gives of the long table `answers`."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="samklang-") as folder:
        # One thread: starting more costs more than they earn on a survey of ordinary size.
        config: Config = {"threads": 1, "memory_limit": MEMORY, "temp_directory": folder}
        with duckdb.connect(":memory:", config=config) as connection:
            _fill(connection, rows)
            return connection.execute(sql).fetchall()


def write_parquet(rows: Iterable[Row], file: Path) -> None:
    """Writes the long table as a Parquet file, for an engine that reads files best."""
    import duckdb

    # A database in a file beside it, so that memory stays flat however many rows there are.
    config: Config = {"threads": 1, "memory_limit": MEMORY, "preserve_insertion_order": False}
    with duckdb.connect(str(file.with_suffix(".duckdb")), config=config) as connection:
        _fill(connection, rows)
        connection.execute(f"COPY answers TO {literal(str(file))} (FORMAT parquet)")


class DuckDBTable:
    """A wide table in a Parquet or CSV file: see `wide_table.WideTable`."""

    def __init__(self, path: Path):
        self.name = path.name
        self._path = path
        self._csv = path.suffix.lower() == ".csv"
        self._folder = Path(tempfile.mkdtemp(prefix="samklang-"))
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def columns(self) -> tuple[str, ...]:
        """The columns' names. Raises FaultyInput."""
        with self._reading() as connection:
            rows = connection.execute(f"DESCRIBE SELECT * FROM {self._source()}").fetchall()
            return tuple(row[0] for row in rows)

    def weights(self, column: str, statuses: Sequence[str]) -> Weights:
        """The range of the weights, to choose their unit by."""
        import duckdb

        weight = f"CAST({quoted(column)} AS DOUBLE PRECISION)"
        asked = f"MIN({weight}), MAX({weight}), COUNT(*), COUNT({weight})"
        source = self._source() + where(statuses)
        with self._reading() as connection:
            try:
                row = connection.execute(f"SELECT {asked} FROM {source}").fetchone()
            except duckdb.ConversionException as error:
                what = message("terminal.it_holds_what_is_no_number_error", error=_say(error))
                raise TableFault(column, what) from error
            return Weights(*(row or (None, None, 0, 0)))

    def query(self, plan: Plan) -> Iterator[tuple[Any, ...]]:
        """The rows of the plan's SQL texts."""
        with self._viewing(plan) as connection:
            for sql in plan.sql():
                yield from connection.execute(sql).fetchall()

    def counted(self, plan: Plan) -> Sequence[tuple[Any, ...]] | None:
        """The rows of the plan's one text."""
        with self._viewing(plan) as connection:
            return connection.execute(plan.one_pass()).fetchall()

    @contextmanager
    def _viewing(self, plan: Plan) -> "Iterator[duckdb.DuckDBPyConnection]":
        with self._reading() as connection:
            select = plan.view(self._source())
            kept = self._folder / f"{sha256(select.encode()).hexdigest()}.parquet"
            if self._csv:
                # Read as text once, not once for every GROUP BY.
                file = literal(str(kept))
                if not kept.exists():
                    form = f"FORMAT parquet, ROW_GROUP_SIZE {GROUP}"
                    connection.execute(f"COPY ({select}) TO {file} ({form})")
                select = f"SELECT * FROM read_parquet({file})"
            connection.execute(f"CREATE OR REPLACE VIEW samklang_tallied AS {select}")
            yield connection

    def _source(self) -> str:
        path = literal(str(self._path / "*.parquet" if self._path.is_dir() else self._path))
        if self._csv:
            return f"read_csv({path}, header = true, all_varchar = true, delim = ',', quote = '\"')"
        return f"read_parquet({path})"

    @cached_property
    def _connection(self) -> "duckdb.DuckDBPyConnection":
        import duckdb

        config: Config = {
            "threads": min(THREADS, os.cpu_count() or 1),
            "memory_limit": MEMORY,
            "temp_directory": str(self._folder),
            "preserve_insertion_order": False,
        }
        return duckdb.connect(":memory:", config=config)

    @contextmanager
    def _reading(self) -> "Iterator[duckdb.DuckDBPyConnection]":
        import duckdb

        if not self._path.exists():
            raise missing_file(self._path)
        try:
            yield self._connection
        except duckdb.Error as error:
            what = message("package.it_cannot_be_read", strerror=_say(error))
            remedy = message("terminal.give_a_parquet_file")
            raise faulty_file(self.name, what, remedy) from error


def _fill(connection: "duckdb.DuckDBPyConnection", rows: Iterable[Row]) -> None:
    import numpy as np

    connection.execute(CREATE)
    for columns in _chunks(rows):
        # Arrays go in four times as fast as bound lists, and far faster than executemany.
        arrays = {name: np.array(c, dtype=object) for name, c in columns.items()}
        connection.register("chunk", arrays)
        connection.execute("INSERT INTO answers SELECT * FROM chunk")
        connection.unregister("chunk")


def _chunks(rows: Iterable[Row]) -> Iterator[dict[str, list[str]]]:
    """The rows as columns. No row outlives its turn: keeping them doubles the time."""
    source = iter(rows)
    while True:
        columns: tuple[list[str], ...] = ([], [], [], [])
        add = [column.append for column in columns]
        for respondent, stratum, question, option in islice(source, CHUNK):
            add[0](respondent)
            add[1](stratum)
            add[2](question)
            add[3](option)
        if not columns[0]:
            return
        yield dict(zip(Row._fields, columns, strict=True))


def _say(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")
