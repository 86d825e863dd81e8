"""A Word file part by part: its paragraphs, their styles and words."""

import dataclasses
import io
import zipfile
from typing import Any

from lxml import etree

from samklang.core.document.blocks import KeyPoints, Listing, Paragraph
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Link, Run
from samklang.render.docx.styles import EXAMPLE
from samklang.render.docx.xml import NAMESPACES, name
from tests.sample_tables import share_table
from tests.samples import document, figure

W = NAMESPACES["w"]


def part(content: bytes, path: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(path))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {one: archive.read(one) for one in archive.namelist()}


def words(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(name("w:t")))


def style_of(paragraph: Any) -> str:
    style = paragraph.find(f"{name('w:pPr')}/{name('w:pStyle')}")
    return "" if style is None else style.get(name("w:val"))


def paragraphs(content: bytes) -> list[tuple[str, str]]:
    """Style and words of every paragraph."""
    main = part(content, "word/document.xml")
    return [(style_of(p), words(p)) for p in main.iter(name("w:p"))]


def is_heading(style: str) -> bool:
    return style == EXAMPLE or style.startswith("Heading")


def with_text(value: str) -> Document:
    """A document whose texts are `value`: title, paragraphs, lists, figure and link."""
    run = (Run(value),)
    shown = figure(share_table(), title=value, question=value, alt=value, base=value)
    blocks = (Paragraph(run), Listing((run,)), KeyPoints(value, (run,)), shown)
    link = Paragraph((Link(value, "https://example.org/?a=1&b=<x>"),))
    section = Section("s", value, run, (*blocks, link))
    return dataclasses.replace(document(), title=value, network=value, sections=(section,))
