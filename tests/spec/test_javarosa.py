"""Expressions in, JavaRosa's answers out: where a and s are empty, b is 5, t "klimat unga", and d
the date 2026-05-01. What JavaRosa cannot work out we refuse to read."""

import datetime
import math
from pathlib import Path

import pytest

from samklang.core.survey.evaluation import evaluate, value
from samklang.core.survey.functions import FUNCTIONS
from samklang.core.survey.parsing import ExpressionError, parse

ANSWERS = {"b": 5.0, "t": "klimat unga", "d": datetime.date(2026, 5, 1)}
FILE = Path(__file__).parents[1] / "data" / "xpath" / "javarosa.tsv"
# Lines of the file that are not an expression with its worth: relevance along a form's path.
LINES = [
    line.split("\t")
    for line in FILE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith(("#", "REL "))
]


def java(worth: object) -> tuple[str, str]:
    """A value as Java prints it, with the name of its class."""
    if isinstance(worth, bool):
        return str(worth).lower(), "Boolean"
    if isinstance(worth, float):
        text = "NaN" if math.isnan(worth) else "Infinity" if worth == math.inf else str(worth)
        return text, "Double"
    return str(worth), "String"


def test_the_file_has_its_lines() -> None:
    assert len(LINES) == 25


@pytest.mark.parametrize(("expression", "worth", "kind", "truth"), LINES)
def test_javarosa(expression: str, worth: str, kind: str, truth: str) -> None:
    if worth == "ERROR":
        with pytest.raises(ExpressionError) as refused:
            parse(expression)
        assert str(refused.value.remedy)
        return
    read = parse(expression)
    assert java(value(read, ANSWERS)) == (worth, kind)
    assert str(evaluate(read, ANSWERS)).lower() == truth


MORE = [
    # as the functions of JavaRosa's XPathFuncExpr say
    ("${b} + 2 * 3", 11.0),
    ("(${b} + 2) * 3", 21.0),
    ("${b} - 2 - 1", 2.0),
    ("10 div 4", 2.5),
    ("-7 mod 3", -1.0),
    ("7 mod -3", 1.0),
    ("-${b}", -5.0),
    ("--3", 3.0),
    ("5 mod 0", math.nan),
    ("0 div 0", math.nan),
    ("-1 div 0", -math.inf),
    ("1 < 2 = true()", True),
    ("3 > 2 > 1", False),
    ("'3,5' + 1", 4.5),
    ("round(2.5)", 3.0),
    ("round(3.14159, 2)", 3.14),
    ("round(33.33, -1)", 30.0),
    ("round(-2.55, 1)", -2.5),
    ("int(-3.7)", -3.0),
    ("number('')", math.nan),
    ("number(true())", 1.0),
    ("string(5)", "5"),
    ("string(0.5)", "0.5"),
    # a whole number as far as Java's int goes
    ("string(2147483647)", "2147483647"),
    ("string(2147483648)", "2.147483648E9"),
    ("string(-2147483648)", "-2147483648"),
    ("string(-2147483649)", "-2.147483649E9"),
    ("string(1 div 0)", "Infinity"),
    ("string(${d})", "2026-05-01"),
    ("concat(1 = 1, '-', 2.50)", "true-2.5"),
    ("join(', ', 'a', 'b', 3)", "a, b, 3"),
    ("coalesce(${s}, 'x')", "x"),
    ("coalesce(${a} + 1, 7)", 7.0),
    ("count-selected(${t})", 2.0),
    ("selected-at(${t}, 1)", "unga"),
    ("selected-at(${t}, 2)", ""),
    ("selected-at(${t}, -1)", ""),
    ("substr('klimat', 1, 3)", "li"),
    ("substr('klimat', -3)", "mat"),
    ("substr('klimat', 4, 2)", ""),
    ("substring-before('a-b', '-')", "a"),
    ("substring-before('ab', '-')", ""),
    ("substring-after('a-b-c', '-')", "b-c"),
    ("substring-after('ab', '')", "ab"),
    ("translate('bar', 'abc', 'AB')", "BAr"),
    ("contains('klimat', 'lim')", True),
    ("contains(${s}, '')", True),
    ("starts-with('klimat', 'kl')", True),
    ("ends-with('klimat', 'at')", True),
    ("normalize-space('  a   b ')", "a b"),
    ("string-length('åäö')", 3.0),
    ("regex('12345', '[0-9]{5}')", True),
    ("boolean('false')", True),
    ("boolean-from-string('false')", False),
    ("boolean-from-string('1')", True),
    ("min(3, ${a}, 2)", 2.0),
    ("max(3, ${a}, 2)", 3.0),
    # JavaRosa's max() begins at Java's smallest double above 0.
    ("max(-3, -2)", 5e-324),
    ("min(${a})", math.nan),
    ("pow(2, 10)", 1024.0),
    ("pow(1, 5)", 1.0),
    ("pow(-1, 3)", -1.0),
    ("abs(-2)", 2.0),
    ("sqrt(-1)", math.nan),
    ("log10(1000)", 3.0),
    ("date('2026-06-01') > ${d}", True),
    ("${d} = '2026-05-01'", True),
    ("${d} = 20574", True),
    ("date('2026-06-01') - ${d}", 31.0),
    ("date(concat('non', 'sense'))", ""),
    ("format-date(${d}, '%e/%n %Y')", "1/5 2026"),
    ("decimal-date-time(${d})", 20574.0),
    ("if(${b} > 3, 'many', 'few')", "many"),
    ("checklist(1, -1, ${b} = 5, ${b} = 6)", True),
    ("weighted-checklist(2, 9, ${b} = 5, 3, ${b} = 6, 8)", True),
    ("0.1 + 0.2 = 0.3", True),
    ("true() and 'false'", True),
    ("not(${s})", True),
    ("/data/group/b = 5", True),
    # the lexer: words of operators in any case, numbers with a point at either end
    ("${b} = 5 AND ${s} = ''", True),
    ("${b} = 6 Or ${b} DIV 2 = 2.5", True),
    (".5 + 5.", 5.5),
    ("- - 3", 3.0),
    ("2--3", 5.0),
    ("-'5'", -5.0),
    ("1 div -(5 - 5)", -math.inf),
    ("2 * -3", -6.0),
    ("10 - 2 * 3 mod 4", 8.0),
    ("1 = 1 = 1", True),
    ("2 = 2 = 2", True),
    ("1 < 2 < 3", True),
    ("'a' != 'b' and 1", True),
    ("'a b' = \"a b\"", True),
    # nothing is equal to what is no number, and what is infinite is not equal to itself
    ("${a} = ${a} + 1", False),
    ("${a} != ${a} + 1", True),
    ("1 div 0 = 1 div 0", False),
    ("5.3 mod 2 = 1.3", True),
    ("5 mod (1 div 0)", 5.0),
    ("number(' 5\t')", 5.0),
    ("number('1e3')", math.nan),
    ("number('+5')", math.nan),
    ("number('5.')", 5.0),
    ("number('1 000')", math.nan),
    ("number('-.5')", -0.5),
    ("${t} > 1", False),
    ("${d} > 20573", True),
    # texts of numbers are Java's
    ("string(0.1 + 0.2)", "0.30000000000000004"),
    ("string(12345678.5)", "1.23456785E7"),
    ("string(pow(10, 10))", "1.0E10"),
    ("string(-0.00025)", "-2.5E-4"),
    ("string(2147483647)", "2147483647"),
    ("string(1 div 3)", "0.3333333333333333"),
    ("string(-(5 - 5))", "0"),
    ("string(${a} + 1)", "NaN"),
    ("concat(true(), ${b}, ${d}, ${a})", "true52026-05-01"),
    ("join('-')", ""),
    ("string-length('🌱')", 2.0),
    ("normalize-space(concat(' a', '\t', 'b\u00a0'))", "a b\u00a0"),
    ("translate('aaa', 'aa', 'bc')", "bbb"),
    ("substring-before('a-b-c', '-')", "a"),
    ("substr('abc', 'x')", "abc"),
    ("substr('abc', 1.9)", "bc"),
    ("substr('abc', 0, -1)", "ab"),
    ("is-selected(${t}, ' unga ')", True),
    ("selected(${t}, 'klimat unga')", True),
    ("selected(${t}, 'klim')", False),
    ("selected(${t}, '')", False),
    ("selected-at(${t}, 'x')", "klimat"),
    ("selected-at(${t}, -0.5)", "klimat"),
    ("selected-at(${s}, 0)", ""),
    ("count-selected(' a   b ')", 2.0),
    ("int(-0.5)", -0.0),
    ("1 div int(-0.5)", -math.inf),
    ("int('')", math.nan),
    ("int(1 div 0)", math.inf),
    ("round(0.5)", 1.0),
    ("round(-0.4)", 0.0),
    ("round(1.005, 2)", 1.01),
    ("round(2.5, 'x')", 3.0),
    ("round('2,46', 1)", 2.5),
    ("round(1, 31)", math.nan),
    # below 0 JavaRosa adds a half and cuts
    ("round(-33.33, -1)", -20.0),
    ("round(155, -1)", 160.0),
    ("pow(0, -1)", math.inf),
    ("pow(1, ${a})", math.nan),
    ("pow(${a}, 0)", 1.0),
    ("pow(-10, 309)", -math.inf),
    ("pow(-8, 1 div 3)", math.nan),
    ("log10(0)", -math.inf),
    ("log(-1)", math.nan),
    ("exp10(-2)", 0.01),
    ("min('', 4)", 4.0),
    ("max(${b}, '12')", 12.0),
    ("checklist(1.9, 2, ${b}, ${s}, 0)", True),
    ("checklist('', 0, ${s})", True),
    ("weighted-checklist(0, 2.5, ${b}, 2.5, ${s}, 9)", True),
    ("if(${a} + 1, 'y', 'n')", "n"),
    ("if(${d}, 'y', 'n')", "y"),
    ("if('0', 'y', 'n')", "y"),
    ("coalesce(0, 7)", 0.0),
    ("coalesce(${s}, ${s})", ""),
    ("boolean(0.0000000000001)", False),
    ("boolean(' ')", True),
    ("boolean-from-string('TRUE')", True),
    ("boolean-from-string('yes')", False),
    ("not(${b}) = false()", True),
    ("regex('abc', 'b')", False),
    ("regex('', '[0-9]*')", True),
    ("regex('SE-95131', '[A-Z]{2}-\\d{5}')", True),
    ("date('2026-5-1') = ${d}", True),
    ("date('2026-05-01T10:30:00.000+02:00') = ${d}", True),
    ("date(20574) = ${d}", True),
    ("date(${a} + 1)", math.nan),
    ("date(${s})", ""),
    ("decimal-date-time(3.7)", 3.7),
    ("decimal-date-time(${s})", ""),
    ("format-date('2026-05-01', '%y%m%d %H:%M')", "260501 00:00"),
    ("format-date(${s}, '%Y')", ""),
    ("format-date(0, '100 %% %Y')", "100 % 1970"),
]


@pytest.mark.parametrize(("expression", "worth"), MORE)
def test_functions_and_arithmetic(expression: str, worth: object) -> None:
    assert value(parse(expression), ANSWERS) == pytest.approx(worth, nan_ok=True, abs=1e-12)


# Name, and the fewest and most values it takes.
VALUES = [
    line.split()
    for line in """
    true 0 0
    false 0 0
    not 1 1
    boolean 1 1
    boolean-from-string 1 1
    number 1 1
    string 1 1
    int 1 1
    round 1 2
    if 3 3
    coalesce 2 2
    selected 2 2
    is-selected 2 2
    selected-at 2 2
    count-selected 1 1
    string-length 1 1
    normalize-space 1 1
    concat 1 *
    join 1 *
    substr 2 3
    substring-before 2 2
    substring-after 2 2
    translate 3 3
    contains 2 2
    starts-with 2 2
    ends-with 2 2
    regex 2 2
    min 1 *
    max 1 *
    abs 1 1
    pow 2 2
    sqrt 1 1
    exp 1 1
    exp10 1 1
    log 1 1
    log10 1 1
    pi 0 0
    date 1 1
    decimal-date-time 1 1
    format-date 2 2
    checklist 2 *
    weighted-checklist 2 *
    """.strip().splitlines()
]


@pytest.mark.parametrize(("name", "least", "most"), VALUES)
def test_how_many_values_a_function_takes(name: str, least: str, most: str) -> None:
    def call(values: int) -> str:
        return f"{name}({', '.join(['${t}'] * values)})"

    parse(call(int(least)))
    for values in [int(least) - 1] + ([] if most == "*" else [int(most) + 1]):
        if values >= 0:
            with pytest.raises(ExpressionError):
                parse(call(values))
    if most != "*":
        parse(call(int(most)))


def test_every_function_is_in_the_table() -> None:
    assert {name for name, *_ in VALUES} == set(FUNCTIONS)


REFUSED = [
    # what JavaRosa stops at: syntax, what a function cannot take, what it does not know
    "1e3",
    "1.2.3",
    "${b} =",
    "= 5",
    "${b} == 5",
    "${b} <> 5",
    "${b} = 5 and",
    "(${b} = 5",
    "${b} = 5)",
    "'open",
    "${b} = ‘5’",
    "${b} & ${s}",
    "${b} / 2",
    "${b} % 2",
    "5 * * 2",
    "+5",
    "not ${b}",
    "selected(${t}, 1)",
    "selected(${t}, 1 + 1)",
    "selected(5, 'unga')",
    "selected(${b} > 1, 'unga')",
    "count-selected(12)",
    "selected-at(1 + 1, 0)",
    "if(1, 2)",
    "coalesce(1, 2, 3)",
    "date(true())",
    "date('nonsense')",
    "date('2026-13-01')",
    "date('20260501')",
    "format-date('first of May', '%Y')",
    "format-date(${d}, '%Q')",
    "weighted-checklist(1, 2, ${b})",
    "regex(${t}, '[a-z')",
    "regex(${t}, '(?=a)b')",
    "regex(${t}, '[a-z&&[^b]]')",
    "regex(${t}, 'a{,3}')",
    # what asks of repeated groups and instances, or gives another value each time
    "count(/data/b)",
    "sum(/data/b)",
    "position(..)",
    "indexed-repeat(/data/a, /data, 1)",
    "instance('x')/root/item[name = 'a']/label",
    "jr:choice-name(${t}, '${t}')",
    "/data/b[1]",
    "//b",
    "../b",
    "./b",
    "current()/../b",
    "@b",
    "$b",
    "*",
    "now()",
    "today()",
    "random()",
    "uuid()",
    "once(1)",
    "digest('a', 'MD5')",
    "pulldata('a', 'b', 'c', 'd')",
]


@pytest.mark.parametrize("expression", REFUSED)
def test_what_cannot_be_worked_out_is_refused_with_a_remedy(expression: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(expression)
    assert str(refused.value.remedy)
    assert refused.value.position <= len(expression)
