"""Awaiting: what of a text is being counted still, or waits for its reader, and says so."""

from samklang.core.coding.codebook import of_codes
from samklang.core.figures.material import Material
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.demands import (
    Demands,
    factors_of,
    figure_choice,
    needs_of,
    tells_of_codes,
)
from samklang.core.manuscript.kinds import FACTOR_FIGURE
from samklang.core.manuscript.parsing import Directive
from samklang.core.manuscript.roles import CiteRole, ExamplesRole, FixedRole, TypedRole
from samklang.core.manuscript.targets import Target, chosen_measure
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.theme.theme import FigureChoice

# Blocks that show nothing but what has been counted.
COUNTED = ("figure", "development", FACTOR_FIGURE, "factors", "method-box")


def role_waits(role: TypedRole, material: Material, language: Language) -> str:
    """What a role says while it prints no number; '' where it does."""
    if material.blind and tells_of_codes(role):
        return phrase(language, "report.codes_wait")
    return phrase(language, "report.being_counted") if _role_awaited(role, material) else ""


def block_waits(draft: Directive, material: Material, language: Language) -> str:
    """What stands in the place of a directive while it shows nothing; '' where it does."""
    if material.blind and _shows_codes(draft, material):
        return phrase(language, "report.codes_wait")
    return phrase(language, "report.being_counted") if _block_awaited(draft, material) else ""


def _shows_codes(draft: Directive, material: Material) -> bool:
    if draft.name != "figure":
        return draft.name in (FACTOR_FIGURE, "factors")
    choice = figure_choice(draft, material.theme.figures)
    return of_codes(choice.question) or of_codes(choice.by)


def _role_awaited(role: TypedRole, material: Material) -> bool:
    if material.awaited is None:
        return not isinstance(role, ExamplesRole | FixedRole | CiteRole)
    return bool(material.awaited) and not material.awaited.isdisjoint(needs_of(role))


def _block_awaited(draft: Directive, material: Material) -> bool:
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
