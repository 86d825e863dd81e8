"""The pages of a questionnaire, the path through them, what is sent in, and how long it takes."""

from typing import Any

import pytest

from samklang.core.language.wording import Wording
from samklang.core.survey.editing import free_id, moved, put, without
from samklang.core.survey.pages import MOST_ON_A_PAGE, minutes, pages, steps, to_send
from samklang.core.survey.questionnaire import (
    Item,
    Option,
    Question,
    Questionnaire,
    QuestionType,
)

W = Wording("x", "x")
ABC = tuple(Option(o, W) for o in "abc")


def q(name: str, type: QuestionType = "select_one", **more: Any) -> Question:
    return Question(name, type, W, options=ABC, **more)


def survey(*questions: Question) -> Questionnaire:
    return Questionnaire("1", questions)


# what depends on what -> the pages
PAGES = [
    ((), []),
    ((q("a"), q("b")), ["ab"]),
    (tuple(q(name) for name in "abcdefgh"), ["abcdef", "gh"]),
    ((q("a"), q("b", relevant="${a} = 'a'")), ["a", "b"]),
    ((q("a"), q("b"), q("c", relevant="${a} = 'a'"), q("d", relevant="${b} = 'a'")), ["ab", "cd"]),
    ((q("a"), q("b", choice_filter="of = ${a}")), ["a", "b"]),
    ((q("m", "matrix"), q("b", relevant="${m.time} = 'a'")), ["m", "b"]),
    # Through a calculation too, and one of a calculation; nobody is shown either.
    (
        (
            q("a"),
            q("x", "calculate", calculation="${a}"),
            q("y", "calculate", calculation="${x}"),
            q("b", relevant="${y} = 'a'"),
        ),
        ["a", "b"],
    ),
]


@pytest.mark.parametrize(("questions", "expected"), PAGES)
def test_pages_break_where_a_question_depends_on_one_before(
    questions: tuple[Question, ...], expected: list[str]
) -> None:
    assert ["".join(q.id for q in page) for page in pages(survey(*questions))] == expected
    assert all(len(page) <= MOST_ON_A_PAGE for page in expected)


ROUTED = survey(
    q("a", required=True),
    q("b", relevant="${a} = 'a'", required=True),
    q("c", "integer", relevant="${b} = 'b'", constraint=". < 10"),
    q("n", "note"),
    q("d", "text"),
)

# stored -> pages shown, the first question without an answer, what is missing
PATHS = [
    ({}, [1, 3], (1, "a"), [(1, "a")]),
    ({"a": "b"}, [1, 3], (3, "d"), []),
    ({"a": "b", "d": "Hej"}, [1, 3], None, []),
    ({"a": "a"}, [1, 2, 3], (2, "b"), [(2, "b")]),
    ({"a": "a", "b": "b"}, [1, 2, 3], (3, "c"), []),
    ({"a": "a", "b": "b", "c": "9", "d": "Hej"}, [1, 2, 3], None, []),
    # Allowed by nothing that was answered: neither answered nor left.
    ({"a": "a", "b": "b", "c": "10", "d": "Hej"}, [1, 2, 3], None, [(3, "c")]),
    ({"a": "a", "b": "b", "c": "10"}, [1, 2, 3], (3, "d"), [(3, "c")]),
]


@pytest.mark.parametrize(("stored", "shown", "first", "missing"), PATHS)
def test_the_path_with_what_is_stored(
    stored: dict[str, str],
    shown: list[int],
    first: tuple[int, str] | None,
    missing: list[tuple[int, str]],
) -> None:
    road = steps(ROUTED, stored)
    assert [step.number for step in road.steps] == shown
    assert road.first_unanswered == first
    assert list(road.missing) == missing


def test_pages_before_and_after_those_that_are_shown() -> None:
    road = steps(survey(*ROUTED, q("e", relevant="${d} = 'x'")), {"a": "b", "d": "x"})
    assert [step.number for step in road.steps] == [1, 3, 4]
    for number, there, before, after in (
        (0, None, None, 1),
        (1, 1, None, 3),
        (2, None, 1, 3),
        (3, 3, 1, 4),
        (4, 4, 3, None),
        (5, None, 4, None),
    ):
        found = road.step(number), road.before(number), road.after(number)
        assert tuple(step and step.number for step in found) == (there, before, after)


PLACES = (
    Option("umea", W, tags={"of": "a"}),
    Option("lulea", W, tags={"of": "b"}, open=True),
    Option("boden", W, tags={"of": "b"}),
)
FILTERED = survey(
    q("a"),
    Question("one", "select_one", W, options=PLACES, choice_filter="of = ${a}"),
    Question("many", "select_multiple", W, options=PLACES, choice_filter="of = ${a}"),
    q("later", relevant="${a} = 'c'"),
)


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        ({"a": "b", "one": "lulea"}, {"a": "b", "one": "lulea"}),
        ({"a": "b", "one": "umea"}, {"a": "b"}),
        ({"a": "b", "many": ["umea", "boden"]}, {"a": "b", "many": ["boden"]}),
        ({"a": "b", "many": ["umea"]}, {"a": "b"}),
        # What stands beside an option goes with it.
        (
            {"a": "b", "one": "lulea", "one.lulea.text": "x"},
            {"a": "b", "one": "lulea", "one.lulea.text": "x"},
        ),
        ({"a": "a", "one": "umea", "one.lulea.text": "x"}, {"a": "a", "one": "umea"}),
        # Nothing is on offer, and the last is not asked.
        ({"a": "c", "one": "umea", "later": "a"}, {"a": "c", "later": "a"}),
        ({"a": "b", "later": "a"}, {"a": "b"}),
        ({"a": "b", "gone": "x"}, {"a": "b"}),
    ],
)
def test_what_is_sent_in_is_what_was_asked_and_on_offer(
    stored: dict[str, Any], sent: dict[str, Any]
) -> None:
    assert to_send(FILTERED, stored, steps(FILTERED, stored)) == sent


ITEMS = tuple(Item(i, W) for i in "xyz")
# questions -> seconds beside the half minute that reading the first page takes
MINUTES: list[tuple[Question, int]] = [
    (q("a"), 10),
    (q("a", "integer"), 10),
    (q("a", "note"), 10),
    (q("a", "calculate"), 0),
    (q("a", "text"), 45),
    (q("a", "matrix", items=ITEMS), 26),
    (q("a", "ranking"), 22),
    (q("a", "cards", fields=(q("f"), q("g"))), 60),
]


@pytest.mark.parametrize(("question", "seconds"), MINUTES)
def test_how_long_a_question_takes(question: Question, seconds: int) -> None:
    """Sixty of a kind, which minutes tell to the second."""
    assert minutes(survey(*[question] * 60)) == seconds + 1


def test_minutes_are_rounded_up() -> None:
    assert [minutes(survey(*[q("a")] * n)) for n in (0, 3, 4, 9, 10)] == [1, 1, 2, 2, 3]


def names(questionnaire: Questionnaire) -> str:
    return "".join(question.id for question in questionnaire)


def test_a_questionnaire_is_edited() -> None:
    there = survey(q("a"), q("b"), q("c"))
    assert names(put(there, q("d"))) == "abcd"
    assert names(put(there, q("d"), after="a")) == "adbc"
    assert names(put(there, q("d"), after="c")) == "abcd"
    assert names(put(there, q("d"), after="gone")) == "abcd"
    changed = put(there, q("b", "text"), after="c")
    assert names(changed) == "abc"
    assert changed.by_id["b"].type == "text"
    moves = {("a", 1): "bac", ("a", 9): "bca", ("c", -1): "acb", ("c", -9): "cab", ("b", 0): "abc"}
    assert {key: names(moved(there, key[0], by=key[1])) for key in moves} == moves
    assert moved(there, "gone", by=1) is there
    assert names(without(there, "b")) == "ac"
    assert names(without(there, "gone")) == "abc"


def test_a_new_id_is_nobodys() -> None:
    assert free_id(survey()) == "q1"
    assert free_id(survey(q("a"))) == "q2"
    assert free_id(survey(q("q2"))) == "q3"
    assert free_id(survey(q("a")), ["q2", "q3"]) == "q4"
