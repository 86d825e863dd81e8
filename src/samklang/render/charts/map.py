"""The map: municipalities with the examples that are tied to them."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from samklang.core.document.blocks import ExampleMap
from samklang.core.document.map_places import Place
from samklang.core.language.wording import Language
from samklang.render import design
from samklang.render.charts.geometry import Point, outlines
from samklang.render.charts.map_labels import Dot, east_end, marks
from samklang.render.charts.svg import draw, number
from samklang.render.design import Branding

WIDTH, MARGIN, LABEL = 520.0, 12.0, 19.0
# Beside the map, for the names of places near its eastern edge.
BESIDE = 90.0
# On a phone the map is less than half as wide as it is drawn.
LABEL_NARROW, BESIDE_NARROW = 26.0, 130.0
# The radius of the largest dot, where there are many places too, and from how many on.
LARGEST, LARGEST_OF_MANY, MANY = 16.0, 10.0, 12
# How many places have their names beside them.
NAMED = 30


# As a figure's drawing.
@lru_cache(maxsize=16)
def map_svg(
    example_map: ExampleMap, language: Language, branding: Branding, *, narrow: bool = False
) -> str:
    """The counties' municipalities, with a dot and a name where there are examples.

    narrow: for phones, with names large enough to be read there.
    """
    label, beside = (LABEL_NARROW, BESIDE_NARROW) if narrow else (LABEL, BESIDE)
    shapes = outlines(example_map.counties)
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = (WIDTH - 2 * MARGIN) / (east - west)
    height = (north - south) * scale + 2 * MARGIN

    def place(point: Point) -> Point:
        return MARGIN + (point[0] - west) * scale, MARGIN + (north - point[1]) * scale

    there = {p.municipality: p for p in example_map.places}
    # Where there are more places than a reader can tell apart, the fullest have their names.
    fullest = sorted(there, key=lambda code: (-len(there[code].examples), code))[:NAMED]
    # On a phone numbers leave no room for all names; the list of places below the map has them.
    crowded = narrow and len(there) > MANY
    largest = LARGEST if len(there) <= MANY else LARGEST_OF_MANY
    middles = {shape.code: place(shape.middle) for shape in shapes}
    named = marks(
        [
            Dot(
                *middles[code],
                "" if code not in fullest else where.name if crowded else _label(where),
                min(6 + 2 * len(where.examples), largest),
            )
            for code, where in there.items()
        ],
        label,
        WIDTH + beside,
        height,
    )
    return draw(
        "map.svg",
        branding,
        id=f"{example_map.anchor}-map{'-narrow' if narrow else ''}",
        title=example_map.title,
        alt=example_map.alt,
        width=max(WIDTH + beside, east_end(named, label)),
        label=label,
        height=height,
        shapes=[
            (
                "".join(_outline([place(point) for point in ring]) for ring in shape.rings),
                branding.spruce_pale if example_map.shades(shape.code) else design.MIST,
            )
            for shape in shapes
        ],
        marks=named,
    )


def _outline(ring: Sequence[Point]) -> str:
    """A ring as a path of steps from point to point, which are shorter to write than places.

    Steps are between rounded places, so that no rounding adds up.
    """
    tenths = [(round(10 * x), round(10 * y)) for x, y in ring]
    steps = [
        (x - before_x, y - before_y)
        for (before_x, before_y), (x, y) in pairwise(tenths)
        if (x, y) != (before_x, before_y)
    ]
    start = " ".join(number(tenth / 10) for tenth in tenths[0])
    numbers = " ".join(number(tenth / 10) for step in steps for tenth in step)
    return f"M{start}l{numbers.replace(' -', '-')}z"


def _label(place: Place) -> str:
    many = len(place.examples)
    return place.name if many == 1 else f"{place.name} ({many})"
