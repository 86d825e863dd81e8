"""Insertion: a block or a value put into a manuscript where it can stand."""

import re

from samklang.core.manuscript.parsing import parse

_FENCE = re.compile(r"\s{0,3}(:{3,})\s*(\S?)")


def with_block(text: str, block: str, *, after_line: int) -> str:
    """The text with a block of its own after the one that line `after_line` is part of.

    after_line: from 1; 0 puts it last. A directive is never cut in two.
    """
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    at = len(lines)
    if 0 < after_line < len(lines):
        ends = _block_ends(lines)
        at = next(end for end in ends if end >= after_line)
    before, after = lines[:at], lines[at:]
    while before and not before[-1].strip():
        before.pop()
    while after and not after[0].strip():
        after.pop(0)
    parts = ["\n".join(part) for part in (before, block.split("\n"), after) if part]
    return "\n\n".join(parts) + "\n"


def with_value(text: str, value: str, *, offset: int) -> str:
    """The text with a value at `offset` characters, set apart from the words beside it."""
    offset = min(max(offset, 0), len(text))
    before, after = text[:offset], text[offset:]
    left = " " if before and not before[-1].isspace() and before[-1] not in "(“”\"'" else ""
    right = " " if after and (after[0].isalnum() or after[0] in "{`*_[") else ""
    return f"{before}{left}{value}{right}{after}"


def section_ends(text: str) -> tuple[tuple[str, int], ...]:
    """The title and the last line of each section, in order."""
    lines = text.split("\n")
    sections, _ = parse(text, file="")
    ends = []
    for nth, section in enumerate(sections):
        last = sections[nth + 1].line - 1 if nth + 1 < len(sections) else len(lines)
        # The attribute before a heading is the heading's own.
        while last > section.line and (
            not lines[last - 1].strip() or lines[last - 1].startswith("{#")
        ):
            last -= 1
        ends.append((section.title, last))
    return tuple(ends)


def offset_of(text: str, units: int) -> int:
    """A place in UTF-16 code units, as browsers count, in characters."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore"))


def _block_ends(lines: list[str]) -> list[int]:
    """The line numbers that end a block: those before a blank line outside of directives."""
    ends, fence = [], 0
    for number, line in enumerate(lines, 1):
        mark = _FENCE.match(line)
        if mark and not fence and mark[2]:
            fence = len(mark[1])
        elif mark and fence and not mark[2] and len(mark[1]) >= fence:
            fence = 0
        if fence == 0 and (number == len(lines) or not lines[number].strip()):
            ends.append(number)
    return ends if ends and ends[-1] == len(lines) else [*ends, len(lines)]
