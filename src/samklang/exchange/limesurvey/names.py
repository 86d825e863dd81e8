"""Names: LimeSurvey's codes as ids of a theme package."""

import re

NOT_ALLOWED = re.compile(r"[^A-Za-z0-9_-]")
LONGEST = 40


class Ids:
    """Gives ids that are unique within one list; the same codes in order give the same ids."""

    def __init__(self, *taken: str) -> None:
        self._taken = set(taken)

    def give(self, code: str) -> str:
        """An id for a code: what isn't allowed becomes a hyphen, a collision gets a number."""
        stem = NOT_ALLOWED.sub("-", code).lstrip("-_")[:LONGEST] or "x"
        name, number = stem, 2
        while name in self._taken:
            tail = f"-{number}"
            name = stem[: LONGEST - len(tail)] + tail
            number += 1
        self._taken.add(name)
        return name
