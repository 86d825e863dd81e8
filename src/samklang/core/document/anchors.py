"""Anchors: what of a document can be linked to, and links that lead nowhere."""

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
from samklang.core.document.document import Document
from samklang.core.document.inline import Link, Text
from samklang.core.document.method_box import MethodBox


def section_ids(document: Document) -> tuple[str, ...]:
    """The ids of a document's sections; the same in every language of a theme."""
    return tuple(section.id for section in document.sections)


def unlinked(document: Document) -> tuple[str, ...]:
    """Anchors that the document links to and does not have."""
    anchors = {section.id for section in document.sections}
    links: list[str] = []
    for section in document.sections:
        links += _anchors_in(section.lead)
        for text in section.slides:
            links += [link for line in (*text.lines, *text.spoken) for link in _anchors_in(line)]
    for _, block in document.blocks():
        match block:
            case Heading():
                anchors.add(block.id)
                links += _anchors_in(block.text)
            case Figure() | ExampleMap():
                anchors.add(block.anchor)
            case Examples():
                anchors |= {example.anchor for example in block.examples}
            case Cards():
                anchors |= {card.anchor for card in block.cards}
            case Factors():
                anchors |= {factor.anchor for factor in block.factors}
            case Paragraph() | Notice():
                links += _anchors_in(block.text)
            case Listing() | KeyPoints():
                links += [link for item in block.items for link in _anchors_in(item)]
            case KeyFigures() | MethodBox() | References() | Contacts():
                pass
    return tuple(link for link in links if link not in anchors)


def _anchors_in(text: Text) -> list[str]:
    return [part.url[1:] for part in text if isinstance(part, Link) and part.url[:1] == "#"]
