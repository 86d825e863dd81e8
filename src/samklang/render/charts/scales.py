"""Scales: the colours of series beside each other, in order from lingon to spruce."""

from samklang.core.colour import READABLE, blend, contrast
from samklang.render import design


def scales() -> dict[int, tuple[str, ...]]:
    """The colours of one to five series, as the house in force has them.

    Told apart by lightness as well as by hue; tests/unit/test_design.py measures it.
    """
    spruce, lingon = design.SPRUCE, design.LINGON
    middle = (design.LINGON_MID, design.SPRUCE_MID)
    return {
        1: (spruce,),
        2: (lingon, spruce),
        3: (lingon, design.STONE, spruce),
        4: (lingon, *middle, spruce),
        5: (lingon, middle[0], design.STONE, middle[1], spruce),
    }


def scale(count: int) -> tuple[str, ...]:
    """The colours of `count` series; beyond five they are blended from the five.

    A number can be read on each of them, in the colour of `text_on`.
    """
    known = scales()
    if count in known:
        return known[count]
    steps = known[5]
    found = []
    for number in range(count):
        at = number * 4 / (count - 1)
        below = min(int(at), 3)
        colour = blend(steps[below], steps[below + 1], at - below)
        while contrast(text_on(colour), colour) < READABLE:
            colour = blend(colour, design.INK, 0.05)
        found.append(colour)
    return tuple(found)


def text_on(colour: str) -> str:
    """Paper or ink: the one that is easier to read on a colour."""
    return max((design.PAPER, design.INK), key=lambda text: contrast(text, colour))
