"""Municipalities within counties: a county's number less one municipality's is the other's.

The table is literal: how many answered in the municipalities a1 and a2 of county A, and b1 and b2
of county B. Fewer than five are withheld; which others must be, so that they stay withheld?
"""

import pytest

from samklang.core.disclosure.candidate import CandidateCell, CandidateRow, CandidateTable
from samklang.core.disclosure.links import Nested
from samklang.core.disclosure.release import release

PLACES = ("a1", "a2", "b1", "b2")
WITHIN = Nested("place", "county", {place: frozenset(place[0].upper()) for place in PLACES})


def cells(*counts: int) -> tuple[CandidateCell, ...]:
    return tuple(CandidateCell(count, 0.5, 0, 1) for count in counts)


def printed(answered: tuple[int, ...], *nested: Nested) -> dict[str, int | None]:
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
    released = release(tables, threshold=5, respondents=sum(answered), nested=nested)
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
