"""Facets: what examples can be narrowed down by. A row of the table makes a facet everywhere.

Values are codes; '' stands for what is not known of an example.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from samklang.core.catalogue.example import Example
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, Wording, worded
from samklang.core.vocabulary import counties, municipalities
from samklang.core.vocabulary.terms import VOCABULARIES, Terms, Vocabulary, VocabularyTerm, terms

UNKNOWN = ""
# How sure a reader may be of an example, the surest first; an invented one is no example at all.
SURENESS = ("exact", "own", "likely", "theme-only", "none", "invented")


@dataclass(frozen=True)
class Facet:
    """One thing that examples are narrowed down by.

    id: in phrases (`readers.facet_ID`). parameter: in addresses. values: an example's codes.
    names: the list its labels come from. many: so many values that a reader chooses from a list
    rather than among boxes.
    """

    id: str
    parameter: str
    values: Callable[[Example], Iterable[str]]
    names: str
    many: bool = False


def counties_of(example: Example) -> tuple[str, ...]:
    """The counties an example is in, those of its municipalities among them."""
    places = municipalities()
    within = [places[m].county for m in example.municipalities if m in places]
    return tuple(dict.fromkeys([*example.counties, *within]))


def sureness(example: Example) -> str:
    """How sure a reader may be of an example."""
    return "invented" if example.invented else example.provenance.match


FACETS: tuple[Facet, ...] = (
    Facet("challenge", "utmaning", lambda e: e.challenges, "challenges"),
    Facet("county", "lan", counties_of, "counties"),
    Facet("municipality", "kommun", lambda e: e.municipalities, "municipalities", many=True),
    Facet("group", "malgrupp", lambda e: e.groups, "groups"),
    Facet("field", "verksamhet", lambda e: e.fields, "fields"),
    Facet("form", "nytt", lambda e: e.forms, "forms"),
    Facet("phase", "skede", lambda e: (e.phase,), "phases"),
    Facet("status", "lage", lambda e: (e.status,), "statuses"),
    Facet("goal", "mal", lambda e: e.goals, "goals"),
    Facet("funding", "finansiering", lambda e: e.funding, "funding"),
    Facet("sector", "samarbete", lambda e: (p.sector for p in e.partners), "sectors"),
    Facet("reach", "rackvidd", lambda e: e.reach, "reach"),
    Facet("sureness", "sakerhet", lambda e: (sureness(e),), "sureness"),
    # Of where an example stands, not of what it says.
    Facet("theme", "tema", lambda _: (), "themes"),
)
BY_ID: Mapping[str, Facet] = {facet.id: facet for facet in FACETS}


def facet_values(example: Example, theme: str) -> dict[str, list[str]]:
    """An example's codes by facet, as they are indexed. theme: the address of its theme."""
    return {
        facet.id: [v for v in dict.fromkeys(facet.values(example)) if v] or [UNKNOWN]
        for facet in FACETS
    } | {"theme": [theme]}


@dataclass(frozen=True)
class Names:
    """What codes are called in a network: its own terms, its challenges and its themes."""

    own: tuple[VocabularyTerm, ...] = ()
    challenges: Mapping[str, Wording] = field(default_factory=dict)
    themes: Mapping[str, Wording] = field(default_factory=dict)
    _terms: dict[str, Terms] = field(default_factory=dict, compare=False, repr=False)

    def label(self, names: str, code: str, language: Language) -> str | None:
        """What a code of a list is called; None where the list has no such code."""
        if names in VOCABULARIES:
            if names not in self._terms:
                self._terms[names] = terms(cast(Vocabulary, names), self.own)
            term = self._terms[names].get(code)
            return worded(term.label, language) if term else None
        if names == "municipalities":
            municipality = municipalities().get(code)
            return municipality.name if municipality else None
        if names == "counties":
            county = counties().get(code)
            return county.name[language] if county else None
        if names == "sureness":
            key = f"report.match_{code.replace('-', '_')}"
            return phrase(language, key) if code in SURENESS else None
        wording = (self.themes if names == "themes" else self.challenges).get(code)
        return worded(wording, language) if wording else None

    def labels(self, names: str, codes: Iterable[str], language: Language) -> tuple[str, ...]:
        """What codes are called, in their order; codes that have no name are left out."""
        return tuple(text for code in codes if (text := self.label(names, code, language)))
