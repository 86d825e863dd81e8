"""Scales: the colours of series beside each other, in order from lingon to spruce."""

from functools import cache

from samklang.render import design

# Told apart by lightness as well as by hue; tests/unit/test_design.py measures it.
SCALES = {
    1: (design.SPRUCE,),
    2: (design.LINGON, design.SPRUCE),
    3: (design.LINGON, design.STONE, design.SPRUCE),
    4: (design.LINGON, design.LINGON_MID, design.SPRUCE_MID, design.SPRUCE),
    5: (design.LINGON, design.LINGON_MID, design.STONE, design.SPRUCE_MID, design.SPRUCE),
}
# What white text can be read on.
DARK = {design.LINGON, design.SPRUCE, design.SPRUCE_MID}
READABLE = 4.5  # WCAG 2.2, 1.4.3


@cache
def scale(count: int) -> tuple[str, ...]:
    """The colours of `count` series; beyond five they are blended from the five.

    A number can be read on each of them, in the colour of `text_on`.
    """
    if count in SCALES:
        return SCALES[count]
    steps = SCALES[5]
    found = []
    for number in range(count):
        at = number * 4 / (count - 1)
        below = min(int(at), 3)
        colour = _blend(steps[below], steps[below + 1], at - below)
        while contrast(text_on(colour), colour) < READABLE:
            colour = _blend(colour, design.INK, 0.05)
        found.append(colour)
    return tuple(found)


def text_on(colour: str) -> str:
    """Paper or ink: the one that is easier to read on a colour."""
    return max((design.PAPER, design.INK), key=lambda text: contrast(text, colour))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _blend(one: str, other: str, share: float) -> str:
    mixed = (a + (b - a) * share for a, b in zip(_parts(one), _parts(other), strict=True))
    return "#" + "".join(f"{round(part):02x}" for part in mixed)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
