"""Two rows of headings: questions above, and below them the answers or statements they have.

SurveyMonkey and others write so: a question stands once, over as many columns as it has, and below
it each column's own name, or "Response". A column of one answer to choose holds that answer or
nothing; those of a question are one here, with a mark between the answers.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samklang.exchange.answers.numbers import date_orders, is_number

# What a column is called below its question where it is all of it.
_WHOLE = frozenset({"response", "open-ended response", "svar", "öppet svar", "fritextsvar", ""})
JOINED = "|"
# With fewer rows nothing can be told of what is an answer.
_ENOUGH = 10
LIME, QUALTRICS = "LimeSurvey", "Qualtrics"
_CODE = re.compile(r"^\w+(?:\[\w+\])*\.\s+")
_SUBCODE = re.compile(r"^\w+\[\w+\]\.\s+")
_GRID = re.compile(r"^(?P<question>.*\S)\s*\[(?P<own>[^\[\]]+)\]$")
Row = tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """A column's question, and its own name below that; '' where it is all of the question."""

    question: str
    own: str

    @property
    def name(self) -> str:
        """Both in one, as Google Forms writes the rows of a grid."""
        return f"{self.question} [{self.own}]" if self.own else self.question


def headings(above: Row, below: Row) -> tuple[Heading, ...]:
    """The heading of each column of two rows; nothing where they are not two rows of headings."""
    width = max(len(above), len(below))
    over, under = _wide(above, width), _wide(below, width)
    whole = [cell.casefold() in _WHOLE for cell in under]
    beside = [bool(cell) and not over[n] for n, cell in enumerate(under)]
    # The first column is the program's own, or all of a question, unless each of several questions
    # is merged over its columns; what is below another's name stands in a column that has none of
    # its own, or says that it is a whole answer.
    said = any(cell and whole[n] for n, cell in enumerate(under))
    merged = all(under) and all(_begins(n, beside) for n, cell in enumerate(over) if cell)
    if (
        not over[0]
        or not (whole[0] or merged)
        or sum(map(bool, over)) < 2
        or not (any(beside) or said)
    ):
        return ()
    # A row of answers fills columns that have a name; a row of headings leaves or explains them.
    named = [n for n, cell in enumerate(under) if cell and over[n]]
    if not said and not all(_begins(n, beside) for n in named):
        return ()
    headings: list[Heading] = []
    question = ""
    for n in range(width):
        question = over[n] or question
        headings.append(Heading(question, "" if whole[n] else under[n]))
    return tuple(headings)


def explained(names: Sequence[str], rows: Sequence[Row]) -> Row:
    """The names with the questions that stand below them; nothing where these are answers.

    A row of questions has words above nothing but numbers or days, and nothing that is an answer
    further down.
    """
    if len(rows) < _ENOUGH:
        return ()
    first = _wide(rows[0], len(names))
    columns = list(zip(*(_wide(row, len(names))[: len(names)] for row in rows[1:]), strict=True))
    told = 0
    for cell, cells in zip(first, columns, strict=False):
        there = set(cells) - {""}
        if cell in there:
            return ()
        of_one_kind = all(is_number(c) for c in there) or bool(date_orders(sorted(there)))
        repeated = len(there) < len(cells) / 2
        said = cell and not is_number(cell) and not date_orders([cell])
        told += bool(said and there and (of_one_kind or repeated))
    if told < 2 or told < sum(map(bool, first)) / 2:
        return ()
    return tuple(cell or name for cell, name in zip(first, names, strict=False))


def _begins(column: int, beside: Sequence[bool]) -> bool:
    """Whether a column with a name is the first of several of its question."""
    return column + 1 < len(beside) and beside[column + 1]


def _wide(row: Row, width: int) -> Row:
    return (*row, *("",) * (width - len(row)))


@dataclass(frozen=True)
class Column:
    """A column: its heading and its cells. options: the answers that it was joined of."""

    name: str
    cells: Row
    options: Row = ()


def coded(names: Sequence[str]) -> tuple[Heading, ...]:
    """The headings of LimeSurvey with codes, "q1[SQ001]. Question [Answer]"; nothing for others."""
    plain = [_CODE.sub("", name) for name in names]
    if sum(bool(_SUBCODE.match(name)) for name in names) < 2:
        return ()
    if sum(one != name for one, name in zip(plain, names, strict=True)) < len(names) / 2:
        return ()
    codes = []
    for name in plain:
        grid = _GRID.match(name)
        codes.append(Heading(grid["question"], grid["own"]) if grid else Heading(name, ""))
    return tuple(codes)


def dashed(names: Sequence[str]) -> tuple[Heading, ...]:
    """The headings of Qualtrics: "Question - Row" where a column beside has the same question."""
    plain = [name.replace(" - Selected Choice", "") for name in names]
    parted = [name.rpartition(" - ") for name in plain]
    return tuple(
        Heading(parted[n][0], parted[n][2])
        if parted[n][0] in {parted[m][0] for m in (n - 1, n + 1) if 0 <= m < len(parted)} - {""}
        else Heading(name, "")
        for n, name in enumerate(plain)
    )


def columns(headings: Sequence[Heading], rows: Sequence[Row]) -> list[Column]:
    """The columns below their headings, those of one question with an answer each as one."""
    cells = [tuple(row[n] if n < len(row) else "" for row in rows) for n in range(len(headings))]
    made: list[Column] = []
    for first, last in questions(headings):
        joined = [
            n for n in range(first, last) if headings[n].own and _is_answer(cells[n], headings[n])
        ]
        if len(joined) < 2 or any(JOINED in headings[n].own for n in joined):
            joined = []
        for n in range(first, last):
            if n not in joined:
                made.append(Column(headings[n].name, cells[n]))
            elif n == joined[0]:
                made.append(_joined([headings[m] for m in joined], [cells[m] for m in joined]))
    return made


def questions(headings: Sequence[Heading]) -> Iterator[tuple[int, int]]:
    """The columns of each question, as the first and the one after the last."""
    first = 0
    for n in range(1, len(headings) + 1):
        if (
            n == len(headings)
            or headings[n].question != headings[first].question
            or not headings[n].own
        ):
            yield first, n
            first = n


def _is_answer(cells: Row, heading: Heading) -> bool:
    """Whether a column holds its own name or nothing; who chose it wrote nothing else."""
    return all(cell in (heading.own, JOINED) for cell in cells if cell)


def _joined(headings: Sequence[Heading], cells: Sequence[Row]) -> Column:
    rows = zip(*cells, strict=True)
    return Column(
        headings[0].question,
        tuple(JOINED.join(c for c in row if c and c != JOINED) or max(row) for row in rows),
        tuple(heading.own for heading in headings),
    )
