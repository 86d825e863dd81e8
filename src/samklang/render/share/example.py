"""The picture of one example, for who shares its page: title, who and where, map, address."""

from collections.abc import Sequence

from samklang.core.document.blocks import ExampleMap
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render.charts import map_svg
from samklang.render.charts.measure import wrapped
from samklang.render.design import Branding
from samklang.render.glyphs import covered
from samklang.render.pictures import png
from samklang.render.share.picture import MAP_SIDE, ROOM, WIDTH, composed, without_fonts

LETTERS = 22.0
# What is told of an example below its title; its page has the rest.
SUMMARY = 400


def example_svg(
    *,
    title: str,
    about: Sequence[str],
    summary: str,
    network: str,
    mark: str,
    address: str,
    where: ExampleMap | None,
    language: Language,
    branding: Branding,
) -> str:
    """One example as SVG with its fonts inside.

    about: who and where it is, a line each. mark: what must be said of it, such as that it is
    invented. where: the map of it alone; without one its text has the whole width.
    """
    room = MAP_SIDE if where else ROOM
    told = wrapped(covered(summary[:SUMMARY]), LETTERS, room) if summary else []
    lines = [line for text in about if text for line in wrapped(covered(text), LETTERS, room)]
    source = [address]
    if where:
        source.append(f"{phrase(language, 'pdf.boundaries')}.")
    return composed(
        title=title,
        alt=". ".join(text for text in about if text),
        network=network,
        mark=mark,
        drawing=map_svg(where, language, branding) if where else "",
        beside=[*lines, *([""] if lines and told else []), *told],
        key="",
        source=source,
        branding=branding,
    )


def example_png(svg: str) -> bytes:
    """The picture of `example_svg` as PNG."""
    return png(without_fonts(svg), width=WIDTH)
