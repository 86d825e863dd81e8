"""Expressions: the small XPath of XLSForm that says when a question is asked.

`${q1} = 'yes'`, `selected(${q2}, 'other')`, `and`, `or`, `not()`, comparisons, numbers, texts.
An unanswered question is the empty text, and a comparison by size with it is false, as in JavaRosa.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn

from samklang.core.survey.responses import Answer

# Deep nesting is refused, since both parser and evaluator recurse.
DEPTH = 50
LENGTH = 4000


class ExpressionError(Exception):
    """An expression that cannot be read: where (from 0), what is wrong and what to do."""

    def __init__(self, position: int, what: str, remedy: str):
        self.position, self.what, self.remedy = position, what, remedy
        super().__init__(f"at character {position + 1}: {what} {remedy}")


@dataclass(frozen=True)
class Answered:
    """The answer to a question, or to a matrix item as ``question.item``."""

    name: str


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
class Selected:
    """Whether an option is among the selected ones."""

    question: Answered
    option: str


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


Expression = Answered | Literal | Comparison | Selected | Not | Both | Either

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<answer>\$\{\s*[A-Za-z0-9_.-]+\s*\})
    | (?P<text>'[^']*'|"[^"]*")
    | (?P<number>-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))
    | (?P<operator><=|>=|!=|=|<|>)
    | (?P<mark>[(),])
    | (?P<word>[A-Za-z][A-Za-z-]*)
    )""",
    re.VERBOSE,
)

_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    position: int


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """The expression, read once for all the responses it is asked of.

    Raises ExpressionError with position, fault and remedy.
    """
    if len(text) > LENGTH:
        raise ExpressionError(
            LENGTH, f"the expression is longer than {LENGTH} characters.", "Split the question."
        )
    return _Parser(list(_tokens(text)), len(text)).whole()


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        if not match or match.lastgroup is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            raise ExpressionError(
                start,
                f"'{text[start : start + 10]}' is not understood.",
                "Write ${question}, 'text', a number, =, and, or, not() or selected().",
            )
        yield _Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup))
        position = match.end()


class _Parser:
    """Recursive descent: or, and, comparison, value."""

    def __init__(self, tokens: Sequence[_Token], end: int):
        self.tokens, self.end, self.at, self.depth = tokens, end, 0, 0

    def whole(self) -> Expression:
        found = self.any_of()
        if self.at < len(self.tokens):
            self.refuse("is left over.", "Join parts by and, or.")
        return found

    def peek(self) -> _Token:
        if self.at < len(self.tokens):
            return self.tokens[self.at]
        return _Token("end", "the end", self.end)

    def take(self) -> _Token:
        token = self.peek()
        self.at += 1
        return token

    def refuse(self, what: str, remedy: str) -> NoReturn:
        token = self.peek()
        name = token.text if token.kind == "end" else f"'{token.text}'"
        raise ExpressionError(token.position, f"{name} {what}", remedy)

    def expect(self, mark: str) -> None:
        if self.peek().text != mark:
            self.refuse(f"stands where '{mark}' should be.", f"Write '{mark}'.")
        self.at += 1

    def word(self, word: str) -> bool:
        if self.peek().kind == "word" and self.peek().text == word:
            self.at += 1
            return True
        return False

    def any_of(self) -> Expression:
        self.depth += 1
        if self.depth > DEPTH:
            self.refuse("is nested too deep.", f"Use at most {DEPTH} levels of parentheses.")
        parts = [self.all_of()]
        while self.word("or"):
            parts.append(self.all_of())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def all_of(self) -> Expression:
        parts = [self.comparison()]
        while self.word("and"):
            parts.append(self.comparison())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def comparison(self) -> Expression:
        left = self.value()
        if self.peek().kind != "operator":
            return left
        operator = self.take().text
        return Comparison(operator, left, self.value())

    def value(self) -> Expression:
        token = self.peek()
        match token.kind:
            case "answer":
                return Answered(self.take().text[2:-1].strip())
            case "text":
                return Literal(self.take().text[1:-1])
            case "number":
                return Literal(float(self.take().text))
            case "word":
                return self.function()
            case "mark" if token.text == "(":
                self.at += 1
                found = self.any_of()
                self.expect(")")
                return found
        self.refuse("stands where a value should be.", "Write ${question}, 'text' or a number.")

    def function(self) -> Expression:
        name = self.peek().text
        if name not in ("not", "selected"):
            self.refuse("is not known.", "Only not() and selected() can be used.")
        self.at += 1
        self.expect("(")
        if name == "not":
            part = self.any_of()
            self.expect(")")
            return Not(part)
        question = self.value()
        if not isinstance(question, Answered):
            self.refuse("follows what is no question.", "Write selected(${question}, 'option').")
        self.expect(",")
        option = self.value()
        if not isinstance(option, Literal) or not isinstance(option.value, str):
            self.refuse("follows what is no option.", "Write selected(${question}, 'option').")
        self.expect(")")
        return Selected(question, option.value)


def names(expression: Expression) -> frozenset[str]:
    """The questions and matrix items that an expression asks of."""
    match expression:
        case Answered():
            return frozenset({expression.name})
        case Comparison():
            return names(expression.left) | names(expression.right)
        case Selected():
            return names(expression.question)
        case Not():
            return names(expression.part)
        case Both() | Either():
            return frozenset().union(*map(names, expression.parts))
        case Literal():
            return frozenset()


def constants(expression: Expression) -> frozenset[tuple[str, str]]:
    """(question or item, text) wherever an answer is compared by = or != or selected()."""
    match expression:
        case Comparison() if expression.operator in ("=", "!="):
            sides = (expression.left, expression.right)
            asked = [side.name for side in sides if isinstance(side, Answered)]
            given = [_string(side.value) for side in sides if isinstance(side, Literal)]
            return frozenset((name, text) for name in asked for text in given)
        case Selected():
            return frozenset({(expression.question.name, expression.option)})
        case Not():
            return constants(expression.part)
        case Both() | Either():
            return frozenset().union(*map(constants, expression.parts))
    return frozenset()


def single_answer(text: str) -> tuple[str, str] | None:
    """(question, option) where an expression is just ``${question} = 'option'``, else None."""
    expression = parse(text)
    if not isinstance(expression, Comparison) or expression.operator != "=":
        return None
    sides = (expression.left, expression.right)
    asked = [side.name for side in sides if isinstance(side, Answered)]
    given = [side.value for side in sides if isinstance(side, Literal)]
    if len(asked) == len(given) == 1 and isinstance(given[0], str):
        return asked[0], given[0]
    return None


# A number question's answer counts as a number where it is given as one (see path.shown).
Answers = Mapping[str, Answer | float]


def evaluate(expression: Expression, answers: Answers) -> bool:
    """Whether an expression is true of the answers (by question id), as JavaRosa would say."""
    value = _value(expression, answers)
    if isinstance(value, bool):
        return value
    return value != "" if isinstance(value, str) else value != 0 and value == value


Value = bool | str | float


def _value(expression: Expression, answers: Answers) -> Value:
    match expression:
        case Literal():
            return expression.value
        case Answered():
            return _answered(expression.name, answers)
        case Selected():
            # JavaRosa looks for " option " in " answer ", so of no answer '' is selected.
            text = _string(_answered(expression.question.name, answers))
            return f" {expression.option.strip()} " in f" {text} "
        case Not():
            return not evaluate(expression.part, answers)
        case Both():
            return all(evaluate(part, answers) for part in expression.parts)
        case Either():
            return any(evaluate(part, answers) for part in expression.parts)
        case Comparison():
            left, right = _value(expression.left, answers), _value(expression.right, answers)
            return _compare(expression.operator, left, right)


def _answered(name: str, answers: Answers) -> str | float:
    """An answer as text or number: '' where there is none, options separated by spaces."""
    question, dot, item = name.partition(".")
    answer: Answer | float | None = answers.get(question)
    if dot:
        answer = answer.get(item) if isinstance(answer, Mapping) else None
    match answer:
        case str() | float() | int():
            return answer
        case frozenset():
            return " ".join(sorted(answer))
    return ""


def _string(value: str | float) -> str:
    """XPath's string() of a number: whole numbers without decimals."""
    return value if isinstance(value, str) else f"{value:.15g}"


def _compare(operator: str, left: Value, right: Value) -> bool:
    """XPath 1.0, section 3.4: texts are equal as texts, anything else is compared by number."""
    if operator in ("=", "!="):
        if isinstance(left, bool) or isinstance(right, bool):
            same = _truth(left) == _truth(right)
        elif isinstance(left, str) and isinstance(right, str):
            same = left == right
        else:
            same = _number(left) == _number(right)
        return same if operator == "=" else not same
    first, second = _number(left), _number(right)
    match operator:
        case "<":
            return first < second
        case "<=":
            return first <= second
        case ">":
            return first > second
    return first >= second


def _truth(value: Value) -> bool:
    return bool(value) and value == value


def _number(value: Value) -> float:
    """XPath's number(): NaN for a text that is no number, which no comparison is true of."""
    if isinstance(value, str):
        # Python's float() would also take 1e5, inf and 1_000.
        return float(value) if _NUMBER.fullmatch(value.strip(" \t\r\n")) else math.nan
    return float(value)
