"""The map as SVG: dots, names and whole counties, and what lies where."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from samklang.core.document.blocks import ExampleMap
from samklang.core.document.map_places import Place, WholeCounty
from samklang.core.vocabulary import municipalities
from samklang.render import design
from samklang.render.charts import map_svg
from samklang.render.charts.geometry import outlines, project
from samklang.render.charts.measure import width
from tests.unit.drawn_chart import SVG, parsed


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
