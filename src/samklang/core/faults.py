"""Faults: what is wrong in which file, where, and what to do about it."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault in a theme package or an imported file.

    `line` is a line of a text file or a row of a table (the header is row 1); 0 means the whole
    file. `column` names a CSV column or a field's path, for example ``questions[2].options``.
    """

    file: str
    line: int
    column: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place = self.file
        if self.line:
            place += f", row {self.line}" if self.file.endswith(".csv") else f", line {self.line}"
        if self.column:
            place += f", {self.column}"
        return f"{place}: {self.what} {self.remedy}".rstrip()


class FaultyInput(Exception):
    """Raised with every fault found in an input; nothing has been written."""

    def __init__(self, faults: Sequence[Fault]):
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))

    @property
    def rows(self) -> list[list[str | int]]:
        """Each fault as JSON can hold it; `Fault(*row)` is it again."""
        return [[f.file, f.line, f.column, f.what, f.remedy] for f in self.faults]


def closest(name: str, known: Collection[str]) -> str:
    """A remedy that names the nearest known name, or all of them where none is near."""
    near = difflib.get_close_matches(name, list(known), n=1)
    if near:
        return f"Did you mean '{near[0]}'?"
    return f"Known: {', '.join(sorted(known)) or 'none'}."
