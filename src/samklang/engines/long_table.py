"""The long table: raw answers as rows (respondent, stratum, question, option). Raw answers enter.

A select_one is one row a respondent. A select_multiple is one row a selected option and one row
with the option '' that says the question was answered. A matrix item is the question `q.item`.
A number's option is its text. A missing answer is one row with its marker.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from samklang.core.estimate.choices import Stratum
from samklang.core.estimate.counts import ANSWERED, NOT_ANSWERED, NOT_SHOWN
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Answer, Missing, Response, first_choice

MARKERS = {Missing.NOT_SHOWN: NOT_SHOWN, Missing.NOT_ANSWERED: NOT_ANSWERED}
NUMBERS = ("integer", "decimal")
GROUP = "@"  # before the name of a group of the register; no question's id begins so
# The unit separator of ASCII, made for this.
SEPARATOR = "\x1f"


class Row(NamedTuple):
    """One row of the long table."""

    respondent: str
    stratum: str
    question: str
    option: str


def rows(
    questionnaire: Questionnaire,
    responses: Iterable[Response],
    *,
    stratum_of: Callable[[Response], Stratum],
    groups_of: Callable[[Response], Mapping[str, str]] | None = None,
) -> Iterator[Row]:
    """Every answer to a closed or numeric question, response by response.

    A question that a response does not mention was not shown. Texts and dates are left out: they
    are not tallied and can point to a person. groups_of: the member's groups in the register,
    which become the questions `@group`.
    """
    questions = [q for q in questionnaire if q.closed or q.type in NUMBERS]
    for response in responses:
        stratum = encode(stratum_of(response))
        for question in questions:
            answer = response.answers.get(question.id, Missing.NOT_SHOWN)
            for name, option in _options(question, answer):
                yield Row(response.id, stratum, name, option)
        for group, value in (groups_of(response) if groups_of else {}).items():
            yield Row(response.id, stratum, GROUP + group, value)


def tallied(questionnaire: Questionnaire) -> Iterator[tuple[str, Question]]:
    """The questions of the long table by their name there: `q`, or `q.item` in a matrix."""
    for question in questionnaire:
        if question.type == "matrix":
            yield from ((f"{question.id}.{item.id}", question) for item in question.items)
        elif question.closed or question.type in NUMBERS:
            yield question.id, question


def encode(stratum: Stratum) -> str:
    """A stratum as one text. Raises ValueError where a value holds the separator."""
    if any(SEPARATOR in value for value in stratum):
        raise ValueError(f"A group of the register holds the control character {SEPARATOR!r}.")
    return SEPARATOR.join(stratum)


def decode(text: str, *, columns: int) -> Stratum:
    """The stratum of `encode`; `columns` tells no columns from one empty value."""
    return tuple(text.split(SEPARATOR)) if columns else ()


def _options(question: Question, answer: Answer) -> Iterator[tuple[str, str]]:
    match answer:
        case Mapping() if question.type == "ranking":
            first = first_choice(answer)
            yield question.id, MARKERS[first] if isinstance(first, Missing) else first
        case Mapping():
            for item in question.items:
                given = answer.get(item.id, Missing.NOT_SHOWN)
                yield (
                    f"{question.id}.{item.id}",
                    MARKERS[given] if isinstance(given, Missing) else given,
                )
        case Missing() if question.type == "matrix":
            for item in question.items:
                yield f"{question.id}.{item.id}", MARKERS[answer]
        case Missing():
            yield question.id, MARKERS[answer]
        case frozenset():
            yield question.id, ANSWERED
            for option in sorted(answer):
                yield question.id, option
        case str():
            yield question.id, answer
        case tuple():  # cards are no options
            pass
