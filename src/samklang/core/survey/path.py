"""The path: which questions a member was asked, worked out from the answers, never believed."""

from collections.abc import Mapping

from samklang.core.survey.expression import evaluate, parse
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Answer


def shown(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> frozenset[str]:
    """The ids of the questions asked, in a pass from the first to the last.

    An answer to a question that is not asked counts as none. Raises ExpressionError for a
    `relevant` that cannot be read.
    """
    asked: dict[str, Answer] = {}
    found = set()
    for question in questionnaire:
        if not question.relevant or evaluate(parse(question.relevant), asked):
            found.add(question.id)
            if question.id in answers:
                asked[question.id] = answers[question.id]
    return frozenset(found)
