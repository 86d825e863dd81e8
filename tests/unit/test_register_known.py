"""The register is known to who reads: no group has more respondents than members."""

from dataclasses import replace
from typing import Any

from samklang.core.disclosure.audit import audit, seen
from samklang.core.disclosure.candidate import CandidateRow, CandidateTable
from samklang.core.disclosure.members import Members
from samklang.core.disclosure.outline import ANSWERED, MISSING
from samklang.core.disclosure.release import release
from samklang.core.disclosure.released import (
    AnsweredAtLeast,
    ReleasedGroup,
    ReleasedParticipation,
    ReleasedTable,
)
from tests.linked_tables import cell, survey

# Four of the north's six members answered, and everybody of the south and the west.
SIZES = {"north": 6, "south": 16, "west": 6}
PEOPLE = survey(
    [
        *[("north", "a", "x", "u")] * 2,
        *[("north", "b", "", "u"), ("north", "c", "", "u")],
        *[("south", "a", "x", "u")] * 6,
        *[("south", answer, "", "u") for answer in "bbbbbccccc"],
        *[("west", answer, "", "u") for answer in "aabbcc"],
    ]
)
SIZE = len(PEOPLE.people)
TABLES = PEOPLE.tables("q1", "q1-by-group")
GROUPS = [{"group": group} for group, size in SIZES.items() for _ in range(size)]
REGISTER = Members(("group",), GROUPS)


def narrow(released: dict[str, ReleasedTable]) -> dict[tuple[str, str], tuple[int, int]]:
    """Withheld bases that a reader with the register infers more closely than the rule allows."""
    inferred = audit(seen(TABLES, released, respondents=SIZE), respondents=SIZE, members=REGISTER)
    return {(one.row, one.series): (one.low, one.high) for one in inferred if not one.sound}


def test_the_audit_knows_how_many_members_a_group_has() -> None:
    """The west is withheld for the north's sake: with six members it cannot hide any of ten."""
    unaware = release(TABLES, respondents=SIZE)
    assert unaware["q1-by-group"].rows[0].base is None
    assert narrow(dict(unaware)) == {("north", ""): (4, 4), ("west", ""): (6, 6)}


def test_a_release_that_knows_the_register_withholds_more() -> None:
    assert narrow(dict(release(TABLES, respondents=SIZE, members=REGISTER))) == {}


def test_a_question_that_all_have_answered_keeps_its_figure() -> None:
    """That both of the north's members answered follows from the register and the response."""
    south = [("south", answer, "", "u") for answer in "bbbbbbccccccc"]
    everyone = survey([*[("north", "a", "x", "u")] * 2, *south])
    tables = everyone.tables("q1", "q1-by-group")
    size = len(everyone.people)
    register = Members(("group",), [{"group": p["group"]} for p in everyone.people])
    released = release(tables, respondents=size, members=register)
    assert released["q1"].base == size
    assert released["q1-by-group"].rows[0].base is None
    inferred = audit(seen(tables, released, respondents=size), respondents=size, members=register)
    assert [one for one in inferred if not one.sound] == []


def test_members_are_counted_by_what_is_of_the_register() -> None:
    places = [("24", "small"), ("24", "large"), ("25", "small")]
    groups = [{"county": county, "size": size} for county, size in places]
    register = Members(("county", "size"), groups)
    assert register.most((("county", "24"),)) == 2
    assert register.most((("county", "24"), ("q1", "a"), ("size", "small"))) == 1
    assert register.most((("county", "23"),)) == 0
    assert register.most((("q1", "a"),)) is None
    # Not values of the column, but whether a respondent has one.
    assert register.most((("county", MISSING),)) is None
    assert register.most((("county", ANSWERED),)) is None


def test_a_base_that_is_withheld_for_others_is_open_as_any_other() -> None:
    """Of the west's two one left the question; in the north all six answered it, as is printed."""
    everyone = survey(
        [
            *[("north", answer, "", "u") for answer in "aaaabc"],
            *[("west", "a", "x", "u"), ("west", "", "", "u")],
        ]
    )
    tables = everyone.tables("q1", "q1-by-group")
    sizes = {"north": 6, "south": 2, "west": 2}
    register = Members(("group",), [{"group": g} for g, n in sizes.items() for _ in range(n)])
    released = release(tables, respondents=8, members=register)
    assert released["q1"].base is None
    inferred = audit(seen(tables, released, respondents=8), respondents=8, members=register)
    assert [one for one in inferred if not one.sound] == []


def test_what_is_withheld_last_is_withheld_beside_what_no_longer_says_that_it_is_small() -> None:
    """A question of five whose base goes first, and factors that then give up their labels."""
    q1 = CandidateTable(
        "q1",
        ("share",),
        tuple(CandidateRow(id, 5, (cell(n, 5),)) for id, n in (("a", 2), ("b", 2), ("c", 1))),
        "rows",
    )
    factors = CandidateTable(
        "factors",
        ("enables", "hinders"),
        (
            CandidateRow("economy", 5, (cell(1, 5), cell(3, 5))),
            CandidateRow("skill", 5, (cell(2, 5), cell(0, 5))),
        ),
        "none",
    )
    by_county = CandidateTable(
        "factors|county",
        ("economy.hinders", "skill.hinders"),
        (
            CandidateRow("24", 1, (cell(1, 1), cell(0, 1)), ("24",)),
            CandidateRow("25", 4, (cell(2, 4), cell(0, 4)), ("25",)),
        ),
        "none",
        question="factors",
        by=("county",),
    )
    tables = [q1, factors, by_county]
    register = Members(("county",), [{"county": "25"}] * 5 + [{"county": "24"}] * 2)
    released = release(tables, threshold=3, respondents=5, members=register)
    inferred = audit(seen(tables, released, respondents=5), respondents=5, members=register)
    assert [one for one in inferred if not one.sound] == []


def test_the_design_tells_how_few_of_a_stratum_have_answered() -> None:
    """A report of strata is refused where fewer than two, or not the only one, have answered.

    So both of the north's members did, and all the others are the south's: no release can keep that
    open, and none has to. What they answered stays open.
    """
    everyone = survey(
        [*[("north", "a", "x", "u")] * 2, *[("south", answer, "", "u") for answer in "aaabbbb"]]
    )
    tables = everyone.tables("q1", "q1-by-group")
    register = Members(("group",), [{"group": g} for g in ("north",) * 2 + ("south",) * 9])
    silent = ReleasedParticipation(
        11,
        9,
        0,
        0,
        by=("group",),
        groups=(ReleasedGroup(("north",), 2, None), ReleasedGroup(("south",), 9, None)),
    )
    both = AnsweredAtLeast((("group", "north"),), 2)
    ends = {}
    for took_part in (silent, replace(silent, needed=(both,))):
        known: dict[str, Any] = {"participation": took_part, "members": register}
        released = release(tables, respondents=9, **known)
        told = audit(seen(tables, released, respondents=9), respondents=9, **known)
        assert all(one.sound for one in told)
        ends[took_part.needed] = {
            (one.table, one.row, one.series): (one.low, one.high) for one in told
        }
    group = ("participation", "north", "")
    assert ends[()][group] == (0, 2)
    assert ends[(both,)][group] == (2, 2)
    assert ends[(both,)]["q1-by-group", "north", "a"] == (0, 2)
