"""Audit: what a reader who knows the rules can still infer of each withheld count.

The reader knows every printed count and base, which cells add up to which base, that a cell marked
small holds fewer than the threshold and that a routed question's base is part of the count before
it. Every table of whole counts that agrees with all this is possible to him. For each withheld
cell the least and the greatest possible count are found by integer programming (HiGHS through
SciPy), and each is proved by a whole table that `agrees` checks by addition alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from samklang.core.disclosure.candidate import Sums
from samklang.core.disclosure.released import CellStatus, ReleasedTable
from samklang.core.privacy import Public

# A cell by table, row and series; the base of a row or table has the series or row ''.
Key = tuple[str, str, str]
Witness = Mapping[Key, int]


@dataclass(frozen=True)
class Seen:
    """A released table as a reader knows it.

    sums: which cells add up to the base, as in release.CandidateTable. parent: the (table, row)
    that the question was asked of.
    """

    table: ReleasedTable
    sums: Sums
    parent: tuple[str, str] | None = None


@dataclass(frozen=True)
class Inference:
    """What can be inferred of one withheld cell: low to high, with a table that proves each end.

    sound: whether the span is what the rule demands (half the threshold).
    """

    table: Public[str]
    row: Public[str]
    series: Public[str]
    status: Public[CellStatus]
    low: Public[int]
    high: Public[int]
    sound: Public[bool]
    proof_low: Public[Witness]
    proof_high: Public[Witness]


class Contradiction(Exception):
    """No table of whole counts agrees with what is printed: something printed is wrong."""


@dataclass(frozen=True)
class Sum:
    """The parts add up to at least `low` and at most `high` more than the whole (0, 0: exactly)."""

    parts: tuple[Key, ...]
    whole: Key | None
    low: int
    high: int


@dataclass(frozen=True)
class Knowledge:
    """Everything a reader knows: the range of each count, and which of them add up."""

    ranges: Mapping[Key, tuple[int, int]]
    sums: tuple[Sum, ...]


def knowledge(publication: Sequence[Seen], *, respondents: int) -> Knowledge:
    """What a publication tells. respondents: printed in the method box, the most any count is."""
    ranges: dict[Key, tuple[int, int]] = {}
    sums: list[Sum] = []
    for seen in publication:
        table = seen.table
        ranges |= dict(_ranges(seen, respondents))
        for parts, whole in _partitions(seen):
            sums.append(Sum(parts, whole, 0, 0))
        if seen.sums == "none":
            for row in table.rows:
                for series in table.series:
                    # A count and its complement make the base.
                    cell, rest = (table.id, row.id, series.id), (table.id, row.id, f"~{series.id}")
                    sums.append(Sum((cell, rest), (table.id, row.id, ""), 0, 0))
            bases = [(table.id, row.id, "") for row in table.rows]
            sums += [Sum((base,), bases[0], 0, 0) for base in bases[1:]]
        if seen.parent and table.rows:
            parent, row_id = seen.parent
            asked = next(s.table.series[0].id for s in publication if s.table.id == parent)
            base = (table.id, "", "") if seen.sums == "rows" else (table.id, table.rows[0].id, "")
            missing = table.not_answered
            # Those who were asked answered or left it: the base is at most the parent's count.
            low, high = (-respondents, 0) if missing is None else (-missing, -missing)
            sums.append(Sum((base,), (parent, row_id, asked), low, high))
    return Knowledge(ranges, tuple(sums))


def _ranges(seen: Seen, respondents: int) -> Iterator[tuple[Key, tuple[int, int]]]:
    table = seen.table
    small = table.threshold - 1
    if seen.sums == "rows":
        known = (table.base, table.base) if table.base is not None else (0, respondents)
        yield (table.id, "", ""), known
    statuses = [cell.status for row in table.rows for cell in row.cells]
    for row in table.rows:
        base = (row.base, row.base) if row.base is not None else (0, respondents)
        if seen.sums != "rows":
            yield (table.id, row.id, ""), base
        group = statuses if seen.sums == "rows" else [cell.status for cell in row.cells]
        marked = "few" in group
        for series, cell in zip(table.series, row.cells, strict=True):
            key = (table.id, row.id, series.id)
            if cell.count is not None:
                yield key, (cell.count, cell.count)
            elif cell.status == "few":
                yield key, (0, small)
            elif seen.sums == "none":
                yield key, (0, respondents)
            else:
                # Beside a cell marked small the others are known to be no smaller.
                yield key, (table.threshold if marked else 0, respondents)
            if seen.sums == "none":
                hidden = cell.status == "protected" and row.base is not None
                yield (
                    (table.id, row.id, f"~{series.id}"),
                    (0, small) if hidden else (0, respondents),
                )


def _partitions(seen: Seen) -> Iterator[tuple[tuple[Key, ...], Key]]:
    table = seen.table
    if seen.sums == "rows":
        for series in table.series:
            yield (
                tuple((table.id, row.id, series.id) for row in table.rows),
                (table.id, "", ""),
            )
    elif seen.sums == "series":
        for row in table.rows:
            yield (
                tuple((table.id, row.id, series.id) for series in table.series),
                (table.id, row.id, ""),
            )


def agrees(witness: Witness, known: Knowledge) -> bool:
    """Whether a table of counts agrees with all that is known, checked by addition alone."""
    in_range = all(low <= witness.get(key, -1) <= high for key, (low, high) in known.ranges.items())
    return in_range and all(
        one.low
        <= sum(witness[key] for key in one.parts) - (witness[one.whole] if one.whole else 0)
        <= one.high
        for one in known.sums
    )


def audit(publication: Sequence[Seen], *, respondents: int) -> tuple[Inference, ...]:
    """What can be inferred of every withheld cell, in reading order.

    Raises Contradiction where nothing agrees with what is printed.
    """
    known = knowledge(publication, respondents=respondents)
    solver = _Solver(known)
    found = []
    for seen in publication:
        table = seen.table
        for row in table.rows:
            for series, cell in zip(table.series, row.cells, strict=True):
                if cell.status == "shown":
                    continue
                key = (table.id, row.id, series.id)
                lowest, highest = solver.extreme(key, 1), solver.extreme(key, -1)
                low, high = lowest[key], highest[key]
                found.append(
                    Inference(
                        table=table.id,
                        row=row.id,
                        series=series.id,
                        status=cell.status,
                        low=low,
                        high=high,
                        sound=high - low >= (table.threshold + 1) // 2,
                        proof_low=lowest,
                        proof_high=highest,
                    )
                )
    return tuple(found)


class _Solver:
    """Finds the least or greatest possible count of a cell."""

    def __init__(self, known: Knowledge):
        from scipy.optimize import Bounds, LinearConstraint

        self.known = known
        self.keys = list(known.ranges)
        self.place = {key: number for number, key in enumerate(self.keys)}
        matrix = np.zeros((len(known.sums), len(self.keys)))
        for number, one in enumerate(known.sums):
            for key in one.parts:
                matrix[number, self.place[key]] += 1
            if one.whole:
                matrix[number, self.place[one.whole]] -= 1
        self.constraints = LinearConstraint(
            matrix, [one.low for one in known.sums], [one.high for one in known.sums]
        )
        low, high = zip(*known.ranges.values(), strict=True)
        self.bounds = Bounds(np.array(low, dtype=float), np.array(high, dtype=float))

    def extreme(self, key: Key, sign: int) -> Witness:
        """A table in which the cell is least (sign 1) or greatest (-1)."""
        from scipy.optimize import milp

        cost = np.zeros(len(self.keys))
        cost[self.place[key]] = sign
        result = milp(
            cost,
            constraints=self.constraints,
            bounds=self.bounds,
            integrality=np.ones(len(self.keys)),
        )
        if result.x is None:
            raise Contradiction(f"No counts agree with what is printed ({result.message}).")
        witness = {k: round(float(v)) for k, v in zip(self.keys, result.x, strict=True)}
        if not agrees(witness, self.known):
            raise Contradiction("The solver's table does not agree with what is printed.")
        return witness
