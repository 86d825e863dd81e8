"""Responses: what members answered. Raw answers; no renderer may import this module."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from samklang.core.privacy import Internal, Personal


class Missing(Enum):
    """Why there is no answer: the question was not shown, or it was shown and left empty."""

    NOT_SHOWN = "not-shown"
    NOT_ANSWERED = "not-answered"


# A select_one gives its option's id; a select_multiple the frozen set of selected options (an
# empty set: none was selected); a matrix maps item to option; a ranking maps option to its place
# ("1" is first; an option without a place is missing); cards are a tuple of field to text; a
# consent is "yes"; a number, date, calculation or text is its text.
Card = Mapping[str, str]
Answer = str | frozenset[str] | Mapping[str, "str | Missing"] | tuple[Card, ...] | Missing


def first_choice(ranking: "Mapping[str, str | Missing]") -> "str | Missing":
    """The option that a ranking puts first, Missing.NOT_ANSWERED where it puts none."""
    return next((o for o, place in ranking.items() if place == "1"), Missing.NOT_ANSWERED)


Status = Literal["complete", "partial", "declined"]


@dataclass(frozen=True)
class Response:
    """One member's answers.

    member: empty in an open survey. answers: by question id. open_texts: by
    ``question.option.text``, what was written beside an open option.
    """

    id: Personal[str]
    member: Personal[str]
    status: Internal[Status]
    submitted: Personal[datetime.date | None] = None
    answers: Personal[Mapping[str, Answer]] = field(default_factory=dict)
    open_texts: Personal[Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Responses:
    """All responses of a theme, in the order of responses.csv."""

    rows: Personal[tuple[Response, ...]]

    def __iter__(self) -> Iterator[Response]:
        return iter(self.rows)

    def counted(self, *, partial: bool) -> tuple[Response, ...]:
        """The responses that estimates stand on: those sent in, with `partial` also those begun."""
        wanted = ("complete", "partial") if partial else ("complete",)
        return tuple(r for r in self.rows if r.status in wanted)
