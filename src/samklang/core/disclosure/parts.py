"""Parts: a report of one group of the members beside one of more groups, whichever came first.

Everybody that the part tells of is of the group, and whoever reads both takes it that nobody of the
group is left out: what the other report prints or withholds of the group is of all in the part.
"""

from dataclasses import dataclass

from samklang.core.disclosure.candidate import Conditions
from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.links import Linear, Links
from samklang.core.disclosure.members import Members
from samklang.core.disclosure.outline import Node, node
from samklang.core.language.messages import message
from samklang.core.privacy import Public


@dataclass(frozen=True)
class Part:
    """Of which group one of two reports is, () where none is a part. of_now: the later one is."""

    group: Public[Conditions] = ()
    of_now: Public[bool] = True


class PartTold(Exception):
    """How many took part in a part tells a number that an earlier report withholds."""

    def __init__(self, edition: str, group: str, place: str):
        self.edition, self.group, self.place = edition, group, place
        super().__init__(
            message("faults.part_tells_withheld", edition=edition, group=group, place=place)
        )


def part_of(earlier: EarlierRelease, members: Members | None) -> Part:
    """Whether a report of these members is a part of an earlier one, or the whole of it."""
    if group := of_group(earlier, members):
        return Part(group)
    if members is None or earlier.members is None or earlier.left or not earlier.added:
        return Part()
    alone = earlier.members.alone()
    return Part(tuple((c, v) for c, v in alone if members.values(c) - {v}), of_now=False)


def of_group(earlier: EarlierRelease, members: Members | None) -> Conditions:
    """The columns and values that all members of now have, where the earlier report has others too.

    Nothing where somebody has come since: then it is another edition, and no part.
    """
    if members is None or earlier.added or not earlier.left:
        return ()
    told: dict[str, set[str]] = {}
    pairs = [pair for o in earlier.outlines for row in o.rows for pair in o.within(row)]
    if (box := earlier.participation) is not None:
        pairs += [pair for g in box.groups for pair in zip(box.by, g.values, strict=True)]
    if (weights := earlier.weights) is not None:
        pairs += [pair for of in weights.of for pair in zip(weights.columns, of, strict=True)]
    for column, value in pairs:
        told.setdefault(column, set()).add(value)
    if (then := earlier.members) is not None:
        for column in members.columns:
            told.setdefault(column, set()).update(then.values(column))
    return tuple((c, v) for c, v in members.alone() if told.get(c, set()) - {v})


def tie_to_group(part: Links, whole: Links, group: Conditions) -> None:
    """Ties the numbers of a part in its group to those of all, and those of others to nobody.

    whole: the links of the other report, whose numbers by group they are held against.
    """
    for column, value in group:
        for counted in list(whole.index):
            conditions = dict(counted.conditions)
            if counted.measure or column not in conditions:
                continue
            within = conditions.pop(column)
            everybody = node(*conditions.items())
            if everybody not in part.index:
                continue
            here = part.at(counted)
            same = ((here, 1), (part.index[everybody], -1)) if within == value else ((here, 1),)
            part.rows.append(Linear(same, 0, 0))


def outside(counted: Node, whole: Members | None, part: Members | None) -> int | None:
    """The most of a number that a part leaves out: members of the whole who are not the part's.

    None where the register of either is not known, or the number is of all members.
    """
    if whole is None or part is None:
        return None
    most = whole.most(counted.conditions)
    if most is None:
        return None
    named = {column for column, _ in counted.conditions} & set(whole.columns)
    here = part.most(counted.conditions) if named <= set(part.columns) else None
    return max(0, most - (here or 0))


def in_group(counted: Node, group: Conditions) -> bool:
    """Whether a number is of the group."""
    return any(condition in group for condition in counted.conditions)
