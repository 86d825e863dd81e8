"""Loss: how much of a publication is withheld."""

from collections.abc import Iterable
from dataclasses import dataclass

from samklang.core.disclosure.released import ReleasedTable
from samklang.core.privacy import Public


@dataclass(frozen=True)
class Loss:
    """Cells of all tables, and how many of them are withheld."""

    cells: Public[int]
    withheld: Public[int]

    @property
    def percent(self) -> int:
        """Withheld cells in whole per cent, halves up; 0 where there are none."""
        return (200 * self.withheld + self.cells) // (2 * self.cells) if self.cells else 0


def loss(tables: Iterable[ReleasedTable]) -> Loss:
    """What the tables of a publication withhold."""
    statuses = [cell.status for t in tables for row in t.rows for cell in row.cells]
    return Loss(len(statuses), sum(status != "shown" for status in statuses))
