"""Rows by name, a page at a time. The order is Swedish's own: databases know it in different ways,
or not at all, and put 10 before 2.
"""

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar, overload

from django.db.models import Model, QuerySet

from samklang.core.language.alphabet import folded, sort_key

Row = TypeVar("Row", bound=Model)


class ByName(Sequence[Row], Generic[Row]):
    """The rows of a query by name, then by age. Two queries: all names, and the rows looked at.

    name: the field to sort by. search: words, each of which one of the fields `within` holds,
    whatever the case of its letters.
    """

    def __init__(
        self, rows: QuerySet[Row], *, name: str, search: str = "", within: Sequence[str] = ()
    ):
        self._rows = rows
        words = [folded(word) for word in search.split()]
        if words:
            keys = [
                (sort_key(named), pk)
                for pk, named, *fields in rows.order_by().values_list("pk", name, *within)
                if all(any(word in folded(field) for field in fields) for word in words)
            ]
        else:
            names = rows.order_by().values_list("pk", name)
            keys = [(sort_key(named), pk) for pk, named in names]
        self._all = not words
        self._keys = [pk for _, pk in sorted(keys)]

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> "Sequence[Row]": ...
    def __getitem__(self, at: int | slice) -> "Row | Sequence[Row]":
        keys = self._keys[at] if isinstance(at, slice) else [self._keys[at]]
        rows = self._rows.order_by()
        looked_at = rows if self._all and len(keys) == len(self) else rows.filter(pk__in=keys)
        there: dict[object, Row] = {row.pk: row for row in looked_at}
        # A row that has gone since is left out.
        members = [there[key] for key in keys if key in there]
        return members if isinstance(at, slice) else members[0]

    def in_parts(self, size: int = 500) -> Iterator[Row]:
        """The rows one by one, so many of them in memory at a time. One query a part."""
        for at in range(0, len(self), size):
            yield from self[at : at + size]

    def __iter__(self) -> Iterator[Row]:
        return iter(self[:])
