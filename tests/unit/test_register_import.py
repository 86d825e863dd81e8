"""Registers from spreadsheets: files as people have them, and every fault with its row."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.theme.organisation_number import NotAnOrganisationNumber, normalized, written
from samklang.exchange.register.columns import FIELDS, GROUP, guess
from samklang.exchange.register.rows import read_rows
from samklang.exchange.register.sheet import Sheet, UnreadableSheet, read_sheet
from samklang.exchange.register.workbook import csv, workbook


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("802003-1234", None),  # wrong check digit
        ("556036-0793", "5560360793"),
        ("16556036-0793", "5560360793"),
        ("5560360793", "5560360793"),
        (" 556036 – 0793 ", "5560360793"),
        ("212000-2742", "2120002742"),
        ("5560360793.0", "5560360793"),
        ("5560360793,0", "5560360793"),
    ],
)
def test_an_organisation_number_is_ten_digits(text: str, digits: str | None) -> None:
    if digits is None:
        with pytest.raises(NotAnOrganisationNumber, match="check"):
            normalized(text)
    else:
        assert normalized(text) == digits
        assert normalized(written(digits)) == digits


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("121212-1212", "person"),
        ("19121212-1212", "person"),
        ("191212121212.0", "person"),
        ("121212+1212", "person"),
        ("12345", "form"),
        ("SE556036079301", "form"),
        ("5,56036E+09", "form"),
        ("", "form"),
    ],
)
def test_what_is_no_organisation_number(text: str, reason: str) -> None:
    with pytest.raises(NotAnOrganisationNumber) as raised:
        normalized(text)
    assert raised.value.reason == reason


@given(st.integers(0, 10**9 - 1))
def test_one_check_digit_in_ten_fits(number: int) -> None:
    start = f"{number:09d}"
    start = start[:2] + "2" + start[3:]
    fits = 0
    for digit in "0123456789":
        try:
            fits += normalized(start + digit) == start + digit
        except NotAnOrganisationNumber:
            continue
    assert fits == 1


def test_headings_as_people_write_them() -> None:
    header = ("Org.nr", "Förenings namn", "E-postadress", "Kommun", "Typ av förening", "")
    assert guess(header) == (
        "organisation_number",
        "name",
        "email",
        "municipality",
        GROUP,
        "",
    )
    # Each field is taken once: the second of a kind is a group until someone chooses.
    assert guess(("Namn", "Organisation")) == ("name", GROUP)


def excel(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


ROWS = [["Namn", "Kommun", "Antal"], ["Kalix Bygdegård", "Kalix", 12], ["Åsele FF", "2463", 3.5]]
EXPECTED = (
    (2, ("Kalix Bygdegård", "Kalix", "12")),
    (3, ("Åsele FF", "2463", "3.5")),
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("r.xlsx", excel(ROWS)),
        (
            "r.csv",
            "Namn;Kommun;Antal\r\nKalix Bygdegård;Kalix;12\r\nÅsele FF;2463;3.5\r\n".encode(
                "cp1252"
            ),
        ),
        (
            "r.csv",
            "\ufeffNamn,Kommun,Antal\nKalix Bygdegård,Kalix,12\nÅsele FF,2463,3.5\n".encode(),
        ),
        (
            "r.txt",
            "Namn\tKommun\tAntal\nKalix Bygdegård\tKalix\t12\nÅsele FF\t2463\t3.5\n".encode(
                "utf-16"
            ),
        ),
    ],
    ids=["excel", "swedish-excel-csv", "utf-8", "utf-16-tabs"],
)
def test_files_as_people_have_them(name: str, content: bytes) -> None:
    sheet = read_sheet(content, name)
    assert sheet.header == ("Namn", "Kommun", "Antal")
    assert sheet.rows == EXPECTED


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("r.xlsx", b"", "not_excel"),
        ("r.xlsx", b"PK\x03\x04 not a zip", "not_excel"),
        ("r.csv", b"\x00\x01\x02", "not_csv"),
        ("r.csv", b"Namn\n", "no_rows"),
        ("r.csv", b"Namn;Namn\na;b\n", "column_twice"),
        ("r.csv", b"x" * 10_000_001, "too_large"),
        ("r.xlsx", excel([]), "no_rows"),
    ],
)
def test_what_is_no_table_is_refused(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSheet) as raised:
        read_sheet(content, name)
    assert raised.value.reason == reason


def test_empty_rows_are_passed_over_and_row_numbers_are_the_files() -> None:
    sheet = read_sheet(b"\n\nNamn;Nr\n;\nA;1\n\nB;2;\n", "r.csv")
    assert sheet.rows == ((5, ("A", "1")), (7, ("B", "2")))


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Medlemsregister 2026\n\nNamn;Nr;Ort\nA;1;x\n", 3),
        ("Register;;\nUtskrivet;2026-01-01;\nNamn;Nr;Ort\nA;1;x\n", 3),
        ("sep=;\nNamn;Nr;Ort\nA;1;x\n", 2),
        ("Medlemmar, aktiva, alla\nNamn;Nr;Ort\nA;1;x\n", 2),
        ("Titel\nSort;Ort;Annat\nA;1;x\n", 2),
    ],
)
def test_headings_may_stand_below_a_title(text: str, row: int) -> None:
    sheet = read_sheet(text.encode(), "r.csv")
    assert len(sheet.header) == 3
    assert sheet.rows == ((row + 1, ("A", "1", "x")),)


def test_the_sheet_with_headings_goes_before_one_to_read_first() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Läs detta först"])
    book.active.append(["Fyll i nästa blad"])
    book.active["A3"] = "=A9"
    members = book.create_sheet("Medlemmar")
    for row in (["Namn", "Nr"], ["A", 1.0]):
        members.append(row)
    out = io.BytesIO()
    book.save(out)
    assert read_sheet(out.getvalue(), "r.xlsx").rows == ((2, ("A", "1")),)


@pytest.mark.parametrize("cell", ["=B9", "#N/A"])
def test_a_cell_whose_formula_gave_nothing_is_refused(cell: str) -> None:
    with pytest.raises(UnreadableSheet) as raised:
        read_sheet(excel([["Namn", "Nr"], ["A", cell]]), "r.xlsx")
    assert (raised.value.reason, raised.value.values["cell"]) == ("no_worth", "B2")


@pytest.mark.parametrize(
    ("text", "reason", "row"),
    [
        ("Namn;Nr\nA;ek för;1\n", "wide_row", 2),
        ('Namn;Nr\n"A;1\nB;2\n', "quotes", 3),
        ('Namn;Nr\n"A"B;1\n', "quotes", 2),
    ],
)
def test_a_row_that_does_not_fit_is_refused_by_its_number(text: str, reason: str, row: int) -> None:
    with pytest.raises(UnreadableSheet) as raised:
        read_sheet(text.encode(), "r.csv")
    assert (raised.value.reason, raised.value.values) == (reason, {"row": row})


@pytest.mark.parametrize(
    ("municipality", "county", "code"),
    [
        ("114", "1", "0114"),
        ("0114 Upplands Väsby", "01 Stockholms län", "0114"),
        ("Region Gotland", "Gotlands län", "0980"),
        ("Göteborgs Stad", "Västra Götaland", "1480"),
        ("0114 Luleå", "", ""),
    ],
)
def test_a_municipality_under_its_code_its_name_or_both(
    municipality: str, county: str, code: str
) -> None:
    (row,), faults = read_rows(rows_of("1", "", "A", "", municipality, county, ""), COLUMNS)
    assert row.values["municipality"] == code
    assert bool(faults) == (not code)


COLUMNS = ("number", "organisation_number", "name", "email", "municipality", "county", GROUP)
HEADER = ("Nr", "Orgnr", "Namn", "E-post", "Kommun", "Län", "Typ")


def rows_of(*cells: str) -> Sheet:
    return Sheet(HEADER, ((2, cells),))


def test_a_row_becomes_a_member() -> None:
    sheet = rows_of(
        "7", "556036-0793", "Kalix Bygdegård", "MAILTO:Info@Kalix.se", "Kalix kommun", "", "bygd"
    )
    (row,), faults = read_rows(sheet, COLUMNS)
    assert not faults
    assert dict(row.values) == {
        "number": "7",
        "organisation_number": "5560360793",
        "name": "Kalix Bygdegård",
        "email": "info@kalix.se",
        "municipality": "2514",
        "county": "25",
    }
    assert row.groups == {"Typ": "bygd"}


@pytest.mark.parametrize(
    ("cells", "reason", "column"),
    [
        (("1", "", "", "", "", "", ""), "no_name", ""),
        (("", "", "A", "", "", "", ""), "no_key", ""),
        (("1", "556036-0794", "A", "", "", "", ""), "organisation_number_check", "Orgnr"),
        (("1", "121212-1212", "A", "", "", "", ""), "organisation_number_person", "Orgnr"),
        (("1", "", "A", "a@b", "", "", ""), "email", "E-post"),
        (("1", "", "A", "a@b.se, c@d.se", "", "", ""), "email", "E-post"),
        (("1", "", "A", "", "Kalixx", "", ""), "municipality", "Kommun"),
        (("1", "", "A", "", "", "Norr", ""), "county", "Län"),
        (("1", "", "A", "", "Kalix", "Västerbotten", ""), "county_differs", ""),
        (("1" * 41, "", "A", "", "", "", ""), "too_long", "Nr"),
    ],
)
def test_a_fault_names_its_row_and_column(cells: tuple[str, ...], reason: str, column: str) -> None:
    _, faults = read_rows(rows_of(*cells), COLUMNS)
    assert (faults[0].row, faults[0].column, faults[0].reason) == (2, column, reason)


def test_the_zero_that_a_spreadsheet_took_is_put_back() -> None:
    (row,), faults = read_rows(rows_of("1", "", "A", "", "180", "1", ""), COLUMNS)
    assert (row.values["municipality"], row.values["county"], faults) == ("0180", "01", ())


def test_the_same_number_twice_is_a_fault() -> None:
    sheet = Sheet(("Nr", "Namn"), ((2, ("1", "A")), (3, ("1", "B"))))
    _, faults = read_rows(sheet, ("number", "name"))
    assert [(f.row, f.reason, f.value) for f in faults] == [(3, "row_twice", "2")]


cell = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(
    lambda t: " ".join(t.split())
)


@given(st.lists(st.tuples(cell.filter(bool), cell, cell), min_size=1, max_size=8))
def test_what_is_written_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    header = ("Namn", "Nr", "Grupp")
    for name, content in (
        ("r.xlsx", workbook("Register", header, rows)),
        ("r.csv", csv(header, rows)),
    ):
        sheet = read_sheet(content, name)
        assert sheet.header == header
        assert [cells for _, cells in sheet.rows] == rows


@given(st.binary(max_size=300))
def test_any_file_is_a_table_or_a_clear_refusal(content: bytes) -> None:
    try:
        sheet = read_sheet(content, "r.csv")
    except UnreadableSheet:
        return
    members, faults = read_rows(sheet, guess(sheet.header))
    assert len(members) == len(sheet.rows)
    assert all(f.row for f in faults)
    assert set(guess(sheet.header)) <= {*FIELDS, GROUP, ""}
