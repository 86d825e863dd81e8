"""LimeSurvey's CSV: delimiters, quotes, blank lines, and what is wrong with a file."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.faults import FaultyInput
from samklang.exchange.limesurvey.table import DELIMITERS, Cell, Table, parse, read_table


def table(tmp_path: Path, text: str | bytes) -> Table:
    path = tmp_path / "export.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_table(path)


def fault(tmp_path: Path, text: str | bytes) -> str:
    with pytest.raises(FaultyInput) as caught:
        table(tmp_path, text)
    return str(caught.value)


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_every_delimiter_with_and_without_byte_order_mark(tmp_path: Path, delimiter: str) -> None:
    text = f'"id"{delimiter}"q"\r\n"1"{delimiter}"a;b,c\td"\r\n'
    for start in ("", "\ufeff"):
        found = table(tmp_path, start + text)
        assert found.header == ("id", "q")
        assert found.rows == ((Cell("1"), Cell("a;b,c\td")),)


def test_quoted_nothing_is_told_from_nothing(tmp_path: Path) -> None:
    found = table(tmp_path, '"id";"a";"b"\n"1";"";\n')
    assert found.rows[0] == (Cell("1"), Cell(""), Cell("", absent=True))
    assert found.tells_absent
    assert not table(tmp_path, '"id";"a"\n"1";""\n').tells_absent
    assert not table(tmp_path, "id;a\n1;\n").tells_absent


def test_quotes_and_line_breaks_inside_a_cell(tmp_path: Path) -> None:
    found = table(tmp_path, '"id","q"\r\n"1","said ""hi""\nand left"\r\n\r\n')
    assert found.rows == ((Cell("1"), Cell('said "hi"\nand left')),)


def test_an_export_without_responses_has_one_row_of_empty_cells(tmp_path: Path) -> None:
    assert table(tmp_path, '"id";"q"\r\n"";""\r\n').rows == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("\ufeff\r\n", "is empty"),
        (b"id;q\n1;\xe5\n", "is not UTF-8"),
        ("id;q".encode("utf-16"), "UTF-16"),
        ("id;q\n1;a\0b\n", "null byte"),
        ('id;q\n1;"open', "row 2: opens a quote"),
        ('id;q\n1;"a"b\n', "row 2: has text after a closing quote"),
        ("id;q\n1;a;b\n2;c\n", "row 2: has 3 cells where the header has 2"),
        ("id;q\n1;a\n2\n", "row 3: has 1 cells"),
        ("id;q;q\n1;a;b\n", "row 1, q: is the heading of two columns"),
    ],
)
def test_what_is_wrong_is_told_with_its_row(tmp_path: Path, text: str | bytes, told: str) -> None:
    assert told in fault(tmp_path, text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FaultyInput, match="cannot be read"):
        read_table(tmp_path / "none.csv")


CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"))


@given(
    rows=st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1),
    delimiter=st.sampled_from(DELIMITERS),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_reads_what_the_standard_writer_writes(
    rows: list[list[str]], delimiter: str, quoting: int
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, quoting=quoting).writerows(rows)
    assert [[c.text for c in row] for row in parse(written.getvalue(), delimiter)] == rows


@given(st.text(st.sampled_from('"";,\n\r\tab\ufeff')) | st.binary())
def test_any_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: object
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    try:
        found = read_table(path)
    except FaultyInput:
        return
    assert all(len(row) == len(found.header) for row in found.rows)
