"""Charts as SVG: what is drawn, where it lies, and that what is withheld is told."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series
from samklang.core.document.blocks import FigureKind
from samklang.core.theme.colour import contrast
from samklang.render import design
from samklang.render.charts import figure_svg
from samklang.render.charts.end_to_end import groups, parts
from samklang.render.charts.measure import width
from tests.sample_tables import (
    share_table,
)
from tests.samples import figure
from tests.unit.drawn_chart import (
    AXIS,
    DRAWN,
    KINDS,
    STRIPED,
    SVG,
    apart,
    boxes,
    bracket_ends,
    draw,
    gaps,
    parsed,
    paths,
    words,
)


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
