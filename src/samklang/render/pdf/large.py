"""Large: figures with more rows than a slide or a page has room for, cut into parts."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from samklang.core.document.blocks import Figure
from samklang.core.document.deck import Slide
from samklang.core.figures.amounts import numbers_shown
from samklang.core.language.wording import Language
from samklang.render.charts import figure_svg
from samklang.render.design import Branding
from samklang.render.pdf.tables import size

# A slide leaves about 330 pt for a drawing, whose smallest text is 13 units and must be 14 pt.
TALLEST = 330 * 13 / 14
# A page of the report has 180 mm for one, which is 123 mm wide.
TALLEST_OF_PAGE = 640 * 180 / 123


class InParts(NamedTuple):
    """Slides with tall figures in parts, and a drawing for each."""

    slides: tuple[Slide, ...]
    drawings: dict[str, str]


def in_parts(
    slides: Sequence[Slide], drawings: Mapping[str, str], language: Language, branding: Branding
) -> InParts:
    """The slides with tall figures cut by rows, and the drawings with one for each part."""
    drawn = dict(drawings)
    part_slides: list[Slide] = []
    for slide in slides:
        figure = slide.content
        if not isinstance(figure, Figure) or size(drawings[figure.id])[1] <= TALLEST:
            part_slides.append(slide)
            continue
        parts = _parts(figure, language, branding, TALLEST)
        for number, part in enumerate(parts, 1):
            drawn[part.figure.id] = part.svg
            part_slides.append(
                dataclasses.replace(slide, content=part.figure, part=number, parts=len(parts))
            )
    return InParts(tuple(part_slides), drawn)


def on_pages(figure: Figure, svg: str, language: Language, branding: Branding) -> list[str]:
    """The drawing of a figure, or several of its rows where a page has no room for one."""
    if size(svg)[1] <= TALLEST_OF_PAGE:
        return [svg]
    return [part.svg for part in _parts(figure, language, branding, TALLEST_OF_PAGE)]


@dataclass(frozen=True)
class _Part:
    figure: Figure
    svg: str


def _parts(figure: Figure, language: Language, branding: Branding, tallest: float) -> list[_Part]:
    """As few parts of about the same number of rows as are each short enough."""
    rows = len(figure.table.rows)
    made: list[_Part] = []
    for count in range(2, max(rows, 2) + 1):
        made = [_Part(one, figure_svg(one, language, branding)) for one in cut(figure, count)]
        if all(size(part.svg)[1] <= tallest for part in made):
            break
    return made


def cut(figure: Figure, count: int) -> Iterator[Figure]:
    """The figure's rows in `count` parts, each a figure with an id of its own after the first.

    All have the same axis.
    """
    each, more = divmod(len(figure.table.rows), count)
    at, whole = 0, tuple(numbers_shown(figure))
    for number in range(count):
        step = each + (number < more)
        table = dataclasses.replace(figure.table, rows=figure.table.rows[at : at + step])
        name = figure.id if number == 0 else f"{figure.id}-{number + 1}"
        yield dataclasses.replace(figure, id=name, table=table, reach=whole)
        at += step
