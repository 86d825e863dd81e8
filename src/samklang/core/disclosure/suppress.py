"""Suppression: which further cells must be withheld so that no withheld one can be worked out.

Every withheld number has a demand: how far apart the least and the greatest value must be that a
reader who knows all links has to reckon with. Two whole tables that agree with all that is printed
prove a span; they stay proofs when more is withheld. Where a demand is not met, the cheapest
further cells are found by trying (where the links form no cycle) or by an integer programme that
looks for the two tables and the cells to withhold at once (after Fischetti & Salazar 2001, one
protected cell at a time). At the end each cell withheld for others is printed again if it can be.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from samklang.core.disclosure.attacker import LinearSystem
from samklang.core.disclosure.joints import joints
from samklang.core.disclosure.outline import Key
from samklang.core.disclosure.pattern import Pattern
from samklang.core.disclosure.ranges import Component, Contradiction, Ranges
from samklang.core.language.messages import message

# Cells tried together before the integer programme is asked, and how many there may be to choose.
TOGETHER = 3
CHOICES = 14
# Columns beyond which the search for the cheapest cells is cut short, and at how many nodes.
LARGE = 1500
NODES = 200
# Programmes spent on printing cells again.
SECOND_LOOKS = 200
# Numbers beyond which the questions of a publication are taken one by one.
WHOLE = 400
# Searches of a publication as a whole whose questions are taken one by one, and how many numbers it
# may have: each is many times as hard.
TOGETHER_LOOKS = 12
TOGETHER_MOST = 800
# The same where weighted shares tell of counts, which makes each search many times harder: what is
# found sooner withholds little more. TOLD_MOST: nodes of one for a single number.
TOLD_NODES = 20
TOLD_MOST = 500
TOLD_WHOLE = 150
TOLD_LOOKS = 40


class _Around(NamedTuple):
    """A component of the network, and the ranges in it; None where nothing is left."""

    ranges: Ranges | None
    component: Component


class Suppression:
    """Widens a pattern until every demand is met."""

    def __init__(self, pattern: Pattern):
        self.pattern = pattern
        self.raw = pattern.ranges()
        self.telling = {equation.place for equation in pattern.equations}
        self.network = self._network()
        self.tables: list[Mapping[int, int]] = []
        self.base = self._true_table()
        self.joints = self._joints()
        few = bool(self.joints) and len(pattern.links.index) <= TOGETHER_MOST
        self.looks = TOGETHER_LOOKS if few else 0

    def _network(self) -> LinearSystem:
        """What adds up, and what the shares that are printed now tell."""
        printed = self.pattern.printed()
        return self.pattern.adding.with_rows(printed) if printed else self.pattern.adding

    def run(self) -> None:
        """Withholds what must be. Raises Contradiction where the tables do not agree."""
        waiting = deque(self._targets())
        # Those looked at, and those that wait for it.
        known = set(waiting)
        while waiting:
            key = waiting.popleft()
            if not self.pattern.withheld(key):
                known.discard(key)
            elif not self._sound(key):
                self._repair(key)
                # What is withheld now must be protected as well.
                further = [k for k in self._targets() if k not in known]
                waiting.extend(further)
                known.update(further)
        self._print_again()

    def _targets(self) -> list[Key]:
        return [key for key in self.pattern.demands if self.pattern.withheld(key)]

    def _true_table(self) -> dict[int, int]:
        """All numbers as they are; what is printed nowhere is any that agrees."""
        known = self.raw.copy()
        for index, value in self.pattern.true.items():
            known.low[index] = known.high[index] = value
        links = self.pattern.links
        every = LinearSystem(
            [*links.rows, *(e.row for e in self.pattern.equations)], len(links.index)
        )
        if not every.tighten(known):
            raise Contradiction(message("faults.the_tables_of_the_publication_do"))
        values = dict(enumerate(known.low))
        for component in list(every.components(known)):
            values |= every.feasible(component, known)
        return values

    def _joints(self) -> tuple[int, ...]:
        """The joints of a large publication, whose questions are taken one by one; else none."""
        links = self.pattern.links
        several = len({outline.question or outline.id for outline in links.outlines}) > 1
        most = TOLD_WHOLE if self.telling and several else WHOLE
        if sum(not node.population for node in links.index) <= most:
            return ()
        return joints(links, {self.pattern.place(key) for key in self.pattern.demands})

    def _apart(self, raw: Ranges) -> Ranges:
        """The ranges with the joints as they are, so that each question stands by itself."""
        pattern = raw.copy()
        for index in self.joints:
            pattern.low[index] = pattern.high[index] = self.base[index]
        return pattern

    # Whether a demand is met.

    def _met(self, key: Key, low: int, high: int) -> bool:
        demand = self.pattern.demands[key]
        true = self.base[self.pattern.place(key)]
        reaches = high - true >= demand.reach and true - low >= min(demand.reach, true)
        return high - low >= demand.span and (not demand.reach or reaches)

    def _large(self, key: Key, raw: Ranges) -> bool:
        """Whether the number is known not to be small, where that is enough."""
        large = self.pattern.demands[key].large
        if not large:
            return False
        # The joints are not known, so that this is asked of the whole publication.
        index = self.pattern.place(key)
        own, _ = self._around(index, raw)
        return own is not None and own.low[index] >= large

    def _sound(self, key: Key, *, apart: bool = True) -> bool:
        """Whether the demand is met as it is; the tables that prove it are kept.

        apart: it is asked of the question by itself.
        """
        index = self.pattern.place(key)
        if self._proved(key, self.tables):
            return True
        own, component = self._around(index, self._apart(self.raw) if apart else self.raw)
        if own is None:
            raise Contradiction(message("faults.the_tables_of_the_publication_do"))
        if self._large(key, self.raw):
            return True
        if not self._met(key, own.low[index], own.high[index]):
            return False
        if component.forest:
            return True
        for table in self._further(key, own, component):
            self.tables.append(table)
            if self._proved(key, self.tables):
                return True
        return False

    def _further(self, key: Key, own: Ranges, component: Component) -> Iterator[Mapping[int, int]]:
        """Tables in which a number is as far from the truth as its demand asks, near ones first."""
        index, demand = self.pattern.place(key), self.pattern.demands[key]
        nodes = 0
        if self.telling:
            low, high = (self.network.bound(index, sign, own, component) for sign in (1, -1))
            if not self._met(key, low, high):
                return
            by, nodes = max(demand.span, demand.reach), TOLD_MOST
            for sign in (-1, 1):
                if (near := self.network.near(index, sign, own, self.base, by=by)) is not None:
                    yield near
            own = own.copy()
            own.narrow(index, self.base[index] - by, self.base[index] + by)
            self.network.tighten(own, rows=component.rows)
            component = self.network.component(index, own)
        for sign in (-1, 1):
            try:
                yield self.network.extreme(index, sign, own, component, nodes=nodes)
            except Contradiction:
                if not nodes:
                    raise

    def _proved(self, key: Key, tables: Iterable[Mapping[int, int]]) -> bool:
        index = self.pattern.place(key)
        values = [table[index] for table in tables if index in table]
        values.append(self.base[index])
        return self._met(key, min(values), max(values))

    def _around(self, index: int, raw: Ranges) -> _Around:
        """The component of a number, with its ranges tightened; None where nothing is left."""
        component = self.network.component(index, raw)
        own = raw.copy()
        sound = self.network.tighten(own, rows=component.rows)
        return _Around((own if sound else None), component)

    # Withholding more.

    def _repair(self, key: Key) -> None:
        for widen in (
            self._together,
            self._try_neighbours,
            self._programme,
            self._relabel,
            self._lower,
            self._withhold_all,
        ):
            if widen(key):
                return

    def _together(self, key: Key) -> bool:
        """Whether it is met in the whole publication, where it is not in its question by itself."""
        return self._look() and self._sound(key, apart=False)

    def _look(self) -> bool:
        """Whether the publication may be searched as a whole once more; takes one such look."""
        self.looks -= 1
        return self.looks >= 0

    def _lower(self, key: Key) -> bool:
        """Demands no more of a number than is open if nothing is printed; whether that is met.

        What was told before, the register and earlier releases, leaves some numbers less than the
        rule demands. Which these are the ranges of each by itself do not tell.
        """
        if self.joints and self._sound(key, apart=False):
            return True
        index, demand = self.pattern.place(key), self.pattern.demands[key]
        before = self.pattern.widest.copy()
        for fixed in self.pattern.fixed:
            before.narrow(*fixed)
        system = self.pattern.adding
        if demand.reach or not system.tighten(before):
            return False
        low, high = system.ends(index, before)
        if high - low >= demand.span:
            return False
        self.pattern.demands[key] = replace(demand, span=high - low)
        return self._sound(key) or self._try_neighbours(key) or self._programme(key)

    def _change(self, units: Iterable[Key]) -> None:
        for unit in units:
            self.pattern.withhold(unit)
        self.raw = self.pattern.ranges()
        if self.telling:
            self.network = self._network()

    def _try_neighbours(self, key: Key) -> bool:
        """Cells that add up with this one, the cheapest set that protects all around it."""
        index = self.pattern.place(key)
        choices = self._neighbours(index)
        if not choices or len(choices) > CHOICES:
            return False
        sets = [chosen for size in range(1, TOGETHER + 1) for chosen in combinations(choices, size)]
        sets.sort(key=lambda chosen: sum(self.pattern.cost(unit) for unit in chosen))
        for chosen in sets:
            raw = self.raw.copy()
            for unit in chosen:
                place = self.pattern.place(unit)
                raw.low[place], raw.high[place] = self.pattern.when_withheld(unit)
            own, component = self._around(index, self._apart(raw))
            if own is None or not component.forest:
                return False
            inside = set(component.numbers)
            concerned = [
                k
                for k in self.pattern.demands
                if self.pattern.place(k) in inside and (k in chosen or self.pattern.withheld(k))
            ]
            ranges = [(k, self.pattern.place(k)) for k in concerned]
            if all(self._met(k, own.low[i], own.high[i]) or self._large(k, raw) for k, i in ranges):
                self._change(chosen)
                return True
        return False

    def _neighbours(self, index: int) -> list[Key]:
        """Printed cells that add up with a number and are printed nowhere else."""
        near = {
            other for row in self.network.of[index] for other, _ in self.network.rows[row].terms
        }
        return [
            units[0]
            for other in sorted(near)
            if len(units := self.pattern.units_of(other)) == 1 and self.pattern.lone(units[0])
        ]

    def _programme(self, key: Key) -> bool:
        # It solves by integer programming, which few tables come to: scipy.optimize takes a second.
        from samklang.core.disclosure.repair import cheapest

        large, nodes = (0, TOLD_NODES) if self.telling else (LARGE, NODES)
        raw = self._apart(self.raw)
        chosen = cheapest(self.pattern, raw, key, large=large, nodes=nodes)
        if (chosen is None or self._headlines(chosen[0])) and self._look():
            # Where all of a group answered, how many there are of it must be open, and is joined.
            whole = cheapest(self.pattern, self.raw, key, large=0, nodes=TOLD_NODES)
            if whole and (chosen is None or self._cost(whole[0]) < self._cost(chosen[0])):
                chosen = whole
        if chosen is None:
            return False
        units, tables = chosen
        self._change(units)
        self.tables += [table for table in tables if self._agrees(table)]
        return self._sound(key)

    def _headlines(self, units: Iterable[Key]) -> bool:
        """Whether a base of all is among them, with all that stands on it."""
        return any(not (unit[2] or self.pattern.outlines[unit[0]].by) for unit in units)

    def _cost(self, units: Iterable[Key]) -> float:
        return sum(self.pattern.cost(unit) for unit in units)

    def _agrees(self, table: Mapping[int, int]) -> bool:
        """Whether a table agrees with what the printed shares tell, in whole numbers."""
        return all(
            row.low <= sum(c * table.get(i, self.base[i]) for i, c in row.terms) <= row.high
            for row in self.pattern.printed()
        )

    def _relabel(self, key: Key) -> bool:
        """Where all that can be withheld is not enough, no cell of the table says it is small."""
        if not self.pattern.relabel(key[0]):
            return False
        self.raw = self.pattern.ranges()
        return self._sound(key) or self._try_neighbours(key) or self._programme(key)

    def _withhold_all(self, key: Key) -> bool:
        """Everything that hangs together with the number, and no label."""
        opened = self.pattern.opened(self._apart(self.raw))
        component = self.network.component(self.pattern.place(key), opened)
        tables = {k[0] for k, i in self.pattern.links.places.items() if i in component.numbers}
        units = [u for i in component.numbers for u in self.pattern.units_of(i)]
        for table in sorted(tables):
            self.pattern.relabel(table)
        self._change(units)
        return True

    # Printing again what need not be withheld.

    def _print_again(self) -> None:
        left = TOLD_LOOKS if self.telling else SECOND_LOOKS
        units = sorted(self.pattern.further(), key=lambda u: (-self.pattern.cost(u), u))
        for unit in units:
            if left <= 0:
                break
            index = self.pattern.place(unit)
            inside = set(self.network.component(index, self._apart(self.raw)).numbers)
            concerned = [
                k for k in self._targets() if k != unit and self.pattern.place(k) in inside
            ]
            self.pattern.show(unit)
            raw = self.pattern.ranges()
            true = self.base[index]
            kept = [t for t in self.tables if t.get(index, true) == true]
            if unit in self.telling:
                self.network = self._network()
                kept = [t for t in kept if self._agrees(t)]
                inside = set(self.network.component(index, self._apart(self.raw)).numbers)
                concerned = [k for k in self._targets() if self.pattern.place(k) in inside]
            left -= self._again(unit, raw, kept, concerned)
            if unit in self.telling:
                self.network = self._network()

    def _again(
        self,
        unit: Key,
        raw: Ranges,
        kept: list[Mapping[int, int]],
        concerned: Sequence[Key],
    ) -> int:
        """Leaves the unit printed if all around it stay protected; the programmes that took."""
        spent = 0
        for key in concerned:
            if self._proved(key, kept):
                continue
            index = self.pattern.place(key)
            own, component = self._around(index, self._apart(raw))
            if self._large(key, raw):
                continue
            met = own is not None and self._met(key, own.low[index], own.high[index])
            if met and own is not None and not component.forest:
                met = False
                for table in self._further(key, own, component):
                    kept.append(table)
                    spent += 1
                    if met := self._proved(key, kept):
                        break
            if not met:
                self.pattern.withhold(unit)
                return spent
        self.raw = raw
        self.tables = kept
        return spent
