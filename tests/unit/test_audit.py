"""The audit: what a reader can infer, checked against every table there could be."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.core.disclosure.audit import (
    Contradiction,
    Inference,
    Seen,
    agrees,
    audit,
    knowledge,
)
from samklang.core.disclosure.release import CandidateCell, CandidateRow, CandidateTable, release
from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series


def candidate(name: str, counts: list[int], **more: object) -> CandidateTable:
    """A select_one with these counts."""
    base = sum(counts)
    rows = tuple(
        CandidateRow(f"o{i}", base, (CandidateCell(n, n / max(base, 1), 0.0, 1.0),))
        for i, n in enumerate(counts)
    )
    values = {"series": ("share",), "rows": rows, "sums": "rows", **more}
    return CandidateTable(id=name, **values)  # type: ignore[arg-type]


def seen(tables: list[CandidateTable], *, threshold: int = 5) -> list[Seen]:
    """What a reader sees of them once released."""
    released = release(tables, threshold=threshold)
    return [Seen(released[t.id], t.sums, t.parent) for t in tables]


def spans(found: tuple[Inference, ...]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(c.table, c.row): (c.low, c.high) for c in found}


def unprotected() -> Seen:
    """Printed with the threshold alone: 20, 9 and "fewer than 5" of 31."""
    cells = (ReleasedCell("shown", 20), ReleasedCell("shown", 9), ReleasedCell("few"))
    rows = tuple(ReleasedRow(f"o{i}", f"o{i}", 31, (cell,)) for i, cell in enumerate(cells))
    table = ReleasedTable("q", (Series("share", "share"),), rows, threshold=5, base=31)
    return Seen(table, "rows")


def test_the_threshold_alone_gives_a_count_away() -> None:
    (cell,) = audit([unprotected()], respondents=31)
    assert (cell.low, cell.high, cell.sound) == (2, 2, False)


def test_a_protected_neighbour_hides_it() -> None:
    found = audit(seen([candidate("q", [20, 9, 2])]), respondents=31)
    assert spans(found) == {("q", "o1"): (7, 11), ("q", "o2"): (0, 4)}
    assert all(cell.sound for cell in found)


def test_a_routed_question_s_base_is_known_from_its_parent() -> None:
    tables = [
        candidate("q1", [20, 8, 6]),
        candidate("q2", [12, 6, 2], parent=("q1", "o0"), not_shown=14),
    ]
    found = audit(seen(tables), respondents=34)
    assert spans(found) == {("q2", "o1"): (5, 8), ("q2", "o2"): (0, 3)}


def test_both_ends_are_proved_by_a_whole_table() -> None:
    publication = seen([candidate("q", [20, 9, 2])])
    known = knowledge(publication, respondents=31)
    for cell in audit(publication, respondents=31):
        key = (cell.table, cell.row, cell.series)
        assert cell.proof_low[key] == cell.low
        assert cell.proof_high[key] == cell.high
        assert agrees(cell.proof_low, known)
        assert agrees(cell.proof_high, known)
        assert not agrees({**cell.proof_low, key: cell.low - 1}, known)


@pytest.mark.parametrize(
    ("counts", "left"),
    [
        ((26, 12), {}),
        # 30 of 31 chose it: one did not, and no cell says so.
        ((30, 12), {("o0", "share=0"): 1}),
        # All did, so that nobody is left.
        ((31, 27), {("o0", "share=0"): 0, ("o1", "share=0"): 4}),
    ],
)
def test_few_who_did_not_choose_what_is_shown_are_found(
    counts: tuple[int, ...], left: dict[tuple[str, str], int]
) -> None:
    rows = tuple(
        ReleasedRow(f"o{i}", f"o{i}", 31, (ReleasedCell("shown", n),)) for i, n in enumerate(counts)
    )
    table = ReleasedTable("q", (Series("share", "share"),), rows, threshold=5, base=31)
    inferred = audit([Seen(table, "none")], respondents=31)
    assert {(i.row, i.series): i.low for i in inferred if i.low == i.high} == left
    assert not any(i.sound for i in inferred)


def test_what_cannot_be_is_said() -> None:
    cells = (ReleasedCell("shown", 20), ReleasedCell("few"))
    rows = tuple(ReleasedRow(f"o{i}", "", 31, (cell,)) for i, cell in enumerate(cells))
    table = ReleasedTable("q", (Series("share", ""),), rows, threshold=5, base=31)
    with pytest.raises(Contradiction):
        audit([Seen(table, "rows")], respondents=31)


counts = st.lists(st.integers(0, 11), min_size=2, max_size=4).filter(lambda c: sum(c) > 0)


@settings(max_examples=150, deadline=None)
@given(counts)
def test_the_inferred_interval_is_that_of_brute_force(values: list[int]) -> None:
    """One table: every list of counts that agrees is made, with no solver."""
    (one,) = seen([candidate("q", values)])
    total = sum(values)
    known = knowledge([one], respondents=total)
    keys = [("q", row.id, "share") for row in one.table.rows]
    ranges = [range(known.ranges[k][0], min(known.ranges[k][1], total) + 1) for k in keys]
    bases = range(known.ranges["q", "", ""][0], known.ranges["q", "", ""][1] + 1)
    possible = [v for v in product(*ranges) if sum(v) in bases]
    assert tuple(values) in possible
    for cell in audit([one], respondents=total):
        if not cell.row:
            continue
        place = keys.index((cell.table, cell.row, cell.series))
        assert cell.low == min(v[place] for v in possible)
        assert cell.high == max(v[place] for v in possible)


@settings(max_examples=150, deadline=None)
@given(
    first=st.lists(st.integers(0, 14), min_size=2, max_size=4),
    second=st.lists(st.integers(0, 9), min_size=2, max_size=4),
    multiple=st.lists(st.integers(0, 12), min_size=1, max_size=4),
)
def test_no_cell_marked_small_is_pinned_down_in_linked_tables(
    first: list[int], second: list[int], multiple: list[int]
) -> None:
    """A question, one routed from its first answer, and a multiple choice of the same base."""
    first = [sum(second), *first]
    respondents = sum(first)
    if respondents == 0:
        return
    rows = tuple(
        CandidateRow(f"m{i}", respondents, (CandidateCell(min(n, respondents), 0.5, 0.0, 1.0),))
        for i, n in enumerate(multiple)
    )
    tables = [
        candidate("q1", first),
        candidate("q2", second, parent=("q1", "o0"), not_shown=respondents - sum(second)),
        CandidateTable("q3", ("share",), rows, "none"),
    ]
    for cell in audit(seen(tables), respondents=respondents):
        if cell.status == "few":
            assert cell.high > cell.low
