"""Spelling: which word of the catalogue a misspelt word was meant to be."""

from collections.abc import Callable, Iterable

from samklang.core.catalogue.analyser import folded

# Shorter words are as near to any other as to the one meant.
SHORTEST = 4
# Words from this length on may have two letters wrong.
LONG = 8
ENDS = 3
_BARE = str.maketrans("åäö", "aao")


def bare(word: str) -> str:
    """A word without any mark on its letters."""
    return folded(word).translate(_BARE)


def ends(word: str) -> tuple[str, str]:
    """The first and the last letters of a word, without marks."""
    plain = bare(word)
    return plain[:ENDS], plain[-ENDS:]


def nearest(
    word: str, candidates: Iterable[tuple[str, int]], *, stem: Callable[[str], str] = str
) -> str | None:
    """The candidate nearest to a word that is near enough, by itself or by its stem; or None.

    candidates: words and how many examples hold them; of equally near ones the commoner, then the
    first in the alphabet.
    """
    if len(word) < SHORTEST:
        return None
    most = 2 if len(word) >= LONG else 1
    written = [bare(form) for form in dict.fromkeys((word, stem(word)))]
    near = [
        (edits, form != other, -examples, other)
        for other, examples in candidates
        for form in dict.fromkeys((other, stem(other)))
        for plain in written
        if abs(len(form) - len(plain)) <= most
        and (edits := distance(plain, bare(form), most)) <= most
    ]
    return min(near)[3] if near else None


def distance(one: str, other: str, most: int) -> int:
    """How many letters are put in, left out, changed or swapped with the next (Damerau 1964).

    Any number above `most` stands for more than that.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
