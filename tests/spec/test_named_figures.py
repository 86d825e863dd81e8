"""What a manuscript can name: the released figure of each target, and what is said of the rest."""

from dataclasses import replace
from typing import Any

import pytest

from samklang.core.disclosure.released import (
    ReleasedCell,
    ReleasedDifference,
    ReleasedRow,
    ReleasedTable,
    Series,
)
from samklang.core.figures.material import Material
from samklang.core.figures.values import (
    change_words,
    check_by,
    check_group,
    check_number,
    check_question,
    cite,
    difference_band_words,
    difference_words,
    effect_words,
    find,
    mentioned,
    points_words,
    range_words,
    response_rate,
    value_words,
)
from samklang.core.manuscript.roles import ChangeRole, Mention
from samklang.core.manuscript.targets import Group, Target, Unreadable
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.theme.series import EarlierShare, EarlierTheme, as_asked
from tests.sample_material import both, material

NORTH, SOUTH = Group("county", "25"), Group("county", "24")


def shown(share: int, low: int, high: int) -> ReleasedCell:
    return ReleasedCell("shown", share, share, low, high)


def amount(value: float, low: float, high: float) -> ReleasedCell:
    return ReleasedCell("shown", value=value, value_low=low, value_high=high)


def table(name: str, series: tuple[str, ...], rows: dict[str, Any], **more: Any) -> ReleasedTable:
    return ReleasedTable(
        name,
        tuple(Series(s, s) for s in series),
        tuple(ReleasedRow(row, row, 20, tuple(cells)) for row, cells in rows.items()),
        threshold=5,
        **more,
    )


def made() -> Material:
    """The sample material with two numbers, and figures by county."""
    sample = material()
    numbers = (
        Question("hours", "integer", both("Timmar?"), unit=both("timmar")),
        Question("cost", "decimal", both("Kostnad?")),
    )
    questions = Questionnaire("1", (*sample.questionnaire.questions, *numbers))
    tables = [
        table(
            "q1|county",
            ("yes", "no"),
            {
                "24": (shown(50, 40, 60), shown(50, 40, 60)),
                "25": (shown(62, 52, 72), ReleasedCell("few")),
            },
        ),
        table("mean:hours", ("amount",), {"amount": [amount(12.5, 10, 15)]}, decimals=1),
        table("mean:hours|county", ("amount",), {"25": [ReleasedCell("few")]}),
        table("ratio:cost/hours", ("amount",), {"amount": [amount(2, 1, 3)]}),
        table(
            "factors|county",
            ("economy.enables", "economy.hinders"),
            {"25": (ReleasedCell("few"), shown(40, 30, 50))},
        ),
    ]
    return replace(
        sample,
        questionnaire=questions,
        tables={**sample.tables, **{one.id: one for one in tables}},
        groups=("county",),
    )


MADE = made()


def share(question: str, option: str, group: Group | None = None) -> Target:
    return Target("share", question, option, group=group)


# target -> table, row, what its cell shows
FIGURES = [
    (share("q1", "yes"), "q1", "yes", 67),
    (share("q1", "no"), "q1", "no", 33),
    (share("m.time", "b"), "m", "time", 75),
    (share("m.money", "a"), "m", "money", None),
    (share("q1", "yes", NORTH), "q1|county", "25", 62),
    (share("q1", "no", SOUTH), "q1|county", "24", 50),
    (share("q1", "no", NORTH), "q1|county", "25", None),
    (Target("mean", "hours"), "mean:hours", "amount", 12.5),
    (Target("mean", "hours", group=NORTH), "mean:hours|county", "25", None),
    (Target("ratio", "cost", over="hours"), "ratio:cost/hours", "amount", 2),
]


@pytest.mark.parametrize(("target", "name", "row", "number"), FIGURES)
def test_a_target_names_a_released_figure(
    target: Target, name: str, row: str, number: float | None
) -> None:
    of, line, cell = find(target, MADE)
    assert (of.id, line.id) == (name, row)
    assert (cell.share if target.measure == "share" else cell.value) == number


# target -> the fault, and the name that is meant
UNKNOWN = [
    (share("q9", "yes"), "is_no_closed_question", ""),
    (share("q5", "yes"), "is_no_closed_question", ""),
    (share("q1", "yees"), "has_no", "yes"),
    (share("m", "a"), "is_a_matrix", ""),
    (share("m.time", "c"), "has_no_option", ""),
    (share("m.tim", "a"), "has_no", "time"),
    (share("q1", "yess", NORTH), "has_no", "yes"),
    (share("q1", "yes", Group("county", "26")), "has_no", "25"),
    (share("q1", "yes", Group("lan", "25")), "is_no_column_of_the_register", ""),
    (share("q1", "yes", Group("q5", "x")), "is_no_column_of_the_register", ""),
    (share("q1", "yes", Group("q1", "no")), "is_parted_by_itself", ""),
    (share("m.time", "a", Group("m.money", "a")), "is_parted_by_itself", ""),
    (share("q1", "yes", Group("m", "a")), "is_a_matrix", ""),
    (share("q1", "yes", Group("m.time", "c")), "has_no", ""),
    (share("m", "a", NORTH), "is_a_matrix", ""),
    # Asked for, but nobody has made the table.
    (share("m.time", "a", NORTH), "there_are_no_figures_of", ""),
    (Target("mean", "q1"), "is_no_question_with_numbers", ""),
    (Target("mean", "hour"), "is_no_question_with_numbers", "hours"),
    (Target("ratio", "cost", over="q1"), "is_no_question_with_numbers", ""),
    (Target("ratio", "cost", over="cost"), "is_divided_by_itself", ""),
    (Target("total", "hours"), "there_are_no_figures_of", ""),
    (Target("mean", "hours", group=Group("county", "26")), "has_no", "25"),
]


@pytest.mark.parametrize(("target", "fault", "meant"), UNKNOWN)
def test_what_is_not_there_is_said(target: Target, fault: str, meant: str) -> None:
    with pytest.raises(Unreadable) as raised:
        find(target, MADE)
    assert raised.value.what.code == f"faults.{fault}"
    assert meant in str(raised.value.remedy)


def test_an_open_survey_has_no_total() -> None:
    took_part = replace(MADE.participation, invited=None)
    with pytest.raises(Unreadable) as raised:
        find(Target("total", "hours"), replace(MADE, participation=took_part))
    assert raised.value.what.code == "faults.an_open_survey_has_no_total"


def test_what_members_are_parted_by() -> None:
    check_question("q1", MADE)
    check_question("m.time", MADE)
    check_number("cost", MADE)
    check_by("county", "q1", MADE)
    check_by("q1", "m.time", MADE)
    check_by("m.time", "q1", MADE)
    check_group(Group("m.time", "a"), "q1", MADE)
    # Whether anybody is of a value of the register is told by the table.
    check_group(Group("county", "99"), "q1", MADE)


# mention -> table, row, what its cell shows
MENTIONS = [
    (Mention("economy", "hinders"), "factors", "economy", 55),
    (Mention("economy", "enables"), "factors", "economy", None),
    (Mention("economy", "hinders", NORTH), "factors|county", "25", 40),
    (Mention("economy", "enables", NORTH), "factors|county", "25", None),
]
NO_MENTIONS = [
    (Mention("economi", "hinders"), "has_no"),
    (Mention("economy", ""), "is_no_valence"),
    (Mention("economy", "hinder"), "is_no_valence"),
    (Mention("economy", "hinders", Group("lan", "25")), "is_no_column_of_the_register"),
    (Mention("economy", "hinders", Group("county", "26")), "has_no"),
    (Mention("economy", "hinders", Group("q1", "yes")), "there_are_no_figures_of"),
]


@pytest.mark.parametrize(("mention", "name", "row", "number"), MENTIONS)
def test_a_mention_names_a_factor(
    mention: Mention, name: str, row: str, number: int | None
) -> None:
    of, line, cell = mentioned(mention, MADE)
    assert (of.id, line.id, cell.share) == (name, row, number)


@pytest.mark.parametrize(("mention", "fault"), NO_MENTIONS)
def test_a_mention_of_nothing_is_said(mention: Mention, fault: str) -> None:
    with pytest.raises(Unreadable) as raised:
        mentioned(mention, MADE)
    assert raised.value.what.code == f"faults.{fault}"


def test_without_coded_answers_there_are_no_factors() -> None:
    bare = replace(MADE, tables={"q1": MADE.tables["q1"]})
    with pytest.raises(Unreadable) as raised:
        mentioned(Mention("economy", "hinders"), bare)
    assert raised.value.what.code == "faults.there_are_no_coded_factors"


def plain(words: tuple[str, str]) -> tuple[str, str]:
    """Without what keeps a number and its unit on one line."""
    return words[0].replace("\u00a0", " "), words[1]


def test_amounts_in_words() -> None:
    hours, north = Target("mean", "hours"), Target("mean", "hours", group=NORTH)
    assert plain(value_words(hours, MADE, "sv")) == ("12,5", "mean:hours")
    assert plain(value_words(hours, MADE, "en")) == ("12.5", "mean:hours")
    assert plain(range_words(hours, MADE, "sv"))[0].startswith("10,0")
    assert range_words(north, MADE, "sv")[0] == ""


APART = Target("share", "q1", "yes", group=NORTH, versus=SOUTH)

# the difference as released -> in words, its band
DIFFERENCES = [
    (
        ReleasedDifference(12, -3, 27, -9, 33),
        "12 procentenheter (−3 till 27)",
        "−9 till 33 procentenheter",
    ),
    (ReleasedDifference(12, -3, 27), "12 procentenheter (−3 till 27)", ""),
    (ReleasedDifference(12, -3, 27, -9), "12 procentenheter (−3 till 27)", ""),
    (ReleasedDifference(), "", ""),
    (ReleasedDifference(12, None, 27), "", ""),
    (ReleasedDifference(12, -3), "", ""),
]


@pytest.mark.parametrize(("difference", "words", "band"), DIFFERENCES)
def test_a_difference_in_words(difference: ReleasedDifference, words: str, band: str) -> None:
    of = replace(MADE, differences={APART: difference})
    assert plain(difference_words(APART, of, "sv")) == (words, "q1|county")
    assert plain(difference_band_words(APART, of, "sv")) == (band, "q1|county")


def test_a_difference_that_is_not_that_of_the_printed_shares_says_so() -> None:
    """62 and 50 are printed, which differ by 12."""
    of = replace(MADE, differences={APART: ReleasedDifference(11, -3, 27)})
    words, _ = plain(difference_words(APART, of, "sv"))
    assert words.startswith("11 procentenheter (−3 till 27)")
    assert len(words) > len("11 procentenheter (−3 till 27)")
    # Where a share is withheld there is nothing that it could be compared with.
    against = replace(APART, option="no")
    of = replace(MADE, differences={against: ReleasedDifference(11, -3, 27)})
    assert plain(difference_words(against, of, "sv"))[0] == "11 procentenheter (−3 till 27)"


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (1, "1 procentenhet (−3 till 5)"),
        (-1, "−1 procentenhet (−3 till 5)"),
        (0, "0 procentenheter (−3 till 5)"),
        (2, "2 procentenheter (−3 till 5)"),
    ],
)
def test_one_point_is_singular(points: int, words: str) -> None:
    assert points_words(points, -3, 5, "sv").replace("\u00a0", " ") == words


def then(**more: Any) -> Material:
    """With an earlier theme that printed 60 % of q1=yes."""
    asked = as_asked(MADE.questionnaire.by_id["q1"])
    earlier = EarlierTheme(
        "2022",
        (EarlierShare("q1", "yes", 60, 50, 69, base=30),),
        questions=(replace(asked, **more),),
    )
    return replace(MADE, theme=replace(MADE.theme, series=(earlier,)))


# question as it was, role -> the fault
CHANGES: list[tuple[dict[str, Any], ChangeRole, str]] = [
    ({}, ChangeRole(share("q1", "yes"), "2020", False), "there_is_no_earlier_theme"),
    ({}, ChangeRole(share("q1", "no"), "2022", False), "printed_no"),
    ({}, ChangeRole(share("q1", "yes"), "2022", True), "is_as_asked_it"),
    (
        {"wording": both("Något annat?")},
        ChangeRole(share("q1", "yes"), "2022", False),
        "is_not_as_asked_it_the",
    ),
]


@pytest.mark.parametrize(("asked", "role", "fault"), CHANGES)
def test_a_change_that_cannot_be_told(asked: dict[str, Any], role: ChangeRole, fault: str) -> None:
    with pytest.raises(Unreadable) as raised:
        change_words(role, then(**asked), "sv")
    assert raised.value.what.code == f"faults.{fault}"


def test_a_change_in_words() -> None:
    same = ChangeRole(share("q1", "yes"), "2022", False)
    # 67 (60 to 73) less 60 (50 to 69), from the ends that lie furthest apart.
    words, name = plain(change_words(same, then(), "sv"))
    assert (words, name) == ("7 procentenheter (−9 till 23)", "q1")
    altered = replace(same, altered=True)
    told, _ = plain(change_words(altered, then(wording=both("Något annat?")), "sv"))
    assert told != words
    assert words in told
    withheld = replace(
        then(),
        tables={"q1": table("q1", ("share",), {"yes": [ReleasedCell("few")]}, base=30)},
    )
    assert change_words(same, withheld, "sv") == ("", "q1")


def test_design_effects_and_citations() -> None:
    target = share("q1", "yes")
    for effect, words in ((1.3, "1,3"), (1.0, "1,0"), (None, "")):
        of = replace(MADE, effects={target: effect})
        assert effect_words(target, of, "sv") == (words, "q1")
    assert effect_words(target, MADE, "sv") == ("", "q1")
    both_cited = cite(["mulgan2006", "aberg2020"], MADE, "sv")
    assert both_cited.text == "(Mulgan, 2006; Åberg, 2020)"
    with pytest.raises(Unreadable) as raised:
        cite(["mulgan2006", "mulgan2007"], MADE, "sv")
    assert "mulgan2006" in str(raised.value.remedy)


@pytest.mark.parametrize(
    ("invited", "answered", "rate"),
    [
        (None, 32, None),
        (0, 0, None),
        (40, 32, 80),
        (8, 1, 13),
        (200, 1, 1),
        (201, 1, 0),
        (3, 2, 67),
    ],
)
def test_the_response_rate_is_in_whole_per_cent_halves_up(
    invited: int | None, answered: int, rate: int | None
) -> None:
    took_part = replace(MADE.participation, invited=invited, answered=answered)
    assert response_rate(replace(MADE, participation=took_part)) == rate
