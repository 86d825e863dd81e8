"""Small: a figure in brief, as slim bars with their intervals, beside the place that tells all."""

from samklang.core.document.blocks import Figure
from samklang.core.language.wording import Language
from samklang.render.charts.bars import Bars
from samklang.render.charts.svg import draw
from samklang.render.design import Branding


class Small(Bars):
    """Bars close together. Bands are left to the whole figure."""

    thick, thick_of_several, apart, banded = 14.0, 13.0, 4.0, False


def small_svg(figure: Figure, language: Language, branding: Branding) -> str:
    """A figure of `bars` or `grouped` as SVG, with its own alternative text."""
    canvas = Small(figure, language, branding, narrow=False)
    drawing = canvas.drawing()
    return draw(
        "chart.svg",
        branding,
        id=f"{figure.anchor}-small",
        title=figure.title,
        alt=figure.alt,
        width=canvas.width,
        height=drawing.y + drawing.below,
        drawing=drawing,
    )
