"""Expressions: what they mean, in the words of XPath and JavaRosa, and what is refused."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.language.wording import Wording
from samklang.core.survey.evaluation import evaluate, value
from samklang.core.survey.expression import (
    asks_itself,
    constants,
    names,
    relative_names,
    selections,
)
from samklang.core.survey.functions import Value
from samklang.core.survey.parsing import ExpressionError, parse, single_answer
from samklang.core.survey.path import allowed, shown
from samklang.core.survey.questionnaire import Option, Question, Questionnaire
from samklang.core.survey.responses import Answer, Missing

ANSWERS: dict[str, Answer] = {
    "yes": "yes",
    "empty": Missing.NOT_ANSWERED,
    "five": "5",
    "text": "klimat unga",
    "many": frozenset({"sport", "other"}),
    "none": frozenset(),
    "grid": {"time": "low", "money": Missing.NOT_ANSWERED},
}


@pytest.mark.parametrize(
    ("expression", "truth"),
    [
        ("${yes} = 'yes'", True),
        ("'yes' = ${yes}", True),
        ("${yes} != 'no'", True),
        ("${empty} = ''", True),
        # As JavaRosa answers when a question is empty.
        ("${empty} >= 18", False),
        ("${empty} != 'x'", True),
        ("not(${empty} = 5)", True),
        ("${five} = '5'", True),
        ("${five} = 5", True),
        ("'10' > '9'", True),
        ("${five} >= 5 and ${five} < 6", True),
        ("${five} > 5 or ${yes} = 'yes'", True),
        ("${yes} = 'no' and ${yes} = 'no' or ${five} = 5", True),
        ("${yes} = 'no' and (${yes} = 'no' or ${five} = 5)", False),
        ("selected(${many}, 'sport')", True),
        ("selected(${many}, 'culture')", False),
        ("selected(${none}, 'sport')", False),
        ("selected(${text}, 'unga')", True),
        ("${grid.time} = 'low'", True),
        ("${grid.money} = ''", True),
        ("${nothing} = ''", True),
        ("${yes}", True),
        ("${empty}", False),
        ("${five} > -1", True),
    ],
)
def test_an_expression_is_true_or_false(expression: str, truth: bool) -> None:
    assert evaluate(parse(expression), ANSWERS) is truth


@pytest.mark.parametrize(
    "expression",
    [
        "nofunc(${a})",
        "today() > ${d}",
        "random()",
        "sum(${a} | ${b})",
        "${a}[1] = 1",
        "../a = 1",
        "@a = 1",
        "true(1)",
        "regex(${a}, '(a')",
        "selected(${a}, 1)",
        "and = 1",
    ],
)
def test_what_is_not_of_the_language_is_refused_rather_than_guessed(expression: str) -> None:
    with pytest.raises(ExpressionError):
        parse(expression)


@pytest.mark.parametrize(
    ("expression", "truth"),
    [
        # What Python's float() would take for a number is none in XPath.
        ("'1e1' >= 10", False),
        ("'1_0' >= 10", False),
        ("'inf' > 1", False),
        ("' 12 ' > 11", True),
        ("'.5' < 1 and .5 < 1", True),
        ("'5.' = 5", True),
        ("${b} = '05'", True),
        ("'${b}' = '5'", False),
        # What is infinite or no number at all is not rounded to anything.
        ("round(1 div 0, 2) = 1 div 0", False),
        ("round(1 div 0, 2) > 1000000", True),
        ("round(-1 div 0) < -1000000", True),
        ("round(0 div 0) = 0", False),
        ("round(2.345, 31) = 2.345", False),
        ("round(2.5) = 3 and round(-2.5) = -2", True),
    ],
)
def test_numbers_are_those_of_xpath(expression: str, truth: bool) -> None:
    assert evaluate(parse(expression), {"b": 5.0}) is truth


@pytest.mark.parametrize(
    ("answer", "worth"),
    [
        ("a", "a"),
        (True, True),
        (5, 5.0),
        (5.5, 5.5),
        (datetime.date(2026, 1, 2), datetime.date(2026, 1, 2)),
        (frozenset({"b", "a"}), "a b"),
        (frozenset(), ""),
        # A ranking is its options from the first; an option without a place is not in it.
        ({"a": "2", "b": "1", "c": Missing.NOT_ANSWERED, "d": ""}, "b a"),
        # Cards are as many as they are.
        (({"name": "x"}, {"name": "y"}), 2.0),
        ((), 0.0),
        (Missing.NOT_ANSWERED, ""),
        (Missing.NOT_SHOWN, ""),
        (None, ""),
    ],
)
def test_an_answer_as_it_counts(answer: Any, worth: Value) -> None:
    told = value(parse("${q}"), {} if answer is None else {"q": answer})
    assert told == worth
    assert type(told) is type(worth)
    # Only a matrix and a ranking have items.
    item = value(parse("${q.b}"), {"q": answer})
    assert item == ("1" if isinstance(answer, dict) else "")


@pytest.mark.parametrize(
    ("type_", "constraint", "answer", "may"),
    [
        ("date", ". >= date('2026-01-01')", "2026-11-05", True),
        ("date", ". >= date('2026-01-01')", "2025-12-31", False),
        ("integer", ". < 10", "9", True),
        ("integer", ". < 10", "10", False),
        # A number is equal to what it is worth, a text to what is written.
        ("decimal", ". = '9.0'", "9", True),
        ("text", ". = '9.0'", "9", False),
    ],
)
def test_an_answer_is_held_to_its_constraint_as_what_it_is(
    type_: str, constraint: str, answer: str, may: bool
) -> None:
    question = Question("q", type_, Wording("?", "?"), constraint=constraint)  # type: ignore[arg-type]
    assert allowed(question, answer, {}) is may
    assert allowed(question, Missing.NOT_ANSWERED, {})


ATOMS = st.sampled_from(
    [("${yes} = 'yes'", True), ("${five} > 5", False), ("selected(${many}, 'sport')", True)]
)


def _joined(parts: st.SearchStrategy[tuple[str, bool]]) -> st.SearchStrategy[tuple[str, bool]]:
    pairs = st.tuples(parts, parts)
    return st.one_of(
        parts.map(lambda p: (f"not({p[0]})", not p[1])),
        pairs.map(lambda p: (f"({p[0][0]}) and ({p[1][0]})", p[0][1] and p[1][1])),
        pairs.map(lambda p: (f"( {p[0][0]} )or({p[1][0]})", p[0][1] or p[1][1])),
    )


@given(st.recursive(ATOMS, _joined, max_leaves=12))
def test_and_or_not_and_parentheses(made: tuple[str, bool]) -> None:
    text, truth = made
    assert evaluate(parse(text), ANSWERS) is truth


@given(st.lists(st.tuples(ATOMS, st.sampled_from(["and", "or"])), min_size=1, max_size=8))
def test_and_binds_closer_than_or(parts: list[tuple[tuple[str, bool], str]]) -> None:
    text = " ".join(f"{atom} {word}" for (atom, _), word in parts).rsplit(" ", 1)[0]
    # Python's own precedence of the two is XPath's.
    truth = " ".join(f"{truth} {word}" for (_, truth), word in parts).rsplit(" ", 1)[0]
    assert evaluate(parse(text), ANSWERS) is eval(truth)


def test_ten_thousand_parentheses() -> None:
    for text in ("(" * 10_000, "not(" * 10_000, "(" * 49 + "1" + ")" * 49 + " = ("):
        with pytest.raises(ExpressionError):
            parse(text)
    assert evaluate(parse("(" * 49 + "1" + ")" * 49), {}) is True


def test_the_options_an_expression_names() -> None:
    text = "${a} = 'x' or not('y' != ${b.c}) and selected(${d}, 'z') and ${e} > '5'"
    assert constants(parse(text)) == {("a", "x"), ("b.c", "y"), ("d", "z")}


@pytest.mark.parametrize(
    ("expression", "position", "what"),
    [
        ("", 0, "the end"),
        ("${q1} =", 7, "the end"),
        ("${q1} = 'yes", 8, "cannot be understood"),
        ("(${q1} = 1", 10, "')' should be"),
        ("${q1} ${q2}", 6, "left over"),
        ("exec('x')", 0, "not known"),
        ("${q1} = if(1, 2)", 8, "wrong number of values: 2"),
        ("1 + " * 250 + "1", 802, "one operator too many"),
        ("(" * 3000, 50, "nested too deep"),
        ("x" * 5000, 4000, "longer than"),
    ],
)
def test_what_is_refused_says_where_and_why(expression: str, position: int, what: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(expression)
    assert refused.value.position == position
    assert what in str(refused.value)
    assert str(refused.value.remedy)


@given(st.text(alphabet="${}qab1'\"=<>!() andornotselectediv,.-+*/", max_size=60))
def test_any_text_is_an_expression_or_a_refusal(text: str) -> None:
    try:
        expression = parse(text)
    except ExpressionError:
        return
    assert evaluate(expression, {}) in (True, False)


def test_the_questions_an_expression_asks_of() -> None:
    text = "${a} = 1 and (selected(${b}, 'x') or not(${c.d} = ''))"
    assert names(parse(text)) == {"a", "b", "c.d"}


def test_names_without_braces_are_told_apart() -> None:
    assert relative_names(parse("${a} = 1 and b = 2 or count-selected(c) > 1")) == {"b", "c"}


def test_an_expression_that_asks_of_its_own_answer() -> None:
    assert asks_itself(parse("not(. > 3) and ${a} = 1"))
    assert not asks_itself(parse("${a} > .3"))


def test_a_single_answer() -> None:
    assert single_answer("${q1} = 'yes'") == ("q1", "yes")
    assert single_answer("'yes' = ${q1}") == ("q1", "yes")
    assert single_answer("${q1} != 'yes'") is None
    assert single_answer("${q1} = 'yes' or ${q1} = 'no'") is None
    # A number, another question and two constants are no option.
    assert single_answer("${q1} = 5") is None
    assert single_answer("${q1} = ${q2}") is None
    assert single_answer("'a' = 'a'") is None


def test_the_questions_whose_answer_is_taken_for_a_list() -> None:
    assert selections(parse("selected(${a}, 'x') and ${b} = 'y'")) == {"a"}
    assert selections(parse("count-selected(${a}) > 1 or not(selected-at(${b}, 0) = 'y')")) == {
        "a",
        "b",
    }
    assert selections(parse("string-length(${a}) > 1")) == frozenset()


def test_the_path_is_worked_out_from_what_was_asked() -> None:
    """q3 hangs on q2, which was not asked: an answer to q2 that stands there all the same counts
    for nothing."""
    yes = (Option("yes", Wording("Ja", "Yes")), Option("no", Wording("Nej", "No")))
    text = Wording("?", "?")
    questionnaire = Questionnaire(
        "1",
        (
            Question("q1", "select_one", text, options=yes),
            Question("q2", "select_one", text, options=yes, relevant="${q1} = 'yes'"),
            Question("q3", "text", text, relevant="${q2} = 'yes'"),
        ),
    )
    assert shown(questionnaire, {"q1": "yes", "q2": "yes"}) == {"q1", "q2", "q3"}
    assert shown(questionnaire, {"q1": "no", "q2": "yes"}) == {"q1"}
    assert shown(questionnaire, {}) == {"q1"}


def test_a_number_is_compared_as_a_number_along_the_path() -> None:
    text = Wording("?", "?")
    questionnaire = Questionnaire(
        "1",
        (
            Question("age", "integer", text),
            Question("name", "text", text),
            Question("q3", "text", text, relevant="${age} = '05'"),
            Question("q4", "text", text, relevant="${name} = '05'"),
            Question("q5", "text", text, relevant=" "),
        ),
    )
    assert shown(questionnaire, {"age": "5", "name": "5"}) == {"age", "name", "q3", "q5"}


def test_several_options_count_in_the_order_of_the_question() -> None:
    text = Wording("?", "?")
    options = tuple(Option(name, Wording(name, name)) for name in ("town", "region", "none"))
    questionnaire = Questionnaire(
        "1",
        (
            Question("with", "select_multiple", text, options=options),
            Question("q2", "text", text, relevant="selected-at(${with}, 0) = 'town'"),
            Question("q3", "text", text, relevant="${with} = 'town region'"),
            Question("q4", "text", text, relevant="${with} = ''"),
        ),
    )
    assert shown(questionnaire, {"with": frozenset({"region", "town"})}) == {"with", "q2", "q3"}
    assert shown(questionnaire, {"with": frozenset()}) == {"with", "q4"}
