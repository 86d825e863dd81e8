"""Open data: examples as rows, as GeoJSON (RFC 7946) and as JSON-LD in schema.org's words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from samklang.core.catalogue.example import Example, Provenance
from samklang.core.catalogue.facets import Names, counties_of, sureness
from samklang.core.language.wording import (
    FIRST_LANGUAGE,
    Language,
    Wording,
    spoken_language,
    worded,
)
from samklang.core.vocabulary.distances import points

SCHEMA = "https://schema.org"
# Lists of a row, and the example's field: codes in one column, labels in the next.
LISTS = (
    ("challenges", "challenges"),
    ("fields", "fields"),
    ("goals", "goals"),
    ("groups", "groups"),
    ("forms", "forms"),
    ("reach", "reach"),
    ("funding", "funding"),
)
LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
}


@dataclass(frozen=True)
class Shown:
    """An example at its address. changed: the day of its last change, ISO 8601."""

    name: str
    address: str
    changed: str
    example: Example


def row(shown: Shown, names: Names, language: Language) -> dict[str, str]:
    """An example as a row of text: codes and what they are called, several with a semicolon."""
    example = shown.example
    cells = {
        "name": shown.name,
        "address": shown.address,
        "title": worded(example.title, language),
        "description": worded(example.description, language),
        "summary": worded(example.summary, language),
        "organisation": example.organisation or "",
        "municipalities": ";".join(example.municipalities),
        "municipality_names": _joined(names, "municipalities", example.municipalities, language),
        "counties": ";".join(counties_of(example)),
        "county_names": _joined(names, "counties", counties_of(example), language),
        "target_group": worded(example.target_group, language),
        "years": worded(example.years, language),
        "begun": str(example.begun or ""),
        "ended": str(example.ended or ""),
        "partners": ";".join(worded(partner.name, language) for partner in example.partners),
        "sureness": sureness(example),
        "sureness_name": names.label("sureness", sureness(example), language) or "",
        "sources": ";".join(source.url for source in example.sources),
        "licence": example.licence,
        "changed": shown.changed,
    }
    for column, field in LISTS:
        codes: Sequence[str] = getattr(example, field)
        cells[column] = ";".join(codes)
        cells[f"{column}_names"] = _joined(names, field, codes, language)
    return cells


def _joined(names: Names, of_list: str, codes: Iterable[str], language: Language) -> str:
    return ";".join(names.label(of_list, code, language) or code for code in codes)


def geojson(every: Iterable[Shown], names: Names, language: Language) -> dict[str, Any]:
    """The examples as features: a point a municipality; without a geometry where there is none."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": shown.name,
                "geometry": _geometry(shown.example),
                "properties": row(shown, names, language),
            }
            for shown in every
        ],
    }


def _geometry(example: Example) -> dict[str, Any] | None:
    at = [list(points()[code]) for code in example.municipalities if code in points()]
    if not at:
        return None
    return (
        {"type": "Point", "coordinates": at[0]}
        if len(at) == 1
        else {"type": "MultiPoint", "coordinates": at}
    )


def jsonld(every: Iterable[Shown], names: Names, language: Language) -> dict[str, Any]:
    """The examples as creative works."""
    return {"@context": SCHEMA, "@graph": [_work(shown, names, language) for shown in every]}


def _work(shown: Shown, names: Names, language: Language) -> Mapping[str, Any]:
    example = shown.example
    years = "/".join(str(year or "..") for year in (example.begun, example.ended))
    keywords = [
        label
        for _, field in LISTS
        for label in names.labels(field, getattr(example, field), language)
    ]
    properties = {
        "@id": shown.address,
        "@type": "CreativeWork",
        "url": shown.address,
        "name": worded(example.title, language),
        "abstract": worded(example.summary, language),
        "description": worded(example.description, language),
        "inLanguage": spoken_language(example.title, language),
        "dateModified": shown.changed,
        "keywords": keywords,
        "sourceOrganization": _organisation(example.organisation or ""),
        "contributor": [_organisation(worded(p.name, language)) for p in example.partners],
        "temporalCoverage": years if example.begun or example.ended else "",
        "spatialCoverage": [*_towns(example, names), *_counties(example, names, language)],
        "citation": [
            {"@type": "WebPage", "url": source.url}
            | ({"name": source.title} if source.title else {})
            | ({"publisher": _organisation(source.publisher)} if source.publisher else {})
            for source in example.sources
        ],
        "license": LICENCES.get(example.licence, ""),
    }
    return {key: value for key, value in properties.items() if value}


def _organisation(name: str) -> dict[str, str] | None:
    return {"@type": "Organization", "name": name} if name else None


def _towns(example: Example, names: Names) -> list[dict[str, Any]]:
    return [
        {
            "@type": "AdministrativeArea",
            "name": names.label("municipalities", code, FIRST_LANGUAGE),
            "identifier": code,
            "geo": {
                "@type": "GeoCoordinates",
                "longitude": points()[code][0],
                "latitude": points()[code][1],
            },
        }
        for code in example.municipalities
        if code in points()
    ]


def _counties(example: Example, names: Names, language: Language) -> list[dict[str, Any]]:
    return [
        {"@type": "AdministrativeArea", "name": name, "identifier": code}
        for code in example.counties
        if (name := names.label("counties", code, language))
    ]


# The columns of a row, where there is none to take them from.
COLUMNS = tuple(
    row(
        Shown("", "", "", Example("", Wording(), Wording(), Provenance("none"))),
        Names(),
        FIRST_LANGUAGE,
    )
)
