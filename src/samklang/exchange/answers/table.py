"""The table of answers: its headings and rows, found among titles, blank rows and sums."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from samklang.core.faults import faulty_file
from samklang.core.language.messages import keyed, message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import ENGLISH, Language
from samklang.exchange.answers.heading_row import (
    LOOKED_AT,
    answered,
    are_units,
    heading_row,
    with_units,
)
from samklang.exchange.answers.parted import chosen, parted
from samklang.exchange.answers.spread import spread, tool_of
from samklang.exchange.answers.two_rows import (
    JOINED,
    LIME,
    QUALTRICS,
    Heading,
    coded,
    dashed,
    explained,
    headings,
)
from samklang.exchange.answers.two_rows import columns as joined_columns
from samklang.exchange.register.sheet import CELL, UnreadableSheet, read_cells
from samklang.package.outside import confined_file

MOST_COLUMNS = 300
# A row of codes that Qualtrics writes below its headings.
_CODES = '{"ImportId"'
_SUM = re.compile(r"^(summa|summering|totalt?|sum|medel(värde)?|average|antal svar)\b", re.I)
# What R and pandas write where there is nothing, and what pandas calls a column without a heading.
_NOTHING = frozenset({"NA", "NaN", "nan", "NULL", "<NA>", "#N/A"})
_NO_HEADING = re.compile(r"Unnamed: \d+(_level_\d+)?")


@dataclass(frozen=True)
class AnswerTable:
    """header: no two alike. rows: each as wide as the header. notes: what was not taken in.

    joined: the answers of a column that was a column for each of them, by heading. tool: that
    wrote it, where more than the headings tells.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tool: str = ""


def read_table(path: Path, language: Language = ENGLISH) -> AnswerTable:
    """The table of an Excel, OpenDocument or CSV file, read in a confined process.

    language: of the notes. Raises FaultyInput.
    """
    if not path.is_file():
        what = message("refiqda.no_such_file")
        raise faulty_file(path, what, message("terminal.check_the_name"))
    try:
        # A partial function is pickled with its arguments.
        return confined_file(partial(_read, language=language), path)
    except UnreadableSheet as fault:
        what = keyed("register", fault.reason, **fault.values)
        remedy = message("terminal.save_the_answers_as")
        raise faulty_file(path.name, what, remedy) from None


def _read(path: Path, *, language: Language) -> AnswerTable:
    return table_of(read_cells(path.read_bytes(), path.name, line="\n"), language)


def table_of(
    filled: list[tuple[int, tuple[str, ...]]], language: Language = ENGLISH
) -> AnswerTable:
    """The table among rows that have anything in them, each with its number in the file.

    Raises UnreadableSheet.
    """
    filled = _without_index([(n, tuple(map(_plain, row))) for n, row in filled])
    codes = next((n for n, row in enumerate(filled[:LOOKED_AT]) if _has_codes(row[1])), 0)
    if codes:
        # The questions stand just above the codes, and their names above them.
        filled = [filled[codes - 1], *filled[codes + 1 :]]
    at = heading_row([row for _, row in filled])
    bare = at < 0
    if bare:
        # Every column gets a number for its name.
        filled, at = [(0, ("",) * len(filled[0][1])), *filled], 0
    two, begins = ((), 1) if bare else _two_rows(filled, at)
    names = [column.name for column in two] if two else list(filled[begins - 1][1])
    below = [row for _, row in filled[begins:]]
    if not two and len(below) > 1 and are_units(below[0], below[1:]):
        names, begins = with_units(names, below[0]), begins + 1
    elif not two and (questions := explained(names, below)):
        names, begins = list(questions), begins + 1
    columns = [n for n, name in enumerate(names) if name or _any(filled[begins:], n)]
    names = [name.replace("\n", " ") for name in names]
    titles = filled[: begins - 2 if two else at]
    notes = [phrase(language, "trial.note_above", row=n) for n, _ in titles]
    notes += [phrase(language, "trial.note_no_headings")] if bare else []
    rows, tool = [], ""
    begun = Counter(_first(row) for _, row in filled[begins:])
    for number, row in filled[begins:]:
        first = _first(row)
        # What several rows begin with is an answer, as "medium" is a size.
        if _SUM.match(first) and begun[first] == 1:
            cell = first[:40].replace("\n", " ")
            notes.append(phrase(language, "trial.note_sum", row=number, cell=cell))
            continue
        rows.append(tuple(row[n] if n < len(row) else "" for n in columns))
        if any(len(cell) >= CELL for cell in row):
            notes.append(phrase(language, "trial.note_cut", row=number, length=CELL))
    if not rows:
        raise UnreadableSheet("no_rows")
    rows = list(zip(*map(_in_one_line, zip(*rows, strict=True)), strict=True))
    there = [names[n] if n < len(names) else "" for n in columns]
    if codes:
        headed, tool = dashed(there), QUALTRICS
    elif two:
        headed = tuple(two[n] for n in columns)
    elif headed := coded(there):
        tool = LIME
    else:
        tool = tool_of(there)
        headed, rows = spread(there, rows, tool, language)
        headed = parted(headed, rows, yes_is_chosen=tool == LIME)
    rows = chosen(headed, rows, yes_is_chosen=tool == LIME)
    made = joined_columns(headed, rows)
    names = [column.name for column in made]
    rows = list(zip(*(column.cells for column in made), strict=True))
    if len(names) > MOST_COLUMNS:
        raise UnreadableSheet("too_many_columns", columns=MOST_COLUMNS)
    header = _named(names, language)
    joined = {
        name: column.options for name, column in zip(header, made, strict=True) if column.options
    }
    return AnswerTable(header, tuple(rows), tuple(notes), joined, tool)


def _plain(cell: str) -> str:
    return "" if cell in _NOTHING or _NO_HEADING.fullmatch(cell) else cell


def _without_index(
    filled: list[tuple[int, tuple[str, ...]]],
) -> list[tuple[int, tuple[str, ...]]]:
    """The rows without a first column that has no heading and counts them from 0 or 1."""
    cells = [row[0] if row else "" for _, row in filled]
    if not cells[0] and any(
        cells[1:] == [str(n + k) for n in range(len(cells) - 1)] for k in (0, 1)
    ):
        return [(number, row[1:]) for number, row in filled]
    return filled


def _first(row: tuple[str, ...]) -> str:
    return next((cell for cell in row if cell), "")


def _has_codes(row: tuple[str, ...]) -> bool:
    return any(cell.startswith(_CODES) for cell in row)


class _Headed(NamedTuple):
    """The headings, and the place of the first row of answers."""

    headings: tuple[Heading, ...]
    first: int


def _two_rows(filled: list[tuple[int, tuple[str, ...]]], at: int) -> _Headed:
    """The headings of two rows, if there are two, and the place of the first row of answers.

    at: the row that fills most of the width, which may be either of them or the first answers.
    """
    for upper in (at - 1, at, at - 2):
        if 0 <= upper < len(filled) - 2 and not answered(
            filled[upper + 1][1], [row for _, row in filled[upper + 2 :]]
        ):
            two_rows = headings(filled[upper][1], filled[upper + 1][1])
            if two_rows:
                return _Headed(two_rows, upper + 2)
    return _Headed((), at + 1)


def _any(rows: list[tuple[int, tuple[str, ...]]], column: int) -> bool:
    return any(column < len(row) and row[column] for _, row in rows)


def _in_one_line(cells: tuple[str, ...]) -> tuple[str, ...]:
    """A column without line breaks: a mark stands for them where they part answers to choose."""
    parts = Counter(part for cell in cells for part in cell.split("\n") if part)
    several = sum(parts.values()) >= 2 * len(parts) and not any(JOINED in cell for cell in cells)
    return tuple(cell.replace("\n", JOINED if several else " ") for cell in cells)


def _named(header: list[str], language: Language) -> tuple[str, ...]:
    """The headings, those that are blank or there twice with a number."""
    seen: Counter[str] = Counter()
    named = []
    for number, name in enumerate(header, 1):
        # LimeSurvey writes brackets with nothing in them after a question of one row.
        name = name.removesuffix("[]").rstrip() or phrase(language, "trial.column", number=number)
        seen[name] += 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(named)
