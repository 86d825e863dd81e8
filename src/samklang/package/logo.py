"""Logo: an SVG or PNG from outside, made anew of what a logo needs and nothing else."""

import math
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from samklang.core.theme.house_style import Logo

SVG = "http://www.w3.org/2000/svg"
SVG_BYTES, ELEMENTS, DEEP = 200_000, 5_000, 40
PNG_BYTES, SIDE = 1_000_000, 4_000
UNPACKED_AT_ONCE = 1 << 20
PNG_START = b"\x89PNG\r\n\x1a\n"
KEPT_CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# What draws, and what it draws with. Everything else is either dropped or refused.
SHAPES = frozenset(
    (
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "title",
        "desc",
    )
)
REFUSED = {
    "text": "text", "tspan": "text", "image": "a picture", "use": "a reference",
    "foreignObject": "foreign markup", "style": "a style sheet", "script": "a script",
    "a": "a link", "pattern": "a pattern", "filter": "a filter", "mask": "a mask",
    "animate": "movement", "set": "movement", "animateTransform": "movement",
}  # fmt: skip
ATTRIBUTES = frozenset(
    (
        "id",
        "d",
        "x",
        "y",
        "width",
        "height",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "x1",
        "y1",
        "x2",
        "y2",
        "fx",
        "fy",
        "points",
        "transform",
        "viewBox",
        "preserveAspectRatio",
        "fill",
        "fill-opacity",
        "fill-rule",
        "clip-rule",
        "clip-path",
        "clipPathUnits",
        "opacity",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-opacity",
        "stroke-dasharray",
        "stroke-dashoffset",
        "offset",
        "stop-color",
        "stop-opacity",
        "gradientUnits",
        "gradientTransform",
        "spreadMethod",
    )
)
_VALUE = re.compile(r"[\w\s#.,()%+\-]{0,100000}")
_INNER = re.compile(r"url\(#[\w.-]{1,80}\)")
_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)(px|pt|mm)?")


class NoLogo(Exception):
    """What is wrong with a logo, and what to do."""

    def __init__(self, what: str, remedy: str):
        super().__init__(what, remedy)
        self.what, self.remedy = what, remedy


def read_logo(name: str, content: bytes) -> Logo:
    """The logo in a file. Raises NoLogo."""
    return _svg(content) if name.endswith(".svg") else _png(content)


def logo_of(content: bytes) -> Logo:
    """The logo in a file that tells itself what it is, whatever it is called. Raises NoLogo."""
    if content.startswith(PNG_START):
        return _png(content)
    if b"<svg" not in content[:SVG_BYTES] and b":svg" not in content[:SVG_BYTES]:
        raise NoLogo("it is neither SVG nor PNG.", "Save it as plain SVG, or as PNG.")
    return _svg(content)


def _svg(content: bytes) -> Logo:
    if len(content) > SVG_BYTES:
        raise NoLogo(f"it is larger than {SVG_BYTES // 1000} kB.", "Save a simpler drawing.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NoLogo("it is no sound SVG.", "Save it anew as plain SVG.") from error
    if root.getroottree().docinfo.internalDTD is not None and b"<!ENTITY" in content:
        raise NoLogo("it declares entities.", "Save it as plain SVG.")
    if root.tag != f"{{{SVG}}}svg":
        raise NoLogo("it is no SVG.", "Save it as plain SVG.")
    if sum(1 for _ in root.iter()) > ELEMENTS:
        raise NoLogo(f"it has more than {ELEMENTS} parts.", "Save a simpler drawing.")
    width, height = _size(root)
    made = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})
    _shapes(root, made, 0)
    if made.get("viewBox") is None:
        made.set("viewBox", f"0 0 {width:g} {height:g}")
    made.set("width", f"{width:g}")
    made.set("height", f"{height:g}")
    return Logo("svg", etree.tostring(made), width, height)


def _size(root: Any) -> tuple[float, float]:
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        found = [float(part) for part in box] if len(box) == 4 else []
    except ValueError:
        found = []
    if found:
        width, height = found[2:]
    else:
        sides = [_NUMBER.fullmatch(root.get(side, "").strip()) for side in ("width", "height")]
        if not all(sides):
            raise NoLogo("it does not say its size.", "Give it a viewBox.")
        width, height = (float(side[1]) for side in sides if side)
    return _sound(width, height)


def _sound(width: float, height: float) -> tuple[float, float]:
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        raise NoLogo("it has no size.", "Give it a width and a height.")
    if not 1 / 4 <= width / height <= 12:
        what = "it is more than twelve times as wide as high, or four times as high as wide."
        raise NoLogo(what, "Use a logo of a more even shape.")
    return width, height


def _shapes(source: Any, target: Any, depth: int) -> None:
    """Copies what is allowed, element by element; nothing is copied whole."""
    if depth > DEEP:
        raise NoLogo("its groups lie too deep.", "Save a simpler drawing.")
    for key, value in _attributes(source):
        target.set(key, value)
    for child in source:
        if not isinstance(child.tag, str):
            continue
        space, _, name = child.tag[1:].partition("}")
        if space != SVG or name not in SHAPES | REFUSED.keys():
            continue
        if name in REFUSED:
            remedy = "Save it as plain SVG with text as outlines, without pictures or effects."
            raise NoLogo(f"it holds {REFUSED[name]} ('{name}').", remedy)
        copy = etree.SubElement(target, f"{{{SVG}}}{name}")
        if name in ("title", "desc"):
            continue
        _shapes(child, copy, depth + 1)


def _attributes(element: Any) -> Iterator[tuple[str, str]]:
    styled = [part.split(":", 1) for part in element.get("style", "").split(";") if ":" in part]
    for key, value in [*element.attrib.items(), *((k.strip(), v.strip()) for k, v in styled)]:
        if key in ATTRIBUTES and (_VALUE.fullmatch(value) or _INNER.fullmatch(value)):
            if "url(" in value and not _INNER.fullmatch(value):
                continue
            yield key, value


def _png(content: bytes) -> Logo:
    broken = NoLogo("it is no sound PNG.", "Save it anew as PNG.")
    if len(content) > PNG_BYTES:
        raise NoLogo(f"it is larger than {PNG_BYTES // 10**6} MB.", "Save it smaller.")
    if not content.startswith(PNG_START):
        raise broken
    chunks: list[tuple[bytes, bytes]] = []
    at = len(PNG_START)
    while at < len(content):
        if at + 12 > len(content):
            raise broken
        (length,) = struct.unpack_from(">I", content, at)
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        (checked,) = struct.unpack(">I", content[at + 8 + length : at + 12 + length] or b"\0\0\0\1")
        if len(data) != length or zlib.crc32(kind + data) != checked:
            raise broken
        chunks.append((kind, data))
        at += 12 + length
        if kind == b"IEND":
            break
    kinds = [kind for kind, _ in chunks]
    if not kinds or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or len(chunks[0][1]) != 13:
        raise broken
    width, height, depth, colour, packing, sieve, laced = struct.unpack(">IIBBBBB", chunks[0][1])
    if not (0 < width <= SIDE and 0 < height <= SIDE):
        raise NoLogo(f"it is more than {SIDE} pixels across.", "Save it smaller.")
    if colour not in CHANNELS or depth not in (1, 2, 4, 8, 16) or packing or sieve or laced:
        raise NoLogo("it is a PNG of an unusual kind.", "Save it as a plain PNG, not interlaced.")
    whole = height * (1 + (width * CHANNELS[colour] * depth + 7) // 8)
    unpacker, size = zlib.decompressobj(), 0
    left = b"".join(data for kind, data in chunks if kind == b"IDAT")
    try:
        # Part by part: only how many bytes of picture there are is wanted.
        while size <= whole and (part := unpacker.decompress(left, UNPACKED_AT_ONCE)):
            size += len(part)
            left = unpacker.unconsumed_tail
    except zlib.error as error:
        raise broken from error
    if size != whole or (colour == 3 and b"PLTE" not in kinds):
        raise broken
    kept = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
        if kind in KEPT_CHUNKS
    )
    return Logo("png", PNG_START + kept, *_sound(float(width), float(height)))
