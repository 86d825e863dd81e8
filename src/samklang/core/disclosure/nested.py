"""What the register tells of groups: their members, and which columns lie within others."""

from collections.abc import Sequence
from itertools import permutations

from samklang.core.disclosure.links import Nested
from samklang.core.disclosure.members import GroupSize, Members
from samklang.core.theme.register import Register


def nested(register: Register | None, columns: Sequence[str]) -> tuple[Nested, ...]:
    """Pairs of these columns of which not every combination of values has an invited member.

    Columns that the register does not have are left out.
    """
    if register is None:
        return ()
    known = [column for column in dict.fromkeys(columns) if column in register.groups]
    members = [m.groups for m in register.members if m.invited]
    pairs = []
    for fine, coarse in permutations(known, 2):
        within: dict[str, set[str]] = {}
        for groups in members:
            within.setdefault(groups[fine], set()).add(groups[coarse])
        everywhere = {groups[coarse] for groups in members}
        if any(values != everywhere for values in within.values()):
            frozen = {value: frozenset(values) for value, values in within.items()}
            pairs.append(Nested(fine, coarse, frozen))
    return tuple(pairs)


def members(register: Register | None, columns: Sequence[str]) -> Members | None:
    """The invited members by group; None where the register has none of these columns."""
    if register is None or not set(columns) & set(register.groups):
        return None
    return Members(register.groups, [m.groups for m in register.members if m.invited])


def group_sizes(register: Register | None) -> tuple[GroupSize, ...]:
    """How many invited members there are of each group by all the register's columns."""
    known = members(register, register.groups) if register else None
    return known.sizes if known else ()
