"""Fitting: the largest size at which texts fit a box: what is said 18 points or more."""

from collections.abc import Sequence

from samklang.render.charts.measure import width

SMALLEST = 18.0
# What is only looked up, rather than cut.
NOTE = 14.0
LEADING = 1.22
# Serif letters, and the faces that stand in where ours are not installed, are wider.
SERIF = 1.12


def lines(text: str, size: float, room: float) -> int:
    """How many lines a text takes at `size` in a box `room` points wide."""
    count, used = 1, 0.0
    space = width(" ", size)
    for word in text.split():
        wide = width(word, size) * SERIF
        if used and used + space + wide > room:
            count, used = count + 1, 0.0
        used += wide + (space if used else 0.0)
        while used > room:
            count, used = count + 1, used - room
    return count


def height(texts: Sequence[str], size: float, room: float, *, gap: float = 0.5) -> float:
    """The height in points of texts below each other, `gap` lines between them."""
    total = sum(lines(text, size, room) for text in texts)
    return (total * LEADING + gap * max(len(texts) - 1, 0)) * size


def largest(
    texts: Sequence[str], room: float, tall: float, sizes: Sequence[float], *, gap: float = 0.5
) -> float:
    """The first of `sizes` (large to small) at which the texts fit; else the smallest of them, or
    the smallest allowed of what is said."""
    for size in sizes:
        if height(texts, size, room, gap=gap) <= tall:
            return size
    return min(SMALLEST, sizes[-1])


def shortened(text: str, size: float, room: float, tall: float) -> str:
    """The text cut at a word, with an ellipsis, so that it fits; whole where it does."""
    most = max(int(tall / (size * LEADING)), 1)
    if lines(text, size, room) <= most:
        return text
    words = text.split(" ")
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if lines(" ".join(words[:middle]) + " …", size, room) <= most:
            low = middle
        else:
            high = middle - 1
    if low == 0:
        return text[: max(int(room / size), 1)] + "…"
    return " ".join(words[:low]) + " …"
