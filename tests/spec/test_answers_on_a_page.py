"""Answers on a page: what a field's text is kept as, what is said of it, what a field shows."""

from typing import Any

import pytest

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, Wording
from samklang.core.survey.answers import LONGEST, filled, read
from samklang.core.survey.questionnaire import Item, Option, Question, QuestionType

W = Wording("x", "x")
ABC = tuple(Option(o, Wording(o.upper(), "")) for o in "abc")
ITEMS = (Item("time", W), Item("money", W))
CARD = (
    Question("name", "text", Wording("Namn", "Name"), required=True),
    Question("year", "integer", Wording("År", "")),
    Question("size", "decimal", Wording("Storlek", "Size")),
)


def question(type: QuestionType, *, required: bool = False) -> Question:
    options = ABC if type in ("select_one", "select_multiple", "matrix", "ranking") else ()
    return Question(
        "q", type, W, options=options, items=ITEMS, fields=CARD, most=2, required=required
    )


# type, fields -> what is kept (None: nothing can be), what is said
TABLE: list[tuple[QuestionType, dict[str, list[str]], Any, str]] = [
    ("text", {"q": [" Hej\r\npå\x00 er "]}, "Hej\npå er", ""),
    ("text", {"q": ["first", "last"]}, "last", ""),
    ("text", {"q": []}, "", ""),
    ("text", {}, "", ""),
    ("text", {"q": ["x" * (LONGEST + 1)]}, "x" * LONGEST, ""),
    ("select_one", {"q": ["b"]}, "b", ""),
    ("select_one", {"q": ["d"]}, "", ""),
    ("select_multiple", {"q": ["c", "d", "a"]}, ["a", "c"], ""),
    ("select_multiple", {}, [], ""),
    ("consent", {"q": ["yes"]}, "yes", ""),
    ("consent", {"q": ["on"]}, "", ""),
    ("matrix", {"q.time": ["a"], "q.money": ["d"], "q.rest": ["a"]}, {"time": "a"}, ""),
    ("matrix", {}, {}, ""),
    ("ranking", {"q.b": ["1"], "q.a": ["3"]}, {"b": "1", "a": "2"}, ""),
    ("ranking", {"q.a": ["0"], "q.b": ["4"], "q.c": ["3"]}, {"c": "1"}, ""),
    ("ranking", {"q.a": ["x"], "q.b": ["²"], "q.c": [""]}, {}, ""),
    ("ranking", {"q.a": ["2"], "q.b": ["2"]}, None, "same_place"),
    # A number too long to be one of three places, whatever it begins with.
    ("ranking", {"q.a": ["2000"]}, {}, ""),
    ("integer", {"q": ["1 290"]}, "1290", ""),
    ("integer", {"q": ["-5"]}, "-5", ""),
    ("integer", {"q": ["+5"]}, "5", ""),
    ("integer", {"q": [""]}, "", ""),
    ("integer", {"q": ["5.0"]}, None, "no_integer"),
    ("integer", {"q": ["five"]}, None, "no_integer"),
    ("integer", {"q": ["٥"]}, None, "no_integer"),
    ("integer", {"q": ["9" * 18]}, "9" * 18, ""),
    ("integer", {"q": ["9" * 19]}, None, "no_integer"),
    ("decimal", {"q": ["1 290,5"]}, "1290.5", ""),
    ("decimal", {"q": ["1290.5"]}, "1290.5", ""),
    ("decimal", {"q": ["-0,25"]}, "-0.25", ""),
    ("decimal", {"q": ["+5"]}, "5", ""),
    ("decimal", {"q": ["1.200"]}, None, "maybe_thousands"),
    ("decimal", {"q": ["1.200.000"]}, None, "maybe_thousands"),
    ("decimal", {"q": ["1,200"]}, "1.200", ""),
    ("decimal", {"q": ["0.125"]}, "0.125", ""),
    ("decimal", {"q": [""]}, "", ""),
    ("decimal", {"q": ["1,2,3"]}, None, "no_decimal"),
    ("decimal", {"q": [",5"]}, None, "no_decimal"),
    ("decimal", {"q": ["5,"]}, None, "no_decimal"),
    ("decimal", {"q": ["1e5"]}, None, "no_decimal"),
    ("decimal", {"q": [f"0.{'1' * 18}"]}, f"0.{'1' * 18}", ""),
    ("decimal", {"q": [f"0.{'1' * 19}"]}, None, "no_decimal"),
    ("date", {"q": ["2026-02-28"]}, "2026-02-28", ""),
    ("date", {"q": ["20260228"]}, "2026-02-28", ""),
    ("date", {"q": [""]}, "", ""),
    ("date", {"q": ["2026-02-29"]}, None, "no_date"),
    ("date", {"q": ["28 feb"]}, None, "no_date"),
]


@pytest.mark.parametrize(("type", "fields", "kept", "said"), TABLE)
def test_what_is_typed_is_kept_as(
    type: QuestionType, fields: dict[str, list[str]], kept: Any, said: str
) -> None:
    reading = read([question(type)], fields, "sv")
    assert reading.values == ({} if said else {"q": kept})
    assert reading.faults == ({"q": phrase("sv", f"answering.{said}")} if said else {})


def test_what_may_be_thousands_follows_the_language() -> None:
    asked = [question("decimal")]
    assert read(asked, {"q": ["1,200"]}, "en").faults == {
        "q": "Enter the number without a comma between thousands, for example 1200."
    }
    assert read(asked, {"q": ["1.200"]}, "en").values == {"q": "1.200"}
    assert read(asked, {"q": ["1,5"]}, "en").values == {"q": "1.5"}


def test_nobody_answers_a_note_or_a_calculation() -> None:
    for type in ("note", "calculate"):
        assert read([question(type)], {"q": ["x"]}, "sv").values == {}  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", [{}, {"q": ["d"]}, {"q": [" "]}])
def test_what_must_be_answered_is_asked_for_where_nothing_can_be_kept(
    typed: dict[str, list[str]],
) -> None:
    asked = read([question("select_one", required=True)], typed, "sv")
    assert asked.faults == {"q": phrase("sv", "answering.required")}
    assert read([question("select_one")], typed, "sv").faults == {}
    assert read([question("select_one", required=True)], {"q": ["a"]}, "sv").faults == {}
    # What is wrong is said of what is typed, rather than that something must be.
    wrong = read([question("integer", required=True)], {"q": ["x"]}, "sv")
    assert wrong.faults == {"q": phrase("sv", "answering.no_integer")}


# fields of two cards -> the cards, or what is said (in Swedish, English)
CARDS: list[tuple[dict[str, list[str]], list[dict[str, str]] | None, tuple[str, str]]] = [
    ({}, [], ("", "")),
    ({"q.1.name": ["Navet"]}, [{"name": "Navet"}], ("", "")),
    # The first is empty, and the third is one more than there can be.
    ({"q.2.name": ["Navet"], "q.3.name": ["x"]}, [{"name": "Navet"}], ("", "")),
    (
        {"q.1.name": ["Navet"], "q.1.year": ["2020"], "q.2.name": ["Bryggan"]},
        [{"name": "Navet", "year": "2020"}, {"name": "Bryggan"}],
        ("", ""),
    ),
    (
        {"q.1.name": ["Navet"], "q.1.year": ["i fjol"]},
        None,
        ("1, År: {sv.no_integer}", "1, År: {en.no_integer}"),
    ),
    ({"q.2.year": ["2020"]}, None, ("{sv.lacks}", "{en.lacks}")),
]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize(("fields", "cards", "said"), CARDS)
def test_cards(
    fields: dict[str, list[str]],
    cards: list[dict[str, str]] | None,
    said: tuple[str, str],
    language: Language,
) -> None:
    reading = read([question("cards")], fields, language)
    assert reading.values == ({} if cards is None else {"q": cards})
    words = said[0 if language == "sv" else 1]
    if words.endswith("lacks}"):
        label = CARD[0].wording[language]
        words = phrase(language, "answering.card_lacks", number=2, field=label)
    elif words:
        number = phrase(language, "answering.card", number=1)
        words = f"{number}, År: {phrase(language, 'answering.no_integer')}"
    assert reading.faults == ({"q": words} if words else {})


# type, what is kept -> the fields it fills, in Swedish
FILLED: list[tuple[QuestionType, Any, dict[str, list[str]]]] = [
    ("text", None, {}),
    ("text", "", {}),
    ("select_multiple", [], {}),
    ("text", "Hej", {"q": ["Hej"]}),
    ("text", "1.5", {"q": ["1.5"]}),
    ("select_multiple", ["a", "c"], {"q": ["a", "c"]}),
    ("matrix", {"time": "a", "money": "b"}, {"q.time": ["a"], "q.money": ["b"]}),
    ("ranking", {"b": "1"}, {"q.b": ["1"]}),
    ("decimal", "1290.5", {"q": ["1290,5"]}),
    ("integer", "1290", {"q": ["1290"]}),
    (
        "cards",
        [{"name": "Navet", "size": "0.5"}, {"name": "Bryggan"}],
        {"q.1.name": ["Navet"], "q.1.size": ["0,5"], "q.2.name": ["Bryggan"]},
    ),
]


@pytest.mark.parametrize(("type", "kept", "fields"), FILLED)
def test_what_is_kept_fills_its_fields_and_is_read_back(
    type: QuestionType, kept: Any, fields: dict[str, list[str]]
) -> None:
    asked = question(type)
    shown = filled([asked], {"q": kept}, "sv")
    assert shown == fields
    assert read([asked], shown, "sv").values["q"] == kept or not kept


def test_a_number_has_the_mark_of_the_language() -> None:
    assert filled([question("decimal")], {"q": "0.5"}, "en") == {"q": ["0.5"]}


def test_a_text_beside_an_option_fills_its_own_field() -> None:
    open_ones = (Option("a", W, open=True), Option("b", W, open=True), Option("c", W))
    asked = Question("q", "select_one", W, options=open_ones)
    kept = {"q": "a", "q.a.text": "Annat", "q.b.text": "", "q.c.text": "Är inte öppet"}
    assert filled([asked], kept, "sv") == {"q": ["a"], "q.a.text": ["Annat"]}
