"""Conditions in words: who is asked a question, as staff read it beside the question."""

from collections.abc import Mapping
from typing import NamedTuple

from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, worded
from samklang.core.survey.expression import (
    Answered,
    Both,
    Comparison,
    Either,
    Expression,
    Literal,
    Not,
    Selected,
)
from samklang.core.survey.parsing import ExpressionError, OneAnswer, parse
from samklang.core.survey.questionnaire import Question, Questionnaire

_LIMITS: Mapping[str, str] = {"<": "less", "<=": "most", ">": "more", ">=": "least", "=": "number"}
_TURNED: Mapping[str, str] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


class _NoWords(Exception):
    """The condition is more than can be said in words."""


def condition_words(question: Question, questionnaire: Questionnaire, language: Language) -> str:
    """Who is asked a question, in words; '' where everyone is. An expression that has no words here
    is said to be a condition of its own, and stands in the question's form.
    """
    if not question.relevant.strip():
        return ""
    try:
        said = _said(parse(question.relevant), questionnaire, language)
    except (ExpressionError, _NoWords):
        return phrase(language, "questionnaire.asked_own_those")
    return phrase(language, "questionnaire.asked_those_who", condition=said)


def _said(expression: Expression, questionnaire: Questionnaire, language: Language) -> str:
    match expression:
        case Either(parts):
            if of := _of_one_question(parts):
                return _has_answered(*of, "has", questionnaire, language)
            return _joined(parts, "or", questionnaire, language)
        case Both(parts):
            return _joined(parts, "and", questionnaire, language)
        case Not(part) if chosen := _chosen(part):
            return _has_answered(
                chosen.question, [chosen.option], "has_not", questionnaire, language
            )
        case Comparison("!=", Answered(name), Literal(str() as option)):
            return _has_answered(name, [option], "has_not", questionnaire, language)
        case Comparison(operator, Literal(float() as limit), Answered(name)):
            return _number(_TURNED[operator], name, limit, questionnaire, language)
        case Comparison(operator, Answered(name), Literal(float() as limit)):
            return _number(operator, name, limit, questionnaire, language)
        case _:
            if chosen := _chosen(expression):
                return _has_answered(
                    chosen.question, [chosen.option], "has", questionnaire, language
                )
            raise _NoWords


def _chosen(expression: Expression) -> OneAnswer | None:
    """The answer that an expression asks for; None where it is another."""
    match expression:
        case Selected(Answered(name), option):
            return OneAnswer(name, option)
        case Comparison("=", Answered(name), Literal(str() as option)):
            return OneAnswer(name, option)
        case _:
            return None


class _OneOf(NamedTuple):
    """Answers to one question, any of which will do."""

    question: str
    options: list[str]


def _of_one_question(parts: tuple[Expression, ...]) -> _OneOf | None:
    """The answers that the parts ask for; None where they ask of several questions."""
    chosen = [one for part in parts if (one := _chosen(part))]
    if len(chosen) < len(parts) or len({one.question for one in chosen}) > 1:
        return None
    return _OneOf(chosen[0].question, [one.option for one in chosen])


def _joined(
    parts: tuple[Expression, ...], word: str, questionnaire: Questionnaire, language: Language
) -> str:
    """The parts with a word between them; one that holds others in turn would be read wrongly."""
    for part in parts:
        several = isinstance(part, Either) and not _of_one_question(part.parts)
        if several or isinstance(part, Both):
            raise _NoWords
    said = [_said(part, questionnaire, language) for part in parts]
    return f" {phrase(language, f'questionnaire.{word}')} ".join(said)


def _has_answered(
    name: str, options: list[str], how: str, questionnaire: Questionnaire, language: Language
) -> str:
    question = _question(name, questionnaire)
    labels = {option.id: option.label for option in question.options}
    if not set(options) <= labels.keys():
        raise _NoWords
    quoted = [
        phrase(language, "questionnaire.quoted", text=worded(labels[o], language)) for o in options
    ]
    answers = f" {phrase(language, 'questionnaire.or')} ".join(quoted)
    title = worded(question.title, language)
    return phrase(language, f"questionnaire.{how}_answered", answers=answers, question=title)


def _number(
    operator: str, name: str, limit: float, questionnaire: Questionnaire, language: Language
) -> str:
    question = _question(name, questionnaire)
    if operator not in _LIMITS:
        raise _NoWords
    title = worded(question.title, language)
    key = f"questionnaire.has_{_LIMITS[operator]}"
    return phrase(language, key, number=numbers.plain(limit, language), question=title)


def _question(name: str, questionnaire: Questionnaire) -> Question:
    """Raises _NoWords for the row of a table, and for what is no question."""
    if (question := questionnaire.by_id.get(name)) is None:
        raise _NoWords
    return question
