"""Measure: how wide a text is in the house's sans, so that labels can be wrapped."""

from functools import cache

from samklang.render.design import font_files


@cache
def _advances() -> tuple[dict[str, int], int]:
    """Advance widths of the Latin letters, in font units, and the units per em."""
    import struct

    data = font_files()["SourceSansPro-Regular"].read_bytes()
    count = struct.unpack(">H", data[4:6])[0]
    tables = {}
    for index in range(count):
        tag, _, offset, _ = struct.unpack(">4sIII", data[12 + 16 * index : 28 + 16 * index])
        tables[tag] = offset
    units = struct.unpack(">H", data[tables[b"head"] + 18 : tables[b"head"] + 20])[0]
    metrics = struct.unpack(">H", data[tables[b"hhea"] + 34 : tables[b"hhea"] + 36])[0]
    glyphs = _glyphs(data, tables[b"cmap"])
    widths = {}
    for letter, glyph in glyphs.items():
        at = tables[b"hmtx"] + 4 * min(glyph, metrics - 1)
        widths[letter] = struct.unpack(">H", data[at : at + 2])[0]
    return widths, units


def _glyphs(data: bytes, cmap: int) -> dict[str, int]:
    """Glyph numbers by letter, from the font's format 4 table (OpenType 1.9, cmap)."""
    import struct

    for index in range(struct.unpack(">H", data[cmap + 2 : cmap + 4])[0]):
        place = struct.unpack(">I", data[cmap + 8 + 8 * index : cmap + 12 + 8 * index])[0]
        start = cmap + place
        if struct.unpack(">H", data[start : start + 2])[0] == 4:
            return dict(_format_4(data, start))
    return {}


def _format_4(data: bytes, start: int) -> list[tuple[str, int]]:
    import struct

    segments = struct.unpack(">H", data[start + 6 : start + 8])[0] // 2

    def numbers(offset: int, kind: str) -> tuple[int, ...]:
        return struct.unpack(f">{segments}{kind}", data[offset : offset + 2 * segments])

    ends = numbers(start + 14, "H")
    begins = numbers(start + 16 + 2 * segments, "H")
    deltas = numbers(start + 16 + 4 * segments, "h")
    ranges_at = start + 16 + 6 * segments
    ranges = numbers(ranges_at, "H")
    found = []
    for number, (begin, end, delta, offset) in enumerate(
        zip(begins, ends, deltas, ranges, strict=True)
    ):
        for code in range(begin, min(end, 0xFFFE) + 1):
            glyph = code + delta
            if offset:
                at = ranges_at + 2 * number + offset + 2 * (code - begin)
                glyph = struct.unpack(">H", data[at : at + 2])[0]
                glyph = glyph + delta if glyph else 0
            if glyph & 0xFFFF:
                found.append((chr(code), glyph & 0xFFFF))
    return found


def width(text: str, size: float) -> float:
    """The width of a text set at `size`, in the same unit; an unknown letter is an em wide."""
    widths, units = _advances()
    return sum(widths.get(letter, units) for letter in text) * size / units


def wrapped(text: str, size: float, limit: float, *, lines: int = 3) -> list[str]:
    """The text in at most `lines` lines no wider than `limit`; the last is cut with an ellipsis."""
    found: list[str] = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if width(longer, size) <= limit or not found[-1]:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) > lines:
        found = found[:lines]
        found[-1] += " …"
    return [_cut(line, size, limit) for line in found]


def _cut(line: str, size: float, limit: float) -> str:
    """A line cut to the limit; only a single word too long for it is ever cut."""
    if width(line, size) <= limit:
        return line
    line = line.removesuffix(" …")
    while line and width(f"{line}…", size) > limit:
        line = line[:-1]
    return f"{line}…"
