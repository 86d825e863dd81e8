"""Why a question cannot be used: what each type needs and cannot have, at the limit of each."""

from collections.abc import Sequence

import pytest

from samklang.core.language.wording import Wording
from samklang.core.survey.flaws import MOST_CARDS, flaws
from samklang.core.survey.questionnaire import Item, Option, Question, Questionnaire

W = Wording("x", "x")
A, B = Option("a", W), Option("b", W)
TEXT = Question("t", "text", W)
CHOICE = Question("c", "select_one", W, options=(A, B))
FIELDS = (TEXT, CHOICE)


@pytest.mark.parametrize(
    ("question", "reasons"),
    [
        (Question("q", "text", W), []),
        (Question("q", "text", Wording("", "x")), []),
        (Question("q", "text", Wording()), ["no_wording"]),
        (Question("q", "calculate", Wording(), calculation="1"), []),
        (Question("q", "calculate", Wording()), ["calculation"]),
        (Question("q", "text", W, calculation="1"), ["calculation"]),
        (Question("q", "select_one", W, options=(A,)), ["few_options"]),
        (Question("q", "select_one", W, options=(A, B)), []),
        (Question("q", "select_one", W, options=(A, A)), ["option_twice"]),
        (Question("q", "text", W, options=(A, B)), ["options_elsewhere"]),
        (Question("q", "select_multiple", W, options=(A, Option("b", W, exclusive=True))), []),
        (
            Question("q", "select_one", W, options=(A, Option("b", W, exclusive=True))),
            ["exclusive_elsewhere"],
        ),
        (Question("q", "select_one", W, options=(A, Option("b", W, open=True))), []),
        (Question("q", "ranking", W, options=(A, Option("b", W, open=True))), ["open_elsewhere"]),
        (Question("q", "matrix", W, options=(A, B), items=(Item("i", W),)), []),
        (Question("q", "matrix", W, options=(A, B)), ["items"]),
        (Question("q", "select_one", W, options=(A, B), items=(Item("i", W),)), ["items"]),
        (Question("q", "integer", W, constraint=". > 1"), []),
        (Question("q", "select_multiple", W, options=(A, B), constraint=". = 'a'"), []),
        (Question("q", "consent", W, constraint=". = 'yes'"), ["constraint_elsewhere"]),
        (Question("q", "select_one", W, options=(A, B), choice_filter="name = 'a'"), []),
        (
            Question("q", "ranking", W, options=(A, B), choice_filter="name = 'a'"),
            ["filter_elsewhere"],
        ),
        (Question("q", "cards", W, fields=FIELDS), []),
        (Question("q", "cards", W), ["fields"]),
        (Question("q", "text", W, fields=FIELDS), ["fields"]),
        (Question("q", "cards", W, fields=FIELDS, most=0), ["most"]),
        (Question("q", "cards", W, fields=FIELDS, most=1), []),
        (Question("q", "cards", W, fields=FIELDS, most=MOST_CARDS), []),
        (Question("q", "cards", W, fields=FIELDS, most=MOST_CARDS + 1), ["most"]),
        (
            Question("q", "cards", W, fields=(Question("f", "consent", W),)),
            ["field_type"],
        ),
        (
            Question("q", "cards", W, fields=(Question("f", "text", W, relevant="${q} = 1"),)),
            ["field_condition"],
        ),
        (
            Question("q", "cards", W, fields=(Question("f", "select_one", W, options=(A,)),)),
            ["field_options"],
        ),
        (
            Question("q", "cards", W, fields=(Question("f", "text", W, options=(A, B)),)),
            ["field_options"],
        ),
    ],
)
def test_what_a_question_needs_and_cannot_have(question: Question, reasons: Sequence[str]) -> None:
    assert [flaw.reason for flaw in flaws(Questionnaire("1", (question,)))] == reasons


def test_a_questionnaire_needs_questions_with_ids_of_their_own() -> None:
    assert [f.reason for f in flaws(Questionnaire("1", ()))] == ["no_questions"]
    assert [f.reason for f in flaws(Questionnaire("1", (TEXT, TEXT)))] == ["id_twice"]


MATRIX = Question("m", "matrix", W, options=(A, B), items=(Item("time", W),))
NUMBER, DAY = Question("n", "integer", W), Question("d", "date", W)
SEVERAL = Question("s", "select_multiple", W, options=(A, B))
NOTE = Question("note", "note", W)
TAGGED = (Option("a", W, tags={"kind": "x"}), B)
BEFORE = (CHOICE, MATRIX, NUMBER, DAY, SEVERAL, NOTE)


@pytest.mark.parametrize(
    ("part", "text", "reasons"),
    [
        ("relevant", "", []),
        ("relevant", "${c} = 'a'", []),
        ("relevant", "${c} =", [("unreadable", "${c} =")]),
        # From where it cannot be read, and no more than thirty characters.
        ("relevant", "${c} + ) + 1", [("unreadable", ") + 1")]),
        ("relevant", "${c} + ) " + "x" * 40, [("unreadable", ") " + "x" * 28)]),
        ("relevant", ". = 'a'", [("own_answer", ". = 'a'")]),
        ("constraint", ". = 'a'", []),
        ("relevant", "${c} = 'z'", [("no_option", "z")]),
        ("relevant", "${c} = ''", []),
        ("relevant", "selected(${s}, 'a b')", []),
        ("relevant", "selected(${s}, 'a z')", [("no_option", "a z")]),
        # A number is no list of options, and neither is a day.
        ("relevant", "selected(${n}, '1')", [("no_selection", "n")]),
        ("relevant", "selected(${d}, '2026-01-01')", [("no_selection", "d")]),
        ("relevant", "name = 'a'", [("bare_name", "name")]),
        ("choice_filter", "name = 'a'", []),
        ("choice_filter", "kind = 'x'", []),
        ("choice_filter", "county = 'x'", [("no_tag", "county")]),
        ("relevant", "${m.time} = 'a'", []),
        ("relevant", "${m.tid} = 'a'", [("not_earlier", "m.tid")]),
        ("relevant", "${m} = 'a'", [("not_earlier", "m")]),
        ("relevant", "${note} = 'a'", [("not_earlier", "note")]),
        ("relevant", "${q} = 'a'", [("not_earlier", "q")]),
        ("relevant", "${later} > 1", [("not_earlier", "later")]),
    ],
)
def test_what_is_wrong_with_a_condition(
    part: str, text: str, reasons: Sequence[tuple[str, str]]
) -> None:
    """Of a question after BEFORE and before `later`."""
    asked = Question("q", "select_one", W, options=TAGGED, **{part: text})  # type: ignore[arg-type]
    later = Question("later", "integer", W)
    found = flaws(Questionnaire("1", (*BEFORE, asked, later)))
    about = [(f.question, f.part, f.reason, f.value) for f in found if f.question == "q"]
    # A choice takes no constraint, which is said for itself.
    about = [one for one in about if one[2] != "constraint_elsewhere"]
    assert about == [("q", part, *reason) for reason in reasons]
