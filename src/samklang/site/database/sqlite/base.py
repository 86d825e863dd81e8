"""The connection to SQLite: the places of values in a statement are rewritten once, then known."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3.base import DatabaseWrapper as _DatabaseWrapper
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

from samklang.site.database.asking import Asking


class Cursor(SQLiteCursorWrapper):
    """Django's, which searches a statement for ``%s`` every time it is asked."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """The statement with its places written as SQLite has them."""
        if param_names is None:
            return _rewritten(query)
        named: str = super().convert_query(query, param_names=param_names)
        return named


class DatabaseWrapper(Asking, _DatabaseWrapper):
    """Django's, with our cursor."""

    def create_cursor(self, name: str | None = None) -> Cursor:
        """A new cursor on the connection."""
        made: Cursor = self.connection.cursor(factory=Cursor)
        return made

    def _run(self, sql: str, parameters: Sequence[Any], *, rows: bool) -> Any:
        """The first row of a statement, or how many it has met."""
        cursor = self.connection.execute(_rewritten(sql), parameters)
        found = cursor.fetchone() if rows else cursor.rowcount
        # Else it is still reading.
        cursor.close()
        return found


@lru_cache(maxsize=512)
def _rewritten(query: str) -> str:
    # Django's asks nothing of the cursor itself.
    rewritten: str = SQLiteCursorWrapper.convert_query(None, query)
    return rewritten
