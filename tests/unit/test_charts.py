"""Charts and the map as SVG: what is drawn, where it lies, and that text stays text."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series
from samklang.core.document.blocks import ExampleMap, FigureKind
from samklang.core.document.map_places import Place, WholeCounty
from samklang.core.language.wording import LANGUAGES
from samklang.core.theme.colour import contrast
from samklang.core.vocabulary import municipalities
from samklang.render import design
from samklang.render.charts import figure_svg, map_svg
from samklang.render.charts.axis import value_scale
from samklang.render.charts.end_to_end import groups, parts
from samklang.render.charts.geometry import outlines, project
from samklang.render.charts.measure import width, wrapped
from samklang.render.charts.svg import number
from tests.samples import (
    factor_table,
    figure,
    group_table,
    likert_table,
    scale_table,
    share_table,
    value_table,
)

SVG = "{http://www.w3.org/2000/svg}"
KINDS = {
    "bars": share_table,
    "grouped": factor_table,
    "stacked": likert_table,
    "diverging": scale_table,
    "dots": group_table,
    "values": value_table,
}
DRAWN = [(kind, narrow) for kind in KINDS for narrow in (False, True)]
AXIS = {False: (92, 578), True: (2, 228)}  # where 0 and 100 % lie in the figure of shares
HOSTILE = """</title><script>alert(1)</script>&amp;"' {{ 7 * 7 }} ${x} #{y}"""


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def draw(kind: str, *, narrow: bool = False, **changes: object) -> ElementTree.Element:
    return parsed(
        figure_svg(figure(KINDS[kind](), kind=kind, **changes), "sv", design.HOUSE, narrow=narrow)
    )


def words(svg: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in svg.iter(f"{SVG}text")]


def boxes(svg: ElementTree.Element, fill: str) -> list[tuple[float, float]]:
    """Where the rectangles of a colour begin and end, from the left; legend and patterns not."""
    found = [
        (float(r.attrib["x"]), float(r.attrib["x"]) + float(r.attrib["width"]))
        for r in svg.findall(f"{SVG}rect")
        if re.fullmatch(fill, r.attrib["fill"]) and r.attrib["height"] != "14"
    ]
    return sorted(found)


STRIPED = r"url\(#.+-s\)"


def paths(svg: ElementTree.Element, colour: str) -> list[str]:
    """The outlines in a colour that are no area."""
    found = svg.iter(f"{SVG}path")
    return [p.attrib["d"] for p in found if p.attrib.get("stroke") == colour]


def gaps(svg: ElementTree.Element) -> list[tuple[float, float]]:
    """Where the places of what is withheld begin and end; the legend's not."""
    found = [re.fullmatch(r"M([\d.]+) [\d.]+H([\d.]+)", d) for d in paths(svg, design.MUTED)]
    ends = [(float(g[1]), float(g[2])) for g in found if g]
    return sorted(end for end in ends if end[1] - end[0] != pytest.approx(14))


def bracket_ends(svg: ElementTree.Element) -> list[tuple[float, float, float]]:
    """The ends of each sensitivity band and its height."""
    found = [re.fullmatch(r"M([\d.]+) ([\d.]+)v-4H([\d.]+)v4", d)
             for d in paths(svg, design.HOUSE.lingon)]  # fmt: skip
    return sorted((float(b[1]), float(b[3]), float(b[2])) for b in found if b)


@pytest.mark.parametrize(("kind", "narrow"), DRAWN)
def test_it_is_an_image_with_title_and_description(kind: str, narrow: bool) -> None:
    svg = draw(kind, narrow=narrow)
    title, description = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert svg.attrib["role"] == "img"
    assert svg.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"
    assert title.text == "Har utvecklat nytänkande lösningar"
    assert (description.text or "").startswith("Stapeldiagram. Ja 66 %")


def test_ids_are_unique_to_figure_and_width() -> None:
    drawn = [draw(kind, narrow=narrow) for kind, narrow in DRAWN]
    ids = [e.attrib["id"] for svg in drawn for e in svg.iter() if "id" in e.attrib]
    textures = sum(len(list(svg.iter(f"{SVG}pattern"))) for svg in drawn)
    assert len(ids) == len(set(ids)) == 2 * len(DRAWN) + textures
    assert textures > 2


@pytest.mark.parametrize(("kind", "narrow"), DRAWN)
def test_it_has_the_textures_that_it_shows_and_no_others(kind: str, narrow: bool) -> None:
    svg = draw(kind, narrow=narrow)
    shown = {r.attrib["fill"] for r in svg.findall(f"{SVG}rect") if r.attrib["fill"][0] == "u"}
    assert {f"url(#{p.attrib['id']})" for p in svg.iter(f"{SVG}pattern")} == shown


@pytest.mark.parametrize(("kind", "narrow"), DRAWN)
def test_it_stands_alone(kind: str, narrow: bool) -> None:
    svg = draw(kind, narrow=narrow)
    for element in svg.iter():
        assert element.tag.removeprefix(SVG) in {
            *("svg", "title", "desc", "defs", "pattern", "rect", "line", "path", "text")
        }
        assert not {"class", "style", "href"} & set(element.attrib)
        for value in element.attrib.values():
            for target in re.findall(r"url\((.*?)\)", value):
                assert any(e.attrib.get("id") == target[1:] for e in svg.iter())


@pytest.mark.parametrize("narrow", [False, True])
def test_a_share_with_interval_and_band_lies_where_it_should(narrow: bool) -> None:
    """Ja 66 %, interval 55–76 %, band 51–80 %."""
    svg = draw("bars", narrow=narrow)
    zero, hundred = AXIS[narrow]
    if not narrow:  # left of the bars stands the widest label, "Vet ej", or 70 units at least
        zero = 70

    def at(percent: int) -> float:
        return zero + (hundred - zero) * percent / 100

    assert boxes(svg, design.HOUSE.spruce)[0] == pytest.approx((zero, at(66)), abs=0.11)
    ((start, stop, _),) = bracket_ends(svg)
    assert (start, stop) == pytest.approx((at(51), at(80)), abs=0.11)
    (whisker,) = paths(svg, design.INK)
    low, high = re.findall(r"M([\d.]+) [\d.]+v10", whisker)
    assert (float(low), float(high)) == pytest.approx((at(55), at(76)), abs=0.11)


def test_its_words_in_both_languages() -> None:
    made = figure(share_table())
    assert words(parsed(figure_svg(made, "sv", design.HOUSE)))[-6:] == [
        "Ja",
        "66\u00a0%",
        "Nej",
        "dolt",
        "Vet ej",
        "färre än 5",
    ]
    english = words(parsed(figure_svg(made, "en", design.HOUSE)))
    assert "66%" in english
    assert "withheld" in english
    assert "fewer than 5" in english


@pytest.mark.parametrize(("kind", "narrow"), DRAWN)
def test_every_rectangle_in_the_plot_is_as_long_as_a_printed_share(kind: str, narrow: bool) -> None:
    """What is withheld has no length: of a table where all is, only the keys are left."""
    table = KINDS[kind]()
    hidden = replace(
        table,
        rows=tuple(
            replace(row, cells=tuple(ReleasedCell("few") for _ in row.cells)) for row in table.rows
        ),
    )
    made = figure(hidden, kind=kind, highlight="", total="all", neutral="a3")
    svg = parsed(figure_svg(made, "sv", design.HOUSE, narrow=narrow))
    assert [r for r in svg.findall(f"{SVG}rect") if r.attrib["height"] != "14"] == []
    assert gaps(svg) == [], "of such a row no stretch is known"
    assert "färre än 5" in words(svg)
    shown = sum(cell.share is not None for row in table.rows for cell in row.cells)
    plain = [
        r
        for r in draw(kind, narrow=narrow, neutral="a3").findall(f"{SVG}rect")
        if r.attrib["height"] != "14" and not r.attrib["fill"].startswith("url")
    ]
    assert len(plain) == (0 if kind in ("dots", "values") else shown)


def test_a_withheld_bar_is_words_at_the_axis() -> None:
    svg = draw("bars")
    assert words(svg).count("0\u00a0%") == 1, "on the axis only"
    zero = boxes(svg, design.HOUSE.spruce)[0][0]
    for text in svg.iter(f"{SVG}text"):
        if text.text in ("dolt", "färre än 5"):
            assert float(text.attrib["x"]) - zero == pytest.approx(6)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("kind", ["bars", "dots"])
def test_nothing_covers_either_end_of_a_band(kind: str, narrow: bool) -> None:
    """Above the bars and points, and told from the paper at 3:1 at the least."""
    svg = draw(kind, narrow=narrow, total="all" if kind == "dots" else "")
    ends = bracket_ends(svg)
    assert len(ends) == (3 if kind == "dots" else 1)
    assert contrast(design.HOUSE.lingon, design.PAPER) >= 3
    for start, stop, bottom in ends:
        for box in svg.findall(f"{SVG}rect"):
            left, top = float(box.attrib["x"]), float(box.attrib["y"])
            right, under = left + float(box.attrib["width"]), top + float(box.attrib["height"])
            for x in (start, stop):
                assert not (left < x < right and top < bottom and under > bottom - 4)


def test_an_interval_is_seen_at_both_ends_on_a_dark_bar() -> None:
    """Paper lies under the ink, ends and all."""
    svg = draw("bars")
    under = next(p for p in svg.iter(f"{SVG}path") if p.attrib.get("stroke") == design.PAPER)
    over = next(p for p in svg.iter(f"{SVG}path") if p.attrib.get("stroke") == design.INK)
    assert under.attrib["d"] == over.attrib["d"]
    assert float(under.attrib["stroke-width"]) >= float(over.attrib["stroke-width"]) + 2


@pytest.mark.parametrize(("kind", "narrow"), DRAWN)
def test_stripes_lie_on_a_plain_colour(kind: str, narrow: bool) -> None:
    """Otherwise some readers of PDF show white lines between a pattern's tiles."""
    svg = draw(kind, narrow=narrow)
    assert boxes(svg, STRIPED) == boxes(svg, design.HOUSE.lingon)


def test_factors_are_told_apart_without_colour() -> None:
    svg = draw("grouped")
    assert len(boxes(svg, STRIPED)) == 1, "what hinders is striped"
    assert len(boxes(svg, design.HOUSE.spruce)) == 2, "what enables is plain"
    assert words(svg)[3:5] == ["Underlättar", "Försvårar"]


def test_stacked_shares_follow_each_other_to_the_end_of_the_axis() -> None:
    svg = draw("stacked")
    (first,) = boxes(svg, STRIPED)
    (second,) = boxes(svg, design.HOUSE.lingon_mid)
    third = max(boxes(svg, design.HOUSE.spruce_mid))
    fourth = max(boxes(svg, design.HOUSE.spruce))
    for before, after in ((first, second), (second, third), (third, fourth)):
        assert after[0] - before[1] == pytest.approx(1.5, abs=0.11), "a white gap between"
    assert first[0] == pytest.approx(fourth[0] - (fourth[1] + 1.5 - first[0]) * 0.8, abs=0.3)


def test_stacked_withheld_shares_are_one_gap_at_their_own_place() -> None:
    """The second row shows the last two of four, 32 and 39 %: a gap of 29 comes before them."""
    svg = draw("stacked")
    ((start, stop),) = gaps(svg)
    third, fourth = min(boxes(svg, design.HOUSE.spruce_mid)), min(boxes(svg, design.HOUSE.spruce))
    assert start < stop < third[0] < fourth[0]
    hundred = max(stop for _, stop in boxes(svg, design.HOUSE.spruce))
    assert fourth[1] == pytest.approx(hundred, abs=0.2), "as far as the row where all is shown"
    whole = hundred + 1.5 - (start - 0.5)
    assert (third[0] - start + 0.5) / whole == pytest.approx(0.29, abs=0.003)
    assert "dolt, eller färre än 5" in words(svg)
    assert "Färre än 5: Inte alls. Dolt: Delvis." in words(svg)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=2, max_size=7),
    st.sampled_from(["stacked", "diverging"]),
)
def test_every_answer_stands_at_its_place_in_the_order(
    shares: list[int | None], kind: FigureKind
) -> None:
    cells = tuple(
        ReleasedCell("few") if share is None else ReleasedCell("shown", 9, share, 0, 90)
        for share in shares
    )
    series = tuple(Series(f"s{n}", f"Svar {n}") for n in range(len(shares)))
    table = ReleasedTable("t", series, (ReleasedRow("r", "Rad", 50, cells),), 5)
    made = figure(table, kind=kind, highlight="")
    laid = parts(table.rows[0], groups(made))
    for group, numbers_ in zip(laid, groups(made), strict=True):
        assert [part.first for part in group] == sorted(part.first for part in group)
        # Each withheld series lies in the gap that begins at or before it, with none shown between.
        for number_ in numbers_ if group else ():
            part = [p for p in group if p.first <= number_][-1]
            assert part.gap == (shares[number_] is None)
            assert part.gap or part.first == number_
    if any(share is not None for share in shares):
        total = sum(part.length for group in laid for part in group)
        assert total == pytest.approx(100 if total else 0)


@pytest.mark.parametrize("narrow", [False, True])
def test_a_diverging_scale_has_less_at_the_left_more_at_the_right_and_the_middle_aside(
    narrow: bool,
) -> None:
    """4 and 12 % against, 36 and 28 % for, 20 % neither; a share is as long on every side."""
    svg = draw("diverging", narrow=narrow, neutral="a3", highlight="")
    against = min(boxes(svg, STRIPED), key=lambda b: b[1] - b[0])
    partly = next(
        b for b in boxes(svg, design.HOUSE.lingon_mid) if abs(b[0] - against[1] - 1.5) < 0.2
    )
    for_, fully = boxes(svg, design.HOUSE.spruce_mid)[0], boxes(svg, design.HOUSE.spruce)[-1]
    neither = boxes(svg, design.STONE)[-1]
    zero = for_[0]
    assert partly[1] + 1.5 == pytest.approx(zero, abs=0.2), "both sides begin at the same line"
    unit = (fully[1] + 1.5 - zero) / 64
    assert zero - against[0] == pytest.approx(16 * unit, abs=0.3)
    assert neither[0] > fully[1]
    assert neither[1] + 1.5 - neither[0] == pytest.approx(20 * unit, abs=0.3)


def test_paper_lies_behind_words_and_never_around_their_letters() -> None:
    """A stroke around each letter is drawn over the letter before it where programs set letters
    one by one, as the PDF does."""
    drawn = list(draw("diverging", neutral="a3", highlight=""))
    assert not any(one.get("stroke") for one in drawn if one.tag == f"{SVG}text")
    at = next(n for n, one in enumerate(drawn) if (one.text or "").startswith("Färre än 5"))
    ground, said = drawn[at - 1], drawn[at]
    assert (ground.tag, ground.get("stroke")) == (f"{SVG}path", design.PAPER)
    start, y, stop = (float(n) for n in re.findall(r"[\d.]+", ground.get("d") or ""))
    x, base = float(said.get("x") or 0), float(said.get("y") or 0)
    size = float(said.get("font-size") or 14)
    half = float(ground.get("stroke-width") or 0) / 2
    assert start < x
    assert stop > x + width(said.text or "", size)
    assert y - half <= base - 0.75 * size
    assert y + half >= base + 0.2 * size


def test_what_is_withheld_in_a_diverging_row_is_told_in_words() -> None:
    said = " ".join(words(draw("diverging", neutral="a3", highlight="")))
    assert "Färre än 5: Tar helt avstånd. Dolt: Tar delvis avstånd." in said


@pytest.mark.parametrize("narrow", [False, True])
def test_groups_are_points_with_interval_and_band_and_all_members_another_shape(
    narrow: bool,
) -> None:
    svg = draw("dots", narrow=narrow, total="all", highlight="")
    marks = [p for p in svg.iter(f"{SVG}path") if p.attrib.get("fill") == design.HOUSE.spruce]
    assert ["a" in m.attrib["d"] for m in marks] == [True, True, False]
    assert len(bracket_ends(svg)) == len(paths(svg, design.INK)) == 3
    assert "färre än 5" in words(svg)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("kind", ["diverging", "dots", "values"])
def test_no_word_covers_another(kind: str, narrow: bool) -> None:
    apart(draw(kind, narrow=narrow, neutral="a3", total="all", highlight=""))


@pytest.mark.parametrize("kind", ["bars", "dots"])
def test_on_a_phone_no_band_touches_the_name_above_it(kind: str) -> None:
    svg = draw(kind, narrow=True)
    below = [float(text.attrib["y"]) + 0.3 * 14 for text in svg.iter(f"{SVG}text")]
    # The ends of a band are turned down from its line.
    brackets = [y - 4 for _, _, y in bracket_ends(svg)]
    assert brackets
    for y in brackets:
        # The name's letters reach a third of their size below its line.
        assert not any(line - 14 < y < line for line in below), y


def apart(svg: ElementTree.Element) -> None:
    """No text stands where another does."""
    taken = []
    for text in svg.iter(f"{SVG}text"):
        size = float(text.attrib.get("font-size", 14))
        reach, x = width(text.text or "", size), float(text.attrib["x"])
        start = x - {"middle": reach / 2, "end": reach}.get(text.attrib.get("text-anchor", ""), 0)
        taken.append((start, start + reach, float(text.attrib["y"]), size))
    for number_, (start, stop, y, size) in enumerate(taken):
        for other_start, other_stop, other_y, _ in taken[number_ + 1 :]:
            assert stop <= other_start or start >= other_stop or abs(y - other_y) >= size * 0.9


LONG = (
    "Instämmer helt och hållet utan några förbehåll alls för vår del och för alla våra föreningar"
)
SERIES = ("Tar avstånd", LONG, "Varken eller", "Instämmer delvis", "Samverkan med näringslivet")


def many(count: int) -> ReleasedTable:
    """A table of so many series, some with long names, and in one row something withheld."""
    cells = (ReleasedCell("shown", 7, 100 // count, 3, 24),) * count
    rows = (cells, (ReleasedCell("few"), *cells[2:], ReleasedCell("protected")))
    return ReleasedTable(
        "many",
        tuple(Series(f"s{n}", f"{SERIES[n % len(SERIES)]} {n}") for n in range(count)),
        tuple(ReleasedRow(f"r{n}", f"{LONG} {n}", 50, row) for n, row in enumerate(rows)),
        5,
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


# Lantmäteriet's control points for SWEREF 99 TM: latitude, longitude, north and east in metres.
@pytest.mark.parametrize(
    ("latitude", "longitude", "north", "east"),
    [
        (55, 12.75, 6097106.672, 356083.438),
        (55, 14.25, 6095048.642, 452024.069),
        (57, 12.75, 6319636.937, 363331.554),
        (57, 19.5, 6326392.707, 773251.054),
        (59, 11.25, 6546096.724, 284626.066),
        (59, 19.5, 6548757.206, 758410.519),
    ],
)
def test_degrees_become_metres(
    latitude: float, longitude: float, north: float, east: float
) -> None:
    assert project(longitude, latitude) == pytest.approx((east, north), abs=0.001)


def test_the_municipalities_of_two_counties() -> None:
    shapes = outlines(("24", "25"))
    assert len(shapes) == 15 + 14
    assert [shape.code for shape in shapes] == sorted(shape.code for shape in shapes)
    kalix = next(shape for shape in shapes if shape.code == "2514")
    east, north = kalix.middle
    assert inside(kalix.middle, max(kalix.rings, key=len))
    assert 860_000 < east < 900_000
    assert 7_300_000 < north < 7_450_000


def inside(point: tuple[float, float], ring: tuple[tuple[float, float], ...]) -> bool:
    """Whether a ray to the east crosses the ring an odd number of times."""
    x, y = point
    crossed = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossed = not crossed
    return crossed


@pytest.mark.parametrize("counties", [("24", "25"), ("01",), ("14",), ("23",)])
def test_the_dot_of_each_municipality_lies_within_it(counties: tuple[str, ...]) -> None:
    for shape in outlines(counties):
        assert any(inside(shape.middle, ring) for ring in shape.rings), shape.code


NORTH = ExampleMap(
    "map",
    1,
    "Exemplen på <kartan>",
    "Kalix: 1 exempel. Umeå: 3 exempel.",
    ("24", "25"),
    (
        Place("2514", "Kalix <b>", ("a",)),
        Place("2583", "Haparanda", ("a",)),
        Place("2581", "Piteå", ("b",)),
        Place("2505", "Arvidsjaur", ("c",)),
        Place("2480", "Umeå", ("a", "b", "c")),
    ),
    "",
)


def test_the_map_has_a_dot_and_a_name_where_there_are_examples() -> None:
    svg = parsed(map_svg(NORTH, "sv", design.HOUSE))
    assert len(svg.findall(f"{SVG}circle")) == 5
    assert (
        len([p for p in svg.iter(f"{SVG}path") if p.attrib["fill"] == design.HOUSE.spruce_pale])
        == 5
    )
    assert len([p for p in svg.iter(f"{SVG}path") if p.attrib["fill"] == design.MIST]) == 29 - 5
    read = [t.text for t in svg.iter(f"{SVG}text") if "aria-hidden" not in t.attrib]
    assert sorted(read, key=str) == ["Arvidsjaur", "Haparanda", "Kalix <b>", "Piteå", "Umeå (3)"]
    largest = max(svg.iter(f"{SVG}circle"), key=lambda c: float(c.attrib["r"]))
    assert float(largest.attrib["r"]) == 6 + 2 * 3


def walked(ring: str) -> Iterator[tuple[float, float]]:
    """The points of a ring that is written as its first and the steps from one to the next."""
    x = y = 0.0
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", ring)]
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        yield x, y


def test_a_whole_county_is_shaded_to_its_border_and_not_beyond() -> None:
    whole = replace(NORTH, places=(), whole=(WholeCounty("24", "Hela Västerbottens län", ("a",)),))
    shapes = outlines(NORTH.counties)
    paths = list(parsed(map_svg(whole, "sv", design.HOUSE)).iter(f"{SVG}path"))
    shaded = [
        shape.code
        for shape, path in zip(shapes, paths, strict=True)
        if path.attrib["fill"] == design.HOUSE.spruce_pale
    ]
    assert shaded == [shape.code for shape in shapes if shape.code.startswith("24")]
    assert len(shaded) == 15
    # Each path is the outline of its own municipality: its dot would lie within it.
    for shape, path in zip(shapes, paths, strict=True):
        rings = [[*walked(ring)] for ring in path.attrib["d"].removesuffix("z").split("z")]
        assert len(rings) == len(shape.rings)
    both_ = replace(NORTH, whole=whole.whole)
    fills = [
        p.attrib["fill"] for p in parsed(map_svg(both_, "sv", design.HOUSE)).iter(f"{SVG}path")
    ]
    # Four of the five places lie in the other county.
    assert fills.count(design.HOUSE.spruce_pale) == 15 + 4


@pytest.mark.parametrize("narrow", [False, True])
def test_a_name_at_the_map_s_edge_has_room_for_itself_in_a_wider_face(narrow: bool) -> None:
    drawn = parsed(map_svg(NORTH, "sv", design.HOUSE, narrow=narrow))
    size, wider = float(drawn.attrib["viewBox"].split()[2]), 1.25
    names = [text for text in drawn.iter(f"{SVG}text") if text.attrib.get("text-anchor") != "end"]
    assert "Haparanda" in [text.text for text in names]
    for text in names:
        words, letters = text.text or "", 26 if narrow else 19
        assert float(text.attrib["x"]) + wider * width(words, letters) <= size, words


def test_the_map_is_small_and_the_same_every_time() -> None:
    made = map_svg(NORTH, "sv", design.HOUSE)
    assert len(made.encode()) < 60_000
    assert made == map_svg(NORTH, "sv", design.HOUSE)


def reach(text: ElementTree.Element, size: float) -> tuple[float, float]:
    """From where to where a name reaches across the map."""
    wide = width(text.text or "", size)
    before = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.attrib.get("text-anchor", "start")]
    start = float(text.attrib["x"]) - before * wide
    return start, start + wide


def test_names_on_the_map_do_not_cover_each_other() -> None:
    """Fifteen neighbours on the coast, each with a name."""
    shapes = outlines(("24", "25"))
    places = tuple(Place(s.code, f"Kommunen {s.code}", ("a",)) for s in shapes)
    svg = parsed(
        map_svg(ExampleMap("m", 1, "T", "A", ("24", "25"), places, ""), "sv", design.HOUSE)
    )
    taken = []
    for text in svg.iter(f"{SVG}text"):
        if "aria-hidden" in text.attrib:
            continue
        taken.append((*reach(text, 19), float(text.attrib["y"])))
    assert len(taken) == 29
    for number_, (start, stop, y) in enumerate(taken):
        for other_start, other_stop, other_y in taken[number_ + 1 :]:
            assert stop <= other_start or start >= other_stop or abs(y - other_y) >= 15


@pytest.mark.parametrize("narrow", [False, True])
def test_no_name_on_the_map_covers_a_dot(narrow: bool) -> None:
    """Every municipality has many examples: on a phone the name of Haparanda, at the eastern edge,
    lay over the dot of Kalix."""
    shapes = outlines(("24", "25"))
    towns = municipalities()
    places = tuple(
        Place(s.code, towns[s.code].name, ("a",) * 34)
        for s in shapes
        if not narrow or towns[s.code].name in ("Boden", "Haparanda", "Kalix", "Luleå", "Umeå")
    )
    made = ExampleMap("m", 1, "T", "A", ("24", "25"), places, "")
    svg = parsed(map_svg(made, "sv", design.HOUSE, narrow=narrow))
    size = float(svg.attrib["font-size"])
    dots = [[float(c.attrib[k]) for k in ("cx", "cy", "r")] for c in svg.iter(f"{SVG}circle")]
    assert len(dots) == len(places)
    for text in svg.iter(f"{SVG}text"):
        west, east = reach(text, size)
        middle = float(text.attrib["y"]) - size / 3
        for x, y, radius in dots:
            across = max(west - x, x - east, 0)
            down = max(abs(y - middle) - size / 2, 0)
            assert math.hypot(across, down) >= radius - 0.1, text.text


@pytest.mark.parametrize(("many", "narrow", "numbered"), [
    (12, True, True), (13, True, False), (13, False, True),
])  # fmt: skip
def test_a_crowded_map_on_a_phone_has_names_alone(many: int, narrow: bool, numbered: bool) -> None:
    towns = municipalities()
    codes = [shape.code for shape in outlines(("24", "25"))][:many]
    places = tuple(Place(code, towns[code].name, ("a", "b")) for code in codes)
    made = ExampleMap("m", 1, "T", "A", ("24", "25"), places, "")
    svg = parsed(map_svg(made, "sv", design.HOUSE, narrow=narrow))
    named = {text.text for text in svg.iter(f"{SVG}text")}
    assert named == {towns[code].name + (" (2)" if numbered else "") for code in codes}


def test_names_on_the_map_can_be_read_on_a_phone() -> None:
    svg = parsed(map_svg(NORTH, "sv", design.HOUSE, narrow=True))
    assert float(svg.attrib["font-size"]) * 286 / float(svg.attrib["width"]) >= 10.9
    for text in svg.iter(f"{SVG}text"):
        start, stop = reach(text, 26)
        assert start >= 0
        assert stop <= float(svg.attrib["width"])


def test_a_drawing_is_made_once_for_all_that_show_it() -> None:
    """Pages, slides, PDFs, pictures: a publication shows a figure some ten times."""
    made = figure(share_table())
    drawn = figure_svg(made, "sv", design.HOUSE)
    again = figure(share_table())
    assert again is not made
    assert figure_svg(again, "sv", design.HOUSE) is drawn
    others = (
        figure_svg(made, "en", design.HOUSE),
        figure_svg(made, "sv", design.HOUSE, narrow=True),
        figure_svg(made, "sv", replace(design.HOUSE, spruce="#123456")),
        figure_svg(replace(made, title="En annan"), "sv", design.HOUSE),
    )
    assert len({drawn, *others}) == 5
