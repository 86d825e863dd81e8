"""Logo: an SVG or PNG from outside, made anew of what a logo needs and nothing else."""

import math
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from samklang.core.language.messages import Problem, message
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
# What a logo may not hold, by its element's name.
REFUSED = {
    name: refused
    for refused, names in (
        (message("package.part_refused_text"), ("text", "tspan")),
        (message("package.part_refused_picture"), ("image",)),
        (message("package.part_refused_reference"), ("use",)),
        (message("package.part_refused_markup"), ("foreignObject",)),
        (message("package.part_refused_sheet"), ("style",)),
        (message("package.part_refused_script"), ("script",)),
        (message("package.part_refused_link"), ("a",)),
        (message("package.part_refused_pattern"), ("pattern",)),
        (message("package.part_refused_filter"), ("filter",)),
        (message("package.part_refused_mask"), ("mask",)),
        (message("package.part_refused_movement"), ("animate", "set", "animateTransform")),
    )
    for name in names
}
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


class Size(NamedTuple):
    """How large a drawing says that it is, in units of its own."""

    width: float
    height: float


class NoLogo(Problem):
    """What is wrong with a logo, and what to do."""


def read_logo(name: str, content: bytes) -> Logo:
    """The logo in a file. Raises NoLogo."""
    return _svg(content) if name.endswith(".svg") else _png(content)


def logo_of(content: bytes) -> Logo:
    """The logo in a file that tells itself what it is, whatever it is called. Raises NoLogo."""
    if content.startswith(PNG_START):
        return _png(content)
    if b"<svg" not in content[:SVG_BYTES] and b":svg" not in content[:SVG_BYTES]:
        what = message("package.it_is_neither_svg_nor_png")
        raise NoLogo(what, message("package.save_it_as_plain_svg_or_png"))
    return _svg(content)


def _svg(content: bytes) -> Logo:
    if len(content) > SVG_BYTES:
        what = message("package.it_is_larger_than_kb", svg_bytes=SVG_BYTES // 1000)
        raise NoLogo(what, message("package.save_a_simpler_drawing"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        what = message("package.it_is_no_sound_svg")
        raise NoLogo(what, message("package.save_it_anew_as_plain_svg")) from error
    if root.getroottree().docinfo.internalDTD is not None and b"<!ENTITY" in content:
        what = message("package.it_declares_entities")
        raise NoLogo(what, message("package.save_it_as_plain_svg"))
    if root.tag != f"{{{SVG}}}svg":
        raise NoLogo(message("package.it_is_no_svg"), message("package.save_it_as_plain_svg"))
    if sum(1 for _ in root.iter()) > ELEMENTS:
        what = message("package.it_has_more_than_parts", elements=ELEMENTS)
        raise NoLogo(what, message("package.save_a_simpler_drawing"))
    width, height = _size(root)
    made = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})  # type: ignore[dict-item]
    _shapes(root, made, 0)
    if made.get("viewBox") is None:
        made.set("viewBox", f"0 0 {width:g} {height:g}")
    made.set("width", f"{width:g}")
    made.set("height", f"{height:g}")
    return Logo("svg", etree.tostring(made), width, height)


def _size(root: Any) -> Size:
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        numbers = [float(part) for part in box] if len(box) == 4 else []
    except ValueError:
        numbers = []
    if numbers:
        width, height = numbers[2:]
    else:
        sides = [_NUMBER.fullmatch(root.get(side, "").strip()) for side in ("width", "height")]
        if not all(sides):
            what = message("package.it_does_not_say_its_size")
            raise NoLogo(what, message("package.give_it_a_viewbox"))
        width, height = (float(side[1]) for side in sides if side)
    return _sound(width, height)


def _sound(width: float, height: float) -> Size:
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        raise NoLogo(message("package.it_has_no_size"), message("package.give_it_a_width_and_a"))
    if not 1 / 4 <= width / height <= 12:
        what = message("package.it_is_more_than_twelve_times")
        raise NoLogo(what, message("package.use_a_logo_of_a_more"))
    return Size(width, height)


def _shapes(source: Any, target: Any, depth: int) -> None:
    """Copies what is allowed, element by element; nothing is copied whole."""
    if depth > DEEP:
        what = message("package.its_groups_lie_too_deep")
        raise NoLogo(what, message("package.save_a_simpler_drawing"))
    for key, value in _attributes(source):
        target.set(key, value)
    for child in source:
        if not isinstance(child.tag, str):
            continue
        space, _, name = child.tag[1:].partition("}")
        if space != SVG or name not in SHAPES | REFUSED.keys():
            continue
        if name in REFUSED:
            remedy = message("package.save_it_as_plain_svg_with")
            raise NoLogo(message("package.it_holds", refused=REFUSED[name], name=name), remedy)
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
    broken = NoLogo(message("package.it_is_no_sound_png"), message("package.save_it_anew_as_png"))
    if len(content) > PNG_BYTES:
        what = message("package.it_is_larger_than_mb", limit=PNG_BYTES // 10**6)
        raise NoLogo(what, message("package.save_it_smaller"))
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
        what = message("package.it_is_more_than_pixels_across", side=SIDE)
        raise NoLogo(what, message("package.save_it_smaller"))
    if colour not in CHANNELS or depth not in (1, 2, 4, 8, 16) or packing or sieve or laced:
        what = message("package.it_is_a_png_of_an")
        raise NoLogo(what, message("package.save_it_as_a_plain_png"))
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
