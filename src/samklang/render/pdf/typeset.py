"""Typeset: typst with our fonts only, our content only as JSON, and no warning let through."""

import datetime
import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from samklang.core.document.deck import Slide, slides
from samklang.core.document.document import Document
from samklang.render.design import Branding
from samklang.render.pdf.content import deck_content, report_content
from samklang.render.pdf.large import in_parts
from samklang.render.pdf.structure import with_row_headers
from samklang.render.typst_fonts import faces

STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
# Documents that typst keeps its results for (comemo's eviction in typst's Python module).
KEPT_FOR = 10
FACES = (
    "SourceSerifPro-Regular",
    "SourceSerifPro-It",
    "SourceSerifPro-Semibold",
    "SourceSansPro-Regular",
    "SourceSansPro-It",
    "SourceSansPro-Semibold",
)


class PdfRefused(Exception):
    """typst could not make a PDF that keeps to both standards; the message says why."""


class PdfWarning(PdfRefused):
    """typst warned, for example of a missing font: the PDF would not be what it should be."""


def report(document: Document, *, figures: Mapping[str, str]) -> bytes:
    """report.pdf. `figures` holds the SVG of each figure and map by id. Raises PdfRefused."""
    template = _template("page.typ") + _template("report.typ")
    # A table alone has no drawing.
    tables = {figure.id: "" for figure in document.figures if figure.as_table}
    content = report_content(document, {**figures, **tables})
    try:
        return typeset(template, content, document)
    except PdfWarning as warning:
        if "converge" not in str(warning):
            raise
        return typeset(template, content | {"steady": True}, document)
    finally:
        _forget()


def deck(document: Document, shown: Sequence[Slide] = (), *, figures: Mapping[str, str]) -> bytes:
    """deck.pdf, a slide a page. `figures` as in `report`. Raises PdfRefused.

    shown: its slides, where the document has been laid bare.
    """
    branding = Branding.of(document)
    cut, drawings = in_parts(shown or slides(document), figures, document.language, branding)
    return typeset(_template("deck.typ"), deck_content(document, cut, drawings), document)


def typeset(template: bytes, content: Mapping[str, object], document: Document) -> bytes:
    """A template of ours, after what all of them share, with its content. Raises PdfRefused."""
    # One thread: on a document of this size more of them cost CPU and save no time.
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    import typst

    source = _template("shared.typ") + b"\n" + template
    with faces(FACES) as fonts:
        compiler = typst.Compiler(
            source,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(content, ensure_ascii=False)},
        )
        try:
            made, warnings = compiler.compile_with_warnings(
                format="pdf", pdf_standards=[*STANDARDS], timestamp=_timestamp(document)
            )
        except typst.TypstError as error:
            raise PdfRefused(f"{error.message} {' '.join(error.hints)}") from error
    if warnings:
        raise PdfWarning("; ".join(warning.message for warning in warnings))
    assert isinstance(made, bytes)
    return with_row_headers(made)


def _forget() -> None:
    """Makes typst let go of what it worked out, some 100 MB of a long report.

    It keeps that until ten later documents have not used it, so that one who writes sees changes at
    once. We set each report once: with two languages and the deck's it came to 300 MB.
    """
    import typst

    none = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    for _ in range(KEPT_FOR + 1):
        typst.Compiler(b"", font_paths=none, ignore_system_fonts=True).compile(format="pdf")


# Bounded by the templates of the package.
@cache
def _template(name: str) -> bytes:
    return files("samklang.render.pdf").joinpath("templates", name).read_bytes()


def _timestamp(document: Document) -> datetime.datetime:
    """The day of publication, or the epoch: never the clock."""
    day = document.published_iso or "1970-01-01"
    return datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC)
