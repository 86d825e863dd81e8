"""Workbooks: a register as an Excel file or CSV that can be read back."""

import io
from collections.abc import Mapping, Sequence

from samklang.package import table


def workbook(sheet: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """An .xlsx of text cells; no cell can be a formula."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(sheet[:31])
        bold = book.add_format({"bold": True})
        for column, name in enumerate(header):
            page.write_string(0, column, name, bold)
            width = max([len(name), *(len(row[column]) for row in rows[:500])], default=8)
            page.set_column(column, column, min(width + 2, 50))
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                page.write_string(number, column, cell)
        page.freeze_panes(1, 0)
    return out.getvalue()


def csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that Excel reads å, ä and ö; formulas escaped."""
    return table.write(header, rows).encode("utf-8-sig")


def grouped(groups: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """The headings of all groups, each once, in the order they first appear."""
    return tuple(dict.fromkeys(name for one in groups for name in one))
