"""An example as it is printed, with its pictures."""

from dataclasses import dataclass

from samklang.core.catalogue.example import ISSUES, Issue, Match
from samklang.core.catalogue.partnerships import Partnership


@dataclass(frozen=True)
class CardPicture:
    """A picture of an example: its file in the package, what it shows, whose it is."""

    file: str
    alt: str
    credit: str


@dataclass(frozen=True)
class ExampleCard:
    """One example as printed. Empty strings and tuples are what is not known.

    place: in words ("Kalix kommun, Norrbottens län"). provenance: in words ("Källa saknas").
    municipalities: SCB codes for the map; counties: of the whole of it. sources: each its address
    and what it is called. summary: of at most 300 letters, or the description where there is none.
    texts, facts: what else is known, each under its heading. facets: what it can be looked for by,
    each the facet (`county`, `challenge`, `field`, `sector`), the code and what it is called.
    partnerships: who it is done with, one by one.
    """

    id: str
    title: str
    description: str
    organisation: str
    place: str
    municipalities: tuple[str, ...]
    counties: tuple[str, ...]
    challenges: tuple[str, ...]
    target_group: str
    partners: tuple[str, ...]
    years: str
    sources: tuple[tuple[str, str], ...]
    match: Match
    provenance: str
    confidence: str
    other: bool
    issues: tuple[Issue, ...] = ISSUES
    summary: str = ""
    facets: tuple[tuple[str, str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    pictures: tuple[CardPicture, ...] = ()
    invented: bool = False
    partnerships: tuple[Partnership, ...] = ()

    @property
    def anchor(self) -> str:
        """Its address within a document."""
        return f"example-{self.id}"
