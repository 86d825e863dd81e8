"""The deck: a document cut into slides, the same for every kind of deck."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from samklang.core.document.blocks import (
    Block,
    Cards,
    ContactCard,
    Contacts,
    ExampleCard,
    ExampleMap,
    Examples,
    Factor,
    Factors,
    Figure,
    Heading,
    KeyPoints,
    Listing,
    MethodBox,
    Notice,
    Reference,
    References,
)
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Text, plain

T = TypeVar("T")

CARDS, EXAMPLES, REFERENCES, CONTACTS = 4, 6, 7, 6
# Characters of running text that fit on a slide at reading size.
POINTS = 800

Content = (
    Figure
    | MethodBox
    | ExampleMap
    | Factor
    | Cards
    | tuple[ExampleCard, ...]
    | tuple[Reference, ...]
    | tuple[ContactCard, ...]
    | tuple[Text, ...]
    | None
)


@dataclass(frozen=True)
class Slide:
    """A slide: its title, the section it belongs to ('' before the first) and what it shows.

    part, parts: which of several slides on the same thing it is, counted from 1.
    """

    kind: Literal[
        "title",
        "section",
        "points",
        "figure",
        "method",
        "cards",
        "factor",
        "map",
        "examples",
        "references",
        "contacts",
    ]
    title: str
    section: str
    content: Content = None
    part: int = 1
    parts: int = 1


def slides(document: Document) -> tuple[Slide, ...]:
    """The slides in the document's order. Prose stays in the report; key points carry the deck."""
    found = [Slide("title", document.title, "")]
    if document.opening:
        first = document.opening
        for block in first.blocks:
            if isinstance(block, Listing):
                found += _split("points", first.title, "", _by_length((first.lead, *block.items)))
    for section in document.sections:
        lead = (section.lead,) if section.lead else ()
        found.append(Slide("section", section.title, section.title, lead))
        heading = section.title
        for block in section.blocks:
            if isinstance(block, Heading):
                heading = plain(block.text)
            found += _slides_of(block, section, heading)
    return tuple(found)


def _slides_of(block: Block, section: Section, heading: str) -> Iterator[Slide]:
    name = section.title
    match block:
        case Figure():
            yield Slide("figure", block.title, name, block)
        case MethodBox():
            yield Slide("method", block.title, name, block)
        case ExampleMap():
            yield Slide("map", block.title, name, block)
        case KeyPoints():
            yield from _split("points", block.title, name, _by_length(block.items))
        case Listing():
            yield from _split("points", heading, name, _by_length(block.items))
        case Notice():
            yield Slide("points", block.title, name, (block.text,))
        case Cards():
            chunks = [Cards(cards) for cards in _chunks(block.cards, CARDS)]
            yield from _split("cards", name, name, chunks)
        case Factors():
            for factor in block.factors:
                yield Slide("factor", factor.name, name, factor)
        case Examples():
            yield from _split("examples", name, name, _chunks(block.examples, EXAMPLES))
        case References():
            yield from _split("references", heading, name, _chunks(block.entries, REFERENCES))
        case Contacts():
            yield from _split("contacts", heading, name, _chunks(block.contacts, CONTACTS))


def _split(
    kind: Literal["points", "cards", "examples", "references", "contacts"],
    title: str,
    section: str,
    chunks: Sequence[Content],
) -> Iterator[Slide]:
    for number, chunk in enumerate(chunks, 1):
        yield Slide(kind, title, section, chunk, number, len(chunks))


def _chunks(items: tuple[T, ...], size: int) -> list[tuple[T, ...]]:
    """The items in chunks of nearly the same length, none longer than `size`."""
    if not items:
        return []
    count = -(-len(items) // size)
    each, more = divmod(len(items), count)
    found, at = [], 0
    for number in range(count):
        step = each + (number < more)
        found.append(items[at : at + step])
        at += step
    return found


def _by_length(items: tuple[Text, ...]) -> list[tuple[Text, ...]]:
    """List items in as few slides as POINTS characters each allow, evenly, one item at least."""
    lengths = [len(plain(item)) + 60 for item in items]
    count = -(-sum(lengths) // POINTS)
    goal = sum(lengths) / max(count, 1)
    found: list[list[Text]] = [[]]
    used = 0
    for item, length in zip(items, lengths, strict=True):
        if found[-1] and (used + length > POINTS or used + length / 2 > goal):
            found.append([])
            used = 0
        found[-1].append(item)
        used += length
    return [tuple(chunk) for chunk in found if chunk]
