"""Every survey there could be: what a reader can infer, found by making them all and looking.

Shares no code with the solver and knows no equations. A reader knows how many answered, the groups
of the register, and the rule: "few" is fewer than the threshold; "withheld" beside it is not, since
it would say so; a base whose cells are all few is few itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement

import numpy as np

from samklang.core.disclosure.candidate import CandidateCell, CandidateRow, CandidateTable, Sums
from samklang.core.disclosure.released import ReleasedTable

Person = Mapping[str, str]
Is = Callable[[Person], bool]
Place = tuple[str, str, str]
Weight = Callable[[Person], float]


def even(person: Person) -> float:
    """Everyone stands for one."""
    return 1.0


@dataclass(frozen=True)
class Line:
    """A row: whom its base counts, and whom each of its cells counts."""

    id: str
    base: Is
    cells: tuple[Is, ...]
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A table by what it counts; silent: who did not answer, and who was not shown."""

    id: str
    sums: Sums
    series: tuple[str, ...]
    lines: tuple[Line, ...]
    question: str = ""
    by: tuple[str, ...] = ()
    parent: tuple[str, str] | None = None
    silent: tuple[Is, Is] | None = None

    def candidate(self, people: Sequence[Person], weight: Weight = even) -> CandidateTable:
        """The table of some people, each of whom stands for as many as `weight` says."""

        def share(chosen: Is, answered: Is) -> float:
            of = sum(weight(p) for p in people if answered(p))
            return sum(weight(p) for p in people if chosen(p)) / of if of else 0.0

        return CandidateTable(
            id=self.id,
            series=self.series,
            rows=tuple(
                CandidateRow(
                    line.id,
                    count(line.base, people),
                    tuple(
                        CandidateCell(
                            count(one, people),
                            round(share(one, line.base), 12),
                            0.0,
                            1.0,
                        )
                        for one in line.cells
                    ),
                    line.values,
                )
                for line in self.lines
            ),
            sums=self.sums,
            not_answered=count(self.silent[0], people) if self.silent else 0,
            not_shown=count(self.silent[1], people) if self.silent else 0,
            question=self.question,
            by=self.by,
            parent=self.parent,
        )

    def base_place(self, line: Line) -> Place:
        """Where the base of a line is printed."""
        return (self.id, "" if self.sums == "rows" else line.id, "")


def count(which: Is, people: Sequence[Person]) -> int:
    """How many of the people it is true of."""
    return sum(which(p) for p in people)


@cache
def every_survey(kinds: int, people: int) -> np.ndarray:
    """How many of each kind of person there can be: a row for each survey of so many people."""
    made = list(combinations_with_replacement(range(kinds), people))
    found = np.zeros((len(made), kinds), dtype=np.int16)
    for place in range(people):
        np.add.at(found, (np.arange(len(made)), np.array([m[place] for m in made])), 1)
    return found


@dataclass
class Reader:
    """A reader of tables, with the surveys he still has to reckon with.

    edition: which of several surveys side by side he looks at. weight: what a person stands for,
    which he knows.
    """

    kinds: Sequence[Person]
    surveys: np.ndarray
    edition: int = 0
    weight: Weight = even

    def counted(self, which: Is) -> np.ndarray:
        """In each survey, those whom it is true of."""
        first = self.edition * len(self.kinds)
        own = self.surveys[:, first : first + len(self.kinds)]
        return own @ np.array([which(p) for p in self.kinds], dtype=np.int16)

    def weighed(self, which: Is) -> np.ndarray:
        """In each survey, what those whom it is true of stand for."""
        first = self.edition * len(self.kinds)
        own = self.surveys[:, first : first + len(self.kinds)]
        return own @ np.array([which(p) * self.weight(p) for p in self.kinds])

    def learns(self, same: np.ndarray) -> None:
        """Drops the surveys that would not have been printed so."""
        self.surveys = self.surveys[same]

    def reads(self, sheet: Sheet, table: ReleasedTable, *, crossed: bool = False) -> None:
        """Keeps the surveys that would have been printed like `table`.

        crossed: the options of the sheet stand in other tables too, which may be why one is
        withheld.
        """
        bases = {
            line.id: table.base if sheet.sums == "rows" else row.base
            for line, row in zip(sheet.lines, table.rows, strict=True)
        }
        said_small = any(
            cell.status == "few" and bases[row.id] is not None
            for row in table.rows
            for cell in row.cells
        )
        for line, row in zip(sheet.lines, table.rows, strict=True):
            base = bases[line.id]
            together = table.rows if sheet.sums == "rows" else (row,)
            if base is not None:
                self.learns(self.counted(line.base) == base)
            elif all(cell.status == "few" for r in together for cell in r.cells):
                self.learns(self.counted(line.base) < table.threshold)
            for which, cell in zip(line.cells, row.cells, strict=True):
                number = self.counted(which)
                if cell.status == "few":
                    self.learns(number < table.threshold)
                elif cell.status == "protected" and base is not None:
                    if said_small:
                        self.learns(number >= table.threshold)
                    if sheet.sums == "none" and not crossed:
                        number = self.counted(which)
                        self.learns(self.counted(line.base) - number < table.threshold)
                elif cell.status == "shown":
                    if cell.count is not None:
                        self.learns(number == cell.count)
                    if cell.share is not None:
                        whole = self.weighed(line.base)
                        share = self.weighed(which) / np.where(whole > 0, whole, 1)
                        printed = np.floor(np.round(share, 12) * 100 + 0.5)
                        self.learns(printed == cell.share)
        if sheet.silent:
            shown = zip(sheet.silent, (table.not_answered, table.not_shown), strict=True)
            for which, number_shown in shown:
                number = self.counted(which)
                if number_shown is not None:
                    self.learns(number == number_shown)
                elif table.base is not None:
                    self.learns((number > 0) & (number < table.threshold))

    def interval(self, sheet: Sheet, place: Place) -> tuple[int, int]:
        """The least and greatest number at a place of the sheet."""
        _, row, series = place
        line = next(x for x in sheet.lines if row in ("", x.id))
        which = line.cells[sheet.series.index(series)] if series else line.base
        number = self.counted(which)
        return int(number.min()), int(number.max())
