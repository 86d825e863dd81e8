"""Double coding: what two persons, blind to each other, made of a sample, and what was settled."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from samklang.core.coding.agreement import Agreement, Codes, agreement
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
    def codes(self) -> Codes | None:
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


def differ(one: Reading, other: Reading) -> bool:
    """Whether two readings must be settled: other codes or valences, or another state."""
    return one.state != other.state or one.codes != other.codes


def by_place(readings: Iterable[Reading]) -> Mapping[Place, Mapping[Part, Reading]]:
    """The readings of each answer, by part."""
    by_place_read: dict[Place, dict[Part, Reading]] = {}
    for reading in readings:
        by_place_read.setdefault((reading.response, reading.question), {})[reading.part] = reading
    return by_place_read


def unsettled(readings: Iterable[Reading]) -> int:
    """Answers on which two readings differ and nothing has been settled."""
    return sum(
        "settled" not in parts and "second" in parts and differ(parts["first"], parts["second"])
        for parts in by_place(readings).values()
        if "first" in parts
    )


def agreement_on(readings: Sequence[Reading], question: str, codes: Sequence[str]) -> Agreement:
    """The agreement of the two on the answers to one question.

    Alpha over whole answers takes code and valence together (MASI); each of `codes` is then looked
    at by itself, whatever its valence.
    """
    both: tuple[Part, ...] = PARTS[:2]
    given: dict[str, dict[str, Codes]] = {}
    for (response, of), parts in by_place(readings).items():
        if of != question:
            continue
        given[response] = {
            part: kept for part in both if part in parts and (kept := parts[part].codes) is not None
        }
    bare = {
        response: {part: frozenset(k.partition(":")[0] for k in kept) for part, kept in of.items()}
        for response, of in given.items()
    }
    each = agreement(bare, codes)
    whole = agreement(given, ())
    return Agreement(whole.answers, whole.coders, whole.alike, whole.alpha, each.codes)
