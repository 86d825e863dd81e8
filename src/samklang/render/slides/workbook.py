"""Workbook: what a native chart draws and what it does not, as columns that its reader can edit.

Column A holds the categories, the next columns what is drawn, then for each series its interval,
the lengths of its error bars and its answers, and last the base of each row.
"""

import datetime
import io
import itertools
from collections.abc import Sequence
from functools import lru_cache

import xlsxwriter

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow
from samklang.core.document.blocks import Figure
from samklang.core.figures.amounts import amount
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render.charts.end_to_end import groups, parts
from samklang.render.charts.laying import withheld_words
from samklang.render.charts.measure import wrapped
from samklang.render.charts.sides import sides
from samklang.render.slides.template import clean

Number = float | None
# A column that is drawn: name, number of the series (None for empty room, BAND for what only
# carries a sensitivity band) and a value a row.
Column = tuple[str, int | None, list[Number]]
BAND = -1

# Between the sides of a diverging chart and what stands aside, in per cent.
ASIDE = 8
# The name of empty room: its entry in the legend is as empty, in every program that shows one.
ROOM = "\u00a0"
# The groups of a diverging chart, as `groups` has them.
LEFT, MIDDLE, RIGHT = range(3)
# Of each series: lower and upper end, error bar down and up, answers.
DETAILS = ("low", "high", "minus", "plus", "answers")
# Of a sensitivity band: lower and upper end, the lengths of its error bar, and where that stands.
BAND_DETAILS = ("low", "high", "minus", "plus", "middle")


# Each of a chart's references and cells asks where its column lies.
@lru_cache(maxsize=32)
def columns(figure: Figure) -> Sequence[Column]:
    """The columns that are drawn, in their order.

    Shares that follow each other have empty room where some are withheld, so that each stands at
    its own place. A diverging chart has room at the left of each row, so that all rows have their
    middle in line, and room before what stands aside. A line that is broken has a column for each
    of its parts, since no program but PowerPoint leaves out a single stretch of a line.
    """
    table = figure.table
    if figure.breaks:
        return _parts(figure)
    if not figure.end_to_end:
        return [_column(figure, number) for number in range(len(table.series))]
    if figure.kind != "diverging":
        return _with_gaps(figure, 0)
    both = sides(figure)
    left, right = lengths(figure, LEFT), lengths(figure, RIGHT)
    before: list[Number] = [max(left) - value for value in left]
    between: list[Number] = [max(right) - value + ASIDE for value in right]
    made = [(ROOM, None, before), *_with_gaps(figure, LEFT), *_with_gaps(figure, RIGHT)]
    if both.middle:
        made += [(ROOM, None, between), *_with_gaps(figure, MIDDLE)]
    return made


def _column(figure: Figure, number: int) -> Column:
    table = figure.table
    values = [amount(row.cells[number]).value for row in table.rows]
    return clean(table.series[number].label), number, values


def charted(figure: Figure) -> Sequence[Column]:
    """The columns that are series of the chart: those that are drawn, and one that is not seen
    itself where its error bars are the sensitivity band."""
    if not banded(figure):
        return columns(figure)
    values: list[Number] = [band_details(row.cells[0])[-1] for row in figure.table.rows]
    return [*columns(figure), (ROOM, BAND, values)]


def banded(figure: Figure) -> bool:
    """Whether a native chart of a single series has room for the sensitivity band it has."""
    cells = [cell for row in figure.table.rows for cell in row.cells]
    alone = len(figure.table.series) == 1 and not figure.end_to_end and not figure.breaks
    return alone and any(cell.band_low is not None for cell in cells)


def band_details(cell: ReleasedCell) -> tuple[Number, ...]:
    """The details of a band in their order; only where it stands where there is none."""
    if cell.share is None or cell.band_low is None or cell.band_high is None:
        return (None, None, None, None, cell.share)
    low, high = cell.band_low, cell.band_high
    return low, high, cell.share - low, high - cell.share, cell.share


def band_column(figure: Figure, name: str) -> int:
    """Where a detail of the band stands, counted from 0: after everything else."""
    base = 1 + len(columns(figure)) + len(DETAILS) * len(figure.table.series)
    return base + 1 + bool(figure.table.unit) + BAND_DETAILS.index(name)


def _with_gaps(figure: Figure, group: int) -> list[Column]:
    """The columns of a group of series, with room before the first of those that are withheld."""
    order = groups(figure)
    rows = [
        {part.first: _rounded(part.length) for part in parts(row, order)[group] if part.gap}
        for row in figure.table.rows
    ]
    columns: list[Column] = []
    for number in order[group]:
        if any(number in row for row in rows):
            columns.append((ROOM, None, [row.get(number) for row in rows]))
        columns.append(_column(figure, number))
    return columns


def _rounded(length: float) -> float:
    """The length of a gap, with a decimal: what it holds is not known."""
    return round(length, 1)


def _parts(figure: Figure) -> list[Column]:
    """The unbroken parts of a line, each empty where the others are."""
    rows = figure.table.rows
    # The first row of a slide has none before it that it could be joined to.
    begins = [0, *(n for n, row in enumerate(rows) if n and row.id in figure.breaks), len(rows)]
    label = clean(figure.table.series[0].label)
    columns: list[Column] = []
    for part, (first, end) in enumerate(itertools.pairwise(begins), 1):
        values = [
            amount(row.cells[0]).value if first <= n < end else None for n, row in enumerate(rows)
        ]
        columns.append((label if part == 1 else f"{label} {part}", 0, values))
    return columns


def lengths(figure: Figure, group: int) -> list[float]:
    """How long one side of each row of a diverging chart is, in per cent, gaps and all."""
    drawn = _with_gaps(figure, group)
    if not drawn:
        return [0.0 for _ in figure.table.rows]
    return [sum(value or 0 for value in row) for row in zip(*(v for _, _, v in drawn), strict=True)]


def category(row: ReleasedRow, figure: Figure, language: Language) -> str:
    """A row's label, with the reason where any of it is withheld: "Ja: Dolt: Helt"."""
    label = clean(row.label)
    if all(cell.status == "shown" for cell in row.cells):
        return label
    reason = clean(withheld_words(row, figure, language)).rstrip(".")
    return phrase(language, "slides.withheld", label=label, reason=reason)


def name_lines(figure: Figure, language: Language, *, size: float, room: float) -> int:
    """The most lines that the name of a row takes at `size` in so much room, at least one.

    Programs leave out names that are taller than their row.
    """
    names = (category(row, figure, language) for row in figure.table.rows)
    return max((len(wrapped(name, size, room, lines=9)) for name in names), default=1)


def detail_column(figure: Figure, series: int, name: str) -> int:
    """Where a detail of a series stands, counted from 0."""
    return 1 + len(columns(figure)) + len(DETAILS) * series + DETAILS.index(name)


def details(cell: ReleasedCell, decimals: int) -> tuple[Number, ...]:
    """The details of a cell in their order; no error bar where there is no interval."""
    between = amount(cell)
    if between.value is None or between.low is None or between.high is None:
        return (between.low, between.high, None, None, cell.count)
    # Both are rounded as they are printed, so their difference has no more decimals.
    down, up = between.value - between.low, between.high - between.value
    if cell.value is not None:
        down, up = round(down, decimals), round(up, decimals)
    return (between.low, between.high, down, up, cell.count)


@lru_cache(maxsize=32)
def workbook(figure: Figure, language: Language) -> bytes:
    """The chart's workbook as an .xlsx file: the same bytes every time, and no formula.

    Slides and Word have the same one.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    sheet = book.add_worksheet("Sheet1")
    table = figure.table
    drawn = columns(figure)
    for at, (label, _, values) in enumerate(drawn, 1):
        sheet.write_string(0, at, label)
        for r, value in enumerate(values, 1):
            if value is not None:
                sheet.write_number(r, at, value)
    for number, series in enumerate(table.series):
        for name in DETAILS:
            word = phrase(language, f"slides.{name}")
            at = detail_column(figure, number, name)
            sheet.write_string(0, at, clean(f"{series.label}: {word}"))
    base = 1 + len(drawn) + len(DETAILS) * len(table.series)
    sheet.write_string(0, base, phrase(language, "slides.base"))
    if table.unit:
        sheet.write_string(0, base + 1, phrase(language, "slides.unit"))
    for name in BAND_DETAILS if banded(figure) else ():
        said = f"{phrase(language, 'slides.band')}: {phrase(language, f'slides.{name}')}"
        sheet.write_string(0, band_column(figure, name), said)
    for r, row in enumerate(table.rows, 1):
        sheet.write_string(r, 0, category(row, figure, language))
        for number, cell in enumerate(row.cells):
            if cell.status != "shown":
                continue
            cells = details(cell, table.decimals)
            for name, value in zip(DETAILS, cells, strict=True):
                if value is not None:
                    sheet.write_number(r, detail_column(figure, number, name), value)
        if banded(figure):
            for name, value in zip(BAND_DETAILS, band_details(row.cells[0]), strict=True):
                if value is not None:
                    sheet.write_number(r, band_column(figure, name), value)
        if row.base is not None:
            sheet.write_number(r, base, row.base)
        if table.unit:
            sheet.write_string(r, base + 1, clean(table.unit))
    book.close()
    return out.getvalue()
