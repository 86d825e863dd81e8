"""Totals of a numeric question: who dominates them, and what groups tell of each other."""

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from samklang.core.disclosure.dominance import Dominance, dominated, reach
from samklang.core.disclosure.pattern import Demand, Pattern
from samklang.core.disclosure.release import (
    CandidateAmount,
    CandidateCell,
    CandidateRow,
    CandidateTable,
    release,
)
from samklang.core.disclosure.suppress import Suppression


@pytest.mark.parametrize(
    ("contributions", "rule", "withheld"),
    [
        # p%: the others of the two largest make up 6 of 100, less than a tenth of 80.
        ((80, 14, 3, 2, 1), Dominance(10, 2, 100), True),
        ((80, 14, 5, 3), Dominance(10, 2, 100), False),
        # (n, k): 94 of 100 is more than 85 %.
        ((80, 14, 5, 3), Dominance(0, 2, 85), True),
        ((40, 30, 20, 10), Dominance(10, 2, 85), False),
        ((0, 0, 0), Dominance(10, 2, 85), False),
        # The others make up a tenth of the largest, and that is enough.
        ((100, 10, 10), Dominance(10, 2, 100), False),
        # Exactly as much as k % is not more; and one, or two, are counted as n says.
        ((50, 35, 15), Dominance(0, 2, 85), False),
        ((50, 36, 14), Dominance(0, 2, 85), True),
        ((60, 40), Dominance(0, 1, 60), False),
        ((61, 39), Dominance(0, 1, 60), True),
        # 100 % is no rule.
        ((50, 50), Dominance(0, 2, 100), False),
        # Losses are contributions too.
        ((-80, 14, 3, 2, 1), Dominance(10, 2, 100), True),
    ],
)
def test_which_totals_give_their_largest_away(
    contributions: tuple[float, ...], rule: Dominance, withheld: bool
) -> None:
    assert dominated(contributions, rule) == withheld


@pytest.mark.parametrize(
    ("contributions", "p_percent", "unit", "units"),
    [
        ((100, 3), 10, 1.0, 10),
        ((101, 3), 10, 1.0, 11),
        ((101, 3), 10, 10.0, 2),
        ((-100, 3), 10, 1.0, 10),
        # One at least, also where nothing is asked for.
        ((3,), 10, 1.0, 1),
        ((100,), 0, 1.0, 1),
        ((), 10, 1.0, 1),
    ],
)
def test_how_far_what_can_be_inferred_must_reach(
    contributions: tuple[float, ...], p_percent: int, unit: float, units: int
) -> None:
    assert reach(contributions, Dominance(p_percent), unit=unit) == units


def row(name: str, said: tuple[float, ...]) -> CandidateRow:
    total = sum(said)
    amount = CandidateAmount(total, total * 0.9, total * 1.1, said)
    return CandidateRow(name, len(said), (CandidateCell(len(said), amount=amount),))


EVEN = (10.0, 11.0, 12.0, 9.0, 10.0, 13.0)


def tables(groups: dict[str, tuple[float, ...]]) -> list[CandidateTable]:
    """Staff in all, and by county."""
    every = tuple(x for said in groups.values() for x in said)
    return [
        CandidateTable("staff", ("total",), (row("all", every),), "amounts", question="staff"),
        CandidateTable(
            "staff-by-county",
            ("total",),
            tuple(row(name, said) for name, said in groups.items()),
            "amounts",
            question="staff",
            by=("county",),
        ),
    ]


def statuses(groups: dict[str, tuple[float, ...]]) -> dict[str, str]:
    made = tables(groups)
    released = release(made, respondents=sum(len(said) for said in groups.values()))
    return {r.id: r.cells[0].status for table in released.values() for r in table.rows}


def test_totals_of_many_alike_are_printed() -> None:
    assert set(statuses({"24": EVEN, "25": EVEN}).values()) == {"shown"}


@pytest.mark.parametrize("same", [4.0, 0.0])
def test_a_mean_that_is_everyones_answer_is_withheld(same: float) -> None:
    """Its interval has no width: a reader knows what each of the group said."""
    assert statuses({"24": EVEN, "25": (same,) * 8})["25"] == "protected"


def test_a_dominated_total_takes_a_neighbour_with_it() -> None:
    """All less 24 and 23 would be 25, where one has 400 of 450."""
    found = statuses({"24": EVEN, "23": EVEN + (30.0,) * 4, "25": (400.0, 10, 10, 10, 10, 10)})
    assert found["all"] == "shown"
    assert found["25"] == "protected"
    assert [found["23"], found["24"]].count("protected") == 1


def test_a_total_of_four_is_few_and_its_base_withheld() -> None:
    made = tables({"24": EVEN, "23": EVEN * 2, "25": (10.0, 11.0, 12.0, 13.0)})
    released = release(made, respondents=22)["staff-by-county"]
    by_row = {r.id: r for r in released.rows}
    assert (by_row["25"].base, by_row["25"].cells[0].status) == (None, "few")
    assert by_row["25"].cells[0].value is None
    hidden = [r for r in ("24", "23") if by_row[r].cells[0].status == "protected"]
    assert len(hidden) == 1
    # Its base goes too: 22 less the others would be 4.
    assert by_row[hidden[0]].base is None


def test_a_printed_total_is_rounded_as_asked() -> None:
    cell = release(tables({"24": EVEN, "25": EVEN}), respondents=12)["staff"].rows[0].cells[0]
    assert (cell.value, cell.share) == (130.0, None)


def crossed(cells: dict[tuple[str, str], tuple[float, ...]]) -> list[CandidateTable]:
    """Staff in all, by county, by kind, and by county and kind."""

    def total(county: str = "", kind: str = "") -> CandidateRow:
        said = tuple(
            x for (c, k), of in cells.items() if county in ("", c) and kind in ("", k) for x in of
        )
        return replace(
            row(county + kind or "all", said), values=tuple(filter(None, (county, kind)))
        )

    def table(rows: list[CandidateRow], *by: str) -> CandidateTable:
        name = " ".join(("staff", *by))
        return CandidateTable(name, ("total",), tuple(rows), "amounts", question="staff", by=by)

    counties, kinds = (sorted({key[place] for key in cells}) for place in (0, 1))
    return [
        table([total()]),
        table([total(county) for county in counties], "county"),
        table([total(kind=kind) for kind in kinds], "kind"),
        table([total(*key) for key in cells], "county", "kind"),
    ]


@pytest.mark.parametrize("small", ["25b", "24b"])
@pytest.mark.parametrize(("largest", "enough"), [(35.0, True), (34.0, False), (24.0, False)])
def test_a_total_is_protected_downwards_as_well_as_upwards(
    small: str, largest: float, enough: bool
) -> None:
    """24a must reach 40 either way. 24a, 24b, 25a and 25b are dominated and withheld whatever
    happens; as all other sums are printed, 24a can be lower by no more than 25b is, and higher by
    no more than 24b is. Where that is 39, more must be withheld, in the county and kind of a cell.
    """
    many = EVEN * 4
    cells = {
        ("24", "a"): (400.0, 9, 9, 9, 9, 9),
        ("24", "b"): (200.0, 4, 4, 4, 4, 4),
        ("24", "c"): many,
        ("25", "a"): (200.0, 4, 4, 4, 4, 4),
        ("25", "b"): (200.0, 4, 4, 4, 4, 4),
        ("25", "c"): many,
        ("26", "a"): many,
        ("26", "b"): many,
        ("26", "c"): many,
    }

    def withheld() -> set[str]:
        made = crossed(cells)
        released = release(made, respondents=sum(map(len, cells.values())))
        return {r.id for t in released.values() for r in t.rows if r.cells[0].status != "shown"}

    dominated_cells = {"24a", "24b", "25a", "25b"}
    assert withheld() == dominated_cells
    cells[small[:2], small[2:]] = (largest, 1, 1, 1, 1, 1)
    assert (withheld() == dominated_cells) is enough
    assert withheld() >= dominated_cells


@pytest.mark.parametrize(
    ("demand", "true", "inferred", "met"),
    [
        # A span alone: from where to where does not matter.
        (Demand(span=3), 4, (4, 7), True),
        (Demand(span=3), 4, (2, 4), False),
        # A reach either way, exactly so far included.
        (Demand(span=0, reach=40), 400, (360, 440), True),
        (Demand(span=0, reach=40), 400, (361, 440), False),
        (Demand(span=0, reach=40), 400, (360, 439), False),
        # Nothing is below none.
        (Demand(span=0, reach=40), 30, (0, 70), True),
        (Demand(span=0, reach=40), 30, (1, 70), False),
    ],
)
def test_what_can_be_inferred_must_be_as_wide_as_is_demanded(
    demand: Demand, true: int, inferred: tuple[int, int], met: bool
) -> None:
    suppression = Suppression.__new__(Suppression)
    key = ("staff", "24", "total")
    suppression.pattern = cast(Pattern, SimpleNamespace(demands={key: demand}, place=lambda _: 0))
    suppression.base = {0: true}
    assert suppression._met(key, *inferred) is met


def scale(name: str, said: tuple[float, ...], least: float, most: float) -> CandidateRow:
    total, n = sum(said), len(said)
    room = min(total - n * least, n * most - total)
    amount = CandidateAmount(total / n, 1.0, 5.0, said, room=room)
    return CandidateRow(name, n, (CandidateCell(n, amount=amount),))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        # Of five answers of 1 to 5 that make 7 together, three or four are 1 and none is above 3.
        ((1, 1, 1, 1, 3), False),
        ((5, 5, 4, 4, 4, 5), False),
        ((1, 2, 3, 2, 2), True),
        ((3, 3, 4, 2, 5), True),
    ],
)
def test_a_mean_near_the_end_of_a_short_scale_is_withheld(
    said: tuple[float, ...], shown: bool
) -> None:
    one = CandidateTable("mood", ("amount",), (scale("all", said, 1, 5),), "amounts")
    cell = release([one], threshold=5)["mood"].rows[0].cells[0]
    assert (cell.status == "shown") == shown


def test_the_mean_of_all_does_not_tell_that_of_a_group_near_the_end() -> None:
    groups = {"24": (1.0, 1.0, 1.0, 2.0, 1.0), "25": (3.0, 4.0, 2.0, 5.0, 3.0, 4.0)}
    every = tuple(x for said in groups.values() for x in said)
    tables = [
        CandidateTable("mood", ("amount",), (scale("all", every, 1, 5),), "amounts"),
        CandidateTable(
            "mood-by-county",
            ("amount",),
            tuple(scale(name, said, 1, 5) for name, said in groups.items()),
            "amounts",
            question="mood",
            by=("county",),
        ),
    ]
    released = release(tables, threshold=5)
    shown = [c.status for t in released.values() for row in t.rows for c in row.cells]
    assert shown.count("shown") == 1
    assert released["mood-by-county"].rows[0].cells[0].status != "shown"
