"""Targets: what a number of a report is of, and the id of the table that it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass

from samklang.core.document.blocks import Measure
from samklang.core.language.messages import Problem
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.theme.theme import FigureChoice

# The part of those who answered that are at or below each.
QUANTILES: Mapping[Measure, float] = {
    "lower-quartile": 0.25,
    "median": 0.5,
    "upper-quartile": 0.75,
}
AMOUNTS: tuple[Measure, ...] = ("mean", "total", "ratio", *QUANTILES)
# The row and the series of an amount of all members.
AMOUNT = "amount"
ALL_ROW = "all"


@dataclass(frozen=True)
class Group:
    """A part of the members: those with `value` in the column, or with that answer, `by`."""

    by: str
    value: str


@dataclass(frozen=True)
class Target:
    """What a role or figure speaks of.

    question: a question or `question.item`; over: the denominator of a ratio. option: an answer,
    '' for all of them or for a number. group: the part of the members, None for all. versus: the
    part that it is compared with.
    """

    measure: Measure
    question: str
    option: str = ""
    over: str = ""
    group: Group | None = None
    versus: Group | None = None

    def table(self, by: str) -> str:
        """The id of the released table with these figures by `by` ('': of all members)."""
        return table_id(self.measure, self.question, over=self.over, by=by)


def table_id(measure: Measure, question: str, *, over: str = "", by: str = "") -> str:
    """The id of a released table; shares of all members have the question's id."""
    name = question if measure == "share" else f"{measure}:{question}"
    if over:
        name += f"/{over}"
    return f"{name}|{by}" if by else name


def table_choice(name: str) -> FigureChoice:
    """The figure of a whole released table, by the table's id: the other way of `table_id`."""
    what, _, by = name.partition("|")
    kind, _, rest = what.partition(":")
    measure = next((m for m in AMOUNTS if m == kind and rest), None)
    if measure is None:
        return FigureChoice(id=name, question=what, by=by, measure="share")
    question, _, over = rest.partition("/")
    return FigureChoice(id=name, question=question, over=over, by=by, measure=measure)


class Unreadable(Problem):
    """A target that cannot be read; `what` is wrong, `remedy` is what to do."""


def chosen_measure(choice: FigureChoice, questionnaire: Questionnaire) -> Measure:
    """What a figure shows: as chosen; else a ratio, the mean of a number, or shares."""
    if choice.measure:
        return choice.measure
    question = questionnaire.by_id.get(choice.question)
    if question is None or not question.numeric:
        return "share"
    return "ratio" if choice.over else "mean"
