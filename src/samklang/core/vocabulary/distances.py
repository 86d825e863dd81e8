"""Distances: how far it is from one municipality to another, and to a county.

points.csv has a point well inside each municipality, where the map puts its mark (WGS 84).
"""

import csv
import math
from functools import cache
from importlib.resources import files

from samklang.core.vocabulary import municipalities

EARTH = 6371.0


@cache
def points() -> dict[str, tuple[float, float]]:
    """Each municipality's point by code: longitude and latitude in degrees."""
    text = files("samklang.core.vocabulary").joinpath("points.csv").read_text(encoding="utf-8")
    return {
        row["code"]: (float(row["longitude"]), float(row["latitude"]))
        for row in csv.DictReader(text.splitlines())
    }


# Bounded by the pairs of municipalities, some 84 000.
@cache
def distance(one: str, other: str) -> float:
    """Kilometres between two municipalities' points, on a sphere (haversine formula)."""
    (east1, north1), (east2, north2) = (map(math.radians, points()[code]) for code in (one, other))
    half = math.sin((north2 - north1) / 2) ** 2
    half += math.cos(north1) * math.cos(north2) * math.sin((east2 - east1) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


# Bounded by the pairs of a municipality and a county, some 6 000.
@cache
def county_distance(one: str, county: str) -> float:
    """Kilometres from a municipality to a county's nearest other one; just over 0 within it.

    What holds in a whole county comes after what is in the municipality itself.
    """
    towns = municipalities()
    if towns[one].county == county:
        return 0.001
    return min(distance(one, code) for code, town in towns.items() if town.county == county)
