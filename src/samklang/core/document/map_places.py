"""Map places: where on the map examples are, as a dot or a whole county."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A place on the map: a municipality, and the examples there (ids of ExampleCard)."""

    municipality: str
    name: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class WholeCounty:
    """A county that examples hold in the whole of (ids of ExampleCard), as the map has it."""

    county: str
    name: str
    examples: tuple[str, ...]
