"""Editing: a questionnaire with one question put in, moved or taken out."""

from collections.abc import Collection
from dataclasses import replace

from samklang.core.survey.questionnaire import Question, Questionnaire


def put(questionnaire: Questionnaire, question: Question, *, after: str = "") -> Questionnaire:
    """The question in the place of the one with its id, else after a question, else last."""
    there = list(questionnaire.questions)
    ids = [q.id for q in there]
    if question.id in ids:
        there[ids.index(question.id)] = question
    else:
        there.insert(ids.index(after) + 1 if after in ids else len(there), question)
    return replace(questionnaire, questions=tuple(there))


def moved(questionnaire: Questionnaire, name: str, *, by: int) -> Questionnaire:
    """A question moved a number of places, up where it is negative, at most to an end."""
    there = list(questionnaire.questions)
    at = next((n for n, q in enumerate(there) if q.id == name), None)
    if at is None:
        return questionnaire
    question = there.pop(at)
    there.insert(max(0, min(at + by, len(there))), question)
    return replace(questionnaire, questions=tuple(there))


def without(questionnaire: Questionnaire, name: str) -> Questionnaire:
    """The questionnaire without a question; what asks of it becomes a flaw to correct."""
    return replace(questionnaire, questions=tuple(q for q in questionnaire if q.id != name))


def free_id(questionnaire: Questionnaire, others: Collection[str] = ()) -> str:
    """An id that no question has, here or among `others`: q1, q2 …"""
    taken = {*questionnaire.by_id, *others}
    number = len(questionnaire.questions) + 1
    while f"q{number}" in taken:
        number += 1
    return f"q{number}"
