"""Development: what a network's themes have printed of one question over time, and what changed.

Two surveys are compared where they asked the same question of the same; where it was changed there
is a break, and no change is told across it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series
from samklang.core.document.blocks import Figure
from samklang.core.figures.changes import Change, change
from samklang.core.figures.values import points_words
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, Wording, worded
from samklang.core.survey.questionnaire import Item
from samklang.core.theme.series import (
    Altered,
    EarlierQuestion,
    EarlierShare,
    EarlierTheme,
    changes,
    related,
)

# What a change is said to be: its interval lies above 0, below it, or on both sides; or there is
# none, since the question was changed or either share is not printed.
Verdict = Literal["up", "down", "unsure", "altered", "none"]


@dataclass(frozen=True)
class Step:
    """From one theme to the next: the change with its interval, where there is one."""

    verdict: Verdict
    change: Change | None = None

    def words(self, language: Language) -> str:
        """For a table's cell: "ökat: 17 procentenheter (2 till 30)"."""
        if self.change is None:
            return phrase(language, f"series.step_{self.verdict}")
        change = self.change
        words = points_words(change.points, change.low, change.high, language)
        return phrase(language, f"series.step_{self.verdict}", change=words)


@dataclass(frozen=True)
class OptionLine:
    """An option through the themes: a share each, None where none is printed, and what changed.

    steps: one fewer than shares.
    """

    id: str
    label: Wording
    shares: tuple[EarlierShare | None, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class QuestionLine:
    """A question, or an item of one, through the themes that printed it, oldest first.

    id: `question` or `question.item`. breaks: in what ways it was changed from each theme to the
    next; () where it was not.
    """

    id: str
    item: Wording
    themes: tuple[EarlierTheme, ...]
    asked: tuple[EarlierQuestion, ...]
    breaks: tuple[tuple[Altered, ...], ...]
    options: tuple[OptionLine, ...]

    @property
    def wording(self) -> Wording:
        """As it was asked last."""
        return self.asked[-1].wording

    @property
    def synthetic(self) -> bool:
        """Whether any of its answers were invented."""
        return any(theme.synthetic for theme in self.themes)

    @property
    def bases(self) -> tuple[int | None, ...]:
        """How many answered, theme by theme; None where that is not printed."""
        return tuple(
            next(
                (o.shares[place].base for o in self.options if o.shares[place]),  # type: ignore[union-attr]
                None,
            )
            for place in range(len(self.themes))
        )


def development(themes: Sequence[EarlierTheme]) -> tuple[QuestionLine, ...]:
    """Every question that two themes or more have printed, in the order it was first asked.

    themes: oldest first.
    """
    asked: dict[str, list[tuple[EarlierTheme, EarlierQuestion]]] = {}
    for theme in themes:
        for question in theme.questions:
            asked.setdefault(question.id, []).append((theme, question))
    steps = []
    for name, all_pairs in asked.items():
        # What is another question than the last is no part of its line.
        last = all_pairs[-1][1]
        pairs = [pair for pair in all_pairs if related(pair[1], last)]
        if len(pairs) < 2:
            continue
        items = {item.id: item.label for _, question in pairs for item in question.items}
        for item, label in items.items() if items else [("", Wording())]:
            steps.append(through(f"{name}.{item}" if item else name, label, pairs))
    return tuple(line for line in steps if sum(map(_printed, zip(*_shares(line), strict=True))) > 1)


def _shares(line: QuestionLine) -> list[tuple[EarlierShare | None, ...]]:
    return [option.shares for option in line.options]


def _printed(shares: Sequence[EarlierShare | None]) -> bool:
    return any(share is not None for share in shares)


def through(
    name: str, item: Wording, pairs: Sequence[tuple[EarlierTheme, EarlierQuestion]]
) -> QuestionLine:
    """A question, or an item of one, through themes that asked it, oldest first.

    name: `question` or `question.item`. item: the item's label, '' where it is a whole question.
    """
    breaks = changes(name, [question for _, question in pairs])
    labels: dict[str, Item] = {}
    for _, question in reversed(pairs):
        for option in question.options:
            labels.setdefault(option.id, option)
    printed = [{(s.question, s.option): s for s in theme.shares} for theme, _ in pairs]
    options = []
    for option in labels.values():
        shares = tuple(shares_then.get((name, option.id)) for shares_then in printed)
        steps = tuple(
            step(was, now, broken)
            for was, now, broken in zip(shares, shares[1:], breaks, strict=False)
        )
        options.append(OptionLine(option.id, option.label, shares, steps))
    return QuestionLine(
        name,
        item,
        tuple(theme for theme, _ in pairs),
        tuple(question for _, question in pairs),
        breaks,
        tuple(options),
    )


def step(
    was: EarlierShare | None, now: EarlierShare | None, broken: Sequence[Altered] = ()
) -> Step:
    """What changed from one printed share to another. broken: how the question was changed."""
    if broken:
        return Step("altered")
    if was is None or now is None:
        return Step("none")
    step = change(now, was)
    verdict: Verdict = "up" if step.low > 0 else "down" if step.high < 0 else "unsure"
    return Step(verdict, step)


def development_figure(line: QuestionLine, language: Language) -> Figure:
    """The line as a figure: an option a row, and in it a point with its interval for each theme."""

    def cell(share: EarlierShare | None) -> ReleasedCell:
        if share is None:
            return ReleasedCell("protected")
        return ReleasedCell("shown", share=share.share, low=share.low, high=share.high)

    table = ReleasedTable(
        id=line.id,
        series=tuple(Series(t.id, theme_label(t, language)) for t in line.themes),
        rows=tuple(
            ReleasedRow(
                option.id, worded(option.label, language), None, tuple(map(cell, option.shares))
            )
            for option in line.options
            if _printed(option.shares)
        ),
        threshold=1,
    )
    title = worded(line.item or line.wording, language)
    return Figure(
        id=f"over-time-{line.id.replace('.', '-')}",
        number=0,
        kind="dots",
        title=title,
        summary="",
        alt=_alt(line, language),
        question=worded(line.wording, language),
        base="",
        unit="",
        weighting="",
        interval="",
        sensitivity="",
        notes=(),
        row_header="",
        table=table,
        synthetic=line.synthetic,
    )


def _alt(line: QuestionLine, language: Language) -> str:
    said = []
    for option in line.options:
        shares = [
            f"{theme_label(theme, language)} {numbers.percent(share.share, language)}"
            for theme, share in zip(line.themes, option.shares, strict=True)
            if share
        ]
        if shares:
            said.append(f"{worded(option.label, language)}: {', '.join(shares)}")
    return "; ".join(said) + "."


def theme_label(theme: EarlierTheme, language: Language) -> str:
    """What a theme is called beside others: its title and the year it was published."""
    title = worded(theme.title, language) or theme.id
    year = str(theme.published.year) if theme.published else ""
    return title if not year or year in title else f"{title} ({year})"
