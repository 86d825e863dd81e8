"""Texts of a LimeSurvey survey: codes, languages, HTML, and what was left behind."""

from pathlib import Path

import pytest

from tests.data.limesurvey.small import export, lss, question
from tests.unit.imported_survey import Imported, options, types


def test_a_text_to_read_is_a_note_without_answers(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(question("x", "X", "<p>Läs <b>detta</b></p>"), question("q", "S")),
        export('"x";"q"', ';"a"'),
    )
    assert types(found) == {"x": "note", "q": "text"}
    assert found.questions["x"].wording.sv == "Läs detta"
    assert "x" not in found.composed.responses.rows[0].answers
    assert not [line for line in found.report.of("dropped") if line.subject == "x"]


@pytest.mark.parametrize("kind", ["I", "*", "|", "?"])
def test_types_that_are_left_behind_are_told(tmp_path: Path, kind: str) -> None:
    found = Imported(
        tmp_path, lss(question("x", kind), question("q", "S")), export('"x";"q"', '"a";"b"')
    )
    assert types(found) == {"q": "text"}
    told = next(line for line in found.report.of("dropped") if line.subject == "x")
    assert str(told.what) == "the question and its answers."


def test_codes_become_ids_and_collisions_get_numbers(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(
            question("q", "K", rows={"1": "A"}),
            question("q_1", "S"),
            question("l", "L", answers={"a b": "Ett", "a.b": "Två", "å": "Tre", "_x": "Fyra"}),
        ),
        export('"q[1]";"q_1";"l"', '"1";"t";"a.b"', '"2";"u";"å"'),
    )
    assert list(found.questions) == ["q_1", "q_1-2", "l"]
    assert [o for o, _ in options(found, "l")] == ["a-b", "a-b-2", "x", "x-2"]
    assert found.answers("l") == ["a-b-2", "x"]


def test_two_languages_and_what_is_missing_in_one(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(
            question("q", "Y", "Hur?", english="How?"),
            question("r", "S", "Varför?"),
            languages="sv en de",
        ),
        export('"q";"r"', '"Y";"x"'),
    )
    assert found.composed.theme.languages == ("sv", "en")
    assert (found.composed.theme.title.sv, found.composed.theme.title.en) == (
        "Titel sv",
        "Titel en",
    )
    assert found.questions["q"].wording.en == "How?"
    assert found.questions["q"].options[0].label.en == "Yes"
    assert found.questions["r"].wording.en == "Varför?"
    assert "texts missing in “en” stand in “sv” (texts: 1)" in found.report.words("en")
    assert "the texts in “de”" in found.report.words("en")


def test_a_survey_in_neither_language_stands_as_english(tmp_path: Path) -> None:
    found = Imported(
        tmp_path, lss(question("q", "Y", "Wie?"), languages="de"), export('"q"', '"Y"')
    )
    assert found.composed.theme.languages == ("en",)
    assert found.questions["q"].wording.en == "Wie?"
    assert "has no Swedish or English" in found.report.words("en")


def test_html_expressions_and_pictures_in_texts(tmp_path: Path) -> None:
    found = Imported(
        tmp_path,
        lss(question("q", "S", 'Hej <b>{TOKEN:FIRSTNAME}</b> &aring; <img src="x">')),
        export('"q"', '"x"'),
    )
    assert found.questions["q"].wording.sv == "Hej {TOKEN:FIRSTNAME} å"
    assert "{TOKEN:FIRSTNAME} in a text stands as it is written" in found.report.words("en")
    assert "a picture or film" in found.report.words("en")


@pytest.mark.parametrize(
    ("attribute", "value", "told"),
    [
        ("array_filter", "q0", True),
        ("random_order", "1", True),
        ("random_order", "0", False),
        ("hidden", "1", True),
        ("hidden", "0", False),
    ],
)
def test_what_an_attribute_did_is_told(
    tmp_path: Path, attribute: str, value: str, told: bool
) -> None:
    found = Imported(
        tmp_path, lss(question("q", "S", attributes={attribute: value})), export('"q"', '"x"')
    )
    assert (f"({attribute})" in found.report.words("en")) is told
