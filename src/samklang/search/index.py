"""The protocol of an index: it is given tokens, and says in which documents they stand.

What a word is, which examples a query fits and in what order is the core's, so that every engine
answers the same. Cursors are Django's: parameters are written %s.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

TABLE = "catalogue_search"
# Any of the tokens of each group.
Clause = Sequence[Sequence[str]]


class SearchIndex(Protocol):
    """An index of documents by number, each with its tokens: letters and digits, spaces between."""

    def create(self, cursor: Any) -> None:
        """Makes what is not there of the table and what finds its tokens."""

    def put_all(self, cursor: Any, tokens: Mapping[int, str]) -> None:
        """Adds documents that are not there, each with its tokens, by their numbers."""

    def remove(self, cursor: Any, document: int, tokens: str) -> None:
        """Takes out a document, which was put in with these tokens."""

    def purge(self, cursor: Any) -> None:
        """Leaves nothing in the index of what was taken out."""

    def clear(self, cursor: Any) -> None:
        """Takes out everything, for documents to be put in; `create` ends that."""

    def documents(
        self, cursor: Any, clause: Clause, *, every: int, nth: int
    ) -> npt.NDArray[np.int64]:
        """The numbers of the documents that have a token of every group, in their order.

        Of every so many numbers the nth, from 0: a language has one.
        """


def numbers(joined: str | None) -> npt.NDArray[np.int64]:
    """Document numbers in their order, of one text with commas between; None where there are none.

    One text, since a row a document costs ten times as much as finding it.
    """
    return np.sort(np.fromstring(joined or "", np.int64, sep=","))
