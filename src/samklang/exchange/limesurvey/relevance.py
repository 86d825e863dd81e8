"""Relevance: LimeSurvey's conditions (ExpressionScript) as expressions of a theme package.

Only what means the same in both is translated: comparisons of an earlier answer with a constant,
is_empty(), and/or/not. Everything else raises Untranslatable with the reason in words.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import ge, gt, le, lt
from typing import Any, Literal

from samklang.core.survey.parsing import ExpressionError, parse
from samklang.exchange.limesurvey.structure import Condition

TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?(?![\w.]))
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<word>[A-Za-z_0-9][A-Za-z_0-9]*(?:\.[A-Za-z]+)*)
    |(?P<mark>==|!=|<=|>=|&&|\|\||[<>!(),]))""",
    re.VERBOSE,
)
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
COMPARE = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
COMPARE |= {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
ORDER: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
TURNED = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
DEEPEST = 40  # parentheses inside each other; a person writes a handful


class Untranslatable(Exception):
    """The condition says something a theme package's expressions cannot; the message says what."""


@dataclass(frozen=True)
class Variable:
    """An earlier answer that a condition may name.

    path: as in ``${path}``. kind: `choice` for an option, `box` for one option of a
    select_multiple, `number`, `text`. codes: LimeSurvey's code to option id. option: the box's.
    own: the relevance of the question it belongs to, translated; None if it was untranslatable.
    """

    path: str
    kind: Literal["choice", "box", "number", "text"]
    codes: Mapping[str, str] = field(default_factory=dict)
    option: str = ""
    own: str | None = ""


@dataclass(frozen=True)
class _Name:
    text: str


@dataclass(frozen=True)
class _Constant:
    text: str
    quoted: bool = True


def from_conditions(conditions: Sequence[Condition]) -> str:
    """The conditions table as ExpressionScript.

    Scenarios are alternatives; in a scenario, conditions on one question are alternatives, and
    those on different questions must all hold (LimeSurvey manual, "Setting conditions").
    """
    scenarios: dict[str, dict[str, list[str]]] = {}
    for row in conditions:
        if row.method not in COMPARE:
            raise Untranslatable(f"the condition's comparison {row.method!r} has no counterpart")
        if row.field.startswith("{") or re.fullmatch(r"@.*@|\{.*\}", row.value):
            raise Untranslatable("it compares with another field or a participant's data")
        value = row.value
        if not NUMBER.fullmatch(value):  # LimeSurvey quotes a value only where it is no number
            value = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        test = f"{row.field.lstrip('+')}.NAOK {row.method} {value}"
        scenarios.setdefault(row.scenario, {}).setdefault(row.question, []).append(test)
    alternatives = [
        " and ".join(f"({' or '.join(tests)})" for tests in questions.values())
        for questions in scenarios.values()
    ]
    return " or ".join(f"({alternative})" for alternative in alternatives)


def translate(source: str, variables: Mapping[str, Variable]) -> str:
    """An ExpressionScript condition as an expression; '' when it always holds.

    Raises Untranslatable.
    """
    source = source.strip()
    if source.startswith("{") and source.endswith("}"):
        source = source[1:-1].strip()
    if source in ("", "1"):
        return ""
    if source == "0":
        raise Untranslatable("it is never shown")
    parser = _Parser(source, variables)
    found = parser.whole()
    guards = dict.fromkeys(own for own in parser.guards if own)
    found = together(*guards, found)
    try:
        parse(found)
    except ExpressionError as error:
        raise Untranslatable(f"it is too long or too deep ({error.what})") from None
    return found


def together(*expressions: str) -> str:
    """One expression that holds when all do; empty ones always hold."""
    parts = list(dict.fromkeys(part for part in expressions if part))
    if len(parts) < 2:
        return "".join(parts)
    return " and ".join(f"({part})" for part in parts)


def quoted(text: str) -> str:
    """Text as a constant of an expression. Raises Untranslatable when it has both quotes."""
    for mark in ("'", '"'):
        if mark not in text:
            return f"{mark}{text}{mark}"
    raise Untranslatable("it compares with a text that has both kinds of quotes")


class _Parser:
    """Recursive descent over or, and, not, comparisons and parentheses."""

    def __init__(self, source: str, variables: Mapping[str, Variable]):
        self.variables = variables
        self.guards: list[str | None] = []
        self.tokens: list[tuple[str, str]] = []
        self.at = 0
        self.depth = 0
        place = 0
        while place < len(source):
            match = TOKEN.match(source, place)
            if not match:
                if not source[place:].strip():
                    break
                raise Untranslatable(f"{source[place:].strip()[:1]!r} has no counterpart")
            kind = match.lastgroup or ""
            self.tokens.append((kind, match[kind]))
            place = match.end()

    def peek(self) -> str:
        """The next mark or word in lower case; '' at the end and before constants."""
        if self.at >= len(self.tokens):
            return ""
        kind, text = self.tokens[self.at]
        return text.lower() if kind in ("mark", "word") else ""

    def take(self, *expected: str) -> str:
        if (found := self.peek()) in expected:
            self.at += 1
            return found
        return ""

    def need(self, expected: str) -> None:
        if not self.take(expected):
            raise Untranslatable(f"{expected!r} is missing")

    def whole(self) -> str:
        found = self.either()
        if self.at < len(self.tokens):
            raise Untranslatable(f"{self.tokens[self.at][1]!r} has no counterpart there")
        return found

    def either(self) -> str:
        parts = [self.both()]
        while self.take("or", "||"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else "(" + " or ".join(parts) + ")"

    def both(self) -> str:
        parts = [self.one()]
        while self.take("and", "&&"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else "(" + " and ".join(parts) + ")"

    def one(self) -> str:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Untranslatable("it is nested too deeply")
        try:
            if self.take("!", "not"):
                inner = self.one()
                return f"not({inner})"
            if self.peek() == "(" and not self._operand_in_parentheses():
                self.need("(")
                inner = self.either()
                self.need(")")
                return inner
            if self.take("is_empty"):
                self.need("(")
                name = self.operand()
                self.need(")")
                if not isinstance(name, _Name):
                    raise Untranslatable("is_empty() of something that is no question")
                return self.compare(name, "=", _Constant(""))
            return self.comparison()
        finally:
            self.depth -= 1

    def _operand_in_parentheses(self) -> bool:
        """Whether what stands here is ``(name) ==``: parentheses round one operand."""
        ahead = self.tokens[self.at : self.at + 4]
        return (
            len(ahead) == 4
            and ahead[1][0] != "mark"
            and ahead[2][1] == ")"
            and ahead[3][1].lower() in COMPARE
        )

    def operand(self) -> _Name | _Constant:
        if self.take("("):
            inner = self.operand()
            self.need(")")
            return inner
        if self.at >= len(self.tokens):
            raise Untranslatable("it ends too early")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return _Constant(text, quoted=False)
        if kind == "text":
            return _Constant(re.sub(r"\\(.)", r"\1", text[1:-1]))
        if kind == "word" and self.peek() == "(":
            raise Untranslatable(f"the function {text}() has no counterpart")
        if kind == "word":
            return _Name(text)
        raise Untranslatable(f"{text!r} has no counterpart there")

    def comparison(self) -> str:
        left = self.operand()
        operator = COMPARE.get(self.take(*COMPARE))
        if operator is None:
            raise Untranslatable("an answer is used without being compared")
        right = self.operand()
        if isinstance(left, _Name) and isinstance(right, _Constant):
            return self.compare(left, operator, right)
        if isinstance(left, _Constant) and isinstance(right, _Name):
            return self.compare(right, TURNED[operator], left)
        raise Untranslatable("two answers, or two constants, are compared with each other")

    def compare(self, name: _Name, operator: str, value: _Constant) -> str:
        stem, *suffixes = name.text.split(".")
        if any(s not in ("NAOK", "code", "value") for s in suffixes):
            raise Untranslatable(f"{name.text} has no counterpart")
        variable = self.variables.get(stem)
        if variable is None:
            raise Untranslatable(f"{stem} is not an earlier question that was imported")
        if "NAOK" not in suffixes:
            # Without NAOK the whole condition fails when the question it names was not shown.
            if variable.own is None:
                raise Untranslatable(f"it depends on when {stem} is shown, which is not translated")
            self.guards.append(variable.own)
        return _comparison(variable, operator, value, stem)


def _comparison(variable: Variable, operator: str, constant: _Constant, stem: str) -> str:
    value = constant.text
    path = f"${{{variable.path}}}"
    if variable.kind == "box":
        ticked = f"selected({path}, '{variable.option}')"
        if (operator, value) in (("=", "Y"), ("!=", "")):
            return ticked
        if (operator, value) in (("!=", "Y"), ("=", "")):
            return f"not({ticked})"
        raise Untranslatable(f"{stem} is compared with {value!r}, not with Y or nothing")
    if value == "":
        if operator not in ("=", "!="):
            raise Untranslatable(f"{stem} is ordered against nothing")
        return f"{path} {operator} ''"
    if variable.kind == "number":
        if not NUMBER.fullmatch(value):
            raise Untranslatable(f"the number {stem} is compared with {value!r}")
        if constant.quoted and operator in ORDER:
            raise Untranslatable(f"{stem} is ordered against a quoted number, so as text")
        # To LimeSurvey no answer is at most zero, and less than it.
        unanswered = float(value) == 0 and operator in ("<", "<=")
        test = f"{path} {operator} {value}"
        return f"({test} or {path} = '')" if unanswered else test
    if operator in ("=", "!="):
        if variable.kind == "text":
            return f"{path} {operator} {quoted(value)}"
        if value not in variable.codes:
            raise Untranslatable(f"{stem} has no answer {value!r}")
        return f"{path} {operator} '{variable.codes[value]}'"
    if variable.kind == "text":
        raise Untranslatable(f"the text {stem} is ordered against {value!r}")
    return _ordered(path, variable, operator, constant, stem)


def _ordered(path: str, variable: Variable, operator: str, constant: _Constant, stem: str) -> str:
    """An order on options with numeric codes, spelled out as the options that fulfil it.

    Against a quoted constant LimeSurvey orders codes as text (RDP_EvaluateBinary), so "10" < "9".
    """
    value = constant.text
    codes = {code: option for code, option in variable.codes.items() if code != "-oth-"}
    if not all(NUMBER.fullmatch(c) for c in (*codes, value)):
        raise Untranslatable(f"the answers of {stem} are ordered, but their codes are no numbers")
    if float(value) == 0:
        raise Untranslatable(f"{stem} is ordered against zero, which no answer counts as too")
    holds = ORDER[operator]
    met = [
        f"{path} = '{option}'"
        for code, option in codes.items()
        if (holds(code, value) if constant.quoted else holds(float(code), float(value)))
    ]
    if not met:
        raise Untranslatable(f"no answer of {stem} is {operator} {value}")
    return met[0] if len(met) == 1 else "(" + " or ".join(met) + ")"
