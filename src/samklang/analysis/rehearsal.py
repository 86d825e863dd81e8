"""The dress rehearsal: a theme's own report analysed on simulated answers, before anybody is asked.

The simulated answers live in this module's calls alone; what leaves it is counted and released.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from samklang.analysis.analysis import analyse
from samklang.core.faults import FaultyInput, faulty_file
from samklang.core.language.messages import message
from samklang.core.manuscript.demands import default_figures, targets
from samklang.core.manuscript.parsing import parse
from samklang.core.manuscript.targets import Target
from samklang.core.report.rehearsal import (
    ColumnCost,
    FigureNumbers,
    Range,
    Rehearsal,
    all_withheld,
    figure_numbers,
    forecast,
)
from samklang.core.survey.pages import minutes
from samklang.core.survey.responses import Responses
from samklang.core.survey.simulated import simulated
from samklang.core.theme.frame import Frame
from samklang.core.theme.register import Register
from samklang.package.theme_package import ThemePackage

# How many times answers are drawn: enough to show how much chance does.
DRAWS = 7

Shares = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Drawing:
    """How answers are drawn: as in `rehearse`; drawn: hears after each draw how many there are."""

    rate: float
    seed: int
    expected: Shares | None
    drawn: Callable[[int], object]


def rehearse(
    package: ThemePackage,
    *,
    rate: float,
    seed: int,
    expected: Shares | None = None,
    made: Callable[[int, int], object] = lambda done, of: None,
) -> Rehearsal:
    """What to expect of a theme's report when `rate` (0 to 1) of those asked answer.

    The answers of `package`, if any, are not looked at. expected: as in `simulated`. The same seed
    gives the same result. made: hears how many draws are analysed, and of how
    many. Raises FaultyInput where so few answers cannot carry the design.
    """
    bare = package.unanswered()
    figures = printed(package)
    asked = _asked(bare)
    if not asked:
        what = message("faults.the_theme_asks_nobody")
        remedy = message("faults.choose_the_members_asked")
        raise faulty_file("register.csv", what, remedy)
    by_columns = tuple(dict.fromkeys(by for _, by in figures.values() if by))

    def drawing(begun: int) -> Drawing:
        of = DRAWS * (1 + len(by_columns))
        return Drawing(rate, seed, expected, lambda done: made(begun * DRAWS + done, of))

    draws = _draws(bare, figures, drawing(0))
    withheld = all_withheld(draws)
    found = forecast(draws, figures)
    columns = []
    for number, column in enumerate(by_columns, 1):
        of = [table for table, (_, by) in figures.items() if by == column]
        cost = Range.of([sum(draw[t].withheld for t in of if t in draw) for draw in draws])
        columns.append(_saving(bare, figures, column, cost, withheld, drawing(number)))
    used = {question.partition(".")[0] for question, _ in figures.values()}
    used |= {by.partition(".")[0] for _, by in figures.values()}
    used |= {target.over.partition(".")[0] for target, _ in _targets(package) if target.over}
    return Rehearsal(
        draws=len(draws),
        asked=len(asked),
        answers=round(len(asked) * rate),
        minutes=minutes(package.questionnaire),
        threshold=package.theme.disclosure.threshold,
        figures=found,
        withheld=withheld,
        cells=sum(one.cells for one in found),
        columns=tuple(sorted(columns, key=lambda one: -one.withheld.middle)),
        unused=tuple(
            q.id for q in package.questionnaire if (q.closed or q.numeric) and q.id not in used
        ),
    )


def measured(package: ThemePackage) -> Mapping[str, FigureNumbers]:
    """The same numbers of the answers that a package has, by table. Raises FaultyInput."""
    return _measured(package, printed(package))


def printed(package: ThemePackage) -> Mapping[str, tuple[str, str]]:
    """The tables that the text's figures and values stand in: each its question, and what it is
    parted by ('' for none).
    """
    found: dict[str, tuple[str, str]] = {}
    for target, by in _targets(package):
        name = target.question.partition(".")[0]
        if target.measure == "share" and not by:
            # Statements of a matrix stand in one table.
            found[name] = (name, "")
        else:
            found[target.table(by)] = (target.question, by)
    return found


def _targets(package: ThemePackage) -> Iterator[tuple[Target, str]]:
    theme, questionnaire = package.theme, package.questionnaire
    for language in theme.languages:
        text = package.manuscripts.get(language) or default_figures(theme, questionnaire)
        yield from targets(parse(text, file="")[0], theme.figures, questionnaire)


def _asked(package: ThemePackage) -> list[str]:
    register = Frame(package.register, package.theme.design).asked
    return [m.id for m in register.members if m.invited] if register else []


def _measured(package: ThemePackage, figures: Mapping[str, object]) -> Mapping[str, FigureNumbers]:
    tables = analyse(package).tables
    return {name: figure_numbers(tables[name]) for name in figures if name in tables}


def _draws(
    bare: ThemePackage,
    figures: Mapping[str, object],
    drawing: Drawing,
) -> list[Mapping[str, FigureNumbers]]:
    """The figures of each draw; one that cannot carry the design is a fault only if all are."""
    found: list[Mapping[str, FigureNumbers]] = []
    faulty: FaultyInput | None = None
    asked = _asked(bare)
    for number in range(DRAWS):
        rows = simulated(
            bare.questionnaire,
            asked,
            rate=drawing.rate,
            seed=drawing.seed + number,
            expected=drawing.expected,
        )
        try:
            found.append(_measured(replace(bare, responses=Responses(rows)), figures))
        except FaultyInput as fault:
            faulty = fault
        drawing.drawn(number + 1)
    if faulty and not found:
        raise faulty
    return found


def _saving(
    bare: ThemePackage,
    figures: Mapping[str, object],
    column: str,
    cost: Range,
    withheld: Range,
    drawing: Drawing,
) -> ColumnCost:
    """What a column costs, and what it would save to make its two smallest groups one."""
    register = bare.register
    if not cost.high or register is None or column not in register.groups:
        return ColumnCost(column, cost)
    sizes = Counter(m.groups[column] for m in register.members if m.invited)
    pair = sorted(sizes, key=lambda value: (sizes[value], value))[:2]
    if len(sizes) < 3:
        # Of two groups none would be left to compare.
        return ColumnCost(column, cost)
    merged = replace(bare, register=_merged(register, column, pair))
    try:
        draws = _draws(merged, figures, drawing)
    except FaultyInput:
        return ColumnCost(column, cost, tuple(pair))
    saved = withheld.middle - all_withheld(draws).middle
    return ColumnCost(column, cost, tuple(pair), max(0, saved))


def _merged(register: Register, column: str, pair: Sequence[str]) -> Register:
    name = " + ".join(pair)
    members = tuple(
        replace(m, groups={**m.groups, column: name}) if m.groups[column] in pair else m
        for m in register.members
    )
    return replace(register, members=members)
