"""Answers from other tools: what each column is taken for, and the theme package it becomes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from samklang.cli import main
from samklang.core.faults import FaultyInput
from samklang.core.survey.responses import Missing
from samklang.exchange.answers import guesses as files
from samklang.exchange.answers.changing import Choice, changed
from samklang.exchange.answers.composing import composed
from samklang.exchange.answers.guesses import Guesses
from samklang.exchange.answers.guessing import guessed
from samklang.exchange.answers.scales import in_order
from samklang.exchange.answers.table import AnswerTable, read_table
from samklang.exchange.answers.two_rows import headings
from samklang.package.theme_package import ThemePackage
from samklang.publication.build import documents
from tests import answer_files

OWN = ["left-out"] * 5
CASES: dict[str, tuple[Callable[[Path], Path], str, list[str]]] = {
    "forms.xlsx": (
        answer_files.microsoft_forms,
        "Microsoft Forms",
        [*OWN, "one", "several", "one", "one", "number", "text"],
    ),
    "forms_en.xlsx": (
        lambda path: answer_files.microsoft_forms(path, swedish=False),
        "Microsoft Forms",
        [*OWN, "one", "several", "one", "one", "number", "text"],
    ),
    "google.csv": (
        answer_files.google_forms,
        "Google Forms",
        ["left-out", "left-out", "one", "several", "one", "one", "one", "text"],
    ),
    "sheet.xlsx": (answer_files.google_sheet, "Google Forms", ["left-out", "one", "one", "text"]),
    "plain.csv": (
        answer_files.plain_csv,
        "a table",
        ["text", "left-out", "one", "number", "date"],
    ),
    "monkey.csv": (
        answer_files.survey_monkey,
        "SurveyMonkey",
        [*["left-out"] * 3, "one", "several", "text", "one", "one", "number"],
    ),
    "own.csv": (
        answer_files.google_with_own_words,
        "Google Forms",
        ["left-out", "several", "one", "text"],
    ),
    "clumsy.xlsx": (answer_files.clumsy, "a table", ["one", "left-out", "number", "one"]),
}


def package(table: AnswerTable, found: Guesses) -> ThemePackage:
    return composed(table, found, name="a.xlsx", title="Prov", network="Nät", language="sv")


@pytest.mark.parametrize("name", CASES)
def test_columns_are_known_and_a_report_can_be_made(name: str, tmp_path: Path) -> None:
    make, tool, kinds = CASES[name]
    table = read_table(make(tmp_path / name))
    found = guessed(table)
    assert found.tool == tool
    assert [one.kind for one in found.columns] == kinds
    made = package(table, found)
    # What a package holds is what is left; nothing of the columns that were left out.
    kept = str([response.answers for response in made.responses])
    for value in ("@exempel.se", "anonymous", "070-123", "Person 3"):
        assert value not in kept
    document = documents(made)["sv"]
    assert any("inlästa från filen a.xlsx" in notice for notice in document.notices)
    method = str(document.blocks)
    assert "svarsfrekvens" not in method.casefold()


def test_answers_that_hold_the_separator_are_one() -> None:
    table = AnswerTable(
        ("Timestamp", "Vilka?"),
        tuple(
            ("2026", cell)
            for cell in ("Kommun, Skola, folkhögskola", "Skola, folkhögskola", "Kommun", "Kommun")
            * 5
        ),
        (),
    )
    several = guessed(table).columns[1]
    assert set(several.options) == {"Kommun", "Skola, folkhögskola"}
    first = next(iter(package(table, guessed(table)).responses))
    assert len(first.answers["q1"]) == 2  # type: ignore[arg-type]


def test_rows_of_a_grid_are_one_table_with_its_scale_in_order(tmp_path: Path) -> None:
    table = read_table(answer_files.google_forms(tmp_path / "google.csv"))
    made = package(table, guessed(table))
    grid = next(q for q in made.questionnaire if q.type == "matrix")
    assert grid.wording.sv == "Hur väl stämmer det?"
    assert [item.label.sv for item in grid.items] == ["Vi har tid", "Vi har pengar"]
    assert tuple(option.label.sv for option in grid.options) == answer_files.AGREE
    assert in_order(("5", "1", "3")) == ("1", "3", "5")


def test_a_guess_can_be_changed_and_what_does_not_fit_is_a_fault(tmp_path: Path) -> None:
    table = read_table(answer_files.plain_csv(tmp_path / "plain.csv"))
    path = tmp_path / "guesses.yaml"
    path.write_text(files.written(guessed(table)), encoding="utf-8")
    assert files.read(path, table.header) == guessed(table)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("kind: text", "kind: left-out"), encoding="utf-8")
    changed = files.read(path, table.header)
    assert changed.columns[0].kind == "left-out"
    assert next(iter(package(table, changed).questionnaire)).wording.sv == "Slag"
    path.write_text(text.replace("- idrott\n", ""), encoding="utf-8")
    with pytest.raises(FaultyInput) as refused:
        package(table, files.read(path, table.header))
    assert "'idrott' does not fit" in str(refused.value)
    path.write_text(text.replace("column: Slag", "column: Slagg"), encoding="utf-8")
    with pytest.raises(FaultyInput):
        files.read(path, table.header)


def test_groups_are_guessed_by_their_heading_and_every_question_is_shown_by_them() -> None:
    header = ("Timestamp", "I vilket län finns ni?", "Har ni tid?", "Har ni råd?", "Vilken typ?")
    counties = ("Norrbotten", "Västerbotten", "Jämtland")
    rows = [
        ("2026", counties[n % 3], "Ja" if n % 2 else "Nej", "JN"[n % 2], "AB"[n % 2])
        for n in range(60)
    ]
    table = AnswerTable(header, tuple(rows), ())
    found = guessed(table)
    assert [one.group for one in found.columns] == [False, True, False, False, False]
    made = package(table, found)
    assert [(f.question, f.by) for f in made.theme.figures] == [
        ("q2", "q1"),
        ("q3", "q1"),
        ("q4", "q1"),
    ]
    document = documents(made)["sv"]
    assert "Jämtland" in str(document.blocks)


def test_titles_and_sums_are_left_out_and_said(tmp_path: Path) -> None:
    table = read_table(answer_files.clumsy(tmp_path / "clumsy.xlsx"))
    assert table.header == ("Hur är läget?", "Namn", "Antal", "Hur är läget? (2)")
    assert len(table.rows) == 30
    assert any("Summa" in note for note in table.notes)
    assert sum("above the headings" in note for note in table.notes) == 2


def test_what_is_no_table_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    done = CliRunner().invoke(main, ["try", str(path), "--out", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert "a.xlsx" in done.output
    assert not (tmp_path / "out").exists()


def test_two_rows_of_headings_are_questions_with_their_answers(tmp_path: Path) -> None:
    table = read_table(answer_files.survey_monkey(tmp_path / "monkey.csv"))
    assert len(table.rows) == 60
    assert table.header[3:6] == (
        "Har ni sett någon?",
        "Vilka har ni sett?",
        "Vilka har ni sett? [Annan (vilken?)]",
    )
    found = guessed(table)
    several = found.columns[4]
    # In the order of the file, also one that holds a comma.
    assert several.options == answer_files.FILMS
    made = package(table, found)
    grid = next(q for q in made.questionnaire if q.type == "matrix")
    assert [item.label.sv for item in grid.items] == ["Ronja", "Borka"]
    number = next(q for q in made.questionnaire if q.type == "decimal")
    assert number.wording.sv == "Antal medlemmar"
    answers = [response.answers[number.id] for response in made.responses]
    assert all(1000 < float(str(answer)) < 10_000 for answer in answers)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        # A title above the headings, and headings with a blank among them above answers.
        (("Medlemsenkät", "2026", ""), ("Namn", "Antal", "Län")),
        (("Förening", "Slag", "", "Antal"), ("", "idrott", "ja", "12")),
        (("Fråga", "", ""), ("", "Ja", "Nej")),
        (("Ja eller nej?", "Varför?"), ("Ja", "Svar")),
    ],
)
def test_what_is_not_two_rows_of_headings(above: tuple[str, ...], below: tuple[str, ...]) -> None:
    assert headings(above, below) == ()


def test_own_words_beside_answers_to_choose_are_counted_as_another(tmp_path: Path) -> None:
    table = read_table(answer_files.google_with_own_words(tmp_path / "own.csv"))
    found = guessed(table)
    where, gender = found.columns[1], found.columns[2]
    assert set(where.options) == set(answer_files.LONG)
    assert where.other == gender.other == "Annat svar"
    # However it was written, and as most have written it.
    assert set(gender.options) == {"Female", "Male"} or {o.casefold() for o in gender.options} == {
        "female",
        "male",
    }
    made = package(table, found)
    question = made.questionnaire.by_id["q2"]
    assert [option.label.sv for option in question.options][-1] == "Annat svar"
    kept = str([response.answers for response in made.responses])
    assert "Egen väg" not in kept
    assert "Eget svar" not in kept
    others = [r for r in made.responses if r.answers["q2"] == "other"]
    assert len(others) == sum("Eget svar" in row[2] for row in table.rows) > 0
    # It is a guess that is written down and can be changed.
    path = tmp_path / "guesses.yaml"
    path.write_text(files.written(found), encoding="utf-8")
    assert files.read(path, table.header) == found
    path.write_text(files.written(found).replace("  other: Annat svar\n", ""), encoding="utf-8")
    with pytest.raises(FaultyInput, match="does not fit"):
        package(table, files.read(path, table.header))


def test_a_row_of_codes_is_no_answer(tmp_path: Path) -> None:
    table = read_table(answer_files.qualtrics(tmp_path / "q.csv"))
    assert table.header == ("Start Date", "Response ID", "Har ni en plan?", "Hur många är ni?")
    assert len(table.rows) == 40
    assert [one.kind for one in guessed(table).columns] == ["left-out", "left-out", "one", "number"]


def test_forms_as_associations_fill_them_in(tmp_path: Path) -> None:
    table = read_table(answer_files.forms_of_associations(tmp_path / "f.xlsx"))
    guesses = guessed(table)
    kinds = {one.column: one.kind for one in guesses.columns[5:]}
    assert kinds == {
        "Vilken förening svarar du för?": "left-out",
        "Har ni gjort något nytt?": "one",
        "Ordna efter vikt": "left-out",
        "Antal medlemmar": "number",
        "När började ni?": "date",
        "Har ni avtal med er kommun?": "one",
        "Kontaktperson (namn och telefon)": "left-out",
        "Vad saknas? (flera svar)": "several",
    }
    # A question that names a municipality does not say which one answers.
    assert not any(one.group for one in guesses.columns)
    made = package(table, guesses)
    numbers = [r.answers["q2"] for r in made.responses]
    assert all(str(number).isdecimal() for number in numbers if number is not Missing.NOT_ANSWERED)
    assert "1204" in numbers
    assert sum(number is Missing.NOT_ANSWERED for number in numbers) == 4
    assert {r.answers["q3"] for r in made.responses} >= {"2011-03-11"}
    assert "Anna" not in str([r.answers for r in made.responses])
    # A number has its median in the report.
    (median,) = (one for one in documents(made)["sv"].figures if one.id == "q2-median")
    assert "Median: " in median.summary


def test_years_have_no_median() -> None:
    rows = tuple((str(1950 + n), str(1950 + 7 * n)) for n in range(40))
    table = AnswerTable(("Startår", "Antal"), rows, ())
    made = package(table, guessed(table))
    assert [(f.question, f.measure) for f in made.theme.figures] == [("q2", "median")]


def test_commas_in_a_single_answer_do_not_make_several(tmp_path: Path) -> None:
    table = read_table(answer_files.sizes(tmp_path / "sizes.csv"))
    assert len(table.rows) == 45, "a size called medium is no sum"
    assert [note for note in table.notes if "Summa" in note]
    size, well, other = guessed(table).columns
    assert (size.options, size.group) == (("Liten", "Medel", "Stor"), True)
    assert (well.kind, set(well.options)) == ("one", {"Ja, ofta", "Ja, ibland", "Nej"})
    # What R writes where there is nothing is nothing.
    assert sum(row[2] == "" for row in table.rows) == 30
    assert other.kind == "text"


def test_headings_that_pandas_has_moved_are_read_as_they_were(tmp_path: Path) -> None:
    table = read_table(answer_files.pandas_export(tmp_path / "p.csv"))
    assert table.header == ("Medlem?", "Vilka har ni sett?")
    member, seen = guessed(table).columns
    assert member.options == ("Ja", "Nej") or member.options == ("Nej", "Ja")
    assert seen.options == ("Ronja (bok)", "Broarna", "Skogen")


def test_qualtrics_is_known_with_its_tables(tmp_path: Path) -> None:
    table = read_table(answer_files.qualtrics_with_rows(tmp_path / "q.csv"))
    guesses = guessed(table)
    assert guesses.tool == "Qualtrics"
    assert [one.kind for one in guesses.columns] == [
        *["left-out"] * 5,
        "one",
        "several",
        *["one"] * 2,
    ]
    assert guesses.columns[6].column == "Whom with?"
    assert guesses.columns[6].options[-1] == "Other", "what is none of the others stands last"
    assert [one.row for one in guesses.columns[7:]] == ["Council", "Region"]
    assert {one.table for one in guesses.columns[7:]} == {"How often?"}


@pytest.mark.parametrize(
    ("heading", "group"),
    [
        ("I vilket län finns ni?", True),
        ("Typ av förening", True),
        ("Storleksklass", True),
        ("Verksamhetens kommun", True),
        ("What type of organisation do you work for?", True),
        ("Vilken typ av stöd behöver ni?", False),
        (
            "Skriv talet av samma typ och storlek som i bilden, så vet vi att du är en människa",
            False,
        ),
        ("Samarbetar ni mest med kommun eller region?", False),
    ],
)
def test_what_is_a_group_is_who_answers(heading: str, group: bool) -> None:
    rows = tuple((f"{n}", "ABC"[n % 3] * 3) for n in range(60))
    table = AnswerTable(("Nr", heading), rows, ())
    assert guessed(table).columns[1].group is group


def test_rows_of_two_scales_are_two_tables() -> None:
    agree = ("Disagree", "Neither agree or disagree", "Agree")
    often = ("Never", "Often", "Very Often", "Always")
    header = ("Timestamp", "Rate [I rest]", "Rate [Do they help?]", "Rate [I like it]")
    rows = [("2026", agree[n % 3], often[n % 4], agree[n % 2]) for n in range(60)]
    guesses = guessed(AnswerTable(header, tuple(rows), ())).columns
    assert [one.table for one in guesses] == ["", "Rate", "Rate (2)", "Rate"]
    assert guesses[1].options == guesses[3].options == agree
    assert guesses[2].options == often


def test_a_guess_of_many_answers_stands_as_it_is() -> None:
    options = tuple(f"Ämne {n}" for n in range(65))
    rows = tuple(("x", "|".join(options[n % 62 : n % 62 + 3])) for n in range(200))
    table = AnswerTable(("Nr", "Ämnen"), rows, (), {"Ämnen": options})
    guesses = guessed(table)
    kept = [Choice(one.kind, one.options, one.separator) for one in guesses.columns]
    assert changed(table, guesses, kept, "sv").columns[1].options == options
    # Chosen by hand a column with so many different answers is no question to choose in.
    with pytest.raises(FaultyInput):
        changed(table, guesses, [kept[0], Choice("one")], "sv")
