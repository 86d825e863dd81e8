"""Parts: figures with more bars than one slide can show at reading size, cut by their rows."""

import dataclasses
from collections.abc import Iterator, Sequence

from samklang.core.document.blocks import Figure
from samklang.core.document.deck import Slide
from samklang.core.language.wording import Language
from samklang.render.pdf.large import cut
from samklang.render.slides.legend import WIDER, height
from samklang.render.slides.workbook import name_lines

# What a chart's axis and legend leave of its slide, in points; a legend takes a line more.
TALL, LEGEND = 240, 25
# A bar with its share of the room between: its label is 14 points and must stand within it.
BAR = 16
# Groups beside each other: more would have their names on end.
ACROSS = 12
# A chart's width and its text in points.
ACROSS_SLIDE, TEXT = 844, 14
# The share of its width that programs give the names of rows, and the height of a line of them in
# the faces that stand in for ours. A name that is taller than its row is left out.
NAMES, LEADING = 0.5, 1.6


def in_parts(slides: Sequence[Slide], language: Language) -> Iterator[Slide]:
    """The slides, a large figure on as few as show all its bars with their names."""
    for slide in slides:
        figure = slide.content
        rows = len(figure.table.rows) if isinstance(figure, Figure) else 0
        if not isinstance(figure, Figure) or rows <= (most := most_rows(figure, language)):
            yield slide
            continue
        count = -(-rows // most)
        for number, part in enumerate(cut(figure, count), 1):
            yield dataclasses.replace(slide, content=part, part=number, parts=count)


def most_rows(figure: Figure, language: Language) -> int:
    """How many rows of a figure one slide has room for; at least one."""
    if figure.of_points:
        return ACROSS
    series = len(figure.table.series)
    bars = 1 if figure.end_to_end else series
    tall = TALL - (max(LEGEND, height(figure, ACROSS_SLIDE, TEXT)) if series > 1 else 0)
    room = ACROSS_SLIDE * NAMES / WIDER
    named = name_lines(figure, language, size=TEXT, room=room) * TEXT * LEADING
    # Half a bar's room between the rows, as the charts have it.
    return max(int(tall / max((bars + 0.55) * BAR, named)), 1)
