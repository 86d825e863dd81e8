"""The connection to PostgreSQL: one that was just used is not asked whether it is still there."""

import select
import time
from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as _DatabaseWrapper

from samklang.site.database.asking import Asking
from samklang.site.database.postgresql.statements import Statements

# Seconds. A server that has gone without a word is found out about after a rest as long as this.
REST = 1.0


class DatabaseWrapper(Asking, _DatabaseWrapper):
    """Django's, whose check of a kept connection costs a journey to the server at every request.

    A server that ends a connection says so, and then something waits to be read. So the server is
    asked after a fault, after a rest of `REST` seconds, or when something waits; else it is known
    from the socket alone.
    """

    _known_until = 0.0
    _statements: Statements | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connects, as Django does. The new connection is known to work."""
        made = super().get_new_connection(conn_params)
        self._statements = Statements(made)
        self._known_until = time.monotonic() + REST
        return made

    def _run(self, sql: str, parameters: Sequence[Any], *, rows: bool) -> Any:
        """The first row of a statement, or how many it has met."""
        if self.autocommit and self._statements is not None:
            row, met = self._statements.run(sql, parameters)
            return row if rows else met
        # The driver begins the transaction with the first statement in it.
        with self.create_cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchone() if rows else cursor.rowcount

    def _rollback(self) -> None:
        super()._rollback()
        self._doubt()

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)
        self._doubt()

    def _doubt(self) -> None:
        if self._statements is not None:
            self._statements.doubt()

    def is_usable(self) -> bool:
        """Whether the kept connection can be used. Asks the server only where it must."""
        usable = self._is_known_usable() or bool(super().is_usable())
        if usable:
            self._known_until = time.monotonic() + REST
        return usable

    def _is_known_usable(self) -> bool:
        if self.connection is None or self.connection.closed or self.errors_occurred:
            return False
        if time.monotonic() >= self._known_until:
            return False
        socket = select.poll()
        socket.register(self.connection.fileno(), select.POLLIN)
        return not socket.poll(0)
