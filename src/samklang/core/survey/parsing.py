"""Parsing: the text of an expression as an Expression, or what is wrong with it and where.

`${q1} = 'yes'`, `selected(${q2}, 'other')`, and, or, comparisons, + - * div mod, `.` for the answer
itself, and the functions of functions.py.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, NoReturn

from samklang.core.language.messages import Message, Problem, message
from samklang.core.survey.expression import (
    EQUALITY,
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
from samklang.core.survey.functions import FUNCTIONS, Kind, refused

# Deep nesting is refused, since both parser and evaluator recurse.
DEPTH = 50
OPERATORS = 200
LENGTH = 4000


class ExpressionError(Problem):
    """An expression that cannot be read: where (from 0), what is wrong and what to do."""

    def __init__(self, position: int, what: Message, remedy: Message):
        self.position = position
        super().__init__(what, remedy)

    @property
    def placed(self) -> Message:
        """What is wrong, with its place."""
        return message("faults.at_character", position=self.position + 1, what=self.what)

    def __str__(self) -> str:
        return f"{self.placed} {self.remedy}"


_TOKEN = re.compile(
    r"""\s*(?:
      (?P<answer>\$\{\s*[A-Za-z0-9_.-]+\s*\}|(?:/[A-Za-z_][A-Za-z0-9_.-]*)+)
    | (?P<text>'[^']*'|"[^"]*")
    | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<operator><=|>=|!=|=|<|>|\+|-|\*)
    | (?P<mark>[(),])
    | (?P<own>\.(?![./]))
    | (?P<word>[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)?)
    )""",
    re.VERBOSE,
)
_SIZE = ("<", "<=", ">", ">=")
_SUM, _PRODUCT = ("+", "-"), ("*", "div", "mod")


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
        what = message("package.the_expression_is_longer_than_characters", length=LENGTH)
        raise ExpressionError(LENGTH, what, message("package.split_the_question"))
    return _Parser(list(_tokens(text)), len(text)).whole()


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        if not match or match.lastgroup is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            what = message("package.is_not_understood", text=text[start : start + 10])
            raise ExpressionError(start, what, message("package.write_text_a_number_and_or"))
        yield _Token(match.lastgroup, match[match.lastgroup], match.start(match.lastgroup))
        position = match.end()


class _Parser:
    """Recursive descent by XPath's precedence: or, and, =, <, +, *, -, value."""

    def __init__(self, tokens: Sequence[_Token], end: int):
        self.tokens, self.end, self.at, self.depth = tokens, end, 0, 0
        self.operators = 0

    def whole(self) -> Expression:
        expression = self.any_of()
        if self.at < len(self.tokens):
            what = message("package.part_what_is_left_over", token=self.token)
            self.refuse(what, message("package.join_parts_by_and_or"))
        return expression

    def peek(self) -> _Token:
        if self.at < len(self.tokens):
            return self.tokens[self.at]
        return _Token("end", "", self.end)

    def take(self) -> _Token:
        token = self.peek()
        self.at += 1
        return token

    @property
    def token(self) -> Message | str:
        """What stands next, as a fault names it."""
        token = self.peek()
        return message("faults.part_token_end") if token.kind == "end" else f"'{token.text}'"

    def refuse(self, what: Message, remedy: Message) -> NoReturn:
        raise ExpressionError(self.peek().position, what, remedy)

    def expect(self, mark: str) -> None:
        if self.peek().text != mark:
            what = message("package.part_what_stands_where_should_be", token=self.token, mark=mark)
            self.refuse(what, message("package.write_mark", mark=mark))
        self.at += 1

    def next_is(self, *operators: str) -> bool:
        """Whether one of some operators or words stands next."""
        # JavaRosa reads AND, Or and DIV too.
        return self.peek().kind in ("operator", "word") and self.peek().text.lower() in operators

    def operator(self) -> str:
        self.operators += 1
        if self.operators > OPERATORS:
            what = message("package.part_what_is_one_operator_too_many", token=self.token)
            self.refuse(what, message("package.use_at_most", operators=OPERATORS))
        return self.take().text.lower()

    def any_of(self) -> Expression:
        self.depth += 1
        if self.depth > DEPTH:
            what = message("package.part_what_is_nested_too_deep", token=self.token)
            self.refuse(what, message("package.use_at_most_levels_of_parentheses", depth=DEPTH))
        parts = [self.all_of()]
        while self.next_is("or"):
            self.at += 1
            parts.append(self.all_of())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def all_of(self) -> Expression:
        parts = [self.equality()]
        while self.next_is("and"):
            self.at += 1
            parts.append(self.equality())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def equality(self) -> Expression:
        expression = self.size()
        while self.next_is(*EQUALITY):
            expression = Comparison(self.operator(), expression, self.size())
        return expression

    def size(self) -> Expression:
        expression = self.sum()
        while self.next_is(*_SIZE):
            expression = Comparison(self.operator(), expression, self.sum())
        return expression

    def sum(self) -> Expression:
        expression = self.product()
        while self.next_is(*_SUM):
            expression = Calculation(self.operator(), expression, self.product())
        return expression

    def product(self) -> Expression:
        expression = self.signed()
        while self.next_is(*_PRODUCT):
            expression = Calculation(self.operator(), expression, self.signed())
        return expression

    def signed(self) -> Expression:
        minus = False
        while self.next_is("-"):
            self.at += 1
            minus = not minus
        expression = self.value()
        if not minus:
            return expression
        if isinstance(expression, Literal) and isinstance(expression.value, float):
            return Literal(-expression.value)
        return Calculation("*", Literal(-1.0), expression)

    def value(self) -> Expression:
        token = self.peek()
        match token.kind:
            case "answer":
                name = self.take().text
                last = name.rpartition("/")[2] if name.startswith("/") else name[2:-1].strip()
                return Answered(last)
            case "text":
                return Literal(self.take().text[1:-1])
            case "number":
                return Literal(float(self.take().text))
            case "own":
                self.at += 1
                return Own()
            case "word":
                return self.word()
            case "mark" if token.text == "(":
                self.at += 1
                expression = self.any_of()
                self.expect(")")
                return expression
        what = message("package.part_what_stands_where_a_value_should_be", token=self.token)
        self.refuse(what, message("package.write_text_or_a_number"))

    def word(self) -> Expression:
        """A function with its values, or a name that stands alone."""
        token = self.peek()
        follows = self.tokens[self.at + 1].text if self.at + 1 < len(self.tokens) else ""
        if follows != "(":
            if token.text.lower() in ("and", "or", "div", "mod"):
                what = message("package.part_what_stands_where_a_value_should_be", token=self.token)
                self.refuse(what, message("package.write_what_it_joins"))
            self.at += 1
            return Answered(token.text, relative=True)
        if token.text not in FUNCTIONS:
            near = difflib.get_close_matches(token.text, FUNCTIONS, n=1)
            known = (
                message("package.did_you_mean_2", near=near[0])
                if near
                else message("faults.known_names", known=", ".join(FUNCTIONS))
            )
            self.refuse(message("package.part_what_is_not_known", token=self.token), known)
        self.at += 1
        return self.call(token)

    def call(self, token: _Token) -> Expression:
        values: list[Expression] = []
        self.expect("(")
        while self.peek().text != ")":
            if values:
                self.expect(",")
            values.append(self.any_of())
        self.expect(")")
        function = FUNCTIONS[token.text]
        most = len(values) if function.most is None else function.most
        if not function.least <= len(values) <= most:
            takes: Message | int = function.least
            if function.most is None:
                takes = message("faults.part_takes_more", least=function.least)
            elif most != function.least:
                takes = message("faults.part_takes_to", least=function.least, most=most)
            what = message("package.has_values", text=token.text, value=len(values))
            raise ExpressionError(token.position, what, message("package.it_takes", takes=takes))
        given = [value.value if isinstance(value, Literal) else None for value in values]
        if problem := refused(token.text, list(map(_kind, values)), given):
            raise ExpressionError(token.position, *problem)
        if token.text == "not":
            return Not(values[0])
        if token.text in ("selected", "is-selected"):
            question, option = values
            if isinstance(question, Answered) and isinstance(option, Literal):
                return Selected(question, str(option.value))
        return Call(token.text, tuple(values))


def _kind(expression: Expression) -> Kind:
    """What an expression gives whatever the answers are, as far as that can be told."""
    match expression:
        case Literal():
            return "text" if isinstance(expression.value, str) else "number"
        case Calculation():
            return "number"
        case Comparison() | Selected() | Not() | Both() | Either():
            return "truth"
        case Call():
            return FUNCTIONS[expression.function].kind
        case Answered() | Own():
            return ""


class OneAnswer(NamedTuple):
    """An answer that an expression asks for."""

    question: str
    option: str


def single_answer(text: str) -> OneAnswer | None:
    """The answer where an expression is just ``${question} = 'option'``, else None."""
    expression = parse(text)
    if not isinstance(expression, Comparison) or expression.operator != "=":
        return None
    sides = (expression.left, expression.right)
    asked = [side.name for side in sides if isinstance(side, Answered)]
    given = [side.value for side in sides if isinstance(side, Literal)]
    if len(asked) == len(given) == 1 and isinstance(given[0], str):
        return OneAnswer(asked[0], given[0])
    return None
