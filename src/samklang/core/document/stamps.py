"""Stamps: which slides show invented answers, where a document says that its answers are invented.

A slide of examples, concepts or sources is of what is real: it would be wrong to call it invented.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from samklang.core.document.blocks import Cards, Figure
from samklang.core.document.inline import Link, Text, Value

if TYPE_CHECKING:
    from samklang.core.document.deck import Slide

# The evidence of a number that is counted in the catalogue of examples and not in answers.
COUNTED_EXAMPLES = "examples"


def shows_answers(slide: "Slide") -> bool:
    """Whether a slide shows what somebody answered; in doubt it does.

    Words are held to be of answers unless they have no such number and are taken from a source,
    lead to one, or count examples.
    """
    content: Any = slide.content
    match slide.kind:
        case "section" | "map" | "references" | "contacts" | "reading":
            return has_numbers(slide.lines)
        case "figure":
            assert isinstance(content, Figure)
            return content.synthetic or has_numbers(slide.lines)
        case "cards":
            assert isinstance(content, Cards)
            return has_numbers([*slide.lines, *(card.text for card in content.cards)])
        case "chosen" | "examples":
            return has_numbers(slide.lines)
        case "points":
            texts = [*slide.spoken, *slide.lines, *(content or ())]
            return has_numbers(texts) or not (slide.sources or _is_sourced(texts))
        case "title" | "numbers" | "method" | "factor":
            return True


def has_numbers(texts: Iterable[Text]) -> bool:
    """Whether any text has a number that is computed from answers."""
    return any(
        isinstance(part, Value) and part.evidence != COUNTED_EXAMPLES
        for text in texts
        for part in text
    )


def _is_sourced(texts: Iterable[Text]) -> bool:
    """Whether any text leads out of the document, or has a number of the catalogue of examples."""
    return any(
        (isinstance(part, Link) and part.url.startswith("http"))
        or (isinstance(part, Value) and part.evidence == COUNTED_EXAMPLES)
        for text in texts
        for part in text
    )
