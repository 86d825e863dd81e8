"""Key: what the marks of a chart stand for, in words."""

from samklang.core.document.blocks import Figure
from samklang.core.figures.amounts import amount
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language


def key_text(figure: Figure, language: Language, *, banded: bool = True) -> str:
    """What the line and the bracket are, those that are there; '' where there are neither.

    banded: whether the drawing has room for the bands; a native chart of several series has none.
    """
    if figure.end_to_end:
        return ""
    cells = [cell for row in figure.table.rows for cell in row.cells]
    if banded and any(cell.band_low is not None for cell in cells):
        return phrase(language, "charts.key_band")
    if any(amount(cell).low is not None for cell in cells):
        return phrase(language, "charts.key")
    return ""
