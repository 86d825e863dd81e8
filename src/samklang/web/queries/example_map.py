"""The map of what a selection leaves: municipalities with examples, and counties as a whole."""

from typing import NamedTuple

from samklang.core.catalogue.example import Example as Printed
from samklang.core.catalogue.facets import UNKNOWN, Names, counties_of
from samklang.core.document.blocks import ExampleMap
from samklang.core.document.map_places import Place, WholeCounty
from samklang.core.language.alphabet import sort_key
from samklang.core.language.phrases import counted, phrase
from samklang.core.language.wording import Language
from samklang.core.vocabulary import municipalities
from samklang.web.queries.selected import Result, Value


class OnTheMap(NamedTuple):
    """Municipalities and whole counties with their examples, and how many have no place."""

    municipalities: tuple[Value, ...]
    counties: tuple[Value, ...]
    without: int


def on_the_map(result: Result) -> OnTheMap:
    """Municipalities and whole counties with how many examples each, and how many have no place."""
    values = result.columns.values
    towns = values.get("municipality", {})
    nowhere = towns.get(UNKNOWN, 0) & result.bits
    whole = values.get("county", {})
    return OnTheMap(
        _named(result, "municipalities", towns, result.bits),
        _named(result, "counties", whole, nowhere),
        (whole.get(UNKNOWN, 0) & nowhere).bit_count(),
    )


def map_of_one(example: Printed, names: Names, language: Language) -> ExampleMap | None:
    """The map of one example; None where it has no place."""
    towns = [code for code in example.municipalities if code in municipalities()]
    counties = sorted({c for c in counties_of(example) if names.label("counties", c, language)})
    if not counties:
        return None
    return ExampleMap(
        id="example",
        number=1,
        title=phrase(language, "readers.map"),
        about=phrase(language, "readers.map_about"),
        counties=tuple(counties),
        places=tuple(
            Place(code, names.label("municipalities", code, language) or "", ("1",))
            for code in towns
        ),
        elsewhere="",
        whole=()
        if towns
        else tuple(
            WholeCounty(code, names.label("counties", code, language) or "", ("1",))
            for code in counties
        ),
    )


def _named(result: Result, names: str, bits: object, within: int) -> tuple[Value, ...]:
    label, language = result.names.label, result.language
    values = [
        Value(code, name, number, False)
        for code, of_code in dict(bits).items()  # type: ignore[call-overload]
        if code and (number := (of_code & within).bit_count())
        if (name := label(names, code, language))
    ]
    return tuple(sorted(values, key=lambda value: sort_key(value.label)))


def example_map(result: Result) -> ExampleMap | None:
    """The drawing of a selection; None where nothing of it has a place."""
    towns, whole, nowhere = on_the_map(result)
    if not towns and not whole:
        return None
    language = result.language
    county_of = {code: municipality.county for code, municipality in municipalities().items()}
    drawn = {county_of[value.code] for value in towns} | {value.code for value in whole}
    return ExampleMap(
        id="examples",
        number=1,
        title=phrase(language, "readers.map"),
        about=phrase(language, "readers.map_about"),
        counties=tuple(sorted(drawn)),
        places=tuple(
            Place(value.code, value.label, tuple(map(str, range(value.count)))) for value in towns
        ),
        elsewhere=counted(language, "readers.nowhere", nowhere),
        whole=tuple(
            WholeCounty(value.code, value.label, tuple(map(str, range(value.count))))
            for value in whole
        ),
    )
