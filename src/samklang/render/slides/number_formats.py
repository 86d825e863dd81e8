"""Number formats of native charts: whole per cent, and numbers with a language's own marks."""

from samklang.core.disclosure.released import ReleasedTable
from samklang.core.language.wording import Language

PERCENT: dict[Language, str] = {"sv": '0"\u00a0%"', "en": '0"%"'}
# Windows' numbers of Swedish and of British English (MS-LCID): programs that heed them print the
# language's decimal mark whatever country their user has set.
LOCALES: dict[Language, str] = {"sv": "[$-41D]", "en": "[$-809]"}


def number_format(table: ReleasedTable, language: Language, *, decimals: int | None = None) -> str:
    """How Office prints a table's numbers: "62 %", or "12 345,6" with the table's decimals."""
    if not any(cell.value is not None for row in table.rows for cell in row.cells):
        return PERCENT[language]
    return value_format(table.decimals if decimals is None else decimals, language)


def value_format(decimals: int, language: Language) -> str:
    """A mean, total or ratio with so many decimals."""
    return f"{LOCALES[language]}#,##0{'.' if decimals else ''}{'0' * decimals}"
