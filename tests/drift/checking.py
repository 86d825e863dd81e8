"""Drift: a place that shows another number than the answers."""

import re
from collections.abc import Iterator, Mapping

from samklang.core.language.numbers import percent_range
from tests.drift.expected import Cell, label
from tests.drift.form import PART_OF, Form, plain
from tests.drift.over_time import change, over_time
from tests.drift.truth import BAND, DRAWN, INTERVAL, TABLES, TEXTUAL, THRESHOLD, Truth


def wrong(truth: Truth, forms: Mapping[str, Form]) -> Iterator[str]:
    """Every place that shows something else than the answers say."""
    yield from _released(truth)
    yield from _marks(truth, forms)
    for figure, cells in truth.figures.items():
        part = PART_OF[figure]
        for cell in cells:
            for where in _missing(truth, forms, figure, cell, part):
                yield f"{figure} {cell.row} {cell.series}: {where}"
    yield from over_time(truth, forms)
    yield from _people(truth, forms)
    yield from _quotes(truth, forms)
    yield from _examples(truth, forms)


def _released(truth: Truth) -> Iterator[str]:
    """The engine's own tables against the answers: counts, bases, shares, and what is withheld."""
    few = False
    for figure, cells in truth.figures.items():
        for cell in cells:
            found = truth.released(figure, cell)
            where = f"released {figure} {cell.row} {cell.series}"
            few = few or cell.count < THRESHOLD or 0 < cell.base - cell.count < THRESHOLD
            if found.status != "shown":
                if (found.status == "few") != (cell.count < THRESHOLD):
                    yield f"{where}: {found.status} of {cell.count}"
                continue
            if found.count != cell.count or cell.count < THRESHOLD:
                yield f"{where}: {found.count}, counted {cell.count}"
            if figure == "delta-by-county":
                decimals = truth.tables[TABLES[figure]].decimals
                off = abs((found.value or 0) - float(cell.worth))
                if off > 0.5 * 10**-decimals + 1e-9:
                    yield f"{where}: {found.value}, worked out {float(cell.worth)}"
            elif found.share != cell.percent:
                yield f"{where}: {found.share}, worked out {cell.percent}"
    if not few and any(status != "shown" for status in truth.status().values()):
        yield "a number is withheld though no number is few"


def _marks(truth: Truth, forms: Mapping[str, Form]) -> Iterator[str]:
    """Each number in running text, points and slides."""
    told = truth.marks()
    said: dict[str, set[str]] = {}
    for name, form in forms.items():
        text = " ".join(form.whole(part) for part in form.texts)
        for mark, value in re.findall(r"Mark (\w+) (.*?) stop", text):
            said.setdefault(mark, set()).add(value)
            if mark in told and value != told[mark]:
                yield f"{name}: {mark} is {value}, should be {told[mark]}"
            if mark == "kappachange" and not value.startswith(change(truth)):
                yield f"{name}: {mark} is {value}, should begin {change(truth)}"
        if name in TEXTUAL:
            for mark in told:
                times = len(re.findall(rf"Mark {mark} .*? stop", text))
                # The slide of a section shows its points; its first paragraph is for the notes.
                if times < (1 if name.startswith("deck") else 2):
                    yield f"{name}: {mark} is there {times} times"
    for mark, values in said.items():
        if len(values) > 1:
            yield f"{mark} is {sorted(values)}"


def _missing(
    truth: Truth, forms: Mapping[str, Form], figure: str, cell: Cell, part: str
) -> Iterator[str]:
    """The forms that do not show a cell of a figure as it should be."""
    made, language = truth.made, truth.language
    row = label(made, cell.row, language)
    series = label(made, cell.series, language) if cell.series in ALONE else ""
    number, interval = truth.number(figure, cell), truth.interval(figure, cell)
    shown = truth.released(figure, cell).status == "shown"
    unit = {"sv": " timmar", "en": " hours"}[language] if figure[0] == "d" and shown else ""
    said = f"{number}{unit}, {INTERVAL[language]} {interval}" if shown else number
    found = truth.released(figure, cell)
    if found.band_low is not None and found.band_high is not None:
        band = percent_range(found.band_low, found.band_high, language)
        said += f", {BAND[language]} {plain(band)}"
    alternative = (
        re.compile(rf"{row}\. (?:\w+: [^.]*(?:\.\d[^.]*)*\. )*?{series}: {re.escape(said)}\.")
        if series
        else re.compile(rf"{row}: {re.escape(said)}\.")
    )
    for name in DRAWN:
        form = forms[name]
        alts = form.alts.get("alt" if name == "report.pdf" else part, [])
        if not any(alternative.search(alt) for alt in alts):
            yield f"{name}: no text alternative with {alternative.pattern}"
    for name in ("pages", "report.html", "report.docx", "evidence", "report.html evidence"):
        rows = list(_filled(forms[name].tables.get(part, [])))
        want = [number, interval, str(cell.count)] if shown else [number]
        if not (
            any(_holds(one, row, series, want) for one in rows)
            or _crossed(forms[name].tables.get(part, []), row, series, want)
        ):
            yield f"{name}: no row with {row} {series} {want}"
    for name in ("deck.pptx", "report.docx"):
        yield from (f"{name}: {w}" for w in _native(forms[name], part, truth, figure, cell))
    for record in forms["data"].records[part]:
        if (record["row"], record["series"]) == (cell.row, cell.series or "share"):
            value = record.get("value", record.get("share_percent"))
            want = [str(cell.count), str(cell.base)] if shown else ["", record["base_n"]]
            if [record["count"], record["base_n"]] != want:
                yield f"CSV: {record}, should be {want}"
            if value != (number.replace(",", ".").rstrip("\u00a0 %") if shown else ""):
                yield f"CSV: {value}, should be {number}"
            break
    else:
        yield "CSV: no such row"
    for name in ("report.pdf", "deck.pdf", "share"):
        if number not in forms[name].whole(part):
            yield f"{name}: {number} is not there"


# Rows of a figure with several series say each of them.
ALONE = {"gold", "grey", "green", "enables", "hinders"}


def _filled(rows: list[list[str]]) -> Iterator[list[str]]:
    """Rows with the label that a cell over several rows gives them."""
    above = ""
    width = max(map(len, rows), default=0)
    for row in rows:
        if len(row) == width and row:
            above = row[0] or above
        yield [above, *row]


def _holds(row: list[str], name: str, series: str, want: list[str]) -> bool:
    return name in row and (not series or series in row) and all(one in row for one in want)


def _crossed(rows: list[list[str]], name: str, series: str, want: list[str]) -> bool:
    """Whether a table with a column for each series holds "38 % (24)" and the interval there."""
    header = next((row for row in rows if series in row), [])
    row = next((row for row in rows if row and row[0] == name), [])
    if not series or not header or len(row) != len(header):
        return False
    cell = row[header.index(series)]
    if len(want) == 1:
        return cell == want[0]
    number, interval, count = want
    return cell == f"{number} ({count}){interval}"


def _native(form: Form, part: str, truth: Truth, figure: str, cell: Cell) -> Iterator[str]:
    """A cell in the native charts and their workbooks."""
    made, language = truth.made, truth.language
    row = label(made, cell.row, language)
    series = label(made, cell.series, language) if cell.series in ALONE else None
    found = truth.released(figure, cell)
    shown = found.status == "shown"
    value = None if not shown else found.value if figure[0] == "d" else cell.percent
    for name, labels, values in form.charts[part]:
        if series in (None, name):
            at = [n for n, one in enumerate(labels) if one.startswith(row)]
            if [values[n] for n in at] != [value]:
                yield f"chart: {row} {name} is {[values[n] for n in at]}, should be {value}"
    header, *rows = form.books[part]
    for line in rows:
        if str(line[0]).startswith(row):
            at_value = 1 if series is None else header.index(series)
            counts = next(
                n
                for n, head in enumerate(header)
                if head and head.endswith(("Svar", "Answers")) and (series or "") in head
            )
            if line[at_value] != value or line[counts] != (cell.count if shown else None):
                yield f"workbook: {line}, should be {value} with {cell.count}"
            break
    else:
        yield f"workbook: no {row}"


def _people(truth: Truth, forms: Mapping[str, Form]) -> Iterator[str]:
    expected, language = truth.expected, truth.language
    for county in expected.invited:
        line = [
            label(truth.made, county, language),
            str(expected.invited[county]),
            str(expected.answered[county]),
        ]
        for name in ("pages", "report.html", "report.docx", "deck.pptx"):
            if not any(row[:3] == line for row in forms[name].tables["part-people"]):
                yield f"{name}: no row {line} in the method box"


def _quotes(truth: Truth, forms: Mapping[str, Form]) -> Iterator[str]:
    for name in ("pages", "report.html", "report.pdf", "report.docx", "deck.pptx", "deck.pdf"):
        text = forms[name].whole("part-theta")
        # A slide of the PDF shows as many as it has room for.
        for quote in truth.expected.quotes() if name != "deck.pdf" else ():
            if quote not in text:
                yield f"{name}: the quote '{quote}' is not there"
        for answer in truth.expected.held():
            if answer in text:
                yield f"{name}: '{answer}' was not released"


def _examples(truth: Truth, forms: Mapping[str, Form]) -> Iterator[str]:
    for name in TEXTUAL:
        text = forms[name].whole("part-example")
        for one in truth.made.examples.values():
            county = label(truth.made, one["municipalities"][0][:2], truth.language)
            # A slide has no room for more than the title.
            further = () if name.startswith("deck") else (one["organisation"], county)
            for want in (one["title"][truth.language], *further):
                if want not in text:
                    yield f"{name}: '{want}' is not there"
