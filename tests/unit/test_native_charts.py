"""Native charts: points are no bars, many series can be told apart, a large figure is several."""

import io
from dataclasses import replace
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from lxml import etree
from pptx import Presentation

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series
from samklang.core.document.blocks import Figure
from samklang.core.document.deck import Slide
from samklang.core.document.document import Section
from samklang.core.language.wording import Language
from samklang.core.theme.colour import READABLE, contrast
from samklang.render import design
from samklang.render.pdf.large import cut
from samklang.render.slides import deck
from samklang.render.slides.chart import chart_part
from samklang.render.slides.parts import in_parts, most_rows
from samklang.render.slides.workbook import workbook
from tests.sample_tables import factor_table, group_table, likert_table, share_table, value_table
from tests.samples import document, figure

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def values(**changes: Any) -> Figure:
    more = {"highlight": "", "total": "all", "measure": "mean"} | changes
    return figure(value_table(), kind="values", **more)


def shares(**changes: Any) -> Figure:
    return figure(group_table(), kind="dots", total="all", **({"highlight": ""} | changes))


def chart(shown: Figure, language: Language = "sv") -> Any:
    tag = {"sv": "sv-SE", "en": "en-GB"}[language]
    return etree.fromstring(
        chart_part(shown, language, design.HOUSE, tag, points=9, room=(450, 300))
    )


def sheet(shown: Figure) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(shown, "sv")))["Sheet1"]


@pytest.mark.parametrize("shown", [values(), shares()], ids=["values", "shares"])
def test_groups_are_points_without_a_line_between(shown: Figure) -> None:
    made = chart(shown)
    assert made.find(f".//{C}barChart") is None
    *bands, series = made.findall(f".//{C}lineChart/{C}ser")
    # The first carries the sensitivity band, behind the interval, and is not seen itself.
    assert len(bands) == (shown.kind == "dots")
    assert all(b.find(f"{C}marker/{C}symbol").get("val") == "none" for b in bands)
    assert series.find(f"{C}spPr/{A}ln/{A}noFill") is not None
    assert series.find(f"{C}marker/{C}symbol").get("val") == "circle"
    # All members, last, have a mark of their own.
    others = {p.find(f"{C}idx").get("val"): p for p in series.findall(f"{C}dPt")}
    assert others["3"].find(f"{C}marker/{C}symbol").get("val") == "diamond"
    bars = series.find(f"{C}errBars")
    assert bars.find(f"{C}errDir").get("val") == "y"
    assert bars.getnext().tag == f"{C}cat"


def test_the_workbook_of_means_holds_value_interval_error_bars_answers_base_and_unit() -> None:
    rows = list(sheet(values()).iter_rows(values_only=True))
    assert rows == [
        (
            None,
            "Medelvärde",
            *(f"Medelvärde: {w}" for w in ("Undre gräns", "Övre gräns", "Minus", "Plus", "Svar")),
            "Bas",
            "Enhet",
        ),
        ("Högst 10 medlemmar", 3.4, 2.9, 3.9, 0.5, 0.5, 12, 12, "timmar per vecka"),
        ("Fler än 10 medlemmar", 12.5, 9.8, 15.2, 2.7, 2.7, 20, 20, "timmar per vecka"),
        ("Vet ej: dolt", *[None] * 7, "timmar per vecka"),
        ("Alla medlemmar", 9.1, 7.4, 10.8, 1.7, 1.7, 32, 32, "timmar per vecka"),
    ]


@pytest.mark.parametrize(("language", "code"), [("sv", "[$-41D]#,##0.0"), ("en", "[$-809]#,##0.0")])
def test_a_mean_has_its_decimals_and_the_language_s_own_marks(
    language: Language, code: str
) -> None:
    made = chart(values(), language)
    assert made.find(f".//{C}lineChart/{C}dLbls/{C}numFmt").get("formatCode") == code


def test_the_axis_holds_every_interval_and_names_its_unit() -> None:
    made = chart(values())
    scaling = made.find(f".//{C}valAx/{C}scaling")
    assert [float(scaling.find(f"{C}{end}").get("val")) for end in ("min", "max")] == [0, 20]
    title = made.find(f".//{C}valAx/{C}title")
    assert "".join(t.text for t in title.iter(f"{A}t")) == "timmar per vecka"


def test_what_is_withheld_has_no_point_and_its_reason_in_its_name() -> None:
    for shown, reason in (
        (values(), "Vet ej: dolt"),
        (shares(), "Västernorrlands län: färre än 5"),
    ):
        made = chart(shown)
        names = [v.text for v in made.findall(f".//{C}cat//{C}v")]
        assert names[2] == reason
        for series in made.findall(f".//{C}ser"):
            assert [p.get("idx") for p in series.findall(f"{C}val//{C}pt")] == ["0", "1", "3"]
        for bars in made.findall(f".//{C}errBars"):
            for side in ("plus", "minus"):
                ends = bars.findall(f"{C}{side}//{C}pt")
                assert [p.get("idx") for p in ends] == ["0", "1", "3"]


def test_without_an_interval_there_is_no_error_bar() -> None:
    """A total that is known whole: its ends are the number itself, or there are none."""
    table = value_table()
    known = ReleasedCell("shown", 12, value=3.0)
    rows = (replace(table.rows[0], cells=(known,)), *table.rows[1:])
    made = chart(replace(values(), table=replace(table, rows=rows)))
    ends = [p.get("idx") for p in made.findall(f".//{C}errBars/{C}plus//{C}pt")]
    assert ends == ["1", "3"]


def wide(series: int, rows: int) -> ReleasedTable:
    """A table of so many series and rows, each a share of 14 per cent."""
    cells = (ReleasedCell("shown", 7, 14, 8, 24),) * series
    return ReleasedTable(
        id="wide",
        series=tuple(Series(f"s{n}", f"Svar {n}") for n in range(series)),
        rows=tuple(ReleasedRow(f"r{n}", f"Grupp {n}", 50, cells) for n in range(rows)),
        threshold=5,
    )


@pytest.mark.parametrize("kind", ["stacked", "grouped"])
@pytest.mark.parametrize("series", [3, 5, 6, 7, 11])
def test_neighbours_are_told_apart_without_colour_and_labels_can_be_read(
    kind: str, series: int
) -> None:
    made = chart(figure(wide(series, 2), kind=kind, highlight=""))
    textures, found = [], made.findall(f".//{C}ser")
    for one in found:
        pattern = one.find(f"{C}spPr/{A}pattFill")
        solid = one.find(f"{C}spPr/{A}solidFill/{A}srgbClr")
        grounds = [solid]
        if pattern is not None:
            grounds = [pattern.find(f"{A}{ground}/{A}srgbClr") for ground in ("bgClr", "fgClr")]
        textures.append("" if pattern is None else pattern.get("prst"))
        ink = one.find(f"{C}dLbls/{C}txPr//{A}srgbClr").get("val")
        plain = f"#{grounds[0].get('val')}".lower()
        assert contrast(f"#{ink}", plain) >= READABLE
        assert all(contrast(f"#{ink}", f"#{g.get('val')}") >= READABLE for g in grounds)
    assert len({one.find(f"{C}tx//{C}v").text for one in found}) == series
    if series > 5:
        assert all(one != other for one, other in pairwise(textures))
        # No texture stands on both sides of the scale.
        if kind == "grouped":  # which begins with spruce
            textures.reverse()
        assert not set(textures[: series // 2]) & set(textures[series // 2 :])
    else:
        # Lingon alone is striped, as in the drawn charts.
        assert [bool(texture) for texture in textures].count(True) == 1


@pytest.mark.parametrize(
    ("kind", "series", "rows", "count"),
    [
        ("bars", 1, 6, 1),
        ("bars", 1, 30, 4),
        ("grouped", 2, 4, 1),
        ("grouped", 7, 4, 4),
        ("stacked", 5, 8, 1),
        ("stacked", 5, 20, 3),
        ("dots", 1, 12, 1),
        ("dots", 1, 22, 2),
    ],
)
def test_a_large_figure_is_shown_whole_on_as_many_slides_as_it_needs(
    kind: str, series: int, rows: int, count: int
) -> None:
    shown = figure(wide(series, rows), kind=kind, highlight="")
    found = list(in_parts([Slide("figure", "S", "S", shown)], "sv"))
    assert len(found) == count
    parts = [slide.content for slide in found]
    assert [row.id for part in parts for row in part.table.rows] == [  # type: ignore[union-attr]
        row.id for row in shown.table.rows
    ]
    content = deck(replace(document("sv"), sections=(Section("s", "S", (), (shown,)),)))
    pages = Presentation(io.BytesIO(content)).slides
    assert sum(shape.has_chart for page in pages for shape in page.shapes) == count


def test_every_name_of_a_row_is_asked_for() -> None:
    made = chart(figure(wide(1, 9), kind="bars", highlight=""))
    axis = made.find(f".//{C}catAx")
    order = [etree.QName(child).localname for child in axis]
    assert axis.find(f"{C}tickLblSkip").get("val") == "1"
    assert order.index("lblOffset") < order.index("tickLblSkip") < order.index("noMultiLvlLbl")


def test_the_parts_of_a_figure_of_values_have_one_axis() -> None:
    shown = values()
    maxima = [
        float(chart(part).find(f".//{C}valAx/{C}scaling/{C}max").get("val"))
        for part in cut(shown, 4)
    ]
    assert maxima == [20] * 4


@pytest.mark.parametrize("kind", ["stacked", "diverging", "grouped"])
def test_many_long_names_leave_room_for_the_bars(kind: str) -> None:
    """Programs that find the legend's place themselves crush the plot under eleven long names."""
    table = wide(11, 3)
    long = tuple(Series(s.id, f"{s.label} och ett långt namn till " * 3) for s in table.series)
    crowded = chart(figure(replace(table, series=long), kind=kind, highlight=""))

    def places(made: Any) -> list[float]:
        parts = made.find(f".//{C}legend/{C}layout"), made.find(f".//{C}plotArea/{C}layout")
        return [
            float(part.find(f"{C}manualLayout/{C}{name}").get("val"))
            for part in parts
            for name in ("y", "h")
        ]

    top, names, plot, bars = places(crowded)
    assert top == 0
    assert plot >= names
    assert plot + bars == pytest.approx(1, abs=1e-3)
    assert bars >= 0.35
    small = chart(figure(wide(2, 3), kind=kind, highlight=""))
    assert small.find(f".//{C}legend//{C}manualLayout") is None


def test_what_the_names_take_is_not_given_to_rows() -> None:
    table = wide(7, 9)
    long = tuple(Series(s.id, f"{s.label} och ett långt namn till " * 3) for s in table.series)
    short, crowded = (
        most_rows(figure(one, kind="stacked"), "sv") for one in (table, replace(table, series=long))
    )
    assert crowded < short


def named(table: ReleasedTable, more: str) -> ReleasedTable:
    """The table with longer names of its rows."""
    rows = tuple(replace(row, label=f"{row.label} {more}") for row in table.rows)
    return replace(table, rows=rows)


@pytest.mark.parametrize(("kind", "series"), [("bars", 1), ("stacked", 7)])
def test_fewer_rows_share_a_slide_where_their_names_take_lines(kind: str, series: int) -> None:
    """Programs leave out every other name where the names are taller than their rows."""
    short = wide(series, 9)
    counts = [
        most_rows(figure(named(short, "med ett namn som är långt " * times), kind=kind), "sv")
        for times in (0, 3, 6)
    ]
    assert counts == sorted(counts, reverse=True)
    assert len(set(counts)) == 3


def test_a_scale_about_its_middle_keeps_its_colours() -> None:
    made = chart(figure(likert_table(), kind="diverging", highlight=""))
    grounds = [e.get("val") for e in made.findall(f".//{C}ser/{C}spPr//{A}bgClr/{A}srgbClr")]
    assert grounds == [design.HOUSE.lingon[1:].upper()]


def answers(**changes: Any) -> Figure:
    """Ja 66 %, interval 55–76 %, band 51–80 %; the others withheld."""
    return figure(share_table(), kind="bars", **({"highlight": "yes"} | changes))


def points(bars: Any, side: str) -> list[tuple[str, str]]:
    return [(p.get("idx"), p[0].text) for p in bars.findall(f"{C}{side}//{C}pt")]


def test_the_sensitivity_band_is_drawn_beside_the_bar_and_stands_in_the_workbook() -> None:
    shown, band = chart(answers()).findall(f".//{C}ser")
    assert band.find(f"{C}spPr/{A}noFill") is not None, "what carries the band is not seen"
    assert band.find(f"{C}dLbls/{C}showVal").get("val") == "0"
    assert points(band.find(f"{C}errBars"), "minus") == [("0", "15")]
    assert points(band.find(f"{C}errBars"), "plus") == [("0", "14")]
    assert points(shown.find(f"{C}errBars"), "minus") == [("0", "11")]
    colours = [one.find(f"{C}errBars/{C}spPr//{A}srgbClr").get("val") for one in (shown, band)]
    assert colours == [design.INK[1:].upper(), design.HOUSE.lingon[1:].upper()]
    head, yes, no, _ = sheet(answers()).iter_rows(values_only=True)
    told = dict(zip(head, yes, strict=True))
    ends = ("Undre gräns", "Övre gräns", "Minus", "Plus")
    assert [told[f"Känslighetsband: {end}"] for end in ends] == [51, 80, 15, 14]
    assert set(no[1:]) == {None, 32}, "of what is withheld the base alone"


def test_the_band_refers_to_its_own_columns_of_the_workbook() -> None:
    """What somebody edits in the sheet moves the band, and nothing else."""
    made, cells = chart(answers()), sheet(answers())
    names = {cell.column_letter: cell.value for cell in cells[1]}
    for series, words in zip(made.findall(f".//{C}ser"), ("Andel", "Känslighetsband"), strict=True):
        for side, word in (("plus", "Plus"), ("minus", "Minus")):
            place = series.find(f"{C}errBars/{C}{side}//{C}f").text
            assert names[place.split("$")[1]] == f"{words}: {word}"


def test_an_interval_is_seen_across_its_bar_and_the_bar_on_the_paper() -> None:
    for shown in (answers(), figure(factor_table(), kind="grouped", highlight="")):
        for series in chart(shown).findall(f".//{C}ser"):
            ground = series.find(f"{C}spPr/{A}solidFill/{A}srgbClr")
            if ground is None:
                ground = series.find(f"{C}spPr/{A}pattFill/{A}bgClr/{A}srgbClr")
            if ground is None:
                continue  # the band's
            colour = f"#{ground.get('val').lower()}"
            assert contrast(design.INK, colour) >= 3
            assert contrast(design.PAPER, colour) >= 3


def test_the_answer_that_the_title_speaks_of_is_filled_and_others_are_pale() -> None:
    series, _ = chart(answers()).findall(f".//{C}ser")
    others = {p.find(f"{C}idx").get("val"): p for p in series.findall(f"{C}dPt")}
    assert sorted(others) == ["1", "2"]
    pale = design.HOUSE.spruce_pale[1:].upper()
    grounds = [p.find(f"{C}spPr/{A}solidFill/{A}srgbClr").get("val") for p in others.values()]
    assert grounds == [pale, pale]


@pytest.mark.parametrize("kind", ["stacked", "diverging"])
def test_what_is_withheld_has_empty_room_at_its_own_place(kind: str) -> None:
    """The second row shows the last two of four, 32 and 39: its first 29 are empty."""
    made = chart(figure(likert_table(), kind=kind, highlight=""))
    second, names = [], []
    for series in made.findall(f".//{C}ser"):
        value = {p.get("idx"): float(p[0].text) for p in series.findall(f"{C}val//{C}pt")}.get("1")
        if value:
            second.append(value)
            names.append(series.find(f"{C}tx//{C}v").text.strip())
    before = [] if kind == "stacked" else [31]  # the other row's left side is 60 long
    assert second == pytest.approx([*before, 29, 32, 39])
    assert names[-2:] == ["Ganska väl", "Helt"]
    assert names[:-2] == [""] * (len(names) - 2)


@pytest.mark.parametrize("shown", [values(), shares(), answers()], ids=["values", "dots", "bars"])
def test_axes_have_positive_numbers_that_agree(shown: Figure) -> None:
    made = chart(shown)
    plot = {e.get("val") for e in made.findall(f".//{C}plotArea/*/{C}axId")}
    own = {e.get("val") for e in made.findall(f".//{C}plotArea/*/{C}scaling/../{C}axId")}
    crossed = {e.get("val") for e in made.iter(f"{C}crossAx")}
    assert plot >= own == crossed == {"1", "2"}


@pytest.mark.parametrize("kind", ["stacked", "diverging"])
def test_bars_keep_most_of_the_width_beside_names_as_long_as_a_sentence(kind: str) -> None:
    table = likert_table()
    long = replace(table.rows[0], label="Vi har andra att samarbeta med när vi vill pröva något")
    for rows, kept in (((long, *table.rows[1:]), True), (table.rows, False)):
        if not kept:
            rows = tuple(replace(row, label="Kort") for row in rows)
        shown = figure(replace(table, rows=rows), kind=kind, highlight="")
        plot = chart(shown).find(f".//{C}plotArea/{C}layout/{C}manualLayout")
        inner = plot is not None and plot.find(f"{C}layoutTarget").get("val") == "inner"
        assert inner == kept
        if kept:
            x, y, wide, tall = (float(plot.find(f"{C}{n}").get("val")) for n in "xywh")
            assert wide >= 0.55
            assert x + wide <= 1
            # The legend stands above, and nothing is pushed out below.
            assert 0.05 < y < 0.5
            assert y + tall <= 1
