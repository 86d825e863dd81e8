"""Several weighted questions with a register: whole tables prove what is open, in bounded work."""

from collections.abc import Mapping

import pytest

from benchmarks.disclosure import THRESHOLD, told, wide
from samklang.core.disclosure.attacker import LinearSystem
from samklang.core.disclosure.audit import agrees, audit, knowledge, seen
from samklang.core.disclosure.ranges import Component, Ranges
from samklang.core.disclosure.release import release

QUESTIONS, ANSWERED = 2, 43


def test_two_tables_prove_each_withheld_number_without_its_ends_being_sought(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The ends themselves, over four questions at once, took 70 CPU seconds of the audit."""
    sought: list[int] = []
    extreme = LinearSystem.extreme

    def counted(
        system: LinearSystem,
        target: int,
        sign: int,
        ranges: Ranges,
        component: Component,
        *,
        nodes: int = 0,
    ) -> Mapping[int, int]:
        if not nodes:
            sought.append(target)
        return extreme(system, target, sign, ranges, component, nodes=nodes)

    known = told(QUESTIONS, ANSWERED)
    tables = wide(QUESTIONS, ANSWERED, known.weights)
    monkeypatch.setattr(LinearSystem, "extreme", counted)
    released = release(
        tables,
        threshold=THRESHOLD,
        participation=known.participation,
        weights=known.weights,
        members=known.members,
    )
    printed = seen(tables, released, respondents=ANSWERED, participation=known.participation)
    found = audit(
        printed,
        respondents=ANSWERED,
        participation=known.participation,
        weights=known.weights,
        members=known.members,
    )
    reader = knowledge(
        printed,
        respondents=ANSWERED,
        participation=known.participation,
        weights=known.weights,
        members=known.members,
    )
    assert len(found) > 70
    assert len(sought) < len(found) / 4, len(sought)
    for one in found:
        key = (one.table, one.row, one.series)
        assert agrees(one.proof_low, reader), key
        assert agrees(one.proof_high, reader), key
        assert (one.proof_low[key], one.proof_high[key]) == (one.low, one.high)
        assert one.sound
