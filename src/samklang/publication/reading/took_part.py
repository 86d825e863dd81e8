"""Who took part by group: which columns of the register the page's groups are of, and how many of
each have answered at least since the design has been estimated."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import permutations
from types import MappingProxyType
from typing import NamedTuple

from samklang.core.disclosure.released import AnsweredAtLeast
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Language, texts_of
from samklang.core.theme.register import Register
from samklang.core.vocabulary import counties

# How many of a group must answer for what the method's words say: that it is a stratum, or that
# weights are calibrated to it.
NEEDED = {"strata": 2, "one": 1, "poststrat": 1, "raking": 1, "regression": 1}
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


def at_least(
    texts: Iterable[str], columns: Values, sizes: Mapping[Values, int], language: Language
) -> tuple[AnsweredAtLeast, ...]:
    """How many of each group of a page have answered, by what the method's words say of the design.

    sizes: invited members. Of strata that are counted together only the whole is known.
    """
    said = list(texts)
    least = max((n for design, n in NEEDED.items() if _says(said, design, language)), default=0)
    if not least or _says(said, "merged", language):
        return ()
    return tuple(
        AnsweredAtLeast(tuple(zip(columns, values, strict=True)), min(least, invited))
        for values, invited in sizes.items()
    )


def _says(texts: Iterable[str], design: str, language: Language) -> bool:
    """Whether some text says, whatever it names, what the method says of a kind of design."""
    words = phrase(language, f"report.weighting_{design}", strata="§", columns="§", groups="§")
    return any(all(part in text for part in words.split("§")) for text in texts)
