"""The wide table: one row a respondent, columns as in responses.csv; and the plan to tally it.

However many rows it has, what leaves the engine is counts: a GROUP BY of the cell (strata and
domain) and one to three questions. Columns go under short names (c0, c1 …), so that the SQL has no
name of the file in it and is the same text on every engine.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from samklang.core.faults import FaultyInput, faulty_file
from samklang.core.language.messages import Message, message
from samklang.core.privacy import Internal, Public

# Weights are whole numbers of a unit below 2³⁶, in two halves of 18 bits: their squares and
# products are whole too, and a sum of 100 million of them is within 64 bits on every engine.
HALF = 2**18
LARGEST = HALF**2 - 1
# Groups that questions tallied together may have, beside the cells: two at a time is 1.6 times as
# fast as one by one, since reading the cell is what costs; with four the groups cost more.
TOGETHER = 64
WIDTH = 3  # questions tallied together at most
BATCH = 16  # GROUP BYs of one text, where an engine has no reason for another number


class TableFault(Exception):
    """A column of a caller's table cannot be tallied: `what` is wrong with it."""

    def __init__(self, column: str, what: Message):
        self.column = column
        self.what = what
        super().__init__(column, what)

    def __str__(self) -> str:
        return f"{self.column}: {self.what}"


class WeightFault(ValueError):
    """Weights that no unit can be chosen for: `what` is wrong with them."""

    def __init__(self, what: Message):
        self.what = what
        super().__init__(what)


@dataclass(frozen=True)
class Weights:
    """The weights of a table: least and greatest, its rows, and rows with a weight."""

    low: Internal[float | None]
    high: Internal[float | None]
    rows: Internal[int]
    known: Internal[int]

    def unit(self) -> int:
        """How many units make a weight of 1: the greatest power of ten that LARGEST allows.

        Decimals as files give them are then whole; others are off by less than 1.5e-10 of the
        greatest weight. Raises WeightFault unless every row has a finite weight above 0.
        """
        if self.known < self.rows or self.low is None or self.high is None:
            raise WeightFault(message("terminal.a_respondent_has_no_weight"))
        if not 0 < self.low <= self.high < LARGEST:  # false for what is not a number, too
            raise WeightFault(message("terminal.a_weight_is_not_above_0"))
        unit = 1
        while self.high * unit * 10 + 1 < LARGEST and unit < 10**15:
            unit *= 10
        return unit


@dataclass(frozen=True)
class Plan:
    """What of a wide table is tallied.

    columns: the table's column by its short name. cell: short names of strata and domain.
    packs: short names of the columns that are tallied together. weight: a column of the table;
    unit: by `Weights.unit`. statuses: only respondents whose `status` is one of these. values: the
    values that the columns should have.
    """

    columns: Public[Mapping[str, str]]
    cell: Public[tuple[str, ...]]
    packs: Public[tuple[tuple[str, ...], ...]]
    weight: Public[str | None] = None
    unit: Internal[int] = 1
    statuses: Public[tuple[str, ...]] = ()
    values: Public[Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def one_pass(self) -> str:
        """A text over `samklang_tallied` that counts every value of `values` in one GROUP BY.

        Rows of (cell …, respondents) and for each column of the packs how many have any value, and
        each of its values. Reading the cell is then paid for once, not once for every pack.
        """
        counts = ["COUNT(*)"]
        for name in self.alone():
            counts.append(f"COUNT({name})")
            counts += [f"COUNT_IF({name} = {literal(value)})" for value in self.values[name]]
        cell = ", ".join(self.cell)
        grouped = f" GROUP BY {cell}" if cell else ""
        selected = ", ".join([*self.cell, *counts])
        return f"SELECT {selected} FROM samklang_tallied{grouped}"

    def alone(self) -> list[str]:
        """The columns of the packs, in order."""
        return [name for pack in self.packs for name in pack]

    def sql(self, *, batch: int = BATCH) -> Iterator[str]:
        """ANSI texts over the view `samklang_tallied`, whose columns are the short names as text.

        batch: how many GROUP BYs a text has at most.
        Rows of (number of the pack, cell …, WIDTH values, respondents) and, where there are
        weights, the sums of their halves and of the halves' products.
        """
        sums = "".join(f", {part}" for part in WEIGHT_SUMS) if self.weight else ""
        texts = []
        for number, pack in enumerate(self.packs):
            values = [*pack, *["''"] * (WIDTH - len(pack))]
            named = ", ".join(f"{v} AS v{i}" for i, v in enumerate(values))
            cell = "".join(f"{name}, " for name in self.cell)
            texts.append(
                f"SELECT {number} AS pack, {cell}{named}, COUNT(*) AS respondents{sums} "
                f"FROM samklang_tallied GROUP BY {', '.join([*self.cell, *pack])}"
            )
        for start in range(0, len(texts), batch):
            yield "\nUNION ALL ".join(texts[start : start + batch])

    def view(self, source: str) -> str:
        """The SELECT that makes `samklang_tallied` of `source`, for engines with standard SQL."""
        selected = [f"CAST({quoted(c)} AS VARCHAR) AS {to}" for to, c in self.columns.items()]
        if self.weight:
            given = f"CAST({quoted(self.weight)} AS DOUBLE PRECISION)"
            whole = f"FLOOR({given} * {self.unit}.0e0 + 0.5e0)"
            high = f"FLOOR({whole} / {HALF}.0e0)"
            selected += [
                f"CAST({high} AS BIGINT) AS w1",
                f"CAST({whole} - {high} * {HALF}.0e0 AS BIGINT) AS w0",
            ]
        return f"SELECT {', '.join(selected)} FROM {source}{where(self.statuses)}"

    def names(self, number: int) -> Sequence[str]:
        """The table's columns in the pack of that number."""
        return [self.columns[name] for name in self.packs[number]]


WEIGHT_SUMS = ("SUM(w1)", "SUM(w0)", "SUM(w1 * w1)", "SUM(w1 * w0)", "SUM(w0 * w0)")


def weight_sums(sums: Sequence[Any]) -> tuple[int, int]:
    """Σw and Σw² in units and their squares, from the sums of WEIGHT_SUMS."""
    high, low, high_high, high_low, low_low = (int(part) for part in sums)
    return high * HALF + low, high_high * HALF**2 + 2 * high_low * HALF + low_low


class WideTable(Protocol):
    """A wide table, wherever it lies; `name` is what a fault calls it."""

    name: str

    def columns(self) -> tuple[str, ...]:
        """The columns' names. Raises FaultyInput where the table cannot be read."""

    def weights(self, column: str, statuses: Sequence[str]) -> Weights:
        """The range of the weights of respondents with one of `statuses`, if any.

        Raises TableFault where they are no numbers.
        """

    def query(self, plan: Plan) -> Iterator[tuple[Any, ...]]:
        """The rows of `plan.sql()`."""

    def counted(self, plan: Plan) -> Sequence[tuple[Any, ...]] | None:
        """The rows of `plan.one_pass()`; None where the engine has it no faster than `query`."""


def packs(levels: Mapping[str, int]) -> tuple[tuple[str, ...], ...]:
    """Which columns to tally together, in order; `levels` is how many values each has."""
    packs: list[tuple[str, ...]] = []
    pack: tuple[str, ...] = ()
    size = 1
    for name, count in levels.items():
        if pack and (len(pack) == WIDTH or size * count > TOGETHER):
            packs.append(pack)
            pack, size = (), 1
        pack += (name,)
        size *= count
    return (*packs, pack) if pack else tuple(packs)


def where(statuses: Sequence[str]) -> str:
    """The condition that only respondents with one of the statuses are counted; empty for all."""
    wanted = ", ".join(literal(status) for status in statuses)
    return f" WHERE {quoted('status')} IN ({wanted})" if statuses else ""


def quoted(name: str) -> str:
    """A column's name in standard SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """An SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def missing_file(path: object) -> FaultyInput:
    """The fault of a table that is not there."""
    return faulty_file(path, message("refiqda.no_such_file"), message("terminal.correct_its_name"))
