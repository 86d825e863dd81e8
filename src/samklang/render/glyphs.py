"""Glyphs: which characters the house's fonts have, and what is printed for those they lack."""

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

from samklang.render.design import font_files

# Every text is set in one of these. Their italics lack Greek and some accents; a letter that is
# missing there is set upright.
TEXT_FONTS = ("SourceSerifPro-Regular", "SourceSansPro-Regular")

# Spaces and hyphens that do not break, distinguished from plain ones.
KIN = {"\u202f": "\u00a0", "\u2011": "-", "\u2010": "-"}

# Every font has the rest.
_ODD = re.compile("[^ -~åäöÅÄÖ]")


def covered(text: str) -> str:
    """The text with each character that a font lacks as its number, "[U+1F389]".

    A character that only looks different is replaced by its plain form (NFKC: "ﬁ" is "fi").
    Marks that only join or colour a neighbour go, and so do control characters. Line breaks and
    tabs become spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    has = _both()
    before = ""
    # Where a mark goes, the letter before it may join with the mark after it.
    while text != before:
        before = text
        text = _ODD.sub(
            lambda odd: odd[0] if odd[0] in has else _instead(odd[0]),
            unicodedata.normalize("NFC", text),
        )
    return text


def uncovered(text: str) -> tuple[str, ...]:
    """The characters that `covered` prints as numbers, each once, in the order they come."""
    if text.isascii():
        return ()
    has = _both()
    letters = dict.fromkeys(_ODD.findall(unicodedata.normalize("NFC", text)))
    return tuple(c for c in letters if c not in has and _instead(c).startswith("[U+"))


def _instead(character: str) -> str:
    if character in "\n\r\t\u2028\u2029":
        return " "
    if character in KIN:
        return KIN[character]
    category = unicodedata.category(character)
    if category in ("Cc", "Cf", "Mn", "Me", "Cs"):
        return ""
    if category == "Zs":
        return " "
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and all(c in _both() for c in plain):
        return plain
    return f"[U+{ord(character):04X}]"


@cache
def _both() -> frozenset[str]:
    sets = [frozenset(advances(font_files()[name]).widths) for name in TEXT_FONTS]
    return sets[0].intersection(*sets[1:])


class Advances(NamedTuple):
    """Advance widths by character in font units, and the units per em."""

    widths: dict[str, int]
    units: int


# Bounded by the faces of the font packages.
@cache
def advances(font: Path) -> Advances:
    """The widths of a TrueType file's characters.

    Read here since fontTools takes half a second to import (OpenType 1.9: cmap, hhea, hmtx).
    """
    data = font.read_bytes()
    tables = {}
    for index in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        tables[tag] = offset
    units = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    metrics = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    widths = {
        letter: struct.unpack_from(">H", data, tables[b"hmtx"] + 4 * min(glyph, metrics - 1))[0]
        for letter, glyph in _glyphs(data, tables[b"cmap"])
    }
    return Advances(widths, units)


def _glyphs(data: bytes, cmap: int) -> list[tuple[str, int]]:
    for index in range(struct.unpack_from(">H", data, cmap + 2)[0]):
        start = cmap + struct.unpack_from(">I", data, cmap + 8 + 8 * index)[0]
        if struct.unpack_from(">H", data, start)[0] == 4:
            return _format_4(data, start)
    return []


def _format_4(data: bytes, start: int) -> list[tuple[str, int]]:
    """The characters of a segment mapping to delta values."""
    segments = struct.unpack_from(">H", data, start + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", data, start + 14)
    begins = struct.unpack_from(f">{segments}H", data, start + 16 + 2 * segments)
    deltas = struct.unpack_from(f">{segments}h", data, start + 16 + 4 * segments)
    at_ranges = start + 16 + 6 * segments
    ranges = struct.unpack_from(f">{segments}H", data, at_ranges)
    glyphs = []
    for number, (begin, end, delta, offset) in enumerate(
        zip(begins, ends, deltas, ranges, strict=True)
    ):
        for code in range(begin, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                at = at_ranges + 2 * number + offset + 2 * (code - begin)
                glyph = struct.unpack_from(">H", data, at)[0]
            if (glyph or not offset) and (glyph + delta) & 0xFFFF:
                glyphs.append((chr(code), (glyph + delta) & 0xFFFF))
    return glyphs
