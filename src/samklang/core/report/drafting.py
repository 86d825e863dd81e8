"""Drafting: what a manuscript says that no figure stands behind, and the draft that shows it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from samklang.core.document.blocks import Notice
from samklang.core.document.document import Document
from samklang.core.document.inline import Run
from samklang.core.evidence.unbound import SECTIONS, loose
from samklang.core.faults import Fault
from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.parsing import (
    Directive,
    DraftBlock,
    DraftHeading,
    DraftList,
    DraftParagraph,
    DraftSection,
    DraftText,
    Role,
)

# Directives that show figures.
SHOWING = ("figure", "development")


def loose_ends(
    drafts: Sequence[DraftSection], manuscript: str, language: Language, *, file: str
) -> list[Fault]:
    """Numbers and words in results and analysis that no figure stands behind, as faults.

    A section that shows a figure is about results, whatever its id.
    """
    source = manuscript.splitlines()
    ends = []
    for section in drafts:
        shows = any(isinstance(b, Directive) and b.name in SHOWING for b in section.blocks)
        if section.id not in SECTIONS and not shows:
            continue
        for line, text in _plain_texts(section.blocks):
            for number in loose(text, language):
                what = message("faults.says_how_many_and_no_figure", words=number.words)
                remedy = message("faults.write_words_question_option_so_that")
                if number.number:
                    what = message("faults.is_typed_by_hand", words=number.words)
                    remedy = message("faults.put_the_number_in_with_a")
                ends.append(Fault(file, _line_of(number.words, source, line), "", what, remedy))
    return ends


def _plain_texts(blocks: Sequence[DraftBlock]) -> Iterator[tuple[int, str]]:
    """The plain text of every block and list item, with the line it begins on."""
    for block in blocks:
        match block:
            case DraftHeading() | DraftParagraph():
                yield block.line, _plain(block.text)
            case DraftList():
                for item in block.items:
                    yield block.line, _plain(item)
            case Directive():
                yield from _plain_texts(block.body)


def _plain(text: DraftText) -> str:
    # A role is a break that no number or phrase reaches across.
    return "".join(" \x00 " if isinstance(part, Role) else part.text for part in text)


def _line_of(words: str, source: Sequence[str], start: int) -> int:
    """The line, at or after `start`, that holds the words; `start` where none does."""
    for number in range(start, min(start + 60, len(source) + 1)):
        if words in source[number - 1]:
            return number
    return start


def marked(
    document: Document, drafts: Sequence[DraftSection], unborne: Sequence[Fault]
) -> Document:
    """The document as a draft: said on every page, with a box of what to put right a section."""
    language = document.language
    ends = [*(draft.line for draft in drafts[1:]), math.inf]
    sections = []
    for section, draft, end in zip(document.sections, drafts, ends, strict=True):
        here = [f for f in unborne if draft.line <= f.line < end]
        boxes = tuple(
            Notice(
                phrase(language, "claims.draft_title"),
                (Run(f"{f.file}:{f.line}: {f.what.text(language)} {f.remedy.text(language)}"),),
            )
            for f in here
        )
        sections.append(replace(section, blocks=(*boxes, *section.blocks)))
    return replace(
        document,
        title=f"{document.title} ({phrase(language, 'claims.draft')})",
        notices=(phrase(language, "claims.draft_notice"), *document.notices),
        sections=tuple(sections),
    )
