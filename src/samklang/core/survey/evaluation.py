"""Evaluation: what an expression is worth for the answers given, as JavaRosa would say."""

import datetime
import math
from collections.abc import Mapping

from samklang.core.survey.expression import (
    Answered,
    Both,
    Calculation,
    Call,
    Comparison,
    Either,
    Expression,
    Literal,
    Not,
    Own,
    Selected,
)
from samklang.core.survey.functions import FUNCTIONS, NEAR, Value, number, text, truth
from samklang.core.survey.responses import Answer, Missing

# The answer to the question whose expression is worked out stands under this name.
OWN = "."
# A tag of the option that a choice filter is asked of stands under its name after this.
TAG = "./"
# A number's or a date's answer counts as one where it is given as one (see path.shown).
Answers = Mapping[str, Answer | bool | float | datetime.date]


def evaluate(expression: Expression, answers: Answers) -> bool:
    """Whether an expression is true of the answers (by question id)."""
    return truth(value(expression, answers))


def value(expression: Expression, answers: Answers) -> Value:
    """What an expression is worth: a truth, a number, a text or a date."""
    match expression:
        case Literal():
            return expression.value
        case Answered():
            tagged = expression.relative and TAG + expression.name in answers
            return _answered(TAG + expression.name if tagged else expression.name, answers)
        case Own():
            return _answered(OWN, answers)
        case Selected():
            asked = _answered(expression.question.name, answers)
            return FUNCTIONS["selected"].gives((asked, expression.option))
        case Not():
            return not evaluate(expression.part, answers)
        case Both():
            return all(evaluate(part, answers) for part in expression.parts)
        case Either():
            return any(evaluate(part, answers) for part in expression.parts)
        case Comparison():
            left, right = value(expression.left, answers), value(expression.right, answers)
            return _compare(expression.operator, left, right)
        case Calculation():
            first = number(value(expression.left, answers))
            second = number(value(expression.right, answers))
            return _calculate(expression.operator, first, second)
        case Call():
            return FUNCTIONS[expression.function].gives(
                [value(part, answers) for part in expression.values]
            )


def _answered(name: str, answers: Answers) -> Value:
    """An answer as it counts: '' where there is none, options separated by spaces.

    A ranking is its options from the first, cards are how many they are.
    """
    question, dot, item = (name, "", "") if name.startswith(OWN) else name.partition(".")
    answer = answers.get(question)
    if dot:
        answer = answer.get(item) if isinstance(answer, Mapping) else None
    match answer:
        case bool() | str() | float() | datetime.date():
            return answer
        case int():
            return float(answer)
        case frozenset():
            return " ".join(sorted(answer))
        case Mapping():
            places = sorted((p, o) for o, p in answer.items() if isinstance(p, str) and p.isdigit())
            return " ".join(option for _, option in places)
        case tuple():
            return float(len(answer))
        case Missing() | None:
            return ""


def _compare(operator: str, left: Value, right: Value) -> bool:
    """XPath 1.0, section 3.4: texts are equal as texts, anything else is compared by number."""
    if operator in ("=", "!="):
        if isinstance(left, bool) or isinstance(right, bool):
            same = truth(left) == truth(right)
        elif isinstance(left, float) or isinstance(right, float):
            same = abs(number(left) - number(right)) < NEAR
        else:
            same = text(left) == text(right)
        return same if operator == "=" else not same
    first, second = number(left), number(right)
    match operator:
        case "<":
            return first < second
        case "<=":
            return first <= second
        case ">":
            return first > second
        case _:
            return first >= second


def _calculate(operator: str, first: float, second: float) -> float:
    """Arithmetic as of IEEE 754: a number divided by 0 is infinite, 0 by 0 is not a number."""
    match operator:
        case "+":
            return first + second
        case "-":
            return first - second
        case "*":
            return first * second
        case "div":
            if second:
                return first / second
            signs = math.copysign(1, first) * math.copysign(1, second)
            return math.nan if first == 0 or math.isnan(first) else math.inf * signs
        case _:
            if second == 0 or math.isinf(first) or math.isnan(first + second):
                return math.nan
            return math.fmod(first, second)
