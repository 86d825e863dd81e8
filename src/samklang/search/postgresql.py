"""The index in PostgreSQL: text search vectors of tokens that are already made, and a GIN index.

The vector is made of an array, so that no parser or dictionary of the server's changes a token.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from samklang.search.index import TABLE, Clause, numbers


class PostgresqlIndex:
    """Text search vectors."""

    def create(self, cursor: Any) -> None:
        """Makes what is not there of the table and what finds its tokens."""
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {TABLE} "
            "(document bigint PRIMARY KEY, tokens tsvector NOT NULL)"
        )
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {TABLE}_tokens ON {TABLE} USING gin (tokens)")

    def put_all(self, cursor: Any, tokens: Mapping[int, str]) -> None:
        """Adds documents that are not there, each with its tokens, by their numbers."""
        cursor.execute(
            f"INSERT INTO {TABLE} (document, tokens) "
            "SELECT document, array_to_tsvector(string_to_array(tokens, ' ')) "
            # One text of all: each letter of an array of texts is read for quotes on the way.
            "FROM unnest(%s::bigint[], string_to_array(%s::text, ',')) AS given (document, tokens)",
            [list(tokens), ",".join(tokens.values())],
        )

    def remove(self, cursor: Any, document: int, tokens: str) -> None:
        """Takes out a document, which was put in with these tokens."""
        cursor.execute(f"DELETE FROM {TABLE} WHERE document = %s", [document])

    def purge(self, cursor: Any) -> None:
        """Nothing to do: no query sees a deleted row, and the worker writes the table anew."""

    def clear(self, cursor: Any) -> None:
        """Takes out everything, for documents to be put in; `create` ends that.

        What finds tokens goes too: made of all at once it takes a fraction of the time.
        """
        cursor.execute(f"TRUNCATE {TABLE}")
        cursor.execute(f"DROP INDEX IF EXISTS {TABLE}_tokens")

    def documents(
        self, cursor: Any, clause: Clause, *, every: int, nth: int
    ) -> npt.NDArray[np.int64]:
        """The numbers of the documents that have a token of every group, in their order."""
        match = " & ".join(
            "(" + " | ".join(f"'{token}'" for token in group) + ")" for group in clause
        )
        cursor.execute(
            f"SELECT string_agg(document::text, ',') FROM {TABLE} "
            "WHERE tokens @@ %s::tsquery AND document %% %s = %s",
            [match, every, nth],
        )
        return numbers(cursor.fetchone()[0])
