"""Linked tables: no withheld number is narrowed beyond the rule, tried on random surveys.

The small ones are checked by a brute force that knows nothing of equations: it makes every survey
of so many people there could be, and keeps those that would have been printed the same.
"""

from functools import cache
from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samklang.core.disclosure.audit import Inference, Seen, agrees, audit, knowledge, seen
from samklang.core.disclosure.release import release
from tests.linked_tables import ANSWERS, GROUPS, Survey, survey

NAMES = ("q1", "q2", "q3", "q1-by-group", "q3-by-group", "q3-by-q1")

person = st.tuples(
    st.sampled_from(GROUPS),
    st.sampled_from(("a", "a", "a", "b", "b", "c", "")),
    st.sampled_from(("x", "x", "y", "")),
    st.sampled_from(("u", "u", "u", "v", "v", "w", "")),
)
chosen = st.sets(st.sampled_from(NAMES), min_size=1).map(lambda s: s | {"q1"} if "q2" in s else s)


def spans(found: tuple[Inference, ...]) -> dict[tuple[str, str, str], tuple[int, int]]:
    return {(c.table, c.row, c.series): (c.low, c.high) for c in found}


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    people=st.lists(person, min_size=4, max_size=10),
    times=st.integers(1, 5),
    names=chosen,
    register=st.booleans(),
)
def test_no_withheld_number_is_narrower_than_the_rule(
    people: list[tuple[str, str, str, str]], times: int, names: set[str], register: bool
) -> None:
    """Surveys of 4 to 50 people. The truth itself must agree with what is printed."""
    one = survey(people * times)
    tables = one.tables(*names)
    part = one.participation(members=20) if register else None
    released = release(tables, threshold=5, respondents=len(one.people), participation=part)
    publication = seen(tables, released, respondents=len(one.people), participation=part)
    found = audit(publication, respondents=len(one.people), participation=part)
    known = knowledge(publication, respondents=len(one.people), participation=part)
    assert [c for c in found if not c.sound] == []
    for cell in found:
        key = (cell.table, cell.row, cell.series)
        assert agrees(cell.proof_low, known)
        assert agrees(cell.proof_high, known)
        assert (cell.proof_low[key], cell.proof_high[key]) == (cell.low, cell.high)


# The brute force.

KINDS = {
    "groups": [(g, one, "", "u") for g in GROUPS for one in ("a", "b", "c", "")],
    "routed": [("north", one, two, "u") for one in ("b", "c", "") for two in ("-",)]
    + [("north", "a", two, "u") for two in ("x", "y", "")],
    "questions": [("north", one, "", three) for one in (*"abc", "") for three in (*"uvw", "")],
}
SETS = {
    "groups": ("q1", "q1-by-group"),
    "routed": ("q1", "q2"),
    "questions": ("q1", "q3", "q3-by-q1"),
}


@cache
def every_survey(kind: str, people: int) -> np.ndarray:
    """How many of each kind of person there can be: a row for each survey of so many people."""
    kinds = range(len(KINDS[kind]))
    made = list(combinations_with_replacement(kinds, people))
    found = np.zeros((len(made), len(kinds)), dtype=np.int16)
    for place in range(people):
        np.add.at(found, (np.arange(len(made)), np.array([m[place] for m in made])), 1)
    return found


def counted(kind: str, surveys: np.ndarray, **conditions: tuple[str, ...]) -> np.ndarray:
    """In each survey, the people whose answers are among the given ones."""
    names = ("group", "q1", "q2", "q3")
    inside = [
        all(who[names.index(name)] in values for name, values in conditions.items())
        for who in KINDS[kind]
    ]
    return surveys @ np.array(inside, dtype=np.int16)


def numbers(kind: str, one: Seen, surveys: np.ndarray) -> dict[tuple[str, str], np.ndarray]:
    """Every cell of a table, and every base under the series '', in each survey."""
    question, _, by = one.table.id.partition("-by-")
    found = {}
    for row in one.table.rows:
        within = {by: (row.id,)} if by else {}
        answers = ANSWERS[question]
        found[row.id, ""] = counted(kind, surveys, **{question: answers}, **within)
        for series in one.table.series:
            value = series.id if by else row.id
            found[row.id, series.id] = counted(kind, surveys, **{question: (value,)}, **within)
    return found


def printed_the_same(kind: str, one: Seen, surveys: np.ndarray, threshold: int) -> np.ndarray:
    """Which surveys agree with what a table prints."""
    table, counts = one.table, numbers(kind, one, surveys)
    question, _, by = table.id.partition("-by-")
    same = np.ones(len(surveys), dtype=bool)
    base_of = {row.id: row.base if by else table.base for row in table.rows}
    small = any(
        cell.status == "few" and base_of[row.id] is not None
        for row in table.rows
        for cell in row.cells
    )
    for row in table.rows:
        base = base_of[row.id]
        group = [row] if by else list(table.rows)
        if base is not None:
            same &= counts[row.id, ""] == base
        elif all(cell.status == "few" for r in group for cell in r.cells):
            same &= counts[row.id, ""] < threshold
        for series, cell in zip(table.series, row.cells, strict=True):
            count = counts[row.id, series.id]
            if cell.count is not None:
                same &= count == cell.count
            elif cell.status == "few":
                same &= count < threshold
            elif small and base is not None:
                same &= count >= threshold
    if not by and table.base is not None:
        silent = {"": table.not_answered, "-": table.not_shown}
        for mark, shown in silent.items():
            count = counted(kind, surveys, **{question: (mark,)})
            same &= (count > 0) & (count < threshold) if shown is None else count == shown
    return same


@pytest.mark.parametrize("kind", list(KINDS))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_brute_force_finds_the_same(kind: str, data: st.DataObject) -> None:
    """Threshold 3, so that a withheld number must keep three values (a span of 2)."""
    threshold, size = 3, data.draw(st.integers(2, 6))
    who = data.draw(st.lists(st.sampled_from(KINDS[kind]), min_size=size, max_size=size))
    one = Survey(
        tuple(dict(zip(("group", "q1", "q2", "q3"), w, strict=True)) for w in who)
        if kind == "routed"
        else survey(who).people
    )
    tables = one.tables(*SETS[kind])
    released = release(tables, threshold=threshold, respondents=size)
    publication = seen(tables, released, respondents=size)
    surveys = every_survey(kind, size)
    for table in publication:
        surveys = surveys[printed_the_same(kind, table, surveys, threshold)]
    inferred = spans(audit(publication, respondents=size))
    for table in publication:
        for (row, series), values in numbers(kind, table, surveys).items():
            key = (table.table.id, row, series)
            if not series and "-by-" not in table.table.id:
                key = (table.table.id, "", "")
            if key in inferred:
                assert (int(values.min()), int(values.max())) == inferred[key], key
                assert values.max() - values.min() >= min((threshold + 1) // 2, size)
