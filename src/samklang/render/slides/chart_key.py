"""Chart key: what the lines of a native chart stand for, which are drawn otherwise than ours."""

from samklang.core.document.blocks import Figure
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render.charts.key import key_text
from samklang.render.slides.workbook import banded


def chart_key(figure: Figure, language: Language) -> str:
    """What its error bars are; '' where there are none.

    Below its bar a sensitivity band has a line of its own; behind a point it is the wider one.
    """
    if not banded(figure):
        return key_text(figure, language, banded=False)
    return phrase(language, f"charts.key_{'points' if figure.of_points else 'bars'}")
