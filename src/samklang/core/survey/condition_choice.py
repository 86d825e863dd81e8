"""Conditions that are chosen: an answer to an earlier question that respondents gave or did not."""

from collections.abc import Sequence

from samklang.core.survey.expression import (
    Answered,
    Both,
    Comparison,
    Expression,
    Literal,
    Not,
    Selected,
)
from samklang.core.survey.parsing import ExpressionError, parse
from samklang.core.survey.questionnaire import Question

# Question, option, and whether it is to have been answered so.
Choice = tuple[str, str, bool]
# So many can be chosen, both of which must hold.
MOST = 2


def written_condition(choices: Sequence[Choice], earlier: Sequence[Question]) -> str:
    """The expression of what was chosen; '' where nothing was."""
    types = {question.id: question.type for question in earlier}
    return " and ".join(
        _written(name, option, has=has, several=types[name] == "select_multiple")
        for name, option, has in choices
    )


def shown_condition(relevant: str, earlier: Sequence[Question]) -> tuple[Choice, ...] | None:
    """What must be chosen for an expression; None where it is more than can be chosen."""
    if not relevant.strip():
        return ()
    try:
        expression = parse(relevant)
    except ExpressionError:
        return None
    parts = expression.parts if isinstance(expression, Both) else (expression,)
    choices = [choice for part in parts if (choice := _choice(part))]
    offered = {(q.id, option.id) for q in earlier for option in q.options}
    if len(choices) < len(parts) or len(parts) > MOST:
        return None
    if not {(name, option) for name, option, _ in choices} <= offered:
        return None
    # Saved again it must be the same expression, however it is spaced.
    same = parse(written_condition(choices, earlier)) == expression
    return tuple(choices) if same else None


def _choice(part: Expression) -> Choice | None:
    match part:
        case Comparison("=" | "!=" as operator, Answered(name), Literal(str() as option)):
            return name, option, operator == "="
        case Selected(Answered(name), option):
            return name, option, True
        case Not(Selected(Answered(name), option)):
            return name, option, False
        case _:
            return None


def _written(name: str, option: str, *, has: bool, several: bool) -> str:
    if not several:
        return f"${{{name}}} {'=' if has else '!='} '{option}'"
    chosen = f"selected(${{{name}}}, '{option}')"
    return chosen if has else f"not({chosen})"
