"""Repair: the cheapest further cells to withhold so that one number is protected, with the proof.

Two whole tables that differ enough in the number, each equal to the truth wherever something stays
printed: what they must differ in besides is what has to be withheld.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from samklang.core.disclosure.outline import Key
from samklang.core.disclosure.pattern import Pattern
from samklang.core.disclosure.programme import Programme, relaxed, tie
from samklang.core.disclosure.ranges import Component, Ranges
from samklang.core.disclosure.telling import Equation

# How many times the demanded span a printed number may differ from the truth in the tables.
NEAR = 2


def cheapest(
    pattern: Pattern, raw: Ranges, key: Key, *, large: int, nodes: int
) -> tuple[list[Key], list[Mapping[int, int]]] | None:
    """The units to withhold and two tables that then prove the demand; None where none suffice.

    large: columns beyond which the search is cut short after `nodes`. Tables near the truth are
    looked for first: a demand is small, and the smaller the changes allowed, the faster it is.
    """
    demand = pattern.demands[key]
    near = NEAR * max(demand.span, demand.reach)
    opened = pattern.opened(raw)
    printed = [equation for equation in pattern.equations if not pattern.withheld(equation.place)]
    network = pattern.adding
    if printed:
        network = network.with_rows([equation.row for equation in printed])
    component = network.component(pattern.place(key), opened)
    # A share may be withheld, and what it tells with it, so that only what adds up always narrows.
    always = [number for number in component.rows if number < len(pattern.adding.rows)]
    if not pattern.adding.tighten(opened, rows=always):
        return None
    around = _Around(opened, component, always, printed)
    for within in (near, 10**9):
        chosen = _cheapest(pattern, around, key, large=large, nodes=nodes, within=within)
        if chosen is not None:
            return chosen
    return None


@dataclass(frozen=True)
class _Around:
    """What hangs together with a number if all that can be were withheld.

    always: the component's rows of what adds up. printed: what the shares printed now tell.
    """

    ranges: Ranges
    component: Component
    always: Sequence[int]
    printed: Sequence[Equation]


def _cheapest(
    pattern: Pattern, around: _Around, key: Key, *, large: int, nodes: int, within: int
) -> tuple[list[Key], list[Mapping[int, int]]] | None:
    target = pattern.place(key)
    demand = pattern.demands[key]
    rows, own = pattern.links.rows, around.ranges.copy()
    component, always, printed = around.component, around.always, around.printed
    for index in component.numbers:
        if index in pattern.true and pattern.units_of(index):
            true = pattern.true[index]
            own.narrow(index, true - within, true + within)
    inside = set(component.numbers)
    programme = Programme()
    units = sorted({u for i in component.numbers for u in pattern.units_of(i)})
    chosen = {unit: programme.column(0, 1, pattern.cost(unit)) for unit in units}
    tables = []
    for _ in range(2):
        columns = {i: programme.column(own.low[i], own.high[i]) for i in component.numbers}
        tie(programme, rows, always, own, columns)
        for number in component.rows:
            if number >= len(rows):
                equation = printed[number - len(rows)]
                relaxed(programme, equation.row, own, columns, by=chosen.get(equation.place))
        for index in component.numbers:
            for unit in pattern.units_of(index):
                true = pattern.true[index]
                # Equal to the truth unless the unit is withheld.
                below, above = true - own.low[index], own.high[index] - true
                programme.row([(columns[index], 1), (chosen[unit], below)], true, 1e9)
                programme.row([(columns[index], 1), (chosen[unit], -above)], -1e9, true)
        tables.append(columns)
    high, low = tables[0][target], tables[1][target]
    programme.row([(high, 1), (low, -1)], max(demand.span, 2 * demand.reach and 1), 1e9)
    if demand.reach:
        true = pattern.true[target]
        programme.row([(high, 1)], true + demand.reach, 1e9)
        programme.row([(low, 1)], -1e9, true - min(demand.reach, true))
    for unit in units:
        for implied in pattern.implied(unit):
            if implied in chosen:
                programme.row([(chosen[implied], 1), (chosen[unit], -1)], 0, 1e9)
    size = len(programme.low)
    solution = programme.solve(nodes=nodes if size > large else 0)
    if solution is None and size > large:
        solution = programme.solve()
    if solution is None:
        return None
    proofs: list[Mapping[int, int]] = [
        {i: solution[c] for i, c in columns.items() if i in inside} for columns in tables
    ]
    return [unit for unit in units if solution[chosen[unit]]], proofs
