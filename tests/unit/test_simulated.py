"""Simulated answers are as common as they are expected to be, and as a survey allows."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Item, Option, Question, Questionnaire
from samklang.core.survey.responses import Missing, Response
from samklang.core.survey.simulated import simulated

MEMBERS = [f"m{n:03}" for n in range(100)]


def asked(type_: str, options: str, **more: Any) -> Questionnaire:
    """A question q with options named by letters; a capital is open, - excludes the others."""
    made = tuple(
        Option(o.lower(), Wording(o, o), open=o.isupper(), exclusive=o == "-") for o in options
    )
    question = Question("q", type_, Wording("?", "?"), options=made, required=True, **more)  # type: ignore[arg-type]
    return Questionnaire("1", (question,))


def counts(drawn: tuple[Response, ...], item: str = "") -> Mapping[str, int]:
    count: Counter[str] = Counter()
    for one in drawn:
        answer: Any = one.answers["q"]
        answer = answer[item] if item else answer
        count.update([answer] if isinstance(answer, str) else answer)
    return count


def test_where_nothing_is_known_answers_are_equally_common() -> None:
    one = simulated(asked("select_one", "abcd"), MEMBERS, rate=0.5, seed=3, uneven=False)
    assert sorted(counts(one).values()) == [12, 12, 13, 13]
    items = (Item("x", Wording("x", "x")), Item("y", Wording("y", "y")))
    grid = asked("matrix", "abc", items=items)
    of_grid = simulated(grid, MEMBERS, rate=0.6, seed=3, uneven=False)
    for item in "xy":
        assert set(counts(of_grid, item).values()) <= {19, 20, 21}
    # Who answers the one says nothing of the other.
    assert len({tuple(sorted(r.answers["q"].items())) for r in of_grid}) > 6  # type: ignore[union-attr]


def test_of_several_answers_each_is_rarer_than_the_one_before_and_the_open_one_rarest() -> None:
    several = asked("select_multiple", "Oabc-")
    drawn = simulated(several, MEMBERS, rate=1, seed=3, uneven=False)
    count = counts(drawn)
    assert 8 <= count.pop("-") <= 12
    ordered = sorted(count, key=lambda option: -count[option])
    assert ordered[-1] == "o"
    assert [count[o] for o in ordered] == sorted(count.values(), reverse=True)
    assert 45 <= count[ordered[0]] <= 62
    assert all(r.open_texts for r in drawn if "o" in r.answers["q"])  # type: ignore[operator]
    assert all(r.answers["q"] == {"-"} for r in drawn if "-" in r.answers["q"])  # type: ignore[operator]


def test_what_is_expected_is_what_comes() -> None:
    of = {"q": {"a": 0.7}}
    one = simulated(asked("select_one", "abc"), MEMBERS, rate=1, seed=3, expected=of)
    assert abs(counts(one)["a"] - 70) <= 1
    several = asked("select_multiple", "abc")
    of = {"q": {"a": 0.9, "b": 0.5, "c": 0.2}}
    drawn = counts(simulated(several, MEMBERS, rate=1, seed=3, expected=of))
    assert abs(drawn["a"] - 90) <= 5
    assert drawn["a"] > drawn["b"] > drawn["c"]
    grid = asked("matrix", "ab", items=(Item("x", Wording("x", "x")), Item("y", Wording("y", "y"))))
    of = {"q.x": {"a": 0.2}}
    assert abs(counts(simulated(grid, MEMBERS, rate=1, seed=3, expected=of), "x")["a"] - 20) <= 1


def test_uneven_answers_differ_from_draw_to_draw() -> None:
    draws = [
        tuple(
            sorted(counts(simulated(asked("select_one", "abcd"), MEMBERS, rate=1, seed=n)).items())
        )
        for n in range(6)
    ]
    assert len(set(draws)) == 6


def test_every_group_answers_in_the_same_degree() -> None:
    drawn = simulated(asked("select_one", "ab"), MEMBERS, rate=0.4, seed=3)
    tens = Counter(int(one.member[1:]) // 10 for one in drawn)
    assert [tens[n] for n in range(10)] == [4] * 10


def test_an_answer_that_is_not_allowed_is_drawn_again_or_left_out() -> None:
    question = Question("q", "integer", Wording("?", "?"), constraint=". > 3 and . < 11")
    drawn = simulated(Questionnaire("1", (question,)), MEMBERS, rate=1, seed=3)
    given = [one.answers["q"] for one in drawn]
    assert set(given) <= {"4", "5", "7", "10", Missing.NOT_ANSWERED}
    assert given.count(Missing.NOT_ANSWERED) <= 4
    # Every small whole number is tried, so that one that must be just so is found.
    for number in range(6):
        question = Question("q", "integer", Wording("?", "?"), constraint=f". = {number}")
        drawn = simulated(Questionnaire("1", (question,)), MEMBERS[:10], rate=1, seed=3)
        assert str(number) in {one.answers["q"] for one in drawn}
    of = {"q": {"a": 1.0}}
    one = asked("select_one", "ab", constraint=". != 'a'")
    left = simulated(one, MEMBERS[:10], rate=1, seed=3, expected=of)
    assert {r.answers["q"] for r in left} == {Missing.NOT_ANSWERED}
