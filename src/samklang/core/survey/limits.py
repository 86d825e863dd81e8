"""Limits: the least and the greatest number that a question's constraint allows."""

from collections.abc import Sequence

from samklang.core.survey.expression import Both, Comparison, Expression, Literal, Own
from samklang.core.survey.parsing import parse
from samklang.core.survey.questionnaire import Question

Limits = tuple[float | None, float | None]
# The same said from the other side.
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


def limits(question: Question) -> Limits:
    """The ends of a whole number's scale, each None where the constraint does not tell it.

    Only comparisons of the answer with a number, and all of several, are read.
    """
    if question.type != "integer" or not question.constraint.strip():
        return None, None
    return _limits(parse(question.constraint))


def room(said: Sequence[float], questions: Sequence[Question | None]) -> float | None:
    """Steps from the answers together to all of them at the nearer end of the question's scale.

    None where the question tells no end of it, and of a ratio of two questions.
    """
    if len(questions) != 1 or questions[0] is None:
        return None
    least, most = limits(questions[0])
    steps = [sum(said) - len(said) * least] if least is not None else []
    steps += [len(said) * most - sum(said)] if most is not None else []
    return min(steps, default=None)


def _limits(expression: Expression) -> Limits:
    match expression:
        case Both():
            limits = [_limits(part) for part in expression.parts]
            low = [least for least, _ in limits if least is not None]
            high = [most for _, most in limits if most is not None]
            return max(low, default=None), min(high, default=None)
        case Comparison(operator, Own(), Literal(float() as value)):
            return _one(operator, value)
        case Comparison(operator, Literal(float() as value), Own()) if operator in TURNED:
            return _one(TURNED[operator], value)
        case _:
            return None, None


def _one(operator: str, value: float) -> Limits:
    match operator:
        case ">=":
            return value, None
        case ">":
            return value + 1, None
        case "<=":
            return None, value
        case "<":
            return None, value - 1
        case "=":
            return value, value
        case _:
            return None, None
