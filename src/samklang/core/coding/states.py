"""States of answers: unread, coded, no code fits, cannot be decided, or kept out of the report."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from samklang.core.coding.codings import Coding
from samklang.core.privacy import Internal, Personal

# An answer that has none of these is unread.
State = Literal["coded", "no-code", "undecided", "withheld"]
# (response, question): one answer.
Place = tuple[str, str]


@dataclass(frozen=True)
class AnswerState:
    """What a coder has made of one answer.

    coded: read, and its codes are among the codings. no-code: read, and no code fits. undecided:
    read, and what it means cannot be told. withheld: kept out of every figure, for the reason in
    memo.
    """

    response: Personal[str]
    question: Internal[str]
    state: Internal[State]
    coder: Personal[str] = ""
    time: Internal[datetime.datetime | None] = None
    memo: Personal[str] = ""


def states_of(codings: Iterable[Coding], states: Iterable[AnswerState]) -> Mapping[Place, State]:
    """The state of each answer that has one; an answer with a coding and no state is coded."""
    by_place: dict[Place, State] = {(c.response, c.question): "coded" for c in codings}
    return by_place | {(s.response, s.question): s.state for s in states}


def settled(
    codings: Iterable[Coding], states: Iterable[AnswerState], *, questions: Collection[str]
) -> Mapping[str, Collection[Place] | None]:
    """By question, the answers that are counted in figures: coded, or read and no code fits.

    None where all are: a codebook used by hand has no states, and every answer counts as read.
    """
    kept = list(states)
    known = states_of(codings, kept)
    with_states = {s.question for s in kept}
    return {
        question: {
            place
            for place, state in known.items()
            if place[1] == question and state in ("coded", "no-code")
        }
        if question in with_states
        else None
        for question in questions
    }
