"""The house's look, shared by every renderer: colours, fonts and where the fonts are."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from samklang.core.document.document import Document
from samklang.core.theme.colour import accent_shades, blend, contrast, main_shades

# Colours. tests/unit/test_design.py measures their contrast (WCAG 2.2) and their distance for
# colour-blind readers. These are the same in every issue; see `Branding` for the others.
INK = "#1b2622"
MUTED = "#52605a"
PAPER = "#ffffff"
MIST = "#f2f5f1"
LINE = "#cfd8d2"
STONE = "#b9c0bc"
# The ground of the dark look, and how clear text in a colour is on it (WCAG 2.2 asks for 4.5).
NIGHT = "#131a17"
CLEAR = 6.5

FACES: Mapping[str, str] = MappingProxyType(
    {"serif": "Source Serif Pro", "sans": "Source Sans Pro"}
)
SANS = FACES["sans"]


@dataclass(frozen=True)
class Branding:
    """What a network may have its own of: spruce is the main colour, lingon the accent.

    Each is "#rrggbb", with its shades. To some readers lingon and spruce look alike, so in charts
    lingon is striped with a lighter lingon. serif: the family of headings and running text.
    """

    spruce: str = "#1e5142"
    spruce_mid: str = "#4c806c"
    spruce_pale: str = "#dbe8e0"
    lingon: str = "#a61e3c"
    lingon_light: str = "#bf4561"
    lingon_mid: str = "#d08492"
    lingon_pale: str = "#f4dfe2"
    serif: str = FACES["serif"]

    @classmethod
    def of(cls, document: Document) -> "Branding":
        """The branding that a document asks for: its network's, and the house's for the rest."""
        return branding_of(document.colour, document.accent, document.typeface)

    def colours(self) -> dict[str, str]:
        """Every colour of an issue by its name in lower case."""
        own = {name: colour for name, colour in asdict(self).items() if name != "serif"}
        return {"ink": INK, "muted": MUTED, "paper": PAPER, "mist": MIST, "line": LINE,
                "stone": STONE} | own  # fmt: skip

    def dark(self) -> Mapping[str, str]:
        """The colours on a dark ground: ink and paper change places, and what is read or seen on
        paper is lightened until it is as clear on the night."""
        light = {"ink": "#e9efeb", "muted": "#adb9b3", "paper": NIGHT, "mist": "#1c2521",
                 "line": "#3a4741", "stone": "#5f6d66"}  # fmt: skip
        for name, colour in (("spruce", self.spruce), ("lingon", self.lingon)):
            light[name] = _lightened(colour, CLEAR)
            light[f"{name}_pale"] = blend(NIGHT, colour, 0.3)
        return light


# Samklang's own.
HOUSE = Branding()


# Every page of an issue asks; a site has the issues of a few networks.
@lru_cache(maxsize=64)
def branding_of(colour: str, accent: str, typeface: str) -> Branding:
    """What a network has chosen, and the house's for the rest; '' where it has not."""
    main = main_shades(colour) if colour else {}
    return Branding(**main, **(accent_shades(accent) if accent else {}), serif=FACES[typeface])


@cache
def font_files() -> dict[str, Path]:
    """The TrueType files by name, for example ``SourceSerifPro-Regular``; nothing else is used."""
    folders = (
        files("font_source_serif_pro").joinpath("files"),
        files("font_source_sans_pro").joinpath("files"),
    )
    paths: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(Path(str(folder)).glob("*.ttf")):
            paths[path.stem] = path
    return paths


def _lightened(colour: str, least: float) -> str:
    """The colour with as much white as it takes to stand out from the night."""
    made = colour
    while contrast(made, NIGHT) < least:
        made = blend(made, "#ffffff", 0.05)
    return made
