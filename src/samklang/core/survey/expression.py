"""Expressions: the XPath of XLSForm that says when a question is asked and what it may be answered.

They are read in parsing.py; what an expression is worth stands in evaluation.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from samklang.core.survey.functions import FUNCTIONS
from samklang.core.survey.functions import text as written

EQUALITY = ("=", "!=")


@dataclass(frozen=True)
class Answered:
    """The answer to a question, or to a matrix item as ``question.item``.

    relative: written without ${ }; to JavaRosa a name beside or below the question itself.
    """

    name: str
    relative: bool = False


@dataclass(frozen=True)
class Own:
    """The answer to the question whose expression it is: `.`."""


@dataclass(frozen=True)
class Literal:
    """A text or number as it is written."""

    value: str | float


@dataclass(frozen=True)
class Comparison:
    """Two values compared by =, !=, <, <=, > or >=."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True)
class Calculation:
    """Two numbers put together by +, -, *, div or mod."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True)
class Selected:
    """Whether an option is among the selected ones."""

    question: Answered
    option: str


@dataclass(frozen=True)
class Call:
    """A function of values, by its name in FUNCTIONS."""

    function: str
    values: "tuple[Expression, ...]"


@dataclass(frozen=True)
class Not:
    """The opposite."""

    part: "Expression"


@dataclass(frozen=True)
class Both:
    """All parts are true."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True)
class Either:
    """At least one part is true."""

    parts: "tuple[Expression, ...]"


Expression = (
    Answered | Own | Literal | Comparison | Calculation | Selected | Call | Not | Both | Either
)


def parts(expression: Expression) -> "tuple[Expression, ...]":
    """The expressions that an expression is made of."""
    match expression:
        case Comparison() | Calculation():
            return (expression.left, expression.right)
        case Selected():
            return (expression.question,)
        case Call():
            return expression.values
        case Not():
            return (expression.part,)
        case Both() | Either():
            return expression.parts
        case Answered() | Own() | Literal():
            return ()


def _answers(expression: Expression) -> Iterator[Answered]:
    if isinstance(expression, Answered):
        yield expression
    for part in parts(expression):
        yield from _answers(part)


def names(expression: Expression) -> frozenset[str]:
    """The questions and matrix items that an expression asks of."""
    return frozenset(answer.name for answer in _answers(expression))


def relative_names(expression: Expression) -> frozenset[str]:
    """The names written without ${ }, which JavaRosa looks for beside or below the question."""
    return frozenset(answer.name for answer in _answers(expression) if answer.relative)


def selections(expression: Expression) -> frozenset[str]:
    """The questions whose answer a function takes for a list of options."""
    chosen = frozenset[str]().union(*map(selections, parts(expression)))
    match expression:
        case Selected(question):
            return chosen | {question.name}
        case Call(function, (Answered(name), *_)) if FUNCTIONS[function].lists:
            return chosen | {name}
        case _:
            return chosen


def asks_itself(expression: Expression) -> bool:
    """Whether an expression asks of the question's own answer, `.`."""
    return isinstance(expression, Own) or any(map(asks_itself, parts(expression)))


def constants(expression: Expression) -> frozenset[tuple[str, str]]:
    """(question or item, text) wherever an answer is compared by = or != or selected()."""
    constants_within = frozenset[tuple[str, str]]().union(*map(constants, parts(expression)))
    match expression:
        case Comparison() if expression.operator in EQUALITY:
            sides = (expression.left, expression.right)
            asked = [side.name for side in sides if isinstance(side, Answered)]
            given = [written(side.value) for side in sides if isinstance(side, Literal)]
            return constants_within | {(name, text) for name in asked for text in given}
        case Selected():
            return constants_within | {(expression.question.name, expression.option)}
        case _:
            return constants_within
