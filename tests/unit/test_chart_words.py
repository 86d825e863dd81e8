"""Words of a chart: legends that are whole, axes, wrapped lines, and text that stays text."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series
from samklang.core.language.wording import LANGUAGES
from samklang.render import design
from samklang.render.charts import figure_svg
from samklang.render.charts.axis import value_scale
from samklang.render.charts.measure import width, wrapped
from samklang.render.charts.svg import number
from tests.samples import figure
from tests.unit.drawn_chart import (
    DRAWN,
    HOSTILE,
    KINDS,
    SVG,
    apart,
    boxes,
    draw,
    gaps,
    many,
    parsed,
    words,
)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("kind", ["stacked", "diverging", "grouped"])
@pytest.mark.parametrize("count", range(6, 12))
def test_a_legend_of_many_series_is_whole_and_each_looks_otherwise(
    count: int, kind: str, narrow: bool
) -> None:
    made = figure(many(count), kind=kind, highlight="", neutral="s3" if count == 7 else "")
    svg = parsed(figure_svg(made, "sv", design.HOUSE, narrow=narrow))
    apart(svg)
    legend = " ".join(words(svg))
    for series in made.table.series:
        assert series.label in legend
    keys = [r for r in svg.findall(f"{SVG}rect") if r.attrib["height"] == "14"]
    kinds = {p.attrib["id"]: (p.attrib.get("patternTransform"), *p[0].attrib.values())[:3]
             for p in svg.iter(f"{SVG}pattern")}  # fmt: skip
    looks: dict[tuple[str, str], list[object]] = {}
    for key in keys:
        fill = key.attrib["fill"]
        look = kinds[fill[5:-1]] if fill.startswith("url") else fill
        looks.setdefault((key.attrib["x"], key.attrib["y"]), []).append(look)
    assert len(looks) == count
    # What is withheld has a key too, where no words stand beside the bar.
    assert ("dolt, eller färre än 5" in legend) == (kind != "grouped")
    assert len({tuple(look) for look in looks.values()}) == len(looks)
    places = [(float(x), float(y)) for x, y in looks]
    assert all(x - ox > 20 or y - oy > 15 for (ox, oy), (x, y) in pairwise(places))


def test_what_is_withheld_is_told_whole_however_many_answers_it_is() -> None:
    table = many(11)
    row = ReleasedRow("r", "Grupp", 50, (*(ReleasedCell("few"),) * 10, table.rows[0].cells[0]))
    made = figure(replace(table, rows=(row,)), kind="diverging", highlight="")
    told = " ".join(words(parsed(figure_svg(made, "sv", design.HOUSE, narrow=True))))
    told = told.split("Färre än 5: ")[1]
    assert all(series.label in told for series in table.series[:10])


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([2.9, 15.2], (0, 5, 10, 15, 20)),
        ([1998, 2019], (1995, 2000, 2005, 2010, 2015, 2020)),
        ([-3, 4], (-4, -2, 0, 2, 4)),
        ([0], (0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        ([120_000, 900_000], (0, 200_000, 400_000, 600_000, 800_000, 1_000_000)),
    ],
)
def test_an_axis_of_values_has_round_numbers(values: list[float], ticks: tuple[float, ...]) -> None:
    assert value_scale(values).ticks == ticks


@pytest.mark.parametrize("shown", [99, 100, 101])
def test_a_stacked_bar_never_hides_that_something_is_withheld(shown: int) -> None:
    cells = (ReleasedCell("shown", 60, 60, 50, 70), ReleasedCell("shown", 40, shown - 60, 30, 50))
    row = ReleasedRow("r", "Rad", 100, (*cells, ReleasedCell("few")))
    series = (Series("a", "A"), Series("b", "B"), Series("c", "C"))
    made = figure(ReleasedTable("t", series, (row,), 5), kind="stacked")
    for narrow in (False, True):
        drawn = parsed(figure_svg(made, "sv", design.HOUSE, narrow=narrow))
        ((start, stop),) = gaps(drawn)
        assert stop - start > 1
        assert "Färre än 5: C." in words(drawn)


@pytest.mark.parametrize("shown", [99, 100, 101])
def test_a_stacked_bar_of_rounded_shares_ends_where_the_axis_does(shown: int) -> None:
    cells = (ReleasedCell("shown", 60, 60, 50, 70), ReleasedCell("shown", 40, shown - 60, 30, 50))
    made = figure(
        ReleasedTable("t", (Series("a", "A"), Series("b", "B")),
                      (ReleasedRow("r", "Rad", 100, cells),), 5),
        kind="stacked",
    )  # fmt: skip
    drawn = parsed(figure_svg(made, "sv", design.HOUSE))
    hundred = max(float(line.attrib["x1"]) for line in drawn.iter(f"{SVG}line"))
    assert boxes(drawn, design.HOUSE.spruce)[0][1] == pytest.approx(hundred - 1.5, abs=0.11)


@pytest.mark.parametrize(("kind", "narrow"), DRAWN)
def test_untrusted_text_stays_text(kind: str, narrow: bool) -> None:
    table = KINDS[kind]().labelled(
        rows={row.id: HOSTILE for row in KINDS[kind]().rows},
        series={series.id: HOSTILE for series in KINDS[kind]().series},
    )
    made = figure(table, kind=kind, title=HOSTILE, alt=HOSTILE)
    svg = parsed(figure_svg(made, "sv", design.HOUSE, narrow=narrow))
    assert [e.tag for e in svg.iter() if "script" in e.tag] == []
    assert svg.findtext(f"{SVG}title") == HOSTILE
    assert svg.findtext(f"{SVG}desc") == HOSTILE
    assert any("{{ 7 * 7" in text for text in words(svg))


@pytest.mark.parametrize(("kind", "narrow"), DRAWN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_the_same_every_time_with_one_decimal_at_most(
    kind: str, narrow: bool, language: str
) -> None:
    made = figure(KINDS[kind](), kind=kind)
    svg = figure_svg(made, language, design.HOUSE, narrow=narrow)  # type: ignore[arg-type]
    assert svg == figure_svg(made, language, design.HOUSE, narrow=narrow)  # type: ignore[arg-type]
    for element in parsed(svg).iter():
        for name in ("x", "y", "x1", "x2", "y1", "y2", "width", "height", "d"):
            if "pattern" not in element.tag and element.attrib.get("fill") not in (
                design.STONE,
                design.HOUSE.lingon_light,
            ):
                assert not re.search(r"\.\d\d", element.attrib.get(name, ""))


def test_letters_are_large_enough_on_a_phone() -> None:
    """On a screen of 320 the figure is 286 wide: 17 of the page's edge on each side."""
    svg = draw("bars", narrow=True)
    scale = 286 / float(svg.attrib["width"])
    sizes = {float(e.attrib["font-size"]) for e in svg.iter() if "font-size" in e.attrib}
    assert min(sizes) * scale >= 10.9


shares = st.integers(0, 100)
labels = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


@st.composite
def tables(draw_one: st.DrawFn) -> ReleasedTable:
    """Tables of any shape, with cells shown or withheld."""
    count = draw_one(st.integers(1, 7))
    rows = []
    for row in range(draw_one(st.integers(1, 5))):
        cells = []
        for _ in range(count):
            low, share, high = sorted(draw_one(st.tuples(shares, shares, shares)))
            status = draw_one(st.sampled_from(("shown", "few", "protected")))
            cells.append(
                ReleasedCell("shown", share, share, low, high, low, high)
                if status == "shown"
                else ReleasedCell(status)  # type: ignore[arg-type]
            )
        rows.append(ReleasedRow(f"r{row}", draw_one(labels), None, tuple(cells)))
    series = tuple(Series(f"s{i}", draw_one(labels)) for i in range(count))
    return ReleasedTable("t", series, tuple(rows), 5)


@settings(max_examples=60, deadline=None)
@given(tables(), st.sampled_from(sorted(KINDS)), st.booleans())
def test_whatever_the_table_nothing_is_drawn_outside(
    table: ReleasedTable, kind: str, narrow: bool
) -> None:
    made = figure(table, kind=kind, title="Titel", alt="Ord", highlight="")
    svg = parsed(figure_svg(made, "sv", design.HOUSE, narrow=narrow))
    wide, high = float(svg.attrib["width"]), float(svg.attrib["height"])
    for box in svg.findall(f"{SVG}rect"):
        left, top = float(box.attrib["x"]), float(box.attrib["y"])
        assert left >= 0
        assert left + float(box.attrib["width"]) <= wide + 0.2
        assert top >= 0
        assert top + float(box.attrib["height"]) <= high
        assert float(box.attrib["width"]) >= 0
    for text in svg.iter(f"{SVG}text"):
        reach = width(text.text or "", float(text.attrib.get("font-size", 14)))
        start = float(text.attrib["x"])
        anchor = text.attrib.get("text-anchor", "start")
        start -= {"start": 0, "middle": reach / 2, "end": reach}[anchor]
        assert start >= -0.5
        assert start + reach <= wide + 0.5


@given(labels, st.integers(40, 300))
def test_wrapped_lines_fit_and_lose_nothing_unseen(text: str, limit: int) -> None:
    lines = wrapped(text, 14, limit)
    assert 1 <= len(lines) <= 3
    assert all(width(line, 14) <= limit for line in lines)
    if not any(line.endswith("…") for line in lines):
        assert " ".join(lines) == " ".join(text.split())


def test_a_long_label_is_wrapped_between_words() -> None:
    assert wrapped("Skola, folkhögskola eller universitet", 14, 130) == [
        "Skola, folkhögskola",
        "eller universitet",
    ]
    assert wrapped("kommunikationsteknologiföretagsamhet", 14, 100)[0].endswith("…")


def test_numbers_are_printed_short() -> None:
    assert [number(v) for v in (12.0, 12.04, 12.05001, 0.3, 100)] == [
        "12",
        "12",
        "12.1",
        "0.3",
        "100",
    ]
