"""Places in an answer and in the text that is exchanged, whose line ends are LF."""

import re
from bisect import bisect_left

# Characters that are two units in UTF-16.
WIDE = re.compile("[\U00010000-\U0010ffff]")


def with_lf(text: str) -> str:
    """The text with every line end as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def place_with_lf(text: str, place: int) -> int:
    """A place of `text` in the text with LF; one between CR and LF comes to stand after both."""
    return place - text.count("\r\n", 0, place)


def place_without(text: str, place: int) -> int:
    """A place of the text with LF in `text` as it was."""
    at = text.find("\r\n")
    before = 0
    while at >= 0 and at - before < place:
        before += 1
        at = text.find("\r\n", at + 2)
    return place + before


class UnitPlaces:
    """Places of a text in UTF-16 units, CR LF as two, as NVivo counts; found in log time each."""

    def __init__(self, text: str):
        self._wide = [m.start() + before for before, m in enumerate(WIDE.finditer(text))]
        self._ends = [m.start() for m in re.finditer("\r\n", text)]
        self._length = len(text) + len(self._wide)

    def with_lf(self, place: int) -> int | None:
        """The place in the text with LF; None within a character, or beyond the text."""
        before = bisect_left(self._wide, place)
        if not 0 <= place <= self._length or (before and self._wide[before - 1] == place - 1):
            return None
        return place - before - bisect_left(self._ends, place - before - 1)
