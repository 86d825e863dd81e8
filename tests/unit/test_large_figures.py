"""A figure with more rows than a page of the report has room for: several drawings, none cut."""

from dataclasses import replace

import pytest

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow
from samklang.core.document.blocks import Figure
from samklang.render.charts import figure_svg
from samklang.render.design import HOUSE
from samklang.render.pdf.large import TALLEST_OF_PAGE, on_pages
from samklang.render.pdf.tables import size
from tests.sample_tables import share_table
from tests.samples import figure

LONG = "Vi har inte haft tid, pengar och kunskap nog för att pröva något nytt med andra i regionen"


def of_rows(count: int, label: str) -> Figure:
    cell = ReleasedCell("shown", 21, 66, 55, 76, 51, 80)
    rows = tuple(
        ReleasedRow(f"r{number}", f"{number}. {label}", 32, (cell,)) for number in range(count)
    )
    return figure(replace(share_table(), rows=rows), highlight="")


@pytest.mark.parametrize(("rows", "parts"), [(6, 1), (25, 2), (60, 5)])
def test_every_row_is_in_one_of_the_drawings_and_each_fits(rows: int, parts: int) -> None:
    whole = of_rows(rows, LONG)
    made = on_pages(whole, figure_svg(whole, "sv", HOUSE), "sv", HOUSE)
    assert len(made) == parts
    assert all(size(svg)[1] <= TALLEST_OF_PAGE for svg in made)
    there = [number for svg in made for number in range(rows) if f">{number}. Vi har inte" in svg]
    assert there == list(range(rows))
