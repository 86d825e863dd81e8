"""Amounts: a released share, mean, total or ratio with its interval, as a number and in words."""

from dataclasses import dataclass

from samklang.core.disclosure.released import ReleasedCell, ReleasedTable
from samklang.core.document.blocks import Figure
from samklang.core.figures.questions import amount_range, amount_text, interval_text, withheld_text
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language


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


def numbers_shown(figure: Figure) -> list[float]:
    """Every number that an axis of the figure must hold: values and the ends of their intervals."""
    cells = [cell for row in figure.table.rows for cell in row.cells]
    return [*(v for c in cells for v in amount(c).every if v is not None), *figure.reach]


def value_text(cell: ReleasedCell, table: ReleasedTable, language: Language) -> str:
    """ "62 %", or a mean or total without its unit: "3,4"; '' where it is withheld."""
    if cell.value is not None:
        return amount_text(cell, table, language)
    return "" if cell.share is None else numbers.percent(cell.share, language)


def range_text(cell: ReleasedCell, table: ReleasedTable, language: Language) -> str:
    """The interval: "45–76 %", or of a mean or total "10,1–14,9"; '' where there is none."""
    if cell.value is not None:
        return amount_range(cell, table, language)
    return interval_text(cell, language)


def between_text(cell: ReleasedCell, table: ReleasedTable, language: Language) -> str:
    """The interval in running words: "mellan 45 och 76 %"; '' where there is none."""
    interval = amount(cell)
    if interval.low is None or interval.high is None:
        return ""
    if interval.low == interval.high:
        return range_text(cell, table, language)
    if cell.value is not None:
        low, high = (
            numbers.signed(n, table.decimals, language) for n in (interval.low, interval.high)
        )
    else:
        low, high = f"{cell.low}", numbers.percent(cell.high or 0, language)
    return phrase(language, "report.between", low=low, high=high)


def united_text(cell: ReleasedCell, table: ReleasedTable, language: Language) -> str:
    """What a cell shows with its unit, "62 %" or "3,4 timmar"; why not where it is withheld."""
    if cell.status != "shown":
        return withheld_text(cell, table.threshold, language)
    value = value_text(cell, table, language)
    return value if cell.value is None else f"{value} {table.unit}".strip()


def value_heading(figure: Figure, language: Language) -> str:
    """What heads a column of a figure's numbers: "Andel", or "Medelvärde (timmar per vecka)"."""
    if not figure.has_values:
        return phrase(language, "report.share")
    label, unit = figure.table.series[0].label, figure.table.unit
    return phrase(language, "report.with_unit", label=label, unit=unit) if unit else label
