"""Parts: a report of one group of the members, beside an earlier one that tells of more groups.

Everybody that the part tells of is of the group, and whoever reads both takes it that nobody of the
group is left out: what the earlier report prints or withholds of the group is of all in the part.
"""

from samklang.core.disclosure.candidate import Conditions
from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.links import Linear, Links
from samklang.core.disclosure.members import Members
from samklang.core.disclosure.outline import Node, node
from samklang.core.language.messages import message


class PartTold(Exception):
    """How many took part in a part tells a number that an earlier report withholds."""

    def __init__(self, edition: str, group: str, place: str):
        self.edition, self.group, self.place = edition, group, place
        super().__init__(
            message("faults.part_tells_withheld", edition=edition, group=group, place=place)
        )


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


def tie_to_group(links: Links, own: Links, group: Conditions) -> None:
    """Ties the numbers of now in the group to those of all, and those of other groups to nobody.

    own: the links of the earlier report, whose numbers by group they are held against.
    """
    for column, value in group:
        for counted in list(own.index):
            conditions = dict(counted.conditions)
            if counted.measure or column not in conditions:
                continue
            within = conditions.pop(column)
            whole = node(*conditions.items())
            if whole not in links.index:
                continue
            here = links.at(counted)
            same = ((here, 1), (links.index[whole], -1)) if within == value else ((here, 1),)
            links.rows.append(Linear(same, 0, 0))


def outside(counted: Node, earlier: EarlierRelease, members: Members | None) -> int | None:
    """The most of a number that a part leaves out: members of the whole who are not the part's.

    None where the register of the whole is not known, or the number is of all members.
    """
    if earlier.members is None or members is None:
        return None
    most = earlier.members.most(counted.conditions)
    if most is None:
        return None
    named = {column for column, _ in counted.conditions} & set(earlier.members.columns)
    here = members.most(counted.conditions) if named <= set(members.columns) else None
    return max(0, most - (here or 0))


def in_group(counted: Node, group: Conditions) -> bool:
    """Whether a number is of the group."""
    return any(condition in group for condition in counted.conditions)
