"""A rehearsed report: what a document becomes when its answers were simulated, marked everywhere.

What a report has only once there are real answers says in its place that it comes later.
"""

from dataclasses import replace

from samklang.core.document.blocks import Block, ExampleMap, Figure, Paragraph
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Run
from samklang.core.figures.material import Material
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, Wording, in_languages
from samklang.core.manuscript.parsing import Directive, Role

# What is made of real answers by people: nothing stands behind it before anybody is asked.
LATER = ("quotes", "finding", "examples", "map", "factors", "factor-figure")


def rehearsal_title(title: Wording) -> Wording:
    """The title of a theme's rehearsed report, which every page, slide and picture bears."""
    return in_languages(lambda language: _titled(title[language], language))


def _titled(title: str, language: Language) -> str:
    return f"{phrase(language, 'pdf.rehearsal')}. {title}" if title else ""


def comes_later(draft: Directive, material: Material, language: Language) -> Block | None:
    """What stands in the place of a block of a rehearsal that nothing stands behind yet."""
    if not material.rehearsal or draft.name not in LATER:
        return None
    return Paragraph((Run(phrase(language, f"report.later_{draft.name.replace('-', '_')}")),))


def number_later(role: Role, material: Material, language: Language) -> Run | None:
    """What stands in the place of a number of coded answers in a rehearsal without any."""
    if not material.rehearsal or role.name != "mentions":
        return None
    return Run(phrase(language, "report.later_number"))


def rehearsed(document: Document) -> Document:
    """The document marked as a rehearsal: its pages, figures, maps and their text alternatives."""
    mark = phrase(document.language, "report.rehearsal_note")
    notice = phrase(document.language, "report.rehearsal_notice")
    # The first notice says that answers are invented; it is this one that holds.
    others = document.notices[1:] if document.synthetic else document.notices
    return replace(
        document,
        synthetic=True,
        rehearsal=True,
        notices=(notice, *others),
        sections=tuple(_marked(section, mark) for section in document.sections),
        opening=_marked(document.opening, mark) if document.opening else None,
    )


def _marked(section: Section, mark: str) -> Section:
    return replace(section, blocks=tuple(_marked_block(block, mark) for block in section.blocks))


def _marked_block(block: Block, mark: str) -> Block:
    match block:
        case Figure():
            return replace(block, synthetic=True, rehearsal=True, alt=f"{mark} {block.alt}")
        case ExampleMap():
            return replace(block, about=f"{mark} {block.about}")
        case _:
            return block
