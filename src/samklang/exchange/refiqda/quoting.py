"""Quoting: what a selection repeats of the words it is of, by which its places are known."""

from collections.abc import Sequence
from typing import Any


def quoted_in(selection: Any) -> str:
    """The coded words as far as the selection repeats them; NVivo's do not."""
    return str(selection.get("name", "")).removesuffix("…").strip()


def quotes(selection: Any, text: str) -> bool:
    """Whether the words that a selection repeats stand at its place, counted by the standard."""
    quoted = quoted_in(selection)
    start, end = selection.get("startPosition", ""), selection.get("endPosition", "")
    plain = start.isdecimal() and end.isdecimal() and max(len(start), len(end)) < 10
    if not quoted or not plain:
        return False
    return _begins(text[int(start) : int(end)], quoted)


def with_line_ends(selections: Sequence[Any], text: str, bare: str) -> bool:
    """Whether more of the quoted words of a source stand where CR LF counts as two than where it is
    one. REFI-QDA's line end is LF; some programs count those of their own text. On the first line
    both are the same.

    bare: the text with LF.
    """
    if "\r\n" not in text:
        return False
    as_two = sum(quotes(selection, text) for selection in selections)
    return as_two > sum(quotes(selection, bare) for selection in selections)


def _begins(text: str, quoted: str) -> bool:
    return " ".join(text.split()).startswith(" ".join(quoted.split()))


def in_units(selection: Any, text: str, start: int, end: int) -> bool:
    """Whether the quoted words stand there only if counted in UTF-16 units."""
    quoted = quoted_in(selection)
    if not quoted:
        return False
    units = text.encode("utf-16-le")
    by_units = units[2 * start : 2 * end].decode("utf-16-le", errors="replace")
    return not _begins(text[start:end], quoted) and _begins(by_units, quoted)
