"""A short way to the database for statements whose text is known: past Django's cursors.

What Django makes anew around every statement (a cursor, a wrapper around it, a look at who listens)
costs more than most of a member's statements. Faults, lost connections and transactions are as
Django has them; where somebody listens, so is the way.
"""

from collections.abc import Sequence
from typing import Any


class Asking:
    """Put before one of Django's ``DatabaseWrapper``; it gives `_run` with the driver's cursor."""

    def first(self: Any, sql: str, parameters: Sequence[Any]) -> Sequence[Any] | None:
        """The first row that a statement gives, as the driver reads it, or None."""
        if self.queries_logged or self.execute_wrappers:
            with self.cursor() as cursor:
                cursor.execute(sql, parameters)
                found: Sequence[Any] | None = cursor.fetchone()
                return found
        self._ready()
        with self.wrap_database_errors:
            return self._run(sql, parameters, rows=True)

    def changed(self: Any, sql: str, parameters: Sequence[Any]) -> int:
        """How many rows a statement that gives none has met."""
        if self.queries_logged or self.execute_wrappers:
            with self.cursor() as cursor:
                cursor.execute(sql, parameters)
                return int(cursor.rowcount)
        self._ready()
        with self.wrap_database_errors:
            return int(self._run(sql, parameters, rows=False))

    def _ready(self: Any) -> None:
        self.close_if_health_check_failed()
        self.ensure_connection()
        self.validate_no_broken_transaction()
