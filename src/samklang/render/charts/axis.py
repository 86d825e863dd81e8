"""Axis: where an axis of means and totals begins and ends, and its round numbers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

# A number of the series 1, 2, 5 is read at a glance (Wilkinson, The Grammar of Graphics, 6.2).
STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Scale:
    """An axis from `start` to `stop`, with its round numbers and the decimals they need."""

    start: float
    stop: float
    ticks: tuple[float, ...]
    decimals: int


def value_scale(values: Sequence[float], *, most: int = 5) -> Scale:
    """The axis that holds the values, in at most `most` steps.

    It begins at zero unless all of them lie far from it (the least more than half of the
    greatest), as years do.
    """
    low, high = min(values, default=0.0), max(values, default=1.0)
    if low >= 0 and low <= high / 2:
        low = 0.0
    if high <= 0 and high >= low / 2:
        high = 0.0
    if low == high:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = low + 1.0
    size = 10.0 ** math.floor(math.log10((high - low) / most))
    step = next(
        (s * size for s in STEPS if _steps(low, high, s * size) <= most), STEPS[-1] * 2 * size
    )
    first = math.floor(low / step + 1e-9)
    count = _steps(low, high, step)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    ticks = tuple(round((first + n) * step, decimals) for n in range(count + 1))
    return Scale(ticks[0], ticks[-1], ticks, decimals)


def _steps(low: float, high: float, step: float) -> int:
    return math.ceil(high / step - 1e-9) - math.floor(low / step + 1e-9)
