"""Candidate tables: figures before disclosure control, and what they have to do with each other.

Tables of one publication are linked by what their cells count. The rows of a table `by` a group
split the respondents, so that they add up to the table without `by`; the same answer to the same
question is one number wherever it stands. `release` reads these links from the fields here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from samklang.core.privacy import Personal, Public

# Which cells add up to a base; see CandidateTable.
Sums = Literal["rows", "series", "none", "amounts", "quantiles"]
# Conditions that hold together: (question or register column, its value).
Conditions = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CandidateAmount:
    """A mean or total of a numeric question before disclosure control, in the question's unit.

    low, high: confidence interval. contributions: what each respondent of the cell said, for the
    dominance rule. decimals: how many its own uncertainty bears out; no more are printed.
    step: of a quantile, what its numbers are rounded to, so that each stands for as many answers as
    the threshold; 0 where no rounding does that, and for a mean or total.
    room: of whole numbers on a scale, how many steps the answers together lie from all being at its
    nearer end; None where no end is known.
    """

    value: Personal[float]
    low: Personal[float]
    high: Personal[float]
    contributions: Personal[tuple[float, ...]]
    decimals: Public[int] = 0
    step: Public[float] = 0.0
    room: Personal[float | None] = None


@dataclass(frozen=True)
class CandidateCell:
    """A figure before disclosure control: respondents, and fractions of the base.

    amount: the cell is a mean or total of its `count` respondents, and share, low and high None.
    """

    count: Personal[int]
    share: Personal[float | None] = None
    low: Personal[float | None] = None
    high: Personal[float | None] = None
    band_low: Personal[float | None] = None
    band_high: Personal[float | None] = None
    amount: Personal[CandidateAmount | None] = None


@dataclass(frozen=True)
class CandidateRow:
    """A row before disclosure control; `base` is the respondents who answered it.

    values: of the columns that its table is `by`, in their order; the row's id where there is one.
    question: where rows are of different questions, as matrix items (`question.item`) are.
    """

    id: Public[str]
    base: Personal[int]
    cells: Personal[tuple[CandidateCell, ...]]
    values: Public[tuple[str, ...]] = ()
    question: Public[str] = ""


@dataclass(frozen=True)
class CandidateTable:
    """A table before disclosure control.

    sums: which cells add up to the base: `rows` (a select_one: the rows of a series), `series` (a
    matrix, or a select_one `by` groups: the series of a row), `none` (each cell and its
    complement: options of a select_multiple as rows of one series; with `by` groups they are the
    series), `amounts` (cells are means or totals of the row's base) or `quantiles` of it, which do
    not add up.
    parent: (table, row) whose count is this table's base, for a routed question.
    asked: who was shown the question: alternatives that exclude each other, each of conditions
    that hold together; () when everyone was or it is not known. Not needed with `parent`.
    question: what the cells are about: a question id, `question.item` for a matrix item; the
    table's own id where it is ''.
    by: register columns and questions whose values the rows are, () for a table of all. Give a row
    to every value, also where nobody answered: a missing row says that there was nobody.
    sensitive: the threshold holds for the cell, else for the row's base only.
    unprinted: series that no output shows, not even that they are withheld. What a row shows tells
    of what it leaves out, so that these must stay open like cells that are withheld, or be known
    not to be small.
    """

    id: Public[str]
    series: Public[tuple[str, ...]]
    rows: Personal[tuple[CandidateRow, ...]]
    sums: Public[Sums]
    not_answered: Personal[int] = 0
    not_shown: Personal[int] = 0
    parent: Public[tuple[str, str] | None] = None
    asked: Public[tuple[Conditions, ...]] = ()
    question: Public[str] = ""
    by: Public[tuple[str, ...]] = ()
    sensitive: Public[bool] = True
    unprinted: Public[tuple[str, ...]] = ()

    @property
    def valued(self) -> bool:
        """Whether the cells are values in a unit and no shares."""
        return self.sums in ("amounts", "quantiles")

    def cells(self) -> Iterator[tuple[CandidateRow, str, CandidateCell]]:
        """Every cell in reading order with its row and series."""
        for row in self.rows:
            for series, cell in zip(self.series, row.cells, strict=True):
                yield row, series, cell
