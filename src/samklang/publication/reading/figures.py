"""Figures: the tables of a publication and what they count, worked out from its files alone.

The data files have the numbers; the evidence pages say of what question, which answers there were,
whether several could be chosen, by what groups, and who took part.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lxml import html as lxml_html

from samklang.core.disclosure.outline import Outline, OutlineRow
from samklang.core.disclosure.released import (
    CellStatus,
    ReleasedCell,
    ReleasedGroup,
    ReleasedParticipation,
    ReleasedRow,
    ReleasedTable,
    Series,
)
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Language
from samklang.core.privacy import Internal, Public
from samklang.core.theme.register import Register
from samklang.publication.reading.forms import plain, text_within
from samklang.publication.reading.took_part import at_least, columns_of

ALL = "all"
VALENCES = {"enables", "hinders"}
Line = Mapping[str, str]


@dataclass(frozen=True)
class Note:
    """An evidence page: the terms that it explains, and the rows of its table."""

    terms: Public[Mapping[str, str]]
    rows: Public[tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class Publication:
    """What a folder prints.

    lines: the rows of its data files. questions: what questions are called, by their wording.
    """

    tables: Public[tuple[ReleasedTable, ...]]
    outlines: Public[tuple[Outline, ...]]
    participation: Public[ReleasedParticipation]
    lines: Internal[tuple[Line, ...]]
    questions: Public[Mapping[str, str]]


def publication(
    folder: Path, register: Register | None, *, known: Mapping[str, str] | None = None
) -> Publication:
    """The figures of a built folder with what they have to do with each other.

    known: what another folder calls questions, by their wording; they are called the same here.
    """
    language = next(code for code in LANGUAGES if (folder / code).is_dir())
    notes = [_note(path) for path in sorted((folder / language / "evidence").glob("*.html"))]
    figures = {
        path.stem: lines
        for path in sorted((folder / "data").glob("*.csv"))
        if (lines := _lines(path)) and "share_percent" in lines[0]
    }
    words = _Words.of(language)
    wording = f"question_{language}"
    plain_lines = {
        lines[0][wording]: lines
        for lines in figures.values()
        if not any(line["row"] == ALL for line in lines)
    }
    questions = {text: lines[0]["figure"] for text, lines in plain_lines.items()}
    for name, lines in figures.items():
        # Where no figure has all its answers, the first by groups names a question.
        questions.setdefault(lines[0][wording], name)
    questions |= known or {}
    threshold = _threshold(notes)
    texts = [text for note in notes for text in note.terms.values()]
    by_base = any(words.by_base in text for text in texts)
    tables, outlines = [], []
    for name, lines in figures.items():
        note = _note_of(lines, notes, language, words)
        question = questions[lines[0][wording]]
        by = _by(name, lines, figures, register)
        listed = [plain(text) for text in note.terms.get(words.options, "").split(";") if text]
        answers = _answers(plain_lines.get(lines[0][wording], ()), lines, listed, language)
        outline = _outline(name, lines, question, by, note, words, answers if by else ())
        if by_base and not any(line["status"] == "few" and line["base_n"] for line in lines):
            outline = replace(outline, sensitive=False)
        tables.append(_table(outline, lines, threshold))
        outlines.append(outline)
    return Publication(
        tables=tuple(tables),
        outlines=tuple(outlines),
        participation=_participation(notes, figures, register, words, language),
        lines=tuple(line for lines in figures.values() for line in lines),
        questions=questions,
    )


@dataclass(frozen=True)
class _Words:
    """The words by which a page says what the reading needs."""

    question: str
    options: str
    groups: str
    several: str
    by_base: str

    @classmethod
    def of(cls, language: Language) -> "_Words":
        keys = ("evidence.question", "evidence.options", "evidence.by", "report.note_multiple")
        by_base = phrase(language, "report.note_threshold_base", threshold=0).partition("0")[0]
        question, options, groups, several = (phrase(language, key) for key in keys)
        return cls(question, options, groups, several, by_base)


def _lines(path: Path) -> list[Line]:
    text = path.read_bytes().decode("utf-8-sig")
    return [{k: plain(v) for k, v in row.items()} for row in csv.DictReader(io.StringIO(text))]


def _note(path: Path) -> Note:
    root = lxml_html.document_fromstring(path.read_bytes().decode("utf-8"))
    terms = {
        text_within(term): text_within(described)
        for term in root.iter("dt")
        if (described := term.getnext()) is not None
    }
    rows = [
        tuple(text_within(cell) for cell in row if cell.tag in ("th", "td"))
        for row in root.iter("tr")
    ]
    return Note(terms, tuple(rows))


def _threshold(notes: Sequence[Note]) -> int:
    """The smallest count that is printed, as the pages say it."""
    thresholds = [
        int(number[1])
        for note in notes
        for text in note.terms.values()
        if (number := re.search(r"(?:färre än|fewer than) (\d+)", text))
    ]
    return max(thresholds, default=5)


def _note_of(
    lines: Sequence[Line], notes: Sequence[Note], language: Language, words: _Words
) -> Note:
    """The evidence page of a figure: of its question, with groups where it has a row of all."""
    grouped = any(line["row"] == ALL for line in lines)
    for note in notes:
        same = note.terms.get(words.question) == lines[0][f"question_{language}"]
        if same and (words.groups in note.terms) == grouped:
            return note
    return Note({}, ())


def _by(
    name: str,
    lines: Sequence[Line],
    figures: Mapping[str, Sequence[Line]],
    register: Register | None,
) -> str:
    """The column or question whose values a figure's rows are, '' where they are its answers."""
    if not any(line["row"] == ALL for line in lines):
        return ""
    values = {line["row"] for line in lines} - {ALL}
    members = register.members if register else ()
    for column in register.groups if register else ():
        there = {m.groups[column] for m in members}
        # All members of a part are of one of the groups that the whole report tells of.
        if values <= there or (len(there) == 1 and there < values):
            return column
    for other, rows in figures.items():
        if other != name and values <= {row["row"] for row in rows}:
            return other
    return f"{name}:groups"


def _outline(
    name: str,
    lines: Sequence[Line],
    question: str,
    by: str,
    note: Note,
    words: _Words,
    answers: Sequence[str],
) -> Outline:
    """What a figure counts. answers: all that could be given, for a figure by groups."""
    printed = tuple(dict.fromkeys(line["series"] for line in lines))
    series = printed
    rows = tuple(dict.fromkeys(line["row"] for line in lines if not by or line["row"] != ALL))
    several = any(text.startswith(words.several[:20]) for text in note.terms.values())
    # Factors by groups have a direction at the end of their names.
    if {name.rpartition(".")[2] for name in series} <= VALENCES or several:
        sums = "none"
    elif by:
        sums = "series"
        # What a figure leaves out is told by its base all the same.
        series = (*printed, *(a for a in answers if a not in printed))
    else:
        sums = "rows" if series == ("share",) else "series"
    return Outline(
        id=name,
        series=series,
        rows=tuple(OutlineRow(row, (row,) if by else ()) for row in rows),
        sums=sums,  # type: ignore[arg-type]
        question=question,
        by=(by,) if by else (),
        unprinted=tuple(name for name in series if name not in printed),
    )


def _answers(
    plain_lines: Sequence[Line], lines: Sequence[Line], listed: Sequence[str], language: Language
) -> tuple[str, ...]:
    """The answers that a question has: of its own figure, else as its page lists them.

    listed: their labels; one that the figure `lines` shows has its id there.
    """
    if plain_lines:
        return tuple(dict.fromkeys(line["row"] for line in plain_lines))
    ids = {line[f"series_label_{language}"]: line["series"] for line in lines}
    return tuple(ids.get(label, label) for label in listed)


def _table(outline: Outline, lines: Sequence[Line], threshold: int) -> ReleasedTable:
    cells = {(line["row"], line["series"]): line for line in lines}
    rows = [
        ReleasedRow(
            id=row.id,
            label=row.id,
            base=_number(cells[row.id, outline.series[0]]["base_n"]),
            cells=tuple(_cell(cells.get((row.id, series))) for series in outline.series),
        )
        for row in outline.rows
    ]
    bases = {row.base for row in rows}
    return ReleasedTable(
        id=outline.id,
        series=tuple(Series(s, s) for s in outline.series),
        rows=tuple(rows),
        threshold=threshold,
        base=bases.pop() if len(bases) == 1 else None,
    )


def _cell(line: Line | None) -> ReleasedCell:
    if line is None or line["status"] != "shown":
        status: CellStatus = "few" if line and line["status"] == "few" else "protected"
        return ReleasedCell(status)
    return ReleasedCell(
        "shown",
        _number(line["count"]),
        _number(line["share_percent"]),
        _number(line["ci_low_percent"]),
        _number(line["ci_high_percent"]),
        _number(line["band_low_percent"]),
        _number(line["band_high_percent"]),
    )


def _number(text: str) -> int | None:
    return int(text) if text else None


def _participation(
    notes: Sequence[Note],
    figures: Mapping[str, Sequence[Line]],
    register: Register | None,
    words: _Words,
    language: Language,
) -> ReleasedParticipation:
    """Who took part, as the page on it says; groups by the column that their sizes fit."""
    page = next((n for n in notes if words.question not in n.terms and _taking(n)), Note({}, ()))
    answered, invited = _taking(page) or _Taking(0, None)
    groups = [(row[0], _digits(row[1]), _digits(row[2])) for row in page.rows if len(row) >= 3]
    sizes = {label: invited for label, invited, _ in groups if invited is not None}
    labels = {
        (column, line["row"]): line[f"row_label_{language}"]
        for name, lines in figures.items()
        if (column := _by(name, lines, figures, register))
        for line in lines
    }
    columns, values = columns_of(sizes, register, labels=labels)
    invited_of = {values[label]: size for label, size in sizes.items() if label in values}
    texts = [text for note in notes for text in note.terms.values()]
    return ReleasedParticipation(
        invited=invited,
        answered=answered,
        partial=0,
        declined=0,
        by=columns,
        groups=tuple(
            ReleasedGroup(values[label], sizes[label], count)
            for label, _, count in groups
            if label in sizes and label in values
        ),
        needed=at_least(texts, columns, invited_of, language),
    )


def _digits(text: str) -> int | None:
    """A whole number as a page has it, None where it is something else."""
    figures = re.sub(r"[\s,]", "", text)
    return int(figures) if figures.isdecimal() else None


class _Taking(NamedTuple):
    answered: int
    invited: int | None


def _taking(note: Note) -> _Taking | None:
    for text in note.terms.values():
        for language in LANGUAGES:
            if match := _answered(language).match(text):
                return _Taking(_digits(match["answered"]) or 0, _digits(match["invited"]))
    return None


@cache
def _answered(language: Language) -> re.Pattern[str]:
    """The method box's words on how many answered, the rate after them left out."""
    words = phrase(language, "report.method_answered_value", answered="§", invited="¤", rate="")
    numbers = re.escape(words.rstrip(", "))
    for mark, name in (("§", "answered"), ("¤", "invited")):
        numbers = numbers.replace(mark, rf"(?P<{name}>\d[\d ,]*)")
    return re.compile(numbers)
