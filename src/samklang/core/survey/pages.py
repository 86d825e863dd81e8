"""Pages of a questionnaire and the path through them with the answers stored so far."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from samklang.core.survey.answers import StoredAnswers, answers, permits, unchosen
from samklang.core.survey.expression import names
from samklang.core.survey.parsing import parse
from samklang.core.survey.path import Counted, on_offer, walk
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Missing

MOST_ON_A_PAGE = 6


@dataclass(frozen=True)
class Step:
    """A page of the path: its number from 1, and the questions asked on it."""

    number: int
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Road:
    """The path as it is now.

    missing: required questions that are asked and not answered, and answers that what was answered
    before does not allow any longer. asked: with options as they are on offer.
    """

    steps: tuple[Step, ...]
    first_unanswered: tuple[int, str] | None
    missing: tuple[tuple[int, str], ...]
    asked: frozenset[str]

    def step(self, number: int) -> Step | None:
        """The page of a number, or None where nothing on it is asked."""
        return next((s for s in self.steps if s.number == number), None)

    def after(self, number: int) -> Step | None:
        """The next page, or None where the number is the last."""
        return next((s for s in self.steps if s.number > number), None)

    def before(self, number: int) -> Step | None:
        """The page before, or None where the number is the first."""
        return next((s for s in reversed(self.steps) if s.number < number), None)


def _asks_of(questionnaire: Questionnaire) -> Mapping[str, frozenset[str]]:
    """The questions whose answers decide how each question is shown, calculations seen through."""
    asks: dict[str, frozenset[str]] = {}
    for question in questionnaire:
        asked: frozenset[str] = frozenset()
        for text in (question.relevant, question.choice_filter, question.calculation):
            if text.strip():
                asked |= {name.partition(".")[0] for name in names(parse(text))}
        calculated = [asks[a] for a in asked if a in asks and questionnaire.by_id[a].calculation]
        asks[question.id] = asked.union(*calculated)
    return asks


@lru_cache(maxsize=64)
def pages(questionnaire: Questionnaire) -> tuple[tuple[Question, ...], ...]:
    """The pages, broken where a question depends on one on the same page."""
    pages: list[list[Question]] = []
    asks_of = _asks_of(questionnaire)
    for question in questionnaire:
        if question.type == "calculate":
            continue
        here = {q.id for q in pages[-1]} if pages else set()
        breaks = asks_of[question.id] & here
        if not pages or breaks or len(pages[-1]) >= MOST_ON_A_PAGE:
            pages.append([])
        pages[-1].append(question)
    return tuple(map(tuple, pages))


def steps(questionnaire: Questionnaire, stored: StoredAnswers) -> Road:
    """The path with the answers stored so far, worked out anew."""
    counted = walk(questionnaire, answers(questionnaire, stored))
    steps = []
    first: tuple[int, str] | None = None
    missing = []
    asked = {name for name in counted if questionnaire.by_id[name].type != "calculate"}
    for number, page in enumerate(pages(questionnaire), 1):
        questions = tuple(_offered(q, counted) for q in page if q.id in counted)
        # Where nothing is on offer there is nothing to ask.
        empty = {q.id for q in questions if q.choice_filter and not q.options}
        asked -= empty
        questions = tuple(q for q in questions if q.id not in empty)
        if not questions:
            continue
        steps.append(Step(number, questions))
        for question in questions:
            given = counted[question.id] if question.choice_filter else stored.get(question.id)
            if given is Missing.NOT_ANSWERED:
                given = ""
            if question.type == "note":
                continue
            refused = given and question.constraint and not permits(question, given, counted)
            if refused or unchosen(question, stored):
                missing.append((number, question.id))
                continue
            if given:
                continue
            first = first or (number, question.id)
            if question.required:
                missing.append((number, question.id))
    return Road(tuple(steps), first, tuple(missing), frozenset(asked))


def _offered(question: Question, counted: Mapping[str, Counted]) -> Question:
    if not question.choice_filter.strip():
        return question
    return replace(question, options=on_offer(question, counted))


def to_send(questionnaire: Questionnaire, stored: StoredAnswers, road: Road) -> StoredAnswers:
    """What is sent in of what is stored: answers to questions asked, by options on offer."""
    options = {
        q.id: {o.id for o in q.options} for s in road.steps for q in s.questions if q.choice_filter
    }
    fields = {}
    for name, value in stored.items():
        question = name.partition(".")[0]
        if question not in road.asked:
            continue
        offered = options.get(question)
        if offered is None:
            fields[name] = value
        elif name == question and isinstance(value, list):
            if left := [option for option in value if option in offered]:
                fields[name] = left
        elif (value if name == question else name.split(".")[1]) in offered:
            fields[name] = value
    return fields


def minutes(questionnaire: Questionnaire) -> int:
    """About how many minutes the questionnaire takes, rounded up.

    Our own rule of thumb: 10 s to read and tick, 6 s a statement, 45 s to write a text.
    """
    seconds = 30
    for question in questionnaire:
        match question.type:
            case "matrix":
                seconds += 8 + 6 * len(question.items)
            case "text":
                seconds += 45
            case "ranking":
                seconds += 10 + 4 * len(question.options)
            case "cards":
                # Most who fill in a card fill in one.
                seconds += 20 + 20 * len(question.fields)
            case "calculate":
                pass
            case _:
                seconds += 10
    return math.ceil(seconds / 60)
