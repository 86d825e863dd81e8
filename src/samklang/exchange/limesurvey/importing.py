"""Importing: from the two files of a LimeSurvey survey to a theme package on disk."""

from collections.abc import Mapping
from functools import cache

from samklang.core.survey.expression import Expression, evaluate, parse
from samklang.core.survey.responses import Answer

_parsed = cache(parse)


def holds(expression: str, answers: Mapping[str, Answer]) -> bool:
    """Whether an expression is true of the answers; each expression is parsed once."""
    parsed: Expression = _parsed(expression)
    return evaluate(parsed, answers)
