"""What each role of a manuscript is read as, what it cannot be, and what was chosen for it."""

from typing import Any

import pytest

from samklang.core.manuscript.roles import (
    AmountRole,
    BaseRole,
    CellRole,
    ChangeRole,
    CiteRole,
    ClaimRole,
    CountRole,
    DesignEffectRole,
    DifferenceRole,
    ExamplesRole,
    FixedRole,
    IntervalRole,
    Mention,
    MentionsRole,
    typed,
)
from samklang.core.manuscript.targets import Group, Target, Unreadable
from samklang.core.manuscript.values import chosen_of, content_of, kind_of_role

NORTH, SOUTH = Group("county", "25"), Group("county", "24")
YES = Target("share", "q1", "yes")
IN_NORTH = Target("share", "q1", "yes", group=NORTH)
APART = Target("share", "q1", "yes", group=NORTH, versus=SOUTH)

# role, content -> as it is read
READ: list[tuple[str, str, Any]] = [
    ("share", "q1=yes", CellRole("share", YES)),
    ("share", " q1 = yes | county = 25 ", CellRole("share", IN_NORTH)),
    ("count", "m.time=a", CellRole("count", Target("share", "m.time", "a"))),
    ("between", "q1=yes", CellRole("between", YES)),
    ("band", "q1=yes | county=25  vs  county=24", CellRole("band", APART)),
    ("difference", "q1=yes | county=25 vs county=24", DifferenceRole(APART)),
    ("design-effect", "q1=yes | county=25", DesignEffectRole(IN_NORTH)),
    ("interval", "q1=yes", IntervalRole(YES)),
    ("interval", "mean hours", IntervalRole(Target("mean", "hours"))),
    ("interval", "ratio cost / hours", IntervalRole(Target("ratio", "cost", over="hours"))),
    ("interval", "upper-quartile hours", IntervalRole(Target("upper-quartile", "hours"))),
    # A question may be called as a measure is.
    ("interval", "mean=yes", IntervalRole(Target("share", "mean", "yes"))),
    ("interval", "mean hours=yes", IntervalRole(Target("share", "mean hours", "yes"))),
    (
        "interval",
        "mean hours | county=25",
        IntervalRole(Target("mean", "hours", group=NORTH)),
    ),
    ("mean", "hours", AmountRole(Target("mean", "hours"))),
    ("total", "hours | county=25", AmountRole(Target("total", "hours", group=NORTH))),
    ("ratio", "cost/hours", AmountRole(Target("ratio", "cost", over="hours"))),
    ("median", "hours", AmountRole(Target("median", "hours"))),
    ("base", "q1", BaseRole("q1", None)),
    ("base", "q1 | county=25", BaseRole("q1", NORTH)),
    ("invited", "-", CountRole("invited")),
    ("response-rate", "", CountRole("response-rate")),
    ("change", "q1=yes since 2022", ChangeRole(YES, "2022", False)),
    ("change", "q1=yes since 2022 altered", ChangeRole(YES, "2022", True)),
    ("mentions", "economy:hinders", MentionsRole(Mention("economy", "hinders"))),
    ("mentions", "economy", MentionsRole(Mention("economy", ""))),
    ("mentions", "economy:enables | county=25", MentionsRole(Mention("economy", "enables", NORTH))),
    ("examples", "likely", ExamplesRole("likely")),
    ("cite", "a, b", CiteRole(("a", "b"))),
    ("fixed", "1 290 : report2024", FixedRole("1 290", "report2024")),
    ("fixed", "klockan 9: 30: report2024", FixedRole("klockan 9: 30", "report2024")),
    ("claim", "de flesta: q1=yes", ClaimRole("de flesta", (YES,))),
    (
        "claim",
        "många: q1=yes | county=25, economy:hinders | county=25",
        ClaimRole("många", (IN_NORTH, Mention("economy", "hinders", NORTH))),
    ),
]

# role, content -> the fault of it
REFUSED = [
    ("share", "q1", "names_no_answer"),
    ("share", "=yes", "names_no_answer"),
    ("share", "q1=", "names_no_answer"),
    ("share", "q1=yes | county", "names_no_group"),
    ("share", "q1=yes | =25", "names_no_group"),
    ("share", "q1=yes | county=", "names_no_group"),
    ("share", "q1=yes | county=25 vs county=24", "compares_two_groups"),
    ("count", "q1=yes | county=25 vs county=24", "compares_two_groups"),
    ("interval", "q1=yes | county=25 vs county=24", "compares_two_groups"),
    ("interval", "mean hours | county=25 vs county=24", "compares_two_groups"),
    ("interval", "meanhours", "names_no_answer"),
    ("design-effect", "q1=yes | county=25 vs county=24", "compares_two_groups"),
    ("mean", "hours | county=25 vs county=24", "compares_two_groups"),
    ("mean", "", "content_needs"),
    ("mean", "cost / hours", "content_needs"),
    ("ratio", "cost", "content_needs"),
    ("ratio", "cost /", "content_needs"),
    ("ratio", "/ hours", "content_needs"),
    ("difference", "q1=yes", "compares_nothing"),
    ("difference", "q1=yes | county=25", "compares_nothing"),
    ("base", "q1 | county=25 vs county=24", "compares_two_groups"),
    ("change", "q1=yes", "names_no_earlier_theme"),
    ("change", "q1=yes since 2022 changed", "says_nothing"),
    ("change", "q1=yes since 2022 altered altered", "says_nothing"),
    ("change", "q1=yes | county=25 since 2022", "a_change_is_told_of_all"),
    ("mentions", "economy:hinders | county=25 vs county=24", "compares_two_groups"),
    ("claim", "de flesta", "is_bound_to_no_figure"),
    ("claim", "de flesta: q1", "names_no_answer"),
    ("fixed", "1 290", "has_no_source"),
    ("fixed", " : report2024", "has_no_source"),
    ("shares", "q1=yes", "there_is_no_role"),
]

# role, content -> what was chosen for it, by the names of the form's fields
CHOSEN = [
    ("share", "q1=yes", {"question": "q1", "answer": "yes", "group": ""}),
    ("band", "q1=yes | county=25", {"question": "q1", "answer": "yes", "group": "county=25"}),
    ("base", "q1 | county=25", {"question": "q1", "group": "county=25"}),
    ("mean", "hours", {"number": "hours", "group": ""}),
    ("total", "hours | county=25", {"number": "hours", "group": "county=25"}),
    ("claim", "de flesta: q1=yes", {"words": "de flesta", "question": "q1", "answer": "yes"}),
    ("mentions", "economy:hinders", {"factor": "economy", "valence": "hinders"}),
    ("examples", "likely", {"match": "likely"}),
    ("cite", "a, b", {"reference": "a, b"}),
    ("fixed", "9: 30: report2024", {"words": "9: 30", "reference": "report2024"}),
    ("answered", "-", {}),
]

# role, content -> what of it a form can show: it was written freely
FREELY: list[tuple[str, str, dict[str, str]]] = [
    ("share", "q1", {}),
    ("band", "q1=yes | county=25 vs county=24", {}),
    ("share", "q1=yes | county", {"question": "q1", "answer": "yes", "group": ""}),
    ("claim", "många: q1=yes, q2=yes", {"words": "många"}),
    ("claim", "många: q1=yes | county=25", {"words": "många"}),
    ("claim", "många: economy:hinders", {"words": "många"}),
    ("difference", "q1=yes | county=25 vs county=24", {}),
]


@pytest.mark.parametrize(("name", "content", "role"), READ)
def test_a_role_is_read_as(name: str, content: str, role: object) -> None:
    assert typed(name, content) == role


@pytest.mark.parametrize(("name", "content", "fault"), REFUSED)
def test_what_a_role_cannot_be(name: str, content: str, fault: str) -> None:
    with pytest.raises(Unreadable) as raised:
        typed(name, content)
    assert raised.value.what.code == f"faults.{fault}"
    assert raised.value.remedy


@pytest.mark.parametrize(
    ("content", "need", "remedy"),
    [
        ("ratio cost", "a_ratio_is_of_two_numbers", "write_number_number"),
        ("mean cost / hours", "a_is_of_one", "write_the_question_s_id"),
    ],
)
def test_what_an_amount_needs_is_said(content: str, need: str, remedy: str) -> None:
    with pytest.raises(Unreadable) as raised:
        typed("interval", content)
    values = dict(raised.value.what.values)
    assert getattr(values["need"], "code", "") == f"faults.{need}"
    assert raised.value.remedy.code == f"faults.{remedy}"


@pytest.mark.parametrize(("name", "content", "chosen"), CHOSEN)
def test_what_was_chosen_is_written_and_read_back(
    name: str, content: str, chosen: dict[str, str]
) -> None:
    assert chosen_of(name, content) == chosen
    assert content_of(name, chosen) == content
    kind = kind_of_role(name)
    assert kind is not None
    asked = {"words", "question", "answer"} if kind.name == "claim" else set(kind.asks)
    # An answer is asked for where a form of the role needs it, and a group where it can have one.
    assert chosen.keys() <= asked | {"group"}


@pytest.mark.parametrize(("name", "content", "chosen"), FREELY)
def test_of_what_was_written_freely_a_form_shows_what_it_can(
    name: str, content: str, chosen: dict[str, str]
) -> None:
    assert chosen_of(name, content) == chosen


def test_a_comparison_is_no_value_that_is_chosen() -> None:
    assert kind_of_role("difference") is None
