"""The chart of answers over time: a staircase towards the number of members asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from samklang.web.queries.following import Day

WIDTH, HEIGHT = 640.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 44.0, 12.0, 14.0, 30.0


@dataclass(frozen=True)
class Staircase:
    """Where the chart's marks stand, in SVG units.

    line, area: paths. levels: the scale's steps as (y, number). ends: first and last day with
    their x. goal: the height of the number asked.
    """

    line: str
    area: str
    levels: tuple[tuple[float, int], ...]
    ends: tuple[tuple[float, Day, str], ...]
    goal: float


def staircase(days: Sequence[Day], asked: int) -> Staircase | None:
    """The chart of `days`, or None where there is nothing to draw."""
    if not days or not asked:
        return None
    top = max(asked, days[-1].answered)

    def y(number: float) -> float:
        return round(HEIGHT - BOTTOM - number / top * (HEIGHT - TOP - BOTTOM), 1)

    step = (WIDTH - LEFT - RIGHT) / len(days)
    marks = [f"M{LEFT},{y(0)}"]
    for number, day in enumerate(days):
        marks.append(f"V{y(day.answered)}H{round(LEFT + step * (number + 1), 1)}")
    line = "".join(marks)
    levels = sorted({0, _half(top), top})
    ends = [(LEFT, days[0], "start")]
    if len(days) > 1:
        ends.append((WIDTH - RIGHT, days[-1], "end"))
    return Staircase(
        line=line,
        area=f"{line}V{y(0)}Z",
        levels=tuple((y(n), n) for n in levels),
        ends=tuple(ends),
        goal=y(asked),
    )


def _half(top: int) -> int:
    """A round number near half of `top`, where there is room for it."""
    half = top / 2
    return int(round(half, -1)) if half >= 20 else round(half)
