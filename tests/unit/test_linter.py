"""The linter: each kind of advice where it is due, and none where it is not."""

import pytest

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Wording
from samklang.core.survey.linter import advice
from samklang.core.survey.questionnaire import Item, Option, Question, Questionnaire
from samklang.web.starts import NAMES, start


def w(sv: str, en: str = "?") -> Wording:
    return Wording(sv, sv if en == "?" else en)


YES_NO = (Option("yes", w("Ja")), Option("no", w("Nej")))
MANY = Question("many", "select_multiple", w("Vilka?"), options=YES_NO)
ITEMS = (Item("x", w("Rad")), Item("y", w("Annan")))
FIRST = Question("q1", "select_one", w("Har ni?"), options=YES_NO)


def found(*questions: Question) -> list[tuple[str, str, str]]:
    told = advice(Questionnaire("1", questions), ("sv", "en"))
    for one in told:
        assert phrase("sv", f"linter.{one.reason}", language=one.language)
    return [(one.question, one.reason, one.value) for one in told]


@pytest.mark.parametrize("name", NAMES)
def test_the_starts_have_no_faults(name: str) -> None:
    assert advice(start(name), ("sv", "en")) == ()


@pytest.mark.parametrize(
    ("wording", "reason"),
    [
        (w("Har ni pengar och/eller tid?"), "both_or"),
        (w("Have you money and/or time?"), "both_or"),
        (w("Har ni tid? Har ni råd?"), "two_questions"),
        (w("Visst är det viktigt med klimatet?"), "leading"),
        (w("Tycker ni inte att det är bra?"), "leading"),
        (w("Don't you agree?"), "leading"),
        (w("Har ni " + "väldigt " * 40 + "mycket?"), "long"),
        (w("Har ni tid?", ""), "untranslated"),
    ],
)
def test_wordings(wording: Wording, reason: str) -> None:
    assert reason in [r for _, r, _ in found(Question("q", "text", wording))]


@pytest.mark.parametrize("text", ["Har ni mat och vatten?", "Är ni eller har ni varit med?"])
def test_plain_wordings_are_left_alone(text: str) -> None:
    assert found(Question("q", "text", w(text))) == []


def test_options() -> None:
    options = (Option("a", w("Klubb")), Option("b", w("klubb ")), Option("c", w("Inget av dessa")))
    told = found(Question("q", "select_multiple", w("Vad?"), options=options))
    assert ("q", "same_label", "Klubb") in told
    assert ("q", "not_exclusive", "Inget av dessa") in told
    assert ("q", "untranslated", "Rad") in found(
        Question("q", "matrix", w("Vad?"), options=YES_NO, items=(Item("i", w("Rad", "")),))
    )


@pytest.mark.parametrize(
    ("relevant", "reachable"),
    [
        ("${q1} = 'yes'", True),
        ("${q1} = 'yes' and ${q1} = 'no'", False),
        ("${q2} = 'yes' and ${q1} = 'no'", False),
        ("${q2} = 'yes' or ${q1} = 'no'", True),
        ("selected(${many}, 'yes') and selected(${many}, 'no')", True),
        ("${q1} = ''", True),
        ("${age} > 3 and ${age} < 2", True),  # numbers are not tried
        ("1 = 2", False),
        ("${m.x} = 'yes' and ${m.y} = 'no'", True),
        ("${m.x} = 'yes' and ${m.x} = 'no'", False),
        # What was worked out is gone through by what it is made of.
        ("${sum} = 1 and ${q1} = 'yes'", True),
        ("${sum} = 1 and ${q1} = 'no'", False),
        ("${gone} = 'yes'", False),
    ],
)
def test_a_question_that_no_answers_lead_to(relevant: str, reachable: bool) -> None:
    told = found(
        FIRST,
        Question("q2", "select_one", w("Hur?"), options=YES_NO, relevant="${q1} = 'yes'"),
        MANY,
        Question("age", "integer", w("Ålder?")),
        Question("sum", "calculate", w(""), calculation="if(${q1} = 'yes', 1, 2)"),
        Question("m", "matrix", w("Vad?"), options=YES_NO, items=ITEMS),
        Question("q3", "text", w("Varför?"), relevant=relevant),
    )
    assert (("q3", "unreachable", "") not in told) is reachable


def test_what_an_item_of_a_matrix_asks() -> None:
    rows = (Item("x", w("Tid och/eller råd")), Item("y", w("Lokaler")))
    asked = Question("m", "matrix", w("Vad har ni?"), options=YES_NO, items=rows)
    assert found(asked) == [("m", "both_or", "Tid och/eller råd")]


def test_an_option_that_is_never_on_offer() -> None:
    towns = (
        Option("a", w("Luleå"), tags={"of": "yes"}),
        Option("b", w("Umeå"), tags={"of": "maybe"}),
    )
    town = Question("q2", "select_one", w("Ort?"), options=towns, choice_filter="of = ${q1}")
    assert found(FIRST, town) == [("q2", "never_on_offer", "Umeå")]
