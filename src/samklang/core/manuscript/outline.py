"""Outline: a manuscript as it reads before there is any number to put in."""

from collections.abc import Iterator, Sequence

from samklang.core.document.blocks import Block, Heading, KeyPoints, Listing, Notice, Paragraph
from samklang.core.document.document import Section
from samklang.core.document.inline import Link, Run, Text, headed
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.kinds import KINDS
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
from samklang.core.survey.questionnaire import Questionnaire


def outline(
    drafts: Sequence[DraftSection], questionnaire: Questionnaire, language: Language
) -> tuple[Section, ...]:
    """The sections with what a role or directive asks for in the place of what it will give."""
    return tuple(
        Section(draft.id, draft.title, (), tuple(_blocks(draft.blocks, questionnaire, language)))
        for draft in drafts
    )


def _blocks(
    drafts: Sequence[DraftBlock], questionnaire: Questionnaire, language: Language
) -> Iterator[Block]:
    for draft in drafts:
        match draft:
            case DraftHeading():
                yield Heading(
                    draft.level, draft.id or f"line-{draft.line}", _text(draft.text, language)
                )
            case DraftParagraph():
                yield Paragraph(_text(draft.text, language))
            case DraftList():
                yield Listing(tuple(_text(item, language) for item in draft.items), draft.ordered)
            case Directive() if draft.name != "slide":
                yield _directive(draft, questionnaire, language)


def _directive(draft: Directive, questionnaire: Questionnaire, language: Language) -> Block:
    points = [item for block in draft.body if isinstance(block, DraftList) for item in block.items]
    if draft.name == "key-points" and points:
        title = draft.argument or phrase(language, "report.key_points")
        return KeyPoints(title, tuple(_text(point, language) for point in points))
    texts = [block.text for block in draft.body if isinstance(block, DraftParagraph)]
    if draft.name == "notice" and draft.argument and texts:
        return Notice(draft.argument, _text(texts[0], language))
    key = draft.name.replace("-", "_") if draft.name in KINDS else "other"
    kind = phrase(language, f"blocks.kind_{key}")
    located = questionnaire.find(draft.argument) if draft.argument else None
    if located is not None:
        about = located.item.label if located.item else located.question.title
        kind = headed(kind, about[language])
    return Notice(kind, (Run(phrase(language, "manuscript.comes_here")),))


def _text(draft: DraftText, language: Language) -> Text:
    """The text with each role as ‹what it asks for›, or what it is where it asks for nothing."""
    return tuple(_part(part, language) for part in draft)


def _part(part: Run | Link | Role, language: Language) -> Run | Link:
    if not isinstance(part, Role):
        return part
    named = part.content
    if part.name in ("answered", "invited", "response-rate"):
        named = phrase(language, f"blocks.value_{part.name.replace('-', '_')}").lower()
    return Run(f"‹{named}›", emphasis=True)
