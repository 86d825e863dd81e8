"""Amounts: the sums of now that an earlier report of the same answers prints or withholds."""

from samklang.core.disclosure.candidate import Conditions
from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.members import Members
from samklang.core.disclosure.outline import Node
from samklang.core.disclosure.parts import part_of


class AmountsBefore:
    """Amounts that an earlier report tells of: the very ones, and of a part those of its group.

    An edition of other answers is not held so: what it tells of is another number.
    """

    def __init__(self, earlier: EarlierRelease, members: Members | None):
        """members: of now."""
        self._part = part_of(earlier, members)
        self._registers = earlier.members, members
        self._printed: dict[Node, bool] = {}
        tables = zip(earlier.outlines, earlier.renamed(), strict=True)
        for outline, renamed in tables if earlier.same or self._part.group else ():
            for row, released in zip(renamed.rows, earlier.tables[outline.id].rows, strict=True):
                cells = zip(renamed.series, released.cells, strict=True)
                for series, cell in cells if outline.valued else ():
                    amount = renamed.cell_node(row, series)
                    if not self._part.of_now or self._of_part(amount):
                        self._printed[self._within(amount)] = cell.status == "shown"

    def printed(self, amount: Node) -> bool | None:
        """Whether it prints an amount of now; None where it does not tell of it."""
        if not self._part.of_now and not self._of_part(amount):
            return None
        return self._printed.get(self._within(amount))

    def _of_part(self, amount: Node) -> bool:
        """Whether an amount of the whole is of nobody but the part's members."""
        columns = {column for column, _ in self._part.group}
        named: Conditions = tuple(pair for pair in amount.conditions if pair[0] in columns)
        if not self._part.group:
            return True
        if not named or not set(named) <= set(self._part.group):
            return False
        sizes = {register.most(named) for register in self._registers if register is not None}
        return len(sizes) == 1

    def _within(self, amount: Node) -> Node:
        """The amount as the part has it, without what all of the part have."""
        rest = tuple(pair for pair in amount.conditions if pair not in self._part.group)
        return amount._replace(conditions=rest)
