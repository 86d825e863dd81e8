"""Links: which numbers of a publication add up to which, worked out from its outlines.

Everybody answered, left or was not shown a question; options add up to those who answered; groups
add up to all. Where questions and groups are crossed in some table, every combination is a number,
printed or not, and so are its margins: what is printed nowhere can still be subtracted.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations, product

from samklang.core.disclosure.candidate import Conditions
from samklang.core.disclosure.members import Members, small_sets
from samklang.core.disclosure.outline import (
    ANSWERED,
    LEFT,
    MISSING,
    NOT_ANSWERED,
    NOT_SHOWN,
    QUANTILE,
    SELECTED,
    Key,
    Node,
    Outline,
    OutlineRow,
    node,
)
from samklang.core.disclosure.weights import Weights

ALL = node()
# Groups that decide the weights, at most, for their shares to be equations on the counts of each.
MOST_GROUPS = 60
# Rows by another column of the register, times the groups that decide the weights: more make each
# search many times harder.
MOST_PARTS = 24


@dataclass(frozen=True)
class Linear:
    """low ≤ Σ coefficient × number ≤ high, numbers by index."""

    terms: tuple[tuple[int, int], ...]
    low: int
    high: int


@dataclass
class Variable:
    """A question, option or group: its values, and whether it may be missing."""

    root: str
    values: list[str] = field(default_factory=list)
    missing: bool = True


class Links:
    """The numbers of a publication, the places that print them, and what adds up."""

    def __init__(
        self,
        outlines: Sequence[Outline],
        *,
        groups: Mapping[str, Sequence[str]] | None = None,
        weights: Weights | None = None,
        members: Members | None = None,
        split: Collection[str] = (),
        twice: Collection[str] = (),
    ):
        """groups: values of the register's columns by which it is told who answered.

        members: the register by group. split: what others ask of a group that decides the weights.
        twice: what another edition asks, so that shares of all tell of those who came.
        """
        self.outlines = outlines
        self.of_register = set(members.columns) if members else set()
        self.index: dict[Node, int] = {}
        self.rows: list[Linear] = []
        self.places: dict[Key, int] = {}
        self.variables: dict[str, Variable] = {}
        self._seen: set[tuple[tuple[tuple[int, int], ...], int, int]] = set()
        self.groups = groups or {}
        # More groups than that are too many to reckon with one by one.
        self.weights = weights if weights and len(weights.of) <= MOST_GROUPS else None
        weights = self.weights
        self.crossings: set[tuple[str, ...]] = set()
        # What earlier editions asked too: a cell can be withheld for their sake.
        self.compared: set[str] = set()
        self.at(ALL)
        for column, values in self.groups.items():
            self.variables[column] = Variable(column, list(values), missing=False)
        if len(self.groups) > 1:
            self._crossed(tuple(self.groups))
        for place, column in enumerate(weights.columns if weights else ()):
            known = self.variables.setdefault(column, Variable(column, missing=False))
            given = dict.fromkeys(values[place] for values in weights.of) if weights else ()
            known.values += [value for value in given if value not in known.values]
        for outline in outlines:
            self._declare(outline)
        for outline in outlines:
            for row in outline.rows if outline.valued else ():
                # Nothing splits those who gave a number, but groups do.
                root = outline.root(row)
                self.variables.setdefault(root, Variable(root, [ANSWERED]))
        for outline in outlines:
            self._place(outline)
        self.split, self.twice = self._split() | set(split), twice
        # Questions whose bases are told by a column of the register.
        self.of_groups = {
            outline.root(row)
            for outline in outlines
            if outline.by and set(outline.by) <= self.of_register
            for row in outline.rows
        }
        for outline, row, series in self._telling():
            self._crossed(
                (outline.topic(row, series).variable, *outline.by, *self._weights_of(outline))
            )
        self._single()
        for crossing in sorted(self.crossings):
            self._cross(crossing)
        for outline in outlines:
            self._bases(outline)
            self._asked(outline)
            if outline.sums == "amounts":
                self._amounts(outline)
        for outline, row, series in self._telling():
            self._weighed_bases(outline, row, series)
        if members is not None:
            columns = [name for name in self.variables if name in members.columns]
            for one, other in permutations(columns, 2):
                self._hold(one, other, members.shared(one, other))

    def at(self, node: Node) -> int:
        """The index of a number, new where it was not known."""
        return self.index.setdefault(node, len(self.index))

    def add(
        self, whole: Node, parts: Iterable[Node], *, slack: int = 0, most: bool = False
    ) -> None:
        """The parts add up to the whole (most: to at most that)."""
        terms: dict[int, int] = {self.at(whole): -1}
        for part in parts:
            place = self.at(part)
            terms[place] = terms.get(place, 0) + 1
        kept = tuple(sorted((i, c) for i, c in terms.items() if c))
        low = -(10**9) if most else -slack
        if kept and (kept, low, slack) not in self._seen:
            self._seen.add((kept, low, slack))
            self.rows.append(Linear(kept, low, slack))

    def _hold(self, one: str, other: str, shared: Mapping[str, Mapping[str, int]]) -> None:
        """Holds numbers by a column of the register against those by another, by who has both.

        A county has at most those of some sizes and its own members of the others, and at least
        those of some sizes less their members elsewhere. So values of one column that lie within
        one of another's, as municipalities do within counties, add up to that at most, and all that
        it shares members with to that at least.
        """
        totals = sum(map(Counter, shared.values()), Counter[str]())
        known = [value for value in self.variables[other].values if totals[value]]
        for number in list(self.index):
            names = dict(number.conditions)
            value = names.pop(one, None)
            if value is None or other in names or number.population or QUANTILE in number.measure:
                continue
            here = shared.get(value, {})
            touching = [v for v in known if v in here]
            between = [v for v in touching if here[v] < totals[v]]
            if number.measure and between:
                continue
            parts = {
                v: self.index.get(node(*names.items(), (other, v), measure=number.measure))
                for v in touching
            }
            slack = len(parts) if number.measure else 0
            for few, members in small_sets({v: totals[v] - here[v] for v in between}):
                own = [v for v in touching if v in few or v not in between]
                self._bound(number, [parts[v] for v in own], -(10**9), members + slack)
            for few, members in small_sets({v: here[v] for v in between}):
                own = [v for v in touching if v not in few]
                if few or own != known:
                    self._bound(number, [parts[v] for v in own], -members - slack, 10**9)

    def _bound(self, whole: Node, parts: Sequence[int | None], low: int, high: int) -> None:
        """The parts, where all are numbers, less the whole are from low to high."""
        terms = tuple(sorted([(self.index[whole], -1), *((i, 1) for i in parts if i is not None)]))
        if len(terms) > len(parts) and (terms, low, high) not in self._seen:
            self._seen.add((terms, low, high))
            self.rows.append(Linear(terms, low, high))

    def _weights_of(self, outline: Outline) -> tuple[str, ...]:
        """The columns that decide the weights and vary within a table's rows."""
        return tuple(
            c for c in (self.weights.columns if self.weights else ()) if c not in outline.by
        )

    def _split(self) -> set[str]:
        """What some table asks of the very groups that decide the weights.

        Also what such a question is crossed with: that one's shares tell which groups its rows are.
        """
        columns = set(self.weights.columns) if self.weights else set()
        crossed = [
            ({o.topic(row, series).variable for row in o.rows for series in o.series}, set(o.by))
            for o in self.outlines
            if not o.valued
        ]
        asked = {name for names, by in crossed if columns & by for name in names}
        while more := {c for names, by in crossed if names & asked for c in by} - columns - asked:
            asked |= more
        return asked

    def tells(self, outline: Outline, row: OutlineRow, series: str) -> bool:
        """Whether a weighted share tells more than the counts of its own row."""
        if outline.valued or not self._weights_of(outline):
            return False
        variable = outline.topic(row, series).variable
        parts = len(self.weights.of) if self.weights else 0
        # It tells of which groups those of the row are; that of all, of which those who answered.
        concerned = outline.root(row) in self.of_groups
        if outline.by:
            concerned, parts = set(outline.by) <= self.of_register, parts * len(outline.rows)
        told = variable in self.split or (not outline.by and variable in self.twice)
        return told or (concerned and parts <= MOST_PARTS)

    def _telling(self) -> Iterator[tuple[Outline, OutlineRow, str]]:
        for outline in self.outlines:
            for row in outline.rows:
                for series in outline.series:
                    if self.tells(outline, row, series):
                        yield outline, row, series

    def weighed(
        self, outline: Outline, row: OutlineRow
    ) -> Iterator[tuple[Conditions, tuple[str, ...]]]:
        """The groups that a row's share is weighted of: their conditions, the weights' values."""
        columns, own = self._weights_of(outline), dict(outline.within(row))
        decisive = self.weights.columns if self.weights else ()
        for chosen in product(*(self.variables[column].values for column in columns)):
            group = own | dict(zip(columns, chosen, strict=True))
            yield tuple(group.items()), tuple(group[column] for column in decisive)

    def _weighed_bases(self, outline: Outline, row: OutlineRow, series: str) -> None:
        """Within each such group too, those who answered are the sum of the answers."""
        topic = outline.topic(row, series)
        answers = self.variables[topic.variable].values
        for group, _ in self.weighed(outline, row):
            parts = (node((topic.variable, value), *group) for value in answers)
            self.add(node((topic.root, ANSWERED), *group), parts)

    def _declare(self, outline: Outline) -> None:
        for row in outline.rows:
            for series in outline.series if not outline.valued else ():
                topic = outline.topic(row, series)
                variable = self.variables.setdefault(topic.variable, Variable(topic.root))
                values = (SELECTED, LEFT) if outline.sums == "none" else (topic.value,)
                variable.values += [v for v in values if v not in variable.values]
            for column, value in outline.within(row):
                known = column in self.variables
                group = self.variables.setdefault(column, Variable(column))
                if not known:
                    group.missing = not outline.complete
                if value not in group.values:
                    group.values.append(value)

    def _place(self, outline: Outline) -> None:
        for row in outline.rows:
            self.places[outline.base_key(row)] = self.at(outline.base_node(row))
            for series in outline.series:
                self.places[outline.id, row.id, series] = self.at(outline.cell_node(row, series))
                if outline.by:
                    topic = outline.topic(row, series)
                    about = topic.root if outline.valued else topic.variable
                    self._crossed((about, *outline.by))
        asked = {name for alternative in outline.asked for name, _ in alternative}
        if not outline.by and len(asked & self.variables.keys()) > 1:
            self._crossed(tuple(asked & self.variables.keys()))

    def _crossed(self, variables: tuple[str, ...]) -> None:
        self.crossings.add(tuple(sorted(set(variables))))

    def _single(self) -> None:
        """Options add up to those who answered, and with those who did not to all."""
        for name, variable in self.variables.items():
            if not variable.missing:
                self.add(ALL, (node((name, value)) for value in variable.values))
                continue
            answered = node((variable.root, ANSWERED))
            self.add(answered, (node((name, value)) for value in variable.values))
            self.add(ALL, (answered, node((variable.root, MISSING))))

    def _values(self, name: str) -> list[tuple[str, str]]:
        variable = self.variables.get(name)
        if variable is None:
            return []
        missing = [(variable.root, MISSING)] if variable.missing else []
        return [*((name, value) for value in variable.values), *missing]

    def _cross(self, crossing: tuple[str, ...]) -> None:
        """Every combination of the variables, and every margin of them."""
        for size in range(2, len(crossing) + 1):
            for chosen in combinations(crossing, size):
                for name in chosen:
                    rest = [self._values(other) for other in chosen if other != name]
                    for margin in product(*rest):
                        parts = [(*margin, value) for value in self._values(name)]
                        if self._possible(margin):
                            self.add(node(*margin), (node(*p) for p in parts if self._possible(p)))

    def _possible(self, conditions: Conditions) -> bool:
        """Whether no question is both answered and missing."""
        missing = {name for name, value in conditions if value == MISSING}
        return not any(
            value != MISSING
            and (self.variables[name].root if name in self.variables else name) in missing
            for name, value in conditions
        )

    def _bases(self, outline: Outline) -> None:
        """Within a group too, those who answered are the sum of the answers."""
        for row in outline.rows:
            within, base = outline.within(row), outline.base_node(row)
            if within:
                root = outline.root(row)
                self.add(node(*within), (base, node((root, MISSING), *within)))
            for series in outline.series if not outline.valued else ():
                topic = outline.topic(row, series)
                values = self.variables[topic.variable].values
                self.add(base, (node((topic.variable, value), *within) for value in values))
        if outline.whole and outline.rows:
            root = outline.root(outline.rows[0])
            silent = (node((root, NOT_ANSWERED)), node((root, NOT_SHOWN)))
            self.add(node((root, MISSING)), silent)

    def _asked(self, outline: Outline) -> None:
        """Those who were asked answered or left it."""
        if outline.by or not outline.rows:
            return
        asked: list[Node] = []
        if outline.parent:
            parent = next((o for o in self.outlines if o.id == outline.parent[0]), None)
            row = (
                next((r for r in parent.rows if r.id == outline.parent[1]), None)
                if parent
                else None
            )
            if parent is None or row is None:
                return
            asked = [parent.cell_node(row, parent.series[0])]
        elif outline.asked:
            asked = [node(*alternative) for alternative in outline.asked]
            roots = {variable.root for variable in self.variables.values()}
            if any(n not in self.variables and n not in roots for a in outline.asked for n, _ in a):
                return
        else:
            return
        for row in outline.rows:
            root = outline.root(row)
            parts = [node((root, ANSWERED)), node((root, NOT_ANSWERED))]
            terms: dict[int, int] = {}
            for part in parts:
                terms[self.at(part)] = 1
            for alternative in asked:
                terms[self.at(alternative)] = terms.get(self.at(alternative), 0) - 1
            kept = tuple(sorted(terms.items()))
            low = 0 if outline.exact else -(10**9)
            if (kept, low, 0) not in self._seen:
                self._seen.add((kept, low, 0))
                self.rows.append(Linear(kept, low, 0))

    def _amounts(self, outline: Outline) -> None:
        """What groups said adds up to what all said; rounding to units leaves some slack."""
        if not outline.by:
            return
        for series in outline.series:
            measure = f"{outline.question or outline.id}:{series}"
            for size in range(1, len(outline.by) + 1):
                for chosen in combinations(outline.by, size):
                    for name in chosen:
                        rest = [self._values(other) for other in chosen if other != name]
                        values = self._values(name)
                        for margin in product(*rest):
                            self.add(
                                node(*margin, measure=measure),
                                [node(*margin, v, measure=measure) for v in values],
                                slack=len(values),
                            )
