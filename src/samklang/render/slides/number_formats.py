"""Number formats of native charts: whole per cent, and numbers with a language's own marks."""

from samklang.core.disclosure.released import ReleasedTable
from samklang.core.language.languages import RULES
from samklang.core.language.wording import Language


def number_format(table: ReleasedTable, language: Language, *, decimals: int | None = None) -> str:
    """How Office prints a table's numbers: "62 %", or "12 345,6" with the table's decimals."""
    if not any(cell.value is not None for row in table.rows for cell in row.cells):
        return RULES[language].office_percent
    return value_format(table.decimals if decimals is None else decimals, language)


def value_format(decimals: int, language: Language) -> str:
    """A mean, total or ratio with so many decimals.

    Programs that heed the locale print the language's decimal mark whatever country their user has
    set.
    """
    return f"{RULES[language].office_locale}#,##0{'.' if decimals else ''}{'0' * decimals}"
