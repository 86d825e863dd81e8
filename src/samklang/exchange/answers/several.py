"""Several answers in one cell: where one ends, also where an answer holds the mark itself."""

import itertools
from collections import Counter
from collections.abc import Sequence

# Answers that so many have given, so nearly always one after the other, are one answer.
TOGETHER, ALWAYS = 10, 0.97


def parts(cell: str, separator: str) -> list[str]:
    """The answers of a cell, without blanks; one is not there twice."""
    return list(dict.fromkeys(p.strip() for p in cell.split(separator.strip()) if p.strip()))


def counted(values: Sequence[str], separator: str) -> Counter[str]:
    """How often each answer stands in the cells."""
    split = [parts(value, separator) for value in values]
    if separator == ", ":
        split = _continued(split)
    counts = Counter(part for cell in split for part in cell)
    return _joined(split, counts) if separator == ", " else counts


def is_ranking(values: Sequence[str], separator: str) -> bool:
    """Whether every cell holds all the answers, three or more, in orders that differ."""
    cells = [tuple(parts(value, separator)) for value in values]
    alike = {frozenset(cell) for cell in cells}
    return len(alike) == 1 and len(cells[0]) > 2 and len(set(cells)) > 1


def _continued(split: Sequence[Sequence[str]]) -> list[list[str]]:
    """The cells with what goes on in small letters put to what it always goes on from.

    "Yes, often" and "Yes, now and then" are two answers, and "Yes" none. A part that also stands
    alone, or goes on from several, is an answer of its own.
    """
    before: dict[str, set[str]] = {}
    after: dict[str, set[str]] = {}
    for cell in split:
        for part, other in zip(["", *cell], [*cell, ""], strict=True):
            before.setdefault(other, set()).add(part)
            after.setdefault(part, set()).add(other)
    begun = {
        part
        for part, others in after.items()
        if part and all(other[:1].islower() and before[other] == {part} for other in others)
    }
    continued = []
    for cell in split:
        whole: list[str] = []
        for n, part in enumerate(cell):
            if n and cell[n - 1] in begun:
                whole[-1] += f", {part}"
            else:
                whole.append(part)
        continued.append(whole)
    return continued


def _joined(split: Sequence[Sequence[str]], counts: Counter[str]) -> Counter[str]:
    """Answers that hold a comma themselves: parts that always stand beside each other are one."""
    after: dict[str, Counter[str]] = {}
    for cell in split:
        # Of a cell with nothing but commas nothing is left.
        for part, other in itertools.pairwise([*cell, ""]):
            after.setdefault(part, Counter())[other] += 1
    follows: dict[str, str] = {}
    for part, others in after.items():
        other, times = others.most_common(1)[0]
        always = times == counts[part] == counts[other]
        nearly = times >= TOGETHER and times >= ALWAYS * max(counts[part], counts[other])
        if other and ((always and other[:1].islower()) or nearly):
            follows[part] = other
    joined = Counter(counts)
    for first in follows.keys() - set(follows.values()):
        chain = [first]
        while chain[-1] in follows:
            chain.append(follows[chain[-1]])
        times = min(counts[part] for part in chain)
        for part in chain:
            joined[part] -= times
        joined[", ".join(chain)] += times
    return +joined
