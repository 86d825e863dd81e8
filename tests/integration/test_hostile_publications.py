"""Publications made to give something away: what is withheld then, and what the audit says."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from samklang.cli import main
from samklang.core.disclosure.audit import audit, seen
from samklang.core.disclosure.candidate import (
    CandidateAmount,
    CandidateCell,
    CandidateRow,
    CandidateTable,
    Sums,
)
from samklang.core.disclosure.release import release
from samklang.core.disclosure.released import ReleasedTable
from samklang.core.disclosure.suppress import Suppression
from tests.small_package import small_package

SHARE = ("share",)


def row(name: str, base: int, *counts: int) -> CandidateRow:
    return CandidateRow(
        name, base, tuple(CandidateCell(n, n / base if base else 0.0, 0.0, 1.0) for n in counts)
    )


def table(name: str, sums: Sums, rows: dict[str, int], base: int, **more: object) -> CandidateTable:
    """A table of all members; `rows` are counts."""
    made = tuple(row(option, base, n) for option, n in rows.items())
    return CandidateTable(name, SHARE, made, sums, **more)  # type: ignore[arg-type]


def by_county(
    name: str, options: tuple[str, ...], rows: dict[str, tuple[int, ...]]
) -> CandidateTable:
    made = tuple(row(county, sum(counts), *counts) for county, counts in rows.items())
    return CandidateTable(f"{name}|county", options, made, "series", question=name, by=("county",))


def released(*tables: CandidateTable, respondents: int) -> dict[str, ReleasedTable]:
    """What is printed, once the attacker has been played on it."""
    found = dict(release(tables, respondents=respondents))
    inferred = audit(seen(tables, found, respondents=respondents), respondents=respondents)
    assert [one for one in inferred if not one.sound] == []
    return found


def shown(one: ReleasedTable) -> list[str]:
    return [
        f"{r.id} {s.id}"
        for r in one.rows
        for s, cell in zip(one.series, r.cells, strict=True)
        if cell.status == "shown"
    ]


def test_two_tables_that_are_safe_alone_and_not_together() -> None:
    """By county, a row's two cells hide each other; the table of all would tell them apart."""
    counties = by_county("q", ("yes", "no"), {"24": (3, 9), "25": (12, 8)})
    every = table("q", "rows", {"yes": 15, "no": 17}, 32)
    assert shown(released(counties, respondents=32)["q|county"]) == ["25 yes", "25 no"]
    assert shown(released(every, respondents=32)["q"]) == ["yes share", "no share"]
    both = released(every, counties, respondents=32)
    assert len(shown(both["q"])) + len(shown(both["q|county"])) == 2


def test_the_complement_of_few_is_withheld() -> None:
    """Of 30, 28 chose p: that two did not is as telling as that two did."""
    multiple = table("m", "none", {"p": 28, "r": 12, "s": 2}, 30)
    found = released(multiple, respondents=30)["m"]
    assert [row.cells[0].status for row in found.rows] == ["protected", "shown", "few"]
    assert found.base == 30


def test_those_who_left_a_question_do_not_tell_its_base() -> None:
    """20 of 22 answered: two who did not are few, and no number of them is printed."""
    found = released(table("q", "rows", {"yes": 12, "no": 8}, 20, not_answered=2), respondents=22)[
        "q"
    ]
    assert found.not_answered is None


def test_not_shown_does_not_tell_a_withheld_parent() -> None:
    """Four said yes and were asked more: 26 who were not shown it would say so."""
    parent = table("q1", "rows", {"yes": 4, "no": 16, "never": 10}, 30)
    child = table("q2", "rows", {"a": 3, "b": 1}, 4, parent=("q1", "yes"), not_shown=26)
    found = released(parent, child, respondents=30)
    assert found["q2"].base is None
    assert found["q2"].not_shown is None
    assert shown(found["q2"]) == []


def test_a_group_is_not_told_by_the_other_group_and_all() -> None:
    """Fourteen are young, eleven of them in 24: the three in 25 must not be the difference."""
    first = table("young", "rows", {"18-30": 14, "other": 26}, 40)
    second = by_county("young", ("18-30", "other"), {"24": (11, 6), "25": (3, 20)})
    found = released(first, second, respondents=40)
    assert "25 18-30" not in shown(found["young|county"])
    assert "24 18-30" not in shown(found["young|county"]) or "18-30 share" not in shown(
        found["young"]
    )


@pytest.mark.parametrize("command", ["audit", "build"])
def test_a_number_that_can_be_worked_out_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """With nothing but the threshold, the audit finds it and no report is written."""
    package = small_package(tmp_path / "p")
    theme = package / "theme.yaml"
    theme.write_text(theme.read_text() + "disclosure: {ordinary: cell}\n")
    monkeypatch.setattr(Suppression, "run", lambda self: None)
    more = ["--out", str(tmp_path / "out")] if command == "build" else []
    done = CliRunner().invoke(main, [command, str(package), *more])
    assert done.exit_code == 1
    assert "TOO NARROW" in done.output or "can be worked out" in done.output
    assert not (tmp_path / "out").exists()


def test_the_audit_gives_no_interval_of_counts_for_a_total() -> None:
    """One organisation makes up nearly all of it."""
    hours = (900.0, 20.0, 10.0, 10.0, 5.0, 5.0)
    amount = CandidateAmount(sum(hours), 900.0, 1000.0, hours)
    all_ = CandidateRow("all", 6, (CandidateCell(6, amount=amount),))
    candidate = CandidateTable("total:hours", ("amount",), (all_,), "amounts", question="hours")
    found = release([candidate], respondents=6)
    (one,) = [i for i in audit(seen([candidate], found, respondents=6), respondents=6) if i.series]
    assert one.status == "protected"
    assert one.interval == "no count"
