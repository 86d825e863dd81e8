"""Registers from spreadsheets: files as people have them, and every fault with its row."""

import io
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.theme.organisation_number import NotAnOrganisationNumber, normalized, written
from samklang.exchange.register import sheet as sheets
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


HEADINGS = [
    # heading, cells beneath -> what the column holds
    ("Org.nr", ["556036-0793", ""], "organisation_number"),
    ("Medl.nr", ["1", "2"], "number"),
    ("Förenings namn", ["A", "B"], "name"),
    ("Organisation / förening", ["A", "B"], "name"),
    ("Organisationens namn", ["A", "B"], "name"),
    ("Medlemsförening", ["A", "B"], "name"),
    ("E-postadress", ["a@b.se", ""], "email"),
    ("Kommun", ["Kalix", "Luleå"], "municipality"),
    ("Typ av förening", ["bygd", "idrott", "Bygd", "idrott"], GROUP),
    ("Medlemsavgift betald", ["ja", "nej", "ja", "ja"], GROUP),
    ("Tel.", ["070-1", "070-2", "070-3", "070-4"], ""),
    ("Anm.", ["", "ring först", "", ""], ""),
    ("Land", ["Sverige", "Sverige", "Sverige"], ""),
    ("", ["x", "x", "y", "y"], ""),
]


@pytest.mark.parametrize(("heading", "cells", "holds"), HEADINGS)
def test_what_a_column_holds(heading: str, cells: list[str], holds: str) -> None:
    assert guess((heading,), [(cell,) for cell in cells]) == (holds,)


def test_a_field_is_taken_once_and_a_choice_is_remembered() -> None:
    rows = [("A", "B"), ("C", "D")]
    assert guess(("Namn", "Organisation"), rows) == ("name", "")
    chosen = {"Namn": "", "Organisation": "name"}
    assert guess(("Namn", "Organisation"), rows, chosen=chosen) == ("", "name")


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


@pytest.mark.parametrize(
    "text",
    [
        "Nytt?;Berätta\nJa;Vi har gjort a, b, c och d\nNej;Inte än, men snart, kanske\n",
        'Nytt?,Berätta\nJa,"Först a; sedan b; sist c; d"\nNej,"Inte än; men snart; kanske"\n',
        "Nytt?\tBerätta\nJa\ta, b, c; d; e\nNej\tf, g, h; i\n",
        'Nytt?;Berätta\nJa;"En rad, två\ntill, och, en, till"\nNej;"Tre; fyra; fem; sex"\n',
        "Nytt?;Antal\nJa;1,200,500\nNej;7\n",
    ],
)
def test_marks_within_answers_divide_no_cells(text: str) -> None:
    sheet = read_sheet(text.encode(), "r.csv")
    assert sheet.header[0] == "Nytt?"
    assert [row[0] for _, row in sheet.rows] == ["Ja", "Nej"]
    assert {len(row) for _, row in sheet.rows} == {2}


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
        ("Lycksele kn", "", "2481"),
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


NOT_AS_IT_STANDS = [
    # a row's cells -> why, the column, and what is read: a field's value, or None for no row
    (("1", "", "", "", "", "", ""), "no_name", "", None),
    (("Summa medlemmar:", "", "43", "", "", "", ""), "sum_row", "", None),
    (("", "", "Totalt", "", "", "", ""), "sum_row", "", None),
    (("1", "556036-0794", "A", "", "", "", ""), "organisation_number_check", "Orgnr", ""),
    (("1", "121212-1212", "A", "", "", "", ""), "organisation_number_person", "Orgnr", ""),
    (("1", "", "A", "a@b", "", "", ""), "email", "E-post", ""),
    (("1", "", "A", "saknas", "", "", ""), "email", "E-post", ""),
    (("1", "", "A", "a@b..se", "", "", ""), "email", "E-post", ""),
    (("1", "", "A", f"a@{'b' * 64}.se", "", "", ""), "email", "E-post", ""),
    (("1", "", "A", "a@b.se, c@d.se", "", "", ""), "email_chosen", "E-post", "a@b.se"),
    (("1", "", "A", "Åsa Ek <a@b.se>", "", "", ""), "email_chosen", "E-post", "a@b.se"),
    (("1", "", "A", "a (at) b.se", "", "", ""), "email_chosen", "E-post", "a@b.se"),
    (("1", "", "A", "", "Kalixx", "", ""), "municipality", "Kommun", ""),
    (("1", "", "A", "", "", "Norr", ""), "county", "Län", ""),
    (("1", "", "A", "", "Kalix", "Västerbotten", ""), "county_differs", "", "25"),
    (("1" * 41, "", "A", "", "", "", ""), "too_long", "Nr", ""),
]
FIELD_OF = {"Orgnr": "organisation_number", "E-post": "email", "Kommun": "municipality"}
FIELD_OF |= {"Län": "county", "": "county", "Nr": "number"}


@pytest.mark.parametrize(("cells", "reason", "column", "value"), NOT_AS_IT_STANDS)
def test_what_is_not_read_as_it_stands(
    cells: tuple[str, ...], reason: str, column: str, value: str | None
) -> None:
    members, faults = read_rows(rows_of(*cells), COLUMNS)
    assert (faults[0].row, faults[0].column, faults[0].reason) == (2, column, reason)
    if value is None:
        assert not members
    else:
        assert members[0].values[FIELD_OF[column]] == value


def test_a_member_needs_no_number() -> None:
    (row,), faults = read_rows(rows_of("", "", "A", "", "", "", ""), COLUMNS)
    assert (row.keys, faults) == (("", ""), ())


def test_a_group_is_spelled_as_it_mostly_is() -> None:
    kinds = ("Ideell förening", "ideell förening", "Ideell förening", "Stiftelse")
    sheet = Sheet(("Namn", "Typ"), tuple((n, (f"A{n}", k)) for n, k in enumerate(kinds)))
    members, faults = read_rows(sheet, ("name", GROUP))
    assert [m.groups["Typ"] for m in members] == [kinds[0]] * 3 + ["Stiftelse"]
    assert not faults


@pytest.mark.parametrize("columns", [("number", ""), ("name", "name"), ("name",)])
def test_columns_that_cannot_be_read(columns: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="'n"):
        read_rows(Sheet(("Nr", "Namn"), ((2, ("1", "A")),)), columns)


def test_the_zero_that_a_spreadsheet_took_is_put_back() -> None:
    (row,), faults = read_rows(rows_of("1", "", "A", "", "180", "1", ""), COLUMNS)
    assert (row.values["municipality"], row.values["county"], faults) == ("0180", "01", ())


def test_the_same_number_twice_is_read_once() -> None:
    sheet = Sheet(("Nr", "Namn"), ((2, ("1", "A")), (3, ("1", "B"))))
    members, faults = read_rows(sheet, ("number", "name"))
    assert [(f.row, f.reason, f.value) for f in faults] == [(3, "row_twice", "2")]
    assert [m.values["name"] for m in members] == ["A"]


cell = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(
    lambda t: " ".join(t.split())
)


@given(st.lists(st.tuples(cell.filter(bool), cell, cell), min_size=1, max_size=8))
def test_what_is_written_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    header = ("Namn", "Nr", "Grupp")
    place = Path(tempfile.gettempdir())
    for name, content in (
        ("r.xlsx", b"".join(workbook("Register", header, rows, folder=place))),
        ("r.csv", b"".join(csv(header, rows))),
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
    columns = guess(sheet.header, [cells for _, cells in sheet.rows])
    assert set(columns) <= {*FIELDS, GROUP, ""}
    if "name" not in columns:
        return
    members, faults = read_rows(sheet, columns)
    # Every row is a member, or a fault says why it is not.
    assert {m.row for m in members} | {f.row for f in faults} == {n for n, _ in sheet.rows}


def test_as_many_rows_as_are_promised_stand_beneath_the_headings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheets, "ROWS", 3)
    text = "Våra medlemmar\nNamn;Kommun\n" + "A;Kalix\n" * 3
    assert len(read_sheet(text.encode(), "r.csv").rows) == 3
    with pytest.raises(UnreadableSheet, match="too_many_rows"):
        read_sheet(f"{text}B;Kalix\n".encode(), "r.csv")
