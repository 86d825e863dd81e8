"""The house's look, shared by every renderer: colours, fonts and where the fonts are."""

from functools import cache
from importlib.resources import files
from pathlib import Path

# Colours. tests/unit/test_design.py measures their contrast (WCAG 2.2) and their distance for
# colour-blind readers. To some of them lingon and spruce look alike, so in charts lingon is
# striped with a lighter lingon.
INK = "#1b2622"
MUTED = "#52605a"
PAPER = "#ffffff"
MIST = "#f2f5f1"
LINE = "#cfd8d2"
SPRUCE = "#1e5142"
SPRUCE_MID = "#4c806c"
SPRUCE_PALE = "#dbe8e0"
LINGON = "#a61e3c"
LINGON_LIGHT = "#bf4561"
LINGON_MID = "#d08492"
LINGON_PALE = "#f4dfe2"
STONE = "#b9c0bc"

SERIF = "Source Serif Pro"
SANS = "Source Sans Pro"


@cache
def font_files() -> dict[str, Path]:
    """The TrueType files by name, for example ``SourceSerifPro-Regular``; nothing else is used."""
    folders = (
        files("font_source_serif_pro").joinpath("files"),
        files("font_source_sans_pro").joinpath("files"),
    )
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(Path(str(folder)).glob("*.ttf")):
            found[path.stem] = path
    return found
