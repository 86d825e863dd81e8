"""Public intervals: what is printed of the uncertainty where the variance would tell a count.

The variance of a stratified or calibrated share is a function of the counts of each stratum, and
so are the ends of its interval, the design effect and a test. Where a table by the register's
columns withholds some of these counts, the interval is made of what is printed alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from samklang.analysis.counting import Counting
from samklang.core.disclosure.candidate import CandidateTable
from samklang.core.disclosure.outline import SELECTED, Outline, OutlineRow
from samklang.core.disclosure.release import percent_above, percent_below
from samklang.core.disclosure.released import ReleasedCell, ReleasedTable
from samklang.core.estimate.interval import ShareFacts, share_interval
from samklang.core.estimate.sensitivity import sensitivity_band
from samklang.core.manuscript.targets import Target

# An answer: a variable of the outlines, and its value.
Asked = tuple[str, str]
# What a share in whole per cent may be off by.
HALF = 0.005


@dataclass(frozen=True)
class Printed:
    """What anyone knows of a design: numbers that the method box prints, and the register.

    answered: respondents. members: of the population, None where it is not known. strata: how many
    there are. weighting: the design effect of the weights alone, 1 + cv² (Kish 1965, section
    11.7). even: whether all weights are alike, so that a share is its count over its base.
    """

    answered: int
    members: int | None
    strata: int
    weighting: float
    even: bool

    @classmethod
    def of(cls, counting: Counting) -> "Printed":
        """Of the responses that are counted."""
        weights = counting.known_weights()
        effect = 1.0
        if weights:
            sizes: dict[tuple[str, ...], int] = {}
            for response in counting.responses:
                group = counting.members[response.member].stratum(weights.columns)
                sizes[group] = sizes.get(group, 0) + 1
            total = sum(n * weights.of[g] for g, n in sizes.items())
            squares = sum(n * weights.of[g] ** 2 for g, n in sizes.items())
            effect = counting.design.n * squares / total**2
        return cls(
            answered=counting.design.n,
            members=counting.design.finite,
            strata=len(counting.design.strata),
            weighting=max(1.0, effect),
            even=weights is None and not counting.calibrated,
        )


@dataclass(frozen=True)
class Concerned:
    """How many members a row concerns, as far as anyone can tell, and the most it can."""

    members: float
    most: int


def revealed_by_variance(
    candidates: Sequence[CandidateTable],
    released: Mapping[str, ReleasedTable],
    outlines: Mapping[str, Outline],
    counting: Counting,
) -> frozenset[Asked]:
    """The answers whose variance tells withheld counts.

    Those of which a table by a column of the register withholds some number, or the base, in a
    design with strata or calibrated weights.
    """
    if len(counting.design.strata) < 2 and not counting.calibrated:
        return frozenset()
    register = counting.frame.register
    columns = set(register.groups) if register else set()
    asked: set[Asked] = set()
    for table in candidates:
        if table.valued or not columns & set(table.by):
            continue
        outline = outlines[table.id]
        for outlined, row in zip(outline.rows, released[table.id].rows, strict=True):
            for series, cell in zip(outline.series, row.cells, strict=True):
                if row.base is None or cell.status != "shown":
                    topic = outline.topic(outlined, series)
                    asked.add((topic.variable, topic.value))
    return frozenset(asked)


def asked_of(target: Target, counting: Counting) -> Asked:
    """The answer that a target is about."""
    if counting.counts[target.question].multiple:
        return f"{target.question}.{target.option}", SELECTED
    return target.question, target.option


def with_public_intervals(
    released: Mapping[str, ReleasedTable],
    outlines: Mapping[str, Outline],
    revealed: frozenset[Asked],
    counting: Counting,
) -> dict[str, ReleasedTable]:
    """The tables, with intervals and bands of the answers `told` made of what is printed."""
    printed = Printed.of(counting)
    return {
        name: _table(table, outlines[name], revealed, printed, counting)
        if revealed and not outlines[name].valued
        else table
        for name, table in released.items()
    }


def _table(
    table: ReleasedTable,
    outline: Outline,
    revealed: frozenset[Asked],
    printed: Printed,
    counting: Counting,
) -> ReleasedTable:
    rows = []
    for row, outlined in zip(table.rows, outline.rows, strict=True):
        base = table.base if outline.sums == "rows" else row.base
        topics = [outline.topic(outlined, series) for series in outline.series]
        here = [(topic.variable, topic.value) in revealed for topic in topics]
        if any(here) and base is not None:
            concerned = _concerned(outline, outlined, table, base, printed, counting)
            cells = tuple(
                _cell(cell, base, concerned, printed, counting) if one else cell
                for one, cell in zip(here, row.cells, strict=True)
            )
            row = replace(row, cells=cells)
        rows.append(row)
    return replace(table, rows=tuple(rows))


def _concerned(
    outline: Outline,
    row: OutlineRow,
    table: ReleasedTable,
    base: int,
    printed: Printed,
    counting: Counting,
) -> Concerned | None:
    """The members that a row concerns, as far as anyone can tell, and the most it can.

    Of a group that the register has all its members, since it may answer worse than the others.
    Else those who did not respond are taken for as many in every part as the respondents are.
    """
    if printed.members is None:
        return None
    groups = list(outline.within(row))
    register = counting.frame.register
    sizes = [
        counting.frame.group_sizes(column).get(value, 0)
        for column, value in groups
        if register and column in register.groups
    ]
    most = min([printed.members - (0 if outline.by else table.not_shown or 0), *sizes])
    if sizes and len(sizes) == len(groups):
        return Concerned(most, most)
    shown = base + (0 if outline.by else table.not_answered or 0)
    return Concerned(min(float(most), shown * printed.members / printed.answered), most)


def _cell(
    cell: ReleasedCell, base: int, concerned: Concerned | None, printed: Printed, counting: Counting
) -> ReleasedCell:
    """The cell with the widest ends that the shares have which are printed so."""
    if cell.share is None or cell.count is None:
        return cell
    choice = counting.choice
    ends = []
    for share in _shares(cell.count, cell.share, base, printed):
        facts = _facts(cell.count, base, share, concerned, printed)
        # Methods without an interval for 0 and 1 are not asked for one here either.
        method = "wilson" if share in (0.0, 1.0) else choice.interval
        interval = share_interval(facts, method=method, confidence=choice.confidence)
        band = sensitivity_band(
            facts, interval, odds_ratio=choice.sensitivity, confidence=choice.confidence
        )
        ends.append((interval, band))
    low = min(interval[0] for interval, _ in ends)
    high = max(interval[1] for interval, _ in ends)
    bands = [band for _, band in ends if band is not None]
    return replace(
        cell,
        low=percent_below(low),
        high=percent_above(high),
        band_low=percent_below(min(b[0] for b in bands)) if bands else None,
        band_high=percent_above(max(b[1] for b in bands)) if bands else None,
    )


def _shares(count: int, percent: int, base: int, printed: Printed) -> Iterator[float]:
    """The shares that can stand behind a printed one: the very share, or both ends of it."""
    if printed.even or count in (0, base):
        yield count / base
        return
    yield max(0.001, percent / 100 - HALF)
    yield min(0.999, percent / 100 + HALF)


def _facts(
    count: int, base: int, share: float, concerned: Concerned | None, printed: Printed
) -> ShareFacts:
    """A simple random sample of the same size, wider by what the weights do."""
    unseen = 1.0
    if concerned is not None:
        unseen = 0.0 if concerned.most == base else max(0.0, 1 - base / concerned.members)
    variance = printed.weighting * unseen * share * (1 - share) / max(1, base - 1)
    return ShareFacts.of(
        count=count,
        n=base,
        share=share,
        variance=variance,
        df=max(0, base - min(base - 1, printed.strata)) if base > 1 else 0,
        unseen=unseen,
        most=concerned.most if concerned else None,
    )
