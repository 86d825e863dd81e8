"""Expressions in, JavaRosa's answers out: where a and s are empty, b is 5, t "klimat unga", and d
the date 2026-05-01. What JavaRosa cannot work out we refuse to read."""

import datetime
import math
from pathlib import Path

import pytest

from samklang.core.survey.evaluation import evaluate, value
from samklang.core.survey.expression import ExpressionError, parse

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
        assert refused.value.remedy
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
    ("max(-3, -2)", -2.0),
    ("min(${a})", math.nan),
    ("pow(2, 10)", 1024.0),
    ("abs(-2)", 2.0),
    ("sqrt(-1)", math.nan),
    ("log10(1000)", 3.0),
    ("date('2026-06-01') > ${d}", True),
    ("${d} = '2026-05-01'", True),
    ("${d} = 20574", True),
    ("date('2026-06-01') - ${d}", 31.0),
    ("date('nonsense')", ""),
    ("format-date(${d}, '%e/%n %Y')", "1/5 2026"),
    ("decimal-date-time(${d})", 20574.0),
    ("if(${b} > 3, 'many', 'few')", "many"),
    ("checklist(1, -1, ${b} = 5, ${b} = 6)", True),
    ("weighted-checklist(2, 9, ${b} = 5, 3, ${b} = 6, 8)", True),
    ("0.1 + 0.2 = 0.3", True),
    ("true() and 'false'", True),
    ("not(${s})", True),
    ("/data/group/b = 5", True),
]


@pytest.mark.parametrize(("expression", "worth"), MORE)
def test_functions_and_arithmetic(expression: str, worth: object) -> None:
    assert value(parse(expression), ANSWERS) == pytest.approx(worth, nan_ok=True, abs=1e-12)
