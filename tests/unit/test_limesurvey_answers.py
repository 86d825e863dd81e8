"""LimeSurvey's answers: shown or not, codes or full texts, headings, and every fault."""

from pathlib import Path

import pytest

from samklang.core.faults import FaultyInput
from samklang.core.survey.responses import Answer, Missing
from tests.data.limesurvey.small import export, lss, question
from tests.unit.imported_survey import NOTHING, Imported

NOT_SHOWN = Missing.NOT_SHOWN
YES = question("a", "Y")
IF_YES = question("b", "S", relevance='((a.NAOK == "Y"))')
UNREADABLE = question("b", "S", relevance="count(a) > 0")


def fault(folder: Path, survey: str, responses: str) -> str:
    with pytest.raises(FaultyInput) as caught:
        Imported(folder, survey, responses)
    return str(caught.value)


# --- shown or not -----------------------------------------------------------------------------


def test_a_condition_decides_who_was_asked(tmp_path: Path) -> None:
    found = Imported(
        tmp_path, lss(YES, IF_YES), export('"a";"b"', '"Y";"x"', '"Y";', '"N";', '"N";""')
    )
    assert found.answers("b") == ["x", NOTHING, NOT_SHOWN, NOT_SHOWN]
    assert found.questions["b"].relevant == "${a} = 'Y'"
    assert found.questions["b"].base.sv == "de som svarade ”Ja” på frågan ”a”"


def test_a_groups_condition_holds_for_all_its_questions(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(
            YES,
            question("b", "S", group=2),
            question("c", "S", group=2, relevance='b.NAOK == "x"'),
            groups={2: 'a.NAOK == "Y"'},
        ),
        export('"a";"b";"c"', '"Y";"x";"z"', '"Y";"y";', '"N";;'),
    )
    assert found.questions["c"].relevant == "(${a} = 'Y') and (${b} = 'x')"
    assert found.questions["c"].base.sv == "de som fick frågan"
    assert found.answers("c") == ["z", NOT_SHOWN, NOT_SHOWN]


def test_the_conditions_table_is_used_where_there_is_no_other_condition(tmp_path: Path) -> None:
    row = {"qid": 2, "cqid": 1, "cfieldname": "77X1X1", "method": "==", "value": "Y", "scenario": 1}
    found = Imported(
        tmp_path,
        lss(YES, question("b", "S"), conditions=[row]),
        export('"a";"b"', '"Y";"x"', '"N";'),
    )
    assert found.questions["b"].relevant == "${a} = 'Y'"
    assert found.answers("b") == ["x", NOT_SHOWN]


def test_without_a_usable_condition_everyone_was_asked_and_the_report_says_more(
    tmp_path: Path,
) -> None:
    """Stored empty: shown. Absent: not shown, in an export that tells the two apart."""
    found = Imported(tmp_path, lss(YES, UNREADABLE), export('"a";"b"', '"Y";"x"', '"Y";""', '"N";'))
    assert found.questions["b"].relevant == ""
    assert found.answers("b") == ["x", NOTHING, NOTHING]
    report = found.report.words("en")
    assert "its condition “count(a) > 0”: the function count() has no counterpart" in report
    assert "counts as not answered (responses: 2; not shown, by the export: 1)" in report


def test_an_export_that_quotes_everything_cannot_say_what_was_shown(tmp_path: Path) -> None:
    found = Imported(
        tmp_path, lss(YES, UNREADABLE), export('"a";"b"', '"Y";"x"', '"Y";""', '"N";""')
    )
    assert found.answers("b") == ["x", NOTHING, NOTHING]
    assert "counts as not answered (responses: 2)." in found.report.words("en")


def test_in_a_partial_response_the_export_may_still_say_not_shown(tmp_path: Path) -> None:
    found = Imported(tmp_path, lss(YES, UNREADABLE), begun('"1"', '"";'))
    assert found.answers("a") == [NOTHING]
    assert found.answers("b") == [NOT_SHOWN]


def test_a_condition_that_complete_answers_contradict_is_given_up(tmp_path: Path) -> None:
    found = Imported(tmp_path, lss(YES, IF_YES), export('"a";"b"', '"N";"x"', '"N";', '"Y";""'))
    assert found.questions["b"].relevant == ""
    assert found.questions["b"].base.sv == ""
    assert found.answers("b") == ["x", NOTHING, NOTHING]
    assert "complete responses answered it although" in found.report.words("en")
    assert not [line for line in found.report.of("kept") if "its condition" in str(line.what)]


def begun(page: str, cells: str) -> str:
    """An export of one partial response that got to a page."""
    return f'"id";"submitdate";"lastpage";"a";"b"\n"1";;{page};{cells}\n'


TWO_PAGES = lss(YES, question("b", "S", group=2))


@pytest.mark.parametrize(
    ("page", "cells", "expected"),
    [
        ('"1"', '"Y";', ["Y", NOT_SHOWN]),
        ('"2"', '"Y";', ["Y", NOTHING]),
        ('"1"', '"Y";"x"', ["Y", "x"]),
        ("", '"Y";', ["Y", NOT_SHOWN]),
        ("", ';"x"', [NOTHING, "x"]),
        ('"0"', ";", [NOT_SHOWN, NOT_SHOWN]),
    ],
)
def test_how_far_a_partial_response_got(
    tmp_path: Path, page: str, cells: str, expected: list[Answer]
) -> None:
    found = Imported(tmp_path, TWO_PAGES, begun(page, cells))
    (response,) = found.composed.responses
    assert response.status == "partial"
    assert response.submitted is None
    assert [response.answers["a"], response.answers["b"]] == expected


@pytest.mark.parametrize(("paging", "expected"), [("S", NOT_SHOWN), ("G", NOTHING), ("A", NOTHING)])
def test_a_page_is_a_question_a_group_or_everything(
    tmp_path: Path, paging: str, expected: Answer
) -> None:
    found = Imported(tmp_path, lss(YES, question("b", "S"), paging=paging), begun('"1"', '"Y";'))
    assert found.answers("b") == [expected]


def test_a_stale_answer_in_a_partial_response_is_left_out(tmp_path: Path) -> None:
    found = Imported(tmp_path, lss(YES, IF_YES), begun('"1"', '"N";"x"'))
    assert found.questions["b"].relevant == "${a} = 'Y'"
    assert found.answers("b") == [NOT_SHOWN]
    assert "answers in partial responses (answers: 1)" in found.report.words("en")


# --- codes, full answers, headings --------------------------------------------------------------

CLOSED = lss(
    question("a", "L", "Vad?", answers={"1": "Ett <b>ord</b>", "2": "1", "3": "3"}, other="Y"),
    question("m", "M", rows={"x": "X", "y": "Y"}),
    YES | {"code": "y"},
    question("g", "C", rows={"r": "R"}),
)
CODES = '"a";"a[other]";"m[x]";"m[y]";"y";"g[r]"'


def test_full_answers_are_read_back(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        CLOSED,
        export(
            CODES,
            '"Ett ord";;"Ja";"Nej";"Ja";"Osäker"',
            '"1";;"Yes";"No";"No";"Uncertain"',
            '"Annat";"eget";"N/A";"N/A";"N/A";""',
        ),
    )
    assert found.answers("a") == ["1", "2", "other"]
    assert found.answers("m") == [{"x"}, {"x"}, NOTHING]
    assert found.answers("y") == ["Y", "N", NOTHING]
    assert found.answers("g") == [{"r": "U"}, {"r": "U"}, NOTHING]
    assert found.composed.responses.rows[2].open_texts == {"a.other.text": "eget"}


def test_codes_are_codes_also_where_they_could_be_texts(tmp_path: Path) -> None:
    found = Imported(tmp_path, CLOSED, export(CODES, '"1";;"Y";"";"Y";"U"', '"3";;"Y";"";"N";"Y"'))
    assert found.answers("a") == ["1", "3"]


def test_a_full_answer_that_two_options_share_is_a_fault(tmp_path: Path) -> None:
    survey = lss(question("a", "L", answers={"A1": "Kanske", "A2": "Kanske", "A3": "Ja"}))
    told = fault(tmp_path, survey, export('"a"', '"Ja"', '"Kanske"'))
    assert "r.csv, row 3, a: “Kanske” is the text of several options (A1, A2)" in told
    assert "Answer codes" in told


def test_converted_yes_and_no(tmp_path: Path) -> None:
    found = Imported(tmp_path, CLOSED, export(CODES, '"1";;"1";"2";"2";""', '"1";;"2";"1";"1";""'))
    assert found.answers("y") == ["N", "Y"]
    assert found.answers("m") == [{"x"}, {"y"}]
    assert "also turns unanswered into no" in found.report.words("en")


@pytest.mark.parametrize(
    "header",
    [
        '"m[x]";"m[y]"',
        '"m_x";"m_y"',
        '"m[x]. Vilka? [X]";"m[y]. Vilka? [Y]"',
        '"m_x: Vilka? [X]";"m_y: Vilka? [Y]"',
    ],
)
def test_headings_with_codes_in_any_form(tmp_path: Path, header: str) -> None:
    survey = lss(question("m", "M", "Vilka?", rows={"x": "X", "y": "Y"}))
    found = Imported(tmp_path, survey, export(header, '"Y";""'))
    assert found.answers("m") == [{"x"}]


def test_a_heading_is_no_code_because_it_begins_like_one(tmp_path: Path) -> None:
    survey = lss(question("q", "N"), question("ok", "S"))
    header = '"q";"ok";"okänd";"q[a]b"'
    found = Imported(tmp_path, survey, export(header, '"1";"x";"y";"z"'))
    assert [line.subject for line in found.report.of("dropped")] == ["okänd", "q[a]b"]
    told = fault(tmp_path, survey, export('"q";"okänd"', '"1";"y"'))
    assert told.startswith("r.csv, row 1, ok: is not in the file")


def test_headings_of_full_texts_name_the_setting_to_change(tmp_path: Path) -> None:
    survey = lss(question("m", "M", "Vilka?", rows={"x": "X", "y": "Y"}))
    told = fault(tmp_path, survey, '"Svars-ID";"Vilka? [X]";"Vilka? [Y]"\n"1";"Y";""\n')
    assert "Question code" in told
    assert len(told.splitlines()) == 1


def test_what_points_to_a_person_is_never_copied(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(question("q", "S")),
        export('"q";"token";"email";"attribute_1";"new"', '"x";"secret";"a@b.se";"z";"w"'),
    )
    assert "secret" not in repr(found.composed)
    assert "a@b.se" not in repr(found.composed)
    told = {line.subject: str(line.reason) for line in found.report.of("dropped")}
    assert told["token"] == told["email"] == told["attribute_1"] == "It can point to a person."
    assert told["new"] == "It belongs to no question of the survey."


def test_dates_of_fieldwork_and_of_sending_in(tmp_path: Path) -> None:
    text = (
        '"id";"submitdate";"startdate";"q"\n"1";"2026-05-03 10:00:00";"2026-05-02 09:00:00";"x"\n'
        '"2";"2026-05-09 10:00:00";"2026-05-08 09:00:00";"x"\n"3";;"2026-05-01 09:00:00";"x"\n'
    )
    found = Imported(tmp_path, lss(question("q", "S")), text)
    fieldwork = found.composed.theme.fieldwork
    assert (str(fieldwork.opened), str(fieldwork.closed)) == ("2026-05-01", "2026-05-09")
    assert str(found.composed.responses.rows[0].submitted) == "2026-05-03"


def test_an_anonymised_survey_has_no_dates(tmp_path: Path) -> None:
    text = '"id";"submitdate";"q"\n"1";"1980-01-01 00:00:00";"x"\n'
    found = Imported(tmp_path, lss(question("q", "S")), text)
    (response,) = found.composed.responses
    assert (response.status, response.submitted) == ("complete", None)
    assert found.composed.theme.fieldwork.closed is None


# --- faults -----------------------------------------------------------------------------------

ONE = lss(question("q", "L", answers={"A1": "Ett", "A2": "Två"}))


@pytest.mark.parametrize(
    ("survey", "responses", "told"),
    [
        (ONE, export('"q"', '"A1"', '"A9"'), "r.csv, row 3, q: “A9” is not an answer option of q"),
        (ONE, export('"r"', '"A1"'), "Question code"),
        (ONE, '"id";"q"\n"1";"A1"\n', "row 1, submitdate: is not in the file"),
        (ONE, '"submitdate";"q"\n;"A1"\n', "row 1, id: is not in the file"),
        (ONE, export('"q"'), "r.csv: has no responses"),
        (
            ONE,
            '"id";"submitdate";"q"\n"1";;"A1"\n"1";;"A1"\n',
            "row 3, id: the id 1 stands on row 2 too",
        ),
        (ONE, '"id";"submitdate";"q"\n"";;"A1"\n', "row 2, id: “” is not a response id"),
        (ONE, '"id";"submitdate";"q"\n"=1";;"A1"\n', "“=1” is not a response id"),
        (ONE, '"id";"submitdate";"q"\n"1";"soon";"A1"\n', "row 2, submitdate: “soon” is not a"),
        (lss(question("q", "N")), export('"q"', '"many"'), "row 2, q: “many” is not a number"),
        (lss(question("q", "D")), export('"q"', '"2026-02-30"'), "row 2, q: “2026-02-30” is not"),
        (lss(question("q", "D")), export('"q"', '"1/2/2026"'), "row 2, q: “1/2/2026” is not a"),
        (
            lss(question("q", "M", rows={"x": "X", "z": "Z"})),
            export('"q[x]";"q[z]"', '"maybe";'),
            "row 2, q[x]: “maybe” does not say whether the box is ticked",
        ),
        (
            lss(question("q", "F", answers={"A1": "Ett", "A2": "Två"}, rows={"r": "R", "s": "S"})),
            export('"q[r]";"q[s]"', '"A1";"B"'),
            "row 2, q[s]: “B” is not an answer option",
        ),
        (
            lss(question("q", "M", rows={"x": "X", "y": "Y"})),
            export('"q[x]"', '"Y"'),
            "row 1, q[y]: is not in the file, but the survey has the question",
        ),
    ],
)
def test_faults_say_where_and_what_to_do(
    tmp_path: Path, survey: str, responses: str, told: str
) -> None:
    found = fault(tmp_path, survey, responses)
    assert told in found


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    survey = lss(question("q", "L", answers={"A1": "Ett", "A2": "Två"}), question("n", "N"))
    told = fault(tmp_path, survey, export('"q";"n"', '"B";"x"', '"A1";"y"'))
    assert len(told.splitlines()) == 3
