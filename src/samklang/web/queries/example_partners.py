"""Whom the examples of a selection are done with: counts by sector, and each partner's examples."""

from dataclasses import dataclass

from samklang.core.catalogue.facets import BY_ID, UNKNOWN
from samklang.core.catalogue.partnerships import Partnership, by_partner, in_words, partnerships
from samklang.web.queries.selected import Result, Value

# Examples whose partners a page lists: the first ones of the selection.
MOST_READ = 240


@dataclass(frozen=True)
class Partners:
    """Who has worked with whom. sectors: all of a selection; known: those that are known of.

    rows: a partner, its sector and its partnerships, of the first examples read.
    """

    sectors: tuple[Value, ...]
    known: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, str, tuple[Partnership, ...]], ...]
    read: int
    said: str


def partners_of(result: Result) -> Partners:
    """The partners of a selection's examples. Two queries."""
    names, language = result.names, result.language
    sectors = tuple(sorted(_left(result), key=lambda v: (v.code == UNKNOWN, -v.count)))
    known = tuple((value.label, value.count) for value in sectors if value.code != UNKNOWN)
    read = result.entries(0, MOST_READ)

    def label(of_list: str, code: str) -> str:
        return names.label(of_list, code, language) or ""

    every = (
        partnership
        for entry, example in read
        for partnership in partnerships(example, entry.name, language, label)
    )
    return Partners(sectors, known, by_partner(every), len(read), in_words(known, language))


def _left(result: Result) -> list[Value]:
    """The sectors with how many of the examples left have a partner of each."""
    bits = result.columns.values.get("sector", {})
    counts = {code: (of_code & result.bits).bit_count() for code, of_code in bits.items()}
    return [
        Value(one.code, one.label, counts[one.code], one.chosen)
        for one in result.values(BY_ID["sector"])
        if counts.get(one.code)
    ]
