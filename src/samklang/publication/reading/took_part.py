"""Who took part by group: which columns of the register the page's groups are of."""

from collections import Counter
from collections.abc import Mapping
from itertools import permutations
from types import MappingProxyType
from typing import NamedTuple

from samklang.core.language.wording import LANGUAGES, texts_of
from samklang.core.theme.register import Register
from samklang.core.vocabulary import counties

# Columns that a page's groups are of at most; a design with more has hardly a group that answers.
MOST_COLUMNS = 3
Values = tuple[str, ...]


class GroupColumns(NamedTuple):
    """Columns of groups, and their values by the words that a page calls a group."""

    columns: Values = ()
    values: Mapping[str, Values] = MappingProxyType({})


def columns_of(
    sizes: Mapping[str, int], register: Register | None, *, labels: Mapping[tuple[str, str], str]
) -> GroupColumns:
    """Which columns of the register the groups of a page are of.

    sizes: invited members by those words. labels: what figures call a value of a column; counties
    are called by name without any. Columns whose groups are as large as the page says come first;
    of another edition's page, whose register was another, those that have all its groups.
    None where none has.
    """
    if register is None or not sizes:
        return GroupColumns()
    fitting: list[GroupColumns] = []
    longest = min(MOST_COLUMNS, 1 + max(label.count(", ") for label in sizes))
    for size in range(1, longest + 1):
        for columns in permutations(register.groups, size):
            members = Counter(
                tuple(m.groups[c] for c in columns) for m in register.members if m.invited
            )
            values = _called(columns, members, labels)
            if not sizes.keys() <= values.keys():
                continue
            if all(members[values[label]] == invited for label, invited in sizes.items()):
                return GroupColumns(columns, values)
            fitting.append(GroupColumns(columns, values))
    return fitting[0] if fitting else GroupColumns()


def _called(
    columns: Values, members: Mapping[Values, int], labels: Mapping[tuple[str, str], str]
) -> Mapping[str, Values]:
    """The values of columns by all that they are called, in any language."""
    named = {
        ("county", county.code): tuple(texts_of(county.name)) for county in counties().values()
    }
    called: dict[str, Values] = {}
    for values in members:
        pairs = list(zip(columns, values, strict=True))
        spoken = (
            values,
            tuple(labels.get(pair, pair[1]) for pair in pairs),
            *zip(*(named.get(pair, (pair[1],) * len(LANGUAGES)) for pair in pairs), strict=True),
        )
        called |= {", ".join(names): values for names in spoken}
    return called
