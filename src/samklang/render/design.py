"""The house's look, shared by every renderer: colours, fonts and where the fonts are."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from samklang.core.theme.colour import accent_shades, blend, contrast, main_shades

# Colours. tests/unit/test_design.py measures their contrast (WCAG 2.2) and their distance for
# colour-blind readers. To some of them lingon and spruce look alike, so in charts lingon is
# striped with a lighter lingon.
# A network may have its own instead of spruce and lingon: see `house`.
OWN: Mapping[str, str] = MappingProxyType(
    {
        "INK": "#1b2622",
        "MUTED": "#52605a",
        "PAPER": "#ffffff",
        "MIST": "#f2f5f1",
        "LINE": "#cfd8d2",
        "SPRUCE": "#1e5142",
        "SPRUCE_MID": "#4c806c",
        "SPRUCE_PALE": "#dbe8e0",
        "LINGON": "#a61e3c",
        "LINGON_LIGHT": "#bf4561",
        "LINGON_MID": "#d08492",
        "LINGON_PALE": "#f4dfe2",
        "STONE": "#b9c0bc",
    }
)
INK: str
MUTED: str
PAPER: str
MIST: str
LINE: str
SPRUCE: str
SPRUCE_MID: str
SPRUCE_PALE: str
LINGON: str
LINGON_LIGHT: str
LINGON_MID: str
LINGON_PALE: str
STONE: str

# The face of headings and running text: see `house`.
SERIF: str

_in_force: ContextVar[Mapping[str, str]] = ContextVar("colours", default=OWN)

FACES: Mapping[str, str] = MappingProxyType(
    {"serif": "Source Serif Pro", "sans": "Source Sans Pro"}
)
SANS = FACES["sans"]

_face: ContextVar[str] = ContextVar("face", default=FACES["serif"])


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


@contextmanager
def house(*, colour: str = "", accent: str = "", typeface: str = "serif") -> Iterator[None]:
    """Within it, spruce and lingon are the network's own colour and accent, where it has any, and
    headings and running text are set in the typeface it has chosen, `serif` or `sans`."""
    theirs = (main_shades(colour) if colour else {}) | (accent_shades(accent) if accent else {})
    before = _in_force.set(MappingProxyType({**OWN, **theirs}))
    face_before = _face.set(FACES[typeface])
    try:
        yield
    finally:
        _in_force.reset(before)
        _face.reset(face_before)


def colours() -> Mapping[str, str]:
    """The colours in force, by name."""
    return _in_force.get()


# The ground of the dark look, and how clear text in a colour is on it (WCAG 2.2 asks for 4.5).
NIGHT = "#131a17"
CLEAR = 6.5


def dark() -> Mapping[str, str]:
    """The colours in force as they are on a dark ground: ink and paper change places, and what is
    read or seen on paper is lightened until it is as clear on the night."""
    colours = _in_force.get()
    light = {"INK": "#e9efeb", "MUTED": "#adb9b3", "PAPER": NIGHT, "MIST": "#1c2521",
             "LINE": "#3a4741", "STONE": "#5f6d66"}  # fmt: skip
    for name in ("SPRUCE", "LINGON"):
        light[name] = _lightened(colours[name], CLEAR)
        light[f"{name}_PALE"] = blend(NIGHT, colours[name], 0.3)
    return light


def _lightened(colour: str, least: float) -> str:
    """The colour with as much white as it takes to stand out from the night."""
    made = colour
    while contrast(made, NIGHT) < least:
        made = blend(made, "#ffffff", 0.05)
    return made


def __getattr__(name: str) -> str:
    """The colours in force, and the face of headings and running text."""
    if name == "SERIF":
        return _face.get()
    try:
        return _in_force.get()[name]
    except KeyError:
        raise AttributeError(f"the design has no '{name}'") from None


def __dir__() -> list[str]:
    return [*globals(), *OWN, "SERIF"]
