"""Awaiting: what of a text is being counted still, and says so in its place."""

from samklang.core.figures.material import Material
from samklang.core.manuscript.demands import Demands, factors_of, figure_choice, needs_of
from samklang.core.manuscript.kinds import FACTOR_FIGURE
from samklang.core.manuscript.parsing import Directive
from samklang.core.manuscript.roles import CiteRole, ExamplesRole, FixedRole, TypedRole
from samklang.core.manuscript.targets import Target, chosen_measure
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.theme.theme import FigureChoice

# Blocks that show nothing but what has been counted.
COUNTED = ("figure", "development", FACTOR_FIGURE, "factors", "method-box")


def role_awaited(role: TypedRole, material: Material) -> bool:
    """Whether what a role prints is being counted still."""
    if material.awaited is None:
        return not isinstance(role, ExamplesRole | FixedRole | CiteRole)
    return bool(material.awaited) and not material.awaited.isdisjoint(needs_of(role))


def block_awaited(draft: Directive, material: Material) -> bool:
    """Whether what a directive shows is being counted still."""
    if material.awaited is None:
        return draft.name in COUNTED
    if not material.awaited:
        return False
    if draft.name == FACTOR_FIGURE:
        codes = [code.id for code in material.codebook.factors]
        return not material.awaited.isdisjoint(Demands(tuple(factors_of(draft, codes))).needs)
    if draft.name != "figure":
        return False
    choice = figure_choice(draft, material.theme.figures)
    return figure_table(choice, material.questionnaire) in material.awaited


def figure_table(choice: FigureChoice, questionnaire: Questionnaire) -> str:
    """The id of the released table that a figure shows."""
    measure = chosen_measure(choice, questionnaire)
    return Target(measure, choice.question, choice.option, choice.over).table(choice.by)
