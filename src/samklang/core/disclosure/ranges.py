"""Ranges: the least and greatest value of each number, and which numbers hang together."""

from dataclasses import dataclass

from samklang.core.language.messages import Message


class Contradiction(Exception):
    """No table of whole counts agrees with what is printed: something printed is wrong."""

    def __init__(self, what: Message):
        self.what = what
        super().__init__(what)


@dataclass
class Ranges:
    """The least and greatest value of every number, by index."""

    low: list[int]
    high: list[int]

    def copy(self) -> "Ranges":
        """The same ranges, to be changed apart."""
        return Ranges(list(self.low), list(self.high))

    def span(self, index: int) -> int:
        """How far apart the ends of a number are."""
        return self.high[index] - self.low[index]

    def narrow(self, index: int | None, low: int, high: int) -> None:
        """A number is known to lie from low to high as well; None: no number."""
        if index is not None:
            self.low[index] = max(self.low[index], low)
            self.high[index] = min(self.high[index], high)


@dataclass(frozen=True)
class Component:
    """Numbers that hang together, and the rows that tie them; by index."""

    numbers: tuple[int, ...]
    rows: tuple[int, ...]
    forest: bool
