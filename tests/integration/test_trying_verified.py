"""The report that `try` makes of every tool's file: `verify` derives each of its numbers again."""

from pathlib import Path

import pytest

from samklang.core.faults import FaultyInput
from samklang.exchange.answers.composing import composed
from samklang.exchange.answers.guessing import guessed
from samklang.exchange.answers.table import read_table
from samklang.package.write import write
from samklang.publication.build import build
from samklang.publication.verify import verify
from tests import answer_files, exported_files, own_words_files

FILES = {
    "forms.xlsx": answer_files.microsoft_forms,
    "forms-en.xlsx": lambda path: answer_files.microsoft_forms(path, swedish=False),
    "google.csv": answer_files.google_forms,
    "google-sheet.xlsx": answer_files.google_sheet,
    "google-own-words.csv": answer_files.google_with_own_words,
    "associations.xlsx": answer_files.forms_of_associations,
    "monkey-cp1252.csv": answer_files.survey_monkey,
    "qualtrics.csv": answer_files.qualtrics,
    "qualtrics-rows.csv": answer_files.qualtrics_with_rows,
    "pandas.csv": answer_files.pandas_export,
    "plain.csv": answer_files.plain_csv,
    "clumsy.xlsx": answer_files.clumsy,
    **{f"tool-{name}": make for name, make in exported_files.MADE.items()},
    **{f"own-{name}": make for name, make in own_words_files.MADE.items()},
}


def silent(line: str) -> None:
    """Progress that nobody reads."""


@pytest.mark.parametrize("name", FILES)
def test_verify_accepts_the_report_of_every_file(name: str, tmp_path: Path) -> None:
    language = "en" if name.startswith(("forms-en", "google-own", "qualtrics-rows")) else "sv"
    table = read_table(FILES[name](tmp_path / name), language)
    guesses = guessed(table, language)
    assert all(column.why for column in guesses.columns)
    made = composed(table, guesses, name=name, title="Prov", network="Nät", language=language)
    write(made, tmp_path / "package")
    out = tmp_path / "report"
    build(tmp_path / "package", out, progress=silent, only=("data",))
    checked = verify(tmp_path / "package", out, progress=silent)
    assert checked.figures > 1
    if name != "forms.xlsx":
        return
    # A number that was changed is seen.
    file = next(path for path in sorted(out.rglob("*.csv")) if b",42" in path.read_bytes())
    file.write_bytes(file.read_bytes().replace(b",42", b",43", 1))
    with pytest.raises(FaultyInput):
        verify(tmp_path / "package", out, progress=silent)
