"""White share: how much of a PDF page's text area lies empty below its last line.

The text area reaches from the top to the bottom margin; running heads and feet lie outside it.
"""

import subprocess
from pathlib import Path

import pikepdf

# Of report.pdf (page.typ), in points: 28 and 30 mm.
TOP, BOTTOM = 28 / 25.4 * 72, 30 / 25.4 * 72
RESOLUTION = 40
# A chapter whose heading lies above this begins its page.
HEAD = 297 / 25.4 * 72 - TOP - 60


def white_shares(path: Path) -> list[float]:
    """The part of each page's text area that is empty below what is printed last, 0 to 1.

    Drawings count: the page is looked at as a picture.
    """
    made = subprocess.run(
        ["pdftoppm", "-r", str(RESOLUTION), "-gray", str(path)],
        capture_output=True,
        check=True,
        timeout=120,
    ).stdout
    return [_white(*page) for page in _pictures(made)]


def _pictures(stream: bytes) -> list[tuple[int, int, bytes]]:
    """Width, height and pixels of each picture of a stream of PGM."""
    found, at = [], 0
    while at < len(stream):
        header: list[bytes] = []
        while len(header) < 4:
            end = stream.index(b"\n", at)
            header += stream[at:end].split()
            at = end + 1
        width, height = int(header[1]), int(header[2])
        found.append((width, height, stream[at : at + width * height]))
        at += width * height
    return found


def _white(width: int, height: int, pixels: bytes) -> float:
    first, last = round(TOP / 72 * RESOLUTION), height - round(BOTTOM / 72 * RESOLUTION)
    for row in range(last - 1, first, -1):
        if min(pixels[row * width : (row + 1) * width]) < 200:
            return (last - 1 - row) / (last - first)
    return 1.0


def chapter_ends(path: Path) -> set[int]:
    """The numbers, from 1, of pages that a chapter ends on and none begins on, by the outline."""
    with pikepdf.Pdf.open(path) as pdf, pdf.open_outline() as outline:
        numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages, 1)}
        ends = {len(pdf.pages)}
        for entry in outline.root:
            assert isinstance(entry.destination, pikepdf.Array)
            page, _, _, top, *_ = entry.destination
            number = numbers[page.objgen]
            # One that begins at the head of a page follows a page that its own chapter ended.
            ends |= {number - 1} if float(top) > HEAD else set()
        return ends
