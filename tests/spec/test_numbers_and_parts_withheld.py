"""Disclosure control of what is no share: medians in steps, who took part, groups and parts."""

from collections.abc import Mapping
from typing import Any

import pytest

from samklang.core.disclosure.attacker import LinearSystem
from samklang.core.disclosure.candidate import (
    CandidateAmount,
    CandidateCell,
    CandidateRow,
    CandidateTable,
)
from samklang.core.disclosure.links import Links
from samklang.core.disclosure.members import members
from samklang.core.disclosure.outline import node, outline
from samklang.core.disclosure.participation import participation
from samklang.core.disclosure.parts import in_group, tie_to_group
from samklang.core.disclosure.quantile_steps import step_for
from samklang.core.disclosure.ranges import Ranges
from samklang.core.disclosure.release import release
from samklang.core.survey.responses import Response, Responses
from samklang.core.theme.register import Member, Register

TO_TWENTY = [float(n) for n in range(1, 21)]
# value, low, high, answers, whole numbers -> the step and its decimals; five must round to each
STEPS: list[tuple[float, float, float, list[float], bool, tuple[float, int]]] = [
    # 10 stands for 8 to 12, the low end for 5 to 9, the high one for 11 to 15.
    (10, 6, 14, TO_TWENTY, True, (5.0, 0)),
    (1.0, 0.6, 1.4, [n / 10 for n in TO_TWENTY], False, (0.5, 1)),
    (1000, 600, 1400, [100 * n for n in TO_TWENTY], False, (500.0, 0)),
    # In tenths of an hour fewer lie on each step, and a finer one will do.
    (10, 6, 14, [n / 10 for n in range(1, 201)], False, (0.5, 1)),
    # A step as wide as the interval will do, a wider one says nothing.
    (10, 7.5, 12.5, TO_TWENTY, True, (5.0, 0)),
    (10, 8, 12, TO_TWENTY, True, (0.0, 0)),
    # All have said the same, which whole numbers may tell.
    (10, 10, 10, [10.0] * 9, True, (1.0, 0)),
    (10, 10, 10, [10.0] * 9, False, (0.0, 0)),
    # No step finer than the interval is wide has five answers to each end.
    (10, 9, 11, TO_TWENTY, True, (0.0, 0)),
    (10, 6, 14, TO_TWENTY[::4], True, (0.0, 0)),
    # Eight have answered: three are beside the five that the number stands for.
    (10, 10, 10, [10.0] * 8, True, (1.0, 0)),
    (10, 10, 10, [10.0] * 7, True, (0.0, 0)),
    (0, 0, 0, [0.0] * 9, True, (1.0, 0)),
]


@pytest.mark.parametrize(("value", "low", "high", "said", "whole", "step"), STEPS)
def test_how_coarsely_a_median_is_printed(
    value: float, low: float, high: float, said: list[float], whole: bool, step: tuple[float, int]
) -> None:
    assert step_for(value, low, high, said, threshold=5, whole=whole) == step


def median(count: int, step: float) -> CandidateCell:
    amount = CandidateAmount(10, 6, 14, tuple(TO_TWENTY[:count]), step=step)
    return CandidateCell(count, amount=amount)


@pytest.mark.parametrize(
    ("count", "step", "status"),
    [(20, 5.0, "shown"), (20, 0.0, "protected"), (5, 5.0, "shown"), (4, 5.0, "few")],
)
def test_a_median_is_printed_where_a_step_will_do(count: int, step: float, status: str) -> None:
    rows = (CandidateRow("amount", count, (median(count, step),)),)
    table = CandidateTable("median:q", ("amount",), rows, "quantiles", question="q")
    [row] = release([table], threshold=5, respondents=30)["median:q"].rows
    assert row.cells[0].status == status
    assert (row.cells[0].value is None) is (status != "shown")


def registered(*rows: str) -> Register:
    """Members by county, town and whether they were invited: "25 2514 yes"."""
    made = []
    for number, row in enumerate(rows):
        county, town, invited = row.split()
        groups = {"county": county, "town": town}
        made.append(Member(f"m{number}", groups=groups, invited=invited == "yes"))
    return Register(tuple(made), groups=("county", "town"))


TOWNS = registered("25 2514 yes", "25 2580 yes", "24 2480 yes", "24 2514 no")


@pytest.mark.parametrize(
    ("register", "one", "other", "shared"),
    [
        # A town is of one county; the member of 24 in 2514 was never invited.
        (TOWNS, "town", "county", {"2514": {"25": 1}, "2580": {"25": 1}, "2480": {"24": 1}}),
        (TOWNS, "county", "town", {"25": {"2514": 1, "2580": 1}, "24": {"2480": 1}}),
        (
            registered("a x yes", "a y yes", "b x yes", "b x yes", "b y no"),
            "county",
            "town",
            {"a": {"x": 1, "y": 1}, "b": {"x": 2}},
        ),
    ],
)
def test_the_members_that_groups_share(
    register: Register, one: str, other: str, shared: Mapping[str, Mapping[str, int]]
) -> None:
    known = members(register, (one, other))
    assert known is not None
    assert known.shared(one, other) == shared


def test_the_members_of_groups_that_the_register_has() -> None:
    assert members(None, ("county",)) is None
    assert members(TOWNS, ("size",)) is None
    known = members(TOWNS, ("county", "size"))
    assert known is not None
    # All are of no county alone; those invited of a register of one are.
    assert known.alone() == ()
    one = members(registered("25 2514 yes", "24 2480 no"), ("county",))
    assert one is not None
    assert dict(one.alone())["county"] == "25"


def answered(*people: str) -> Responses:
    """Responses as "m0 complete"."""
    made = []
    for number, person in enumerate(people):
        member, status = person.split()
        made.append(Response(f"r{number}", member, status))  # type: ignore[arg-type]
    return Responses(tuple(made))


WHO = answered("m0 complete", "m1 complete", "m2 partial", "m3 declined")
BY_COUNTY = registered(*["25 2514 yes"] * 8, *["24 2480 yes"] * 8)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"register": None}, (None, 2, 1, 1, ())),
        # What was begun and is counted is not told apart.
        ({"register": None, "partial": True}, (None, 3, 0, 1, ())),
        ({"register": BY_COUNTY, "by": ()}, (16, 2, 1, 1, ())),
        # Two of eight and none of eight have answered: that few may not be told.
        (
            {"register": BY_COUNTY},
            (16, 2, 1, 1, ((("24",), 8, None), (("25",), 8, None))),
        ),
        # Of a sample it is told how many were drawn, and not how many there are.
        (
            {"register": BY_COUNTY, "drawn": {("25",): 5, ("24",): 3}},
            (8, 2, 1, 1, ((("24",), 3, None), (("25",), 5, None))),
        ),
        ({"register": BY_COUNTY, "by": (), "drawn": {(): 8}}, (8, 2, 1, 1, ())),
    ],
)
def test_who_took_part(options: dict[str, Any], told: tuple[object, ...]) -> None:
    given: dict[str, Any] = {"by": ("county",), "partial": False} | options
    register = given.pop("register")
    made = participation(register, WHO, threshold=5, **given)
    groups = tuple((g.values, g.invited, g.answered) for g in made.groups)
    assert (made.invited, made.answered, made.partial, made.declined, groups) == told


def plain(counts: Mapping[str, int]) -> CandidateTable:
    base = sum(counts.values())
    rows = tuple(CandidateRow(o, base, (CandidateCell(n, 0.5, 0, 1),)) for o, n in counts.items())
    return CandidateTable("q", ("share",), rows, "rows")


def by_county(counts: Mapping[str, Mapping[str, int]]) -> CandidateTable:
    rows = tuple(
        CandidateRow(c, sum(of.values()), tuple(CandidateCell(n, 0.5, 0, 1) for n in of.values()))
        for c, of in counts.items()
    )
    return CandidateTable("q/county", ("y", "n"), rows, "series", question="q", by=("county",))


def test_a_part_holds_all_of_its_group_and_nobody_of_the_others() -> None:
    """Of county 25 alone 7 say yes and 6 no; the earlier report had county 24 beside it."""
    now, then = plain({"y": 7, "n": 6}), by_county({"24": {"y": 9, "n": 8}, "25": {"y": 7, "n": 6}})
    outlines = {t.id: outline(t, tables={t.id: t}, respondents=13) for t in (now, then)}
    links, own = Links([outlines["q"]]), Links([outlines["q/county"]])
    group = (("county", "25"),)
    tie_to_group(links, own, group)
    size = len(links.index)
    ranges = Ranges([0] * size, [13] * size)
    for place, count in (
        (links.places["q", "y", "share"], 7),
        (links.places["q", "n", "share"], 6),
    ):
        ranges.narrow(place, count, count)
    # What is no number narrows nothing.
    ranges.narrow(None, 5, 5)
    assert LinearSystem(links.rows, size).tighten(ranges)
    for county, yes, no in (("25", 7, 6), ("24", 0, 0)):
        for answer, count in (("y", yes), ("n", no)):
            index = links.index[node(("q", answer), ("county", county))]
            assert (ranges.low[index], ranges.high[index]) == (count, count)
    assert in_group(node(("q", "y"), ("county", "25")), group)
    assert not in_group(node(("q", "y"), ("county", "24")), group)
    assert not in_group(node(("q", "y")), group)
