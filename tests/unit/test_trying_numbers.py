"""Numbers in answers from other tools, as people write them: none is read as another number."""

from pathlib import Path

import pytest

from samklang.exchange.answers import guesses as files
from samklang.exchange.answers.changing import Choice, changed
from samklang.exchange.answers.composing import composed
from samklang.exchange.answers.guesses import Guess
from samklang.exchange.answers.guessing import guessed
from samklang.exchange.answers.numbers import thousands
from samklang.exchange.answers.scales import in_order
from samklang.exchange.answers.table import AnswerTable, read_table
from samklang.package.theme_package import ThemePackage

HEADER = ("Har ni gjort något nytt?", "Hur många är ni?")


def table(folder: Path, values: list[str]) -> AnswerTable:
    """A table of a closed question and the values."""
    rows = [f'{("Ja", "Nej")[n % 2]};"{value}"' for n, value in enumerate(values)]
    path = folder / "svar.csv"
    path.write_text("\n".join([";".join(HEADER), *rows]) + "\n", encoding="utf-8")
    return read_table(path)


def guess(made: AnswerTable) -> Guess:
    return guessed(made, "sv").columns[1]


def package(made: AnswerTable) -> ThemePackage:
    """The package that the guesses make of a table."""
    guesses = guessed(made, "sv")
    return composed(made, guesses, name="a.csv", title="T", network="N", language="sv")


def numbers(made: AnswerTable) -> list[object]:
    """The answers to the second question in the package."""
    return [list(response.answers.values())[1] for response in package(made).responses]


@pytest.mark.parametrize(
    ("written", "meant", "mark"),
    [
        (["1,200", "950", "12,000", "3,450"], ["1200", "950", "12000", "3450"], ","),
        (["1,200,500", "7"], ["1200500", "7"], ","),
        (["1,200.50", "7"], ["1200.50", "7"], ","),
        (["1.200", "950", "12.000"], ["1200", "950", "12000"], "."),
        (["1.200,5", "3.000"], ["1200.5", "3000"], "."),
        (["ca 1,200 st", "9"], ["1200", "9"], ","),
        # One that cannot be thousands says that none is.
        (["1,200", "2,5"], ["1.200", "2.5"], ""),
        (["0,125", "0,250"], ["0.125", "0.250"], ""),
        (["1.125", "2"], ["1.125", "2"], ""),
        (["1 200", "12\u00a0000"], ["1200", "12000"], ""),
    ],
)
def test_thousands_are_not_read_as_decimals(
    written: list[str], meant: list[str], mark: str, tmp_path: Path
) -> None:
    made = table(tmp_path, written * 6)
    found = guess(made)
    assert (found.kind, found.separator) == ("number", mark)
    assert mark in found.why
    assert numbers(made) == meant * 6


def test_what_parts_thousands_is_kept_in_the_file_of_guesses_and_by_a_change(
    tmp_path: Path,
) -> None:
    made = table(tmp_path, ["1,200", "950", "12,000"] * 6)
    guesses = guessed(made, "sv")
    path = tmp_path / "guesses.yaml"
    path.write_text(files.written(guesses), encoding="utf-8")
    assert files.read(path, made.header) == guesses
    as_text = changed(made, guesses, [Choice("one"), Choice("text")], "sv")
    again = changed(made, as_text, [Choice("one"), Choice("number")], "sv")
    assert changed(made, guesses, [Choice("one"), Choice("number")], "sv") == guesses
    assert again.columns[1].separator == ","


def test_digits_of_other_scripts_and_a_real_minus_are_numbers(tmp_path: Path) -> None:
    made = table(tmp_path, ["\u0661\u0662", "\uff17\uff10", "\u22123", "12"] * 6)
    assert guess(made).kind == "number"
    assert numbers(made) == ["12", "70", "-3", "12"] * 6


@pytest.mark.parametrize("odd", ["\u00b2", "--5", "\u00bd", "1.2.3", ",", "-", "\u2460"])
def test_what_only_looks_like_a_number_stops_nothing(odd: str, tmp_path: Path) -> None:
    assert in_order(["1", "2", odd]) == ()
    made = table(tmp_path, ["1", "2", odd] * 6)
    assert len(list(package(made).responses)) == 18


def test_only_whole_numbers_are_a_scale(tmp_path: Path) -> None:
    assert guess(table(tmp_path, ["1", "2", "3"] * 6)).kind == "one"
    assert guess(table(tmp_path, ["1,5", "2", "3"] * 6)).kind == "number"


def test_no_column_without_numbers_has_thousands() -> None:
    assert thousands(["Ja, det har vi", "Nej"]) == thousands([]) == ""
