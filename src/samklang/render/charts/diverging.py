"""Diverging: an ordered scale about its middle, what takes no side standing aside."""

from samklang.core.document.blocks import Figure
from samklang.core.language import numbers
from samklang.core.language.wording import Language
from samklang.render import design
from samklang.render.charts.drawing import Canvas, Drawing, Rule
from samklang.render.charts.end_to_end import groups, parts, reach
from samklang.render.charts.laying import (
    INDENT,
    THICK,
    gap_entry,
    lay,
    row_height,
    say_why,
    why_lines,
)
from samklang.render.charts.scales import textures
from samklang.render.charts.sides import colours, sides, steps
from samklang.render.design import Branding

# Between the sides and what stands aside.
ASIDE = 26.0
# The least that either side has room for, in per cent: the shares on the axis stand clear.
LEAST = 10.0


class Diverging(Canvas):
    """Places the rows about a line; right of both sides the middle, from a line of its own."""

    def __init__(self, figure: Figure, language: Language, branding: Branding, *, narrow: bool):
        super().__init__(figure, language, branding, narrow=narrow, right=4.0)
        self.sides = sides(figure)
        self.colours = colours(self.sides, branding)
        left, middle, right = (max(far, LEAST) for far in reach(figure, self.sides))
        self.far_left, self.far_right = left, right
        self.far_middle = middle if self.sides.middle else 0.0
        room = self.right - self.left - (ASIDE if self.sides.middle else 0.0)
        self.unit = room / (left + right + self.far_middle)
        self.zero = self.left + left * self.unit
        self.aside = self.zero + right * self.unit + ASIDE

    def drawing(self) -> Drawing:
        """The rows, their lines and their axis."""
        table = self.figure.table
        drawing = Drawing(textures(steps(self.sides), self.branding))
        entries = [(table.series[n].label, self.colours[n], "") for n in self.sides.drawn]
        self.legend(drawing, [*entries, *gap_entry(self.figure, self.language)])
        drawing.top = drawing.y
        drawing.y += 8
        for row in table.rows:
            why = why_lines(row, self.figure, self.language, self.width - self.left - 4 - INDENT)
            height = row_height(row, why)
            top = self.row_labels(drawing, row, height)
            left, middle, right = parts(row, groups(self.figure))
            begins = self.zero - sum(part.length for part in left) * self.unit
            for laid, start in ((left, begins), (right, self.zero), (middle, self.aside)):
                lay(drawing, laid, start, top, self.unit, self.colours, self.language)
            # Beside the bar only: a line through all the rows would run through their words.
            lines = (self.zero, *([self.aside] if self.sides.middle else []))
            for x in lines if left or middle or right else ():
                drawing.rules.append(Rule(x - 0.8, top - 4, x - 0.8, top + THICK + 4, design.INK))
            say_why(drawing, why, self.left, top, bool(left or middle or right))
            self.after(drawing, row, top + height + (2 if self.narrow else 0))
        self.axis(drawing, self.ticks(), zero=False)
        return drawing

    def ticks(self) -> list[tuple[float, str]]:
        """Both sides are measured from the line between them, so no share has a sign."""
        step = 25 if 25 * self.unit >= 40 else 50
        ticks = [(self.zero, 0)]
        for away in range(step, 101, step):
            ticks += [(self.zero + away * self.unit, away)] if away <= self.far_right else []
            ticks += [(self.zero - away * self.unit, away)] if away <= self.far_left else []
        if self.sides.middle:
            ticks += [
                (self.aside + away * self.unit, away)
                for away in range(0, int(self.far_middle) + 1, step)
            ]
        return [(x, numbers.percent(away, self.language)) for x, away in ticks]
