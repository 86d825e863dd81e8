"""Statements prepared in one connection to PostgreSQL, and sent by libpq without a cursor around.

For statements outside transactions, which give one row or none. A driver's cursor reads, for each
of them, what it may be about; here that is done once.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import ConnStatus, ExecStatus


class Statements:
    """The statements of a connection, by their text and the types of their values."""

    def __init__(self, connection: psycopg.Connection[Any]):
        self._connection, self._libpq = connection, connection.pgconn
        self._values = Transformer.from_context(connection)
        self._names: dict[tuple[str, tuple[int, ...]], bytes] = {}
        self._numbers = count()
        self._doubted = False

    def doubt(self) -> None:
        """What was prepared may be gone: after a rollback the driver may have let go of all."""
        self._doubted = True

    def run(self, sql: str, parameters: Sequence[Any]) -> tuple[Sequence[Any] | None, int]:
        """The first row, or None, and how many rows were met. Raises psycopg.Error.

        Outside a transaction, where a statement that is no longer prepared is so once more.
        """
        if self._doubted:
            self._look()
        values = self._values.dump_sequence(parameters, [PyFormat.AUTO] * len(parameters))
        key = sql, self._values.types or ()
        try:
            found = self._run(key, values)
        except InvalidSqlStatementName:
            self._names.clear()
            found = self._run(key, values)
        met = int(found.command_tuples or 0)
        if not found.ntuples:
            return None, met
        self._values.set_pgresult(found)
        return self._values.load_row(0, tuple), met

    def _look(self) -> None:
        """Finds out whether what was prepared is there; it goes all at once."""
        there = b"SELECT FROM pg_prepared_statements WHERE name LIKE 'samklang%' LIMIT 1"
        if self._names and not self._checked(self._libpq.exec_(there)).ntuples:
            self._names.clear()
        self._doubted = False

    def _run(self, key: tuple[str, tuple[int, ...]], values: Sequence[Any]) -> Any:
        name = self._names.get(key)
        if name is None:
            name = f"samklang_{next(self._numbers)}".encode()
            self._checked(self._libpq.prepare(name, _rewritten(key[0]), key[1]))
            self._names[key] = name
        return self._checked(self._libpq.exec_prepared(name, values, self._values.formats))

    def _checked(self, found: Any) -> Any:
        if found.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
            return found
        if self._libpq.status != ConnStatus.OK:
            raise psycopg.OperationalError(found.error_message.strip() or "the connection is lost")
        raise error_from_result(found, self._connection.info.encoding)


@lru_cache(maxsize=512)
def _rewritten(sql: str) -> bytes:
    """The statement with its places written as PostgreSQL has them."""
    first, *rest = sql.split("%s")
    numbered = first + "".join(f"${n}{part}" for n, part in enumerate(rest, 1))
    return numbered.replace("%%", "%").encode()
