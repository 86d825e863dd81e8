"""Twins among references: a work is known however a program writes it, and no other is taken."""

from typing import Any

import pytest

from samklang.exchange.reference_text import pasted_references
from samklang.exchange.reference_twins import sorted_out

BIBTEX = """@article{a, author={Mulgan, Geoff}, title={The {P}rocess of Social Innovation},
 journal={Innovations}, year=2006, month=mar, volume=1, pages={145--162}, doi={10.1162/ITGG.2006.1}}
@book{b, author={Ostrom, Elinor}, title={Governing the Commons}, year=1990, isbn={0-521-40599-8}}
@techreport{c, institution={Tillväxtverket}, title={Sociala företag}, year=2022}"""
RIS = """TY  - JOUR
AU  - Mulgan, Geoff
TI  - The Process of Social Innovation
PY  - 2006
DO  - https://doi.org/10.1162/itgg.2006.1
ER  -
TY  - BOOK
AU  - Ostrom, E.
TI  - Governing the commons: the evolution
PY  - 2015
SN  - 978-0-521-40599-7
ER  -
TY  - RPRT
PB  - Tillväxtverket
TI  - Sociala företag
PY  - 2022
ER  -
"""


def works(*items: dict[str, Any]) -> int:
    return len(sorted_out([{"type": "article-journal", **one} for one in items], []).new)


def test_the_same_text_pasted_twice_is_there_already() -> None:
    for text in (BIBTEX, RIS):
        first = pasted_references(text).items
        again = pasted_references(text, taken=[one["id"] for one in first]).items
        assert {one["id"] for one in first}.isdisjoint(one["id"] for one in again)
        assert len(sorted_out(first, []).new) == len(first) == 3
        assert sorted_out(again, first).new == ()
        assert sorted_out(again, first).there == tuple(again)


def test_another_program_s_text_of_the_same_works_is_there_already() -> None:
    """By its DOI in other letters, its ISBN as ten digits, its title and year without either."""
    first, again = pasted_references(BIBTEX).items, pasted_references(RIS).items
    assert sorted_out(again, first).new == ()


DATE = {"issued": {"date-parts": [[2020]]}}
BY = {"author": [{"family": "Ek", "given": "A"}]}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"title": "A"}, {"title": "a."}, True),
        ({"title": "A", **DATE}, {"title": "A"}, False),
        ({"title": "A", **DATE}, {"title": "A", "issued": {"date-parts": [["2020", 3]]}}, True),
        ({"title": "A", "DOI": "10.1/a"}, {"title": "A", "DOI": "10.1/b"}, False),
        ({"title": "A", "DOI": "10.1/a"}, {"title": "B", "DOI": "10.1/A"}, True),
        # One of them has no DOI: title and year tell.
        ({"title": "A", "DOI": "10.1/a"}, {"title": "A"}, True),
        # A yearly report of two bodies, and two articles of one heading.
        (
            {"title": "Årsredovisning", "publisher": "X"},
            {"title": "Årsredovisning", "publisher": "Y"},
            False,
        ),
        ({"title": "Ledare", "page": "1–2"}, {"title": "Ledare", "page": "7"}, False),
        (
            {"title": "Nyhet", "URL": "https://a.se/1"},
            {"title": "Nyhet", "URL": "https://a.se/2"},
            False,
        ),
        ({"title": "A", **BY}, {"title": "A", "author": [{"family": "Ask"}]}, False),
        (
            {"title": "A", "publisher": "SAGE", **BY},
            {"title": "A", "publisher": "Sage Ltd", **BY},
            True,
        ),
        # Chapters share the ISBN of their book.
        (
            {"type": "chapter", "title": "A", "ISBN": "9780521405997"},
            {"title": "B", "ISBN": "9780521405997"},
            False,
        ),
        ({"title": "A", "ISBN": "9780521405997"}, {"title": "A", "ISBN": "9789144000000"}, False),
        (
            {"title": "A", "ISBN": "9789144000000 9780521405997"},
            {"title": "B", "ISBN": "0521405998"},
            True,
        ),
        ({}, {}, False),
        ({"title": ["A"], "author": ["x"], "issued": "2020"}, {"title": "A"}, False),
    ],
)
def test_what_tells_two_works_apart(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    assert works(one, other) == works(other, one) == (1 if same else 2)


def test_twins_within_a_text_are_one() -> None:
    items = pasted_references(f"{BIBTEX}\n{BIBTEX}").items
    made = sorted_out(items, [])
    assert (len(made.new), len(made.there)) == (3, 3)
