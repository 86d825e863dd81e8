"""Placing: which figure of a manuscript shows which table."""

from collections.abc import Sequence

from samklang.core.coding.codebook import FACTORS
from samklang.core.figures.material import Material
from samklang.core.manuscript.demands import directives_in, factor_choice, figure_choice
from samklang.core.manuscript.kinds import FACTOR_FIGURE
from samklang.core.manuscript.parsing import DraftSection
from samklang.core.manuscript.targets import Target, chosen_measure, table_id


def placed(drafts: Sequence[DraftSection], material: Material) -> dict[str, str]:
    """The id of the figure that shows a table, by the table's id."""
    theme, places, also = material.theme, dict[str, str](), dict[str, str]()
    for directive in directives_in(drafts):
        choice = figure_choice(directive, theme.figures)
        measure = chosen_measure(choice, material.questionnaire)
        target = Target(measure, choice.question, choice.option, choice.over)
        places.setdefault(target.table(choice.by), choice.id)
        also.setdefault(target.table(""), choice.id)
    for directive in directives_in(drafts, FACTOR_FIGURE):
        factors = factor_choice(directive)
        places.setdefault(table_id("share", FACTORS, by=factors.by), factors.id)
        also.setdefault(FACTORS, factors.id)
    return also | places
