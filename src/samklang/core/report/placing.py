"""Placing: which figure of a manuscript shows which table."""

from collections.abc import Sequence

from samklang.core.figures.material import FACTORS, Material
from samklang.core.manuscript.demands import directives_in, figure_choice
from samklang.core.manuscript.parsing import Directive, DraftSection
from samklang.core.manuscript.targets import Target, chosen_measure


def placed(drafts: Sequence[DraftSection], material: Material) -> dict[str, str]:
    """The id of the figure that shows a table, by the table's id."""
    theme, found, also = material.theme, dict[str, str](), dict[str, str]()
    for directive in directives_in(drafts):
        choice = figure_choice(directive, theme.figures)
        measure = chosen_measure(choice, material.questionnaire)
        target = Target(measure, choice.question, choice.option, choice.over)
        found.setdefault(target.table(choice.by), choice.id)
        also.setdefault(target.table(""), choice.id)
    if any(
        isinstance(b, Directive) and b.name == "factor-figure" for d in drafts for b in d.blocks
    ):
        found[FACTORS] = FACTORS
    return also | found
