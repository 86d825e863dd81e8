"""Told picture: the first picture of an example that is told, small enough for its box."""

import base64
import io
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image

from samklang.core.document.document import Document
from samklang.core.document.example_card import ExampleCard

# The longer side in pixels: sharp in print at half a line's width.
SIDE = 900


@dataclass(frozen=True)
class CasePicture:
    """A picture as JPEG. file: of the picture in the package, which may be larger.

    alt: what it shows; credit: whose it is and on what terms.
    """

    file: str
    content: bytes
    width: int
    height: int
    alt: str
    credit: str

    @property
    def address(self) -> str:
        """The picture as the address of an image (RFC 2397)."""
        return f"data:image/jpeg;base64,{base64.b64encode(self.content).decode()}"

    @property
    def svg(self) -> str:
        """The picture as a drawing, whose bytes are text: what typst is given is text."""
        size = f'width="{self.width}" height="{self.height}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
            f'<image {size} href="{self.address}"/></svg>'
        )


def case_picture(card: ExampleCard, document: Document) -> CasePicture | None:
    """The picture that an example is told with; None where it has none that is in the package."""
    for picture in card.pictures:
        if content := document.pictures.get(picture.file):
            alt, credit = picture.alt, picture.credit
            return CasePicture(picture.file, *smaller(content, SIDE), alt, credit)
    return None


class Smaller(NamedTuple):
    """A JPEG with its size in pixels."""

    content: bytes
    width: int
    height: int


def smaller(content: bytes, side: int) -> Smaller:
    """A picture of a package with its longer side at most `side` pixels."""
    # It was made anew as it was read from the package; here it is only made smaller.
    made = io.BytesIO()
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as opened:
        opened.draft("RGB", (side, side))
        small = opened.convert("RGB")
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    small.save(made, "JPEG", quality=82, optimize=True, progressive=False)
    return Smaller(made.getvalue(), *small.size)
