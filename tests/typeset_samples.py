"""PDFs of sample documents, and their words, outline and tags as Poppler and pikepdf read them."""

import dataclasses
import io
import re
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from samklang.core.document.blocks import (
    Cards,
    Contacts,
    ExampleMap,
    Examples,
    Factors,
    Figure,
    KeyPoints,
    Listing,
    Notice,
    Paragraph,
    References,
)
from samklang.core.document.document import Document
from samklang.core.document.inline import Run
from samklang.core.language.wording import LANGUAGES, Language
from samklang.render import design, pdf
from samklang.render.charts import figure_svg, map_svg
from tests.once import once
from tests.samples import document

ISSUES = ("report", "deck")
both = pytest.mark.parametrize("issue", ISSUES)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def drawings(made: Document) -> dict[str, str]:
    return {
        block.id: (
            figure_svg(block, made.language, design.HOUSE)
            if isinstance(block, Figure)
            else map_svg(block, made.language, design.HOUSE)
        )
        for _, block in made.blocks()
        if isinstance(block, Figure | ExampleMap)
    }


def render(issue: str, made: Document) -> bytes:
    maker: Callable[..., bytes] = getattr(pdf, issue)
    return maker(made, figures=drawings(made))


@cache
def sample(issue: str, language: Language) -> bytes:
    """The sample document, typeset once a run for all the files that look at it."""

    def make(folder: Path) -> None:
        folder.mkdir()
        (folder / "made.pdf").write_bytes(render(issue, document(language)))

    return (once(f"sample-{issue}-{language}", make) / "made.pdf").read_bytes()


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.Pdf.open(io.BytesIO(content))


def poppler(tool: str, *options: str, content: bytes) -> str:
    made = subprocess.run(
        [tool, *options, "-", "-"], input=content, capture_output=True, check=True, timeout=60
    )
    return made.stdout.decode()


def words(content: bytes) -> list[tuple[tuple[float, float], list[tuple[str, list[float]]]]]:
    """Each page's size and its words with their boxes, in points from the top left."""
    tree = ET.fromstring(
        re.sub(r"[\x00-\x08\x0b-\x1f]", "", poppler("pdftotext", "-bbox", content=content))
    )
    found = []
    for page in tree.iter("{http://www.w3.org/1999/xhtml}page"):
        size = (float(page.attrib["width"]), float(page.attrib["height"]))
        sides = ("xMin", "yMin", "xMax", "yMax")
        boxes = [(w.text or "", [float(w.attrib[s]) for s in sides]) for w in page]
        found.append((size, boxes))
    return found


def text(content: bytes) -> str:
    """The text without spaces and places to break: how it is set is not what it says."""
    plain = unicodedata.normalize("NFC", poppler("pdftotext", "-raw", content=content))
    return re.sub(r"[\s\u200b\u00ad]", "", plain)


def squeezed(value: str) -> str:
    return re.sub(r"\s", "", value)


def outline(content: bytes) -> list[tuple[str, list[str]]]:
    with opened(content) as file, file.open_outline() as entries:
        return [(str(e.title), [str(c.title) for c in e.children]) for e in entries.root]


def kids(element: Any) -> Iterator[Any]:
    below = element.get("/K", [])
    for kid in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid


def tags(element: Any) -> Iterator[Any]:
    for kid in kids(element):
        yield kid
        yield from tags(kid)


def scope(cell: Any) -> str:
    attributes = cell.get("/A", pikepdf.Array())
    parts = list(attributes) if isinstance(attributes, pikepdf.Array) else [attributes]
    return next((str(p["/Scope"]) for p in parts if "/Scope" in p), "")


def hostile(value: str) -> Document:
    """A document whose every kind of text holds `value`, titles no more than 300 letters of it."""
    title = value[:300]
    run = (Run(value),)
    made = document()

    def changed(block: Any) -> Any:
        match block:
            case Paragraph() | Notice():
                return dataclasses.replace(block, text=run)
            case Listing() | KeyPoints():
                return dataclasses.replace(block, items=(run, run))
            case Figure():
                rows = tuple(dataclasses.replace(r, label=value[:60]) for r in block.table.rows)
                table = dataclasses.replace(block.table, rows=rows)
                return dataclasses.replace(
                    block, title=title, summary=value, alt=value, question=value, table=table
                )
            case Cards():
                cards = tuple(dataclasses.replace(c, title=title, text=run) for c in block.cards)
                return Cards(cards)
            case Factors():
                return Factors(
                    tuple(
                        dataclasses.replace(
                            f,
                            name=title,
                            definition=value,
                            enabling_quotes=tuple(
                                dataclasses.replace(q, text=value) for q in f.enabling_quotes
                            ),
                        )
                        for f in block.factors
                    )
                )
            case Examples():
                return Examples(
                    tuple(
                        dataclasses.replace(e, title=title, description=value, place=value)
                        for e in block.examples
                    ),
                    value,
                )
            case Contacts():
                return Contacts(tuple(dataclasses.replace(c, name=title) for c in block.contacts))
            case References():
                return References(tuple(dataclasses.replace(r, text=run) for r in block.entries))
        return block

    sections = tuple(
        dataclasses.replace(s, title=title, lead=run, blocks=tuple(changed(b) for b in s.blocks))
        for s in made.sections
    )
    return dataclasses.replace(
        made, title=title, subtitle=title, network=value, sections=sections, citation=value
    )
