"""Slide text: what a slide says and its speaker says, where the author has written it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from samklang.core.document.blocks import (
    Block,
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
from samklang.core.document.inline import Cite, Run, Text, plain
from samklang.core.document.method_box import MethodBox

# The slide of the main results, which stand before the sections.
OPENING = "opening"
# A full stop, question or exclamation mark that ends a sentence: what follows begins a new one.
_END = re.compile(r"[.!?…][”’\")]*(?=\s+[^\s\da-zåäö]|\s+\d|\s*$)")


@dataclass(frozen=True)
class SlideText:
    """The words of one slide.

    about: id of the heading, section or exhibit that the slide is about, or OPENING. lines: what it
    shows under its title. spoken: what to say. examples: ids of those the slide tells of.
    """

    about: str
    title: Text
    lines: tuple[Text, ...]
    spoken: tuple[Text, ...]
    examples: tuple[str, ...] = ()


def exhibit_id(block: Block) -> str:
    """The id of a block that has a slide of its own; '' for blocks that have none."""
    match block:
        case Figure() | ExampleMap():
            return block.anchor
        case Factors():
            return block.factors[0].anchor if block.factors else ""
        case Cards():
            return block.cards[0].anchor if block.cards else ""
        case Examples():
            return "examples-list"
        case MethodBox():
            return "method-box"
        case Heading() | Paragraph() | Listing() | KeyPoints() | KeyFigures():
            return ""
        case Notice() | References() | Contacts():
            return ""


def sentences(text: Text) -> Iterator[Text]:
    """The sentences of a text, without its citations; a bold phrase first begins a sentence."""
    current: list[Run] = []
    for part in _uncited(text):
        if not isinstance(part, Run) or part.strong:
            current.append(part)  # type: ignore[arg-type]
            continue
        rest = part.text
        while end := _END.search(rest):
            yield (*current, replace(part, text=rest[: end.end()]))
            current, rest = [], rest[end.end() :].lstrip()
        if rest:
            current.append(replace(part, text=rest))
    if plain(tuple(current)).strip():
        yield tuple(current)


def _uncited(text: Text) -> Text:
    """The text without citations, and without the space before them."""
    kept: list[object] = []
    for part in text:
        if isinstance(part, Cite):
            if kept and isinstance(kept[-1], Run):
                kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
            continue
        if kept and isinstance(part, Run) and isinstance(kept[-1], Run):
            before = kept[-1]
            if (before.strong, before.emphasis, before.lang) == (
                part.strong,
                part.emphasis,
                part.lang,
            ):
                kept[-1] = replace(before, text=before.text + part.text)
                continue
        kept.append(part)
    return tuple(kept)  # type: ignore[arg-type]


def first_sentences(texts: Sequence[Text], most: int) -> tuple[Text, ...]:
    """The first sentence of each text, of `most` texts."""
    first = (next(sentences(text), ()) for text in texts)
    return tuple(text for text in first if text)[:most]


def opening_sentences(texts: Sequence[Text], most: int) -> tuple[Text, ...]:
    """The first `most` sentences of texts that follow each other."""
    opening = (sentence for text in texts for sentence in sentences(text))
    return tuple(sentence for _, sentence in zip(range(most), opening, strict=False))


def cited(texts: Sequence[Text]) -> Iterator[str]:
    """The citations in texts, in words."""
    for text in texts:
        for part in text:
            if isinstance(part, Cite):
                yield part.text.strip("()")


def begun(text: str, letters: int) -> str:
    """The first sentences of a text, as many as the letters allow, and one at least."""
    if len(text) <= letters:
        return text
    begun = ""
    for sentence in sentences((Run(text),)):
        longer = f"{begun} {plain(sentence)}".strip()
        if begun and len(longer) > letters:
            break
        begun = longer
    return begun or text
