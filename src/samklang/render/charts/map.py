"""The map: municipalities with the examples that are tied to them."""

from samklang.core.report.document import ExampleMap
from samklang.core.wording import Language
from samklang.render import design
from samklang.render.charts.geometry import Point, outlines
from samklang.render.charts.measure import width as text_width
from samklang.render.charts.svg import draw, number

WIDTH, MARGIN, LABEL = 520.0, 12.0, 15.0


def map_svg(example_map: ExampleMap, language: Language) -> str:
    """The counties' municipalities, with a dot and a name where there are examples."""
    shapes = outlines(example_map.counties)
    points = [point for shape in shapes for ring in shape.rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = (WIDTH - 2 * MARGIN) / (east - west)
    height = (north - south) * scale + 2 * MARGIN

    def place(point: Point) -> Point:
        return MARGIN + (point[0] - west) * scale, MARGIN + (north - point[1]) * scale

    there = {p.municipality: p for p in example_map.places}
    middles = {shape.code: place(shape.middle) for shape in shapes}
    marks = []
    for code, where in there.items():
        x, y = middles[code]
        count = len(where.examples)
        name = where.name if count == 1 else f"{where.name} ({count})"
        left = x + 16 + text_width(name, LABEL) > WIDTH
        marks.append((x, y, 6 + 2 * count, name, left))
    return draw(
        "map.svg",
        id=f"{example_map.anchor}-map",
        title=example_map.title,
        alt=example_map.alt,
        width=WIDTH,
        height=height,
        shapes=[
            (
                "".join(
                    "M" + "L".join(f"{number(x)} {number(y)}" for x, y in map(place, ring)) + "Z"
                    for ring in shape.rings
                ),
                design.SPRUCE_PALE if shape.code in there else design.MIST,
            )
            for shape in shapes
        ],
        marks=marks,
    )
