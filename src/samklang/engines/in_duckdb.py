"""The tally in DuckDB, in memory: fast enough for millions and quick to start for forty."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from samklang.engines.long_table import Row
from samklang.engines.sql import CREATE

# Rows handed over at a time: bounds the memory that the texts take twice.
CHUNK = 100_000


def query(rows: Iterable[Row], sql: str) -> list[tuple[Any, ...]]:
    """What `sql` gives of the long table `answers`."""
    import duckdb
    import numpy as np

    # One thread: starting more costs more than they earn on a survey of ordinary size.
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.execute(CREATE)
        for columns in _chunks(rows):
            # Arrays go in four times as fast as bound lists, and far faster than executemany.
            arrays = {name: np.array(c, dtype=object) for name, c in columns.items()}
            connection.register("chunk", arrays)
            connection.execute("INSERT INTO answers SELECT * FROM chunk")
            connection.unregister("chunk")
        return connection.execute(sql).fetchall()


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
