"""A stored answer in words, type by type, in Swedish and English; and what an open place holds."""

from typing import Any

import pytest

from samklang.core.language.wording import Wording
from samklang.core.survey.open_answers import open_answer
from samklang.core.survey.open_questions import open_questions
from samklang.core.survey.questionnaire import (
    Item,
    Option,
    Question,
    Questionnaire,
    QuestionType,
)
from samklang.core.survey.responses import Answer, Missing, Response
from samklang.core.survey.spoken import Line, spoken

W = Wording("x", "x")
OPTIONS = (
    Option("a", Wording("Kommun", "Municipality")),
    Option("b", Wording("Annan", ""), open=True),
    Option("c", Wording("Ingen", "None")),
)
ITEMS = (Item("time", Wording("Tid", "Time")), Item("money", Wording("Pengar", "")))
FIELDS = (
    Question("name", "text", Wording("Namn:", "Name:")),
    Question("kind", "select_one", Wording("Slag", ""), options=OPTIONS),
)

# type, stored -> the lines (part, label, text) in Swedish, and in English where they differ
TABLE: list[tuple[QuestionType, dict[str, Any], list[tuple[str, str, str]], Any]] = [
    ("note", {"q": "x"}, [], None),
    ("calculate", {"q": "x"}, [], None),
    ("text", {"q": "Hej"}, [("", "", "Hej")], None),
    ("text", {}, [("", "", "")], None),
    ("integer", {"q": "1290"}, [("", "", "1290")], None),
    ("decimal", {"q": "1290.5"}, [("", "", "1290,5")], [("", "", "1290.5")]),
    ("decimal", {"q": ""}, [("", "", "")], None),
    ("consent", {"q": "yes"}, [("", "", "Ja")], [("", "", "Yes")]),
    ("consent", {"q": ""}, [("", "", "")], None),
    ("select_one", {"q": "a"}, [("", "", "Kommun")], [("", "", "Municipality")]),
    ("select_one", {"q": "b", "q.b.text": "Region"}, [("", "", "Annan: Region")], None),
    # An option that the questionnaire has no longer is called what it was called.
    ("select_one", {"q": "old"}, [("", "", "old")], None),
    ("select_one", {"q": ""}, [("", "", "")], None),
    (
        "select_multiple",
        {"q": ["b", "c"], "q.b.text": "Region"},
        [(".b", "", "Annan: Region"), (".c", "", "Ingen")],
        [(".b", "", "Annan: Region"), (".c", "", "None")],
    ),
    ("select_multiple", {"q": []}, [("", "", "")], None),
    (
        "matrix",
        {"q": {"time": "a"}},
        [(".time", "Tid", "Kommun"), (".money", "Pengar", "")],
        [(".time", "Time", "Municipality"), (".money", "Pengar", "")],
    ),
    (
        "matrix",
        {},
        [(".time", "Tid", ""), (".money", "Pengar", "")],
        [(".time", "Time", ""), (".money", "Pengar", "")],
    ),
    # By the places, not by the order that they are stored in; the tenth is not after the first.
    (
        "ranking",
        {"q": {"c": "10", "a": "2", "b": "1"}},
        [(".b", "1", "Annan"), (".a", "2", "Kommun"), (".c", "10", "Ingen")],
        [(".b", "1", "Annan"), (".a", "2", "Municipality"), (".c", "10", "None")],
    ),
    ("ranking", {"q": {}}, [("", "", "")], None),
    (
        "cards",
        {"q": [{"name": "Navet", "kind": "a"}, {"kind": "old", "name": ""}]},
        [(".1", "1", "Namn: Navet\nSlag: Kommun"), (".2", "2", "Slag: old")],
        [(".1", "1", "Name: Navet\nSlag: Municipality"), (".2", "2", "Slag: old")],
    ),
    ("cards", {"q": []}, [("", "", "")], None),
]


@pytest.mark.parametrize(("type", "stored", "sv", "en"), TABLE)
def test_an_answer_in_words(
    type: QuestionType, stored: dict[str, Any], sv: list[tuple[str, str, str]], en: Any
) -> None:
    asked = Question("q", type, W, options=OPTIONS, items=ITEMS, fields=FIELDS)
    for language, expected in (("sv", sv), ("en", en or sv)):
        lines = spoken(asked, stored, language)  # type: ignore[arg-type]
        assert [(line.id.removeprefix("q"), _number(line), line.text) for line in lines] == expected


def _number(line: Line) -> str:
    """A card is labelled by its number, in words that are not repeated here."""
    return line.label.split()[-1] if line.id[-1].isdigit() and line.label else line.label


# what was answered, what stands beside options -> what each open place holds
CARDS = Question("c", "cards", W, fields=FIELDS[:1], most=2)
SURVEY = Questionnaire(
    "1", (Question("t", "text", W), Question("s", "select_one", W, options=OPTIONS), CARDS)
)


@pytest.mark.parametrize(
    ("answers", "beside", "written"),
    [
        ({}, {}, ["", "", "", ""]),
        ({"t": "Hej"}, {}, ["Hej", "", "", ""]),
        ({"t": Missing.NOT_ANSWERED, "s": "b"}, {"s.b.text": "Region"}, ["", "Region", "", ""]),
        ({"c": ({"name": "Navet"},)}, {}, ["", "", "Navet", ""]),
        ({"c": ({"year": "1"}, {"name": "Bryggan"})}, {}, ["", "", "", "Bryggan"]),
        ({"c": Missing.NOT_SHOWN}, {}, ["", "", "", ""]),
    ],
)
def test_what_is_written_in_each_open_place(
    answers: dict[str, Answer], beside: dict[str, str], written: list[str]
) -> None:
    response = Response("r", "", "complete", answers=answers, open_texts=beside)
    assert [open_answer(response, place) for place in open_questions(SURVEY)] == written
