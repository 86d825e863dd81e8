"""Quantile steps: how coarsely a quantile must be printed so that it is nobody's own answer.

A median is what one respondent said, and so are the ends of its interval: a reader who knows
between which bounds a member must lie could tell whose it is. So each printed number stands for as
many answers as the threshold, which all round to it. Of so few that hardly any other answers are
left, it would say what nearly everyone said.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from samklang.core.disclosure.protect import demanded_span

MANTISSAS = (1.0, 2.0, 5.0)
# What fractions of a step are off by.
ROUNDING = 1e-9


class Step(NamedTuple):
    """A step that numbers are rounded to, and its decimals."""

    step: float
    decimals: int


def step_for(
    value: float, low: float, high: float, said: Sequence[float], *, threshold: int, whole: bool
) -> Step:
    """The smallest step of 1, 2 or 5 at a power of ten that will do, and its decimals.

    (0, 0) where none is finer than the interval is wide: what would be printed says nothing; and
    where fewer answers than a withheld count must leave open can be other than it.
    whole: the answers are whole numbers, never rounded finer than to 1. said: the answers.
    """
    if len(said) < threshold + demanded_span(threshold):
        return Step(0.0, 0)
    exponent = 0 if whole else _least(low, high, value)
    widest = max(high - low, 1.0 if whole else 0.0)
    while True:
        for mantissa in MANTISSAS:
            step = mantissa * 10.0**exponent
            if step > widest * (1 + ROUNDING):
                return Step(0.0, 0)
            if _covered(value, low, high, said, step=step, threshold=threshold):
                return Step(step, max(0, -exponent))
        exponent += 1


def _least(low: float, high: float, value: float) -> int:
    """The power of ten of a tenth of the interval, or of the value where there is none."""
    size = (high - low) / 10 or abs(value) / 1000
    return math.floor(math.log10(size)) if size > 0 else 0


def in_steps(value: float, low: float, high: float, *, step: float) -> tuple[int, int, int]:
    """What a value and the ends of its interval are printed as, in steps: the ends outwards.

    Half a step is rounded up. What lies on a step stays there, whatever binary fractions leave.
    """
    return (
        math.floor(value / step + 0.5 + ROUNDING),
        math.floor(low / step + ROUNDING),
        math.ceil(high / step - ROUNDING),
    )


def _covered(
    value: float, low: float, high: float, said: Sequence[float], *, step: float, threshold: int
) -> bool:
    """Whether as many answers as the threshold round to each of the three numbers."""
    printed = in_steps(value, low, high, step=step)
    answers = zip(*(in_steps(x, x, x, step=step) for x in said), strict=True)
    return all(
        rounded.count(place) >= threshold for rounded, place in zip(answers, printed, strict=True)
    )
