"""Protect: one list of counts whose sum is known; the rule by itself, without other tables."""

from collections.abc import Sequence

from samklang.core.disclosure.released import CellStatus


def demanded_span(threshold: int) -> int:
    """How far apart the least and greatest possible value of a withheld count must be."""
    return (threshold + 1) // 2


def protect(counts: Sequence[int], *, threshold: int) -> tuple[CellStatus, ...]:
    """What may be printed of `counts` when their sum is known.

    Primary: counts under the threshold. Secondary: the smallest others are withheld until the
    values that a reader who knows the sum must reckon with, for any withheld small count, span at
    least half the threshold (3 of the 5 values 0 to 4). Where even withholding all does not
    suffice, no cell says that it is small.
    """
    few = {i for i, n in enumerate(counts) if n < threshold}
    hidden: set[int] = set()
    rest = sorted(set(range(len(counts))) - few, key=lambda i: (counts[i], i))
    while few and _span(counts, few, hidden, threshold) < demanded_span(threshold):
        if not rest:
            return tuple("protected" for _ in counts)
        hidden.add(rest.pop(0))
    return tuple(
        "few" if i in few else "protected" if i in hidden else "shown" for i in range(len(counts))
    )


def _span(counts: Sequence[int], few: set[int], hidden: set[int], threshold: int) -> int:
    """How far apart the least and the greatest possible value of a withheld small count are.

    A reader knows the sum of the withheld cells, that those marked small hold at most
    threshold - 1 and that the others hold at least the threshold.
    """
    total = sum(counts[i] for i in few | hidden)
    highest = min(threshold - 1, total - threshold * len(hidden))
    lowest = 0 if hidden else max(0, total - (threshold - 1) * (len(few) - 1))
    return highest - lowest
