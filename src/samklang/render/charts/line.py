"""Line: a share through the themes of a series, a point with its interval for each, joined."""

import itertools

from samklang.render import design
from samklang.render.charts.dots import Dots
from samklang.render.charts.drawing import LABEL, Box, Drawing, Rule
from samklang.render.charts.measure import width as text_width


class Line(Dots):
    """The points of a series, oldest first, joined where the shares can be compared."""

    def drawing(self) -> Drawing:
        """The points with a line between neighbours, except where the question was changed or a
        share is withheld."""
        made, rows = super().drawing(), self.figure.table.rows
        marks = iter(made.dots)
        shown = [next(marks) if row.cells[0].status == "shown" else None for row in rows]
        for (_, before), (row, after) in itertools.pairwise(zip(rows, shown, strict=True)):
            if before and after and row.id not in self.figure.breaks:
                made.rules.append(Rule(before.x, before.y, after.x, after.y, design.SPRUCE))
        if self.narrow:
            # No line runs through the words.
            made.boxes[:0] = [
                Box(label.x, label.y - 13, text_width(label.text, LABEL) + 4, 17, design.PAPER)
                for label in made.labels
                if label.anchor == "start"
            ]
        return made
