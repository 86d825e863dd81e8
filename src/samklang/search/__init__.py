"""Search: which examples hold a token, in SQLite (FTS5) and in PostgreSQL (text search) alike."""

from samklang.search.index import TABLE, SearchIndex
from samklang.search.postgresql import PostgresqlIndex
from samklang.search.sqlite import SqliteIndex

__all__ = ["TABLE", "SearchIndex", "index_of"]


def index_of(vendor: str) -> SearchIndex:
    """The index of a database: `sqlite`, else that of PostgreSQL."""
    return SqliteIndex() if vendor == "sqlite" else PostgresqlIndex()
