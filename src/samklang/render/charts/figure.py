"""Figure: a figure's drawing as SVG, by its kind."""

from functools import lru_cache

from samklang.core.document.blocks import Figure, FigureKind
from samklang.core.language.wording import Language
from samklang.render.charts.bars import Bars
from samklang.render.charts.diverging import Diverging
from samklang.render.charts.dots import Dots
from samklang.render.charts.line import Line
from samklang.render.charts.svg import draw
from samklang.render.design import Branding


def _drawn_as(kind: FigureKind) -> type[Bars | Diverging | Dots]:
    match kind:
        case "bars" | "grouped" | "stacked":
            return Bars
        case "diverging":
            return Diverging
        case "dots" | "values":
            return Dots
        case "line":
            return Line


# Pages, slides, PDFs and pictures show the same drawing.
@lru_cache(maxsize=64)
def figure_svg(
    figure: Figure, language: Language, branding: Branding, *, narrow: bool = False
) -> str:
    """The figure as SVG with title and description; ids are unique to figure and width."""
    canvas = _drawn_as(figure.kind)(figure, language, branding, narrow=narrow)
    drawing = canvas.drawing()
    return draw(
        "chart.svg",
        branding,
        id=f"{figure.anchor}-{'narrow' if narrow else 'wide'}",
        title=figure.title,
        alt=figure.alt,
        width=canvas.width,
        height=drawing.y + drawing.below,
        drawing=drawing,
    )
