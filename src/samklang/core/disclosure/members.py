"""Members: how many of a register there are of each group; whoever reads a report has it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations

from samklang.core.disclosure.candidate import Conditions
from samklang.core.disclosure.outline import ANSWERED, MISSING
from samklang.core.privacy import Internal
from samklang.core.theme.register import Register

# Groups of which every set is held against the members that it shares, and how many these are at
# most: a withheld number is seldom so large that more of them would narrow it.
EVERY_SET = 3
MOST_SHARED = 12


@dataclass(frozen=True)
class GroupSize:
    """How many invited members have the same values of all columns of a register."""

    values: Internal[tuple[str, ...]]
    members: Internal[int]


class Members:
    """Invited members by the register's columns: no count of a group exceeds its members.

    groups: of each member, its values of the columns.
    """

    def __init__(self, columns: Sequence[str], groups: Iterable[Mapping[str, str]]):
        self.columns = tuple(columns)
        self._of_all = Counter(tuple(of[column] for column in columns) for of in groups)
        self._alone: Conditions | None = None
        self._sizes: dict[tuple[str, ...], Counter[tuple[str, ...]]] = {}

    @classmethod
    def of(cls, columns: Sequence[str], sizes: Iterable[GroupSize]) -> "Members":
        """Members that have been counted by all the columns."""
        members = cls(columns, ())
        members._of_all = Counter({size.values: size.members for size in sizes})
        return members

    @property
    def sizes(self) -> tuple[GroupSize, ...]:
        """How many there are of each group by all the columns."""
        return tuple(GroupSize(values, n) for values, n in sorted(self._of_all.items()))

    def alone(self) -> Conditions:
        """The columns of which all members have one value, with that value."""
        if self._alone is None:
            self._alone = tuple(
                sorted(
                    (column, values.pop())
                    for column in self.columns
                    if len(values := self.values(column)) == 1
                )
            )
        return self._alone

    def values(self, column: str) -> set[str]:
        """The values of a column that some member has; none where there is no such column."""
        if column not in self.columns:
            return set()
        place = self.columns.index(column)
        return {values[place] for values in self._of_all}

    def shared(self, one: str, other: str) -> Mapping[str, Mapping[str, int]]:
        """Members who have a value of each of two columns: by that of one, those of the other."""
        places = self.columns.index(one), self.columns.index(other)
        counts: dict[str, Counter[str]] = {}
        for values, members in self._of_all.items():
            own, there = (values[place] for place in places)
            counts.setdefault(own, Counter())[there] += members
        return counts

    def most(self, conditions: Conditions) -> int | None:
        """Members who fulfil those of the conditions that are of columns; None where none is."""
        own = [(c, v) for c, v in conditions if c in self.columns and v not in (ANSWERED, MISSING)]
        if not own:
            return None
        columns = tuple(column for column, _ in own)
        if columns not in self._sizes:
            places = [self.columns.index(column) for column in columns]
            counts = self._sizes[columns] = Counter()
            for values, members in self._of_all.items():
                counts[tuple(values[place] for place in places)] += members
        return self._sizes[columns][tuple(value for _, value in own)]


def members(register: Register | None, columns: Sequence[str]) -> Members | None:
    """The invited members by group; None where the register has none of these columns."""
    if register is None or not set(columns) & set(register.groups):
        return None
    return Members(register.groups, [m.groups for m in register.members if m.invited])


def group_sizes(register: Register | None) -> tuple[GroupSize, ...]:
    """How many invited members there are of each group by all the register's columns."""
    known = members(register, register.groups) if register else None
    return known.sizes if known else ()


def small_sets(sizes: Mapping[str, int]) -> Iterator[tuple[Collection[str], int]]:
    """Sets of groups with the members they have, so far as these are few; none to begin with."""
    order = sorted(sizes, key=lambda group: (sizes[group], group))
    sets: Iterable[Collection[str]] = accumulate(((group,) for group in order), initial=())
    if len(order) <= EVERY_SET:
        sets = (chosen for k in range(len(order) + 1) for chosen in combinations(order, k))
    for chosen in sets:
        members = sum(sizes[group] for group in chosen)
        if members <= MOST_SHARED:
            yield chosen, members
