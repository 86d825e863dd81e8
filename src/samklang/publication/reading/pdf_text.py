"""PDF text: the lines that a page shows, and the descriptions of its pictures.

Text is drawn as numbers of glyphs, which the font's ToUnicode map turns into letters (ISO 32000-1,
9.10). Letters on one height are one line.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Matrix, Pdf

# What moves the pen further than that, in thousandths of the font's size, is a space.
SPACE = 180
HEX = re.compile(r"<([0-9A-Fa-f]+)>")


@dataclass(frozen=True)
class Piece:
    """A text as it is drawn: its height on the page, where it begins and ends, and its size."""

    height: int
    left: float
    right: float
    size: float
    text: str


@dataclass(frozen=True)
class Font:
    """letters: by glyph. widths: in thousandths of the size, by glyph; `usual` for others."""

    letters: Mapping[int, str]
    widths: Mapping[int, float]
    usual: float = 1000.0


def pdf_lines(content: bytes, *, but: Callable[[str], bool] = lambda said: False) -> list[str]:
    """The lines of every page, then what its pictures are said to show.

    but: whether the words in a picture that is said to show this are left out.
    """
    text_lines: list[str] = []
    with Pdf.open(io.BytesIO(content)) as pdf:
        apart = _marks(pdf, but)
        for page in pdf.pages:
            left_out = apart.get(page.obj.objgen, frozenset())
            drawn = list(_drawn(page.obj, page.obj.get("/Resources"), left_out=left_out))
            drawn.sort(key=lambda piece: (-piece.height, piece.left))
            for _, line in groupby(drawn, key=lambda piece: piece.height):
                text_lines.append(_joined(list(line)))
        for element in pdf.objects:
            if isinstance(element, pikepdf.Dictionary) and "/Alt" in element:
                text_lines.append(str(element["/Alt"]))
    # A word joiner has no width.
    lines = (" ".join(line.replace("\u2060", "").split()) for line in text_lines)
    return [line for line in lines if line]


def _marks(pdf: Pdf, but: Callable[[str], bool]) -> dict[tuple[int, int], frozenset[int]]:
    """The marked content of such pictures by page (ISO 32000-1, 14.7.4)."""
    marks: dict[tuple[int, int], frozenset[int]] = {}
    for element in pdf.objects:
        if not isinstance(element, pikepdf.Dictionary) or "/K" not in element:
            continue
        if "/Alt" not in element or not but(str(element["/Alt"])):
            continue
        kids = element["/K"]
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            reference = isinstance(kid, pikepdf.Dictionary)
            page = kid.get("/Pg", element.get("/Pg")) if reference else element.get("/Pg")
            number = kid.get("/MCID") if reference else kid
            if page is not None and number is not None:
                known = marks.get(page.objgen, frozenset())
                marks[page.objgen] = known | {int(number)}
    return marks


def _joined(pieces: Sequence[Piece]) -> str:
    """The pieces of a line, with a space where the next begins further on."""
    text = ""
    right = -1e9
    for piece in pieces:
        apart = piece.left - right > SPACE / 1000 * piece.size
        text += f" {piece.text}" if apart else piece.text
        right = piece.right
    return text


def _drawn(
    content: Any,
    resources: Any,
    outer: Matrix | None = None,
    *,
    left_out: frozenset[int] = frozenset(),
) -> Iterator[Piece]:
    """Each piece of text of a page, or of a form that is drawn on it.

    left_out: the numbers of marked content that is not read.
    """
    fonts = _fonts(resources)
    font = Font({}, {})
    size = 1.0
    matrix = outer or Matrix()
    text = Matrix()
    kept: list[Matrix] = []
    within: list[bool] = []
    for instruction in pikepdf.parse_content_stream(content):
        operands, name = list(instruction.operands), str(instruction.operator)
        if name in ("BMC", "BDC"):
            mark = operands[1] if name == "BDC" else None
            number = mark.get("/MCID") if isinstance(mark, pikepdf.Dictionary) else None
            within.append(number is not None and int(number) in left_out)
        elif name == "EMC" and within:
            within.pop()
        elif name == "q":
            kept.append(matrix)
        elif name == "Q" and kept:
            matrix = kept.pop()
        elif name == "cm":
            matrix = Matrix(*(float(x) for x in operands)) @ matrix
        elif name == "BT":
            text = Matrix()
        elif name == "Tm":
            text = Matrix(*(float(x) for x in operands))
        elif name in ("Td", "TD"):
            text = Matrix(1, 0, 0, 1, float(operands[0]), float(operands[1])) @ text
        elif name == "Tf":
            font, size = fonts.get(str(operands[0]), Font({}, {})), float(operands[1])
        elif name in ("Tj", "TJ", "'"):
            said, width = _said(operands[0] if name == "TJ" else [operands[0]], font)
            place = text @ matrix
            scale = size * abs(place.a)
            end = place.e + width / 1000 * scale
            if not any(within):
                yield Piece(round(place.f), place.e, end, scale, said)
            text = Matrix(1, 0, 0, 1, width / 1000 * size, 0) @ text
        elif name == "Do" and resources is not None and not any(within):
            form = resources.get("/XObject", {}).get(str(operands[0]))
            if form is not None and form.get("/Subtype") == "/Form":
                own = form.get("/Matrix")
                inner = Matrix(*(float(x) for x in own)) @ matrix if own is not None else matrix
                yield from _drawn(form, form.get("/Resources", resources), inner)


class _Said(NamedTuple):
    """The letters of a text and its width, in thousandths of its size."""

    text: str
    width: float


def _said(parts: Any, font: Font) -> _Said:
    text, width = "", 0.0
    for part in parts:
        if isinstance(part, pikepdf.String):
            raw = bytes(part)
            for at in range(0, len(raw) - 1, 2):
                glyph = raw[at] << 8 | raw[at + 1]
                text += font.letters.get(glyph, "")
                width += font.widths.get(glyph, font.usual)
        else:
            text += " " if float(part) < -SPACE else ""
            width -= float(part)
    return _Said(text, width)


def _fonts(resources: Any) -> dict[str, Font]:
    if resources is None:
        return {}
    return {
        str(name): Font(
            _letters(bytes(font["/ToUnicode"].read_bytes()).decode("latin-1")),
            *_widths(font),
        )
        for name, font in resources.get("/Font", {}).items()
        if "/ToUnicode" in font
    }


class _Widths(NamedTuple):
    by_glyph: dict[int, float]
    usual: float


def _widths(font: Any) -> _Widths:
    """The widths of a font's glyphs (ISO 32000-1, 9.7.4.3), and that of all others."""
    descendants = font.get("/DescendantFonts")
    if descendants is None:
        return _Widths({}, 1000.0)
    widths: dict[int, float] = {}
    given = list(descendants[0].get("/W", []))
    while len(given) > 1:
        first = int(given[0])
        if isinstance(given[1], pikepdf.Array):
            widths |= {first + n: float(w) for n, w in enumerate(given[1])}
            given = given[2:]
        else:
            widths |= dict.fromkeys(range(first, int(given[1]) + 1), float(given[2]))
            given = given[3:]
    return _Widths(widths, float(descendants[0].get("/DW", 1000)))


def _letters(cmap: str) -> Mapping[int, str]:
    """The letters of a ToUnicode map by glyph: its bfchar and bfrange sections."""
    letters: dict[int, str] = {}
    for section in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        codes = HEX.findall(section)
        for glyph, letter in zip(codes[::2], codes[1::2], strict=False):
            letters[int(glyph, 16)] = _unicode(letter)
    for section in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
        codes = HEX.findall(section)
        for low, high, letter in zip(codes[::3], codes[1::3], codes[2::3], strict=False):
            for offset in range(int(high, 16) - int(low, 16) + 1):
                letters[int(low, 16) + offset] = chr(ord(_unicode(letter)[-1]) + offset)
    return letters


def _unicode(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be", "replace")
