"""Patterns: which places of a publication are printed and which withheld, and at what cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from samklang.core.disclosure.attacker import LinearSystem
from samklang.core.disclosure.candidate import CandidateTable
from samklang.core.disclosure.links import Linear, Links
from samklang.core.disclosure.outline import (
    MISSING,
    NOT_ANSWERED,
    NOT_SHOWN,
    Key,
    Node,
    Outline,
    base_groups,
    node,
)
from samklang.core.disclosure.printed import MOST_UNITS, Sheet, ranges, truth
from samklang.core.disclosure.protect import demanded_span
from samklang.core.disclosure.ranges import Ranges
from samklang.core.disclosure.released import CellStatus
from samklang.core.disclosure.telling import Equation

# What a cell with all respondents costs more than an empty one: a headline is worth keeping, but
# not at the price of two other cells.
WEIGHT = 0.65


@dataclass(frozen=True)
class Demand:
    """The least span of a number, and how far it must reach above and below the true value.

    large: from which on it need not be open at all, 0 where it must always be.
    """

    span: int
    reach: int = 0
    large: int = 0


@dataclass
class Pattern:
    """The places of candidate tables, each printed or withheld.

    status: of each cell. hidden: places of bases that are withheld. demands: by place, for what is
    withheld there. true: values by index. widest: the range of each number when nothing is printed.
    fixed: ranges of numbers by index that are known whatever is printed here. units: what sums of
    a numeric question are counted in. always: places that are withheld whatever is printed here.
    equations: what each share would tell, if it is printed.
    """

    links: Links
    outlines: Mapping[str, Outline]
    tables: Mapping[str, CandidateTable]
    threshold: int
    most: int
    status: dict[Key, CellStatus]
    hidden: set[Key]
    demands: dict[Key, Demand]
    true: dict[int, int]
    widest: Ranges
    fixed: Sequence[tuple[int, int, int]] = ()
    units: Mapping[str, float] = field(default_factory=dict)
    always: frozenset[Key] = frozenset()
    equations: Sequence[Equation] = ()

    def __post_init__(self) -> None:
        self._kept: dict[str, list[tuple[int | None, int, int]]] = {}
        self.primary = {key for key, status in self.status.items() if status != "shown"}
        self.numbers: dict[Key, int] = {}
        self._prints: dict[int, list[Key]] = {}
        self._cells: dict[Key, list[Key]] = {}
        self._base_of: dict[Key, Key] = {}
        self._children: dict[Key, list[Key]] = {}
        self._order: dict[Key, int] = {}
        for name, outline in self.outlines.items():
            table = self.tables[name]
            self.numbers |= truth(
                outline, table, unit=self.units.get(outline.question or outline.id, 1.0)
            )
            for base, rows in base_groups(outline).items():
                cells = [(name, row.id, series) for row in rows for series in outline.series]
                self._cells[base] = cells
                self._base_of |= dict.fromkeys(cells, base)
                for unit in (base, *cells):
                    self._order[unit] = len(self._order)
                    self._prints.setdefault(self.place(unit), []).append(unit)
                if outline.parent and outline.parent[0] in self.outlines:
                    asked = (*outline.parent, self.outlines[outline.parent[0]].series[0])
                    self._children.setdefault(asked, []).append(base)
        for key, value in self.numbers.items():
            self.true.setdefault(self.place(key), value)
        self._silent: dict[int, tuple[int, Key]] = {}
        for name, outline in self.outlines.items():
            self._add_silent(outline, self.tables[name])

    def _add_silent(self, outline: Outline, table: CandidateTable) -> None:
        """Those who did not answer go with the base: its interval's ends tell of them."""
        for base, rows in base_groups(outline).items():
            row = rows[0]
            counts: list[tuple[Node, int]] = []
            if outline.whole:
                counts = [
                    (node((outline.root(row), NOT_ANSWERED)), table.not_answered),
                    (node((outline.root(row), NOT_SHOWN)), table.not_shown),
                ]
            group = self.links.index.get(node(*outline.within(row)))
            if outline.by and group in self.true:
                left = self.true[group] - self.numbers[base]
                counts = [(node((outline.root(row), MISSING), *outline.within(row)), left)]
            for place, count in counts:
                if place in self.links.index and count >= 0:
                    self._silent[self.links.index[place]] = (count, base)
        for index, (count, base) in self._silent.items():
            self.true.setdefault(index, count)
            if base not in self._prints.setdefault(index, []):
                self._prints[index].append(base)

    # What is demanded of bases.

    @cached_property
    def adding(self) -> LinearSystem:
        """What adds up, whatever is printed."""
        return LinearSystem(self.links.rows, len(self.links.index))

    def responses(self) -> Mapping[int, int]:
        """How many of all answered each question, where that is printed; by index."""
        return {
            self.place(base): self.numbers[base]
            for one in self.outlines.values()
            for base in (base_groups(one) if not one.by else ())
            if base not in self.hidden
        }

    def demand_bases(self, answered: Ranges) -> None:
        """A base need be open no wider than `answered`; see `Known.answered`."""
        for one in self.outlines.values():
            for base in base_groups(one):
                span = min(demanded_span(self.threshold), answered.span(self.place(base)))
                self.demands[base] = replace(self.demands[base], span=span)

    # What is withheld, and what that says.

    def printed(self) -> list[Linear]:
        """What the printed shares tell."""
        return [equation.row for equation in self.equations if not self.withheld(equation.place)]

    def place(self, key: Key) -> int:
        """The index of the number that a place prints."""
        return self.links.places[key]

    def withheld(self, key: Key) -> bool:
        """Whether a place is withheld."""
        return key in self.always or key in self.hidden or self.status.get(key, "shown") != "shown"

    def _sheet(self, name: str) -> Sheet:
        """What is printed of a table."""
        outline, table = self.outlines[name], self.tables[name]
        own = [
            *base_groups(outline),
            *((name, r.id, s) for r in outline.rows for s in outline.series),
        ]
        numbers = {k: None if self.withheld(k) else self.numbers[k] for k in own}
        silent = (table.not_answered, table.not_shown)
        open_ = any(numbers[base] is None for base in base_groups(outline))
        return Sheet(self.status, numbers, (None, None) if open_ else silent)

    def _said(self, name: str) -> list[tuple[int | None, int, int]]:
        """What a table says, kept until something else of it is withheld or printed."""
        if name not in self._kept:
            spans = ranges(
                self.outlines[name],
                self._sheet(name),
                self.links,
                threshold=self.threshold,
                most=self.most,
            )
            self._kept[name] = [(self.links.index.get(n), low, high) for n, low, high in spans]
        return self._kept[name]

    def ranges(self) -> Ranges:
        """What is known of each number by itself."""
        spans = self.widest.copy()
        for name in self.outlines:
            for place, low, high in self._said(name):
                spans.narrow(place, low, high)
        for index, (count, base) in self._silent.items():
            if base not in self.hidden:
                spans.narrow(index, count, count)
        for index, low, high in self.fixed:
            spans.narrow(index, low, high)
        return spans

    def opened(self, raw: Ranges) -> Ranges:
        """The ranges if everything that can be withheld were; `raw` is what is known now."""
        pattern = raw.copy()
        for index, prints in self._prints.items():
            if any(not self.withheld(unit) for unit in prints):
                low, high = 0, MOST_UNITS
                for unit in prints:
                    least, greatest = self.when_withheld(unit)
                    if self.place(unit) != index:
                        least, greatest = 0, self.most
                    low, high = max(low, least), min(high, greatest)
                pattern.low[index], pattern.high[index] = low, high
        for index, low, high in self.fixed:
            pattern.narrow(index, low, high)
        return pattern

    def when_withheld(self, unit: Key) -> tuple[int, int]:
        """The range that is known of a place once it is withheld."""
        outline = self.outlines[unit[0]]
        if unit in self._cells:
            small = all(
                self.status[cell] == "few"
                for cell in self._cells[unit]
                if cell[2] not in outline.unprinted
            )
            return (0, self.threshold - 1) if unit in self.hidden and small else (0, self.most)
        if outline.valued:
            return 0, MOST_UNITS
        if self.status[unit] == "few":
            return 0, self.threshold - 1
        known = self._base_of[unit] not in self.hidden and self._marked(outline)
        known = known and unit[2] not in outline.unprinted
        small = self.numbers[unit] < self.threshold
        return self.threshold if known and not small else 0, self.most

    def _marked(self, outline: Outline) -> bool:
        """Whether some cell beside a printed base says that it is small."""
        return outline.sensitive and any(
            self.status[cell] == "few"
            for base in base_groups(outline)
            if base not in self.hidden
            for cell in self._cells[base]
            if cell[2] not in outline.unprinted
        )

    # What can be withheld.

    def units_of(self, index: int) -> list[Key]:
        """The places that print a number now."""
        return [unit for unit in self._prints.get(index, ()) if not self.withheld(unit)]

    def lone(self, unit: Key) -> bool:
        """Whether a place is a cell that can be withheld by itself."""
        return unit in self._base_of and not self.implied(unit)

    def implied(self, unit: Key) -> list[Key]:
        """What must be withheld with a place: a base's cells, and the bases of what is routed."""
        cells = self._cells.get(unit, []) + self._children.get(unit, [])
        return [cell for cell in cells if not self.withheld(cell)]

    def cost(self, unit: Key) -> float:
        """What withholding a place loses; no two places cost the same."""
        of = self.most
        if unit in self._base_of and self.outlines[unit[0]].valued:
            of = MOST_UNITS
        return 1 + WEIGHT * min(1.0, self.numbers[unit] / (of + 1)) + 1e-6 * self._order[unit]

    def withhold(self, unit: Key) -> None:
        """Withholds a place and what it implies."""
        self._kept.pop(unit[0], None)
        if unit in self._cells:
            self.hidden.add(unit)
            for cell in self._cells[unit]:
                if self.status[cell] == "few":
                    self.status[cell] = "protected"
        elif self.status[unit] == "shown":
            self.status[unit] = "protected"
        for other in self.implied(unit):
            self.withhold(other)

    def show(self, unit: Key) -> None:
        """Prints a cell again."""
        self._kept.pop(unit[0], None)
        self.status[unit] = "shown"

    def relabel(self, table: str) -> bool:
        """No cell of the table says any longer that it is small; False where none did."""
        self._kept.pop(table, None)
        few = [k for k, status in self.status.items() if k[0] == table and status == "few"]
        for key in few:
            self.status[key] = "protected"
        return bool(few)

    def further(self) -> list[Key]:
        """Cells that are withheld for the sake of others, beside a printed base."""
        return [
            key
            for key, status in self.status.items()
            if status != "shown"
            and key not in self.primary
            and self._base_of[key] not in self.hidden
            and not self._children.get(key)
        ]
