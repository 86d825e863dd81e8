"""Text changes: what was put in and taken out between two versions of a text, line by line."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "out", "in", "left-out"]
# Unchanged lines that are shown on each side of a change.
CONTEXT = 3
# Beyond this a line is compared whole: comparing words takes time that grows with their square.
WORDS_OF = 4_000
_WORD = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Part:
    """A stretch of a line; `changed` where the other version has something else there."""

    text: str
    changed: bool = False


@dataclass(frozen=True)
class ChangedLine:
    """A line of a comparison: the same in both, taken out, or put in.

    number: the line's number in the version that has it (in the newer one where both have).
    "left-out" stands for `number` unchanged lines that are not shown.
    """

    kind: Kind
    number: int
    parts: tuple[Part, ...] = ()


def text_changes(old: str, new: str, *, context: int = CONTEXT) -> tuple[ChangedLine, ...]:
    """How `new` differs from `old`; empty where it does not.

    Unchanged lines further than `context` lines from a change are left out and counted.
    """
    before, after = old.split("\n"), new.split("\n")
    matcher = difflib.SequenceMatcher(None, before, after)
    codes = matcher.get_opcodes()
    if all(code[0] == "equal" for code in codes):
        return ()
    changes: list[ChangedLine] = []
    for nth, (tag, i1, i2, j1, j2) in enumerate(codes):
        if tag == "equal":
            first, last = nth == 0, nth == len(codes) - 1
            changes += _context(after[j1:j2], j1, 0 if first else context, 0 if last else context)
        else:
            changes += _replaced(before[i1:i2], after[j1:j2], i1, j1)
    return tuple(changes)


def _context(lines: Sequence[str], start: int, head: int, tail: int) -> Iterator[ChangedLine]:
    """The first and last lines of an unchanged run, and how many between them are left out."""
    shown = list(enumerate(lines, start + 1))
    # One line takes no more room than the words that it is left out.
    if len(shown) <= head + tail + 1:
        head, tail = len(shown), 0
    for number, line in shown[:head]:
        yield ChangedLine("same", number, (Part(line),))
    if left := len(shown) - head - tail:
        yield ChangedLine("left-out", left)
    for number, line in shown[len(shown) - tail :]:
        yield ChangedLine("same", number, (Part(line),))


def _replaced(
    before: Sequence[str], after: Sequence[str], at: int, to: int
) -> Iterator[ChangedLine]:
    """Lines for lines: all that were taken out, then all that were put in."""
    pairs = [_words(b, a) for b, a in zip(before, after, strict=False)]
    for nth, line in enumerate(before):
        parts = pairs[nth][0] if nth < len(pairs) else (Part(line, True),)
        yield ChangedLine("out", at + nth + 1, parts)
    for nth, line in enumerate(after):
        parts = pairs[nth][1] if nth < len(pairs) else (Part(line, True),)
        yield ChangedLine("in", to + nth + 1, parts)


def _words(old: str, new: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts of two lines of which one took the other's place."""
    if max(len(old), len(new)) > WORDS_OF:
        return (Part(old, True),), (Part(new, True),)
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.3:
        return (Part(old, True),), (Part(new, True),)
    out: list[Part] = []
    put: list[Part] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        changed = tag != "equal"
        if i2 > i1:
            out.append(Part("".join(before[i1:i2]), changed))
        if j2 > j1:
            put.append(Part("".join(after[j1:j2]), changed))
    return tuple(out), tuple(put)
