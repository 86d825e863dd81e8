"""XLSForm: the named subset read, and everything else refused with its sheet, row and column."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Wording
from samklang.core.survey.path import on_offer
from samklang.exchange.xlsform.reading import read_xlsform
from samklang.exchange.xlsform.sheets import Refusal, Refused
from samklang.exchange.xlsform.writing import write_xlsform
from samklang.web.starts import NAMES, start
from tests.unit.written_form import HEAD, Rows, form, read, refused

DATA = Path(__file__).parents[1] / "data" / "xlsform"


def test_questions_of_every_type() -> None:
    found = read(
        ["select_one yn", "q1", "Har ni?", "Have you?", ""],
        ["select_multiple who", "q2", "Vilka?", "Who?", "${q1} = 'yes'"],
        ["select_one yn or_other", "q3", "Hur?", "How?", ""],
        ["integer", "q4", "Hur många?", "How many?", ""],
        ["decimal", "q5", "Hur mycket?", "How much?", ""],
        ["date", "q6", "När?", "When?", ""],
        ["text", "q7", "Vad?", "What?", ""],
        ["note", "q8", "Tack", "Thanks", ""],
    )
    assert [q.type for q in found] == [
        *("select_one", "select_multiple", "select_one", "integer", "decimal"),
        *("date", "text", "note"),
    ]
    assert found.by_id["q1"].wording == Wording("Har ni?", "Have you?")
    assert [o.id for o in found.by_id["q1"].options] == ["yes", "no"]
    assert [o.exclusive for o in found.by_id["q2"].options] == [False, True]
    assert found.by_id["q2"].relevant == "${q1} = 'yes'"
    assert [(o.id, o.open) for o in found.by_id["q3"].options][-1] == ("other", True)


def test_a_groups_condition_holds_for_its_questions() -> None:
    found = read(
        ["select_one yn", "q1", "Har ni?", "Have you?", ""],
        ["begin group", "g", "", "", "${q1} = 'yes'"],
        ["text", "q2", "Vad?", "What?", ""],
        ["text", "q3", "När?", "When?", "${q1} != 'no'"],
        ["end group", "", "", "", ""],
        ["text", "q4", "Annat?", "Else?", ""],
    )
    assert found.by_id["q2"].relevant == "${q1} = 'yes'"
    assert found.by_id["q3"].relevant == "(${q1} = 'yes') and (${q1} != 'no')"
    assert found.by_id["q4"].relevant == ""


def test_a_table_becomes_a_matrix_and_conditions_follow() -> None:
    head = [*HEAD, "appearance"]
    found = read_xlsform(
        form(
            [
                head,
                ["begin group", "m", "Stämmer det?", "Is it so?", "", "table-list"],
                ["select_one yn", "time", "Tid", "Time", "", ""],
                ["select_one yn", "money", "Pengar", "Money", "", ""],
                ["end group", "", "", "", "", ""],
                ["text", "why", "Varför?", "Why?", "${time} = 'no'", ""],
            ]
        )
    ).questionnaire
    matrix = found.by_id["m"]
    assert (matrix.type, [i.id for i in matrix.items]) == ("matrix", ["time", "money"])
    assert found.by_id["why"].relevant == "${m.time} = 'no'"


def test_what_goes_beyond_plain_questions() -> None:
    choices: Rows = [
        ["list_name", "name", "label::sv", "label::en", "county"],
        ["county", "bd", "Norrbotten", "Norrbotten", ""],
        ["county", "ac", "Västerbotten", "Västerbotten", ""],
        ["town", "lulea", "Luleå", "Luleå", "bd"],
        ["town", "umea", "Umeå", "Umeå", "ac"],
    ]
    head: list[object] = [
        *("type", "name", "label::sv", "label::en", "constraint", "constraint_message::sv"),
        *("choice_filter", "calculation", "repeat_count"),
    ]
    found = read_xlsform(
        form(
            [
                head,
                ["acknowledge", "ok", "Jag samtycker", "I consent", "", "", "", "", ""],
                ["select_one county", "county", "Län?", "County?", "", "", "", "", ""],
                ["select_one town", "town", "Ort?", "Town?", "", "", "county = ${county}", "", ""],
                ["integer", "age", "Ålder?", "Age?", ". >= 18", "Minst 18.", "", "", ""],
                ["calculate", "old", "", "", "", "", "", "${age} > 64", ""],
                ["rank county", "order", "Ordna", "Rank", "", "", "", "", ""],
                ["begin repeat", "cards", "Exempel", "Examples", "", "", "", "", 2],
                ["text", "what", "Vad?", "What?", "", "", "", "", ""],
                ["integer", "year", "År?", "Year?", "", "", "", "", ""],
                ["end repeat", "", "", "", "", "", "", "", ""],
            ],
            choices,
        )
    ).questionnaire
    assert [(q.id, q.type) for q in found] == [
        ("ok", "consent"),
        ("county", "select_one"),
        ("town", "select_one"),
        ("age", "integer"),
        ("old", "calculate"),
        ("order", "ranking"),
        ("cards", "cards"),
    ]
    town, age, cards = found.by_id["town"], found.by_id["age"], found.by_id["cards"]
    assert [dict(o.tags) for o in town.options] == [{"county": "bd"}, {"county": "ac"}]
    assert [o.id for o in on_offer(town, {"county": "ac"})] == ["umea"]
    assert (age.constraint, age.constraint_message.sv) == (". >= 18", "Minst 18.")
    assert cards.columns() == ("cards.1.what", "cards.1.year", "cards.2.what", "cards.2.year")
    assert found.by_id["order"].columns() == ("order.bd", "order.ac")


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (["geopoint", "q1", "Var?", "Where?", ""], "type", "type"),
        (["select_one nolist", "q1", "A", "A", ""], "type", "unknown_list"),
        (["text", "två ord", "A", "A", ""], "name", "bad_name"),
        (["text", "status", "A", "A", ""], "name", "bad_name"),
        (["text", "q0", "A", "A", ""], "name", "name_twice"),
        (["text", "q1", "", "", ""], "label", "no_label"),
        (["", "q1", "A", "A", ""], "type", "no_type"),
        (["begin repeat", "q1", "A", "A", ""], "type", "group_open"),
        (["end repeat", "", "", "", ""], "type", "group_closed"),
        (["begin group", "q1", "A", "A", ""], "type", "group_open"),
        (["end group", "", "", "", ""], "type", "group_closed"),
        (["text", "q1", "A", "A", "${q9} = 1"], "relevant", "flaws.not_earlier"),
        (["text", "q1", "A", "A", "${q0} = 'maybe'"], "relevant", "flaws.no_option"),
        (["text", "q1", "A", "A", "once(${q0})"], "relevant", "flaws.unreadable"),
        (["text", "q1", "A", "A", "selected(${n}, '5')"], "relevant", "flaws.no_selection"),
        (["text", "q1", "A", "A", "count-selected(${n}) > 1"], "relevant", "flaws.no_selection"),
        (["text", "q1", "A", "A", "q0 = 'yes'"], "relevant", "flaws.bare_name"),
        (["text", "q1", "A", "A", ". = 'yes'"], "relevant", "flaws.own_answer"),
        (["calculate", "q1", "A", "A", ""], "calculation", "flaws.calculation"),
    ],
)
def test_what_cannot_be_taken_over_is_refused_by_row(
    row: list[object], column: str, reason: str
) -> None:
    number: list[object] = ["integer", "n", "Hur många?", "How many?", ""]
    found = refused(["select_one yn", "q0", "Har ni?", "Have you?", ""], number, row)
    assert ("survey", 4, column, reason) in found


@pytest.mark.parametrize("column", ["default", "trigger"])
def test_a_column_that_changes_what_is_asked_is_never_dropped(column: str) -> None:
    found = refused(["text", "q1", "A", "A", "", ". > 3"], head=[*HEAD, column])
    assert found == [("survey", 2, column, "column")]


def test_all_refusals_are_told_at_once() -> None:
    assert len(refused(["geopoint", "a b", "", "", ""], ["time", "q", "A", "A", ""])) == 2


def test_what_is_left_out_is_said() -> None:
    found = read_xlsform(
        form(
            [
                [*HEAD, "label::Suomi (fi)"],
                ["start", "s", "", "", ""],
                ["text", "q", "A", "A", "", "B"],
            ]
        )
    )
    assert {(r.reason, r.row) for r in found.lost} == {("noted", 2), ("other_language", 1)}


def test_a_plain_label_is_in_the_forms_own_language() -> None:
    head: list[object] = ["type", "name", "label"]
    english = read_xlsform(
        form([head, ["text", "q", "Why?"]], [["list_name"]], default_language="English (en)")
    )
    assert english.questionnaire.by_id["q"].wording == Wording(en="Why?")
    swedish = read_xlsform(form([head, ["text", "q", "Varför?"]], [["list_name"]]))
    assert swedish.questionnaire.by_id["q"].wording == Wording(sv="Varför?")


def test_forms_of_pyxforms_own_tests_are_refused_where_they_go_beyond() -> None:
    with pytest.raises(Refused) as raised:
        read_xlsform((DATA / "pyxform_choice_filter_test.xlsx").read_bytes())
    assert [(r.sheet, r.row, r.column) for r in raised.value.refusals] == [("choices", 6, "name")]
    with pytest.raises(Refused) as raised:
        read_xlsform((DATA / "pyxform_xlsform_spec_test.xlsx").read_bytes())
    refused = {(r.row, r.value) for r in raised.value.refusals if r.reason == "type"}
    assert refused == {
        *((32, "time"), (33, "datetime"), (34, "geopoint"), (35, "barcode"), (36, "image")),
        *((37, "audio"), (38, "video"), (50, "uri:deviceid")),
    }
    others = {(r.row, r.reason) for r in raised.value.refusals if r.reason != "type"}
    assert {(4, "no_label"), (5, "no_label"), (10, "no_label"), (54, "bad_name")} <= others


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"type,name\n"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as raised:
        read_xlsform(content)
    assert [r.reason for r in raised.value.refusals] == ["not_excel"]


cells = st.one_of(
    st.sampled_from(
        ["text", "select_one yn", "begin group", "end group", "q1", "${q1} = 'yes'", ""]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
    st.integers(-5, 5),
    st.booleans(),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(cells, min_size=5, max_size=5), max_size=6))
def test_any_sheet_is_a_questionnaire_or_clear_refusals(rows: Rows) -> None:
    told: tuple[Refusal, ...] = ()
    try:
        ids = [q.id for q in read_xlsform(form([HEAD, *rows])).questionnaire]
    except Refused as refused:
        told, ids = refused.refusals, []
    assert bool(ids) != bool(told)
    assert len(set(ids)) == len(ids)
    for refusal in told:
        assert phrase("sv", refusal.phrase)


def test_what_is_written_is_read_back() -> None:
    rows: list[list[object]] = [
        ["acknowledge", "ok", "Ja tack", "Yes", ""],
        ["select_one yn", "q1", "+1+1", "@x", ""],
        ["select_multiple who", "q2", "Vilka?", "Who?", "${q1} = 'yes'"],
        ["select_one yn or_other", "q3", "Hur?", "How?", ""],
        ["rank who", "q4", "Ordna", "Rank", ""],
        ["begin group", "m", "Stämmer det?", "Is it so?", "${q1} = 'yes'", "table-list"],
        ["select_one yn", "time", "Tid", "Time", ""],
        ["select_one yn", "money", "Pengar", "Money", ""],
        ["end group", "", "", "", ""],
        ["decimal", "q5", "Hur mycket?", "How much?", "${time} = 'no'"],
        ["begin repeat", "cards", "Exempel", "Examples", ""],
        ["text", "what", "Vad?", "What?", ""],
        ["end repeat", "", "", "", ""],
        ["note", "q8", "Tack", "Thanks", ""],
    ]
    first = read_xlsform(form([[*HEAD, "appearance"], *rows])).questionnaire
    again = read_xlsform(write_xlsform(first, title="Tema"))
    assert again.questionnaire == first
    assert again.title == "Tema"


@pytest.mark.parametrize("name", NAMES)
def test_a_start_keeps_its_questions_through_a_form(name: str) -> None:
    """What XLSForm has no column for is left out."""
    first = start(name)
    again = read_xlsform(write_xlsform(first)).questionnaire
    lost = {"short": Wording(), "base": Wording(), "scale": None, "neutral": "", "unit": Wording()}
    lost |= {"sensitive": False}
    expected = [replace(question, **lost) for question in first]
    assert [q.id for q in again] == [q.id for q in expected]
    assert list(again) == expected
