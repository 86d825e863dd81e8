"""Relevance: LimeSurvey's conditions (ExpressionScript) as expressions of a theme package.

Only what means the same in both is translated: comparisons of an earlier answer with a constant,
is_empty(), and/or/not. Everything else raises Untranslatable with the reason in words.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import ge, gt, le, lt
from typing import Any, Literal

from samklang.core.language.messages import Message, message
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


LONGEST = 1_500  # characters of a condition that are told


def _cut(text: str) -> str:
    return repr(text)[:LONGEST]


class Untranslatable(Exception):
    """The condition says something a theme package's expressions cannot; the message says what."""

    def __init__(self, what: Message):
        self.what = what
        super().__init__(what)


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
            what = message("imports.part_untranslated_method", method=repr(row.method))
            raise Untranslatable(what)
        if row.field.startswith("{") or re.fullmatch(r"@.*@|\{.*\}", row.value):
            raise Untranslatable(message("imports.part_untranslated_other_field"))
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
        raise Untranslatable(message("imports.part_untranslated_never"))
    parser = _Parser(source, variables)
    expression = parser.whole()
    guards = dict.fromkeys(own for own in parser.guards if own)
    expression = together(*guards, expression)
    try:
        parse(expression)
    except ExpressionError as error:
        what = message("imports.part_untranslated_too_long", error=error.what)
        raise Untranslatable(what) from None
    return expression


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
    raise Untranslatable(message("imports.part_untranslated_quotes"))


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
                what = message(
                    "imports.part_untranslated_no_counterpart",
                    mark=repr(source[place:].strip()[:1]),
                )
                raise Untranslatable(what)
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
        if (token := self.peek()) in expected:
            self.at += 1
            return token
        return ""

    def need(self, expected: str) -> None:
        if not self.take(expected):
            raise Untranslatable(message("imports.part_untranslated_missing", mark=repr(expected)))

    def whole(self) -> str:
        expression = self.either()
        if self.at < len(self.tokens):
            what = message(
                "imports.part_untranslated_no_counterpart_there", mark=repr(self.tokens[self.at][1])
            )
            raise Untranslatable(what)
        return expression

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
            raise Untranslatable(message("imports.part_untranslated_nested"))
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
                    raise Untranslatable(message("imports.part_untranslated_empty_of_no_question"))
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
            raise Untranslatable(message("imports.part_untranslated_ends"))
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return _Constant(text, quoted=False)
        if kind == "text":
            return _Constant(re.sub(r"\\(.)", r"\1", text[1:-1]))
        if kind == "word" and self.peek() == "(":
            raise Untranslatable(message("imports.part_untranslated_function", name=text))
        if kind == "word":
            return _Name(text)
        what = message("imports.part_untranslated_no_counterpart_there", mark=_cut(text))
        raise Untranslatable(what)

    def comparison(self) -> str:
        left = self.operand()
        operator = COMPARE.get(self.take(*COMPARE))
        if operator is None:
            raise Untranslatable(message("imports.part_untranslated_uncompared"))
        right = self.operand()
        if isinstance(left, _Name) and isinstance(right, _Constant):
            return self.compare(left, operator, right)
        if isinstance(left, _Constant) and isinstance(right, _Name):
            return self.compare(right, TURNED[operator], left)
        raise Untranslatable(message("imports.part_untranslated_two"))

    def compare(self, name: _Name, operator: str, value: _Constant) -> str:
        stem, *suffixes = name.text.split(".")
        if any(s not in ("NAOK", "code", "value") for s in suffixes):
            what = message("imports.part_untranslated_no_counterpart", mark=name.text)
            raise Untranslatable(what)
        variable = self.variables.get(stem)
        if variable is None:
            raise Untranslatable(message("imports.part_untranslated_not_earlier", stem=stem))
        if "NAOK" not in suffixes:
            # Without NAOK the whole condition fails when the question it names was not shown.
            if variable.own is None:
                raise Untranslatable(message("imports.part_untranslated_depends", stem=stem))
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
        raise Untranslatable(message("imports.part_untranslated_box", stem=stem, value=_cut(value)))
    if value == "":
        if operator not in ("=", "!="):
            raise Untranslatable(message("imports.part_untranslated_ordered_nothing", stem=stem))
        return f"{path} {operator} ''"
    if variable.kind == "number":
        if not NUMBER.fullmatch(value):
            what = message("imports.part_untranslated_number", stem=stem, value=_cut(value))
            raise Untranslatable(what)
        if constant.quoted and operator in ORDER:
            raise Untranslatable(message("imports.part_untranslated_quoted", stem=stem))
        # To LimeSurvey no answer is at most zero, and less than it.
        unanswered = float(value) == 0 and operator in ("<", "<=")
        test = f"{path} {operator} {value}"
        return f"({test} or {path} = '')" if unanswered else test
    if operator in ("=", "!="):
        if variable.kind == "text":
            return f"{path} {operator} {quoted(value)}"
        if value not in variable.codes:
            what = message("imports.part_untranslated_no_answer", stem=stem, value=_cut(value))
            raise Untranslatable(what)
        return f"{path} {operator} '{variable.codes[value]}'"
    if variable.kind == "text":
        what = message("imports.part_untranslated_text", stem=stem, value=_cut(value))
        raise Untranslatable(what)
    return _ordered(path, variable, operator, constant, stem)


def _ordered(path: str, variable: Variable, operator: str, constant: _Constant, stem: str) -> str:
    """An order on options with numeric codes, spelled out as the options that fulfil it.

    Against a quoted constant LimeSurvey orders codes as text (RDP_EvaluateBinary), so "10" < "9".
    """
    value = constant.text
    codes = {code: option for code, option in variable.codes.items() if code != "-oth-"}
    if not all(NUMBER.fullmatch(c) for c in (*codes, value)):
        raise Untranslatable(message("imports.part_untranslated_codes", stem=stem))
    if float(value) == 0:
        raise Untranslatable(message("imports.part_untranslated_zero", stem=stem))
    holds = ORDER[operator]
    met = [
        f"{path} = '{option}'"
        for code, option in codes.items()
        if (holds(code, value) if constant.quoted else holds(float(code), float(value)))
    ]
    if not met:
        raise Untranslatable(
            message("imports.part_untranslated_none_is", stem=stem, operator=operator, value=value)
        )
    return met[0] if len(met) == 1 else "(" + " or ".join(met) + ")"
