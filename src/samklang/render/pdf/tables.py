"""Tables: figures and method boxes as headers and rows of words for the typst templates."""

import re
from collections.abc import Iterable
from typing import NamedTuple, Required, TypedDict

from samklang.core.disclosure.released import ReleasedCell
from samklang.core.document.blocks import Figure
from samklang.core.document.document import Document
from samklang.core.document.method_box import Fact, MethodBox
from samklang.core.figures.amounts import range_text, value_heading, value_text
from samklang.core.figures.questions import withheld_text
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render.case_picture import CasePicture
from samklang.render.charts import small_svg
from samklang.render.charts.key import key_text
from samklang.render.design import Branding
from samklang.render.pdf.breaks import shortened


class Spanning(TypedDict, total=False):
    """A cell that is more than its text: over several columns, a heading, or with a line below."""

    text: Required[str]
    span: int
    heads: bool
    below: str


Cell = str | Spanning


class MethodData(TypedDict):
    """A method box in words: facts as pairs, the strata as header and rows."""

    title: str
    facts: list[list[str]]
    strata_title: str
    header: list[str]
    rows: list[list[str]]
    text: list[str]
    reading_title: str
    reading: list[list[str]]
    in_short: list[list[str]]


class FigureData(TypedDict):
    """A figure in words: its table as header and rows, its drawing ('' for none) and its size."""

    id: str
    number: str
    continued: str
    title: str
    summary: str
    alt: str
    question: str
    short_question: str
    base: str
    n: str
    unit: str
    interval: str
    method: list[str]
    notes: list[str]
    synthetic: bool
    legend: str
    several: bool
    header: list[str]
    rows: list[list[Cell]]
    svg: str
    width: float
    height: float


# More series than this do not fit beside each other on paper.
ABREAST = 6

_VIEW = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


class Size(NamedTuple):
    """Width and height of a drawing in its own units."""

    width: float = 1.0
    height: float = 1.0


def size(svg: str) -> Size:
    """The size that a drawing says; a square where it says none."""
    match = _VIEW.search(svg)
    return Size(float(match[1]), float(match[2])) if match else Size()


def method_data(box: MethodBox, language: Language) -> MethodData:
    """The method box: facts as pairs, the strata as a table."""
    hidden = phrase(language, "units.protected")
    names = ("stratum", "invited", "answered", "rate")
    return {
        "title": box.title,
        "facts": _pairs(box.facts),
        "strata_title": box.strata_title,
        "header": [phrase(language, f"pdf.{name}") for name in names],
        "rows": [
            [
                row.label,
                numbers.integer(row.invited, language),
                hidden if row.answered is None else numbers.integer(row.answered, language),
                "–" if row.rate is None else numbers.percent(row.rate, language),
            ]
            for row in box.strata
        ],
        "text": list(box.text),
        "reading_title": box.reading.title,
        "reading": _pairs(box.reading.facts),
        "in_short": _pairs(box.reading.short),
    }


def _pairs(facts: Iterable[Fact]) -> list[list[str]]:
    return [[fact.label, fact.value] for fact in facts]


def figure_data(figure: Figure, language: Language, svg: str) -> FigureData:
    """A figure with its drawing ('' for none), its table and everything that must go with it."""
    table = figure.table
    across = 1 < len(table.series) <= ABREAST
    made = _across if across else _below if len(table.series) > 1 else _down
    header, rows = made(figure, language)
    width, height = size(svg)
    return {
        "id": figure.anchor,
        "number": phrase(language, f"pdf.{figure.called}", number=figure.number),
        "continued": phrase(language, f"pdf.{figure.called}_continued", number=figure.number),
        "title": figure.headline,
        "summary": figure.summary,
        "alt": figure.alt,
        "question": figure.asked,
        "short_question": shortened(figure.question, 200),
        "base": figure.base,
        "n": "" if table.base is None else f"n = {numbers.integer(table.base, language)}",
        "unit": figure.unit,
        "interval": figure.interval,
        "method": [t for t in (figure.weighting, figure.interval, figure.sensitivity) if t],
        "notes": list(figure.notes),
        "synthetic": figure.synthetic,
        "legend": key_text(figure, language),
        "several": across,
        "header": header,
        "rows": rows,
        "svg": svg,
        "width": width,
        "height": height,
    }


def small_data(figure: Figure, document: Document) -> dict[str, object]:
    """A figure in brief: its drawing and what to know of it, with the way to the whole of it."""
    language = document.language
    table = figure.table
    n = "" if table.base is None else f", n = {numbers.integer(table.base, language)}"
    number = phrase(language, f"pdf.{figure.called}", number=figure.number)
    return {
        "kind": "InBrief",
        "title": figure.headline,
        "base": f"{figure.base}{n}",
        "key": key_text(figure, language, banded=False),
        "synthetic": figure.synthetic,
        "more": phrase(language, "pdf.more_in", figure=number),
        "to": figure.anchor,
        "svg": small_svg(figure, language, Branding.of(document)),
        "alt": figure.alt,
    }


class _Table(NamedTuple):
    header: list[str]
    rows: list[list[Cell]]


def _down(figure: Figure, language: Language) -> _Table:
    """A table of one series: count, number, interval and band, an answer or group a row."""
    banded = any(c.band_low is not None for r in figure.table.rows for c in r.cells)
    heads = [phrase(language, "pdf.col_count"), value_heading(figure, language)]
    heads += [phrase(language, f"pdf.col_{n}") for n in ("interval", *["band"] * banded)]
    # Groups have bases of their own.
    own = figure.own_bases
    header = [figure.row_header, *heads, *[phrase(language, "pdf.col_base")] * own]
    rows: list[list[Cell]] = []
    for row in figure.table.rows:
        cell = row.cells[0]
        base = ["–" if row.base is None else numbers.integer(row.base, language)] if own else []
        if cell.status != "shown":
            why: Spanning = {"text": _reason(cell, figure, language), "span": len(heads)}
            rows.append([row.label, why, *base])
            continue
        line: list[Cell] = [
            row.label,
            "–" if cell.count is None else numbers.integer(cell.count, language),
            value_text(cell, figure.table, language),
            range_text(cell, figure.table, language),
        ]
        if cell.band_low is not None and cell.band_high is not None:
            line.append(numbers.percent_range(cell.band_low, cell.band_high, language))
        elif banded:
            line.append("–")
        rows.append([*line, *base])
    return _Table(header, rows)


def _across(figure: Figure, language: Language) -> _Table:
    """A table of several series side by side: share and count over the interval, and the base."""
    table = figure.table
    base = phrase(language, "pdf.col_base")
    header = [figure.row_header, *(series.label for series in table.series), base]
    rows: list[list[Cell]] = []
    for row in table.rows:
        line: list[Cell] = [row.label]
        for cell in row.cells:
            if cell.share is None or cell.low is None or cell.high is None:
                line.append(_reason(cell, figure, language))
                continue
            share = numbers.percent(cell.share, language)
            below = numbers.percent_range(cell.low, cell.high, language)
            line.append({"text": f"{share} ({cell.count})", "below": below})
        line.append("–" if row.base is None else numbers.integer(row.base, language))
        rows.append(line)
    return _Table(header, rows)


def _below(figure: Figure, language: Language) -> _Table:
    """A table of many series: a heading for each row of the figure, and its series below it."""
    table = figure.table
    heads = [phrase(language, f"pdf.col_{n}") for n in ("count", "share", "interval", "base")]
    header = [figure.row_header, *heads]
    rows: list[list[Cell]] = []
    for row in table.rows:
        rows.append([{"text": row.label, "span": len(header), "heads": True}])
        base = "–" if row.base is None else numbers.integer(row.base, language)
        for series, cell in zip(table.series, row.cells, strict=True):
            if cell.status != "shown":
                rows.append([series.label, {"text": _reason(cell, figure, language), "span": 3}])
            else:
                share = value_text(cell, table, language)
                interval = range_text(cell, table, language) or "–"
                count = "–" if cell.count is None else numbers.integer(cell.count, language)
                rows.append([series.label, count, share, interval])
            rows[-1].append(base)
    return _Table(header, rows)


def _reason(cell: ReleasedCell, figure: Figure, language: Language) -> str:
    return withheld_text(cell, figure.table.threshold, language)


def picture_data(picture: CasePicture) -> dict[str, object]:
    """A picture as a drawing with its shape: its width by its height."""
    shape = picture.width / picture.height
    return {"svg": picture.svg, "shape": shape, "alt": picture.alt, "credit": picture.credit}
