"""Pictures to share: title, drawing, key, source and, where what is shown is invented, that.

1200 by 630 is what networks show whole. The SVG carries its fonts, so that no text is wider than
its place; the PNG is drawn from the same SVG.
"""

import base64
import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import NamedTuple

from jinja2 import Environment
from markupsafe import Markup

from samklang.core.document.blocks import ExampleMap, Figure
from samklang.core.document.document import Document
from samklang.core.document.invented import Invented
from samklang.core.document.short_codes import printed_address
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.render import design
from samklang.render.charts import figure_svg, map_svg
from samklang.render.charts.key import key_text
from samklang.render.charts.measure import wrapped
from samklang.render.design import Branding, font_files
from samklang.render.glyphs import advances, covered
from samklang.render.pictures import pngs
from samklang.render.templates import environment
from samklang.render.webfonts import FACES, web_fonts

WIDTH, HEIGHT = 1200, 630
SIDE = 60
ROOM = WIDTH - 2 * SIDE
# Beside a map, for its title and its places.
MAP_SIDE = 440
# From the largest: size of the title, height of a line and the most lines it may have.
TITLES = ((46, 54, 2), (38, 46, 2), (32, 39, 3), (26, 32, 3))
SMALL = 20.0
FOOT = HEIGHT - 34
USED = ("SourceSerifPro-Semibold", "SourceSansPro-Regular", "SourceSansPro-Semibold")
_SIZE = re.compile(r'font-size="([0-9.]+)"')
_OPENING = re.compile(r"<svg [^>]*>")


def share_files(document: Document) -> dict[str, bytes]:
    """The pictures of every figure and map, by path within the language's folder."""
    drawn = {block.id: share_svg(document, block) for block in exhibits(document)}
    if not drawn:
        return {}
    made = pngs([without_fonts(svg) for svg in drawn.values()], width=WIDTH)
    return {f"share/{id_}.svg": svg.encode() for id_, svg in drawn.items()} | {
        f"share/{id_}.png": content for id_, content in zip(drawn, made, strict=True)
    }


def invented(document: Document, block: Figure | ExampleMap) -> Invented:
    """Why what a picture shows is made up, '' where it is not.

    Places on a map are real, whatever answers are; in a rehearsal every picture is marked.
    """
    if document.rehearsal:
        return "rehearsal"
    return block.invented if isinstance(block, Figure) else ""


def heading(block: Figure | ExampleMap) -> str:
    """What stands above a picture."""
    return block.headline if isinstance(block, Figure) else block.title


def exhibits(document: Document) -> list[Figure | ExampleMap]:
    """What there are pictures of."""
    return [block for _, block in document.blocks() if isinstance(block, Figure | ExampleMap)]


def share_svg(document: Document, block: Figure | ExampleMap) -> str:
    """One picture as SVG with its fonts inside; every text is escaped and in letters we have."""
    language, why = document.language, invented(document, block)
    branding = Branding.of(document)
    if isinstance(block, Figure):
        drawing, beside = figure_svg(block, language, branding), None
    else:
        drawing = map_svg(block, language, branding)
        beside = [f"{place.name} ({len(place.examples)})" for place in block.listed]
    key = key_text(block, language) if isinstance(block, Figure) else ""
    return composed(
        title=heading(block),
        alt=block.alt,
        network=document.network,
        mark=phrase(language, f"pdf.{why}") if why else "",
        drawing=drawing,
        beside=beside,
        key=key,
        source=_source(document, block),
        branding=branding,
    )


def composed(
    *,
    title: str,
    alt: str,
    network: str,
    mark: str,
    drawing: str,
    beside: Sequence[str] | None,
    key: str,
    source: Sequence[str],
    branding: Branding,
) -> str:
    """A picture put together as SVG; every text is escaped and in letters we have.

    drawing: one of ours, '' for none. beside: lines between the title and the foot, with the
    drawing on their right; None where it lies below the title.
    """
    room = ROOM if beside is None or not drawing else MAP_SIDE
    title_size, step, lines = _title(covered(title), room, branding.serif)
    top = 108 + step * len(lines)
    foot = _lines([covered(text) for text in source])
    if key:
        foot = [covered(key), *foot]
    bottom = FOOT - 26 * (len(foot) - 1) - 38
    left, above = (SIDE, top + 20) if beside is None else (SIDE + MAP_SIDE + 20, 84)
    made = (
        _environment()
        .get_template("share.svg")
        .render(
            branding=branding,
            width=WIDTH,
            height=HEIGHT,
            side=SIDE,
            title=covered(title),
            alt=covered(alt),
            kicker=_one_line(covered(network), 22.0, ROOM - 260),
            mark=mark,
            title_size=title_size,
            lines=[
                (108 + step * (number + 1) - step * 0.28, line) for number, line in enumerate(lines)
            ],
            drawing=Markup(
                _placed(drawing, left, above, bottom if beside is None else bottom + 6)
                if drawing
                else ""
            ),
            places=_beside(beside or (), room, top, bottom),
            source=[
                (FOOT - 26 * (len(foot) - 1 - number), line) for number, line in enumerate(foot)
            ],
            fonts=Markup(_faces(frozenset({branding.serif, design.SANS}))),
        )
    )
    return "\n".join(covered(line) for line in made.split("\n"))


class _Title(NamedTuple):
    size: int
    step: int
    lines: list[str]


def _title(title: str, room: float, family: str) -> _Title:
    """The largest size at which the title is whole; at the smallest its end may be cut."""
    for title_size, step, most in TITLES:
        lines = _wrapped(title, title_size, family, room, most=most)
        if len(lines) <= most:
            made = partial(_wrapped, title, title_size, family, most=most)
            return _Title(title_size, step, _evened(made, room))
    lines = lines[:most]
    lines[-1] = f"{lines[-1].rstrip('.,;: ')} …"
    return _Title(title_size, step, lines)


def _evened(lines: Callable[[float], list[str]], room: float) -> list[str]:
    """As many lines as the room takes, as even as they can be: no word stands alone on the last.

    lines: the lines at a width; those that divide or cut a word are passed over.
    """
    best = lines(room)
    low, high = room / 2, room
    for _ in range(6):
        middle = (low + high) / 2
        tried = lines(middle)
        if len(tried) == len(best) and " ".join(tried) == " ".join(best):
            best, high = tried, middle
        else:
            low = middle
    return best


def _wrapped(title: str, title_size: float, family: str, room: float, *, most: int) -> list[str]:
    """Lines of the face of headings no wider than the room; a word too long for one is divided.

    After `most` lines no more than one is made: it only tells that there are more.
    """
    widths, units = advances(font_files()[f"{family.replace(' ', '')}-Semibold"])

    def wide(text: str) -> float:
        return sum(widths.get(letter, units) for letter in text) * title_size / units

    lines = [""]
    for word in title[:2000].split():
        if len(lines) > most:
            break
        longer = f"{lines[-1]} {word}".strip()
        if wide(longer) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        used = 0.0
        for letter in word:
            if lines[-1] and used + wide(letter) > room:
                lines.append("")
                used = 0.0
            lines[-1] += letter
            used += wide(letter)
    return lines


def _one_line(text: str, text_size: float, room: float) -> str:
    return wrapped(text, text_size, room, lines=1)[0]


def _lines(texts: list[str]) -> list[str]:
    """The texts on one line, or else each on its own, or else as they come; at most two lines."""
    whole = wrapped(" ".join(texts), SMALL, ROOM - 40, lines=2)
    apart = [wrapped(text, SMALL, ROOM - 40) for text in texts]
    own = len(whole) > 1 and len(texts) == 2 and all(len(lines) == 1 for lines in apart)
    return [line for lines in apart for line in lines] if own else whole


def _source(document: Document, block: Figure | ExampleMap) -> list[str]:
    """What the picture's shares are of, and where it comes from."""
    parts = [document.network, document.title, document.published]
    language = document.language
    key = "share.source" if isinstance(block, Figure) else "share.map_source"
    source = phrase(language, key, source=", ".join(p for p in parts if p))
    if address := printed_address(document, block.id):
        source = f"{source}. {phrase(language, 'embed.holds')} {address}"
    if not isinstance(block, Figure):
        return [f"{source}. {phrase(language, 'pdf.boundaries')}."]
    base = f"{phrase(language, 'pdf.base')}: {block.base}"
    if block.table.base is not None:
        base += f", n = {numbers.integer(block.table.base, language)}"
    return [f"{base}.", f"{source}."]


def _beside(
    lines: Sequence[str], room: float, top: float, bottom: float
) -> list[tuple[float, str]]:
    """Lines below the title with where each stands, as many as there is room for."""
    most = int((bottom - top - 10) // 30)
    if len(lines) > most:
        lines = [*lines[: most - 1], "…"]
    return [
        (top + 34 + 30 * number, wrapped(covered(line), 22.0, room, lines=1)[0])
        for number, line in enumerate(lines)
    ]


def _placed(drawing: str, left: float, top: float, bottom: float) -> str:
    """The drawing as large as there is room for, in the middle of what is left."""
    # Imported where it is drawn: whoever serves pages needs no PDF.
    from samklang.render.pdf.tables import size

    wide, high = size(drawing)
    room = WIDTH - SIDE - left
    scale = min(room / wide, (bottom - top) / high)
    x = left if wide * scale > room * 0.7 else left + (room - wide * scale) / 2
    y = top + (bottom - top - high * scale) / 2
    written = _SIZE.search(drawing)
    text = written[1] if written else "14"
    opening = (
        f'<svg x="{x:.1f}" y="{y:.1f}" width="{wide * scale:.1f}" height="{high * scale:.1f}" '
        f'viewBox="0 0 {wide:g} {high:g}" font-family="{design.SANS}, sans-serif" '
        f'font-size="{text}">'
    )
    return _OPENING.sub(lambda _: opening, drawing, count=1)


# Bounded by the typefaces that a report may have.
@cache
def _faces(families: frozenset[str]) -> str:
    fonts = web_fonts()
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};'
        f"src:url(data:font/woff2;base64,{base64.b64encode(fonts[f'{name}.woff2']).decode()})}}"
        for family, style, weight, name in FACES
        if name in USED and family in families
    )


def without_fonts(svg: str) -> str:
    """The picture without its fonts: typst has them already."""
    return re.sub(r"<style>.*?</style>", "", svg, count=1, flags=re.DOTALL)


@cache
def _environment() -> Environment:
    made = environment("samklang.render.share")
    made.globals["design"] = design
    return made


def share_meta(document: Document, block: Figure | ExampleMap) -> dict[str, object]:
    """What a page tells those who share it of its picture; a whole address where there is one."""
    path = f"share/{block.id}.png"
    return {
        "image": f"{document.address}{document.language}/{path}" if document.address else path,
        "alt": block.alt[:400],
        "width": WIDTH,
        "height": HEIGHT,
    }
