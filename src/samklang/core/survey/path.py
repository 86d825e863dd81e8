"""The path: which questions a member was asked, worked out from the answers, never believed."""

import contextlib
from collections.abc import Mapping

from samklang.core.survey.expression import evaluate, parse
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Answer


def shown(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> frozenset[str]:
    """The ids of the questions asked, in a pass from the first to the last.

    An answer to a question that is not asked counts as none. Raises ExpressionError for a
    `relevant` that cannot be read.
    """
    asked: dict[str, Answer | float] = {}
    found = set()
    for question in questionnaire:
        if not question.relevant.strip() or evaluate(parse(question.relevant), asked):
            found.add(question.id)
            if question.id in answers:
                asked[question.id] = _typed(question, answers[question.id])
    return frozenset(found)


def _typed(question: Question, answer: Answer) -> Answer | float:
    """The answer, a number's as a number: `${age} = '05'` is true of 5, as in JavaRosa."""
    if question.type in ("integer", "decimal") and isinstance(answer, str):
        with contextlib.suppress(ValueError):  # the reader has its own word for what is no number
            return float(answer)
    return answer
