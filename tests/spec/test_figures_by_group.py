"""Figures by groups: what their summary, kind, title and notes say of the released table."""

from dataclasses import replace
from typing import Any

import pytest

from samklang.core.disclosure.released import ReleasedCell, ReleasedTable, ReleasedTest
from samklang.core.document.blocks import Figure
from samklang.core.figures.groups import group_figure
from samklang.core.figures.material import Material
from samklang.core.language.phrases import phrase
from samklang.core.survey.questionnaire import Option, Question, Questionnaire
from samklang.core.theme.theme import FigureChoice
from tests.sample_material import both
from tests.spec.test_named_figures import MADE, amount, table

FEW, HIDDEN = ReleasedCell("few"), ReleasedCell("protected")
NORTH, SOUTH = "Norrbottens län", "Västerbottens län"
# As both counties together answered: 67 % yes (60 to 73).
ALL = "Alla"
NOT_ALL = "Dolda siffror är inte med i jämförelsen."


def shown(share: int, low: int, high: int) -> ReleasedCell:
    """Of twenty who answered."""
    return ReleasedCell("shown", share // 5, share, low, high)


def given(*tables: ReleasedTable, without: tuple[str, ...] = (), **more: Any) -> Material:
    kept = {name: one for name, one in MADE.tables.items() if name not in without}
    return replace(MADE, tables={**kept, **{one.id: one for one in tables}}, **more)


def drawn(material: Material, question: str = "q1", by: str = "county", **more: Any) -> Figure:
    chosen = FigureChoice(**{"id": "f", "question": question, "by": by, **more})
    figure = group_figure(chosen, material, "sv")
    return replace(figure, summary=figure.summary.replace("\u00a0", " "))


Cells = tuple[ReleasedCell, ReleasedCell]


def yes_no(south: Cells, north: Cells) -> ReleasedTable:
    return table("q1|county", ("yes", "no"), {"24": south, "25": north})


# share of yes in the south and in the north -> what is said of one answer by county
DOTS = [
    (shown(10, 5, 20), shown(90, 80, 95),
     f"Andelen är störst för {NORTH} (90 %) och minst för {SOUTH} (10 %)."),
    (shown(90, 80, 95), shown(10, 5, 20),
     f"Andelen är störst för {SOUTH} (90 %) och minst för {NORTH} (10 %)."),
    # Their sensitivity bands meet, so of the members it is not sure.
    (replace(shown(45, 35, 55), band_low=30, band_high=70),
     replace(shown(75, 65, 85), band_low=55, band_high=90),
     f"Av dem som svarade är andelen störst för {NORTH} (75 %) och minst för {SOUTH} (45 %)."),
    (shown(50, 40, 60), shown(62, 52, 72),
     f"I svaren ligger {NORTH} högst (62 %) och {SOUTH} lägst (50 %). "
     "Skillnaderna mellan grupperna är inte säkra."),
    (shown(50, 40, 60), shown(50, 41, 59), "Andelen är 50 % för alla grupper som visas."),
    (FEW, shown(62, 52, 72),
     f"Bara en grupp kan visas. {NORTH}: 62 %. Konfidensintervallet är 52–72 %."),
    (FEW, HIDDEN,
     f"Inget kan visas för grupperna var för sig. {ALL}: 67 %. Konfidensintervallet är 60–73 %."),
]  # fmt: skip


@pytest.mark.parametrize(("south", "north", "summary"), DOTS)
def test_one_answer_by_county(south: ReleasedCell, north: ReleasedCell, summary: str) -> None:
    figure = drawn(given(yes_no((south, FEW), (north, FEW))), option="yes")
    assert (figure.kind, figure.summary) == ("dots", summary)
    # The row of all members stands last, and is compared with nobody.
    assert figure.table.rows[-1].label == ALL
    assert figure.total == figure.table.rows[-1].id


def test_where_neither_groups_nor_all_members_can_be_shown() -> None:
    hidden = table("q1", ("share",), {"yes": [HIDDEN], "no": [HIDDEN]})
    by_county = yes_no((FEW, FEW), (HIDDEN, HIDDEN))
    for option in ("yes", ""):
        figure = drawn(given(hidden, by_county), option=option)
        assert figure.summary == phrase("sv", "report.summary_withheld")


def test_a_group_without_a_row_of_all_members() -> None:
    """Nobody made the plain table: the groups stand by themselves."""
    of = given(yes_no((shown(10, 5, 20), FEW), (shown(90, 80, 95), FEW)), without=("q1",))
    figure = drawn(of, option="yes")
    assert figure.total == ""
    assert [row.label for row in figure.table.rows] == [SOUTH, NORTH]


# answers by county -> what is said of all of them at once
STACKED = [
    ((shown(50, 40, 60), shown(50, 40, 60)), (shown(60, 50, 70), shown(40, 30, 50)),
     f"Störst i svaren är andelen som svarar ”Ja” på ”{NORTH}”: 60 % (12 av 20). "
     "Skillnaden mot övriga är inte säker."),
    ((shown(50, 40, 60), shown(50, 40, 60)), (FEW, HIDDEN),
     f"Lika stor andel i svaren har ”Ja” ({SOUTH}) och ”Nej” ({SOUTH}): 50 % var. {NOT_ALL}"),
    ((shown(50, 40, 60), FEW), (FEW, HIDDEN), f"{SOUTH}: 50 % svarar ”Ja” (10 av 20)."),
    ((shown(60, 50, 70), shown(40, 30, 50)), (shown(60, 50, 70), shown(40, 30, 50)),
     f"Störst andel i svaren har ”Ja” ({SOUTH}) och ”Ja” ({NORTH}): 60 % var."),
    ((FEW, FEW), (FEW, HIDDEN),
     f"Inget kan visas för grupperna var för sig. {ALL}: 67 % svarar "
     "”Ja” (20 av 30)."),
]  # fmt: skip


@pytest.mark.parametrize(("south", "north", "summary"), STACKED)
def test_every_answer_by_county(south: Cells, north: Cells, summary: str) -> None:
    figure = drawn(given(yes_no(south, north)))
    assert (figure.kind, figure.summary) == ("stacked", summary)


# mean hours in the south and in the north, of all members -> what is said
MEANS = [
    (amount(5, 4, 6), amount(12.5, 10, 15), amount(9, 8, 10),
     f"Av dem som svarade är värdet högst för {NORTH} (12,5 timmar) och lägst för {SOUTH} "
     "(5,0 timmar)."),
    (amount(12.5, 10, 15), amount(5, 4, 6), amount(9, 8, 10),
     f"Av dem som svarade är värdet högst för {SOUTH} (12,5 timmar) och lägst för {NORTH} "
     "(5,0 timmar)."),
    # Intervals that meet do not tell which is the greater.
    (amount(5, 4, 10), amount(12.5, 10, 15), amount(9, 8, 10),
     f"I svaren ligger {NORTH} högst (12,5 timmar) och {SOUTH} lägst (5,0 timmar). "
     "Skillnaderna mellan grupperna är inte säkra."),
    (ReleasedCell("shown", value=5.0), amount(12.5, 10, 15), amount(9, 8, 10),
     f"I svaren ligger {NORTH} högst (12,5 timmar) och {SOUTH} lägst (5,0 timmar). "
     "Skillnaderna mellan grupperna är inte säkra."),
    (FEW, amount(-1, -4, 3), amount(9, 8, 10),
     f"Bara en grupp kan visas. {NORTH}: −1,0 timmar. Konfidensintervallet är −4,0 till 3,0."),
    (FEW, HIDDEN, amount(9, 9, 9),
     f"Inget kan visas för grupperna var för sig. {ALL}: 9,0 timmar. Konfidensintervallet är 9,0."),
    (FEW, HIDDEN, HIDDEN, "Svaren är för få för att visas utan att röja någon."),
]  # fmt: skip


@pytest.mark.parametrize(("south", "north", "everyone", "summary"), MEANS)
def test_a_mean_by_county(
    south: ReleasedCell, north: ReleasedCell, everyone: ReleasedCell, summary: str
) -> None:
    of = given(
        table("mean:hours|county", ("amount",), {"24": [south], "25": [north]}, decimals=1),
        table("mean:hours", ("amount",), {"amount": [everyone]}, decimals=1),
    )
    figure = drawn(of, "hours")
    assert (figure.kind, figure.summary) == ("values", summary)


def test_a_number_of_all_members() -> None:
    figure = drawn(MADE, "hours", by="")
    assert figure.summary.startswith("Medelvärde: 12,5 timmar. Konfidensintervallet är 10,0–15,0.")
    assert figure.total == ""
    # Every amount stands in the text alternative, with its interval and unit.
    assert "12,5 timmar" in figure.alt.replace("\u00a0", " ")
    assert "10,0–15,0" in figure.alt


def test_a_ratio_by_county_without_one_of_all_members() -> None:
    by_county = table(
        "ratio:cost/hours|county", ("amount",), {"24": [amount(1, 0, 3)], "25": [amount(2, 1, 4)]}
    )
    of = given(by_county, without=("ratio:cost/hours",))
    figure = drawn(of, "cost", over="hours")
    assert figure.total == ""
    assert figure.question.replace("\u00a0", " ") == "Kostnad? / Timmar?"
    # What is divided has no unit, and the title says what it is divided by.
    assert figure.table.unit == ""
    assert "Timmar" in figure.title


# F, df1, df2, p, the test -> the note beneath the figure
TESTS = [
    (3.456, 1, 30, 0.0004, "", "note_test", "< 0,001"),
    (3.456, 1, 30, 0.001, "", "note_test", "= 0,001"),
    (3.456, 1, 30, 0.049, "", "note_test", "= 0,049"),
    (3.456, 1, 30, 0.05, "", "note_test_none", "= 0,050"),
    (0.5, 1, 30, 0.485, "", "note_test_none", "= 0,485"),
    (3.456, 1, 30, 0.02, "wald", "note_test_wald", "= 0,020"),
    (0.5, 1, 30, 0.485, "wald", "note_test_wald_none", "= 0,485"),
]


@pytest.mark.parametrize(("f", "df1", "df2", "p", "kind", "key", "chance"), TESTS)
def test_whether_groups_differ_by_more_than_chance(
    f: float, df1: float, df2: float, p: float, kind: str, key: str, chance: str
) -> None:
    theme = MADE.theme
    if kind:
        theme = replace(theme, design=replace(theme.design, test=kind))  # type: ignore[arg-type]
    of = replace(MADE, theme=theme, tests={"q1|county": ReleasedTest(f, df1, df2, p)})
    values = {"df1": "1,0", "df2": "30,0", "f": f"{f:.2f}".replace(".", ","), "p": chance}
    notes = [note.replace("\u00a0", " ") for note in drawn(of).notes]
    assert phrase("sv", f"report.{key}", **values).replace("\u00a0", " ") in notes


def test_groups_that_share_members_say_so() -> None:
    """Who may choose several answers is in several groups, so bars are no parts of a whole."""
    several = Question(
        "q3", "select_multiple", both("Vad gör ni?"),
        options=(Option("a", both("Kurser")), Option("b", both("Kafé"))),
    )  # fmt: skip
    questions = Questionnaire("1", (*MADE.questionnaire.questions, several))
    plain = table("q3", ("share",), {"a": [shown(50, 40, 60)], "b": [shown(70, 60, 80)]})
    by_several = table("q1|q3", ("yes", "no"), {"a": (shown(50, 40, 60),) * 2, "b": (FEW, HIDDEN)})
    of_several = table("q3|county", ("a", "b"), {"24": (FEW, HIDDEN), "25": (shown(9, 5, 20),) * 2})
    of = replace(given(plain, by_several, of_several), questionnaire=questions)
    overlap = phrase("sv", "report.note_overlap")
    assert overlap in drawn(of, by="q3").notes
    assert [row.label for row in drawn(of, by="q3").table.rows] == ["Kurser", "Kafé", ALL]
    figure = drawn(of, "q3")
    assert (figure.kind, overlap in figure.notes) == ("grouped", False)


def test_municipalities_go_by_their_names() -> None:
    by_town = table("q1|municipality", ("yes", "no"), {"2514": (shown(50, 40, 60),) * 2})
    figure = drawn(replace(given(by_town), groups=("county", "municipality")), by="municipality")
    assert [row.label for row in figure.table.rows] == ["Kalix", ALL]
