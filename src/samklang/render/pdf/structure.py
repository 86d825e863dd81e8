"""Structure: row headers in tagged tables, which typst cannot mark by itself yet.

A table's first column labels its rows. Its cells become TH with the scope Row (ISO 14289-1, 7.5;
ISO 32000-1, table 349); typst has marked the header row already.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

WITHOUT_TABLES = frozenset(
    ("/P", "/H1", "/H2", "/H3", "/H4", "/Span", "/Link", "/L", "/LI", "/TOC", "/TOCI", "/Figure")
)


def with_row_headers(content: bytes) -> bytes:
    """The PDF with the first cell of every body row as a row header. Nothing else changes."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        for table in elements(pdf, "/Table", without=WITHOUT_TABLES):
            for row in _rows(table):
                cells = list(_kids(row))
                if cells and cells[0].get("/S") == Name.TD:
                    cells[0]["/S"] = Name.TH
                    cells[0]["/A"] = _attributes(cells[0].get("/A"))
        out = io.BytesIO()
        # The document's own dates and XMP stay as typst wrote them; the ID follows the content.
        pdf.save(
            out,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return out.getvalue()


def _attributes(existing: object) -> object:
    """The cell's attributes with the scope Row; spans that are there stay."""
    scope = Dictionary(O=Name.Table, Scope=Name.Row)
    if existing is None:
        return Array([scope])
    kept = list(existing) if isinstance(existing, Array) else [existing]
    return Array([*kept, scope])


def elements(pdf: Pdf, kind: str, *, without: frozenset[str] = frozenset()) -> Iterator[Object]:
    """The structure elements of a kind ("/Table"), in reading order.

    without: kinds that are known to hold none and are not looked into.
    """
    root = pdf.Root.get("/StructTreeRoot")
    pending = list(_kids(root)) if root is not None else []
    pending.reverse()
    while pending:
        element = pending.pop()
        role = element.get("/S")
        if role == kind:
            yield element
        if role is not None and str(role) in without:
            continue
        pending.extend(reversed(list(_kids(element))))


def _rows(table: Object) -> Iterator[Object]:
    """The rows of a table, those of its header apart."""
    for part in _kids(table):
        if part.get("/S") == Name.TR:
            yield part
        elif part.get("/S") == Name.TBody:
            yield from (row for row in _kids(part) if row.get("/S") == Name.TR)


def _kids(element: Object) -> Iterator[Object]:
    """The structure elements below an element; marked content is left out."""
    kids = element.get("/K")
    if kids is None:
        return
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
