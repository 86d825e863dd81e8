"""What each role of a manuscript puts into its sentence, and what it says while it cannot."""

from dataclasses import replace

import pytest

from samklang.core.disclosure.released import ReleasedCell, ReleasedDifference, ReleasedRow
from samklang.core.document.inline import Value
from samklang.core.figures.material import Material
from samklang.core.language.phrases import phrase
from samklang.core.manuscript.roles import typed
from samklang.core.manuscript.targets import Group, Target, Unreadable
from samklang.core.report.roles import ClaimRefused, resolve
from samklang.core.theme.series import EarlierShare, EarlierTheme, as_asked
from tests.spec.test_named_figures import MADE, amount, table

NORTH, SOUTH = Group("county", "25"), Group("county", "24")
YES = Target("share", "q1", "yes")
APART = replace(YES, group=NORTH, versus=SOUTH)


def there() -> Material:
    """As MADE, with an edition of 2022, a difference, a design effect and a total."""
    asked = as_asked(MADE.questionnaire.by_id["q1"])
    earlier = EarlierTheme(
        "2022", (EarlierShare("q1", "yes", 60, 50, 69, base=30),), questions=(asked,)
    )
    total = table("total:hours", ("amount",), {"amount": [amount(500, 400, 600)]})
    quarter = table("lower-quartile:hours", ("amount",), {"amount": [amount(-2, -4, 3)]})
    row = ReleasedRow(
        "economy", "economy", 31, (ReleasedCell("few"), ReleasedCell("shown", 22, 71, 64, 78))
    )
    factors = replace(MADE.tables["factors"], rows=(row,))
    return replace(
        MADE,
        theme=replace(MADE.theme, series=(earlier,)),
        tables={**MADE.tables, total.id: total, quarter.id: quarter, factors.id: factors},
        differences={APART: ReleasedDifference(12, -3, 27, -9, 33)},
        effects={YES: 1.3},
    )


THERE = there()
HIDDEN = "(dolt för att skydda svarande)"

# role, content -> what stands in the sentence, and the table that it is of
PRINTED = [
    ("share", "q1=yes", "67 %", "q1"),
    ("share", "q1=yes | county=25", "62 %", "q1|county"),
    ("share", "m.money=a", "dolt för att skydda svarande", "m"),
    ("share", "q1=no | county=25", "färre än 5", "q1|county"),
    ("interval", "q1=yes", "60–73 %", "q1"),
    ("interval", "m.money=a", HIDDEN, "m"),
    ("interval", "mean hours", "10,0–15,0", "mean:hours"),
    ("interval", "mean hours | county=25", HIDDEN, "mean:hours|county"),
    ("between", "q1=yes", "mellan 60 och 73 %", "q1"),
    ("between", "m.money=a", HIDDEN, "m"),
    ("band", "q1=yes", "56–77 %", "q1"),
    ("band", "m.time=a", HIDDEN, "m"),
    ("band", "q1=yes | county=25 vs county=24", "−9 till 33 procentenheter", "q1|county"),
    ("band", "q1=no | county=25 vs county=24", HIDDEN, "q1|county"),
    ("count", "q1=yes", "20 av 30", "q1"),
    ("count", "m.money=a", HIDDEN, "m"),
    ("mean", "hours", "12,5", "mean:hours"),
    ("mean", "hours | county=25", "färre än 5", "mean:hours|county"),
    ("total", "hours", "500", "total:hours"),
    ("ratio", "cost / hours", "2", "ratio:cost/hours"),
    ("interval", "lower-quartile hours", "−4 till 3", "lower-quartile:hours"),
    (
        "difference",
        "q1=yes | county=25 vs county=24",
        "12 procentenheter (−3 till 27)",
        "q1|county",
    ),
    ("difference", "q1=no | county=25 vs county=24", HIDDEN, "q1|county"),
    ("change", "q1=yes since 2022", "7 procentenheter (−9 till 23)", "q1"),
    ("design-effect", "q1=yes", "1,3", "q1"),
    ("design-effect", "q1=no", HIDDEN, "q1"),
    ("base", "q1", "30", "q1"),
    ("base", "m.time", "32", "m"),
    ("base", "q1 | county=25", "20", "q1|county"),
    ("answered", "-", "32", ""),
    ("invited", "-", "40", ""),
    ("response-rate", "-", "80 %", ""),
    ("mentions", "economy:hinders", "22 av 31", "factors"),
    ("mentions", "economy:enables", "färre än 5", "factors"),
    ("examples", "all", "2", ""),
    ("examples", "exact", "1", ""),
    ("examples", "likely", "0", ""),
    ("claim", "en majoritet: q1=yes", "en majoritet", "q1"),
    ("claim", "en majoritet av dem som svarade: q1=yes | county=25",
     "en majoritet av dem som svarade", "q1|county"),
]  # fmt: skip


def said(role: str, content: str, material: Material) -> Value:
    value = resolve(typed(role, content), material, "sv")
    assert isinstance(value, Value)
    return replace(value, text=value.text.replace("\u00a0", " "))


@pytest.mark.parametrize(("role", "content", "text", "of"), PRINTED)
def test_what_a_role_prints(role: str, content: str, text: str, of: str) -> None:
    value = said(role, content, THERE)
    assert (value.text, value.figure) == (text, of)


@pytest.mark.parametrize(
    ("role", "fault"),
    [
        ("invited", "an_open_survey_has_no_number"),
        ("response-rate", "an_open_survey_has_no_response"),
    ],
)
def test_an_open_survey_invited_nobody(role: str, fault: str) -> None:
    open_survey = replace(THERE, participation=replace(THERE.participation, invited=None))
    with pytest.raises(Unreadable) as raised:
        said(role, "-", open_survey)
    assert raised.value.what.code == f"faults.{fault}"
    assert said("answered", "-", open_survey).text == "32"


# content of the role base -> the fault
NO_BASE = [
    ("q5", "is_no_closed_question"),
    ("m", "is_a_matrix"),
    ("m.tim", "has_no"),
    ("q1.time", "has_no"),
    ("m | county=25", "is_a_matrix"),
]


@pytest.mark.parametrize(("content", "fault"), NO_BASE)
def test_a_base_of_nothing_that_was_asked(content: str, fault: str) -> None:
    with pytest.raises(Unreadable) as raised:
        said("base", content, THERE)
    assert raised.value.what.code == f"faults.{fault}"


def test_a_kind_of_example_that_there_is_not() -> None:
    with pytest.raises(Unreadable) as raised:
        said("examples", "exakt", THERE)
    assert raised.value.what.code == "faults.is_no_kind_of_example"
    assert "exact" in str(raised.value.remedy)


def test_the_greatest_of_the_groups_is_held_against_the_other_groups() -> None:
    """62 % (52 to 72) in the north is the most; with 10 % in the south it is surely so."""
    claim = "vanligast av dem som svarade: q1=yes | county=25"
    with pytest.raises(ClaimRefused) as raised:
        said("claim", claim, THERE)
    assert raised.value.what.code == "faults.compares_with_but_the_difference_is"
    assert raised.value.remedy.code == "faults.write_for_example"
    rows = THERE.tables["q1|county"].rows
    low = ReleasedCell("shown", 2, 10, 5, 20)
    south = ReleasedRow("24", "24", 20, (low, ReleasedCell("protected")))
    apart = replace(THERE.tables["q1|county"], rows=(south, rows[1]))
    made = replace(THERE, tables={**THERE.tables, apart.id: apart})
    assert said("claim", claim, made).text == "vanligast av dem som svarade"


COUNTING, CODES = phrase("sv", "report.being_counted"), phrase("sv", "report.codes_wait")

# role, content -> what it says while nothing is counted, while q1 by county is, and while the
# codes are closed to a reader who has coding left; '' where it prints what it always prints
WAITING = [
    ("share", "q1=yes", COUNTING, "", ""),
    ("share", "q1=yes | county=25", COUNTING, COUNTING, ""),
    ("difference", "q1=yes | county=25 vs county=24", COUNTING, COUNTING, ""),
    ("mean", "hours", COUNTING, "", ""),
    ("base", "q1 | county=25", COUNTING, COUNTING, ""),
    ("answered", "-", COUNTING, "", ""),
    ("mentions", "economy:hinders", COUNTING, "", CODES),
    ("change", "q1=yes since 2022", COUNTING, "", ""),
    ("design-effect", "q1=yes", COUNTING, "", ""),
    ("examples", "all", "", "", ""),
    # Words that are claimed stand, whether or not what bears them is counted.
    ("claim", "en majoritet: q1=yes", "en majoritet", "", ""),
    (
        "claim",
        "en majoritet av dem som svarade: economy:hinders",
        "en majoritet av dem som svarade",
        "",
        "en majoritet av dem som svarade",
    ),
]


@pytest.mark.parametrize(("role", "content", "none", "some", "closed"), WAITING)
def test_what_a_role_says_while_it_waits(
    role: str, content: str, none: str, some: str, closed: str
) -> None:
    for material, waits in (
        (replace(THERE, awaited=None), none),
        (replace(THERE, awaited=frozenset({"q1|county", APART})), some),
        (replace(THERE, blind=True), closed),
    ):
        if waits:
            value = said(role, content, material)
            assert (value.text, value.figure) == (waits, "")
        else:
            assert said(role, content, material) == said(role, content, THERE)
