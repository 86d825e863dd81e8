"""Release: from estimated tables to tables that may be printed.

A cell with fewer respondents than the threshold is withheld ("färre än 5"), and so is every cell
that would let a reader work it out. All tables of a publication are released together, since the
same respondents stand behind them all.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from samklang.core.disclosure.candidate import (
    CandidateAmount,
    CandidateCell,
    CandidateRow,
    CandidateTable,
)
from samklang.core.disclosure.dominance import Dominance, dominated, reach
from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.editions import refuse_part
from samklang.core.disclosure.known import Known
from samklang.core.disclosure.links import Links
from samklang.core.disclosure.members import Members
from samklang.core.disclosure.outline import Key, Outline, base_groups, outline
from samklang.core.disclosure.pattern import Demand, Pattern
from samklang.core.disclosure.printed import truth
from samklang.core.disclosure.protect import demanded_span, protect
from samklang.core.disclosure.quantile_steps import in_steps
from samklang.core.disclosure.ranges import Ranges
from samklang.core.disclosure.released import (
    CellStatus,
    ReleasedCell,
    ReleasedParticipation,
    ReleasedRow,
    ReleasedTable,
    Series,
)
from samklang.core.disclosure.suppress import Suppression
from samklang.core.disclosure.telling import equations
from samklang.core.disclosure.weights import Weights

__all__ = [
    "CandidateAmount",
    "CandidateCell",
    "CandidateRow",
    "CandidateTable",
    "protect",
    "release",
    "whole_percent",
]

# Sums of contributions are handled as whole units, so many to the largest of them.
UNITS = 20_000
# What a sum of fractions misses by is no part of a per cent.
ROUNDING = 1e-9


def whole_percent(fraction: float) -> int:
    """Whole per cent, halves up; more digits would give counts away."""
    return math.floor(fraction * 100 + 0.5)


def percent_below(fraction: float) -> int:
    """A low end in whole per cent, rounded outwards so that the interval printed holds the one
    computed."""
    return math.floor(fraction * 100 + ROUNDING)


def percent_above(fraction: float) -> int:
    """A high end in whole per cent, rounded outwards as `percent_below`."""
    return math.ceil(fraction * 100 - ROUNDING)


def release(
    tables: Sequence[CandidateTable],
    *,
    threshold: int = 5,
    respondents: int | None = None,
    participation: ReleasedParticipation | None = None,
    earlier: Sequence[EarlierRelease] = (),
    dominance: Dominance | None = None,
    weights: Weights | None = None,
    members: Members | None = None,
) -> Mapping[str, ReleasedTable]:
    """All tables of a publication, by id, with what may not be printed withheld.

    Every withheld count keeps a span of at least half the threshold for a reader who knows all that
    is printed, the number of respondents, the members of each group, and earlier releases, or all
    that is open to him without the tables; a base in a group, all that is open to him beside how
    many of all answered the question.
    respondents: as the method box prints them; worked out from the tables where None. weights: what
    the shares were weighted by. members: the register by group.
    A parent must stand before its children in `tables`. Raises KeyError where it does not,
    Contradiction where the tables do not agree with each other, TooFewChanged where the difference
    from an earlier release is of too few, PartTold where this is a part of one whose respondents
    tell what an earlier release withholds.
    """
    everyone = most_respondents(tables, respondents, participation)
    known = Known(everyone, participation, tuple(earlier), weights, members)
    known.refuse(threshold)
    shapes = outlines(tables, respondents=everyone)
    links = known.links(list(shapes.values()))
    prior = known.prior(links)
    refuse_part(known, links, prior, threshold)
    pattern = _pattern(tables, shapes, known, links, prior, threshold, dominance or Dominance())
    suppression = Suppression(pattern)
    responses: Mapping[int, int] | None = None
    # A base that has been withheld for others' sake excuses none of its groups any longer.
    while responses != (printed := pattern.responses()):
        responses = printed
        pattern.demand_bases(known.answered(prior, pattern.adding, responses))
        suppression.run()
    return {
        table.id: _released(table, shapes[table.id], pattern, threshold=threshold)
        for table in tables
    }


def most_respondents(
    tables: Sequence[CandidateTable],
    respondents: int | None,
    participation: ReleasedParticipation | None = None,
) -> int:
    """The respondents of a publication: as given, as printed or as the tables have them."""
    if respondents is not None:
        return respondents
    if participation is not None:
        return participation.answered
    return max(
        (
            row.base + (0 if t.by else t.not_answered + t.not_shown)
            for t in tables
            for row in t.rows
        ),
        default=0,
    )


def outlines(tables: Sequence[CandidateTable], *, respondents: int) -> Mapping[str, Outline]:
    """The outlines of a publication's tables, by id."""
    by_id = {table.id: table for table in tables}
    return {t.id: outline(t, tables=by_id, respondents=respondents) for t in tables}


def _pattern(
    tables: Sequence[CandidateTable],
    shapes: Mapping[str, Outline],
    known: Known,
    links: Links,
    prior: Ranges,
    threshold: int,
    rule: Dominance,
) -> Pattern:
    """What the rule withholds in each table by itself, and what it demands."""
    status: dict[Key, CellStatus] = {}
    hidden: set[Key] = set()
    units: dict[str, float] = {}
    for table in tables:
        if table.valued:
            about = table.question or table.id
            sums = [abs(sum(c.amount.contributions)) for _, _, c in table.cells() if c.amount]
            units[about] = max(units.get(about, 0.0), max(sums, default=0.0) / UNITS) or 1.0
    demands: dict[Key, Demand] = {}
    fixed = known.fixed(links)
    for table in tables:
        outline = shapes[table.id]
        _primary(table, outline, status, hidden, threshold=threshold, rule=rule)
        if outline.valued and known.earlier:
            true = truth(outline, table, unit=units[table.question or table.id])
            printed = known.hide_amounts(outline, status)
            fixed += [(links.places[key], true[key], true[key]) for key in printed]
        demands |= _demands(table, outline, threshold, rule, units)
    always = {
        one.place: Demand(demanded_span(one.threshold), large=one.change * one.threshold)
        for one in known.withheld(links, threshold)
    }
    shares = {
        (table.id, row.id, series): None if cell.share is None else whole_percent(cell.share)
        for table in tables
        for row, series, cell in table.cells()
        # A row of fewer is never printed, and of less than two nothing was estimated.
        if row.base >= threshold
    }
    demands = {
        key: replace(demand, span=min(demand.span, prior.span(links.places[key])))
        for key, demand in (demands | always).items()
    }
    return Pattern(
        links=links,
        outlines=shapes,
        tables={table.id: table for table in tables},
        threshold=threshold,
        most=known.respondents,
        status=status,
        hidden=hidden,
        demands=demands,
        widest=known.widest(links),
        true=_known_groups(known, links.places),
        fixed=fixed,
        units=units,
        always=frozenset(always),
        equations=tuple(
            equations(
                list(shapes.values()), links, respondents=known.respondents, percent=shares.get
            )
        ),
    )


def _known_groups(known: Known, places: Mapping[Key, int]) -> dict[int, int]:
    known_groups = {}
    if known.participation:
        for group in known.participation.groups:
            if group.answered is not None:
                known_groups[places["participation", ", ".join(group.values), ""]] = group.answered
    return known_groups


def _primary(
    table: CandidateTable,
    outline: Outline,
    status: dict[Key, CellStatus],
    hidden: set[Key],
    *,
    threshold: int,
    rule: Dominance,
) -> None:
    """What is withheld by the threshold, by dominance and with the parent."""
    with_parent = False
    if table.parent:
        parent, row_id = table.parent
        with_parent = next(s for k, s in status.items() if k[:2] == (parent, row_id)) != "shown"
    base_of = {row.id: key for key, rows in base_groups(outline).items() for row in rows}
    for row, series, cell in table.cells():
        key = (table.id, row.id, series)
        if with_parent or series in table.unprinted:
            status[key] = "protected"
        elif row.base < threshold:
            status[key] = "few"
        else:
            status[key] = _cell_status(table, row, cell, threshold=threshold, rule=rule)
        if with_parent or row.base < threshold:
            hidden.add(base_of[row.id])


def _cell_status(
    table: CandidateTable,
    row: CandidateRow,
    cell: CandidateCell,
    *,
    threshold: int,
    rule: Dominance,
) -> CellStatus:
    if table.valued:
        if cell.count < threshold:
            return "few"
        if table.sums == "quantiles":
            return "shown" if cell.amount and cell.amount.step else "protected"
        said = cell.amount.contributions if cell.amount else ()
        # An interval without width says that everyone's answer is the mean.
        alike = table.sensitive and len(set(said)) == 1
        near = table.sensitive and _near_an_end(cell.amount, threshold)
        return "protected" if alike or near or dominated(said, rule) else "shown"
    if not table.sensitive:
        return "shown"
    if cell.count < threshold:
        return "few"
    if table.sums == "none" and row.base - cell.count < threshold:
        return "protected"
    return "shown"


def _near_an_end(amount: CandidateAmount | None, threshold: int) -> bool:
    """Whether a mean tells nearly what everyone answered: fewer steps than the threshold are left.

    Of answers 0 and 1 the steps are those who said 1, or those who said 0.
    """
    return amount is not None and amount.room is not None and amount.room < threshold


def _demands(
    table: CandidateTable,
    outline: Outline,
    threshold: int,
    rule: Dominance,
    units: Mapping[str, float],
) -> dict[Key, Demand]:
    """What must be open of every place, if it is withheld."""
    demands: dict[Key, Demand] = {}
    for row, outlined in zip(table.rows, outline.rows, strict=True):
        span = Demand(demanded_span(threshold))
        demands[outline.base_key(outlined)] = span
        for series, cell in zip(table.series, row.cells, strict=True):
            demands[table.id, row.id, series] = span
            if series in table.unprinted:
                large = threshold if row.base >= threshold else 0
                demands[table.id, row.id, series] = replace(span, large=large)
            if table.valued:
                said = cell.amount.contributions if cell.amount else ()
                unit = units[table.question or table.id]
                far = reach(said, rule, unit=unit)
                if _near_an_end(cell.amount, threshold):
                    far = max(far, math.ceil(demanded_span(threshold) / unit))
                demands[table.id, row.id, series] = Demand(0, far)
    return demands


def _released(
    table: CandidateTable, outline: Outline, pattern: Pattern, *, threshold: int
) -> ReleasedTable:
    bases = {
        row.id: None if outline.base_key(outlined) in pattern.hidden else row.base
        for row, outlined in zip(table.rows, outline.rows, strict=True)
    }
    withheld = None in bases.values()
    shared = set(bases.values())
    decimals = _decimals(table, pattern)
    rows = tuple(
        ReleasedRow(
            id=row.id,
            label=row.id,
            base=bases[row.id],
            cells=tuple(
                _cell(cell, pattern.status[table.id, row.id, series], decimals)
                for series, cell in zip(table.series, row.cells, strict=True)
            ),
        )
        for row in table.rows
    )
    return ReleasedTable(
        id=table.id,
        series=tuple(Series(s, s) for s in table.series),
        rows=rows,
        threshold=threshold,
        decimals=max(0, decimals),
        base=None if withheld or len(shared) != 1 else shared.pop(),
        # With the number of respondents they would give a withheld base away.
        not_answered=_unless_small(table.not_answered, threshold, withheld),
        not_shown=_unless_small(table.not_shown, threshold, withheld),
    )


def _decimals(table: CandidateTable, pattern: Pattern) -> int:
    """How many decimals a table's values have: those of the least certain one that is printed.

    How certain a withheld one is must not tell of it. Quantiles are rounded one by one.
    """
    printed = [
        cell.amount.decimals
        for row, series, cell in table.cells()
        if cell.amount and pattern.status[table.id, row.id, series] == "shown"
    ]
    return (max if table.sums == "quantiles" else min)(printed, default=0)


def _cell(cell: CandidateCell, status: CellStatus, decimals: int) -> ReleasedCell:
    if status != "shown":
        return ReleasedCell(status)
    amount = cell.amount
    if amount is not None and amount.step:
        return _quantile(cell.count, amount)
    return ReleasedCell(
        status="shown",
        count=cell.count,
        share=None if cell.share is None else whole_percent(cell.share),
        low=None if cell.low is None else percent_below(cell.low),
        high=None if cell.high is None else percent_above(cell.high),
        band_low=None if cell.band_low is None else percent_below(cell.band_low),
        band_high=None if cell.band_high is None else percent_above(cell.band_high),
        value=None if amount is None else round(amount.value, decimals),
        value_low=None if amount is None else _outwards(amount.low, decimals, math.floor),
        value_high=None if amount is None else _outwards(amount.high, decimals, math.ceil),
    )


def _quantile(count: int, amount: CandidateAmount) -> ReleasedCell:
    """A quantile rounded to its step, and its ends outwards."""
    step, digits = amount.step, max(0, amount.decimals)
    steps = in_steps(amount.value, amount.low, amount.high, step=step)
    value, low, high = (round(number * step, digits) for number in steps)
    return ReleasedCell("shown", count, value=value, value_low=low, value_high=high)


def _outwards(value: float, decimals: int, whole: Callable[[float], int]) -> float:
    """An interval's end rounded away from its middle: below the low one, above the high one."""
    scale = 10.0**decimals
    inwards = ROUNDING if whole is math.floor else -ROUNDING
    return round(whole(value * scale + inwards) / scale, decimals)


def _unless_small(count: int, threshold: int, withheld: bool) -> int | None:
    return None if withheld or 0 < count < threshold else count
