"""A questionnaire as pages with fields: what they hold, what was typed, what is wrong with it.

Answers are kept as JSON by question id: a text, a list of option ids, item → option, option → its
place in a ranking, or a list of cards with field → text; what stands beside an open option is kept
as ``question.option.text``.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from samklang.core.language.phrases import phrase
from samklang.core.survey.expression import names
from samklang.core.survey.parsing import parse
from samklang.core.survey.path import Counted, allowed, on_offer, walk
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Answer
from samklang.core.wording import Language
from samklang.web.forms import answer_parts

Kept = Mapping[str, Any]
# Fields as a browser sends them: name → values.
Fields = Mapping[str, Sequence[str]]
MOST_ON_A_PAGE = 6
LONGEST = 10_000


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


@dataclass(frozen=True)
class Reading:
    """What was typed on a page. values: what can be kept, '' or [] where a field is empty.

    faults: by the name of a field, in words.
    """

    values: Kept
    faults: Mapping[str, str]


def _asks_of(questionnaire: Questionnaire) -> Mapping[str, frozenset[str]]:
    """The questions whose answers decide how each question is shown, calculations seen through."""
    found: dict[str, frozenset[str]] = {}
    for question in questionnaire:
        asked: frozenset[str] = frozenset()
        for text in (question.relevant, question.choice_filter, question.calculation):
            if text.strip():
                asked |= {name.partition(".")[0] for name in names(parse(text))}
        calculated = [found[a] for a in asked if a in found and questionnaire.by_id[a].calculation]
        found[question.id] = asked.union(*calculated)
    return found


@lru_cache(maxsize=64)
def pages(questionnaire: Questionnaire) -> tuple[tuple[Question, ...], ...]:
    """The pages, broken where a question depends on one on the same page."""
    found: list[list[Question]] = []
    asks_of = _asks_of(questionnaire)
    for question in questionnaire:
        if question.type == "calculate":
            continue
        here = {q.id for q in found[-1]} if found else set()
        breaks = asks_of[question.id] & here
        if not found or breaks or len(found[-1]) >= MOST_ON_A_PAGE:
            found.append([])
        found[-1].append(question)
    return tuple(map(tuple, found))


def steps(questionnaire: Questionnaire, kept: Kept) -> Road:
    """The path with the answers that are kept, worked out anew."""
    counted = walk(questionnaire, answers(questionnaire, kept))
    found = []
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
        found.append(Step(number, questions))
        for question in questions:
            given = counted[question.id] if question.choice_filter else kept.get(question.id)
            if question.type == "note":
                continue
            if given:
                if question.constraint and not _allowed(question, given, counted):
                    missing.append((number, question.id))
                continue
            first = first or (number, question.id)
            if question.required:
                missing.append((number, question.id))
    return Road(tuple(found), first, tuple(missing), frozenset(asked))


def _offered(question: Question, counted: Mapping[str, Counted]) -> Question:
    if not question.choice_filter.strip():
        return question
    return replace(question, options=on_offer(question, counted))


def _allowed(question: Question, value: Any, counted: Mapping[str, Counted]) -> bool:
    return allowed(question, frozenset(value) if isinstance(value, list) else value, counted)


def answers(questionnaire: Questionnaire, kept: Kept) -> Mapping[str, Answer]:
    """What is kept as the survey's own answers; what is empty is left out."""
    found: dict[str, Answer] = {}
    for question in questionnaire:
        value = kept.get(question.id)
        if not value:
            continue
        if isinstance(value, list):
            found[question.id] = tuple(value) if question.type == "cards" else frozenset(value)
        else:
            found[question.id] = value
    return found


def to_send(questionnaire: Questionnaire, kept: Kept, road: Road) -> Kept:
    """What is sent in of what is kept: answers to questions asked, by options on offer."""
    options = {
        q.id: {o.id for o in q.options} for s in road.steps for q in s.questions if q.choice_filter
    }
    found = {}
    for name, value in kept.items():
        question = name.partition(".")[0]
        if question not in road.asked:
            continue
        offered = options.get(question)
        if offered is None:
            found[name] = value
        elif name == question and isinstance(value, list):
            if left := [option for option in value if option in offered]:
                found[name] = left
        elif (value if name == question else name.split(".")[1]) in offered:
            found[name] = value
    return found


def filled(questions: Sequence[Question], kept: Kept, language: Language) -> Fields:
    """What the fields of questions hold when nothing is typed yet."""
    found: dict[str, Sequence[str]] = {}
    for question in questions:
        value = kept.get(question.id)
        match value:
            case None | "" | []:
                pass
            case dict():
                found |= {f"{question.id}.{item}": [str(v)] for item, v in value.items()}
            case list() if question.type == "cards":
                for number, card in enumerate(value, 1):
                    for field in question.fields:
                        inside = replace(field, id=f"{question.id}.{number}.{field.id}")
                        found |= filled([inside], {inside.id: card.get(field.id)}, language)
            case list():
                found[question.id] = [str(v) for v in value]
            case _ if question.type == "decimal" and language == "sv":
                found[question.id] = [str(value).replace(".", ",")]
            case _:
                found[question.id] = [str(value)]
        for option in question.options:
            name = f"{question.id}.{option.id}.text"
            if option.open and kept.get(name):
                found[name] = [str(kept[name])]
    return found


def read(questions: Sequence[Question], fields: Fields, language: Language) -> Reading:
    """What was typed on a page: every value that can be kept, and every fault beside it."""
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for question in questions:
        if not question.answered:
            continue
        value, fault = _read(question, fields, language)
        if fault:
            faults[question.id] = fault
        else:
            values[question.id] = value
            if question.required and not value:
                faults[question.id] = phrase(language, "collect.required")
        for option in question.options:
            if option.open:
                name = f"{question.id}.{option.id}.text"
                chosen = option.id in value if isinstance(value, list) else option.id == value
                values[name] = _one(fields, name)[:LONGEST] if chosen else ""
    return Reading(values, faults)


def held(
    reading: Reading,
    questions: Sequence[Question],
    questionnaire: Questionnaire,
    kept: Kept,
    language: Language,
) -> Reading:
    """A page's reading with the answers taken out that a constraint does not allow."""
    limited = [q for q in questions if q.constraint.strip() and reading.values.get(q.id)]
    if not limited:
        return reading
    counted = walk(questionnaire, answers(questionnaire, {**kept, **reading.values}))
    values, faults = dict(reading.values), dict(reading.faults)
    for question in limited:
        if not _allowed(question, values[question.id], counted):
            del values[question.id]
            faults[question.id] = refusal(question, language)
    return Reading(values, faults)


def refusal(question: Question, language: Language) -> str:
    """What a question says of an answer that its constraint does not allow."""
    words = question.constraint_message
    return words[language] or words.sv or phrase(language, "collect.not_allowed")


def _one(fields: Fields, name: str) -> str:
    found = fields.get(name) or [""]
    return found[-1].replace("\x00", "").replace("\r\n", "\n").strip()


def _read(question: Question, fields: Fields, language: Language) -> tuple[Any, str]:
    known = [option.id for option in question.options]
    text = _one(fields, question.id)
    match question.type:
        case "select_multiple":
            chosen = [o for o in known if o in (fields.get(question.id) or [])]
            alone = [o.id for o in question.options if o.exclusive and o.id in chosen]
            if alone and len(chosen) > 1:
                return None, phrase(language, "collect.exclusive")
            return chosen, ""
        case "matrix":
            rows = {i.id: _one(fields, f"{question.id}.{i.id}") for i in question.items}
            return {i: v for i, v in rows.items() if v in known}, ""
        case "select_one":
            return (text if text in known else ""), ""
        case "consent":
            return ("yes" if text == "yes" else ""), ""
        case "ranking":
            return answer_parts.ranked(question, fields, language)
        case "cards":
            return answer_parts.cards(question, lambda f: _read(f, fields, language), language)
        case "integer":
            bare = "".join(text.split())
            ok = not bare or re.fullmatch(r"[-+]?[0-9]{1,18}", bare)
            return (bare, "") if ok else (None, phrase(language, "collect.no_integer"))
        case "decimal":
            bare = "".join(text.split()).replace(",", ".")
            ok = not bare or re.fullmatch(r"[-+]?[0-9]{1,18}(\.[0-9]{1,18})?", bare)
            return (bare, "") if ok else (None, phrase(language, "collect.no_decimal"))
        case "date":
            try:
                return (date.fromisoformat(text).isoformat() if text else ""), ""
            except ValueError:
                return None, phrase(language, "collect.no_date")
    return text[:LONGEST], ""


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


@dataclass(frozen=True)
class Line:
    """A part of an answer in words: its column's name, a label where it has one, and the text."""

    id: str
    label: str
    text: str


def spoken(question: Question, kept: Kept, language: Language) -> tuple[Line, ...]:
    """The answer to a question in words; a line with an empty text where there is none."""
    if not question.answered:
        return ()
    labels = {o.id: o.label[language] or o.label.sv for o in question.options}
    value = kept.get(question.id)

    def worded(option: str) -> str:
        beside = kept.get(f"{question.id}.{option}.text")
        label = labels.get(option, option)
        return f"{label}: {beside}" if beside else label

    match question.type:
        case "matrix":
            rows = value if isinstance(value, dict) else {}
            return tuple(
                Line(
                    f"{question.id}.{i.id}",
                    i.label[language] or i.label.sv,
                    labels.get(rows.get(i.id, ""), ""),
                )
                for i in question.items
            )
        case "select_multiple":
            chosen = value if isinstance(value, list) else []
            if not chosen:
                return (Line(question.id, "", ""),)
            return tuple(Line(f"{question.id}.{o}", "", worded(o)) for o in chosen)
        case "select_one":
            return (Line(question.id, "", worded(str(value)) if value else ""),)
        case "consent":
            return (Line(question.id, "", phrase(language, "collect.yes") if value else ""),)
        case "ranking":
            places = value if isinstance(value, dict) else {}
            order = sorted((int(p), o) for o, p in places.items())
            lines = tuple(Line(f"{question.id}.{o}", str(p), worded(o)) for p, o in order)
            return lines or (Line(question.id, "", ""),)
        case "cards":
            filled_in = value if isinstance(value, list) else []
            return tuple(
                Line(
                    f"{question.id}.{number}",
                    phrase(language, "collect.card", number=number),
                    answer_parts.card_in_words(question, card, language),
                )
                for number, card in enumerate(filled_in, 1)
            ) or (Line(question.id, "", ""),)
        case "decimal" if language == "sv" and value:
            return (Line(question.id, "", str(value).replace(".", ",")),)
    return (Line(question.id, "", str(value) if value else ""),)
