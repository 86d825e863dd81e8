"""Colours: any colour of another program's code as the nearest that a code can have here."""

import re

from samklang.core.coding.codebook import COLOURS
from samklang.core.theme.colour import parts

_SHORT, _LONG = re.compile("#[0-9a-fA-F]{3}"), re.compile("#[0-9a-fA-F]{6}")


def nearest(colour: str) -> str:
    """The name of the nearest of COLOURS in sRGB; '' where nothing or no colour is given."""
    if _SHORT.fullmatch(colour):
        colour = "#" + "".join(2 * digit for digit in colour[1:])
    if not _LONG.fullmatch(colour):
        return ""

    def away(name: str) -> int:
        return sum((a - b) ** 2 for a, b in zip(parts(colour), parts(COLOURS[name]), strict=True))

    return min(COLOURS, key=away)
