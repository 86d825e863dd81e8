"""Answers as they are stored, as fields of a page, and as the survey's own: one codec.

Answers are stored as JSON by question id: a text, a list of option ids, item → option, option → its
place in a ranking, or a list of cards with field → text; what stands beside an open option is kept
as ``question.option.text``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from samklang.core.language.languages import RULES
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, worded
from samklang.core.survey import answer_parts
from samklang.core.survey.answer_parts import ReadValue
from samklang.core.survey.path import Counted, allowed, walk
from samklang.core.survey.questionnaire import Option, Question, Questionnaire
from samklang.core.survey.responses import Answer, Missing

StoredAnswers = Mapping[str, Any]
# Fields as a browser sends them: name → values.
Fields = answer_parts.Fields
LONGEST = 10_000


@dataclass(frozen=True)
class Reading:
    """What was typed on a page. values: what can be kept, '' or [] where a field is empty.

    faults: by the name of a field, in words.
    """

    values: StoredAnswers
    faults: Mapping[str, str]


def permits(question: Question, value: Any, counted: Mapping[str, Counted]) -> bool:
    """Whether a question's constraint permits a stored value, given what was answered before."""
    return allowed(question, frozenset(value) if isinstance(value, list) else value, counted)


def answers(questionnaire: Questionnaire, kept: StoredAnswers) -> Mapping[str, Answer]:
    """What is kept as the survey's own answers; what is empty is left out."""
    answers_by_name: dict[str, Answer] = {}
    for question in questionnaire:
        value = kept.get(question.id)
        if not value:
            continue
        if isinstance(value, list):
            answers_by_name[question.id] = (
                tuple(value) if question.type == "cards" else frozenset(value)
            )
        else:
            answers_by_name[question.id] = value
    return answers_by_name


def filled(questions: Sequence[Question], kept: StoredAnswers, language: Language) -> Fields:
    """What the fields of questions hold when nothing is typed yet."""
    fields: dict[str, Sequence[str]] = {}
    for question in questions:
        value = kept.get(question.id)
        match value:
            case None | "" | []:
                pass
            case dict():
                fields |= {f"{question.id}.{item}": [str(v)] for item, v in value.items()}
            case list() if question.type == "cards":
                for number, card in enumerate(value, 1):
                    for field in question.fields:
                        inside = replace(field, id=f"{question.id}.{number}.{field.id}")
                        fields |= filled([inside], {inside.id: card.get(field.id)}, language)
            case list():
                fields[question.id] = [str(v) for v in value]
            case _ if question.type == "decimal":
                fields[question.id] = [str(value).replace(".", RULES[language].decimal_mark)]
            case _:
                fields[question.id] = [str(value)]
        for option in question.options:
            name = text_column(question, option.id)
            if option.open and kept.get(name):
                fields[name] = [str(kept[name])]
    return fields


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
                faults[question.id] = phrase(language, "answering.required")
        texts = _texts_beside(question, fields)
        values |= {text_column(question, option): text for option, text in texts.items()}
        if question.id in values and unchosen(question, values):
            faults[question.id] = refusal(question, values, language)
    return Reading(values, faults)


def text_column(question: Question, option: str) -> str:
    """The name of the field and column that holds what is written beside an open option."""
    return f"{question.id}.{option}.text"


def unchosen(question: Question, stored: StoredAnswers) -> Option | None:
    """An open option with a text beside it that is not among the options chosen, if there is one.

    The text says that the option was meant, the choice that another was: only the respondent knows.
    """
    value = stored.get(question.id) or ""
    for option in question.options:
        chosen = option.id in value if isinstance(value, list) else option.id == value
        if option.open and not chosen and stored.get(text_column(question, option.id)):
            return option
    return None


def _texts_beside(question: Question, fields: Fields) -> Mapping[str, str]:
    """What is written beside each open option, '' where nothing is."""
    return {
        option.id: _one(fields, text_column(question, option.id))[:LONGEST]
        for option in question.options
        if option.open
    }


def held(
    reading: Reading,
    questions: Sequence[Question],
    questionnaire: Questionnaire,
    kept: StoredAnswers,
    language: Language,
) -> Reading:
    """A page's reading with the answers taken out that a constraint does not allow."""
    limited = [q for q in questions if q.constraint.strip() and reading.values.get(q.id)]
    if not limited:
        return reading
    counted = walk(questionnaire, answers(questionnaire, {**kept, **reading.values}))
    values, faults = dict(reading.values), dict(reading.faults)
    for question in limited:
        if not permits(question, values[question.id], counted):
            faults[question.id] = refusal(question, values, language)
            del values[question.id]
    return Reading(values, faults)


def refusal(question: Question, stored: StoredAnswers, language: Language) -> str:
    """What a question says of a stored answer that cannot be sent in as it is."""
    if option := unchosen(question, stored):
        label = worded(option.label, language)
        return phrase(language, "answering.beside_unchosen", label=label)
    if not stored.get(question.id):
        return phrase(language, "answering.must_answer")
    words = question.constraint_message
    return worded(words, language) or phrase(language, "answering.not_allowed")


def _one(fields: Fields, name: str) -> str:
    values = fields.get(name) or [""]
    return values[-1].replace("\x00", "").replace("\r\n", "\n").strip()


def _read(question: Question, fields: Fields, language: Language) -> ReadValue:
    known = [option.id for option in question.options]
    text = _one(fields, question.id)
    match question.type:
        case "select_multiple":
            # Whoever writes beside an option means it, ticked or not.
            written = {o for o, beside in _texts_beside(question, fields).items() if beside}
            chosen = [o for o in known if o in written or o in (fields.get(question.id) or [])]
            alone = [o.id for o in question.options if o.exclusive and o.id in chosen]
            if alone and len(chosen) > 1:
                return ReadValue(None, phrase(language, "answering.exclusive"))
            return ReadValue(chosen)
        case "matrix":
            rows = {i.id: _one(fields, f"{question.id}.{i.id}") for i in question.items}
            return ReadValue({i: v for i, v in rows.items() if v in known})
        case "select_one":
            meant = [o for o, beside in _texts_beside(question, fields).items() if beside]
            if question.id not in fields and len(meant) == 1:
                return ReadValue(meant[0])
            return ReadValue(text if text in known else "")
        case "consent":
            return ReadValue("yes" if text == "yes" else "")
        case "ranking":
            return answer_parts.ranked(question, fields, language)
        case "cards":
            return answer_parts.cards(question, lambda f: _read(f, fields, language), language)
        case "integer":
            bare = _unsigned("".join(text.split()))
            ok = not bare or re.fullmatch(r"-?[0-9]{1,18}", bare)
            return (
                ReadValue(bare) if ok else ReadValue(None, phrase(language, "answering.no_integer"))
            )
        case "decimal":
            bare = _unsigned("".join(text.split()))
            if _may_be_thousands(bare, language):
                return ReadValue(None, phrase(language, "answering.maybe_thousands"))
            bare = bare.replace(",", ".")
            ok = not bare or re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,18})?", bare)
            return (
                ReadValue(bare) if ok else ReadValue(None, phrase(language, "answering.no_decimal"))
            )
        case "date":
            try:
                return ReadValue(date.fromisoformat(text).isoformat() if text else "")
            except ValueError:
                return ReadValue(None, phrase(language, "answering.no_date"))
        case "text" | "calculate" | "note":
            return ReadValue(text[:LONGEST])


def _unsigned(number: str) -> str:
    """Without a plus, which no condition takes for a part of a number."""
    return number[1:] if re.fullmatch(r"\+[0-9].*", number) else number


def _may_be_thousands(number: str, language: Language) -> bool:
    """Whether a mark that is not the language's own stands as if it parted thousands.

    On an English page 1,200 is twelve hundred to one who answers and 1.2 to another.
    """
    other = "." if RULES[language].decimal_mark == "," else ","
    return bool(re.fullmatch(rf"-?[1-9][0-9]{{0,2}}(?:{re.escape(other)}[0-9]{{3}})+", number))


def as_stored(
    questionnaire: Questionnaire, given: Mapping[str, Answer], beside: Mapping[str, str]
) -> StoredAnswers:
    """The survey's own answers, and what stands beside options, as they are stored."""
    stored: dict[str, Any] = {name: text for name, text in beside.items() if text}
    for question in questionnaire:
        answer = given.get(question.id, Missing.NOT_ANSWERED)
        match answer:
            case Missing():
                continue
            case frozenset():
                stored[question.id] = [o.id for o in question.options if o.id in answer]
            case tuple():
                stored[question.id] = [dict(card) for card in answer]
            case str():
                stored[question.id] = answer
            case _:
                stored[question.id] = {k: v for k, v in answer.items() if isinstance(v, str)}
    return stored
