"""Dates in answers from other tools: which of day and month comes first."""

from pathlib import Path

import pytest

from samklang.core.faults import FaultyInput
from samklang.exchange.answers import guesses as files
from samklang.exchange.answers.changing import Choice, changed
from samklang.exchange.answers.guesses import Guesses
from samklang.exchange.answers.guessing import guessed
from samklang.exchange.answers.table import AnswerTable
from tests.unit.test_trying import package


def dates(header: tuple[str, ...], *rows: tuple[str, ...]) -> tuple[AnswerTable, Guesses]:
    table = AnswerTable(header, rows, ())
    return table, guessed(table)


@pytest.mark.parametrize(
    ("cells", "order", "first", "why"),
    [
        (("7/4/2026", "31/12/2025"), "dmy", "2026-04-07", "alla svar är datum"),
        (("4/7/2026 9:05 PM", "12/31/2025 13:30"), "mdy", "2026-04-07", "alla svar är datum"),
        (("07.04.2026", "31.12.2025"), "dmy", "2026-04-07", "alla svar är datum"),
        # Both orders fit: the page asks which it is.
        (
            ("7/4/2026", "1/2/2025"),
            "dmy",
            "2026-04-07",
            "alla svar är datum, men det går inte att se om dagen eller månaden står först. "
            "Vilket är det?",
        ),
    ],
)
def test_days_and_months_are_told_apart_by_what_every_cell_fits(
    cells: tuple[str, str], order: str, first: str, why: str
) -> None:
    table, guesses = dates(("Började", "Plan"), (cells[0], "Ja"), (cells[1], "Nej"))
    (began, _) = guesses.columns
    assert (began.kind, began.order, began.why) == ("date", order, why)
    assert next(iter(package(table, guesses).responses)).answers["q1"] == first


def test_dates_that_fit_both_orders_are_read_as_the_files_others() -> None:
    table, guesses = dates(
        ("Timestamp", "Började"), ("10/13/2026", "7/4/2026"), ("10/2/2026", "1/2/2025")
    )
    sent, began = guesses.columns
    assert (sent.kind, began.order) == ("left-out", "mdy")
    assert began.why == "alla svar är datum, med månaden först som i filens andra datum"
    assert next(iter(package(table, guesses).responses)).answers["q1"] == "2026-07-04"


def test_cells_that_are_no_dates_in_any_one_order_stay_words() -> None:
    _, guesses = dates(("Började", "Plan"), ("31/12/2025", "Ja"), ("12/31/2025", "Nej"))
    assert guesses.columns[0].kind == "text"


def test_the_order_of_dates_is_chosen_and_kept_in_the_file(tmp_path: Path) -> None:
    table, guesses = dates(("Började", "Plan"), ("7/4/2026", "Ja"), ("1/2/2025", "Nej"))
    chosen = changed(table, guesses, [Choice("date", order="mdy"), Choice("one")], "sv")
    assert (chosen.columns[0].order, chosen.columns[0].why) == ("mdy", "ni har valt det")
    path = tmp_path / "guesses.yaml"
    path.write_text(files.written(chosen), encoding="utf-8")
    assert files.read(path, table.header) == chosen
    answers = next(iter(package(table, chosen).responses)).answers
    assert answers["q1"] == "2026-07-04"
    with pytest.raises(FaultyInput, match="does not fit"):
        package(table, changed(table, guesses, [Choice("text"), Choice("date")], "sv"))
