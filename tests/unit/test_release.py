"""What may be printed: the threshold, its neighbours, and what an attacker can still infer."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.disclosure.audit import audit, seen
from samklang.core.disclosure.release import (
    CandidateCell,
    CandidateRow,
    CandidateTable,
    protect,
    release,
    whole_percent,
)
from samklang.core.disclosure.released import ReleasedCell

SHOWN, FEW, PROTECTED = "shown", "few", "protected"


@pytest.mark.parametrize(
    ("counts", "statuses"),
    [
        ((20, 9, 5), (SHOWN, SHOWN, SHOWN)),
        # One small cell: its smallest neighbour goes too, or the base gives it away.
        ((20, 9, 2), (SHOWN, PROTECTED, FEW)),
        ((20, 9, 0), (SHOWN, PROTECTED, FEW)),
        # Two small cells that together hide each other.
        ((20, 3, 2), (SHOWN, FEW, FEW)),
        # Two that do not: their sum would say that both are 4, or that both are 0.
        ((20, 4, 4), (PROTECTED, FEW, FEW)),
        ((30, 20, 0, 0), (SHOWN, PROTECTED, FEW, FEW)),
        # A neighbour of 5 is known to be at least 5, so it is not enough: one more.
        ((20, 9, 5, 0), (SHOWN, PROTECTED, PROTECTED, FEW)),
        # Nothing left to hide behind: no cell says that it is small.
        ((6, 1), (PROTECTED, PROTECTED)),
        ((31, 1), (PROTECTED, FEW)),
    ],
)
def test_one_row_of_counts(counts: tuple[int, ...], statuses: tuple[str, ...]) -> None:
    assert protect(counts, threshold=5) == statuses


@given(st.lists(st.integers(0, 12), min_size=1, max_size=4), st.integers(2, 5))
def test_no_small_count_can_be_narrowed(counts: list[int], threshold: int) -> None:
    """Independent brute force: every table with the same printed cells and base is possible."""
    statuses = protect(counts, threshold=threshold)
    total = sum(counts)
    hidden = [i for i, s in enumerate(statuses) if s != SHOWN]
    for i in range(len(counts)):
        assert (counts[i] >= threshold) or statuses[i] != SHOWN
    few = [i for i in hidden if statuses[i] == FEW]
    if not few:
        return
    left = total - sum(n for i, n in enumerate(counts) if i not in hidden)
    ranges = [
        range(threshold) if statuses[i] == FEW else range(threshold, left + 1) for i in hidden
    ]
    possible = [values for values in product(*ranges) if sum(values) == left]
    for i in few:
        seen = {values[hidden.index(i)] for values in possible}
        assert max(seen) - min(seen) >= (threshold + 1) // 2


def table(name: str, counts: list[int], **more: object) -> CandidateTable:
    base = sum(counts)
    rows = tuple(
        CandidateRow(f"o{i}", base, (CandidateCell(n, n / base, 0.1, 0.9),))
        for i, n in enumerate(counts)
    )
    values = {"series": ("share",), "rows": rows, "sums": "rows", **more}
    return CandidateTable(id=name, **values)  # type: ignore[arg-type]


def test_a_row_under_the_threshold_is_withheld_with_its_base() -> None:
    released = release([table("q", [3, 1])], threshold=5)["q"]
    assert released.base is None
    assert [row.base for row in released.rows] == [None, None]
    assert {row.cells[0].status for row in released.rows} == {FEW}


def test_a_routed_question_is_withheld_with_its_parent() -> None:
    """The base of q2 is the count of yes in q1: printing one prints the other."""
    q1 = table("q1", [3, 20, 8])
    q2 = table("q2", [2, 1], parent=("q1", "o0"), not_shown=28)
    released = release([q1, q2], threshold=5)["q2"]
    assert released.base is None
    assert released.not_shown is None
    assert {row.cells[0].status for row in released.rows} == {PROTECTED}


def test_a_base_is_not_withheld_where_another_cell_can_be() -> None:
    """9 is the smallest neighbour of 2, but the whole of q2 would go with it."""
    q1 = table("q1", [9, 20, 2])
    q2 = table("q2", [5, 4], parent=("q1", "o0"), not_shown=22)
    assert release([q1], threshold=5)["q1"].cell("o0").status == PROTECTED
    released = release([q1, q2], threshold=5)
    assert [r.cells[0].status for r in released["q1"].rows] == [SHOWN, PROTECTED, FEW]
    assert released["q2"].base == 9


def test_multiple_choice_hides_small_complements_too() -> None:
    """30 of 31 chose it: the one who did not is as few as one who did."""
    rows = tuple(
        CandidateRow(f"o{n}", 31, (CandidateCell(n, n / 31, 0.0, 1.0),)) for n in (30, 12, 4)
    )
    released = release([CandidateTable("q", ("share",), rows, "none")], threshold=5)["q"]
    assert [row.cells[0].status for row in released.rows] == [PROTECTED, SHOWN, FEW]


def test_a_withheld_cell_holds_no_number() -> None:
    released = release([table("q", [20, 9, 2])], threshold=5)["q"]
    hidden = released.cell("o2")
    assert (hidden.count, hidden.share, hidden.low, hidden.high) == (None,) * 4


@pytest.mark.parametrize(
    ("fraction", "percent"), [(0.0, 0), (0.005, 1), (0.625, 63), (0.6249, 62), (1.0, 100)]
)
def test_whole_per_cent_round_halves_up(fraction: float, percent: int) -> None:
    assert whole_percent(fraction) == percent


@pytest.mark.parametrize(("first", "status"), [((0, 5), SHOWN), ((1, 4), PROTECTED)])
def test_an_option_left_out_that_is_known_not_to_be_small_hides_nothing(
    first: tuple[int, int], status: str
) -> None:
    """By groups one option is shown: of five none of whom chose it, all five chose the other."""
    groups = (first, (10, 10))
    chose = [first[0] + 10, first[1] + 10]
    rows = tuple(
        CandidateRow(name, sum(counts), tuple(CandidateCell(n, 0.5, 0, 1) for n in counts))
        for name, counts in zip(("north", "south"), groups, strict=True)
    )
    by_place = CandidateTable(
        "q/place", ("o0", "o1"), rows, "series", question="q", by=("place",), sensitive=False,
        unprinted=("o1",),
    )  # fmt: skip
    of_all = table("q", chose, sensitive=False)
    released = release([of_all, by_place], threshold=5, respondents=25)
    assert released["q/place"].rows[0].cells[0].status == status


def test_what_silence_is_withheld_for_one_row_is_not_said_to_be_some() -> None:
    """Of 21 one left the question. A row's base is withheld: so is whether all were shown it."""
    rows = tuple(
        CandidateRow(o, 20, (CandidateCell(n, n / 20, 0, 1),)) for o, n in (("p", 12), ("r", 9))
    )
    boxes = CandidateTable("q", ("share",), rows, "none", not_answered=1)
    released = release([boxes], threshold=5, respondents=21)["q"]
    assert released.not_shown == 0
    first, second = released.rows
    second = replace(second, base=None, cells=(ReleasedCell(PROTECTED),))
    withheld = replace(released, rows=(first, second), base=None, not_answered=None, not_shown=None)
    found = audit(seen([boxes], {"q": withheld}, respondents=21), respondents=21)
    assert [(one.row, one.sound) for one in found if one.series] == [("r", True)]
