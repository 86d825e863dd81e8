"""The figure over time: what earlier themes printed and what the answers say, in every form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.drift.form import Form
from tests.drift.survey import FOLLOWED

if TYPE_CHECKING:
    from tests.drift.truth import Truth

PART = "part-kappa"
# The theme that the change is counted from.
SINCE = "2024"


@dataclass(frozen=True)
class Point:
    """A theme of the line; numbers are None where this theme withholds them."""

    id: str
    label: str
    share: int | None
    low: int | None
    high: int | None
    base: int
    count: int | None


def points(truth: Truth) -> list[Point]:
    """The line, oldest theme first and this one last."""
    question, option = FOLLOWED
    found = [_earlier(one, truth.language) for one in truth.made.earlier]
    cell = truth.cell(question, option)
    now = truth.released(question, cell)
    label = truth.made.label("title", truth.language)
    shown = now.status == "shown"
    share, count = (cell.percent, cell.count) if shown else (None, None)
    return [*found, Point("drift", label, share, now.low, now.high, cell.base, count)]


def _earlier(one: Mapping[str, Any], language: str) -> Point:
    (share,) = one["shares"]
    numbers = (share[name] for name in ("share", "low", "high", "base"))
    return Point(one["id"], one["title"][language], *numbers, None)


def change(truth: Truth) -> str:
    """How the mark of the change begins: "−7 procentenheter (", or why it is withheld."""
    was, now = next(p for p in points(truth) if p.id == SINCE), points(truth)[-1]
    if now.share is None or was.share is None:
        why = {"sv": "dolt för att skydda svarande", "en": "withheld to protect respondents"}
        return f"({why[truth.language]})"
    by = now.share - was.share
    words = {"sv": ("procentenhet", "er"), "en": ("percentage point", "s")}[truth.language]
    plural = "" if abs(by) == 1 else words[1]
    return f"{'−' if by < 0 else ''}{abs(by)} {words[0]}{plural} ("


def over_time(truth: Truth, forms: Mapping[str, Form]) -> Iterator[str]:
    """Every place that shows another number."""
    line = points(truth)
    withheld = truth.number(FOLLOWED[0], truth.cell(*FOLLOWED))
    for point in line:
        space = " " if truth.language == "sv" else ""
        number = withheld if point.share is None else f"{point.share}{space}%"
        whole = f"{point.high}{space}%"
        interval = whole if point.low == point.high else f"{point.low}–{whole}"
        word = {"sv": "intervall", "en": "interval"}[truth.language]
        said = number if point.share is None else f"{number}, {word} {interval}"
        row = [point.label, str(point.count) if point.count else "–", number, interval]
        for name, form in forms.items():
            where = f"{name}: over time, {point.label}"
            alts = form.alts.get("alt" if name == "report.pdf" else PART)
            if alts and not any(_says(alt, f"{point.label}: {said}") for alt in alts):
                yield f"{where}: no text alternative with {said}"
            rows = form.tables.get(PART)
            want = [*row, str(point.base)] if point.share is not None else [number]
            if rows and not any(r[0] == point.label and _holds(r, want) for r in rows):
                yield f"{where}: no row with {want}"
            for _, labels, values in form.charts.get(PART, []):
                at = [n for n, one in enumerate(labels) if one.startswith(point.label)]
                if [values[n] for n in at] != [point.share]:
                    yield f"{where}: chart shows {[values[n] for n in at]}"
            book = [r for r in form.books.get(PART, []) if str(r[0]).startswith(point.label)]
            if book and [r[1:4] for r in book] != [(point.share, point.low, point.high)]:
                yield f"{where}: workbook has {book}"
            if name in ("report.pdf", "deck.pdf", "share") and number not in form.whole(PART):
                yield f"{where}: {number} is not there"
    columns = ("row", "share_percent", "ci_low_percent", "ci_high_percent", "count", "base_n")
    for record, point in zip(forms["data"].records[PART], line, strict=True):
        numbers = (point.share, point.low, point.high, point.count, point.base)
        want = [point.id, *("" if n is None else str(n) for n in numbers)]
        if [record[c] for c in columns] != want:
            yield f"CSV: over time, {[record[c] for c in columns]}, should be {want}"


def _holds(row: list[str], want: list[str]) -> bool:
    return all(one in row for one in want)


def _says(alternative: str, words: str) -> bool:
    """Whether a text alternative has these words, whole or with a sensitivity band after them."""
    return bool(re.search(rf"{re.escape(words)}(, \w+(?: band)? [^,.]+)?\.", alternative))
