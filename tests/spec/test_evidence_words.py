"""What a number of a report is said to be of, how it was worked out, and what an example lacks."""

from dataclasses import replace
from typing import Any

import pytest

from samklang.core.catalogue.completeness import Lack, lacks
from samklang.core.catalogue.example import Example, Provenance, Source
from samklang.core.disclosure.loss import Loss, loss
from samklang.core.evidence.words import formula, said_words
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Wording
from samklang.core.manuscript.parsing import Role
from samklang.core.theme.theme import Calibration, DesignChoice
from tests.sample_material import both
from tests.spec.test_named_figures import MADE, ReleasedCell, shown, table

# role, content -> what it is said to be of, in Swedish
SAID = [
    ("share", "q1=yes", ["”Ja”"]),
    ("count", "m.time=a", ["”Vi har tid: Inte alls”"]),
    ("share", "q1=yes | county=25", ["”Ja”", "Norrbottens län"]),
    ("share", "q1=yes | county=99", ["”Ja”", "99"]),
    ("share", "q1=yes | m.time=a", ["”Ja”", "”Inte alls”"]),
    ("share", "q1=yes | m.time=z", ["”Ja”", "”z”"]),
    ("difference", "q1=yes | county=25 vs county=24", ["”Ja”", "Norrbottens", "Västerbottens"]),
    ("change", "q1=yes since 2022", ["”Ja”", "2022"]),
    ("mean", "hours", ["”Timmar?”"]),
    ("ratio", "cost / hours", ["”Kostnad?” / ”Timmar?”"]),
    ("base", "q1", ["”Har utvecklat”"]),
    ("base", "m.time | county=25", ["”Vi har tid”", "Norrbottens län"]),
    ("base", "gone", ["”gone”"]),
    ("mentions", "economy:hinders", ["Ekonomi"]),
    ("mentions", "gone:enables | county=24", ["gone", "Västerbottens län"]),
    # A claim with the cell that bears it out; a withheld one has no interval.
    ("claim", "de flesta: q1=yes", ["”Ja”", "67 %", "60–73 %"]),
    ("claim", "få: q1=yes, economy:hinders", ["”Ja”", "; ", "Ekonomi", "55 %"]),
    ("claim", "få: m.money=a", ["”Vi har råd: Inte alls”"]),
    ("examples", "all", []),
    ("examples", "theme-only", []),
    ("invited", "-", []),
]


@pytest.mark.parametrize(("name", "content", "parts"), SAID)
def test_what_a_number_is_of(name: str, content: str, parts: list[str]) -> None:
    said = said_words(Role(name, content, 1), MADE, "sv").replace("\u00a0", " ")
    places = [said.find(part) for part in parts]
    assert -1 not in places, said
    assert places == sorted(places)
    assert "{" not in said


def test_a_municipality_is_called_by_its_name() -> None:
    of = replace(MADE, groups=("county", "municipality", "size"))
    for group, name in (("municipality=2514", "Kalix"), ("municipality=1", "1"), ("size=s", "s")):
        assert name in said_words(Role("share", f"q1=yes | {group}", 1), of, "sv")


# design, measure, of coded answers -> the formula and the weights
FORMULAS: list[tuple[dict[str, Any], str, bool, str, str]] = [
    ({"kind": "open"}, "share", False, "share", "open"),
    ({"kind": "census"}, "share", False, "share", "equal"),
    ({"kind": "census", "strata": ("county",)}, "mean", False, "mean", "groups"),
    ({"kind": "census", "weights": "w", "clusters": "c"}, "total", False, "total", "own"),
    ({"kind": "census", "clusters": "c"}, "share", True, "factors", "clusters"),
    (
        {"kind": "census", "clusters": "c", "calibration": Calibration(raking=("county",))},
        "ratio",
        False,
        "ratio",
        "raking",
    ),
]


@pytest.mark.parametrize(("design", "measure", "coded", "kind", "weights"), FORMULAS)
def test_how_it_was_worked_out(
    design: dict[str, Any], measure: Any, coded: bool, kind: str, weights: str
) -> None:
    of = replace(MADE, theme=replace(MADE.theme, design=DesignChoice(**design)))
    said = formula(of, "sv", measure=measure, coded=coded)
    assert said == " ".join(
        phrase("sv", f"evidence.{part}") for part in (f"formula_{kind}", f"weight_{weights}")
    )


WHOLE = Example(
    "shop",
    both("Lanthandel", "Shop"),
    both("x" * 40, "A shop"),
    Provenance("exact"),
    organisation="Byns förening",
    municipalities=("2514",),
    sources=(Source("https://a.se"),),
)

# what is changed -> what it lacks that is needed, what else it lacks of what is looked at here
LACKING: list[tuple[dict[str, Any], list[str], list[str]]] = [
    ({}, [], []),
    ({"title": Wording("", "Shop")}, ["title"], []),
    ({"description": Wording("", "A shop")}, ["description"], []),
    ({"description": both("x" * 39, "A shop")}, [], ["short"]),
    ({"description": both("x" * 1200, "A shop")}, [], []),
    ({"description": both("x" * 1201, "A shop")}, ["long"], []),
    ({"municipalities": ()}, [], ["place"]),
    ({"municipalities": (), "counties": ("25",)}, [], []),
    ({"organisation": ""}, [], ["organisation"]),
    ({"sources": ()}, ["source"], []),
    ({"sources": (), "provenance": Provenance("theme-only")}, ["source"], []),
    ({"sources": (), "provenance": Provenance("none")}, [], []),
    ({"title": Wording("Lanthandel", "")}, ["translation"], []),
    ({"description": Wording("x" * 40, "")}, ["translation"], []),
]


@pytest.mark.parametrize(("changed", "needed", "more"), LACKING)
def test_what_an_example_lacks(changed: dict[str, Any], needed: list[str], more: list[str]) -> None:
    found = lacks(replace(WHOLE, **changed), ("sv", "en"))
    assert [lack.what for lack in found if lack.needed] == needed
    assert [lack.needed for lack in found] == sorted((x.needed for x in found), reverse=True)
    looked_at = ("short", "place", "organisation")
    assert [lack.what for lack in found if lack.what in looked_at] == more


def test_a_language_that_nobody_asked_for_is_not_lacking() -> None:
    assert Lack("translation", True) not in lacks(replace(WHOLE, title=Wording("A", "")), ("sv",))


@pytest.mark.parametrize(
    ("cells", "withheld", "percent"),
    [(0, 0, 0), (200, 1, 1), (201, 1, 0), (3, 1, 33), (3, 2, 67), (4, 4, 100)],
)
def test_what_is_withheld_is_told_in_whole_per_cent(
    cells: int, withheld: int, percent: int
) -> None:
    assert Loss(cells, withheld).percent == percent


def test_every_cell_that_is_not_shown_is_withheld() -> None:
    cells = (shown(50, 40, 60), ReleasedCell("few"), ReleasedCell("protected"))
    tables = [table("q", ("a", "b", "c"), {"x": cells, "y": cells}), table("r", (), {})]
    assert loss(tables) == Loss(6, 4)
