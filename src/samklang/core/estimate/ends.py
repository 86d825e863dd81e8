"""Ends: the two ends of an interval."""

from typing import NamedTuple


class Ends(NamedTuple):
    """Where an interval begins and stops: fractions, or the unit of what was estimated."""

    low: float
    high: float
