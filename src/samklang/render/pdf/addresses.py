"""Addresses: what links within a report and within a deck may lead to."""

from collections.abc import Sequence

from samklang.core.document.blocks import (
    Cards,
    Contacts,
    ExampleMap,
    Examples,
    Factors,
    Figure,
    Heading,
    KeyFigures,
    KeyPoints,
    Listing,
    Notice,
    Paragraph,
    References,
)
from samklang.core.document.deck import Slide
from samklang.core.document.document import Document
from samklang.core.document.method_box import MethodBox


def anchors(document: Document) -> set[str]:
    """Every address in a document that a link may lead to."""
    found = {section.id for section in document.chapters}
    found |= {record.anchor for record in document.evidence}
    for _, block in document.blocks():
        match block:
            case Heading():
                found.add(block.id)
            case Figure() | ExampleMap():
                found.add(block.anchor)
            case Cards(cards=parts) | Factors(factors=parts) | Examples(examples=parts):
                found |= {part.anchor for part in parts}
            case References():
                found |= {f"ref-{entry.key}" for entry in block.entries}
            case Paragraph() | Listing() | KeyPoints() | KeyFigures():
                pass
            case Notice() | MethodBox() | Contacts():
                pass
    return found


def on_slides(slides: Sequence[Slide]) -> set[str]:
    """Every address on a slide that a link may lead to, sections apart."""
    found = set()
    for slide in slides:
        content: object = slide.content
        parts = content.cards if isinstance(content, Cards) else content
        for part in parts if isinstance(parts, tuple) else (parts,):
            if hasattr(part, "anchor"):
                found.add(part.anchor)
            elif hasattr(part, "key"):
                found.add(f"ref-{part.key}")
    return found
