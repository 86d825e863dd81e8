"""Colour: contrast (WCAG 2.2), and a house's shades made from the one or two that it chooses."""

import re

READABLE = 4.5  # WCAG 2.2, 1.4.3, level AA
INK, PAPER, MIST = "#1b2622", "#ffffff", "#f2f5f1"
HEX = re.compile("#[0-9a-fA-F]{6}")
# Closer than this in sRGB, two colours are taken for one.
ALIKE = 60


def contrast(one: str, other: str) -> float:
    """The contrast of two colours "#rrggbb", 1 to 21 (WCAG 2.2, "contrast ratio")."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def blend(one: str, other: str, share: float) -> str:
    """One colour with a share of another, 0 to 1."""
    mixed = (a + (b - a) * share for a, b in zip(parts(one), parts(other), strict=True))
    return "#" + "".join(f"{round(part):02x}" for part in mixed)


def parts(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def alike(one: str, other: str) -> bool:
    """Whether two colours can hardly be told apart."""
    return sum((a - b) ** 2 for a, b in zip(parts(one), parts(other), strict=True)) < ALIKE**2


def main_shades(colour: str) -> dict[str, str]:
    """The shades of the main colour, by the names of the house's own."""
    colour = colour.lower()
    return {
        "spruce": colour,
        "spruce_mid": _lightest(colour, PAPER, 0.6),
        "spruce_pale": blend(colour, PAPER, 0.85),
    }


def accent_shades(colour: str) -> dict[str, str]:
    """The shades of the accent, by the names of the house's own."""
    colour = colour.lower()
    return {
        "lingon": colour,
        "lingon_light": _lightest(colour, PAPER, 0.35),
        "lingon_mid": _darkest(colour, INK),
        "lingon_pale": blend(colour, PAPER, 0.86),
    }


def readable_main(colour: str) -> bool:
    """Whether the main colour can be read on white and mist, and white and its pale shade on it."""
    return all(contrast(colour, ground) >= READABLE for ground in _grounds(colour, 0.85))


def readable_accent(colour: str) -> bool:
    """Whether the accent can be read on white, mist and its own pale shade."""
    return all(contrast(colour, ground) >= READABLE for ground in _grounds(colour, 0.86))


def darkened(colour: str) -> str:
    """The same hue as dark as it must be to be read, both as main colour and as accent."""
    darker = (blend(colour.lower(), "#000000", step / 100) for step in range(101))
    return next(shade for shade in darker if readable_main(shade) and readable_accent(shade))


def _grounds(colour: str, pale: float) -> tuple[str, ...]:
    return PAPER, MIST, blend(colour, PAPER, pale)


def _lightest(colour: str, text: str, most: float) -> str:
    """The lightest shade, up to a share of white, that a text can be read on."""
    lighter = (blend(colour, PAPER, step / 100) for step in range(round(most * 100), 0, -1))
    return next((shade for shade in lighter if contrast(shade, text) >= READABLE), colour)


def _darkest(colour: str, text: str) -> str:
    """The darkest of the lighter shades that a dark text can be read on."""
    lighter = (blend(colour, PAPER, step / 100) for step in range(20, 100))
    return next(shade for shade in lighter if contrast(shade, text) >= READABLE)


def _luminance(colour: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
