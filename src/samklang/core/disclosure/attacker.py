"""The attacker: from ranges of numbers and what adds up, the least and greatest each can be.

Where the links form no cycle, tightening the ranges until nothing changes is exact and needs no
solver. Elsewhere HiGHS solves an integer programme. Either way the answer is a whole table.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from samklang.core.disclosure.links import Linear
from samklang.core.disclosure.programme import central, least, solve
from samklang.core.disclosure.ranges import Component, Contradiction, Ranges
from samklang.core.language.messages import message

# How many times as far as the number itself the others may lie from a table that it is near, and
# where the search for such a table is cut short.
NEAR = 2
NEAR_NODES = 30


@dataclass
class LinearSystem:
    """The rows that tie a publication's numbers, and which of them hold each number."""

    rows: Sequence[Linear]
    size: int

    @cached_property
    def of(self) -> list[list[int]]:
        """The rows that each number stands in."""
        places: list[list[int]] = [[] for _ in range(self.size)]
        for number, row in enumerate(self.rows):
            for index, _ in row.terms:
                places[index].append(number)
        return places

    def with_rows(self, rows: Sequence[Linear]) -> "LinearSystem":
        """The same numbers tied by further rows, which are numbered after these."""
        return LinearSystem([*self.rows, *rows], self.size)

    def tighten(self, ranges: Ranges, *, rows: Iterable[int] | None = None) -> bool:
        """Narrows `ranges` in place to what the rows allow one by one; False where nothing is left.

        rows: those to begin with, all where None.
        """
        low, high = ranges.low, ranges.high
        waiting = list(range(len(self.rows)) if rows is None else rows)
        queued = set(waiting)
        place = 0
        while place < len(waiting):
            number = waiting[place]
            place += 1
            queued.discard(number)
            row = self.rows[number]
            least = most = 0
            for index, c in row.terms:
                least += c * (low[index] if c > 0 else high[index])
                most += c * (high[index] if c > 0 else low[index])
            if least > row.high or most < row.low:
                return False
            if least >= row.low and most <= row.high:
                continue
            for index, c in row.terms:
                if low[index] == high[index]:
                    continue
                # What the others leave for this term.
                if c > 0:
                    floor = -((-(row.low - (most - c * high[index]))) // c)
                    ceiling = (row.high - (least - c * low[index])) // c
                else:
                    floor = -((row.high - (least - c * high[index])) // -c)
                    ceiling = (row.low - (most - c * low[index])) // c
                if floor <= low[index] and ceiling >= high[index]:
                    continue
                old = low[index], high[index]
                low[index], high[index] = max(low[index], floor), min(high[index], ceiling)
                if low[index] > high[index]:
                    return False
                least += c * (low[index] - old[0]) if c > 0 else c * (high[index] - old[1])
                most += c * (high[index] - old[1]) if c > 0 else c * (low[index] - old[0])
                for other in self.of[index]:
                    if other != number and other not in queued:
                        queued.add(other)
                        waiting.append(other)
        return True

    def components(self, ranges: Ranges) -> Iterator[Component]:
        """The numbers that are not fixed, in groups that no row joins."""
        seen: set[int] = set()
        for start in range(self.size):
            if start not in seen and ranges.low[start] < ranges.high[start]:
                component = self.component(start, ranges)
                seen.update(component.numbers)
                yield component

    def component(self, start: int, ranges: Ranges) -> Component:
        """The component that a number belongs to."""
        numbers, rows, waiting = {start}, set(), [start]
        edges = 0
        simple = True
        while waiting:
            for number in self.of[waiting.pop()]:
                if number in rows:
                    continue
                rows.add(number)
                for index, c in self.rows[number].terms:
                    if ranges.low[index] == ranges.high[index]:
                        continue
                    edges += 1
                    simple = simple and abs(c) == 1
                    if index not in numbers:
                        numbers.add(index)
                        waiting.append(index)
        forest = simple and edges == len(numbers) + len(rows) - 1
        return Component(tuple(sorted(numbers)), tuple(sorted(rows)), forest)

    def extreme(
        self, target: int, sign: int, ranges: Ranges, component: Component, *, nodes: int = 0
    ) -> dict[int, int]:
        """Values of the component in which the target is least (sign 1) or greatest (-1).

        ranges: tightened. nodes: see `solve`. Raises Contradiction.
        """
        value = ranges.low[target] if sign > 0 else ranges.high[target]
        solution = self._assign(component, ranges, {target: value})
        if solution is None:
            solution = solve(self.rows, component, ranges, cost={target: sign}, nodes=nodes)
        return solution

    def bound(self, target: int, sign: int, ranges: Ranges, component: Component) -> int:
        """What the target is not below (sign 1) or above (-1); it need not be reached."""
        known = ranges.low[target] if sign > 0 else ranges.high[target]
        found = least(self.rows, component, ranges, target=target, sign=sign)
        return known if found is None else max(known * sign, found * sign) * sign

    def near(
        self,
        target: int,
        sign: int,
        ranges: Ranges,
        around: Mapping[int, int],
        *,
        by: int,
        still: Collection[int] = (),
    ) -> dict[int, int] | None:
        """Another table, like `around` but for what it returns, whose target is up to `by` away.

        sign: 1 for less, -1 for more. still: numbers that stay as they are. None where none was
        found near, though there may be some further away. Proving that a number is open needs no
        more, and takes a small part of the search for its least and greatest value.
        """
        own = ranges.copy()
        for index in self.component(target, ranges).numbers:
            most = by if index == target else 0 if index in still else NEAR * by
            own.narrow(index, around[index] - most, around[index] + most)
        component = self.component(target, own)
        if not self.tighten(own, rows=component.rows) or own.low[target] == own.high[target]:
            return None
        component = self.component(target, own)
        try:
            return self.extreme(target, sign, own, component, nodes=NEAR_NODES)
        except Contradiction:
            return None

    def ends(self, target: int, ranges: Ranges) -> tuple[int, int]:
        """The least and the greatest value of a number. ranges: tightened. Raises Contradiction."""
        low, high = ranges.low[target], ranges.high[target]
        if low == high:
            return low, high
        component = self.component(target, ranges)
        return (
            self.extreme(target, 1, ranges, component)[target],
            self.extreme(target, -1, ranges, component)[target],
        )

    def middle(self, component: Component, ranges: Ranges) -> dict[int, int]:
        """Values that agree, where they can be in the middle of what is open to each."""
        try:
            return central(self.rows, component, ranges)
        except Contradiction:
            return self.feasible(component, ranges)

    def feasible(self, component: Component, ranges: Ranges) -> dict[int, int]:
        """Any values of the component that agree. Raises Contradiction."""
        solution = self._assign(component, ranges, {})
        if solution is None:
            solution = solve(self.rows, component, ranges, cost={})
        return solution

    def _assign(
        self, component: Component, ranges: Ranges, fixed: Mapping[int, int]
    ) -> dict[int, int] | None:
        """Values chosen one by one, each narrowing what is left; None where that led nowhere.

        In a forest every choice within tightened ranges leaves the next one. Elsewhere it mostly
        does, and an end of the ranges that is reached is the exact one.
        """
        for prefer_high in (False, True):
            own = ranges.copy()
            order = [*fixed, *(n for n in component.numbers if n not in fixed)]
            for index in order:
                ends = own.high[index] if prefer_high else own.low[index]
                value = fixed.get(index, ends)
                own.low[index] = own.high[index] = value
                if not self.tighten(own, rows=self.of[index]):
                    break
            else:
                return {index: own.low[index] for index in component.numbers}
            if component.forest:
                raise Contradiction(message("faults.no_counts_agree_with_what_is"))
        return None
