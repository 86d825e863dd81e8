"""Tags of a PDF, looked at as a screen reader meets them: what is wrong, and how much was seen.

Not the whole of PDF/UA-1: headings, tables, pictures, languages with their regions, links, and that
what is painted first is read first.
"""

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

from samklang.render.pdf.structure import elements

LANGUAGE = re.compile(r"[a-z]{2}-[A-Z]{2}")
# The region that each language is written in here.
REGIONS = {"sv": "SE", "en": "GB"}


def tag_faults(content: bytes) -> tuple[int, list[str]]:
    """How many tags and marks were looked at, and what is wrong with them."""
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
        root = pdf.Root.StructTreeRoot
        every = list(_below(root))
        faults = [
            *_languages(pdf, every),
            *_headings(every),
            *(f"a picture says nothing: {e.S}" for e in every if _mute(e)),
            *_tables(pdf),
            *_links(pdf),
        ]
        marks = 0
        for number, page in enumerate(pdf.pages, 1):
            read, painted = _read(root, page), _painted(page)
            marks += len(painted)
            if read != painted:
                at = next(
                    (i for i, (a, b) in enumerate(zip(read, painted, strict=False)) if a != b), 0
                )
                faults.append(f"page {number}: painted in another order than it is read, at {at}")
        return len(every) + marks, faults


def _below(element: Any) -> Iterator[Any]:
    for kid in _kids(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)


def _kids(element: Any) -> list[Any]:
    below = element.get("/K", [])
    return list(below) if isinstance(below, pikepdf.Array) else [below]


def _mute(element: Any) -> bool:
    return element.S == "/Figure" and not str(element.get("/Alt", "")).strip()


def _languages(pdf: pikepdf.Pdf, every: list[Any]) -> Iterator[str]:
    said = [str(pdf.Root.get("/Lang", "")), *(str(e.Lang) for e in every if "/Lang" in e)]
    for language in said:
        whole = LANGUAGE.fullmatch(language)
        if not whole or REGIONS.get(language[:2]) != language[3:]:
            yield f"the language {language!r} has no region of its own"


def _headings(every: list[Any]) -> Iterator[str]:
    levels = [int(str(e.S)[2]) for e in every if re.fullmatch(r"/H[1-6]", str(e.S))]
    if levels and levels[0] != 1:
        yield f"the first heading is of level {levels[0]}"
    for one, other in pairwise(levels):
        if other > one + 1:
            yield f"a heading of level {other} follows one of level {one}"


def _tables(pdf: pikepdf.Pdf) -> Iterator[str]:
    for table in elements(pdf, "/Table"):
        for row in (e for e in _below(table) if e.S == "/TR"):
            cells = [kid for kid in _kids(row) if isinstance(kid, pikepdf.Dictionary)]
            if not cells or cells[0].S != "/TH":
                yield "a row of a table has no heading"
            for cell in cells:
                made = cell.get("/A", pikepdf.Array())
                parts = list(made) if isinstance(made, pikepdf.Array) else [made]
                if cell.S == "/TH" and not any("/Scope" in part for part in parts):
                    yield "a heading of a table has no scope"


def _links(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        for note in page.get("/Annots", []):
            if note.Subtype == "/Link" and not str(note.get("/Contents", "")):
                yield f"page {number}: a link has no words"


def _read(root: Any, page: pikepdf.Page) -> list[int]:
    """The marks of a page in the order of the tags."""
    found: list[int] = []

    def walk(element: Any, on: Any) -> None:
        on = element.get("/Pg", on)
        for kid in _kids(element):
            if isinstance(kid, pikepdf.Dictionary):
                if "/MCID" in kid:
                    if kid.get("/Pg", on).objgen == page.obj.objgen:
                        found.append(int(kid.MCID))
                elif "/S" in kid:
                    walk(kid, on)
            elif on is not None and on.objgen == page.obj.objgen:
                found.append(int(kid))

    walk(root, None)
    return found


def _painted(page: pikepdf.Page) -> list[int]:
    """The marks of a page in the order they are painted."""
    return [
        int(operands[1].MCID)
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) == "BDC"
        and isinstance(operands[1], pikepdf.Dictionary)
        and "/MCID" in operands[1]
    ]
