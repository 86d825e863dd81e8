"""Tables on paper: series beside each other while they fit, below each other when they are many."""

from samklang.render.pdf.tables import ABREAST, figure_data
from tests.samples import figure
from tests.unit.drawn_chart import many


def test_a_few_series_stand_beside_each_other() -> None:
    data = figure_data(figure(many(ABREAST), kind="diverging", highlight=""), "sv", "")
    assert len(data["header"]) == ABREAST + 2
    assert all(len(row) == ABREAST + 2 for row in data["rows"])


def test_many_series_stand_below_the_name_of_their_row() -> None:
    table = many(ABREAST + 1)
    data = figure_data(figure(table, kind="diverging", highlight=""), "sv", "")
    assert data["header"][1:] == ["Antal", "Andel", "Intervall", "Bas"]
    first, second = data["rows"][: ABREAST + 2], data["rows"][ABREAST + 2 :]
    assert first[0] == [{"text": table.rows[0].label, "span": 5, "heads": True}]
    assert first[1] == [table.series[0].label, "7", "14\u00a0%", "3–24\u00a0%", "50"]
    withheld = {"text": "färre än 5", "span": 3}
    assert second[1] == [table.series[0].label, withheld, "50"]
    assert [row[0] for row in second[1:]] == [series.label for series in table.series]
