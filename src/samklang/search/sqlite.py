"""The index in SQLite: FTS5 without content, over tokens that are already made.

The tokenizer `ascii` leaves every letter beyond ASCII as it is (`unicode61` would fold å, ä and ö,
and knows only the letters of Unicode 6.1). SQLite before 3.43 cannot delete from a table without
content but by the tokens themselves, and before 3.42 has no `secure-delete`: `optimize` writes
the index anew as one segment without what was taken out, and secure_delete overwrites the old.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from samklang.search.index import TABLE, Clause, numbers


class SqliteIndex:
    """FTS5."""

    def create(self, cursor: Any) -> None:
        """Makes what is not there of the table and what finds its tokens."""
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} "
            "USING fts5(tokens, content='', detail=none, tokenize='ascii')"
        )

    def put_all(self, cursor: Any, tokens: Mapping[int, str]) -> None:
        """Adds documents that are not there, each with its tokens, by their numbers."""
        cursor.executemany(
            f"INSERT INTO {TABLE}(rowid, tokens) VALUES (%s, %s)", list(tokens.items())
        )

    def remove(self, cursor: Any, document: int, tokens: str) -> None:
        """Takes out a document, which was put in with these tokens."""
        cursor.execute(
            f"INSERT INTO {TABLE}({TABLE}, rowid, tokens) VALUES ('delete', %s, %s)",
            [document, tokens],
        )

    def purge(self, cursor: Any) -> None:
        """Leaves nothing in the index of what was taken out."""
        cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')")

    def clear(self, cursor: Any) -> None:
        """Takes out everything, for documents to be put in; `create` ends that."""
        cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('delete-all')")

    def documents(
        self, cursor: Any, clause: Clause, *, every: int, nth: int
    ) -> npt.NDArray[np.int64]:
        """The numbers of the documents that have a token of every group, in their order."""
        match = " AND ".join(
            "(" + " OR ".join(f'"{token}"' for token in group) + ")" for group in clause
        )
        cursor.execute(
            f"SELECT group_concat(rowid) FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid %% %s = %s",
            [match, every, nth],
        )
        return numbers(cursor.fetchone()[0])
