"""Headings of answers that are not one full row: most of them blank, merged, with units below."""

import pytest

from samklang.exchange.answers.left_out import left_out
from samklang.exchange.answers.table import AnswerTable, table_of

Row = tuple[str, ...]
PLACES = ("Lycksele", "Umeå", "Vännäs")
NEEDS = ("Råd", "Pengar")


def answers(first: int = 1) -> list[Row]:
    """Twelve rows: a name, a place, a need, its own words, years."""
    return [
        (f"Förening {n}", PLACES[n % 3], NEEDS[n % 2], f"Vi vill {n}", str(20 + n * n % 7))
        for n in range(first, first + 12)
    ]


def table(*above: Row, rows: list[Row] | None = None, blank: int = 0) -> AnswerTable:
    """The table of rows as a file has them: blank many blank rows stand at its beginning."""
    return table_of(list(enumerate([*above, *(rows or answers())], 1 + blank)), "sv")


SHAPES: dict[str, tuple[list[Row], Row]] = {
    "most blank": (
        [("Förening", "", "Behov", "", "")],
        ("Förening", "Kolumn 2", "Behov", "Kolumn 4", "Kolumn 5"),
    ),
    "one heading": (
        [("", "", "Behov", "", "")],
        ("Kolumn 1", "Kolumn 2", "Behov", "Kolumn 4", "Kolumn 5"),
    ),
    "title above blank headings": (
        [("Medlemsenkät",), ("Uttag", "2026-05-01"), ("Förening", "", "Behov", "", "")],
        ("Förening", "Kolumn 2", "Behov", "Kolumn 4", "Kolumn 5"),
    ),
    "own words without a heading": (
        [("Förening", "Ort", "Behov", "", "")],
        ("Förening", "Ort", "Behov", "Kolumn 4", "Kolumn 5"),
    ),
    "merged over two rows": (
        [("Om er", "", "Om behoven", "", ""), ("Namn", "Ort", "Behov", "Annat", "År")],
        (
            "Om er [Namn]",
            "Om er [Ort]",
            "Om behoven [Behov]",
            "Om behoven [Annat]",
            "Om behoven [År]",
        ),
    ),
    "units": (
        [("Förening", "Ort", "Behov", "Annat", "Ålder"), ("", "", "", "", "år")],
        ("Förening", "Ort", "Behov", "Annat", "Ålder (år)"),
    ),
    "units below blank headings": (
        [("", "", "Behov", "", "Ålder"), ("", "", "", "", "år")],
        ("Kolumn 1", "Kolumn 2", "Behov", "Kolumn 4", "Ålder (år)"),
    ),
    "a title and full headings": (
        [("Medlemsenkät", "2026"), ("Förening", "Ort", "Behov", "Annat", "Ålder")],
        ("Förening", "Ort", "Behov", "Annat", "Ålder"),
    ),
}


@pytest.mark.parametrize("blank", [0, 3])
@pytest.mark.parametrize("shape", SHAPES)
def test_no_answer_is_a_heading_and_no_heading_an_answer(shape: str, blank: int) -> None:
    above, header = SHAPES[shape]
    read = table(*above, blank=blank)
    assert read.header == header
    assert list(read.rows) == answers()


def test_a_first_answer_without_its_first_cell_is_no_second_row_of_headings() -> None:
    rows = [(row[0], row[1], "här", row[2], row[3]) for row in answers()]
    rows[0] = ("", *rows[0][1:])
    read = table(("Förening", "Ort", "", "Behov", ""), rows=rows)
    assert read.header == ("Förening", "Ort", "Kolumn 3", "Behov", "Kolumn 5")
    assert list(read.rows) == rows


@pytest.mark.parametrize("headings", [("1", "2", "3"), ("2024", "2025", "2026")])
def test_numbers_that_follow_each_other_are_headings(headings: Row) -> None:
    rows = [(str(n % 5), str(n % 4), str(n % 3)) for n in range(12)]
    read = table(("Del A", "", "Del B"), headings, rows=rows)
    assert read.header == headings
    assert list(read.rows) == rows


def test_numbers_are_not_taken_for_questions_below_their_names() -> None:
    rows = [(str(n), str(1000 + 37 * n), f"{n} år") for n in range(3, 20)]
    read = table(("Nr", "Omsättning", "Ålder"), rows=rows)
    assert read.header == ("Nr", "Omsättning", "Ålder")
    assert list(read.rows) == rows


def test_a_first_answer_in_words_below_a_number_is_no_unit() -> None:
    rows = [("", "", "", "", "vet ej"), *answers()]
    read = table(("Förening", "Ort", "Behov", "Annat", "Ålder"), rows=rows)
    assert list(read.rows) == rows


def test_a_heading_that_is_an_answer_too_stays_one() -> None:
    rows = [(f"Förening {n}", PLACES[n % 3], ("Annat", "Råd")[n % 2]) for n in range(12)]
    read = table(("Uttag", "2026-05-01"), ("Förening", "Ort", "Annat"), rows=rows)
    assert read.header == ("Förening", "Ort", "Annat")
    assert list(read.rows) == rows


def test_units_below_blank_headings_are_no_headings() -> None:
    rows = [(*row, str(1000 + n * n % 50)) for n, row in enumerate(answers())]
    above = [("Förening", "", "", "", "Ålder", "Omsättning"), ("", "", "", "", "år", "tkr")]
    read = table(*above, rows=rows)
    assert read.header[4:] == ("Ålder (år)", "Omsättning (tkr)")
    assert read.header[0] == "Förening"
    assert list(read.rows) == rows


@pytest.mark.parametrize("rows", [answers(), [(str(n % 5), str(n % 4), "3") for n in range(9)]])
def test_a_file_without_headings_keeps_its_first_answer_and_says_so(rows: list[Row]) -> None:
    read = table_of(list(enumerate(rows, 1)), "sv")
    assert read.header == tuple(f"Kolumn {n + 1}" for n in range(len(rows[0])))
    assert list(read.rows) == rows
    assert "Filen har inga rubriker" in read.notes[0]
    assert "inga rubriker" not in " ".join(table(("Förening", "Ort", "Behov", "Annat", "År")).notes)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("https://drive.google.com/open?id=1aB{n}", "web"),
        ("www.forening{n}.se/om-oss", "web"),
        ("192.0.2.{n}", "ip"),
        ("2001:db8::{n}", "ip"),
        ("Se https://exempel.se/{n}", ""),
        ("2026.1.{n}", ""),
    ],
)
def test_what_leads_to_who_answered_is_left_out(cell: str, why: str) -> None:
    assert left_out("Fråga", [cell.format(n=n) for n in range(10, 22)], tool="") == why


def test_an_address_of_a_computer_is_left_out_by_its_heading_too() -> None:
    assert left_out("ipaddr", ["dold", "dold"], tool="") == "named"
