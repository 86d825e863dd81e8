"""Map places: where on the map examples are, as a dot or a whole county."""

from dataclasses import dataclass

from samklang.core.catalogue.example import ISSUES, Issue


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


@dataclass(frozen=True)
class Placed:
    """An example as a map knows it. counties: that it names itself, or holds in the whole of.

    issues: where its owner lets it be shown. other: it stands for several that are not named.
    invented: it is on no map of real places. title: as the map's list says it, which may stand
    where no example does.
    """

    example: str
    municipalities: tuple[str, ...]
    counties: tuple[str, ...]
    issues: tuple[Issue, ...] = ISSUES
    other: bool = False
    invented: bool = False
    title: str = ""
