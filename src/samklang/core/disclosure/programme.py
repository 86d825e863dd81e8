"""Integer programmes of disclosure control, given to HiGHS through SciPy."""

import math
import os
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from samklang.core.disclosure.links import Linear
from samklang.core.disclosure.ranges import Component, Contradiction, Ranges
from samklang.core.language.messages import message

# What a solver's bound may be wrong by.
INEXACT = 1e-4
# Where the search for a table in the middle is cut short.
CENTRAL_NODES = 20

_alone = threading.Lock()


@contextmanager
def _silence() -> Iterator[None]:
    """Drops a line that HiGHS prints past its own log when it rounds an integer solution."""
    with _alone:
        sys.stdout.flush()
        kept = os.dup(1)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 1)
            yield
        finally:
            os.dup2(kept, 1)
            os.close(nowhere)
            os.close(kept)


class Programme:
    """Rows low ≤ Σ c·x ≤ high over integer columns, built up piece by piece."""

    def __init__(self) -> None:
        self.low: list[float] = []
        self.high: list[float] = []
        self.cost: list[float] = []
        self._data: list[float] = []
        self._row: list[int] = []
        self._column: list[int] = []
        self._low: list[float] = []
        self._high: list[float] = []

    def column(self, low: float, high: float, cost: float = 0.0) -> int:
        """A new integer column with its bounds and cost."""
        self.low.append(low)
        self.high.append(high)
        self.cost.append(cost)
        return len(self.low) - 1

    def row(self, terms: Sequence[tuple[int, float]], low: float, high: float) -> None:
        """A new row; beyond ±10⁸ a side is open."""
        self._data += [c for _, c in terms]
        self._column += [i for i, _ in terms]
        self._row += [len(self._low)] * len(terms)
        self._low.append(low if low > -1e8 else -np.inf)
        self._high.append(high if high < 1e8 else np.inf)

    def solve(self, *, nodes: int = 0) -> list[int] | None:
        """The best whole values, None where there are none.

        nodes: a limit of the search, 0 for none; with one, the best found within it.
        """
        options = {"node_limit": nodes, "mip_rel_gap": 0.02} if nodes else {"mip_rel_gap": 0.0}
        result = self._run(options, whole=True)
        return None if result.x is None else [round(float(v)) for v in result.x]

    def bound(self) -> float | None:
        """A cost that no values go below, worked out as if they need not be whole; None: none."""
        result = self._run({}, whole=False)
        return float(result.fun) if result.status == 0 else None

    def _run(self, options: Mapping[str, float], *, whole: bool) -> Any:
        # SciPy's optimiser takes a second to import, and most tables need no programme.
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        constraints = []
        if self._low:
            shape = (len(self._low), len(self.low))
            matrix = csr_array((self._data, (self._row, self._column)), shape=shape)
            constraints = [LinearConstraint(matrix, self._low, self._high)]
        with _silence():
            return milp(
                np.array(self.cost),
                constraints=constraints,
                bounds=Bounds(np.array(self.low), np.array(self.high)),
                integrality=np.full(len(self.low), int(whole)),
                options=dict(options),
            )


def solve(
    rows: Sequence[Linear],
    component: Component,
    ranges: Ranges,
    *,
    cost: Mapping[int, int],
    nodes: int = 0,
) -> dict[int, int]:
    """Whole values of a component that agree with its rows and ranges, at least cost.

    nodes: a limit of the search, 0 for none; with one, the best found within it. Raises
    Contradiction where there are none, or none was found.
    """
    programme, columns = _programme(rows, component, ranges, cost)
    return _whole(programme, columns, rows, component, ranges, nodes)


def central(rows: Sequence[Linear], component: Component, ranges: Ranges) -> dict[int, int]:
    """Whole values of a component, as near the middle of their ranges as a short search finds.

    Raises Contradiction where none was found.
    """
    programme, columns = _programme(rows, component, ranges, {})
    for index, column in columns.items():
        span = ranges.span(index)
        middle = (ranges.low[index] + ranges.high[index]) / 2
        away = programme.column(0, span, 1 / span)
        programme.row([(column, 1), (away, -1)], -1e9, middle)
        programme.row([(column, 1), (away, 1)], middle, 1e9)
    return _whole(programme, columns, rows, component, ranges, CENTRAL_NODES)


def _whole(
    programme: Programme,
    columns: Mapping[int, int],
    rows: Sequence[Linear],
    component: Component,
    ranges: Ranges,
    nodes: int,
) -> dict[int, int]:
    solution = programme.solve(nodes=nodes)
    if solution is None:
        raise Contradiction(message("faults.no_counts_agree_with_what_is"))
    values = {index: solution[column] for index, column in columns.items()}
    for number in component.rows:
        row = rows[number]
        total = sum(c * values.get(index, ranges.low[index]) for index, c in row.terms)
        if not row.low <= total <= row.high:
            raise Contradiction(message("faults.the_solver_s_table_does_not"))
    return values


def least(
    rows: Sequence[Linear], component: Component, ranges: Ranges, *, target: int, sign: int
) -> int | None:
    """A value that the target is not below (sign 1) or above (-1), found in a moment.

    It need not be reached, since parts of respondents are allowed; None where it is not known.
    """
    bound = _programme(rows, component, ranges, {target: sign})[0].bound()
    return None if bound is None else sign * math.ceil(bound - INEXACT)


def _programme(
    rows: Sequence[Linear], component: Component, ranges: Ranges, cost: Mapping[int, int]
) -> "_Tied":
    programme = Programme()
    columns = {
        index: programme.column(ranges.low[index], ranges.high[index], cost.get(index, 0))
        for index in component.numbers
    }
    tie(programme, rows, component.rows, ranges, columns)
    return _Tied(programme, columns)


class _Tied(NamedTuple):
    programme: Programme
    columns: Mapping[int, int]


def tie(
    programme: Programme,
    rows: Sequence[Linear],
    numbers: Iterable[int],
    ranges: Ranges,
    columns: Mapping[int, int],
) -> None:
    """Puts some of the rows on their columns; what is fixed goes to the right-hand side."""
    for number in numbers:
        relaxed(programme, rows[number], ranges, columns, by=None)


def relaxed(
    programme: Programme,
    row: Linear,
    ranges: Ranges,
    columns: Mapping[int, int],
    *,
    by: int | None,
) -> None:
    """Puts a row on its columns; it does not hold where the column `by` is 1 (None: it does)."""
    terms = [(columns[i], float(c)) for i, c in row.terms if i in columns]
    fixed = sum(c * ranges.low[i] for i, c in row.terms if i not in columns)
    if not terms:
        return
    if by is None:
        programme.row(terms, row.low - fixed, row.high - fixed)
        return
    ends = [(c * ranges.low[i], c * ranges.high[i]) for i, c in row.terms]
    least, most = sum(map(min, ends)), sum(map(max, ends))
    if least < row.low:
        programme.row([*terms, (by, row.low - least)], row.low - fixed, 1e9)
    if most > row.high:
        programme.row([*terms, (by, row.high - most)], -1e9, row.high - fixed)
