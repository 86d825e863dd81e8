"""House: what a network's own issues look like, read and found safe."""

from dataclasses import dataclass
from typing import Literal

from samklang.core.privacy import Public


@dataclass(frozen=True)
class Logo:
    """A logo. svg: made anew of shapes and colours alone. png: without anything but its pixels.

    width, height: in its own units.
    """

    kind: Public[Literal["svg", "png"]]
    content: Public[bytes]
    width: Public[float]
    height: Public[float]


@dataclass(frozen=True)
class ParagraphLook:
    """What a house template says of one of Word's paragraph styles; None where it says nothing.

    name: as Word has it in English, in lower case ("heading 1"). size, before, after: points. line:
    the least height of a line in points. colour: "#rrggbb".
    """

    name: Public[str]
    font: Public[str | None] = None
    size: Public[float | None] = None
    bold: Public[bool | None] = None
    italic: Public[bool | None] = None
    colour: Public[str | None] = None
    before: Public[float | None] = None
    after: Public[float | None] = None
    line: Public[float | None] = None


@dataclass(frozen=True)
class House:
    """A network's logo, and the paragraph styles of its Word template."""

    logo: Public[Logo | None] = None
    looks: Public[tuple[ParagraphLook, ...]] = ()
