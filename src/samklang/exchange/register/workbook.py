"""Workbooks: a register as an Excel file or CSV that can be read back, part by part."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from samklang.package import table

# Rows that settle how wide the columns are, and bytes that are handed on at a time.
LOOKED_AT, PART = 500, 65_536


def workbook(
    sheet: str, header: Sequence[str], rows: Iterable[Sequence[str]], *, folder: Path
) -> Iterator[bytes]:
    """An .xlsx of text cells; no cell can be a formula.

    folder: where it is put together, row by row, and then gone from.
    """
    import xlsxwriter

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        path = Path(place, "register.xlsx")
        options = {
            "constant_memory": True,
            "tmpdir": place,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        with xlsxwriter.Workbook(path, options) as book:
            page = book.add_worksheet(sheet[:31])
            bold = book.add_format({"bold": True})
            rest = iter(rows)
            first = list(islice(rest, LOOKED_AT))
            for column, name in enumerate(header):
                width = max([len(name), *(len(row[column]) for row in first)], default=8)
                page.set_column(column, column, min(width + 2, 50))
                page.write_string(0, column, name, bold)
            for number, row in enumerate(chain(first, rest), 1):
                for column, cell in enumerate(row):
                    page.write_string(number, column, cell)
            page.freeze_panes(1, 0)
        with path.open("rb") as file:
            while part := file.read(PART):
                yield part


def csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """CSV in UTF-8 with a byte order mark, so that Excel reads å, ä and ö; formulas escaped."""
    yield "\ufeff".encode()
    for part in table.written(header, rows):
        yield part.encode()
