"""The issues of a document: in each, only the examples whose owners let them be shown there."""

from dataclasses import replace

from samklang.core.catalogue.example import Issue
from samklang.core.document.blocks import Block, ExampleMap, Examples
from samklang.core.document.document import Document
from samklang.core.document.example_map import without
from samklang.core.language.wording import Language


def for_issue(document: Document, issue: Issue) -> Document:
    """The document without the examples, and their places on maps, that are not for an issue."""
    closed = {
        name
        for section in document.sections
        for block in section.blocks
        for name, issues in _examples(block)
        if issue not in issues
    }
    if not closed:
        return document
    language = document.language
    return replace(
        document,
        sections=tuple(
            replace(
                section, blocks=tuple(_without(block, closed, language) for block in section.blocks)
            )
            for section in document.sections
        ),
    )


def _examples(block: Block) -> list[tuple[str, tuple[Issue, ...]]]:
    """The examples that a block shows or counts, and where each may be shown."""
    match block:
        case Examples():
            return [(card.id, card.issues) for card in block.examples]
        case ExampleMap():
            return [(place.example, place.issues) for place in block.placed]
        case _:
            return []


def _without(block: Block, closed: set[str], language: Language) -> Block:
    match block:
        case Examples():
            return replace(
                block, examples=tuple(card for card in block.examples if card.id not in closed)
            )
        case ExampleMap():
            return without(block, closed, language)
        case _:
            return block
