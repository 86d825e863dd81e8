"""LimeSurvey's conditions in our expressions: what is translated, and what is refused and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.survey.parsing import parse
from samklang.exchange.limesurvey.relevance import (
    Untranslatable,
    Variable,
    from_conditions,
    together,
    translate,
)
from samklang.exchange.limesurvey.structure import Condition

KNOWN = {
    "q": Variable("q", "choice", {"Y": "Y", "N": "N", "-oth-": "other"}),
    "7X1X2": Variable("q", "choice", {"Y": "Y", "N": "N"}),
    "scale": Variable("scale", "choice", {"1": "1", "2": "2", "3": "3"}),
    "ten": Variable("ten", "choice", {"9": "9", "10": "10"}),
    "m_SQ001": Variable("m", "box", option="SQ001"),
    "a_SQ001": Variable("a.SQ001", "choice", {"A1": "A1"}),
    "n": Variable("n", "number"),
    "t": Variable("t", "text"),
    "later": Variable("later", "choice", {"Y": "Y"}, own="${q} = 'N'"),
    "odd": Variable("odd", "choice", {"Y": "Y"}, own=None),
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ""),
        ("1", ""),
        (" {1} ", ""),
        ('((q.NAOK == "Y"))', "${q} = 'Y'"),
        ("q.NAOK == 'Y'", "${q} = 'Y'"),
        ('q.NAOK != "N"', "${q} != 'N'"),
        ('q == "Y"', "${q} = 'Y'"),
        ('"Y" == q.NAOK', "${q} = 'Y'"),
        ('(q.NAOK) eq ("Y")', "${q} = 'Y'"),
        ('7X1X2.NAOK == "Y"', "${q} = 'Y'"),
        ('q.NAOK == "-oth-"', "${q} = 'other'"),
        ('q.NAOK == ""', "${q} = ''"),
        ("is_empty(q.NAOK)", "${q} = ''"),
        ("!is_empty(q.NAOK)", "not(${q} = '')"),
        ('m_SQ001.NAOK == "Y"', "selected(${m}, 'SQ001')"),
        ('m_SQ001.NAOK != "Y"', "not(selected(${m}, 'SQ001'))"),
        ("is_empty(m_SQ001)", "not(selected(${m}, 'SQ001'))"),
        ('a_SQ001.NAOK == "A1"', "${a.SQ001} = 'A1'"),
        ("n.NAOK >= 10", "${n} >= 10"),
        ("n.NAOK < 2.5", "${n} < 2.5"),
        ('n.NAOK == "2.5"', "${n} = 2.5"),
        ("n.NAOK <= 0", "(${n} <= 0 or ${n} = '')"),
        ("n.NAOK >= 0", "${n} >= 0"),
        ("10 < n.NAOK", "${n} > 10"),
        ('t.NAOK == "it\'s"', '${t} = "it\'s"'),
        ("scale.NAOK >= 2", "(${scale} = '2' or ${scale} = '3')"),
        ("scale.NAOK < 2", "${scale} = '1'"),
        ("ten.NAOK > 9", "${ten} = '10'"),
        ('ten.NAOK < "9"', "${ten} = '10'"),
        ("scale.NAOK == 2", "${scale} = '2'"),
        (
            'q.NAOK == "Y" && n.NAOK > 3 or t.NAOK == "x"',
            "((${q} = 'Y' and ${n} > 3) or ${t} = 'x')",
        ),
        (
            'q.NAOK == "Y" and (n.NAOK > 3 || t.NAOK == "x")',
            "(${q} = 'Y' and (${n} > 3 or ${t} = 'x'))",
        ),
        ('!(q.NAOK == "Y")', "not(${q} = 'Y')"),
        ('!(q.NAOK == "Y") and n.NAOK == 1', "(not(${q} = 'Y') and ${n} = 1)"),
    ],
)
def test_what_means_the_same_in_both_is_translated(source: str, expected: str) -> None:
    assert translate(source, KNOWN) == expected


def test_without_naok_the_condition_fails_when_the_question_was_not_shown() -> None:
    assert translate('later.NAOK != "Y"', KNOWN) == "${later} != 'Y'"
    assert translate('later != "Y"', KNOWN) == "(${q} = 'N') and (${later} != 'Y')"


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("0", "never shown"),
        ('unknown.NAOK == "Y"', "unknown is not an earlier question"),
        ('q.shown == "Ja"', "q.shown has no counterpart"),
        ('q.NAOK == "X"', "q has no answer 'X'"),
        ("q.NAOK > 3", "their codes are no numbers"),
        ('regexMatch("/a/", t.NAOK)', "the function regexMatch()"),
        ("count(m_SQ001, q) > 1", "the function count()"),
        ("n.NAOK + 1 > 3", "'+' has no counterpart"),
        ("q.NAOK", "without being compared"),
        ("q.NAOK == n.NAOK", "two answers"),
        ("1 == 1", "two constants"),
        ('m_SQ001.NAOK == "N"', "compared with 'N'"),
        ('n.NAOK == "many"', "the number n"),
        ('n.NAOK > "5"', "ordered against a quoted number"),
        ("scale.NAOK > 0", "ordered against zero"),
        (" or ".join(['q.NAOK == "Y"'] * 999), "too long or too deep"),
        ('t.NAOK > "x"', "ordered against"),
        ('t.NAOK == "a\'b\\"c"', "both kinds of quotes"),
        ('odd == "Y"', "depends on when odd is shown"),
        ('(q.NAOK == "Y"', "')' is missing"),
        ('q.NAOK == "Y" q.NAOK', "has no counterpart there"),
        ("q.NAOK ==", "ends too early"),
        ("(" * 5000, "nested too deeply"),
        ("!" * 5000, "nested too deeply"),
        ('TOKEN:EMAIL == "x"', "no counterpart"),
    ],
)
def test_what_cannot_be_translated_is_refused_with_a_reason(source: str, reason: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        translate(source, KNOWN)
    assert reason in str(caught.value)


MARKS = ["==", "!=", "<", ">", "(", ")", "and", "or", "!", "&&", "||", '"Y"', "3", ".NAOK"]
ODD = ["is_empty", "'", '"', "{", "}", " ", "count", "\\", "å", ","]
WORDS = st.sampled_from([*KNOWN, *MARKS, *ODD])


@given(st.text() | st.lists(WORDS).map(" ".join) | st.lists(WORDS).map("".join))
def test_any_text_is_translated_or_refused(source: str) -> None:
    try:
        found = translate(source, KNOWN)
    except Untranslatable:
        return
    assert found == "" or parse(found)


def row(
    field: str, value: str, *, method: str = "==", scenario: str = "1", of: str = "2"
) -> Condition:
    return Condition(field, method, value, scenario, of)


def test_the_conditions_table_of_older_surveys() -> None:
    """Alternatives on one question, all questions together, and scenarios as alternatives."""
    rows = [
        row("7X1X2", "Y"),
        row("7X1X2", "N"),
        row("+m_SQ001", "Y", of="3"),
        row("n", "5", method=">", scenario="2", of="4"),
    ]
    assert translate(from_conditions(rows), KNOWN) == (
        "(((${q} = 'Y' or ${q} = 'N') and selected(${m}, 'SQ001')) or ${n} > 5)"
    )


@pytest.mark.parametrize(
    "condition",
    [
        row("7X1X2", "x", method="RX"),
        row("{TOKEN:ATTRIBUTE_1}", "x"),
        row("7X1X2", "@7X1X3@"),
        row("7X1X2", "{TOKEN:EMAIL}"),
    ],
)
def test_conditions_on_patterns_participants_or_other_fields_are_refused(
    condition: Condition,
) -> None:
    with pytest.raises(Untranslatable):
        translate(from_conditions([condition]), KNOWN)


def test_together_leaves_out_what_always_holds_and_repeats() -> None:
    assert together("", "") == ""
    assert together("", "a = 1") == "a = 1"
    assert together("a = 1", "b = 2", "a = 1") == "(a = 1) and (b = 2)"
