"""The method box and the evidence of what is seldom there: open surveys, numbers, years."""

from dataclasses import replace
from typing import Any

import pytest

from samklang.core.disclosure.released import ReleasedCell, ReleasedGroup
from samklang.core.document.evidence import Evidence
from samklang.core.figures.material import Material
from samklang.core.figures.method import method_box
from samklang.core.language.phrases import phrase
from samklang.core.report.compose import compose
from samklang.core.report.summary import summary
from samklang.core.theme.series import EarlierShare, EarlierTheme, as_asked
from tests.sample_material import both
from tests.spec.test_named_figures import MADE, amount, shown, table

FEW = ReleasedCell("few")
SHOWN = table("q1", ("share",), {"yes": [shown(67, 60, 73)], "no": [shown(33, 27, 40)]}, base=30)
PLAIN = replace(MADE, tables={"q1": SHOWN})


def with_participation(**changes: Any) -> Material:
    return replace(PLAIN, participation=replace(PLAIN.participation, **changes))


def facts(of: Material) -> dict[str, str]:
    return {fact.label: fact.value.replace("\u00a0", " ") for fact in method_box(of, "sv").facts}


def label(name: str) -> str:
    return phrase("sv", f"report.method_{name}")


# what differs -> how many answered, which words on numbers are explained
READINGS = [
    ({}, "32 av 40 tillfrågade, 80 %", ["share", "base", "interval", "band"]),
    ({"answered": 40}, "40 av 40 tillfrågade, 100 %", ["share", "base"]),
    ({"invited": None}, "32", ["share", "base", "interval"]),
    # All who were drawn have answered, and are a sample all the same.
    (
        {"answered": 40, "population": 90},
        "40 av 40 lottade, 100 %",
        ["share", "base", "interval", "band"],
    ),
]


@pytest.mark.parametrize(("changes", "answered", "explained"), READINGS)
def test_who_answered_and_what_the_numbers_of_the_report_are(
    changes: dict[str, Any], answered: str, explained: list[str]
) -> None:
    of = with_participation(**changes)
    assert answered in facts(of)[label("answered")]
    box = method_box(of, "sv")
    names = [phrase("sv", f"report.reading_{name}") for name in explained]
    assert [fact.label for fact in box.reading.facts] == names
    # What is withheld is explained where something is, and counted.
    hidden = table("m", ("a",), {"time": [FEW], "money": [shown(50, 40, 60)]})
    withheld = replace(of, tables={"q1": SHOWN, "m": hidden})
    names.append(phrase("sv", "report.reading_withheld"))
    assert [fact.label for fact in method_box(withheld, "sv").reading.facts] == names
    assert facts(withheld)[label("disclosure")] != facts(of)[label("disclosure")]


# who answered of how many, by county -> the rates, whether a warning names two of them
STRATA: list[tuple[list[tuple[int, int | None]], list[int | None], bool]] = [
    ([(20, 18), (20, 14)], [90, 70], True),
    ([(20, 18), (20, 16)], [90, 80], False),
    ([(20, 18), (20, 15)], [90, 75], True),
    ([(20, 18), (20, None)], [90, None], False),
    ([(20, None), (20, None)], [None, None], False),
    ([(0, 0), (20, 15)], [None, 75], False),
    ([(8, 5), (8, 4)], [63, 50], True),
]


@pytest.mark.parametrize(("groups", "rates", "warned"), STRATA)
def test_groups_that_answered_to_different_degrees(
    groups: list[tuple[int, int | None]], rates: list[int | None], warned: bool
) -> None:
    made = tuple(
        ReleasedGroup((county,), invited, answered)
        for county, (invited, answered) in zip(("24", "25"), groups, strict=True)
    )
    box = method_box(with_participation(groups=made), "sv")
    assert [row.rate for row in box.strata] == rates
    assert (len(box.text) == 2) is warned
    if warned:
        assert "Västerbottens län" in box.text[1]
        assert "Norrbottens län" in box.text[1]


def record(text: str, of: Material) -> Evidence:
    """The evidence of the first thing that a text prints from."""
    document, faults = compose(f"{{#s}}\n# Avsnitt\n\n{text}\n", of, "sv", file="m.md")
    assert faults == ()
    return document.evidence[0]


def values(one: Evidence) -> dict[str, str]:
    return {fact.key: fact.value.replace("\u00a0", " ") for fact in one.facts}


def rows(one: Evidence) -> list[tuple[str, ...]]:
    assert one.table is not None
    return [tuple(cell.replace("\u00a0", " ") for cell in row) for row in one.table.rows]


def test_the_evidence_of_a_number() -> None:
    one = record("I snitt {mean}`hours` timmar.", MADE)
    assert rows(one) == [("Alla", "12,5", "10,0–15,0", "20")]
    assert one.table is not None
    assert one.table.header[1] == "Medelvärde (timmar)"
    assert values(one)["answers"].startswith("20 ")
    assert values(one)["ends"] == phrase("sv", "evidence.ends_t")
    # The same of a number that is withheld: nothing of it is told.
    hidden = table("mean:hours", ("amount",), {"amount": [FEW]}, decimals=1)
    row = replace(hidden.rows[0], base=None)
    withheld = replace(MADE, tables={"mean:hours": replace(hidden, rows=(row,))})
    one = record("I snitt {mean}`hours` timmar.", withheld)
    assert rows(one) == [("Alla", "färre än 5", "–", "–")]
    assert values(one)["answers"] == phrase("sv", "evidence.answers_withheld", threshold=5)


def test_the_evidence_of_a_median_by_group() -> None:
    by_county = table(
        "median:hours|county", ("amount",), {"24": [amount(8, 6, 9)], "25": [FEW]}, decimals=0
    )
    of = replace(MADE, tables={by_county.id: by_county})
    one = record("Hälften har {median}`hours | county=24` timmar.", of)
    assert values(one)["ends"] == phrase("sv", "evidence.ends_quantile")
    assert "by" in values(one)
    assert [row[1:3] for row in rows(one)] == [("8", "6–9"), ("färre än 5", "–")]


def test_the_evidence_of_groups_that_a_question_makes() -> None:
    by_item = table("q1|m.time", ("yes", "no"), {"a": (shown(50, 40, 60),) * 2, "b": (FEW, FEW)})
    one = record("Ja: {share}`q1=yes | m.time=a`.", replace(MADE, tables={by_item.id: by_item}))
    asked = "Hur väl stämmer det? Vi har tid"
    assert values(one)["by"] == phrase("sv", "evidence.by_question", question=asked)
    assert values(one)["answers"] == phrase("sv", "evidence.answers_by_row")


def test_the_evidence_of_an_answer_through_the_years() -> None:
    asked = as_asked(MADE.questionnaire.by_id["q1"])
    earlier = EarlierTheme(
        "2022", (EarlierShare("q1", "yes", 60, 50, 69, base=30),),
        title=both("Tema 2022"), questions=(asked,), address="https://a.se/2022/",
    )  # fmt: skip
    of = replace(MADE, theme=replace(MADE.theme, series=(earlier,)))
    one = record("Inledning.\n\n:::{development} q1\n:option: yes\n:::", of)
    assert [row[2:4] for row in rows(one)] == [("60 %", "50–69 %"), ("67 %", "60–73 %")]
    assert "https://a.se/2022/" in values(one)["series"]
    assert values(one)["compared"] == phrase("sv", "evidence.compared_change")


def test_the_participation_of_who_has_no_groups() -> None:
    one = record("Av alla svarade {answered}`-`.", with_participation(groups=(), by=()))
    assert one.table is None
    one = record(
        "Av alla svarade {answered}`-`.", with_participation(invited=None, groups=(), by=())
    )
    assert "formula" not in values(one)


def test_the_main_number_of_a_question_in_numbers_has_its_base() -> None:
    """How many answered, since nobody is counted as having said just that."""
    text = "{#s}\n# Avsnitt\n\n:::{figure} hours\n:highlight: amount\n:::\n"
    document, faults = compose(text, MADE, "sv", file="m.md")
    assert faults == ()
    [main] = summary(document).headlines
    assert main.number.replace("\u00a0", " ").startswith("12,5")
    assert phrase("sv", "site.of_answers", count=20) in main.how
    bare = MADE.tables["mean:hours"]
    unknown = replace(bare, rows=(replace(bare.rows[0], base=None),))
    document, _ = compose(text, replace(MADE, tables={bare.id: unknown}), "sv", file="m.md")
    [main] = summary(document).headlines
    assert not any("svar" in how and how[0].isdigit() for how in main.how)
