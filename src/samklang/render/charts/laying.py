"""Laying: rows whose shares follow each other, a gap where any is withheld, and why in words."""

from collections.abc import Iterable

from samklang.core.disclosure.released import ReleasedRow
from samklang.core.document.blocks import Figure
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render import design
from samklang.render.charts.drawing import GAP, LABEL, LINE, SMALL, Box, Drawing, Gap, Label
from samklang.render.charts.end_to_end import Part, gapped
from samklang.render.charts.measure import width as text_width
from samklang.render.charts.measure import wrapped
from samklang.render.charts.scales import text_on

THICK = 26.0
# What words in the place of a bar are moved in.
INDENT = 6.0
# Lines that may say what is withheld; it is not cut before all of eleven answers are named.
WHY = 40


def segment(
    drawing: Drawing,
    start: float,
    stop: float,
    y: float,
    thick: float,
    colour: str,
    text: str,
) -> None:
    """A part of a bar, white after it, with its share where there is room."""
    drawing.boxes.append(Box(start, y, max(stop - start - 1.5, 0.5), thick, colour))
    if text_width(text, LABEL) + 6 < stop - start:
        middle = (start + stop - 1.5) / 2
        fill = text_on(colour)
        label = Label(middle, y + thick / 2 + 5, text, "middle", fill, 600, in_bar=True)
        drawing.labels.append(label)


def lay(
    drawing: Drawing,
    laid: Iterable[Part],
    start: float,
    y: float,
    unit: float,
    palette: tuple[str, ...],
    language: Language,
) -> None:
    """Parts one after the other from `start`, each at its own place; unit: a per cent's length."""
    for part in laid:
        stop = start + part.length * unit
        if part.share is None:
            drawing.gaps.append(Gap(start + 0.5, stop - 2, y + THICK / 2))
        elif part.share:
            text = numbers.percent(part.share, language)
            segment(drawing, start, stop, y, THICK, palette[part.first], text)
        start = stop


def gap_entry(figure: Figure, language: Language) -> list[tuple[str, str, str]]:
    """What the legend says of the gaps, where there are any."""
    if not figure.end_to_end or not gapped(figure):
        return []
    text = phrase(language, "charts.withheld", threshold=figure.table.threshold)
    return [(text, GAP, "")]


def why_lines(row: ReleasedRow, figure: Figure, language: Language, room: float) -> list[str]:
    """Which answers of a row are withheld and why, in lines no wider than the room."""
    text = withheld_words(row, figure, language)
    return wrapped(text, SMALL, room, lines=WHY) if text else []


def row_height(row: ReleasedRow, why: list[str]) -> float:
    """How tall a row is with its words: they stand in the bar's place where there is no bar."""
    if not why:
        return THICK
    return max(THICK, len(why) * LINE + 8) if nothing_shown(row) else THICK + len(why) * LINE + 1


def say_why(drawing: Drawing, why: list[str], x: float, y: float, below: bool) -> None:
    """What is withheld, below the bar, or in its place where nothing is shown."""
    first = y + THICK + 15 if below else y + THICK / 2 + 5
    for number, line in enumerate(why):
        made = Label(x if below else x + INDENT, first + number * LINE, line, fill=design.MUTED,
                     size=SMALL, halo=True)  # fmt: skip
        drawing.labels.append(made)


def nothing_shown(row: ReleasedRow) -> bool:
    """Whether nothing of a row is shown."""
    return all(cell.share is None for cell in row.cells)


def withheld_words(row: ReleasedRow, figure: Figure, language: Language) -> str:
    """The withheld answers of a row by reason: "Färre än 5: Inte alls. Dolt: Delvis." """
    words = []
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
            words.append(phrase(language, key, threshold=threshold, answers=answers))
    return " ".join(words)
