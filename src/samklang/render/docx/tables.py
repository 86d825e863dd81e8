"""Tables: header row repeated, first column as row headers, widths measured from the words."""

from collections.abc import Sequence

from samklang.render.charts.measure import width
from samklang.render.docx.styles import TEXT_WIDTH
from samklang.render.docx.writing import Pen
from samklang.render.docx.xml import add, child_of, clean, name
from samklang.render.element import Element
from samklang.render.pdf.tables import Cell, Spanning

SIZE = 9.0
PADDING = 160
# Points: a line of text in a row, and what the row has besides.
LINE, EDGES = 12.0, 4.5


def add_table(
    body: Element,
    pen: Pen,
    *,
    header: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    caption: str,
    description: str,
    noted: bool = False,
) -> None:
    """A table whose first row heads its columns and whose first column heads its rows.

    noted: the paragraph that follows belongs to it, and is kept on its page.
    """
    widths = _widths(header, rows)
    table = add(body, "w:tbl")
    properties = add(table, "w:tblPr")
    add(properties, "w:tblStyle", val="SamklangTable")
    add(properties, "w:tblW", w=sum(widths), type="dxa")
    add(properties, "w:tblLayout", type="fixed")
    look = {
        "firstRow": 1,
        "lastRow": 0,
        "firstColumn": 1,
        "lastColumn": 0,
        "noHBand": 1,
        "noVBand": 1,
    }
    add(properties, "w:tblLook", None, val="06A0", **look)
    # Word shows at most 255 characters of each.
    add(properties, "w:tblCaption", val=clean(caption)[:255])
    if description:
        add(properties, "w:tblDescription", val=clean(description)[:2000])
    grid = add(table, "w:tblGrid")
    for column_width in widths:
        add(grid, "w:gridCol", w=column_width)
    head = _row(table)
    add(child_of(head, "w:trPr"), "w:tblHeader")
    for number, text in enumerate(header):
        _cell(head, pen, text, widths[number], style="TableHead", right=number > 0)
    for row in rows:
        line = _row(table)
        at = 0
        for number, cell in enumerate(row):
            content: Spanning = {"text": cell} if isinstance(cell, str) else cell
            span = content.get("span", 1)
            wide = sum(widths[at : at + span])
            style = "TableText" if number == 0 else "TableNumber"
            if content.get("heads"):
                style = "TableHead"
            _cell(line, pen, content["text"], wide, style=style, right=number > 0, span=span,
                  below=content.get("below", ""))  # fmt: skip
            at += span
    # Word wants a paragraph between a table and the next, and after the last.
    end = pen.paragraph(body, "TableEnd")
    lines = table.findall(name("w:tr"))
    for kept in [*lines, end] if noted else lines[:-1]:
        for paragraph in kept.iter(name("w:pPr")):
            add(paragraph, "w:keepNext")


def table_height(rows: int, *, lines: int) -> float:
    """About how high a table is, in points, with its header; `lines` of text in each row."""
    return (rows + 1) * EDGES + (rows * lines + 1) * LINE


def _row(table: Element) -> Element:
    line = add(table, "w:tr")
    add(add(line, "w:trPr"), "w:cantSplit")
    return line


def _cell(
    line: Element,
    pen: Pen,
    text: str,
    wide: int,
    *,
    style: str,
    right: bool,
    span: int = 1,
    below: str = "",
) -> None:
    cell = add(line, "w:tc")
    properties = add(cell, "w:tcPr")
    add(properties, "w:tcW", w=wide, type="dxa")
    if span > 1:
        add(properties, "w:gridSpan", val=span)
    made = pen.paragraph(cell, style, text)
    if right and style == "TableHead":
        add(child_of(made, "w:pPr"), "w:jc", val="right")
    if span > 1 and style == "TableNumber":
        # What stands in the place of several numbers begins below the first of their headings.
        add(child_of(made, "w:pPr"), "w:jc", val="left")
    if below:
        pen.line(made)
        pen.run(made, below, style="Label")


def _widths(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Columns of numbers as wide as their words need, the rest for the labels."""
    needs = []
    for number in range(1, len(header)):
        words = header[number].split() or [""]
        longest = max(words, key=len)
        need = _twips(longest, bold=True)
        for row in rows:
            at = 0
            for cell in row:
                content: Spanning = {"text": cell} if isinstance(cell, str) else cell
                span = content.get("span", 1)
                if at == number and span == 1:
                    # Words of more than a line are broken; figures are not.
                    parts = [content["text"], content.get("below", "")]
                    if len(content["text"]) > 12:
                        parts = content["text"].split()
                    need = max(need, *(_twips(part) for part in parts))
                at += span
        needs.append(min(need + PADDING, TEXT_WIDTH // 3))
    # Headings on one line, where the labels have room all the same.
    whole = [_twips(text, bold=True) + PADDING for text in header[1:]]
    wider = [max(pair) for pair in zip(needs, whole, strict=True)]
    if TEXT_WIDTH - sum(wider) >= TEXT_WIDTH * 2 // 5:
        needs = wider
    room = TEXT_WIDTH - sum(needs)
    least = TEXT_WIDTH // (4 if len(header) > 4 else 3)
    if room < least:
        needs = [need * (TEXT_WIDTH - least) // sum(needs) for need in needs]
        room = TEXT_WIDTH - sum(needs)
    return [room, *needs]


def _twips(text: str, *, bold: bool = False) -> int:
    return round(width(text[:200], SIZE) * (1.08 if bold else 1) * 20)
