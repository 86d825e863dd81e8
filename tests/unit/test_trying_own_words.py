"""Own words at "Other" are put to their question, as each tool writes them."""

from pathlib import Path

import pytest

from samklang.core.survey.questionnaire import Question
from samklang.exchange.answers import guesses as files
from samklang.exchange.answers.changing import Choice, changed
from samklang.exchange.answers.composing import OTHER, composed
from samklang.exchange.answers.guesses import Guesses
from samklang.exchange.answers.guessing import guessed
from samklang.exchange.answers.table import AnswerTable, read_table
from samklang.package.theme_package import ThemePackage
from tests import own_words_files
from tests.answer_files import WHOM
from tests.own_words_files import answers, words

# Where one answer is chosen too, every eighth wrote "Delvis" at "Other".
BESIDE_ONE = ("lime.csv", "lime_codes.csv", "monkey.xlsx")
# These have codes for the answers' names, and in Survey123 one of them is left away.
CODED = ("lime_codes.csv", "kobo.xlsx", "survey123.csv")


def package(table: AnswerTable, guesses: Guesses) -> ThemePackage:
    return composed(table, guesses, name="a.csv", title="Prov", network="Nät", language="sv")


def of(made: ThemePackage, kind: str) -> Question:
    return next(question for question in made.questionnaire if question.type == kind)


@pytest.mark.parametrize("name", own_words_files.MADE)
def test_own_words_are_counted_and_kept_at_their_question(name: str, tmp_path: Path) -> None:
    table = read_table(own_words_files.MADE[name](tmp_path / name), "sv")
    made = package(table, guessed(table, "sv"))
    assert [question.type for question in made.questionnaire] == [
        "select_one",
        "select_multiple",
        "decimal",
        "text",
    ]
    whom = of(made, "select_multiple")
    labels = {option.id: option.label.sv for option in whom.options}
    assert whom.options[-1].id == OTHER
    assert whom.options[-1].open
    assert len(made.responses.rows) == len(answers())
    wrote = []
    for one, response in zip(answers(), made.responses, strict=True):
        given = response.answers[whom.id]
        chosen = given if isinstance(given, frozenset) else frozenset()
        assert (OTHER in chosen) == bool(words(one))
        wrote.append(response.open_texts.get(f"{whom.id}.{OTHER}.text", ""))
        if name not in CODED:
            assert {labels[option] for option in chosen - {OTHER}} == set(one.whom)
    if name == "google.csv":
        assert [text.rstrip("0123456789 ") for text in wrote] == [
            words(one).replace(",", "") for one in answers()
        ]
    else:
        assert wrote == [words(one) for one in answers()]
    if name not in CODED:
        assert set(labels.values()) - {whom.options[-1].label.sv} == set(WHOM)


@pytest.mark.parametrize("name", BESIDE_ONE)
def test_who_wrote_beside_one_answer_has_chosen_the_other(name: str, tmp_path: Path) -> None:
    table = read_table(own_words_files.MADE[name](tmp_path / name), "sv")
    made = package(table, guessed(table, "sv"))
    new = of(made, "select_one")
    for one, response in zip(answers(), made.responses, strict=True):
        own = one.number % 8 == 0
        assert (response.answers[new.id] == OTHER) == own
        assert response.open_texts.get(f"{new.id}.{OTHER}.text", "") == ("Delvis" if own else "")


def test_the_other_answer_is_named_as_the_file_names_it(tmp_path: Path) -> None:
    named = {}
    for name, make in own_words_files.MADE.items():
        table = read_table(make(tmp_path / name), "sv")
        made = package(table, guessed(table, "sv"))
        named[name] = of(made, "select_multiple").options[-1].label.sv
    assert named == {
        "lime.csv": "Annat svar",
        "lime_codes.csv": "Annat svar",
        "monkey.xlsx": "Annat (beskriv)",
        "qualtrics.csv": "Annan, vilken?",
        "qualtrics_split.csv": "Annan",
        "kobo.xlsx": "annat",
        "survey123.csv": "Annat",
        "netigate.xlsx": "Annat, ange",
        "typeform.csv": "Annat svar",
        "easyresearch.csv": "Annat, vad?",
        "webropol.xlsx": "Annan, vilken?",
        "google.csv": "Annat svar",
    }


def test_what_leads_to_who_answered_is_in_none_of_them(tmp_path: Path) -> None:
    for name, make in own_words_files.MADE.items():
        table = read_table(make(tmp_path / name), "sv")
        kept = str([r.answers for r in package(table, guessed(table, "sv")).responses])
        for own in ("22.10", "65.50", "5da0c72b", "exempel.se", "anna", "163.116", "R_", "2026-"):
            assert own not in kept.replace("annan", ""), (name, own)


ROWS = [("Ja", "", "x"), ("Nej", "", "y"), ("", "Delvis", "z")] * 10


def made_of(heading: str, rows: list[tuple[str, str, str]]) -> Guesses:
    return guessed(AnswerTable(("Har ni tid?", heading, "Berätta"), tuple(rows), ()), "sv")


@pytest.mark.parametrize(
    ("heading", "beside"),
    [
        ("Har ni tid? [Annat]", True),
        ("Har ni tid? - Annat svar", True),
        ("Har ni tid?: Annat", True),
        ("Har ni tid? (Annat, ange)", True),
        ("Annat - Har ni tid?", True),
        ("Annat, nämligen:", True),
        ("Other (please specify)", True),
        # A question of its own, or about something else.
        ("Annat ni vill berätta?", False),
        ("Övrigt", False),
        ("Annan förening, vilken?", False),
        ("Har ni tid? [Varför?]", False),
        ("Har ni pengar? [Annat]", False),
    ],
)
def test_which_headings_belong_to_the_question_before(heading: str, beside: bool) -> None:
    assert made_of(heading, ROWS).columns[1].beside == ("Har ni tid?" if beside else "")


def test_words_beside_another_answer_are_a_comment() -> None:
    rows = [("Ja", "Men knappt", "x"), *ROWS[1:]]
    assert not made_of("Har ni tid? [Annat]", rows).columns[1].beside


def test_it_is_kept_in_the_file_of_guesses_and_can_be_taken_apart(tmp_path: Path) -> None:
    header = ("Har ni tid?", "Har ni tid? [Annat]", "Berätta")
    rows = tuple((new, own, f"Ord {n}") for n, (new, own, _) in enumerate(ROWS))
    table = AnswerTable(header, rows, ())
    guesses = guessed(table, "sv")
    path = tmp_path / "guesses.yaml"
    path.write_text(files.written(guesses), encoding="utf-8")
    assert files.read(path, table.header) == guesses
    kept = [Choice("one"), Choice("text"), Choice("text")]
    assert changed(table, guesses, kept, "sv").columns == guesses.columns
    kept[1] = Choice("text", beside=False)
    apart = changed(table, guesses, kept, "sv")
    assert (apart.columns[1].beside, apart.columns[1].why) == ("", "ni har valt det")
    assert [q.type for q in package(table, apart).questionnaire] == ["select_one", "text", "text"]
    # Of a question that is left out they are words of their own.
    kept[:2] = [Choice("left-out"), Choice("text")]
    made = package(table, changed(table, guesses, kept, "sv"))
    assert [q.type for q in made.questionnaire] == ["text", "text"]
