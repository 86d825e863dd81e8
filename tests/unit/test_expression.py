"""Expressions: what they mean, in the words of XPath and JavaRosa, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.survey.expression import (
    ExpressionError,
    evaluate,
    names,
    parse,
    single_answer,
)
from samklang.core.survey.path import shown
from samklang.core.survey.questionnaire import Option, Question, Questionnaire
from samklang.core.survey.responses import Answer, Missing
from samklang.core.wording import Wording

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
    ("expression", "position", "what"),
    [
        ("", 0, "the end"),
        ("${q1} =", 7, "the end"),
        ("${q1} = 'yes", 8, "is not understood"),
        ("(${q1} = 1", 10, "')' should be"),
        ("${q1} ${q2}", 6, "left over"),
        ("exec('x')", 0, "not known"),
        ("selected('a', 'b')", 12, "no question"),
        ("selected(${a}, ${b})", 19, "no option"),
        ("${q1} = 1 + 1", 10, "is not understood"),
        ("(" * 3000, 50, "nested too deep"),
        ("x" * 5000, 4000, "longer than"),
    ],
)
def test_what_is_refused_says_where_and_why(expression: str, position: int, what: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(expression)
    assert refused.value.position == position
    assert what in str(refused.value)
    assert refused.value.remedy


@given(st.text(alphabet="${}qab1'\"=<>!() andornotselected,.-", max_size=60))
def test_any_text_is_an_expression_or_a_refusal(text: str) -> None:
    try:
        expression = parse(text)
    except ExpressionError:
        return
    assert evaluate(expression, {}) in (True, False)


def test_the_questions_an_expression_asks_of() -> None:
    text = "${a} = 1 and (selected(${b}, 'x') or not(${c.d} = ''))"
    assert names(parse(text)) == {"a", "b", "c.d"}


def test_a_single_answer() -> None:
    assert single_answer("${q1} = 'yes'") == ("q1", "yes")
    assert single_answer("'yes' = ${q1}") == ("q1", "yes")
    assert single_answer("${q1} != 'yes'") is None
    assert single_answer("${q1} = 'yes' or ${q1} = 'no'") is None


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
