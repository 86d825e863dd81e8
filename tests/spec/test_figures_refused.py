"""Figures by groups that cannot be drawn, each with its fault; and a design in a reader's words."""

from dataclasses import replace
from typing import Any

import pytest

from samklang.core.figures.amounts import between_text, united_text, value_text
from samklang.core.figures.captions import unseen, values_apart
from samklang.core.figures.design_words import (
    confidence_text,
    interval_words,
    of_parts,
    weighting_text,
)
from samklang.core.figures.groups import checked
from samklang.core.language.phrases import phrase
from samklang.core.manuscript.targets import Unreadable
from samklang.core.theme.theme import Calibration, DesignChoice, FigureChoice, MergedStrata
from tests.sample_material import both
from tests.spec.test_named_figures import MADE, ReleasedCell, amount, shown, table


def choice(question: str, **more: Any) -> FigureChoice:
    return FigureChoice(**{"id": "f", "question": question, **more})


# what is chosen -> its fault
REFUSED = [
    (choice("q1", by="county", id="-f"), "is_no_name_for_a_figure"),
    (choice("q1", by="county", id="f" * 41), "is_no_name_for_a_figure"),
    (choice("q1", by="county", id="map"), "is_no_name_for_a_figure"),
    (choice("q5", by="county"), "is_no_closed_question"),
    (choice("q1"), "the_groups_are_missing"),
    (choice("q1", by="county", over="hours"), "is_no_number_to_divide"),
    (choice("q1", by="county", option="yess"), "has_no"),
    (choice("q1", by="lan"), "is_no_column_of_the_register"),
    (choice("q1", by="q1"), "is_parted_by_itself"),
    (choice("q1", by="county", highlight="26"), "has_no"),
    (choice("m.time", by="county"), "there_are_no_figures_of"),
    (choice("q1", measure="mean"), "is_no_question_with_numbers"),
    (choice("hours", measure="ratio"), "a_ratio_is_of_two_numbers"),
    (choice("hours", measure="mean", over="cost"), "a_ratio_is_of_two_numbers"),
    (choice("hours", measure="ratio", over="hours"), "a_ratio_is_of_two_numbers"),
    (choice("hours", measure="ratio", over="q1"), "is_no_question_with_numbers"),
    (choice("hours", option="yes"), "a_number_has_no_options"),
    (choice("hours", measure="total"), "there_are_no_figures_of"),
    (choice("cost", measure="ratio", over="hours", by="lan"), "is_no_column_of_the_register"),
]


@pytest.mark.parametrize(("chosen", "fault"), REFUSED)
def test_a_figure_that_cannot_be_drawn(chosen: FigureChoice, fault: str) -> None:
    with pytest.raises(Unreadable) as raised:
        checked(chosen, MADE)
    assert raised.value.what.code == f"faults.{fault}"


def test_figures_that_can() -> None:
    for chosen in (
        choice("q1", by="county", id="f" * 40),
        choice("q1", by="county", option="yes", highlight="25"),
        choice("hours"),
        choice("hours", by="county", measure="mean"),
        choice("cost", over="hours"),
    ):
        checked(chosen, MADE)


def test_an_open_survey_has_no_total() -> None:
    took_part = replace(MADE.participation, invited=None)
    with pytest.raises(Unreadable) as raised:
        checked(choice("hours", measure="total"), replace(MADE, participation=took_part))
    assert raised.value.what.code == "faults.an_open_survey_has_no_total"


COUNTY = {"strata": ("county",)}
RAKED = Calibration(raking=("county", "q1"))
# design, members that a sample was drawn from -> the sentences, the method of a share's interval
DESIGNS: list[tuple[dict[str, Any], int | None, list[str], str]] = [
    ({"kind": "open"}, None, ["weighting_open"], "wilson"),
    ({"kind": "census"}, None, ["weighting_equal"], "wilson"),
    ({"kind": "census", **COUNTY}, None, ["weighting_strata"], "strata"),
    ({"kind": "census", "calibration": RAKED}, None, ["weighting_raking"], "strata"),
    (
        {"kind": "census", "calibration": Calibration(raking=("county",))},
        None,
        ["weighting_one"],
        "strata",
    ),
    (
        {"kind": "census", "calibration": Calibration(regression=("county",))},
        None,
        ["weighting_regression"],
        "strata",
    ),
    ({"kind": "sample"}, 400, ["weighting_drawn", "weighting_equal"], "wilson"),
    ({"kind": "sample", **COUNTY}, 400, ["weighting_drawn_strata", "weighting_strata"], "strata"),
    ({"kind": "census", "weights": "w"}, None, ["weighting_own"], "wilson"),
    ({"kind": "census", **COUNTY, "weights": "w"}, None, ["weighting_own"], "wilson"),
    ({"kind": "census", "clusters": "school"}, None, ["weighting_clusters"], "wilson"),
    (
        {
            "kind": "census",
            **COUNTY,
            "collapse": (MergedStrata(both("Norr"), (("24",), ("25",))),),
        },
        None,
        ["weighting_strata", "weighting_merged"],
        "strata",
    ),
    ({"kind": "census", "interval": "beta"}, None, ["weighting_equal"], "beta"),
]


@pytest.mark.parametrize(("design", "population", "sentences", "method"), DESIGNS)
def test_a_design_in_words(
    design: dict[str, Any], population: int | None, sentences: list[str], method: str
) -> None:
    """Of each sentence the first words, which name no number."""
    of = replace(
        MADE,
        theme=replace(MADE.theme, design=DesignChoice(**design)),
        participation=replace(MADE.participation, population=population),
    )
    said = weighting_text(of, "sv").replace("\u00a0", " ")
    places = [said.find(_begins(f"report.{name}")) for name in sentences]
    assert places == sorted(places)
    assert places[0] == 0
    assert phrase("sv", f"report.by_{method}") in interval_words(of, "sv")
    assert of_parts(of.theme.design) == (method == "strata")
    # A mean has Student's interval and a median Woodruff's, whatever that of a share is.
    assert phrase("sv", "report.by_t") in interval_words(of, "sv", measure="mean")
    assert phrase("sv", "report.by_quantile") in interval_words(of, "sv", measure="median")


def _begins(key: str) -> str:
    """What a sentence says before what is put into it."""
    names = ("drawn", "population", "strata", "clusters", "column", "groups", "columns", "invited")
    return phrase("sv", key, **dict.fromkeys(names, "\n")).replace("\u00a0", " ").partition("\n")[0]


def test_without_a_population_wilson_s_is_not_exact() -> None:
    of = replace(MADE, participation=replace(MADE.participation, invited=None))
    of = replace(of, theme=replace(of.theme, design=DesignChoice("open")))
    assert phrase("sv", "report.by_wilson") not in interval_words(of, "sv")
    assert phrase("sv", "report.by_wilson_open") in interval_words(of, "sv")


@pytest.mark.parametrize(
    ("level", "words"), [(0.95, "95 %"), (0.995, "99,5 %"), (0.9, "90 %"), (0.9996, "100 %")]
)
def test_a_confidence_level_in_words(level: float, words: str) -> None:
    assert confidence_text(level, "sv").replace("\u00a0", " ") == words


HOURS = table("mean:hours", ("amount",), {"amount": [amount(12.5, 10, 15)]}, decimals=1, unit="h")


@pytest.mark.parametrize(
    ("cell", "value", "between", "united"),
    [
        (shown(62, 45, 76), "62 %", "mellan 45 och 76 %", "62 %"),
        (amount(12.5, 10, 15), "12,5", "mellan 10,0 och 15,0", "12,5 h"),
        (amount(-1, -2, 3), "−1,0", "mellan −2,0 och 3,0", "−1,0 h"),
        (ReleasedCell("few"), "", "", "färre än 5"),
        (ReleasedCell("shown", 9, 30), "30 %", "", "30 %"),
    ],
)
def test_a_cell_in_words(cell: ReleasedCell, value: str, between: str, united: str) -> None:
    texts = (f(cell, HOURS, "sv") for f in (value_text, between_text, united_text))
    assert tuple(text.replace("\u00a0", " ") for text in texts) == (value, between, united)


@pytest.mark.parametrize(
    ("one", "others", "least", "apart"),
    [
        ((5, 4, 6), [(2, 1, 3)], False, True),
        # Intervals that touch do not lie apart.
        ((5, 3, 6), [(2, 1, 3)], False, False),
        ((2, 1, 3), [(5, 4, 6)], True, True),
        ((2, 1, 3), [(5, 3, 6)], True, False),
        ((2, 1, 3), [(5, 4, 6)], False, False),
        ((5, 4, 6), [(2, 1, 3), (4, 3, 5)], False, False),
        ((5, 4, 6), [], False, True),
    ],
)
def test_values_lie_apart_where_intervals_do(
    one: tuple[float, float, float],
    others: list[tuple[float, float, float]],
    least: bool,
    apart: bool,
) -> None:
    beside = [*(amount(*other) for other in others), ReleasedCell("few")]
    assert values_apart(amount(*one), beside, least=least) is apart
    assert not values_apart(ReleasedCell("few"), beside, least=least)


# members, answered, base and not answered of a question -> the part that is unseen of it
@pytest.mark.parametrize(
    ("invited", "population", "base", "left", "part"),
    [
        (40, None, None, None, 0.2),
        (40, 64, None, None, 0.5),
        (None, None, None, None, 1.0),
        (40, None, 30, 2, 0.25),
        # Nobody left it, so that the 30 stand for all who answered.
        (40, None, 30, 0, 0.2),
        (40, None, 30, None, 0.25),
        (40, None, 0, 0, 1.0),
        (30, None, None, None, 0.0),
    ],
)
def test_the_part_of_the_members_that_is_unseen(
    invited: int | None, population: int | None, base: int | None, left: int | None, part: float
) -> None:
    took_part = replace(MADE.participation, invited=invited, population=population)
    asked = None
    if base is not None:
        asked = replace(MADE.tables["q1"], base=base, not_answered=left)
    found = unseen(replace(MADE, participation=took_part), asked)
    assert found == pytest.approx(part)
