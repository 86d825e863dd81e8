"""As shown: a figure that is printed as a table alone, or under a sentence of its own."""

from collections.abc import Callable
from dataclasses import replace

from samklang.core.document.blocks import Figure
from samklang.core.language.messages import message
from samklang.core.manuscript.kinds import CLAIM, SHOW, TABLE
from samklang.core.manuscript.parsing import Directive
from samklang.core.manuscript.targets import Unreadable


def as_shown(draft: Directive, figure: Figure, claim: Callable[[Directive, str], str]) -> Figure:
    """The figure as its directive says; one that shows no number is a table, which says why.

    claim: the sentence above it, for the figure's id.
    """
    said = claim(draft, figure.id) if CLAIM in draft.options else ""
    return replace(figure, claim=said, as_table=_shown_as_table(draft) or figure.withheld)


def _shown_as_table(draft: Directive) -> bool:
    """Whether a figure is printed as a table alone. Raises Unreadable for what it cannot be."""
    shown = draft.options.get(SHOW, "chart")
    if shown not in ("chart", TABLE):
        what = message("faults.a_figure_cannot_be_shown_as", shown=shown)
        raise Unreadable(what, message("faults.write_show_chart_or_table"))
    return shown == TABLE
