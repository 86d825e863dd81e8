"""Editing: one piece of a manuscript put in, changed, moved, copied, hidden or taken out.

A piece is named by its number among those that are no gaps, from 0. Each action gives the whole
text; what it does not name is as it was, but for the empty lines beside what it does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from samklang.core.manuscript.pieces import TEXT, Piece, hidden, joined, pieces, shown

_ID = re.compile(r"[ ]{0,3}\{[^{}]*#[^{}]*\}[ \t]*\n")


class NotThere(ValueError):
    """No piece has the number, or it cannot be moved further."""


@dataclass(frozen=True)
class Numbered:
    """A piece and its number among those that are no gaps."""

    number: int
    piece: Piece


def numbered(text: str) -> tuple[Numbered, ...]:
    """The pieces of a text that are no gaps, in order."""
    return tuple(Numbered(n, p) for n, p in enumerate(_solid(pieces(text))))


def run_of(parts: Sequence[Numbered], number: int) -> range:
    """The numbers of the running text that a piece is part of; of itself alone for another."""
    _need(number, len(parts))
    if parts[number].piece.form not in TEXT:
        return range(number, number + 1)
    first = last = number
    while first > 0 and parts[first - 1].piece.form in TEXT:
        first -= 1
    while last + 1 < len(parts) and parts[last + 1].piece.form in TEXT:
        last += 1
    return range(first, last + 1)


def inserted(text: str, source: str, *, after: int) -> str:
    """The text with a piece after the one of a number; -1 puts it first."""
    cut = list(pieces(text))
    at = 0 if after == -1 else _places(cut)[_need(after, len(_places(cut)))] + 1
    return _put(cut[:at], source, cut[at:])


def replaced(text: str, source: str, *, numbers: range) -> str:
    """The text with other words in the place of some pieces; empty words take them out."""
    cut = list(pieces(text))
    first, last = _span(cut, numbers)
    if not source.strip():
        return _without(cut, first, last)
    if source.rstrip("\n") == joined(cut[first : last + 1]).rstrip("\n"):
        return text
    return _put(cut[:first], source, cut[last + 1 :])


def source_of(text: str, numbers: range) -> str:
    """What some pieces are written as, with the gaps between them."""
    cut = list(pieces(text))
    first, last = _span(cut, numbers)
    return joined(cut[first : last + 1])


def moved(text: str, *, number: int, by: int) -> str:
    """The text with a piece before the one before it (by = -1) or after the next (by = 1).

    A whole section goes past a whole section. Raises NotThere where there is none to go past.
    """
    cut = list(pieces(text))
    places = _places(cut)
    _need(number, len(places))
    if cut[places[number]].form == "section":
        return _section_moved(cut, places[number], by)
    _need(number + by, len(places))
    one, other = sorted((places[number], places[number + by]))
    # The first section's heading begins the report: nothing stands before it.
    if cut[one].form == "section" and not any(p.form == "section" for p in cut[:one]):
        raise NotThere(number)
    parts = [*cut[:one], cut[other], *cut[one + 1 : other], cut[one], *cut[other + 1 :]]
    return _assembled(parts)


def copied(text: str, *, number: int) -> str:
    """The text with a copy of a piece after it. Of a heading's copy the name is its own."""
    source = source_of(text, range(number, number + 1))
    return inserted(text, _ID.sub("", source), after=number)


def turned(text: str, *, number: int) -> str:
    """The text with a piece hidden, or shown again."""
    cut = list(pieces(text))
    places = _places(cut)
    piece = cut[places[_need(number, len(places))]]
    if piece.form == "section":
        raise NotThere(number)
    source = shown(piece.text) if piece.form == "hidden" else hidden(piece.text)
    return _put(cut[: places[number]], source, cut[places[number] + 1 :])


def removed(text: str, *, number: int) -> str:
    """The text without a piece; without a whole section, where it is a section's heading."""
    cut = list(pieces(text))
    first, last = _span(cut, range(number, number + 1))
    if cut[first].form == "section":
        last = _section_end(cut, first)
    return _without(cut, first, last)


def _solid(cut: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in cut if piece.form != "gap"]


def _places(cut: Sequence[Piece]) -> list[int]:
    return [at for at, piece in enumerate(cut) if piece.form != "gap"]


def _need(number: int, length: int) -> int:
    if not 0 <= number < length:
        raise NotThere(number)
    return number


def _span(cut: Sequence[Piece], numbers: range) -> tuple[int, int]:
    places = _places(cut)
    if not numbers:
        raise NotThere(numbers)
    return places[_need(numbers[0], len(places))], places[_need(numbers[-1], len(places))]


def _section_end(cut: Sequence[Piece], head: int) -> int:
    """The place of the last piece of the section whose heading stands at a place."""
    ends = [at for at in range(head + 1, len(cut)) if cut[at].form == "section"]
    last = (ends[0] if ends else len(cut)) - 1
    while last > head and cut[last].form == "gap":
        last -= 1
    return last


def _section_moved(cut: Sequence[Piece], head: int, by: int) -> str:
    heads = [at for at, piece in enumerate(cut) if piece.form == "section"]
    at = heads.index(head)
    _need(at + by, len(heads))
    one, other = sorted((head, heads[at + by]))
    end, last = _section_end(cut, one), _section_end(cut, other)
    return _assembled(
        [
            *cut[:one],
            *cut[other : last + 1],
            *cut[end + 1 : other],
            *cut[one : end + 1],
            *cut[last + 1 :],
        ]
    )


def _without(cut: Sequence[Piece], first: int, last: int) -> str:
    before, after = list(cut[:first]), list(cut[last + 1 :])
    if after and after[0].form == "gap":
        after.pop(0)
    elif not after and before and before[-1].form == "gap":
        before.pop()
    return _assembled([*before, *after])


def _put(before: Sequence[Piece], source: str, after: Sequence[Piece]) -> str:
    return _assembled([*before, Piece("other", source.strip("\n") + "\n", 0), *after])


def _assembled(parts: Sequence[Piece]) -> str:
    """Pieces as a text: an empty line between two that have come to stand beside each other."""
    made: list[str] = []
    for nth, piece in enumerate(parts, 1):
        follows = parts[nth] if nth < len(parts) else None
        made.append(piece.text)
        if follows is None or (piece.line and piece.line + piece.lines == follows.line):
            continue
        if not piece.text.endswith(("\n", "\r")):
            made.append("\n")
        if piece.form != "gap" and follows.form != "gap":
            made.append("\n")
    return "".join(made)
