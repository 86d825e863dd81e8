"""Twins: two languages of a manuscript beside each other, and what one has and the other lacks."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from samklang.core.manuscript.editing import Numbered, numbered
from samklang.core.manuscript.parsing import parse
from samklang.core.manuscript.pieces import read_block


@dataclass(frozen=True)
class Pair:
    """A piece in both languages; None where a language has no twin of it. section: its heading."""

    one: Numbered | None
    other: Numbered | None
    section: bool = False


def compared(text: str, beside: str) -> tuple[Pair, ...]:
    """The pieces of two texts, paired.

    Sections are twins by their id, what is put in by what it is and of what; running text by its
    form and its place between those.
    """
    one, other = numbered(text), numbered(beside)
    keys = [[_key(part) for part in parts] for parts in (one, other)]
    matcher = difflib.SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    made: list[Pair] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs = zip(one[i1:i2], other[j1:j2], strict=True)
            made += [Pair(a, b, a.piece.form == "section") for a, b in pairs]
        else:
            made += _alone(one[i1:i2], other[j1:j2])
    return tuple(made)


def _alone(one: Sequence[Numbered], other: Sequence[Numbered]) -> list[Pair]:
    left = [Pair(part, None, part.piece.form == "section") for part in one]
    return left + [Pair(None, part, part.piece.form == "section") for part in other]


def _key(part: Numbered) -> tuple[str, ...]:
    piece = part.piece
    if piece.form == "section":
        sections, _ = parse(piece.text, file="")
        return ("section", sections[0].id if sections else piece.text)
    if piece.form == "heading":
        sections, _ = parse(f"{{#x}}\n# x\n\n{piece.text}", file="")
        return ("heading", str(getattr(sections[0].blocks[0], "id", ""))) if sections else ("",)
    if piece.form == "block" and (block := read_block(piece.text)):
        # What a notice or a slide is called is said in its own language.
        same = block.argument if block.name not in ("notice", "key-points") else ""
        return ("block", block.name, same, *(f"{k}={v}" for k, v in sorted(block.options)))
    return (piece.form,)
