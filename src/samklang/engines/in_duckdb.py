"""The tally in DuckDB, in memory: fast enough for millions and quick to start for forty."""

from collections.abc import Iterable
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

    source = iter(rows)
    # One thread: starting more costs more than they earn on a survey of ordinary size.
    with duckdb.connect(":memory:", config={"threads": 1}) as connection:
        connection.execute(CREATE)
        while chunk := list(islice(source, CHUNK)):
            # Arrays go in four times as fast as bound lists, and far faster than executemany.
            columns = zip(Row._fields, zip(*chunk, strict=True), strict=True)
            connection.register("chunk", {n: np.array(c, dtype=object) for n, c in columns})
            connection.execute("INSERT INTO answers SELECT * FROM chunk")
            connection.unregister("chunk")
        return connection.execute(sql).fetchall()
