"""Earlier editions: what two reports together tell that neither tells alone."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from samklang.analysis.analysis import audited
from samklang.core.disclosure.audit import audit, seen
from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.editions import beside_earlier
from samklang.core.disclosure.known import TooFewChanged
from samklang.core.disclosure.ledger import IssuedEdition, IssuedTable, compared
from samklang.core.disclosure.members import Members
from samklang.core.disclosure.release import outlines, release
from samklang.core.disclosure.released import ReleasedParticipation, ReleasedTable
from samklang.core.faults import FaultyInput
from samklang.package.read import read
from samklang.package.write import freeze, texts
from tests.linked_tables import Survey, survey
from tests.small_package import small_package


def earlier(one: Survey, *names: str, added: int = 0, left: int = 0) -> EarlierRelease:
    """What an edition of that survey printed."""
    tables = one.tables(*names)
    size = len(one.people)
    return EarlierRelease(
        edition="1",
        respondents=size,
        threshold=5,
        outlines=tuple(outlines(tables, respondents=size).values()),
        tables=release(tables, threshold=5, respondents=size),
        added=added,
        left=left,
    )


def statuses(table: ReleasedTable) -> list[str]:
    return [cell.status for row in table.rows for cell in row.cells]


PEOPLE = (
    [("north", "a", "x", "u")] * 9
    + [("south", "a", "x", "u")] * 8
    + [("south", "b", "", "v")] * 9
    + [("north", "b", "", "u")] * 2
    + [("south", "c", "", "v")] * 7
)


# Everybody answered; north's b, of 2, is the only small count.
GROUPED = [
    *[("north", "a", "x", "u")] * 9,
    *[("north", "b", "", "u")] * 2,
    *[("north", "c", "", "u")] * 8,
    *[("south", "a", "x", "u")] * 8,
    *[("south", "b", "", "u")] * 9,
    *[("south", "c", "", "u")] * 7,
    *[("west", "a", "x", "u")] * 12,
    *[("west", "b", "", "u")] * 6,
    *[("west", "c", "", "u")] * 9,
]


def test_what_an_earlier_edition_printed_of_the_same_answers_is_known() -> None:
    """Edition 1 has q1 by group, without the totals; edition 2 the totals."""
    one = survey(GROUPED)
    (table,) = one.tables("q1-by-group")
    alone = release([table], respondents=70)
    assert alone[table.id].cell("north", "b").status == "few"
    before = replace(earlier(one, "q1-by-group"), tables=alone)
    tables = one.tables("q1")
    assert statuses(release(tables, respondents=70)["q1"]) == ["shown"] * 3
    now = release(tables, respondents=70, earlier=[before])
    found = audit(seen(tables, now, respondents=70), respondents=70, earlier=[before])
    assert [c for c in found if not c.sound] == []
    # North's b and its neighbour could be told apart by the totals.
    assert statuses(now["q1"]).count("shown") < 3


def test_the_audit_sees_what_two_editions_tell_together() -> None:
    one = survey(GROUPED)
    before = earlier(one, "q1-by-group")
    tables = one.tables("q1")
    naive = release(tables, respondents=70)
    found = audit(seen(tables, naive, respondents=70), respondents=70, earlier=[before])
    narrow = {(c.table, c.row, c.series): (c.low, c.high) for c in found if not c.sound}
    assert narrow["1/q1-by-group", "north", "b"] == (2, 2)


@pytest.mark.parametrize(("added", "left"), [(1, 0), (4, 0), (0, 2), (1, 1), (9, 3)])
def test_a_difference_of_fewer_than_five_is_refused(added: int, left: int) -> None:
    one = survey(PEOPLE)
    before = earlier(one, "q1", added=added, left=left)
    with pytest.raises(TooFewChanged):
        release(one.tables("q1"), respondents=35, earlier=[before])


def test_five_new_responses_do_not_uncover_what_was_withheld() -> None:
    """c was 3 and withheld, with b; six have come. What is printed now must not tell c then."""
    then = survey(PEOPLE[:28] + [("south", "c", "", "v")] * 3)
    now = survey(PEOPLE[:28] + [("south", "c", "", "v")] * 9)
    before = earlier(then, "q1", added=6)
    assert statuses(before.tables["q1"]) == ["shown", "protected", "few"]
    tables = now.tables("q1")
    released = release(tables, respondents=37, earlier=[before])
    found = audit(seen(tables, released, respondents=37), respondents=37, earlier=[before])
    assert [c for c in found if not c.sound] == []
    inferred = {(c.table, c.row): (c.low, c.high) for c in found}
    assert inferred["1/q1", "c"][1] - inferred["1/q1", "c"][0] >= 3


def issued_before(
    one: Survey, *names: str, derived: Sequence[str], part: ReleasedParticipation | None
) -> IssuedEdition:
    """An edition of that survey as the ledger has it; its responses are numbered."""
    size = len(one.people)
    tables = one.tables(*names)
    printed = release(tables, threshold=5, respondents=size, participation=part)
    shapes = outlines(tables, respondents=size)
    return IssuedEdition(
        edition="1",
        threshold=5,
        columns=(),
        responses=digests(size),
        tables=tuple(IssuedTable(shapes[name], printed[name]) for name in names),
        coded=digests(size),
        derived=tuple(derived),
        participation=part,
    )


def digests(size: int) -> dict[str, str]:
    return {str(number): "" for number in range(size)}


# In the north 16 of 17 answered and in the south 17 of 18. One of the two who came in the north
# did, and five of the eight in the south.
FIRST = [
    *[("north", "a", "x", "u")] * 8,
    *[("north", "b", "", "u")] * 8,
    ("north", "", "", "u"),
    *[("south", "a", "x", "u")] * 9,
    *[("south", "b", "", "u")] * 8,
    ("south", "", "", "u"),
]
CAME = [
    *[("north", "a", "x", "u"), ("north", "", "", "u")],
    *[("south", "b", "", "u")] * 5,
    *[("south", "", "", "u")] * 3,
]


@pytest.mark.parametrize("changed", [False, True])
def test_who_had_taken_part_is_known_of_coded_tables_too(changed: bool) -> None:
    """The box of who took part says of both editions how many they were of each group.

    A release that forgets it for tables of codes takes all ten for the south's; where
    answers were changed and their codes were not, the codes are compared by themselves, which must
    know it as well.
    """
    names = ("q1", "q1-by-group")
    then, now = survey(FIRST), survey([*FIRST, *CAME])
    before, after = (one.participation(members=60) for one in (then, now))
    issued = issued_before(then, *names, derived=names, part=before)
    answers = digests(45) | {str(number): "changed" for number in range(20, 25) if changed}
    earlier = compared(issued, answers, digests(45))
    assert [one.coded for one in earlier] == ([False, True] if changed else [False])
    # Of the north one came, whose box is withheld therefore (test_edition_participation).
    after = beside_earlier(after, earlier, threshold=5)
    tables = now.tables(*names)
    released = release(tables, respondents=45, participation=after, earlier=earlier)
    inferred = audit(
        seen(tables, released, respondents=45, participation=after),
        respondents=45,
        participation=after,
        earlier=[replace(one, participation=before) for one in earlier],
    )
    assert [one for one in inferred if not one.sound] == []


def test_what_a_figure_of_answers_tells_of_who_came_is_known_of_their_codes() -> None:
    """Everybody answered q3: of the eleven who came five were the south's, and two the north's at
    most, who has no more members. Of the codes' bases all and the south's are printed then."""
    sizes = {"north": (22, 19), "south": (29, 25), "west": (26, 24)}
    people = [
        (group, "a" if number < coded else "", "x", "u")
        for group, (size, coded) in sizes.items()
        for number in range(size)
    ]
    came = [
        *[("south", "a", "x", "u")] * 5,
        ("north", "a", "x", "u"),
        *[("west", "a", "x", "u")] * 4,
        ("west", "", "", "u"),
    ]
    then, now = survey(people), survey([*people, *came])
    names, coded = ("q1", "q3", "q1-by-group", "q3-by-group"), ("q1", "q1-by-group")
    issued = issued_before(then, *names, derived=coded, part=None)
    places = [
        {"group": g} for g, n in (("north", 24), ("south", 40), ("west", 40)) for _ in range(n)
    ]
    register = Members(("group",), places)
    together = replace(issued, derived=())
    (reader,) = compared(together, digests(88), {})
    tables = now.tables(*names)
    released = release(
        tables,
        respondents=88,
        earlier=compared(issued, digests(88), digests(88)),
        members=register,
    )
    inferred = audit(
        seen(tables, released, respondents=88), respondents=88, earlier=[reader], members=register
    )
    assert [one for one in inferred if not one.sound] == []


def test_a_base_that_was_withheld_is_not_told_by_that_of_the_next_edition() -> None:
    """Four of six answered, and all of the five who came: a base of nine says that it was four."""
    people = [("north", "a", "x", "u")] * 4 + [("south", "", "", "u")] * 2
    then, now = survey(people), survey([*people, *[("south", "b", "", "v")] * 5])
    before = earlier(then, "q1", added=5)
    assert before.tables["q1"].base is None
    tables = now.tables("q1")
    unaware = release(tables, respondents=11)
    inferred = audit(seen(tables, unaware, respondents=11), respondents=11, earlier=[before])
    (base,) = [one for one in inferred if (one.table, one.series) == ("1/q1", "") and not one.row]
    assert (base.low, base.high, base.sound) == (4, 4, False)
    released = release(tables, respondents=11, earlier=[before])
    inferred = audit(seen(tables, released, respondents=11), respondents=11, earlier=[before])
    assert [one for one in inferred if not one.sound] == []


# In packages.


def frozen(folder: Path) -> Path:
    """A small package whose first edition has been issued."""
    package = small_package(folder)
    freeze(package, issued=audited(read(package)).issued)
    return package


def test_freezing_notes_what_the_edition_prints(tmp_path: Path) -> None:
    package = read(frozen(tmp_path / "p"))
    (edition,) = package.releases
    assert edition.edition == "1"
    assert len(edition.responses) == 20
    assert {t.table.id for t in edition.tables} == {"q1", "q2", "q3", "q4", "factors"}
    assert "r01" not in texts(package)["releases.json"]
    # The same package again: nothing to add, nothing that differs.
    freeze(tmp_path / "p", issued=audited(package).issued)
    assert read(tmp_path / "p").releases == package.releases


def test_a_ledger_is_written_and_read(tmp_path: Path) -> None:
    package = read(frozen(tmp_path / "p"))
    assert texts(package)["releases.json"] == (tmp_path / "p" / "releases.json").read_text()


def test_one_response_fewer_is_refused_with_what_to_do(tmp_path: Path) -> None:
    folder = frozen(tmp_path / "p")
    (folder / "manifest.json").unlink()
    responses = (folder / "responses.csv").read_text().splitlines(keepends=True)
    (folder / "responses.csv").write_text("".join(line for line in responses if "r07" not in line))
    codings = (folder / "codings.csv").read_text().splitlines(keepends=True)
    (folder / "codings.csv").write_text("".join(line for line in codings if "r07" not in line))
    with pytest.raises(FaultyInput, match=r"1 are gone or changed since edition 1.*at least 5"):
        audited(read(folder))


def test_coding_anew_is_no_difference_of_responses(tmp_path: Path) -> None:
    folder = frozen(tmp_path / "p")
    (folder / "manifest.json").unlink()
    codings = (folder / "codings.csv").read_text().splitlines(keepends=True)
    (folder / "codings.csv").write_text("".join(codings[:-1]))
    assert audited(read(folder)).inferences is not None


def test_an_edition_is_never_issued_twice_with_other_figures(tmp_path: Path) -> None:
    folder = frozen(tmp_path / "p")
    codings = (folder / "codings.csv").read_text().splitlines(keepends=True)
    (folder / "codings.csv").write_text("".join(codings[:-1]))
    (folder / "manifest.json").unlink()
    with pytest.raises(FaultyInput, match="issued with different figures"):
        freeze(folder, issued=audited(read(folder)).issued)


@pytest.mark.parametrize(
    "text", ["{}", "[", '{"format": "samklang-releases-1", "releases": [{"edition": 1}]}']
)
def test_a_broken_ledger_is_a_fault(tmp_path: Path, text: str) -> None:
    folder = small_package(tmp_path / "p")
    (folder / "releases.json").write_text(text)
    with pytest.raises(FaultyInput, match=r"releases\.json"):
        read(folder)
