"""Accounting: what has become of every member's answer to an open question; it adds up."""

from collections.abc import Sequence
from dataclasses import dataclass

from samklang.core.coding.codings import Coding
from samklang.core.coding.states import AnswerState, states_of
from samklang.core.privacy import Internal, Public
from samklang.core.survey.open_answers import open_answer
from samklang.core.survey.open_questions import OpenQuestion
from samklang.core.survey.responses import Responses


@dataclass(frozen=True)
class Account:
    """An open question's answers by what has become of them, in members.

    invited: members asked; in an open survey those who answered anything. unanswered: those who
    wrote nothing here, or sent nothing in. The rest wrote: unread, undecided (read, and what it
    means cannot be told), no_code (read, and no code fits), coded, withheld (kept out).
    """

    question: Public[str]
    invited: Internal[int]
    unanswered: Internal[int]
    unread: Internal[int]
    undecided: Internal[int]
    no_code: Internal[int]
    coded: Internal[int]
    withheld: Internal[int]

    @property
    def answered(self) -> int:
        """Members that wrote something."""
        return self.invited - self.unanswered

    @property
    def open_ends(self) -> int:
        """Answers that nobody has settled; while there are any, the theme is not done."""
        return self.unread + self.undecided


def account(
    place: OpenQuestion,
    *,
    responses: Responses,
    codings: Sequence[Coding],
    states: Sequence[AnswerState],
    invited: int | None,
    partial: bool,
) -> Account:
    """The account of one open question; `invited` is None in an open survey.

    partial: whether responses that were begun and not sent in count. A question of which no answer
    has a state has been coded by hand: as in figures (`settled`), each answer has been read. To say
    that those without a code are unread would tell how many have one.
    """
    counted = responses.counted(partial=partial)
    known = states_of(codings, states)
    by_hand = not any(one.question == place.address for one in states)
    otherwise = "no-code" if by_hand else "unread"
    counts = {"coded": 0, "no-code": 0, "undecided": 0, "withheld": 0, "unread": 0}
    for response in counted:
        if open_answer(response, place):
            counts[known.get((response.id, place.address), otherwise)] += 1
    asked = len(counted) if invited is None else invited
    return Account(
        question=place.address,
        invited=asked,
        unanswered=asked - sum(counts.values()),
        unread=counts["unread"],
        undecided=counts["undecided"],
        no_code=counts["no-code"],
        coded=counts["coded"],
        withheld=counts["withheld"],
    )
