"""The examples as GeoJSON and JSON-LD: what their pages show, for maps and search engines."""

import json
from collections.abc import Mapping

from samklang.core.document.document import Document
from samklang.core.document.example_card import ExampleCard
from samklang.core.language.wording import Language
from samklang.render.charts.geometry import middles
from samklang.render.html.catalogue import cards_of, example_data

Cards = tuple[ExampleCard, ...]


def example_files(documents: Mapping[Language, Document]) -> dict[str, bytes]:
    """`examples.geojson` and `examples.LANGUAGE.jsonld`; nothing where there are no examples."""
    cards = {language: cards_of(document) for language, document in documents.items()}
    first = next(iter(cards.values()))
    if not first:
        return {}
    files = {f"examples.{language}.jsonld": example_data(documents[language]) for language in cards}
    return {"examples.geojson": _geojson(cards, first)} | files


def _geojson(
    cards: Mapping[Language, tuple[ExampleCard, ...]], first: tuple[ExampleCard, ...]
) -> bytes:
    """A feature for each example and municipality (RFC 7946, WGS 84); no place, no geometry."""
    at = middles(tuple(sorted({code for card in first for code in card.municipalities})))
    features = []
    for number, card in enumerate(first):
        collection = {
            "example": card.id,
            **{f"title_{language}": listed[number].title for language, listed in cards.items()},
            **{f"place_{language}": listed[number].place for language, listed in cards.items()},
            "organisation": card.organisation,
            "counties": list(card.counties),
        }
        for code in card.municipalities or ("",):
            where: dict[str, object] | None = None
            if code:
                where = {"type": "Point", "coordinates": [round(part, 4) for part in at[code]]}
            features.append(
                {
                    "type": "Feature",
                    "geometry": where,
                    "properties": collection | {"municipality": code or None},
                }
            )
    made = {"type": "FeatureCollection", "features": features}
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()
