"""Subjects: what a study is about, where it is set, and what the codes it counts mean."""

from collections.abc import Iterator, Mapping

from samklang.core import vocabulary
from samklang.core.coding.codebook import FACTORS
from samklang.core.document.blocks import Cards, ExampleMap, Examples, Factors
from samklang.core.document.document import Document
from samklang.core.language.wording import Language
from samklang.render.deposit.variables import Variable


def subjects(document: Document) -> tuple[str, ...]:
    """What a document is about: its concepts, its factors and the challenges of its examples."""
    return tuple(dict.fromkeys(_subjects(document)))


def _subjects(document: Document) -> Iterator[str]:
    for _, block in document.blocks():
        match block:
            case Cards(cards=cards):
                yield from (card.title for card in cards)
            case Factors(factors=factors):
                yield from (factor.name for factor in factors)
            case Examples(examples=examples):
                for example in examples:
                    yield from example.challenges
            case _:
                pass


def counties(document: Document) -> tuple[str, ...]:
    """The counties that a document draws, by name."""
    known, language = vocabulary.counties(), document.language
    codes = [c for _, b in document.blocks() if isinstance(b, ExampleMap) for c in b.counties]
    return tuple(known[code].name[language] for code in dict.fromkeys(codes) if code in known)


def definitions(
    documents: Mapping[Language, Document], variable: Variable
) -> dict[str, dict[Language, str]]:
    """What each code means, by code and language, where the variable counts codes."""
    definitions: dict[str, dict[Language, str]] = {}
    if variable.first.id != FACTORS:
        return definitions
    for language, document in documents.items():
        for _, block in document.blocks():
            for factor in block.factors if isinstance(block, Factors) else ():
                definitions.setdefault(factor.id, {})[language] = factor.definition
    return definitions
