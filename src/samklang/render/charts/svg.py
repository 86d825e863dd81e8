"""SVG: the templates' environment, and numbers printed the same on every machine."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from samklang.render import design
from samklang.render.kept import kept_templates


def number(value: float) -> str:
    """A coordinate with at most one decimal: "12.5", "12"."""
    return f"{value:.1f}".removesuffix(".0")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("samklang.render.charts"),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=kept_templates(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["n"] = number
    environment.globals["design"] = design
    return environment


def draw(template: str, **values: Any) -> str:
    """A template filled in; every text is escaped."""
    return _environment().get_template(template).render(**values).strip()
