"""In brief: the figure that the main results say most of, drawn small beside them."""

from collections import Counter
from dataclasses import dataclass

from samklang.core.document.blocks import Figure, Listing
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Text, Value

# Rows that a small drawing has room for, and points of one figure that are said better by it.
ROWS, POINTS = 6, 2


@dataclass(frozen=True)
class InBrief:
    """The figure, and the main results without the points that it says better."""

    figure: Figure
    opening: Section


def in_brief(document: Document) -> InBrief | None:
    """The figure that most of the main points rest on; None where none has several of them.

    The first of its points stays: it says what the drawing shows.
    """
    opening = document.opening
    if opening is None:
        return None
    rested: Counter[str] = Counter()
    for block in opening.blocks:
        if isinstance(block, Listing):
            rested.update(_rests_on(item) for item in block.items)
    for figure in document.figures:
        small = figure.laid == "from zero" and len(figure.table.rows) <= ROWS
        most = max((n for id_, n in rested.items() if id_), default=0)
        if small and not figure.as_table and rested[figure.id] == most >= POINTS:
            return InBrief(figure, _without(opening, figure.id))
    return None


def _without(opening: Section, figure: str) -> Section:
    blocks = []
    for block in opening.blocks:
        if isinstance(block, Listing):
            first = next((n for n, i in enumerate(block.items) if _rests_on(i) == figure), -1)
            kept = [i for n, i in enumerate(block.items) if n == first or _rests_on(i) != figure]
            block = Listing(tuple(kept), block.ordered)
        blocks.append(block)
    return Section(opening.id, opening.title, opening.lead, tuple(blocks))


def _rests_on(item: Text) -> str:
    """The only figure whose numbers a point says; '' for none or several."""
    figures = {part.figure for part in item if isinstance(part, Value) and part.figure}
    return figures.pop() if len(figures) == 1 else ""
