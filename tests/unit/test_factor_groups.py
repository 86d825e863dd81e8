"""Factors by groups: counted by hand, withheld where few, and refused by name where unreadable."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import pytest

from samklang.analysis.analysis import analyse
from samklang.core.coding.codings import Coding
from samklang.core.document.blocks import Figure
from samklang.core.document.document import Document
from samklang.core.document.inline import plain
from samklang.core.faults import Fault
from samklang.core.figures.material import Material
from samklang.core.language.wording import Wording
from samklang.core.report.compose import compose
from samklang.package.read import read_from
from samklang.package.theme_package import ThemePackage
from tests.small_package import files

ONE = ":::{factor-figure}\n:by: county\n:factor: economy\n:::\n"
WAY = ":::{factor-figure}\n:by: q3\n:direction: hinders\n:::\n"
# Numbers of the responses that carry the code, by valence: odd ones are of county 24, even of 25.
CARRIED = {
    "enables": (1, 3, 7, 9, 11, 2, 4, 6, 8, 10, 12),
    "hinders": (1, 3, 2, 4, 6, 8, 10, 12, 14),
}
# All have answered but the fifth.
BASES = {"24": 9, "25": 10, "all": 19}


def package(*figures: str, carried: Mapping[str, Sequence[int]] = CARRIED) -> ThemePackage:
    """The small package with CARRIED as codings, and a manuscript of the figures."""
    small = {name: text.encode() for name, text in files().items()}
    manuscript = "{#factors}\n# Faktorer\n\n" + "\n".join(figures)
    small |= {"manuscript.md": manuscript.encode(), "manuscript.en.md": manuscript.encode()}
    read = read_from(small)
    first: dict[str, Coding] = {c.response: c for c in read.codings}
    made = [
        replace(
            first[f"r{n:02}"],
            id=f"{valence}-{n}",
            valence=valence,
            released_by="",
            released_on=None,
        )  # type: ignore[arg-type]
        for valence, numbers in carried.items()
        for n in numbers
    ]
    time = replace(read.codebook.codes[0], id="time", name=Wording("Tid", "Time"))
    codebook = replace(read.codebook, codes=(*read.codebook.codes, time))
    rule = replace(read.theme.disclosure, threshold=3)
    theme = replace(read.theme, disclosure=rule)
    return replace(read, theme=theme, codings=tuple(made), codebook=codebook)


def ruled(*, ordinary: str, sensitive: bool) -> Material:
    """What the factors by county are, where ordinary questions are kept by their base."""
    made = package(ONE)
    rule = replace(made.theme.disclosure, ordinary=ordinary)  # type: ignore[arg-type]
    questions = tuple(
        replace(q, sensitive=sensitive) if q.id == "q5" else q for q in made.questionnaire
    )
    questionnaire = replace(made.questionnaire, questions=questions)
    theme = replace(made.theme, disclosure=rule)
    return analyse(replace(made, theme=theme, questionnaire=questionnaire))


@cache
def material(*figures: str) -> Material:
    return analyse(package(*figures))


def composed(*figures: str) -> tuple[Document, tuple[Fault, ...]]:
    text = "{#factors}\n# Faktorer\n\n" + "\n".join(figures)
    return compose(text, material(*figures), "sv", file="manuscript.md")


def figure(*figures: str) -> Figure:
    document, faults = composed(*figures)
    assert not faults
    (made,) = document.figures
    return made


def test_one_factor_by_group_has_both_directions_and_a_row_of_all() -> None:
    made = figure(ONE)
    assert made.kind == "grouped"
    assert made.id == "factors-economy-by-county"
    assert [series.label for series in made.table.series] == ["Underlättar", "Försvårar"]
    rows = {row.id: row for row in made.table.rows}
    assert {name: row.base for name, row in rows.items()} == BASES
    enables = {name: row.cells[0].count for name, row in rows.items()}
    assert "60 % nämner ”ekonomi” bland det som underlättar" in made.summary.replace("\u00a0", " ")
    assert enables == {"24": 5, "25": 6, "all": 11}


def test_few_in_a_group_are_withheld_and_so_is_what_would_give_them_away() -> None:
    made = figure(ONE)
    hinders = {row.id: row.cells[1] for row in made.table.rows}
    assert hinders["24"].status == "few"
    assert hinders["24"].count is None
    # 9 of all less 7 would be the two.
    assert hinders["25"].status == "protected"
    assert hinders["25"].count is None
    assert hinders["all"].count == 9
    assert made.alt.count("dolt för att skydda svarande") == 1
    assert "färre än 3" in made.alt


def test_what_the_coded_question_says_of_itself_holds_for_its_factors() -> None:
    for sensitive, status in ((False, "shown"), (True, "few")):
        found = ruled(ordinary="base", sensitive=sensitive).tables["factors|county"]
        assert found.cell("24", "economy.hinders").status == status


def test_a_direction_by_overlapping_groups_has_a_series_for_each_factor() -> None:
    made = figure(WAY)
    assert [series.label for series in made.table.series] == ["Ekonomi", "Tid"]
    assert [row.id for row in made.table.rows] == ["sport", "culture", "other", "all"]
    assert made.title == "Vad som försvårar – efter ”Vad arbetar ni med?”"
    everyone = made.table.rows[-1]
    assert everyone.cells[0].count == 9
    assert everyone.base == 19


def test_only_what_is_shown_is_released() -> None:
    (name,) = (name for name in material(ONE).tables if name.startswith("factors|"))
    assert name == "factors|county"
    shown = [series.id for series in material(ONE).tables[name].series]
    assert shown == ["economy.enables", "economy.hinders"]
    assert "factors|county" not in material(":::{factor-figure}\n:::\n").tables


def test_the_evidence_says_what_the_groups_are_and_how_the_codes_are_defined() -> None:
    document, _ = composed(ONE)
    (record,) = (r for r in document.evidence if "factors-economy-by-county" in r.figures)
    facts = {fact.key: fact.value for fact in record.facts}
    assert "län" in facts["by"].lower()
    assert [code.id for code in record.codes] == ["economy", "time"]


def said(text: str) -> str:
    document, faults = composed(text)
    assert not faults
    (section,) = document.sections
    return plain(section.lead).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("role", "printed"),
    [
        ("{mentions}`economy:enables | county=24`", "5 av 9"),
        ("{mentions}`economy:enables | county=25`", "6 av 10"),
        ("{mentions}`economy:hinders | county=24`", "färre än 3"),
        ("{mentions}`economy:hinders | county=25`", "dolt"),
        ("{mentions}`time:enables | q3=sport`", "färre än 3"),
    ],
)
def test_the_text_says_how_many_of_a_group(role: str, printed: str) -> None:
    assert said(role).startswith(printed)


def test_a_figure_of_a_group_is_headed_by_a_claim_on_its_own_numbers() -> None:
    """A claim on a group draws on the figure's table, and is held to it."""
    words = "mer än hälften av dem som svarade"
    # Seven of ten of county 25 say so, and five of nine of the other.
    every = {**CARRIED, "enables": (1, 3, 7, 9, 11, *range(2, 15, 2))}

    def headed(over: str) -> tuple[str, list[str]]:
        text = "{#factors}\n# Faktorer\n\n" + ONE.replace(":factor:", f":claim: {over}\n:factor:")
        made = analyse(package(ONE, carried=every))
        document, faults = compose(text, made, "sv", file="manuscript.md")
        return document.figures[0].claim, [str(fault.what) for fault in faults]

    assert headed(f"{words}: economy:enables | county=25") == (words, [])
    claim, (fault,) = headed(f"{words}: economy:enables | county=24")
    assert claim == ""
    assert words in fault


def test_two_groups_are_compared_by_the_interval_of_their_difference() -> None:
    fewer = "{claim}`färre: economy:hinders | county=24, economy:hinders | county=25`"
    equal = "{claim}`fler: economy:enables | county=25, economy:enables | county=24`"
    asked = material(fewer, equal)
    (one,) = (d for t, d in asked.differences.items() if t.option == "economy.enables")
    assert one.low is not None
    assert one.high is not None
    assert one.low < 0 < one.high
    # Nothing is worked out of what is withheld.
    assert not [d for t, d in asked.differences.items() if t.option.endswith("hinders") and d.low]
    _, faults = composed(fewer, equal)
    assert len(faults) == 2


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("{mentions}`ekonomi:enables | county=24`", "has no 'ekonomi'"),
        ("{mentions}`economy:helps | county=24`", "'helps' is not a valence"),
        ("{mentions}`economy:enables | region=24`", "'region' is neither a register column"),
        ("{mentions}`economy:enables | county=99`", "has no '99'"),
        ("{mentions}`economy:enables | county`", "does not name a group"),
        ("{mentions}`economy:enables | county=24 vs county=25`", "compares two groups"),
    ],
)
def test_a_group_that_cannot_be_read_is_said(role: str, words: str) -> None:
    _, faults = composed(role)
    assert [words in str(fault.what) for fault in faults] == [True]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (":by: county", "shows one factor, or one direction"),
        (":factor: economy", "groups of the factor figure are missing"),
        (":by: county\n:factor: ekonomi", "there is no factor 'ekonomi'"),
        (":by: county\n:direction: helps", "'helps' is not a direction"),
        (":by: region\n:factor: economy", "'region' is neither a register column"),
        (":by: county\n:factor: economy\n:id: ../x", "is not a valid name for a figure"),
    ],
)
def test_what_cannot_be_read_is_said(options: str, words: str) -> None:
    _, faults = composed(f":::{{factor-figure}}\n{options}\n:::\n")
    assert [words in str(fault.what) for fault in faults] == [True]
