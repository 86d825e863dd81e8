"""Who took part, in two editions: what their boxes tell together of those who came or went."""

from dataclasses import replace
from functools import cache
from itertools import product
from random import Random

import pytest

from samklang.core.disclosure.candidate import CandidateCell, CandidateRow, CandidateTable
from samklang.core.disclosure.earlier import EarlierRelease
from samklang.core.disclosure.editions import beside_earlier
from samklang.core.disclosure.members import Members
from samklang.core.disclosure.protect import protect
from samklang.core.disclosure.release import outlines, release
from samklang.core.disclosure.released import ReleasedGroup, ReleasedParticipation
from samklang.core.disclosure.weights import Weights

GROUPS = ("north", "south", "west")


def box(answered: tuple[int, ...], invited: tuple[int, ...]) -> ReleasedParticipation:
    """Who took part by group, as one edition by itself prints it."""
    shown = protect(answered, threshold=5)
    groups = tuple(
        ReleasedGroup((name,), size, n if status == "shown" else None)
        for name, size, n, status in zip(GROUPS, invited, answered, shown, strict=False)
    )
    return ReleasedParticipation(sum(invited), sum(answered), 0, 0, by=("region",), groups=groups)


def edition(before: ReleasedParticipation, *, added: int, left: int = 0) -> EarlierRelease:
    return EarlierRelease(
        "1", before.answered, 5, (), {}, added=added, left=left, participation=before
    )


def row(name: str, base: int, count: int) -> CandidateRow:
    return CandidateRow(name, base, (CandidateCell(count, count / base, 0, 1),))


def printed(participation: ReleasedParticipation) -> list[int | None]:
    return [group.answered for group in participation.groups]


def test_that_a_single_member_of_a_group_has_answered_is_not_told() -> None:
    """Of the ten who came one was the north's, whose count is withheld with another."""
    invited = (30, 40, 50)
    before, now = box((12, 20, 30), invited), box((13, 23, 36), invited)
    told = beside_earlier(now, [edition(before, added=10)], threshold=5)
    assert printed(told) == [None, None, 36]
    assert told.answered == 72


@pytest.mark.parametrize(("came", "went"), [(1, None), (None, 0), (None, None)])
def test_where_it_is_not_known_who_came_and_went_all_that_differ_count(
    came: int | None, went: int | None
) -> None:
    before = replace(
        edition(box((12, 20, 30), (30, 40, 50)), added=6, left=5),
        respondents_added=came,
        respondents_left=went,
    )
    assert before.of_respondents() == before


def test_a_changed_answer_hides_nobody_who_came() -> None:
    """Six responses are new or changed, but only one is of a member who had not answered."""
    invited = (30, 40, 50)
    before, now = box((12, 20, 30), invited), box((13, 20, 30), invited)
    changed = replace(edition(before, added=6, left=5), respondents_added=1, respondents_left=0)
    told = beside_earlier(now, [changed], threshold=5)
    assert printed(told).count(None) >= 2
    assert printed(told)[0] is None


def test_what_an_earlier_box_withheld_stays_open() -> None:
    """The north's four were withheld with the south; with the west's 35 today's five told them."""
    invited = (30, 40, 50)
    before, now = box((4, 20, 30), invited), box((5, 20, 35), invited)
    assert printed(before) == [None, None, 30]
    told = beside_earlier(now, [edition(before, added=6)], threshold=5)
    assert printed(told) == [5, None, None]


def test_nobody_and_five_of_a_group_are_told() -> None:
    invited = (30, 40, 50)
    before, now = box((12, 20, 30), invited), box((12, 25, 36), invited)
    assert beside_earlier(now, [edition(before, added=11)], threshold=5) == now


def test_the_very_same_responses_withhold_nothing() -> None:
    now = box((12, 20, 30), (30, 40, 50))
    assert beside_earlier(now, [edition(now, added=0)], threshold=5) == now
    assert beside_earlier(now, [], threshold=5) == now


def test_an_edition_with_one_option_by_the_same_groups() -> None:
    """The other answers stand in the figure of all only; the north's single comer is not told."""
    invited = (30, 40, 50)
    before, now = box((12, 20, 30), invited), box((13, 23, 36), invited)
    said = {"yes": (5, 9, 20), "no": (7, 11, 10)}
    of_all = CandidateTable(
        "q", ("share",), tuple(row(name, 62, sum(of)) for name, of in said.items()), "rows"
    )
    one = CandidateTable(
        "q|region",
        ("yes",),
        tuple(row(*of) for of in zip(GROUPS, (12, 20, 30), said["yes"], strict=True)),
        "series",
        question="q",
        by=("region",),
        sensitive=False,
    )
    tables = release([of_all, one], respondents=62, participation=before)
    assert tables["q|region"].rows[0].base == 12
    earlier = replace(
        edition(before, added=10),
        outlines=tuple(outlines([of_all, one], respondents=62).values()),
        tables=tables,
    )
    assert printed(beside_earlier(now, [earlier], threshold=5)) == [None, None, 36]


@pytest.mark.parametrize(("share", "shown"), [(0.5, True), (0.7, False)])
def test_shares_of_two_editions_do_not_tell_who_came(share: float, shown: bool) -> None:
    """Six came and six went: as many of each region answered as before, and as many said yes.

    A member of the north stands for ten and one of the south for two. From 50 to 70 per cent is
    three more of the north who said yes and three fewer of the south: so three of each came.
    """
    who = box((10, 10), (100, 20))
    weights = Weights(("region",), {("north",): 10.0, ("south",): 2.0})

    def asked(yes: float) -> CandidateTable:
        cells = [CandidateCell(10, part, 0, 1) for part in (yes, 1 - yes)]
        rows = [CandidateRow(o, 20, (c,)) for o, c in zip(("yes", "no"), cells, strict=True)]
        return CandidateTable("q", ("share",), tuple(rows), "rows", sensitive=False)

    earlier = replace(
        edition(who, added=6, left=6),
        outlines=tuple(outlines([asked(0.5)], respondents=20).values()),
        tables=release([asked(0.5)], participation=who, weights=weights),
        weights=weights,
    )
    now = release([asked(share)], participation=who, weights=weights, earlier=[earlier])["q"]
    assert {row.cells[0].status == "shown" for row in now.rows} == {shown}


def test_recoded_answers_are_nobody_who_came() -> None:
    before, now = box((12, 20), (30, 40)), box((13, 24), (30, 40))
    coded = replace(edition(before, added=5), coded=True)
    assert beside_earlier(now, [coded], threshold=5) == now


@pytest.mark.parametrize("seed", range(30))
def test_every_pair_of_boxes_keeps_what_it_must_open(seed: int) -> None:
    """Against every way in which they could have come and gone, counted out by hand."""
    chance = Random(seed)
    invited = tuple(chance.randint(6, 9) for _ in GROUPS[:2])
    then = tuple(chance.randint(3, n) for n in invited)
    went = tuple(min(n, chance.choice((0, 0, 2, 5))) for n in then)
    room = [n - before + gone for n, before, gone in zip(invited, then, went, strict=True)]
    came = tuple(chance.randint(0, n) for n in room)
    now = tuple(b - g + c for b, g, c in zip(then, went, came, strict=True))
    before = box(then, invited)
    earlier = edition(before, added=sum(came), left=sum(went))
    register = [{"region": GROUPS[i]} for i, size in enumerate(invited) for _ in range(size)]
    members = Members(("region",), register)
    told = beside_earlier(box(now, invited), [earlier], threshold=5, members=members)
    silent = replace(told, groups=tuple(replace(g, answered=None) for g in told.groups))
    possible, without = (
        ways(tuple(printed(before)), tuple(printed(one)), invited, sum(came), sum(went), sum(then))
        for one in (told, silent)
    )
    for group, change in product(range(len(invited)), range(4)):
        if (change == 2 and printed(before)[group] is not None) or (
            change == 3 and printed(told)[group] is not None
        ):
            continue
        low, high, least, most = (
            end(way[group][change] for way in those)
            for those in (possible, without)
            for end in (min, max)
        )
        fit = change < 2 and (low >= 5 or high == 0)
        assert high - low >= min(3, most - least) or fit, (group, change, low, high)


Way = tuple[tuple[int, int, int, int], ...]


@cache
def ways(
    before: tuple[int | None, ...],
    now: tuple[int | None, ...],
    invited: tuple[int, ...],
    added: int,
    left: int,
    answered: int,
) -> list[Way]:
    """Who came and went of each group, and how many they were then and are now: all that fits."""
    each = [
        [
            (came, went, then, then + came - went)
            for then in (range(size + 1) if was is None else (was,))
            for went in range(min(then, left) + 1)
            for came in range(min(added, size - then + went) + 1)
            if is_ in (None, then + came - went)
        ]
        for size, was, is_ in zip(invited, before, now, strict=True)
    ]
    rest: dict[tuple[int, int, int], list[tuple[int, int, int, int]]] = {}
    for last in each[1]:
        rest.setdefault(last[:3], []).append(last)
    return [
        (first, last)
        for first in each[0]
        for last in rest.get((added - first[0], left - first[1], answered - first[2]), ())
    ]
