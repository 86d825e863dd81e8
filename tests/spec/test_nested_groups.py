"""Groups of the register that share members: what numbers by one column tell of those by another.

The tables are literal. Municipalities within counties: how many answered in the municipalities a1
and a2 of county A, and b1 and b2 of county B. Fewer than five are withheld; which others must be,
so that they stay withheld? And counties with a few members of a size.
"""

import pytest

from samklang.core.disclosure.candidate import CandidateCell, CandidateRow, CandidateTable
from samklang.core.disclosure.members import Members
from samklang.core.disclosure.release import release

PLACES = ("a1", "a2", "b1", "b2")
# So many members of each that no number is near to all of them.
WITHIN = Members(
    ("place", "county"),
    [{"place": place, "county": place[0].upper()} for place in PLACES for _ in range(50)],
)


def cells(*counts: int) -> tuple[CandidateCell, ...]:
    return tuple(CandidateCell(count, 0.5, 0, 1) for count in counts)


def printed(answered: tuple[int, ...], members: Members | None = None) -> dict[str, int | None]:
    """What is printed of each number, of a question to which a half of each place says yes."""
    said = [(n // 2, n - n // 2) for n in answered]
    counties = [tuple(map(sum, zip(*said[k : k + 2], strict=True))) for k in (0, 2)]
    of_all = tuple(map(sum, zip(*said, strict=True)))
    tables = [
        CandidateTable(
            "q",
            ("share",),
            tuple(CandidateRow(o, sum(of_all), cells(of_all[k])) for k, o in enumerate("yn")),
            "rows",
            sensitive=False,
        ),
        *(
            CandidateTable(
                f"q/{column}",
                ("y", "n"),
                tuple(CandidateRow(v, sum(c), cells(*c)) for v, c in zip(names, rows, strict=True)),
                "series",
                question="q",
                by=(column,),
                sensitive=False,
            )
            for column, names, rows in (("place", PLACES, said), ("county", "AB", counties))
        ),
    ]
    released = release(tables, threshold=5, respondents=sum(answered), members=members)
    groups = (released["q/place"], released["q/county"])
    return {row.id: row.base for table in groups for row in table.rows}


@pytest.mark.parametrize(
    ("answered", "withheld"),
    [
        # Nothing is small, so that all is printed.
        ((8, 7, 10, 9), set()),
        # Three of a2, which the 11 of A less the 8 of a1 would say; so too two of b2.
        ((8, 3, 10, 2), {"a1", "a2", "b1", "b2"}),
        ((8, 4, 10, 4), {"a1", "a2", "b1", "b2"}),
        # Only A has a small part: a1 goes with a2, and neither is B's number less anything.
        ((8, 3, 10, 9), {"a1", "a2"}),
    ],
)
def test_a_part_is_not_its_county_less_the_other_part(
    answered: tuple[int, ...], withheld: set[str]
) -> None:
    numbers = printed(answered, WITHIN)
    assert {name for name, number in numbers.items() if number is None} == withheld


def test_where_nobody_says_what_lies_in_what_it_is() -> None:
    """What the rule is for: 3 = 11 - 8 and 2 = 12 - 10, of numbers that are printed."""
    numbers = printed((8, 3, 10, 2))
    assert numbers == {"a1": 8, "a2": None, "b1": 10, "b2": None, "A": 11, "B": 12}


# Who said yes and who no, by county and size; and so many members there are of each.
SAID = {
    ("A", "large"): (1, 1),
    ("A", "small"): (0, 2),
    ("B", "large"): (3, 3),
    ("B", "small"): (0, 8),
}
MEMBERS = {("A", "large"): 2, ("A", "small"): 9, ("B", "large"): 9, ("B", "small"): 12}


def by(column: str, place: int) -> CandidateTable:
    """The question by counties or by sizes."""
    rows = []
    for value in dict.fromkeys(group[place] for group in SAID):
        own = [said for group, said in SAID.items() if group[place] == value]
        yes, no = map(sum, zip(*own, strict=True))
        rows.append(CandidateRow(value, yes + no, cells(yes, no)))
    return CandidateTable(
        f"q/{column}",
        ("y", "n"),
        tuple(rows),
        "series",
        question="q",
        by=(column,),
        sensitive=False,
    )


def test_a_county_has_no_more_than_its_members_of_the_sizes_that_have_some() -> None:
    """Four of county A answered. None of the small said yes: of A its two large at most did."""
    yes, no = map(sum, zip(*SAID.values(), strict=True))
    of_all = tuple(CandidateRow(o, yes + no, cells(n)) for o, n in (("y", yes), ("n", no)))
    plain = CandidateTable("q", ("share",), of_all, "rows", sensitive=False)
    register = [
        {"county": county, "size": size}
        for (county, size), number in MEMBERS.items()
        for _ in range(number)
    ]
    released = release(
        [plain, by("county", 0), by("size", 1)],
        threshold=5,
        respondents=yes + no,
        members=Members(("county", "size"), register),
    )
    assert released["q/county"].cell("A", "y").status == "few"
    small = released["q/size"].cell("small", "y")
    # With it, 0 to 2 of the 0 to 4 that the rule leaves open for whoever does not know it.
    assert small.count != 0
