"""The audit of built files beside those of another edition or a sister: what both together tell.

Each pair is built twice: without and with the ledger that makes the second know the first.
"""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.attack import attacked
from benchmarks.attack_kinds import apart
from benchmarks.attack_theme import draw
from benchmarks.attack_twins import built as printed_by
from samklang.analysis.analysis import audited
from samklang.cli import main
from samklang.core.faults import FaultyInput
from samklang.package import ledger
from samklang.package.read import read
from samklang.package.write import add_sister, freeze
from samklang.publication.build import build
from samklang.publication.reading.audit import audit_folder, register_of
from samklang.publication.reading.beside import OtherFolder
from tests.integration.test_channels import one_question, package

PLAIN = ":::{figure} q1\n:::\n"
THEN = [("24", "yes", 14), ("24", "no", 9), ("25", "yes", 8), ("25", "no", 12)]


def built(made: Path, folder: Path) -> Path:
    """The folder with the register of a package and what was built of it, and nothing else."""
    build(made, folder / "out", progress=lambda line: None, only={"pages", "data"})
    shutil.copy(made / "register.csv", folder / "register.csv")
    return folder


def narrow(folder: Path, other: Path, *, own_register: bool = False) -> set[str]:
    """The places of which both folders together tell too much; one alone tells nothing.

    Those of the other are called by its table after its path. own_register: it is read with the
    register beside it.
    """
    register = register_of(folder)
    assert all(one.sound for one in audit_folder(folder / "out", register).inferences)
    beside = OtherFolder(other / "out", register_of(other) if own_register else None)
    found = audit_folder(folder / "out", register, others=[beside]).inferences
    outside = f"{other / 'out'}/"
    return {f"{one.table.removeprefix(outside)} {one.row}" for one in found if not one.sound}


@pytest.mark.parametrize("ledger_kept", [False, True])
def test_two_editions_of_which_few_came_between(ledger_kept: bool, tmp_path: Path) -> None:
    """Of seven who came later one said yes: the difference of two printed counts."""
    then = one_question(THEN)
    came = one_question([("24", "no", 6), ("25", "yes", 1)])
    first = package(tmp_path / "1", then, body=PLAIN, members=10)
    second = package(tmp_path / "2", [*then, *came], body=PLAIN, members=3, more="edition: '2'\n")
    if ledger_kept:
        (second / ledger.FILE).write_text(ledger.write([audited(read(first)).issued]))
    before, after = built(first, tmp_path / "a"), built(second, tmp_path / "b")
    told = narrow(after, before)
    assert ("q1/came yes" in told) != ledger_kept
    command = ["audit", str(after), str(after / "out"), "--beside", str(before / "out")]
    assert CliRunner().invoke(main, command).exit_code == (0 if ledger_kept else 1)


@pytest.mark.parametrize("ledger_kept", [False, True])
def test_two_editions_of_which_the_first_has_a_register_of_its_own(
    ledger_kept: bool, tmp_path: Path
) -> None:
    """Nine members were of county 24 then, and 15 of it answer now, of whom eight at most came.

    So seven to nine of it had answered then, which the first edition withholds.
    """
    then = one_question([("23", "no", 3), ("24", "no", 7), ("25", "yes", 6), ("25", "no", 6)])
    came = one_question([("24", "yes", 8)])
    body = ":::{figure} q1\n:by: county\n:id: f\n:::\n"
    first = package(tmp_path / "1", then, body=body)
    second = package(tmp_path / "2", [*then, *came], body=body, more="edition: '2'\n")
    enrol(first, {"23": 6, "24": 2, "25": 8})
    enrol(second, {"23": 6, "24": 12, "25": 8})
    if ledger_kept:
        (second / ledger.FILE).write_text(ledger.write([audited(read(first)).issued]))
    before, after = built(first, tmp_path / "a"), built(second, tmp_path / "b")
    assert narrow(after, before) == set()
    told = narrow(after, before, own_register=True)
    assert ("f 24" in told) != ledger_kept, told
    command = ["audit", str(after), str(after / "out"), "--beside-of", str(before)]
    done = CliRunner().invoke(main, [*command, str(before / "out")])
    assert done.exit_code == (0 if ledger_kept else 1), done.output


def enrol(folder: Path, silent: dict[str, int]) -> None:
    """Adds members to a package's register who do not answer, so many of each county."""
    path = folder / "register.csv"
    rows = [f"s{county}-{n},{county}\n" for county, size in silent.items() for n in range(size)]
    path.write_text(path.read_text() + "".join(rows))


@pytest.mark.parametrize("ledger_kept", [False, True])
def test_two_editions_of_which_one_more_of_a_group_took_part(
    ledger_kept: bool, tmp_path: Path
) -> None:
    """Of eight who came one was of county 25: the difference of the two method boxes."""
    then, came = one_question(THEN), one_question([("24", "yes", 7), ("25", "yes", 1)])
    counties = "{kind: census, strata: [county]}"
    body = PLAIN + "\n:::{method-box}\n:::\n"
    first = package(tmp_path / "1", then, body=body, members=20, design=counties)
    second = package(
        tmp_path / "2",
        [*then, *came],
        body=body,
        members=12,
        design=counties,
        more="edition: '2'\n",
    )
    if ledger_kept:
        (second / ledger.FILE).write_text(ledger.write([audited(read(first)).issued]))
    before, after = built(first, tmp_path / "a"), built(second, tmp_path / "b")
    told = narrow(after, before)
    assert ("participation/came 25" in told) != ledger_kept, told


def by_groups(kinds: dict[str, tuple[str, int]]) -> Sequence[dict[str, str]]:
    rest = {"grade": "", "fields.sport": "", "fields.culture": "", "hours": "", "people": ""}
    return [
        {"type": kind, "size": size, "q1": answer, **rest}
        for kind, (size, yes) in kinds.items()
        for answer, n in (("yes", yes), ("no", 10))
        for _ in range(n)
    ]


@pytest.mark.parametrize("ledger_kept", [False, True])
def test_a_sister_with_other_figures_of_the_same_answers(ledger_kept: bool, tmp_path: Path) -> None:
    """Types a and b are the small ones: the small, of the sister, less b is a, which is three."""
    people = list(
        by_groups({"a": ("small", 3), "b": ("small", 10), "c": ("large", 12), "d": ("large", 2)})
    )
    first = package(
        tmp_path / "1", people, body=":::{figure} q1\n:by: type\n:id: f\n:::\n", members=10
    )
    second = package(
        tmp_path / "2", people, body=":::{figure} q1\n:by: size\n:id: g\n:::\n", members=10
    )
    theme = (second / "theme.yaml").read_text().replace("id: design", "id: sister")
    (second / "theme.yaml").write_text(theme)
    if ledger_kept:
        freeze(first, issued=audited(read(first)).issued)
        add_sister(second, read(first))
    before, after = built(first, tmp_path / "a"), built(second, tmp_path / "b")
    assert ("f a" in narrow(after, before)) != ledger_kept


def test_what_a_sister_had_told_already_is_no_reason_to_refuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A random publication of which the ranges of each number by itself know less than all rows do.

    The second report withholds who of county 24 chose r, and adds nothing to what the first told.
    """
    monkeypatch.setattr("samklang.publication.build.read_outside", read)
    sisters = printed_by(draw(54, small=False), tmp_path)
    cells = {(cell.row, cell.series): cell.status for cell in sisters[1].figures["m-county"]}
    assert cells["24", "r"] == "protected"


def test_a_cell_of_an_earlier_edition_that_was_withheld_for_what_it_crossed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A random publication: five or more of the first edition did not choose p.

    It was withheld for the sake of a figure by size, and not since few chose otherwise. Four of the
    large came between the editions, nine before less thirteen now, and the box is not to say so.
    """
    monkeypatch.setattr("samklang.publication.build.read_outside", read)
    editions = printed_by(draw(10), tmp_path)
    assert editions[0].answered == {"large": 9, "small": 16}
    assert editions[1].answered == {"large": None, "small": None}


OF_25 = [("25", "yes", 6), ("25", "no", 4)]
OF_THREE = [*OF_25, ("24", "yes", 12), ("24", "no", 10), ("23", "yes", 4)]


@pytest.mark.parametrize("ledger_kept", [False, True])
def test_a_part_says_how_many_took_part_where_the_whole_does_not(
    ledger_kept: bool, tmp_path: Path
) -> None:
    """Four of county 23 answered: 36 in all less 22 of county 24, printed, less the part's ten."""
    body = ":::{figure} q1\n:by: county\n:id: f\n:::\n"
    first = package(tmp_path / "1", one_question(OF_THREE), body=body, members=30)
    second = package(tmp_path / "2", one_question(OF_25), body=PLAIN, members=8)
    theme = (second / "theme.yaml").read_text().replace("id: design", "id: part")
    (second / "theme.yaml").write_text(theme)
    if not ledger_kept:
        before, after = built(first, tmp_path / "a"), built(second, tmp_path / "b")
        assert narrow(after, before) == {"f 25"}
        return
    freeze(first, issued=audited(read(first)).issued)
    add_sister(second, read(first))
    with pytest.raises(FaultyInput) as refused:
        audited(read(second))
    assert [fault.what.code for fault in refused.value.faults] == ["faults.part_tells_withheld"]
    assert "25" in str(refused.value)


def test_a_part_says_how_many_took_part_where_the_box_of_the_whole_does_not(
    tmp_path: Path,
) -> None:
    """Four of county 24 answered: 21 in all less ten of county 23, printed, less the part's seven.

    The figure says that they are four at most, so that seven at least are of 25. That these are no
    more is told by the part alone.
    """
    of_25 = [("25", "yes", 5), ("25", "no", 2)]
    others = [("24", "yes", 2), ("24", "no", 2), ("23", "yes", 8), ("23", "no", 2)]
    body = ":::{figure} q1\n:by: county\n:id: f\n:::\n\n:::{method-box}\n:::\n"
    design = "{kind: census, strata: [county]}"
    first = package(
        tmp_path / "1", one_question([*of_25, *others]), body=body, members=20, design=design
    )
    second = package(tmp_path / "2", one_question(of_25), body=body, members=7, design=design)
    theme = (second / "theme.yaml").read_text().replace("id: design", "id: part")
    (second / "theme.yaml").write_text(theme)
    issued = audited(read(first)).issued
    box = issued.participation
    assert box is not None
    assert {group.values[0]: group.answered for group in box.groups} == {
        "23": 10,
        "24": None,
        "25": None,
    }
    freeze(first, issued=issued)
    add_sister(second, read(first))
    with pytest.raises(FaultyInput) as refused:
        audited(read(second))
    assert [fault.what.code for fault in refused.value.faults] == ["faults.part_tells_withheld"]


@pytest.mark.parametrize("ledger_kept", [False, True])
def test_a_part_of_a_group_that_the_whole_is_weighted_by(
    ledger_kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A random publication: the whole's shares are equations on the counts that the part withholds.

    Nothing of the whole is printed by county, so that its shares told nothing until the part came:
    with six who chose a, that two chose b and three c.
    """
    monkeypatch.setattr("samklang.publication.build.read_outside", read)
    sisters = printed_by(draw(86), tmp_path, sisters=ledger_kept)
    shown = {cell.row for cell in sisters[1].figures["q1"] if cell.status == "shown"}
    assert shown == (set() if ledger_kept else {"a"})
    # What the whole has told of a factor already takes nothing else with it.
    assert {cell.status for cell in sisters[1].figures["hours-county"]} == {"shown"}
    assert {cell.numbers.get("base_n") for cell in sisters[1].figures["factors"]} == {11.0}


@pytest.mark.parametrize("ledger_kept", [False, True])
def test_a_part_beside_a_whole_that_more_answered_than_are_elsewhere(
    ledger_kept: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A random publication: of the large, 14 answered y or x in all, and 13 are of other counties.

    So one large member of the part answered at least, and beside seven small ones the part's
    withheld base is 8 or more of 10.
    """
    monkeypatch.setattr("samklang.publication.build.read_outside", read)
    sisters = printed_by(draw(116), tmp_path, sisters=ledger_kept)
    bases = {cell.row: cell.numbers.get("base_n") for cell in sisters[1].figures["q2x-size"]}
    assert bases == {"large": None, "small": None if ledger_kept else 7.0, "all": None}


@pytest.mark.parametrize("ledger_kept", [False, True])
@pytest.mark.parametrize("seed", [78, 86, 170])
def test_a_whole_that_is_issued_after_its_part(
    ledger_kept: bool, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random publications: what the part withholds is of its county in the whole, and told there.

    In 86 by weighted shares, in 78 and 170 by how many of each county took part.
    """
    monkeypatch.setattr("samklang.publication.build.read_outside", read)
    part_first = replace(draw(seed), reports=draw(seed).reports[::-1])
    sisters = printed_by(part_first, tmp_path, sisters=ledger_kept)
    attack, targets = attacked(part_first, sisters, apart(part_first))
    assert bool(list(attack.narrowed(targets, 3))) != ledger_kept


def test_what_a_part_had_told_is_no_reason_to_withhold_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A random publication: by the register eight or nine of the part's large can have answered."""
    monkeypatch.setattr("samklang.publication.build.read_outside", read)
    part_first = replace(draw(150), reports=draw(150).reports[::-1])
    whole = printed_by(part_first, tmp_path)[1]
    assert {cell.status for cell in whole.figures["q2"]} == {"shown"}


def hours(kinds: dict[str, list[int]]) -> Sequence[dict[str, str]]:
    rest = {"q1": "yes", "grade": "", "fields.sport": "", "fields.culture": "", "people": ""}
    return [
        {"county": county, "hours": str(said), **rest}
        for county, answers in kinds.items()
        for said in answers
    ]


OF_25_HOURS = {"25": [5, 6, 7, 8, 9, 10, 11]}
HOURS = {**OF_25_HOURS, "24": [4, 5, 6, 7] * 3, "23": [1, 1, 2, 2, 1, 2, 90]}


@pytest.mark.parametrize("ledger_kept", [False, True])
@pytest.mark.parametrize("part_first", [False, True])
def test_the_sum_of_a_part_is_that_of_its_group_in_the_whole(
    part_first: bool, ledger_kept: bool, tmp_path: Path
) -> None:
    """One of county 23 said most of its sum, which is all less that of 24 and that of the part."""
    by_county = ":::{figure} hours\n:by: county\n:id: f\n:::\n"
    whole = package(tmp_path / "1", hours(HOURS), body=by_county, members=26)
    plain = ":::{figure} hours\n:::\n"
    part = package(tmp_path / "2", hours(OF_25_HOURS), body=plain, members=7)
    theme = (part / "theme.yaml").read_text().replace("id: design", "id: part")
    (part / "theme.yaml").write_text(theme)
    first, second = (part, whole) if part_first else (whole, part)
    freeze(first, issued=audited(read(first)).issued)
    if ledger_kept:
        add_sister(second, read(first))
    tables = audited(read(whole)).tables
    shown = {row.id for row in tables["mean:hours|county"].rows if row.cells[0].status == "shown"}
    assert "23" not in shown
    assert tables["mean:hours"].rows[0].cells[0].status == "shown"
    if audited(read(part)).tables["mean:hours"].rows[0].cells[0].status == "shown":
        shown.add("25")
    assert (shown == {"24", "25"}) != ledger_kept
