"""The issues of a document: in each, only the examples whose owners let them be shown there."""

from dataclasses import replace

from samklang.core.catalogue.example import Issue
from samklang.core.document.blocks import Block, ExampleMap, Examples
from samklang.core.document.document import Document


def for_issue(document: Document, issue: Issue) -> Document:
    """The document without the examples, and their places on maps, that are not for an issue."""
    closed = {
        card.id
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Examples)
        for card in block.examples
        if issue not in card.issues
    }
    if not closed:
        return document
    return replace(
        document,
        sections=tuple(
            replace(section, blocks=tuple(_without(block, closed) for block in section.blocks))
            for section in document.sections
        ),
    )


def _without(block: Block, closed: set[str]) -> Block:
    match block:
        case Examples():
            return replace(
                block, examples=tuple(card for card in block.examples if card.id not in closed)
            )
        case ExampleMap():
            places = (
                replace(place, examples=tuple(e for e in place.examples if e not in closed))
                for place in block.places
            )
            counties = (
                replace(one, examples=tuple(e for e in one.examples if e not in closed))
                for one in block.whole
            )
            return replace(
                block,
                places=tuple(place for place in places if place.examples),
                whole=tuple(one for one in counties if one.examples),
            )
        case _:
            return block
