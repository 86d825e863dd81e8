"""SVG: the templates' environment, and numbers printed the same on every machine."""

from functools import cache

from jinja2 import Environment

from samklang.render import design
from samklang.render.design import Branding
from samklang.render.templates import environment


def number(value: float) -> str:
    """A coordinate with at most one decimal: "12.5", "12"."""
    return f"{value:.1f}".removesuffix(".0")


@cache
def templates() -> Environment:
    """The environment of this folder's templates."""
    made = environment("samklang.render.charts")
    made.filters["n"] = number
    made.globals["design"] = design
    return made


def draw(template: str, branding: Branding, **values: object) -> str:
    """A template filled in; every text is escaped."""
    return templates().get_template(template).render(branding=branding, **values).strip()
