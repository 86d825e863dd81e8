"""Amounts: a released share, mean or total with its interval, as a number and in words."""

from dataclasses import dataclass

from samklang.core.disclosure.released import ReleasedCell, ReleasedTable
from samklang.core.language import numbers
from samklang.core.report.figures import amount_text
from samklang.core.wording import Language


@dataclass(frozen=True)
class Amount:
    """What a cell shows: per cent, or a mean or total in its table's unit; None where withheld."""

    value: float | None
    low: float | None
    high: float | None

    @property
    def every(self) -> tuple[float | None, ...]:
        """The value and the ends of its interval."""
        return (self.value, self.low, self.high)


def amount(cell: ReleasedCell) -> Amount:
    """The share of a cell, or its mean or total where it has one, with the interval."""
    if cell.value is not None:
        return Amount(cell.value, cell.value_low, cell.value_high)
    return Amount(cell.share, cell.low, cell.high)


def value_text(cell: ReleasedCell, table: ReleasedTable, language: Language) -> str:
    """ "62 %", or a mean or total without its unit: "3,4"; '' where it is withheld."""
    if cell.value is not None:
        return amount_text(cell, table, language)
    return "" if cell.share is None else numbers.percent(cell.share, language)
