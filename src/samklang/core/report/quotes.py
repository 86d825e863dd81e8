"""Quotes in a report: the block becomes a paragraph for each quote that a person has released."""

from collections.abc import Sequence
from dataclasses import replace

from samklang.core.coding.codebook import VALENCES
from samklang.core.document.blocks import Block, Quote
from samklang.core.document.inline import Run
from samklang.core.faults import closest
from samklang.core.figures.exhibits import quotes_of
from samklang.core.figures.material import Material
from samklang.core.language.languages import RULES
from samklang.core.language.messages import message
from samklang.core.language.wording import Language
from samklang.core.language.written import quotation
from samklang.core.manuscript.parsing import (
    Directive,
    DraftBlock,
    DraftParagraph,
    DraftSection,
    DraftText,
)
from samklang.core.manuscript.targets import Unreadable

NAME = "quotes"


def quoted(
    sections: Sequence[DraftSection], material: Material, language: Language
) -> tuple[DraftSection, ...]:
    """The sections with each block of quotes as the quotes; one that has none stays as it is."""
    return tuple(
        replace(
            section,
            blocks=tuple(
                drafted for block in section.blocks for drafted in _of(block, material, language)
            ),
        )
        for section in sections
    )


def no_quotes(draft: Directive, material: Material) -> Block:
    """Raises Unreadable, which says why a block of quotes has none."""
    code = draft.argument.strip()
    known = [code.id for code in material.codebook.codes]
    if code not in known:
        raise Unreadable(message("faults.there_is_no_factor", name=code), closest(code, known))
    valence = draft.options.get("valence", "")
    if valence and valence not in VALENCES:
        what = message("faults.is_no_valence", valence=valence)
        raise Unreadable(what, closest(valence, VALENCES))
    what = message("faults.no_quote_has_been_released", code=code)
    raise Unreadable(what, message("faults.release_a_quote"))


def _of(block: DraftBlock, material: Material, language: Language) -> Sequence[DraftBlock]:
    if not isinstance(block, Directive) or block.name != NAME:
        return (block,)
    valence = block.options.get("valence", "")
    if valence and valence not in VALENCES:
        return (block,)
    valences = (valence,) if valence else VALENCES
    code = block.argument.strip()
    made = [
        DraftParagraph(_text(quote, language), block.line)
        for valence in valences
        for quote in quotes_of(code, valence, material, language)
    ]
    return made or (block,)


def _text(quote: Quote, language: Language) -> DraftText:
    """The words as they were written, their translation, and who says so."""
    lang = "" if quote.lang == language else quote.lang
    said = [Run(quotation(quote.text, quote.lang, language), lang=lang)]
    if quote.translation:
        said.append(Run(f" ({RULES[language].quoted(quote.translation)})"))
    return (*said, Run(f" – {quote.attribution}", emphasis=True))
