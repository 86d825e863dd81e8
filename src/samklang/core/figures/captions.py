"""Captions: what the program itself may say of which answer or group is the greatest.

Its own words obey the rule that an author's words do (`claims`): what the figures do not bear out
of the members is said of those who answered, and what they do not bear out of these is said to be
unsure.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from samklang.core.disclosure.released import ReleasedCell, ReleasedTable
from samklang.core.figures.claims import Bound, Standing, standing
from samklang.core.figures.material import Material
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language

T = TypeVar("T")
# Answers that share the largest share are counted beyond this, and not named.
MOST_ALIKE = 3


def unseen(material: Material, table: ReleasedTable | None = None) -> float:
    """The part of the members who have not answered; 1 where they are unknown.

    table: of whose question. Who left it unanswered stands for members who are unseen too; where
    the table does not tell how many did, nobody is taken to have been without it.
    """
    took_part = material.participation
    members = took_part.invited if took_part.population is None else took_part.population
    if not members:
        return 1.0
    seen: float = took_part.answered
    if table is not None and table.base is not None:
        seen = table.base
        if table.not_answered is not None and seen + table.not_answered:
            seen *= took_part.answered / (seen + table.not_answered)
    return max(0.0, 1 - seen / members)


def exclusive(question: str, material: Material) -> str:
    """The question's name where its answers exclude each other and all count alike; else ''."""
    located = material.questionnaire.find(question)
    design = material.theme.design
    if located is None or located.question.type == "select_multiple":
        return ""
    return "" if design.cells or design.weights or design.calibration else question


def greatest(
    cell: ReleasedCell,
    base: int | None,
    others: Sequence[tuple[ReleasedCell, int | None]],
    material: Material,
    *,
    table: ReleasedTable | None = None,
    least: bool = False,
) -> Standing:
    """Whether a shown cell is the greatest, or `least`, of those shown beside it.

    table: whose answers they all are, which may exclude each other.
    """
    silent = unseen(material, table)
    name = exclusive(table.id, material) if table else ""
    beside = tuple(Bound(c, b, silent, name) for c, b in others if c.share is not None)
    one = replace(Bound(cell, base, silent, name), others=beside)
    return standing(one, confidence=material.theme.design.confidence, least=least)


def level(shown: Sequence[tuple[ReleasedCell, T]]) -> list[T]:
    """Of shares that are shown, what belongs to those that print the largest."""
    most = max((cell.share or 0 for cell, _ in shown), default=0)
    return [of for cell, of in shown if (cell.share or 0) == most]


def level_words(names: Sequence[str], shown: int, share: str, language: Language) -> str:
    """That several of the `shown` have the same largest share, by name where they are few."""
    if len(names) > MOST_ALIKE:
        return phrase(language, "report.summary_tied_many", count=len(names), share=share)
    key = "report.summary_tied_all" if len(names) == shown else "report.summary_tied"
    return phrase(language, key, names=numbers.enumeration([*names], language), share=share)


def values_apart(most: ReleasedCell, others: Sequence[ReleasedCell], *, least: bool) -> bool:
    """Whether a mean or total lies beyond all others, its interval outside theirs."""
    if most.value_low is None or most.value_high is None:
        return False
    for other in others:
        if other.value_low is None or other.value_high is None:
            continue
        if least and other.value_low <= most.value_high:
            return False
        if not least and most.value_low <= other.value_high:
            return False
    return True
