"""The path: which questions a member was asked, worked out from the answers, never believed."""

import contextlib
import datetime
from collections.abc import Iterable, Mapping

from samklang.core.survey.evaluation import OWN, TAG, evaluate, value
from samklang.core.survey.parsing import parse
from samklang.core.survey.questionnaire import NUMERIC, Option, Question, Questionnaire
from samklang.core.survey.responses import Answer, Missing

Counted = Answer | bool | float | datetime.date


def shown(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> frozenset[str]:
    """The ids of the questions asked, in a pass from the first to the last.

    An answer to a question that is not asked counts as none. Raises ExpressionError for an
    expression that cannot be read.
    """
    return frozenset(walk(questionnaire, answers))


def walk(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> Mapping[str, Counted]:
    """What each question asked counts for in later expressions, in the order of the path.

    '' where it is not answered; a calculation's own worth. An option that is not on offer by what
    was answered before is not selected.
    """
    asked: dict[str, Counted] = {}
    for question in questionnaire:
        if question.relevant.strip() and not evaluate(parse(question.relevant), asked):
            continue
        if question.type == "calculate":
            asked[question.id] = value(parse(question.calculation), asked)
            continue
        answer = answers.get(question.id, "")
        if question.choice_filter.strip():
            answer = offered(question, answer, on_offer(question, asked))
        asked[question.id] = typed(question, answer)
    return asked


def on_offer(question: Question, before: Mapping[str, Counted]) -> tuple[Option, ...]:
    """The options that a choice filter leaves, with what was counted `before` the question."""
    if not question.choice_filter.strip():
        return question.options
    choice_filter = parse(question.choice_filter)
    # An option that lacks a tag the others have has an empty one.
    empty = {TAG + tag: "" for o in question.options for tag in o.tags}

    def fits(option: Option) -> bool:
        tags = {TAG + tag: text for tag, text in option.tags.items()}
        return evaluate(choice_filter, {**before, **empty, TAG + "name": option.id, **tags})

    return tuple(filter(fits, question.options))


def offered(question: Question, answer: Answer, options: Iterable[Option]) -> Answer:
    """An answer without the options that are not on offer."""
    ids = {option.id for option in options}
    if isinstance(answer, frozenset):
        return answer & ids
    return answer if answer in ids or isinstance(answer, Missing) else Missing.NOT_ANSWERED


def allowed(question: Question, answer: Answer, before: Mapping[str, Counted]) -> bool:
    """Whether an answer is one that the question's constraint allows; an empty one always is."""
    own = typed(question, answer)
    if not question.constraint.strip() or own in ("", Missing.NOT_ANSWERED):
        return True
    return evaluate(parse(question.constraint), {**before, OWN: own})


def typed(question: Question, answer: Answer) -> Counted:
    """The answer as it counts: a number's as a number, several options in the question's order.

    `${age} = '05'` is true of 5, and selected-at() counts from the first option, as in JavaRosa.
    """
    if isinstance(answer, frozenset) and question.type == "select_multiple":
        return " ".join(o.id for o in question.options if o.id in answer)
    if isinstance(answer, str) and answer:
        # The reader has its own word for what is no number or date.
        with contextlib.suppress(ValueError):
            if question.type in NUMERIC:
                return float(answer)
            if question.type == "date":
                return datetime.date.fromisoformat(answer)
    return answer
