"""Misnamed: directives that no report has, and options that a directive does not take."""

from collections.abc import Iterator, Sequence

from samklang.core.faults import Fault, closest
from samklang.core.language.messages import message
from samklang.core.manuscript.kinds import KINDS, options_of
from samklang.core.manuscript.parsing import Directive, DraftSection


def unknown_options(directive: Directive, *, file: str) -> Iterator[Fault]:
    """A fault for each option that a directive does not take."""
    allowed = options_of(directive.name)
    for option in sorted(set(directive.options) - allowed):
        what = message("faults.the_directive_has_no_option", name=directive.name, option=option)
        yield Fault(file, directive.line, "", what, closest(option, allowed))


def misnamed(sections: Sequence[DraftSection], *, file: str) -> Iterator[Fault]:
    """What composing will refuse whatever the answers are, so that it can be said beforehand."""
    for section in sections:
        for block in section.blocks:
            if not isinstance(block, Directive):
                continue
            if block.name in KINDS:
                yield from unknown_options(block, file=file)
            else:
                what = message("faults.there_is_no_directive", name=block.name)
                yield Fault(file, block.line, "", what, closest(block.name, KINDS.keys()))
