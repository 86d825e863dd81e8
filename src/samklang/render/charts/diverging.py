"""Diverging: an ordered scale about its middle, what takes no side standing aside."""

from samklang.core.disclosure.released import ReleasedRow
from samklang.core.document.blocks import Figure
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render import design
from samklang.render.charts.bars import segment
from samklang.render.charts.drawing import (
    HATCH,
    HIDDEN,
    LINE,
    SMALL,
    Box,
    Canvas,
    Drawing,
    Label,
    Rule,
    withheld,
)
from samklang.render.charts.measure import wrapped
from samklang.render.charts.scales import textures
from samklang.render.charts.sides import colours, hatched, reach, sides, steps

THICK = 26.0
# Between the sides and what stands aside.
ASIDE = 26.0
# The least that either side has room for, in per cent: the shares on the axis stand clear.
LEAST = 10.0
# Lines that may say what is withheld; it is not cut before all of eleven answers are named.
WHY = 40


class Diverging(Canvas):
    """Places the rows about a line; right of both sides the middle, from a line of its own."""

    def __init__(self, figure: Figure, language: Language, *, narrow: bool):
        super().__init__(figure, language, narrow=narrow, right=4.0)
        self.sides = sides(figure)
        self.colours = colours(self.sides)
        far = reach(figure, self.sides)
        left, right = max(far.left, LEAST), max(far.right, LEAST)
        self.far_left, self.far_right = left, right
        self.far_middle = max(far.middle, LEAST) if self.sides.middle else 0.0
        room = self.right - self.left - (ASIDE if self.sides.middle else 0.0)
        self.unit = room / (left + right + self.far_middle)
        self.zero = self.left + left * self.unit
        self.aside = self.zero + right * self.unit + ASIDE

    def drawing(self) -> Drawing:
        """The rows, their lines and their axis."""
        table = self.figure.table
        drawing = Drawing(textures(steps(self.sides)))
        entries = [(table.series[n].label, self.colours[n], "") for n in self.sides.drawn]
        if any(map(withheld, table.rows)):
            text = phrase(self.language, "charts.withheld", threshold=table.threshold)
            entries.append((text, HATCH, ""))
        self.legend(drawing, entries)
        drawing.top = drawing.y
        drawing.y += 8
        for row in table.rows:
            why = self.why(row)
            height = THICK + (len(why) * LINE + 1 if why else 0)
            top = self.row_labels(drawing, row, height)
            self.row(drawing, row, top)
            # Beside the bar only: a line through all the rows would run through their words.
            for x in (self.zero, *([self.aside] if self.sides.middle else [])):
                drawing.rules.append(Rule(x - 0.8, top - 4, x - 0.8, top + THICK + 4, design.INK))
            for number, line in enumerate(why):
                y = top + THICK + 15 + number * LINE
                drawing.labels.append(Label(self.left, y, line, fill=design.MUTED, size=SMALL))
            self.after(drawing, row, top + height + (2 if self.narrow else 0))
        self.axis(drawing, self.ticks(), zero=False)
        return drawing

    def ticks(self) -> list[tuple[float, str]]:
        """Both sides are measured from the line between them, so no share has a sign."""
        step = 25 if 25 * self.unit >= 40 else 50
        found = [(self.zero, 0)]
        for away in range(step, 101, step):
            found += [(self.zero + away * self.unit, away)] if away <= self.far_right else []
            found += [(self.zero - away * self.unit, away)] if away <= self.far_left else []
        if self.sides.middle:
            found += [
                (self.aside + away * self.unit, away)
                for away in range(0, int(self.far_middle) + 1, step)
            ]
        return [(x, numbers.percent(away, self.language)) for x, away in found]

    def row(self, drawing: Drawing, row: ReleasedRow, y: float) -> None:
        """Outwards from the line on each side; what is withheld is hatched at the outer end."""
        if all(cell.share is None for cell in row.cells):
            drawing.boxes.append(Box(self.left, y, HIDDEN, THICK, HATCH))
            return
        gone = hatched(row, self.sides)
        shares = [cell.share or 0 for cell in row.cells]
        start = self.zero - (gone.left + sum(shares[n] for n in self.sides.left)) * self.unit
        self.part(drawing, start, y, gone.left, ())
        start += gone.left * self.unit
        self.part(drawing, start, y, 0, [(n, shares[n]) for n in self.sides.left])
        self.part(drawing, self.zero, y, gone.right, [(n, shares[n]) for n in self.sides.right])
        self.part(drawing, self.aside, y, gone.middle, [(n, shares[n]) for n in self.sides.middle])

    def part(
        self,
        drawing: Drawing,
        start: float,
        y: float,
        gone: float,
        shown: list[tuple[int, int]] | tuple[()],
    ) -> None:
        """One side from left to right, and then what of it is withheld."""
        for number, share in shown:
            if share:
                stop = start + share * self.unit
                text = numbers.percent(share, self.language)
                segment(drawing, start, stop, y, THICK, self.colours[number], text)
                start = stop
        if gone:
            drawing.boxes.append(Box(start, y, max(gone * self.unit - 1.5, 0.5), THICK, HATCH))

    def why(self, row: ReleasedRow) -> list[str]:
        """Which answers of a row are withheld and why, in lines below its bar."""
        text = withheld_words(row, self.figure, self.language)
        return wrapped(text, SMALL, self.width - self.left - 4, lines=WHY) if text else []


def withheld_words(row: ReleasedRow, figure: Figure, language: Language) -> str:
    """The withheld answers of a row by reason: "Färre än 5: Inte alls. Dolt: Delvis." """
    found = []
    for status, key in (("few", "charts.few_of"), ("protected", "charts.protected_of")):
        labels = [
            series.label
            for series, cell in zip(figure.table.series, row.cells, strict=True)
            if cell.status == status
        ]
        if len(labels) == len(row.cells):
            key = "units.few" if status == "few" else "charts.protected"
            return phrase(language, key, threshold=figure.table.threshold)
        if labels:
            answers = numbers.enumeration(labels, language)
            threshold = figure.table.threshold
            found.append(phrase(language, key, threshold=threshold, answers=answers))
    return " ".join(found)
