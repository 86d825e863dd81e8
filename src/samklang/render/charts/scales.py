"""Scales: the colours of series beside each other, in order from lingon to spruce, and textures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from samklang.core.theme.colour import READABLE, blend, contrast
from samklang.render import design
from samklang.render.design import Branding

# So many colours can be told apart beside each other; beyond them every colour needs a texture.
DISTINCT = 5
# How much of ink or paper a texture may have, in per cent: more would outshine the colour.
MARKS = range(5, 41, 5)


@dataclass(frozen=True)
class Texture:
    """What is drawn over a colour so that it is told from others without colour: `mark` is its
    colour, on which the numbers can be read as well as beside it."""

    kind: Literal["stripes", "lines", "dots"]
    mark: str


def scales(branding: Branding) -> dict[int, tuple[str, ...]]:
    """The colours of one to five series.

    Told apart by lightness as well as by hue; tests/unit/test_design.py measures it.
    """
    spruce, lingon = branding.spruce, branding.lingon
    middle = (branding.lingon_mid, branding.spruce_mid)
    return {
        1: (spruce,),
        2: (lingon, spruce),
        3: (lingon, design.STONE, spruce),
        4: (lingon, *middle, spruce),
        5: (lingon, middle[0], design.STONE, middle[1], spruce),
    }


def scale(count: int, branding: Branding) -> tuple[str, ...]:
    """The colours of `count` series; beyond five they are blended from the five.

    A number can be read on each of them, in the colour of `text_on`.
    """
    known = scales(branding)
    if count in known:
        return known[count]
    steps = known[5]
    scale_steps = []
    for number in range(count):
        at = number * 4 / (count - 1)
        below = min(int(at), 3)
        colour = blend(steps[below], steps[below + 1], at - below)
        while contrast(text_on(colour), colour) < READABLE:
            colour = blend(colour, design.INK, 0.05)
        scale_steps.append(colour)
    return tuple(scale_steps)


def textures(count: int, branding: Branding) -> Mapping[str, Texture]:
    """The textures of a scale of `count` series by colour; a colour without one is plain.

    Lingon has stripes, since some readers see it as dark and as brown as spruce. Beyond five
    series neighbours never have the same texture, and nothing on the lingon side has one of the
    spruce side's.
    """
    if count <= DISTINCT:
        striped = {branding.lingon: Texture("stripes", branding.lingon_light)}
        return striped if count > 1 else {}
    textures = {}
    for number, colour in enumerate(scale(count, branding)):
        mark = branding.lingon_light if colour == branding.lingon else mark_on(colour)
        if number < count // 2:
            textures[colour] = Texture("lines" if number % 2 else "stripes", mark)
        elif (number - count // 2) % 2:
            textures[colour] = Texture("dots", mark)
    return textures


def mark_on(colour: str) -> str:
    """The colour that shows best on `colour` of those that its numbers can be read on too."""
    text = text_on(colour)
    shades = (
        blend(colour, end, share / 100) for end in (design.INK, design.PAPER) for share in MARKS
    )
    readable = (shade for shade in shades if contrast(shade, text) >= READABLE)
    return max(readable, key=lambda shade: contrast(shade, colour))


def under_ink(colour: str) -> str:
    """The colour, lightened until ink is read on it, and so a line of ink seen across it."""
    while contrast(design.INK, colour) < READABLE:
        colour = blend(colour, design.PAPER, 0.04)
    return colour


def text_on(colour: str) -> str:
    """Paper or ink: the one that is easier to read on a colour."""
    return max((design.PAPER, design.INK), key=lambda text: contrast(text, colour))
