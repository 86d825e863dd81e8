"""Who is shown a question: every combination of earlier answers, and what its table then tells."""

import pytest

from samklang.core.disclosure.audit import audit, seen
from samklang.core.disclosure.release import CandidateCell, CandidateRow, CandidateTable, release
from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Item, Option, Question, Questionnaire
from samklang.core.survey.routing import asked, decided_by, gates

W = Wording("x", "x")
ABC = tuple(Option(o, W) for o in "abc")


def questionnaire(relevant: str) -> Questionnaire:
    return Questionnaire(
        "1",
        (
            Question("q1", "select_one", W, options=ABC),
            Question("q2", "select_multiple", W, options=ABC),
            Question("n", "integer", W),
            Question("m", "matrix", W, options=ABC[:2], items=(Item("x", W), Item("y", W))),
            Question("q3", "select_one", W, options=ABC, relevant=relevant),
        ),
    )


@pytest.mark.parametrize(
    ("relevant", "conditions"),
    [
        ("", ()),
        ("${q1} = 'a'", ((("q1", "a"),),)),
        ("${q1} = 'a' or ${q1} = 'b'", ((("q1", "a"),), (("q1", "b"),))),
        ("${q1} != 'a'", ((("q1", "b"),), (("q1", "c"),), (("q1", "!missing"),))),
        ("selected(${q2}, 'b')", ((("q2.b", "1"),),)),
        ("${q1} = 'a' and selected(${q2}, 'b')", ((("q1", "a"), ("q2.b", "1")),)),
        ("${n} > 3", ()),
        # Two items of a matrix are two answers of one question.
        ("${m.x} = 'a' and ${m.y} = 'b'", ((("m.x", "a"), ("m.y", "b")),)),
        ("${m.x} = 'b' or ${m.x} = ''", ((("m.x", "b"),), (("m.x", "!missing"),))),
        # What is not asked has no answers that could be gone through.
        ("${gone} = 'a'", ()),
        ("${q1} = 'a' or ${gone} = 'a'", ()),
        (
            "1 = 1 or ${q1} = 'a'",
            ((("q1", "a"),), (("q1", "b"),), (("q1", "c"),), (("q1", "!missing"),)),
        ),
        ("${q1} = 'a' and ${q1} = 'b'", ()),
    ],
)
def test_who_is_asked(relevant: str, conditions: tuple[tuple[tuple[str, str], ...], ...]) -> None:
    made = questionnaire(relevant)
    assert asked(made.by_id["q3"], made) == conditions


def chained() -> Questionnaire:
    """q2 is asked by q1; c is worked out of q2 and n; q3 is asked by c, and by what is gone."""
    return Questionnaire(
        "1",
        (
            Question("q1", "select_one", W, options=ABC),
            Question("q2", "select_one", W, options=ABC, relevant="${q1} = 'b'"),
            Question("n", "integer", W),
            Question("c", "calculate", W, calculation="if(${q2} = 'a', ${n}, 0)"),
            Question("q3", "text", W, relevant="${c} > 1 and ${gone} = 'a'"),
        ),
    )


@pytest.mark.parametrize(
    ("question", "deciding"),
    [("q1", set()), ("q2", {"q1"}), ("c", set()), ("q3", {"c", "q2", "n", "q1"})],
)
def test_whose_answers_decide_who_is_asked(question: str, deciding: set[str]) -> None:
    made = chained()
    assert decided_by(made.by_id[question], made) == deciding


def test_the_answers_that_open_other_questions() -> None:
    assert gates(chained()) == (("q1", "b"),)
    # What is not one of a question's options opens nothing; neither does one of several.
    assert gates(questionnaire("${q1} = 'z' or selected(${q2}, 'a')")) == ()


def test_more_ways_than_can_be_gone_through_are_none() -> None:
    many = tuple(Option(f"o{n}", W) for n in range(40))
    asking = [Question(f"a{n}", "select_one", W, options=many) for n in range(3)]
    last = Question("z", "text", W, relevant=" and ".join(f"${{a{n}}} = 'o1'" for n in range(3)))
    made = Questionnaire("1", (*asking, last))
    assert asked(last, made) == ()
    of_one = Question("z", "text", W, relevant="${a0} = 'o1'")
    assert asked(of_one, Questionnaire("1", (*asking, of_one))) == ((("a0", "o1"),),)


def table(name: str, counts: dict[str, int], **more: object) -> CandidateTable:
    base = sum(counts.values())
    rows = tuple(
        CandidateRow(o, base, (CandidateCell(n, n / base, 0.0, 1.0),)) for o, n in counts.items()
    )
    return CandidateTable(name, ("share",), rows, "rows", **more)  # type: ignore[arg-type]


def test_two_answers_that_lead_to_a_question_add_up_to_its_base() -> None:
    """q3 is asked of a and b. 20 + 2 is its base, and would give b away."""
    q1 = table("q1", {"a": 20, "b": 2, "c": 30, "d": 9})
    routed = ((("q1", "a"),), (("q1", "b"),))
    q3 = table("q3", {"a": 12, "b": 10}, not_shown=39, asked=routed)
    released = release([q1, q3], respondents=61)
    found = audit(seen([q1, q3], released, respondents=61), respondents=61)
    assert [c for c in found if not c.sound] == []
    # Alone, d (9) is withheld beside b; with q3 printed that would not do.
    assert release([q1])["q1"].cell("d").status == "protected"
    hidden = {row.id for row in released["q1"].rows if row.cells[0].status != "shown"}
    assert "a" in hidden or released["q3"].base is None
