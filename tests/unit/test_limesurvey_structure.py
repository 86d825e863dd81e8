"""LimeSurvey's structure file: what is read from it, and what is refused."""

from pathlib import Path

import pytest

from samklang.core.faults import FaultyInput
from samklang.exchange.limesurvey.plaintext import expressions, plain_text
from samklang.exchange.limesurvey.structure import Survey, read_structure
from tests.data.limesurvey.small import RESPONSES, SURVEY, lss, question, table


def structure(tmp_path: Path, text: str) -> Survey:
    path = tmp_path / "survey.lss"
    path.write_text(text, encoding="utf-8")
    return read_structure(path)


def fault(tmp_path: Path, text: str) -> str:
    with pytest.raises(FaultyInput) as caught:
        structure(tmp_path, text)
    return str(caught.value)


def test_the_survey_that_limesurvey_wrote() -> None:
    survey = read_structure(SURVEY)
    assert [(q.code, q.kind) for q in survey.questions] == [
        ("orgtyp", "L"),
        ("teman", "M"),
        ("medlemmar", "N"),
        ("pastaenden", "F"),
        ("samverkar", "Y"),
        ("samverkarhur", "L"),
        ("exempel", "T"),
        ("kontakt", "S"),
    ]
    assert survey.questions[0].texts == {"sv": "Vilken typ av organisation?"}
    assert [c.texts["sv"] for c in survey.questions[0].choices] == [
        "Idrott",
        "Kultur",
        "Social",
        "Miljö",
        "Annat",
    ]
    assert [s.code for s in survey.questions[1].subquestions] == [f"SQ00{n}" for n in range(1, 7)]
    assert (survey.id, survey.language, survey.paging) == ("333333", "sv", "G")


def test_before_limesurvey_4_texts_stand_in_the_rows_one_row_a_language(tmp_path: Path) -> None:
    def each(name: str, **same: object) -> str:
        rows = [
            {**same, name: f"{name} {language}", "language": language} for language in ("sv", "en")
        ]
        return rows

    text = (
        "<document><LimeSurveyDocType>Survey</LimeSurveyDocType>"
        + table("surveys", [{"sid": 5, "language": "sv", "additional_languages": "en"}])
        + table("groups", each("group_name", gid=1, group_order=0))
        + table(
            "questions",
            each("question", qid=9, parent_qid=0, gid=1, type="M", title="q", question_order=1),
        )
        + table("subquestions", each("question", qid=10, parent_qid=9, title="SQ1"))
        + table("answers", each("answer", qid=9, code="A1", sortorder=1, scale_id=0))
        + "</document>"
    )
    (asked,) = structure(tmp_path, text).questions
    assert asked.texts == {"sv": "question sv", "en": "question en"}
    assert asked.subquestions[0].texts == {"sv": "question sv", "en": "question en"}
    assert asked.choices[0].texts == {"sv": "answer sv", "en": "answer en"}
    assert len(asked.choices) == len(asked.subquestions) == 1


def test_order_is_that_of_groups_then_of_questions(tmp_path: Path) -> None:
    survey = structure(
        tmp_path,
        lss(
            question("c", "S", group=2, question_order=0),
            question("b", "S", group=1, question_order=10),
            question("a", "S", group=1, question_order=9),
        ),
    )
    assert [q.code for q in survey.questions] == ["a", "b", "c"]


BOMB = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;">]>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType>&y;</document>"""
FOREIGN = """<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<document><LimeSurveyDocType>&x;</LimeSurveyDocType></document>"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BOMB, "declares entities"),
        (FOREIGN, "declares entities"),
        (lss(question("q", "S"))[:-40], "is not XML, or is cut off"),
        ("", "is not XML, or is cut off"),
        (RESPONSES.read_text(encoding="utf-8"), "is not XML, or is cut off"),
        ("<html><body/></html>", "is not a LimeSurvey survey"),
        (lss(question("q", "S"), doctype="Group"), "it is a Group"),
        (lss(), "has no questions"),
        ('<?xml version="1.0" encoding="klingon"?><document/>', "known encoding"),
    ],
)
def test_what_is_no_survey_is_refused(tmp_path: Path, text: str, told: str) -> None:
    assert told in fault(tmp_path, text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FaultyInput, match="cannot be read"):
        read_structure(tmp_path / "none.lss")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Vilken typ?", "Vilken typ?"),
        ("<p>Hur <b>v&auml;l</b> st&#228;mmer?</p><p>Tv&aring;</p>", "Hur väl stämmer? Två"),
        ("a<br />b", "a b"),
        ("in<em>novation</em>", "innovation"),
        ("<script>alert(1)</script>x<style>p{}</style>", "x"),
        ("3 &lt; 5 &amp; 7", "3 < 5 & 7"),
        ("3 < 5", "3 < 5"),
        ("\u00a0 x \n", "x"),
    ],
)
def test_html_becomes_words(source: str, words: str) -> None:
    assert plain_text(source) == words


def test_expressions_in_texts_are_found() -> None:
    assert expressions("Hej {TOKEN:FIRSTNAME}, {q1.shown} och { inte denna }") == (
        "{TOKEN:FIRSTNAME}",
        "{q1.shown}",
    )
