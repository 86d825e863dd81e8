"""Members: how many of a register there are of each group; whoever reads a report has it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from samklang.core.disclosure.candidate import Conditions
from samklang.core.disclosure.outline import ANSWERED, MISSING


class Members:
    """Invited members by the register's columns: no count of a group exceeds its members.

    groups: of each member, its values of the columns.
    """

    def __init__(self, columns: Sequence[str], groups: Sequence[Mapping[str, str]]):
        self.columns, self.groups = frozenset(columns), groups
        self._alone: Conditions | None = None
        self._sizes: dict[tuple[str, ...], Counter[tuple[str, ...]]] = {}

    def alone(self) -> Conditions:
        """The columns of which all members have one value, with that value."""
        if self._alone is None:
            first = self.groups[0] if self.groups else {}
            self._alone = tuple(
                (column, first[column])
                for column in sorted(self.columns & first.keys())
                if all(groups[column] == first[column] for groups in self.groups)
            )
        return self._alone

    def most(self, conditions: Conditions) -> int | None:
        """Members who fulfil those of the conditions that are of columns; None where none is."""
        own = [(c, v) for c, v in conditions if c in self.columns and v not in (ANSWERED, MISSING)]
        if not own:
            return None
        columns = tuple(column for column, _ in own)
        if columns not in self._sizes:
            self._sizes[columns] = Counter(
                tuple(groups[column] for column in columns) for groups in self.groups
            )
        return self._sizes[columns][tuple(value for _, value in own)]
