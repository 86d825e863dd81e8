"""A figure printed as a table alone: where it is read there is no chart, on slides there is."""

import zipfile
from io import BytesIO
from typing import Any

import pytest

from samklang.core.document.blocks import Examples, Figure
from samklang.core.document.document import Document
from samklang.core.report.compose import compose
from samklang.render import design
from samklang.render.charts import figure_svg
from samklang.render.data.package import _numbered
from samklang.render.docx import report
from samklang.render.html import excerpt
from samklang.render.pdf import typeset as typesetting
from tests.sample_material import material

MANUSCRIPT = """\
{#results}
# Resultat

:::{figure} q1
:show: table
:::

:::{factor-figure}
:::
"""


def made(text: str = MANUSCRIPT) -> Document:
    document, faults = compose(text, material(), "sv", file="manuscript.md")
    assert faults == (), faults
    return document


def test_it_is_counted_among_tables_and_has_the_same_numbers() -> None:
    document = made()
    table, chart = document.figures
    assert (table.called, table.number, chart.called, chart.number) == ("table", 1, "figure", 1)
    (drawn, _) = made(MANUSCRIPT.replace(":show: table\n", "")).figures
    assert drawn.table == table.table
    assert _numbered(table, "sv").startswith("Tabell 1: ")


def test_what_it_cannot_be_shown_as_is_a_fault() -> None:
    text = MANUSCRIPT.replace("table", "map")
    _, faults = compose(text, material(), "sv", file="manuscript.md")
    assert [fault.line for fault in faults] == [4]
    assert "'map'" in str(faults[0].what)


def test_the_web_and_word_have_the_table_and_no_chart() -> None:
    document = made()
    page = excerpt(document, prefix="", titled=False)
    part = page.split('id="figure-q1"')[1].split("</figure>")[0]
    assert "Tabell 1" in part
    assert "<svg" not in part
    assert "<details>" not in part, "nothing has to be opened to see it"
    assert "<table" in part
    other = page.split('id="figure-factors"')[1].split("</figure>")[0]
    assert "Diagram 1" in other
    assert "<svg" in other
    with zipfile.ZipFile(BytesIO(report(document))) as word:
        charts = [name for name in word.namelist() if name.startswith("word/charts/chart")]
        text = word.read("word/document.xml").decode()
    assert len(charts) == 1
    assert "SEQ table" in text
    assert "SEQ figure" in text


def test_paper_has_no_drawing_of_it_and_slides_have(monkeypatch: pytest.MonkeyPatch) -> None:
    document = made()
    drawings = {figure.id: figure_svg(figure, "sv", design.HOUSE) for figure in document.figures}
    monkeypatch.setattr(typesetting, "typeset", lambda template, content, document: content)
    content: Any = typesetting.report(document, figures=drawings)
    figures = [b for s in content["sections"] for b in s["blocks"] if b["kind"] == "Figure"]
    assert [bool(one["svg"]) for one in figures] == [False, True]
    shown: Any = typesetting.deck(document, figures=drawings)
    slides = [s["content"] for s in shown["slides"] if s["kind"] == "figure"]
    assert [bool(one["svg"]) for one in slides] == [True, True]


def test_examples_are_told_in_the_order_that_was_written() -> None:
    ids = [example.id for example in material().examples]
    text = f"{{#e}}\n# E\n\n:::{{examples}}\n:whole: {' '.join(reversed(ids))} {ids[0]}\n:::\n"
    document = made(text)
    (block,) = (b for _, b in document.blocks() if isinstance(b, Examples))
    assert [card.id for card in block.shown_whole] == ids[::-1]
    assert not any(isinstance(b, Figure) for _, b in document.blocks())
