"""Line: a share through the themes of a series, a point with its interval for each, joined."""

import itertools
from dataclasses import replace

from samklang.render.charts.dots import Dots
from samklang.render.charts.drawing import Drawing, Rule


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
                rule = Rule(before.x, before.y, after.x, after.y, self.branding.spruce)
                made.rules.append(rule)
        if self.narrow:
            # No line runs through the words.
            made.labels[:] = [
                replace(label, halo=True) if label.anchor == "start" else label
                for label in made.labels
            ]
        return made
