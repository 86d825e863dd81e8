"""A questionnaire as pages with fields: what they hold, what was typed, what is wrong with it.

Answers are kept as JSON by question id: a text, a list of option ids, or item → option;
what stands beside an open option is kept as ``question.option.text``.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from samklang.core.language.phrases import phrase
from samklang.core.survey.expression import names, parse
from samklang.core.survey.path import shown
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Answer
from samklang.core.wording import Language

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
    """The path as it is now. missing: required questions that are asked and not answered."""

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


@lru_cache(maxsize=64)
def _pages(questionnaire: Questionnaire) -> tuple[tuple[Question, ...], ...]:
    pages: list[list[Question]] = []
    for question in questionnaire:
        asked = names(parse(question.relevant)) if question.relevant.strip() else frozenset()
        here = {q.id for q in pages[-1]} if pages else set()
        breaks = {name.partition(".")[0] for name in asked} & here
        if not pages or breaks or len(pages[-1]) >= MOST_ON_A_PAGE:
            pages.append([])
        pages[-1].append(question)
    return tuple(map(tuple, pages))


def steps(questionnaire: Questionnaire, kept: Kept) -> Road:
    """The path with the answers that are kept, worked out anew."""
    asked = shown(questionnaire, _typed(questionnaire, kept))
    found = []
    first: tuple[int, str] | None = None
    missing = []
    for number, page in enumerate(_pages(questionnaire), 1):
        questions = tuple(q for q in page if q.id in asked)
        if not questions:
            continue
        found.append(Step(number, questions))
        for question in questions:
            if question.type == "note" or kept.get(question.id):
                continue
            first = first or (number, question.id)
            if question.required:
                missing.append((number, question.id))
    return Road(tuple(found), first, tuple(missing), asked)


def _typed(questionnaire: Questionnaire, kept: Kept) -> Mapping[str, Answer]:
    found: dict[str, Answer] = {}
    for question in questionnaire:
        value = kept.get(question.id)
        if value:
            found[question.id] = frozenset(value) if isinstance(value, list) else value
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
        if question.type == "note":
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
    if question.type == "note":
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
        case "decimal" if language == "sv" and value:
            return (Line(question.id, "", str(value).replace(".", ",")),)
    return (Line(question.id, "", str(value) if value else ""),)
