"""Comparisons: differences between groups, and tests of crosstabs, of what has been released."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from samklang.analysis.counting import Counting
from samklang.analysis.group_tables import Part, parts
from samklang.analysis.public_intervals import Asked, asked_of
from samklang.core.disclosure.release import percent_above, percent_below
from samklang.core.disclosure.released import (
    ReleasedCell,
    ReleasedDifference,
    ReleasedTable,
    ReleasedTest,
)
from samklang.core.estimate.cells import Cells
from samklang.core.estimate.counts import NOT_ANSWERED
from samklang.core.estimate.crosstab import association, wald
from samklang.core.estimate.domains import difference, domain_shares
from samklang.core.estimate.errors import DegenerateTable
from samklang.core.manuscript.targets import Group, Target

REST = "!rest"


def differences(
    targets: Iterable[Target],
    released: Mapping[str, ReleasedTable],
    counting: Counting,
    *,
    revealed: Collection[Asked] = (),
) -> dict[Target, ReleasedDifference]:
    """The differences that are asked for; without numbers where either share is withheld.

    revealed: answers whose variance would tell a withheld count, and so would these.
    Raises EstimateError.
    """
    by_target: dict[Target, ReleasedDifference] = {}
    for target in targets:
        if target.group is None or target.versus is None or target in by_target:
            continue
        pair = [_shown(target, group, released) for group in (target.group, target.versus)]
        chosen = [_part(group, counting) for group in (target.group, target.versus)]
        if all(cell is not None for cell in pair) and chosen[0] and chosen[1]:
            by_target[target] = (
                _difference(target, chosen[0], chosen[1], counting)
                if asked_of(target, counting) not in revealed
                and all(cell and cell.share is not None for cell in pair)
                else ReleasedDifference()
            )
    return by_target


def effects(
    targets: Iterable[Target],
    released: Mapping[str, ReleasedTable],
    counting: Counting,
    *,
    revealed: Collection[Asked] = (),
) -> dict[Target, float | None]:
    """The design effects of shares, to one decimal; None where the share is withheld.

    None too of the answers in `revealed`, whose variance would tell a withheld count.
    Raises EstimateError.
    """
    by_target: dict[Target, float | None] = {}
    for target in targets:
        group = target.group
        cell = _shown(target, group, released) if group else _plain(target, released)
        part = _part(group, counting) if group else Part("", "", "")
        if cell is None or part is None:
            continue
        by_target[target] = None
        if cell.share is None or asked_of(target, counting) in revealed:
            continue
        multiple = counting.counts[target.question].multiple
        by = (part.variable,) if part.variable else ()
        cells = counting.cells(target.question, by, option=target.option)
        (one,) = domain_shares(
            counting.weighting(cells),
            f"{target.question}.{target.option}" if multiple else target.question,
            ["1" if multiple else target.option],
            domain=counting.domain(cells, part.variable, part.value),
        ).estimates
        if one.deff is not None:
            by_target[target] = round(one.deff, 1)
    return by_target


def _plain(target: Target, released: Mapping[str, ReleasedTable]) -> ReleasedCell | None:
    question, _, item = target.question.partition(".")
    table = released.get(question)
    try:
        if table is None:
            return None
        return table.cell(item, target.option) if item else table.cell(target.option)
    except KeyError:
        return None


def _shown(
    target: Target, group: Group, released: Mapping[str, ReleasedTable]
) -> ReleasedCell | None:
    table = released.get(target.table(group.by))
    try:
        return table.cell(group.value, target.option) if table else None
    except KeyError:
        return None


def _part(group: Group, counting: Counting) -> Part | None:
    return next((p for p in parts(group.by, counting) if p.row == group.value), None)


def _difference(target: Target, one: Part, other: Part, counting: Counting) -> ReleasedDifference:
    multiple = counting.counts[target.question].multiple
    by = tuple(dict.fromkeys((one.variable, other.variable)))
    cells = counting.cells(target.question, by, option=target.option)
    interval = difference(
        counting.weighting(cells),
        f"{target.question}.{target.option}" if multiple else target.question,
        "1" if multiple else target.option,
        first=counting.domain(cells, one.variable, one.value),
        second=counting.domain(cells, other.variable, other.value),
        confidence=counting.choice.confidence,
        sensitivity=counting.choice.sensitivity,
    )
    return ReleasedDifference(
        points=_points(interval.difference),
        low=percent_below(interval.low),
        high=percent_above(interval.high),
        band_low=None if interval.band_low is None else percent_below(interval.band_low),
        band_high=None if interval.band_high is None else percent_above(interval.band_high),
    )


def _points(fraction: float) -> int:
    """Whole percentage points, halves away from 0, so that it is the same both ways round."""
    size = int(abs(fraction) * 100 + 0.5 + 1e-9)
    return size if fraction >= 0 else -size


def tests(
    asked: Sequence[tuple[Target, str]],
    released: Mapping[str, ReleasedTable],
    counting: Counting,
    *,
    revealed: Collection[Asked],
) -> dict[str, ReleasedTest]:
    """The test of each crosstab of two questions, or of a question and a column.

    Rao and Scott's, or Wald's where the design says so.

    Answers that are withheld for some group are tested together as one, and a group whose base is
    withheld is left out: so the test is of what is printed. Tables without at least two groups and
    two answers left have none. A select_multiple's options overlap and are not tested, and
    neither are questions with an answer in `revealed`, whose variance would tell a withheld count.
    Raises EstimateError.
    """
    by_target = {}
    for name, (target, by) in {t.table(by): (t, by) for t, by in asked if by}.items():
        table = released.get(name)
        groups = parts(by, counting)
        if table is None or target.measure != "share" or len({p.variable for p in groups}) != 1:
            continue
        if counting.counts[target.question].multiple or target.question in dict(revealed):
            continue
        variable = groups[0].variable
        cells = counting.cells(target.question, (variable,))
        printed = replace(counting.weighting(cells), cells=_printed(cells, target, variable, table))
        try:
            result = (
                wald(printed, variable, target.question)
                if counting.choice.test == "wald"
                else association(printed, variable, target.question)
            )
        except DegenerateTable:
            continue
        if result.df2 > 0 and result.f < float("inf"):
            by_target[name] = ReleasedTest(
                round(result.f, 2), round(result.df1, 1), round(result.df2, 1), round(result.p, 3)
            )
    return by_target


def _printed(cells: Cells, target: Target, variable: str, table: ReleasedTable) -> Cells:
    """The cells with what is not printed apart put together or left out."""
    rows = {row.id for row in table.rows if row.base is not None}
    kept = {
        series.id
        for number, series in enumerate(table.series)
        if all(row.cells[number].share is not None for row in table.rows if row.id in rows)
    }
    known = cells.known(target.question)
    answers = [
        (value if value in kept else REST) if has else value
        for value, has in zip(cells.values[target.question], known.tolist(), strict=True)
    ]
    groups = [value if value in rows else NOT_ANSWERED for value in cells.values[variable]]
    values = {**cells.values, target.question: tuple(answers), variable: tuple(groups)}
    return replace(cells, values=values)
