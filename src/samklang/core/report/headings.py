"""Headings: what heads a factor where the part of the report has its name already."""

from collections.abc import Sequence
from dataclasses import replace

from samklang.core.document.blocks import Block, Factor, Factors, Heading
from samklang.core.document.inline import plain
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language


def distinct_headings(title: str, blocks: Sequence[Block], language: Language) -> tuple[Block, ...]:
    """The blocks of a section; a factor under a heading that is its name is headed by what it
    shows of it: the answers."""
    above, made = title, []
    for block in blocks:
        if isinstance(block, Heading):
            above = plain(block.text)
        elif isinstance(block, Factors):
            block = Factors(tuple(_headed(factor, above, language) for factor in block.factors))
        made.append(block)
    return tuple(made)


def _headed(factor: Factor, above: str, language: Language) -> Factor:
    if factor.name.casefold() != above.casefold():
        return factor
    return replace(factor, heading=phrase(language, "report.factor_answers", name=factor.name))
