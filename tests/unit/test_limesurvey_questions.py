"""One small LimeSurvey survey for each question type: the questions, and the answers in them."""

from pathlib import Path

import pytest

from samklang.core.survey.responses import Missing
from tests.data.limesurvey.small import export, lss, question
from tests.unit.imported_survey import NOTHING, Imported, options, types


@pytest.mark.parametrize("kind", ["L", "!"])
def test_list_with_other(tmp_path: Path, kind: str) -> None:
    found = Imported(
        tmp_path,
        lss(question("q", kind, answers={"A1": "Ett", "A2": "Två"}, other="Y")),
        export('"q";"q[other]"', '"A2";', '"-oth-";"Något, ""annat"""', '"";', '"-oth-";""'),
    )
    assert types(found) == {"q": "select_one"}
    assert options(found, "q") == [("A1", "Ett"), ("A2", "Två"), ("other", "Annat")]
    assert [o.open for o in found.questions["q"].options] == [False, False, True]
    assert found.answers("q") == ["A2", "other", NOTHING, "other"]
    texts = [dict(r.open_texts) for r in found.composed.responses]
    assert texts == [{}, {"q.other.text": 'Något, "annat"'}, {}, {}]


def test_other_under_a_name_of_its_own_and_beside_an_answer_called_other(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(
            question(
                "q",
                "L",
                answers={"other": "Övriga"},
                other="Y",
                attributes={"other_replace_text": "Nämligen"},
            )
        ),
        export('"q";"q[other]"', '"other";', '"-oth-";"x"'),
    )
    assert options(found, "q") == [("other-2", "Övriga"), ("other", "Nämligen")]
    assert found.answers("q") == ["other-2", "other"]


def test_list_with_comment(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(question("q", "O", "Hur?", answers={"A1": "Ett", "A2": "Två"}, mandatory="Y")),
        export('"q";"q[comment]"', '"A1";"för att"', '"";""'),
    )
    assert types(found) == {"q": "select_one", "q_comment": "text"}
    assert found.questions["q_comment"].wording.sv == "Hur? – kommentar"
    assert (found.questions["q"].required, found.questions["q_comment"].required) == (True, False)
    assert found.answers("q_comment") == ["för att", NOTHING]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Y", [("Y", "Ja"), ("N", "Nej")]),
        ("G", [("F", "Kvinna"), ("M", "Man")]),
        ("5", [(n, n) for n in "12345"]),
    ],
)
def test_single_choices_that_limesurvey_words(
    tmp_path: Path, kind: str, expected: list[tuple[str, str]]
) -> None:
    last = expected[-1][0]
    found = Imported(tmp_path, lss(question("q", kind)), export('"q"', f'"{last}"', '""'))
    assert options(found, "q") == expected
    assert found.answers("q") == [last, NOTHING]


def test_multiple_choice_with_other(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(
            question(
                "q",
                "M",
                rows={"SQ1": "Ett", "SQ2": "Inget"},
                other="Y",
                attributes={"exclude_all_others": "SQ2"},
            )
        ),
        export(
            '"q[SQ1]";"q[SQ2]";"q[other]"', '"Y";"";"mera"', '"";"Y";""', '"";"";""', '"N";"N";'
        ),
    )
    assert types(found) == {"q": "select_multiple"}
    assert [(o.id, o.open, o.exclusive) for o in found.questions["q"].options] == [
        ("SQ1", False, False),
        ("SQ2", False, True),
        ("other", True, False),
    ]
    assert found.answers("q") == [{"SQ1", "other"}, {"SQ2"}, NOTHING, NOTHING]
    assert found.composed.responses.rows[0].open_texts == {"q.other.text": "mera"}
    assert "(responses: 2)" in found.report.words("en")


def test_multiple_choice_with_comments(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(question("q", "P", "Vad?", rows={"a": "Ett", "b": "Två"})),
        export(
            '"q[a]";"q[acomment]";"q[b]";"q[bcomment]"',
            '"Y";"bra";"";""',
        ),
    )
    assert types(found) == {"q": "select_multiple", "q_a_comment": "text", "q_b_comment": "text"}
    assert found.questions["q_a_comment"].wording.sv == "Vad? – kommentar till Ett"
    assert found.answers("q") == [{"a"}]
    assert found.answers("q_a_comment") == ["bra"]
    assert found.answers("q_b_comment") == [NOTHING]


@pytest.mark.parametrize(
    ("kind", "answers", "expected"),
    [
        ("F", {"A1": "Nej", "A2": "Ja"}, ["A1", "A2"]),
        ("H", {"A1": "Nej", "A2": "Ja"}, ["A1", "A2"]),
        ("A", {}, list("12345")),
        ("B", {}, [str(n) for n in range(1, 11)]),
        ("C", {}, ["Y", "U", "N"]),
        ("E", {}, ["I", "S", "D"]),
    ],
)
def test_arrays(tmp_path: Path, kind: str, answers: dict[str, str], expected: list[str]) -> None:
    found = Imported(
        tmp_path,
        lss(question("q", kind, answers=answers, rows={"r1": "Rad 1", "r2": "Rad 2"})),
        export(
            '"q[r1]";"q[r2]"', f'"{expected[0]}";"{expected[-1]}"', f'"{expected[0]}";""', '"";""'
        ),
    )
    assert types(found) == {"q": "matrix"}
    assert [(i.id, i.label.sv) for i in found.questions["q"].items] == [
        ("r1", "Rad 1"),
        ("r2", "Rad 2"),
    ]
    assert [o.id for o in found.questions["q"].options] == expected
    assert found.answers("q")[:2] == [
        {"r1": expected[0], "r2": expected[-1]},
        {"r1": expected[0], "r2": NOTHING},
    ]
    assert found.answers("q")[2] is NOTHING


def test_array_of_two_scales(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(
            question(
                "q",
                "1",
                "Hur?",
                rows={"r": "Rad"},
                answers={"A1": "Nu", "A2": "Nyss"},
                second={"B1": "Sedan", "B2": "Aldrig"},
                attributes={"dualscale_headerA": "Idag"},
            )
        ),
        export('"q[r][1]";"q[r][2]"', '"A1";"B1"'),
    )
    assert [(q.id, q.wording.sv) for q in found.questions.values()] == [
        ("q_1", "Hur? – Idag"),
        ("q_2", "Hur? – 2"),
    ]
    assert found.answers("q_1") == [{"r": "A1"}]
    assert found.answers("q_2") == [{"r": "B1"}]


def test_array_of_numbers_and_of_texts(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(
            question("n", ":", rows={"r": "Rad"}, heads={"k1": "Ett", "k2": "Två"}),
            question("t", ";", rows={"r": "Rad"}, heads={"k": "Kol"}),
        ),
        export('"n[r_k1]";"n[r_k2]";"t[r_k]"', '"3";"2.50";"ord"'),
    )
    assert types(found) == {"n_r_k1": "integer", "n_r_k2": "decimal", "t_r_k": "text"}
    assert found.questions["n_r_k1"].wording.sv == "n – Rad – Ett"
    assert [found.answers(q)[0] for q in types(found)] == ["3", "2.5", "ord"]


def test_array_of_check_boxes(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(
            question(
                "q",
                ":",
                rows={"r": "Rad"},
                heads={"k1": "Ett", "k2": "Två"},
                attributes={"multiflexible_checkbox": "1"},
            )
        ),
        export('"q[r_k1]";"q[r_k2]"', '"";"1"'),
    )
    assert types(found) == {"q_r": "select_multiple"}
    assert found.answers("q_r") == [{"k2"}]


def test_numbers(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(question("whole", "N"), question("part", "N"), question("k", "K", rows={"a": "A"})),
        export(
            '"whole";"part";"k[a]"',
            '"12.0000000000";"3,5";"7"',
            '"-0";".5";""',
            '"1 500";;""',
        ),
    )
    assert types(found) == {"whole": "integer", "part": "decimal", "k_a": "integer"}
    assert found.answers("whole") == ["12", "0", "1500"]
    assert found.answers("part") == ["3.5", "0.5", NOTHING]
    assert found.answers("k_a") == ["7", NOTHING, NOTHING]


@pytest.mark.parametrize("kind", ["S", "T", "U"])
def test_texts(tmp_path: Path, kind: str) -> None:
    found = Imported(
        tmp_path,
        lss(question("q", kind)),
        export('"q"', '"Rad ett\nRad två; åäö 🎉"', '"\'=1+1"', '"=1+1"', '"  "', '"N/A"'),
    )
    assert found.answers("q") == ["Rad ett\nRad två; åäö 🎉", "=1+1", "=1+1", NOTHING, "N/A"]


def test_several_texts(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(question("q", "Q", "Vem?", rows={"a": "Namn"})),
        export('"q[a]"', '"x"'),
    )
    assert found.questions["q_a"].wording.sv == "Vem? – Namn"
    assert found.answers("q_a") == ["x"]


@pytest.mark.parametrize(
    ("dateformat", "cell", "expected"),
    [
        (1, "2026-05-01 00:00:00", "2026-05-01"),
        (6, "2026-05-01", "2026-05-01"),
        (1, "01.05.2026", "2026-05-01"),
        (5, "1/5/2026", "2026-05-01"),
        (11, "05/01/2026", "2026-05-01"),
    ],
)
def test_dates(tmp_path: Path, dateformat: int, cell: str, expected: str) -> None:
    found = Imported(
        tmp_path, lss(question("q", "D"), dateformat=dateformat), export('"q"', f'"{cell}"')
    )
    assert types(found) == {"q": "date"}
    assert found.answers("q")[0] == expected


def test_a_single_option_becomes_a_text_question(tmp_path: Path) -> None:
    """A closed question of a theme package has two options or more."""
    found = Imported(
        tmp_path,
        lss(
            question("m", "M", rows={"SQ1": "Jag samtycker"}),
            question("l", "L", answers={"A1": "Ja"}),
            question("f", "F", answers={"A1": "Ja"}, rows={"r": "R"}),
            question("t", "S", relevance='m_SQ1.NAOK == "Y"'),
        ),
        export('"m[SQ1]";"l";"f[r]";"t"', '"Y";"A1";"A1";"x"', '"";"";"";'),
    )
    assert types(found) == {"m": "text", "l": "text", "t": "text"}
    assert found.answers("m") == ["SQ1", NOTHING]
    assert found.answers("l") == ["A1", NOTHING]
    assert found.answers("t") == ["x", Missing.NOT_SHOWN]
    told = [line.subject for line in found.report.lines if "to choose" in str(line.reason)]
    assert told == ["f"]


def test_an_option_that_should_be_alone_but_was_not(tmp_path: Path) -> None:
    survey = lss(
        question("q", "M", rows={"a": "A", "b": "Inget"}, attributes={"exclude_all_others": "b"})
    )
    found = Imported(tmp_path, survey, export('"q[a]";"q[b]"', '"Y";"Y"'))
    assert [o.exclusive for o in found.questions["q"].options] == [False, False]
    assert "“b” no longer excludes the others" in found.report.words("en")


def test_codes_that_are_columns_of_the_package_are_renamed(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(question("status", "S"), question("member", "S")),
        export('"status";"member"', '"x";"y"'),
    )
    assert list(found.questions) == ["status-2", "member-2"]


def test_ranking(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(question("q", "R", "Vad först?", answers={"A": "Ett", "B": "Två"})),
        export('"q[1]";"q[2]"', '"B";"A"', '"A";""'),
    )
    assert types(found) == {"q_1": "select_one", "q_2": "select_one"}
    assert found.questions["q_2"].wording.sv == "Vad först? – plats 2"
    assert found.answers("q_1") == ["B", "A"]
    assert found.answers("q_2") == ["A", NOTHING]
