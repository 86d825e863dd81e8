"""Picks: examples as they are seen where some are picked among them, each with its picture."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from samklang.core.catalogue.example import Example
from samklang.core.language.wording import Language, worded
from samklang.core.vocabulary import municipalities
from samklang.render.case_picture import smaller

# Pixels: of the longer side of a picture in a list. So many are kept, some 4 kB each.
SIDE, MOST = 160, 500
# Bounded by MOST.
_kept: dict[str, str] = {}


@dataclass(frozen=True)
class Pick:
    """An example that can be picked. about: whose it is and where. picture: its address, or ''."""

    id: str
    title: str
    about: str = ""
    picture: str = ""


def pick_of(example: Example, pictures: Mapping[str, bytes], language: Language) -> Pick:
    """An example with its first picture, small. pictures: by path within the package."""
    picture = next((pictures[p.file] for p in example.pictures if p.file in pictures), None)
    names = municipalities()
    places = ", ".join(names[code].name for code in example.municipalities if code in names)
    return Pick(
        example.id,
        worded(example.title, language),
        " · ".join(part for part in (example.organisation, places) if part),
        _thumbnail(picture) if picture else "",
    )


def _thumbnail(content: bytes) -> str:
    """A picture in miniature, as the address of an image (RFC 2397). Made once, some 5 CPU ms."""
    digest = hashlib.sha256(content).hexdigest()
    if digest not in _kept:
        while len(_kept) >= MOST:
            _kept.pop(next(iter(_kept)), None)
        small = smaller(content, SIDE).content
        _kept[digest] = f"data:image/jpeg;base64,{base64.b64encode(small).decode()}"
    return _kept[digest]
