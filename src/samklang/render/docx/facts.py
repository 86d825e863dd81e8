"""Facts: a label and what there is to say of it, a line each."""

from collections.abc import Sequence

from samklang.core.document.inline import Text
from samklang.render.charts.measure import width
from samklang.render.docx.paragraphs import keep_with_next, loose
from samklang.render.docx.styles import FACT
from samklang.render.docx.writing import Pen
from samklang.render.element import Element
from samklang.render.pdf.breaks import breakable

# Characters of facts that stay on one page, about a third of it; more would leave it white above.
TOGETHER = 1600
# Points: the size of a label, and what of its column stays free.
LABEL, FREE = 9.5, 4.0


def add_facts(
    body: Element, pen: Pen, pairs: Sequence[Sequence[str]], *, together: int = TOGETHER
) -> None:
    """Labels with their values; the last may part from what follows, and more than `together`
    characters from each other."""
    long = sum(len(label) + len(value) for label, value in pairs) > together
    for number, (label, value) in enumerate(pairs, 1):
        add_fact(body, pen, label, breakable(value))
        # Of many only the first two and the last two stay together.
        if number == len(pairs) or (long and 1 < number < len(pairs) - 1):
            loose(body)


def add_fact(body: Element, pen: Pen, label: str, *texts: Text | str) -> None:
    """A label with its texts, on one page with what follows."""
    made = keep_with_next(pen.paragraph(body, "Fact"))
    pen.run(made, label, style="Label")
    # A label that is longer than its column stands on a line of its own.
    fits = width(label, LABEL) <= FACT / 20 - FREE
    (pen.tab if fits else pen.line)(made)
    for text in texts:
        pen.text(made, text)
