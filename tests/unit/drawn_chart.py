"""A chart of each kind, drawn as SVG and parsed, and where its words and marks lie."""

import re
from xml.etree import ElementTree

import pytest

from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series
from samklang.render import design
from samklang.render.charts import figure_svg
from samklang.render.charts.measure import width
from tests.sample_tables import (
    factor_table,
    group_table,
    likert_table,
    scale_table,
    share_table,
    value_table,
)
from tests.samples import figure

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
