"""Answers as still other tools write them: each becomes the questions that were asked."""

from collections.abc import Callable
from pathlib import Path

import pytest

from samklang.core.survey.questionnaire import Question
from samklang.exchange.answers.composing import composed
from samklang.exchange.answers.guessing import guessed
from samklang.exchange.answers.table import AnswerTable, read_table
from samklang.exchange.answers.two_rows import explained
from samklang.package.theme_package import ThemePackage
from tests import exported_files
from tests.answer_files import AGREE, WHOM, YES

# The tool that a file is known to be from, and its seed in `exported_files`.
FILES: dict[str, tuple[Callable[[Path], Path], str, int]] = {
    "monkey.xlsx": (exported_files.survey_monkey, "SurveyMonkey", 21),
    "google.csv": (exported_files.google_csv, "Google Forms", 23),
    "forms.xlsx": (exported_files.microsoft_forms, "Microsoft Forms", 24),
    "webropol.xlsx": (exported_files.webropol, "a table", 25),
    "netigate.xlsx": (exported_files.netigate, "a table", 26),
    "lime.csv": (exported_files.lime_survey, "LimeSurvey", 27),
    "redcap.csv": (exported_files.redcap_labels, "REDCap", 28),
    "xact.csv": (exported_files.survey_xact, "SurveyXact", 30),
    "alchemer.csv": (exported_files.alchemer, "Alchemer", 31),
    "jotform.csv": (exported_files.jotform, "Jotform", 32),
    "sogo.xlsx": (exported_files.sogolytics, "a table", 33),
    "enalyzer.csv": (exported_files.enalyzer, "a table", 34),
}
# What the programs themselves wrote, and who answered: nothing of it is an answer.
OWN = ("163.116", "11890", "exempel", "Nilsson", "R00", "825478", "Mozilla", "2026-10", "573000")
OWN += ("Completed", "Complete", "Svenska", "Swedish", "anonymous", "Anonymous", "972 31")


def package(path: Path) -> tuple[AnswerTable, str, ThemePackage]:
    """The table of a file, the tool it is from, and the package made of it."""
    table = read_table(path, "sv")
    guesses = guessed(table)
    made = composed(table, guesses, name=path.name, title="Prov", network="Nät", language="sv")
    return table, guesses.tool, made


def the(made: ThemePackage, kind: str) -> Question:
    """The first question of a type."""
    return next(question for question in made.questionnaire if question.type == kind)


def labels(question: Question) -> dict[str, str]:
    return {option.id: option.label.sv for option in question.options}


@pytest.mark.parametrize("name", FILES)
def test_every_tools_file_becomes_the_questions_that_were_asked(name: str, tmp_path: Path) -> None:
    make, tool, seed = FILES[name]
    _, known, made = package(make(tmp_path / name))
    assert known == tool
    answers = exported_files.said(seed)
    kept = [response.answers for response in made.responses]
    assert len(kept) == len(answers)
    assert not [own for own in OWN if own in str(kept)]

    new, whom = the(made, "select_one"), the(made, "select_multiple")
    assert new.wording.sv.endswith("Har ni utvecklat något nytt?")
    assert [labels(new)[str(one[new.id])] for one in kept] == [one.new for one in answers]
    assert whom.wording.sv.endswith(exported_files.WITH_WHOM)
    others = {"monkey.xlsx": {"Other (please specify)"}, "lime.csv": {"Annat"}}.get(name, set())
    assert set(labels(whom).values()) == {*WHOM, *others}
    chosen = [{labels(whom)[option] for option in one[whom.id]} for one in kept]  # type: ignore[union-attr]
    assert [one - others for one in chosen] == [set(one.whom) for one in answers]
    assert sum(map(len, chosen)) == sum(len(one.whom) for one in answers) + bool(others)

    if name != "enalyzer.csv":
        table = the(made, "matrix")
        assert [item.label.sv for item in table.items] == list(exported_files.STATEMENTS)
        assert list(labels(table).values()) == list(AGREE)
        ticks = [[labels(table)[v] for v in one[table.id].values()] for one in kept]  # type: ignore[union-attr]
        assert ticks == [list(one.agrees) for one in answers]
    if name != "google.csv":
        number = the(made, "decimal")
        assert [one[number.id] for one in kept] == [str(one.members) for one in answers]
    words = [question for question in made.questionnaire if question.type == "text"]
    assert [one[words[-1].id] for one in kept if isinstance(one[words[-1].id], str)] == [
        one.text for one in answers if one.text
    ]


def test_no_column_is_left_that_nobody_was_asked(tmp_path: Path) -> None:
    left = {}
    for name, (make, _, _) in FILES.items():
        _, _, made = package(make(tmp_path / name))
        left[name] = [question.type for question in made.questionnaire]
    asked = ["select_one", "select_multiple", "matrix", "decimal", "text"]
    assert left == {
        "monkey.xlsx": asked,
        "google.csv": [*asked[:3], "select_multiple", "select_multiple", "date", "text"],
        "forms.xlsx": [*asked[:4], "date", "text"],
        "webropol.xlsx": asked,
        "netigate.xlsx": asked,
        "lime.csv": asked,
        "redcap.csv": asked,
        "xact.csv": asked,
        "alchemer.csv": asked,
        "jotform.csv": asked,
        "sogo.xlsx": asked,
        "enalyzer.csv": ["select_one", "select_multiple", "decimal", "text"],
    }


def test_several_answers_in_one_cell_of_survey_monkey(tmp_path: Path) -> None:
    _, _, made = package(exported_files.survey_monkey_condensed(tmp_path / "c.csv"))
    whom = the(made, "select_multiple")
    assert set(labels(whom).values()) == set(WHOM[:3])


def test_codes_that_nothing_says_the_meaning_of_stay_codes(tmp_path: Path) -> None:
    _, tool, made = package(exported_files.redcap_raw(tmp_path / "r.csv"))
    assert tool == "REDCap"
    assert list(labels(the(made, "select_multiple")).values()) == ["1", "2", "3", "4"]
    assert list(labels(the(made, "select_one")).values()) == ["1", "2", "3"]


def test_none_chosen_is_an_answer_where_the_file_says_so(tmp_path: Path) -> None:
    lines = ["Har ni tid?,Med vilka: Kommun,Med vilka: Region,Hur?"]
    flags = ("1,0", "0,1", "0,0", ",")
    lines += [f"{'Ja' if n % 3 else 'Nej'},{flags[n % 4]},Ord {n}" for n in range(40)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    _, _, made = package(path)
    whom = the(made, "select_multiple")
    kept = [response.answers[whom.id] for response in made.responses]
    assert kept.count(frozenset()) == 10
    assert sum(isinstance(one, frozenset) for one in kept) == 30


def test_headings_that_only_look_alike_stay_as_they_are(tmp_path: Path) -> None:
    header = "Kontakt: namn på projektet;Kontakt: vad ni gör;Ja: varför;Nej: varför"
    rows = [f"Projekt {n};Vi gör {n};Därför {n};Inte {n}" for n in range(30)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    table, _, _ = package(path)
    assert table.header == tuple(header.split(";"))


def test_yes_and_no_are_answers_where_no_program_says_otherwise(tmp_path: Path) -> None:
    header = "Har ni: en styrelse;Har ni: stadgar;Har ni: revisor;Antal"
    rows = [f"{'Ja' if n % 2 else 'Nej'};{'Ja' if n % 3 else 'Nej'};Ja;{n}" for n in range(30)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    _, _, made = package(path)
    table = the(made, "matrix")
    assert [item.label.sv for item in table.items] == ["en styrelse", "stadgar", "revisor"]
    assert set(labels(table).values()) == {"Ja", "Nej"}


def test_paragraphs_of_ones_own_words_are_no_answers_to_choose(tmp_path: Path) -> None:
    rows = [f'"Först {n}\nSedan {n}";{YES[n % 3]}' for n in range(30)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join(['"Berätta\ngärna";Plan?', *rows]), encoding="utf-8")
    table, _, made = package(path)
    assert table.header == ("Berätta gärna", "Plan?")
    assert table.rows[0][0] == "Först 0 Sedan 0"
    assert [question.type for question in made.questionnaire] == ["text", "select_one"]


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (("Hur många?", "När?", ""), ("Hur många?", "När?", "Q3")),
        # Answers: what is said again further down, or numbers above numbers.
        (("12", "2026-01-02", "Ja"), ()),
        (("inga", "2026-01-02", "Ja"), ()),
    ],
)
def test_questions_below_their_names(first: tuple[str, ...], told: tuple[str, ...]) -> None:
    rows = [first, *((str(n), f"2026-01-{n + 1:02}", "Ja") for n in range(20))]
    assert explained(("Q1", "Q2", "Q3"), rows) == told


@pytest.mark.parametrize("name", ["a.lsa", "a.sav", "a.pdf"])
def test_what_is_no_table_is_said(name: str, tmp_path: Path) -> None:
    from samklang.core.faults import FaultyInput

    path = tmp_path / name
    path.write_bytes(
        {"a.lsa": b"PK\x03\x04", "a.sav": b"$FL2@(#)\0\0", "a.pdf": b"%PDF-1.7\0"}[name]
    )
    with pytest.raises(FaultyInput) as fault:
        read_table(path, "sv")
    assert name in str(fault.value)
