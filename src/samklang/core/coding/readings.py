"""Readings: what each of two persons made of a sampled answer, and what was settled."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from samklang.core.coding.codings import Valence
from samklang.core.coding.states import Place, State
from samklang.core.privacy import Internal, Personal

# Whose reading it is: the theme's ordinary coder, the one who did not see it, or what was settled
# where the two differed.
Part = Literal["first", "second", "settled"]
PARTS: tuple[Part, ...] = ("first", "second", "settled")


@dataclass(frozen=True)
class Mark:
    """A code on a span of an answer: code points, end exclusive."""

    code: Internal[str]
    valence: Internal[Valence]
    start: Internal[int]
    end: Internal[int]

    @property
    def key(self) -> str:
        """The code with its valence, as agreement counts it."""
        return f"{self.code}:{self.valence}"


@dataclass(frozen=True)
class Reading:
    """What one person made of one sampled answer. memo: in a settled one, why it was settled so."""

    response: Personal[str]
    question: Internal[str]
    part: Internal[Part]
    coder: Personal[str]
    state: Internal[State]
    marks: Internal[tuple[Mark, ...]] = ()
    time: Internal[datetime.datetime | None] = None
    memo: Personal[str] = ""

    @property
    def codes(self) -> frozenset[str] | None:
        """The codes with their valence; none at all where no code fits; None where the reader could
        not decide, or kept the answer out."""
        if self.state in ("undecided", "withheld"):
            return None
        return frozenset(mark.key for mark in self.marks)


@dataclass(frozen=True)
class Sample:
    """A sample drawn for double coding.

    seed: of the drawing. drawn: answers in it, drawn_from: answers that could have been.
    """

    question: Internal[str]
    seed: Internal[int]
    drawn: Internal[int]
    drawn_from: Internal[int]
    day: Internal[datetime.date | None] = None


@dataclass(frozen=True)
class Talk:
    """An entry of the log of discussions in a reflexive coding."""

    time: Internal[datetime.datetime | None]
    coder: Personal[str]
    question: Internal[str]
    text: Personal[str]


def by_place(readings: Iterable[Reading]) -> Mapping[Place, Mapping[Part, Reading]]:
    """The readings of each answer, by part."""
    readings_by_place: dict[Place, dict[Part, Reading]] = {}
    for reading in readings:
        readings_by_place.setdefault((reading.response, reading.question), {})[reading.part] = (
            reading
        )
    return readings_by_place
