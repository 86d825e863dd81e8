"""The dress rehearsal: a theme's own report analysed on simulated answers, before anybody is asked.

The simulated answers live in this module's calls alone; what leaves it is counted and released.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from samklang.analysis.analysis import analyse
from samklang.core.coding.codings import Coding, Valence
from samklang.core.faults import FaultyInput, faulty_file
from samklang.core.language.messages import message
from samklang.core.manuscript.demands import default_figures, targets
from samklang.core.manuscript.parsing import parse
from samklang.core.manuscript.targets import Target
from samklang.core.report.rehearsal import (
    ColumnCost,
    Draws,
    FigureNumbers,
    Range,
    Rehearsal,
    figure_numbers,
    forecast,
    withheld_of,
)
from samklang.core.report.rehearsed import rehearsal_title
from samklang.core.survey.open_answers import open_answer
from samklang.core.survey.open_questions import open_questions
from samklang.core.survey.pages import minutes
from samklang.core.survey.responses import Responses
from samklang.core.survey.simulated import Shares, simulated
from samklang.core.theme.frame import Frame
from samklang.core.theme.register import Register
from samklang.core.theme.series import followed, oldest_first
from samklang.package.theme_package import ThemePackage

# How many times answers are drawn as they are expected, since chance spreads them over the strata,
# and how many times unevenly, to show how much that does.
DRAWS = 7


NOTHING = Range(0, 0, 0)


@dataclass(frozen=True)
class Drawing:
    """How answers are drawn: as in `rehearse`; drawn: hears after each draw how many there are."""

    rate: float
    seed: int
    expected: Shares
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

    The answers of `package`, if any, are not looked at. expected: as in `simulated`; before what
    an earlier theme of the series printed of the same question. The same seed gives the same
    result. made: hears how many draws are analysed, and of how many. Raises FaultyInput where so
    few answers cannot carry the design.
    """
    bare = package.unanswered()
    figures = printed(package)
    asked = _asked(bare, seed=seed)
    if not asked:
        what = message("faults.the_theme_asks_nobody")
        remedy = message("faults.choose_the_members_asked")
        raise faulty_file("register.csv", what, remedy)
    shares = {**printed_before(package), **(expected or {})}
    by_columns = tuple(dict.fromkeys(by for _, by in figures.values() if by))

    def drawing(begun: int) -> Drawing:
        each = 2 * DRAWS
        of = each * (1 + len(by_columns))
        return Drawing(rate, seed, shares, lambda done: made(begun * each + done, of))

    draws = _draws(bare, figures, drawing(0))
    forecasts = forecast(draws, figures)
    withheld = withheld_of(draws, figures) or NOTHING
    columns = []
    for number, column in enumerate(by_columns, 1):
        of = [table for table, (_, by) in figures.items() if by == column]
        cost = withheld_of(draws, of) or NOTHING
        columns.append(_saving(bare, figures, column, cost, withheld, drawing(number)))
    used = {question.partition(".")[0] for question, _ in figures.values()}
    used |= {by.partition(".")[0] for _, by in figures.values()}
    used |= {target.over.partition(".")[0] for target, _ in _targets(package) if target.over}
    return Rehearsal(
        draws=len(draws.expected) + len(draws.uneven),
        asked=len(asked),
        answers=round(len(asked) * rate),
        minutes=minutes(package.questionnaire),
        threshold=package.theme.disclosure.threshold,
        figures=forecasts,
        withheld=withheld,
        cells=sum(forecast.cells for forecast in forecasts),
        columns=tuple(sorted(columns, key=lambda column: -column.withheld.middle)),
        unused=tuple(
            q.id for q in package.questionnaire if (q.closed or q.numeric) and q.id not in used
        ),
        repeated=tuple(dict.fromkeys(n.partition(".")[0] for n in printed_before(package))),
    )


def printed_before(package: ThemePackage) -> Shares:
    """By question, the shares (0 to 1) that the newest earlier theme printed of its answers."""
    shares: dict[str, dict[str, float]] = {}
    known = followed(package.theme.series, package.questionnaire)
    for theme in oldest_first(package.theme.series):
        newest: dict[str, dict[str, float]] = {}
        for share in theme.shares:
            if (share.question, share.option) in known:
                newest.setdefault(share.question, {})[share.option] = share.share / 100
        shares |= newest
    return shares


def invented(package: ThemePackage, *, rate: float, seed: int, expected: Shares) -> ThemePackage:
    """The package with the answers that `rehearse` expects, its title saying so.

    What people wrote is coded at random. It has no address on the web and no day of publication.
    """
    bare, theme = package.unanswered(), package.theme
    shares = {**printed_before(package), **expected}
    drawing = Drawing(rate, seed, shares, lambda done: None)
    answered = _answered(bare, drawing, draw=0, uneven=False)
    return replace(
        answered,
        theme=replace(
            theme,
            title=rehearsal_title(theme.title),
            synthetic=True,
            edition="0",
            published=None,
            address="",
        ),
        codings=_codings(answered, Random(seed)),
    )


def _codings(package: ThemePackage, chance: Random) -> tuple[Coding, ...]:
    """A code at random on each answer to a question of text; none where there is no codebook."""
    codebook = package.codebook
    places = [p for p in open_questions(package.questionnaire) if p.question.type == "text"]
    codings: list[Coding] = []
    for response in package.responses if codebook.codes else ():
        for place in places:
            if not (text := open_answer(response, place)):
                continue
            code = chance.choice(codebook.codes)
            valence: Valence = "enables" if chance.random() < 0.5 else "hinders"
            codings.append(
                Coding(
                    id=f"c{len(codings) + 1}",
                    response=response.id,
                    question=place.address,
                    start=0,
                    end=len(text),
                    text=text,
                    code=code.id,
                    valence=valence if codebook.has_valence(code) else "",
                )
            )
    return tuple(codings)


def measured(package: ThemePackage) -> Mapping[str, FigureNumbers]:
    """The same numbers of the answers that a package has, by table. Raises FaultyInput."""
    return _measured(package, printed(package))


def printed(package: ThemePackage) -> Mapping[str, tuple[str, str]]:
    """The tables that the text's figures and values stand in: each its question, and what it is
    parted by ('' for none).
    """
    texts: dict[str, tuple[str, str]] = {}
    for target, by in _targets(package):
        name = target.question.partition(".")[0]
        if target.measure == "share" and not by:
            # Statements of a matrix stand in one table.
            texts[name] = (name, "")
        else:
            texts[target.table(by)] = (target.question, by)
    return texts


def _targets(package: ThemePackage) -> Iterator[tuple[Target, str]]:
    theme, questionnaire = package.theme, package.questionnaire
    for language in theme.languages:
        text = package.manuscripts.get(language) or default_figures(theme, questionnaire)
        yield from targets(parse(text, file="")[0], theme.figures, questionnaire)


def _asked(package: ThemePackage, *, seed: int) -> list[str]:
    """Those asked, by stratum, and in a random order within it."""
    frame = Frame(package.register, package.theme.design)
    members = [m for m in frame.asked.members if m.invited] if frame.asked else []
    Random(seed).shuffle(members)
    return [m.id for m in sorted(members, key=frame.cell)]


def _measured(package: ThemePackage, figures: Mapping[str, object]) -> Mapping[str, FigureNumbers]:
    tables = analyse(package).tables
    return {name: figure_numbers(tables[name]) for name in figures if name in tables}


def _draws(bare: ThemePackage, figures: Mapping[str, object], drawing: Drawing) -> Draws:
    """The figures of each draw; one that cannot carry the design is a fault only if all are."""
    draws: dict[bool, list[Mapping[str, FigureNumbers]]] = {False: [], True: []}
    faulty: FaultyInput | None = None
    for number in range(2 * DRAWS):
        uneven = number >= DRAWS
        try:
            answered = _answered(bare, drawing, draw=number, uneven=uneven)
            draws[uneven].append(_measured(answered, figures))
        except FaultyInput as fault:
            faulty = fault
        drawing.drawn(number + 1)
    if faulty and not draws[False]:
        raise faulty
    return Draws(tuple(draws[False]), tuple(draws[True]))


def _answered(bare: ThemePackage, drawing: Drawing, *, draw: int, uneven: bool) -> ThemePackage:
    """The package with the answers of a draw, as they are expected or uneven."""
    seed = drawing.seed + draw
    rows = simulated(
        bare.questionnaire,
        _asked(bare, seed=seed),
        rate=drawing.rate,
        seed=seed,
        expected=drawing.expected,
        uneven=uneven,
    )
    return replace(bare, responses=Responses(rows))


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
    saved = withheld.middle - (withheld_of(draws, figures) or NOTHING).middle
    return ColumnCost(column, cost, tuple(pair), max(0, saved))


def _merged(register: Register, column: str, pair: Sequence[str]) -> Register:
    name = " + ".join(pair)
    members = tuple(
        replace(m, groups={**m.groups, column: name}) if m.groups[column] in pair else m
        for m in register.members
    )
    return replace(register, members=members)
