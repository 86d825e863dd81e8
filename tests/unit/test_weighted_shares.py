"""Weighted shares: printed beside their counts they tell of the groups that they were weighted by.

What the audit infers of small surveys is what making every survey there could be infers, by a
reader who knows the weights; and nothing that is withheld is narrower than the rule demands.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random
from types import SimpleNamespace
from typing import cast

import pytest

from samklang.core.disclosure.audit import Inference, agrees, audit, knowledge, seen
from samklang.core.disclosure.candidate import CandidateCell, CandidateRow, CandidateTable
from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.links import Linear, Links
from samklang.core.disclosure.members import Members
from samklang.core.disclosure.pattern import Pattern
from samklang.core.disclosure.release import outlines, release
from samklang.core.disclosure.released import (
    ReleasedGroup,
    ReleasedParticipation,
    ReleasedTable,
)
from samklang.core.disclosure.suppress import Suppression
from samklang.core.disclosure.weights import Weights
from tests.every_survey import Person
from tests.random_tables import Drawn, draw, reader


@dataclass(frozen=True)
class Weighted:
    """A publication to be, and members by the groups that decide the weights."""

    drawn: Drawn
    columns: tuple[str, ...]
    members: Mapping[tuple[str, ...], int]

    def group(self, person: Person) -> tuple[str, ...]:
        return tuple(person[column] for column in self.columns)

    @property
    def weights(self) -> Weights:
        people = [self.group(p) for p in self.drawn.people]
        return Weights(self.columns, {g: self.members[g] / people.count(g) for g in set(people)})

    def weight(self, person: Person) -> float:
        return self.weights.of[self.group(person)]

    @property
    def tables(self) -> list[CandidateTable]:
        return [s.candidate(self.drawn.people, self.weight) for s in self.drawn.sheets]

    def released(self) -> Mapping[str, ReleasedTable]:
        one = self.drawn
        return release(
            self.tables,
            threshold=one.threshold,
            respondents=len(one.people),
            participation=one.participation,
            weights=self.weights,
        )

    def audited(self) -> tuple[Inference, ...]:
        """Releases the set, attacks it, and checks every proof by addition."""
        size, part = len(self.drawn.people), self.drawn.participation
        publication = seen(self.tables, self.released(), respondents=size, participation=part)
        told = {"respondents": size, "participation": part, "weights": self.weights}
        known = knowledge(publication, **told)  # type: ignore[arg-type]
        found = audit(publication, **told)  # type: ignore[arg-type]
        for cell in found:
            assert cell.sound, (cell.table, cell.row, cell.series, cell.interval)
            assert agrees(cell.proof_low, known)
            assert agrees(cell.proof_high, known)
        return found


def weighted(seed: int, *, small: bool) -> Weighted:
    """A set of a question by the very columns that decide the weights.

    Somebody of each group responded: who of none did is merged with another.
    """
    chance = Random(seed)
    while True:
        # The sets of `draw` with a county, and those with a size as well.
        drawn = draw(5 * chance.randrange(10**6) + chance.choice((0, 3, 4)), small=small)
        columns = ("county", "size") if "size" in drawn.people[0] and seed % 2 else ("county",)
        groups = sorted({tuple(p[c] for c in columns) for p in drawn.kinds})
        people = Counter(tuple(p[c] for c in columns) for p in drawn.people)
        if all(people[group] for group in groups):
            members = {group: people[group] + chance.randint(0, 9) for group in groups}
            return Weighted(drawn, columns, members)


@pytest.mark.parametrize("part", range(10))
def test_of_two_hundred_weighted_sets_none_is_narrow(part: int) -> None:
    for seed in range(20 * part, 20 * part + 20):
        weighted(seed, small=False).audited()


@pytest.mark.parametrize("part", range(10))
def test_of_two_hundred_small_weighted_sets_every_survey_says_the_same(part: int) -> None:
    for seed in range(1000 + 20 * part, 1020 + 20 * part):
        one = weighted(seed, small=True)
        after = reader(one.drawn)
        after.weight = one.weight
        released = one.released()
        by = {sheet.question for sheet in one.drawn.sheets if sheet.by}
        for sheet in one.drawn.sheets:
            after.reads(sheet, released[sheet.id], crossed=sheet.id in by or bool(sheet.by))
        sheets = {sheet.id: sheet for sheet in one.drawn.sheets}
        for cell in one.audited():
            if cell.table in sheets:
                place = (cell.table, cell.row, cell.series)
                interval = after.interval(sheets[cell.table], place)
                assert (cell.low, cell.high) == interval, (seed, place)


def test_a_release_that_knows_no_weights_can_be_seen_through() -> None:
    narrow = 0
    for seed in range(20):
        one = weighted(seed, small=False)
        size, part = len(one.drawn.people), one.drawn.participation
        told = {"respondents": size, "participation": part}
        released = release(one.tables, threshold=one.drawn.threshold, **told)  # type: ignore[arg-type]
        publication = seen(one.tables, released, **told)  # type: ignore[arg-type]
        found = audit(publication, weights=one.weights, **told)  # type: ignore[arg-type]
        narrow += sum(not cell.sound for cell in found)
    assert narrow


def test_what_an_earlier_edition_weighted_is_an_equation_on_its_groups() -> None:
    """Its shares tell of each county then, with the weights of then."""
    one = weighted(2, small=False)
    size, part = len(one.drawn.people), one.drawn.participation
    shapes = outlines(one.tables, respondents=size)
    before = EarlierRelease(
        edition="1",
        respondents=size,
        threshold=one.drawn.threshold,
        outlines=tuple(shapes.values()),
        tables=one.released(),
        added=10,
        weights=one.weights,
    )

    def shares(earlier: EarlierRelease) -> int:
        known = knowledge((), respondents=size + 10, participation=part, earlier=[earlier])
        return sum(any(abs(c) > 1 for _, c in rule.terms) for rule in known.sums)

    assert shares(before) > 0
    assert shares(replace(before, weights=None)) == 0


def test_of_more_than_sixty_groups_nobody_reckons_with_the_shares() -> None:
    """What they could tell is refused instead, by analysis/unknown_weights.py."""
    for size, reckoned in ((60, True), (61, False)):
        groups = {(f"{number}",): 1.0 + number for number in range(size)}
        links = Links((), weights=Weights(("county",), groups))
        assert (links.weights is not None) is reckoned
        assert len(links.variables) == int(reckoned)


@pytest.mark.parametrize(
    ("table", "agrees_with_both"),
    [
        # 2a − b of 3 to 5, and a + c of at most 8; b is 9 and c is 1 in what is true.
        ({0: 6}, True),
        ({0: 7}, True),
        ({0: 5}, False),
        ({0: 8}, False),
        ({0: 6, 1: 7}, True),
        ({0: 6, 1: 6}, False),
        ({0: 7, 2: 2}, False),
        ({}, False),
    ],
)
def test_a_table_proves_nothing_unless_it_agrees_with_every_share_that_is_printed(
    table: dict[int, int], agrees_with_both: bool
) -> None:
    """What a table does not have is as it truly is; both ends of what a share tells are within."""
    printed = [Linear(((0, 2), (1, -1)), 3, 5), Linear(((0, 1), (2, 1)), -(10**9), 8)]
    suppression = Suppression.__new__(Suppression)
    suppression.pattern = cast(Pattern, SimpleNamespace(printed=lambda: printed))
    suppression.base = {0: 1, 1: 9, 2: 1}
    assert suppression._agrees(table) is agrees_with_both


# Who chose c and who d, who said yes and who no, by county and size. One of A stands for ten of B.
CHOSE = {
    ("A", "large"): (0, 2),
    ("A", "small"): (1, 1),
    ("B", "large"): (0, 18),
    ("B", "small"): (5, 3),
}
SAID = {
    ("A", "large"): (0, 2),
    ("A", "small"): (2, 0),
    ("B", "large"): (10, 8),
    ("B", "small"): (0, 8),
}
TENFOLD = Weights(("county",), {("A",): 10.0, ("B",): 1.0})


def by(
    question: str,
    options: str,
    answers: Mapping[tuple[str, ...], tuple[int, ...]],
    column: str,
    place: int,
    weights: Weights = TENFOLD,
) -> CandidateTable:
    """A question by county or size, its shares weighted by county."""
    each = range(len(options))
    rows = []
    for value in sorted({group[place] for group in answers}):
        own = {group: said for group, said in answers.items() if group[place] == value}
        counts = [sum(said[k] for said in own.values()) for k in each]
        heavy = [sum(weights.of[g[0],] * said[k] for g, said in own.items()) for k in each]
        cells = (CandidateCell(n, w / sum(heavy), 0, 1) for n, w in zip(counts, heavy, strict=True))
        rows.append(CandidateRow(value, sum(counts), tuple(cells)))
    return CandidateTable(
        f"{question}|{column}",
        tuple(options),
        tuple(rows),
        "series",
        question=question,
        by=(column,),
        sensitive=False,
    )


def of_all(
    question: str,
    options: str,
    answers: Mapping[tuple[str, ...], tuple[int, ...]],
    weights: Weights = TENFOLD,
) -> CandidateTable:
    """The same of everybody."""
    each = range(len(options))
    counts = [sum(said[k] for said in answers.values()) for k in each]
    heavy = [sum(weights.of[g[0],] * said[k] for g, said in answers.items()) for k in each]
    rows = [
        CandidateRow(option, sum(counts), (CandidateCell(n, w / sum(heavy), 0, 1),))
        for option, n, w in zip(options, counts, heavy, strict=True)
    ]
    return CandidateTable(question, ("share",), tuple(rows), "rows", sensitive=False)


# With three sizes more that are of B alone there are ten parts by size and county.
MORE = [("B", size) for size in ("huge", "middle", "tiny")]
MANY = CHOSE | dict.fromkeys(MORE, (8, 9)), SAID | dict.fromkeys(MORE, (7, 6))


@pytest.mark.parametrize(("chose", "said", "respondents"), [(CHOSE, SAID, 30), (*MANY, 81)])
def test_a_share_of_a_size_tells_of_which_counties_its_members_are(
    chose: Mapping[tuple[str, str], tuple[int, int]],
    said: Mapping[tuple[str, str], tuple[int, int]],
    respondents: int,
) -> None:
    """Of ten small ones two said yes, and they are 71 per cent: so they are the only two of A.

    None of the large chose c: so two of A at most did, whose number is withheld with its base.
    """
    tables = [
        of_all("q", "cd", chose),
        of_all("f", "yn", said),
        by("q", "cd", chose, "county", 0),
        by("q", "cd", chose, "size", 1),
        by("f", "yn", said, "size", 1),
    ]
    members = [{"county": c, "size": s} for c, s in chose for _ in range(40)]
    released = release(
        tables,
        respondents=respondents,
        threshold=5,
        weights=TENFOLD,
        members=Members(("county", "size"), members),
    )
    assert released["q|county"].cell("A", "c").status == "few"
    large, small = released["q|size"].cell("large", "c"), released["f|size"].cell("small", "y")
    assert (large.count, small.share) != (0, 71)


# Four of A and sixteen of B, whose sizes are others'.
APART = {("A", "large"): (0, 4), ("B", "small"): (10, 6)}


def test_a_share_of_all_tells_of_which_counties_those_are_who_answered() -> None:
    """Ten of twenty chose c, and they are 18 per cent: so four of those who answered are of A.

    All large ones are. How many of them answered is withheld, and so is how many of the small.
    """
    members = [{"county": c, "size": s} for c, s in APART for _ in range(40)]
    released = release(
        [of_all("q", "cd", APART), by("q", "cd", APART, "size", 1)],
        respondents=24,
        threshold=5,
        weights=TENFOLD,
        members=Members(("county", "size"), members),
    )
    assert released["q|size"].rows[0].base is None
    assert (released["q"].base, released["q"].cell("c", "share").share) != (20, 18)


# Answers a, b and c to q by county, size and the answer to r. A respondent of A or C stands for
# one and a half members, one of B for ten of nine.
CROSSED = {
    ("A", "large", "x"): (2, 1, 3),
    ("A", "large", "y"): (0, 1, 0),
    ("A", "small", "x"): (1, 0, 1),
    ("A", "small", "y"): (2, 0, 1),
    ("B", "large", "x"): (1, 1, 2),
    ("B", "small", "x"): (3, 2, 0),
    ("C", "large", "x"): (0, 0, 1),
    ("C", "small", "x"): (4, 1, 1),
    ("C", "small", "y"): (0, 0, 1),
}
THREE = Weights(("county",), {("A",): 1.5, ("B",): 10 / 9, ("C",): 1.5})
IN_ALL = {("A", "large"): 11, ("A", "small"): 7, ("B", "large"): 5, ("B", "small"): 5}
IN_ALL |= {("C", "large"): 2, ("C", "small"): 10}


def test_shares_of_what_a_question_is_crossed_with_tell_of_which_counties_its_rows_are() -> None:
    """81 per cent chose x, who are 24 of 29: so all nine of B did, the only light ones.

    Eleven of those who chose x said a, and they are 46 per cent: so four of B did.
    """
    chose = {
        (county, ""): tuple(
            sum(sum(said) for group, said in CROSSED.items() if group[::2] == (county, answer))
            for answer in "xy"
        )
        for county in "ABC"
    }
    tables = [
        of_all("q", "abc", CROSSED, THREE),
        of_all("r", "xy", chose, THREE),
        *(by("q", "abc", CROSSED, c, k, THREE) for k, c in enumerate(("county", "size", "r"))),
    ]
    members = [{"county": c, "size": s} for (c, s), number in IN_ALL.items() for _ in range(number)]
    answered = zip("ABC", (18, 10, 12), (12, 9, 8), strict=True)
    groups = tuple(ReleasedGroup((county,), invited, n) for county, invited, n in answered)
    released = release(
        [replace(table, sensitive=True) for table in tables],
        respondents=29,
        participation=ReleasedParticipation(40, 29, 0, 0, by=("county",), groups=groups),
        threshold=5,
        weights=THREE,
        members=Members(("county", "size"), members),
    )
    assert released["q|county"].cell("B", "a").count is None
    shares = released["r"].cell("x", "share").share, released["q|r"].cell("x", "a").share
    assert shares != (81, 46)
