"""Quotes: the spans that a person has released, one per organisation and factor.

Each is an organisation that some table counts, and its county one of a row of a table by county.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from samklang.core.coding.codebook import FACTORS, FAMILY_PREFIX, direction
from samklang.core.coding.codings import Coding
from samklang.core.disclosure.protect import demanded_span
from samklang.core.disclosure.released import (
    ReleasedCell,
    ReleasedParticipation,
    ReleasedQuote,
    ReleasedTable,
)
from samklang.core.survey.responses import Responses
from samklang.core.theme.register import Register


def release_quotes(
    codings: Iterable[Coding],
    responses: Responses,
    register: Register | None,
    *,
    threshold: int,
) -> tuple[ReleasedQuote, ...]:
    """The released spans in the order of codings.csv.

    Only the first released span of a response under a code and valence is given, so that one
    organisation does not speak twice. The county is named only where it has at least `threshold`
    members.
    """
    members = register.by_id() if register else {}
    per_county = Counter(m.groups.get("county", "") for m in members.values())
    member_of = {r.id: r.member for r in responses}
    given: set[tuple[str, str, str]] = set()
    quotes: list[ReleasedQuote] = []
    for coding in codings:
        key = (coding.response, coding.code, coding.valence)
        if not coding.released or key in given:
            continue
        given.add(key)
        member = members.get(member_of.get(coding.response, ""))
        county = member.groups.get("county", "") if member else ""
        quotes.append(
            ReleasedQuote(
                code=coding.code,
                valence=coding.valence,
                text=coding.quote or coding.text,
                translation=coding.translation,
                county=county if per_county[county] >= threshold else "",
                name=coding.attribution,
                id=coding.id,
            )
        )
    return tuple(quotes)


def beside_tables(
    quotes: Iterable[ReleasedQuote],
    tables: Mapping[str, ReleasedTable],
    participation: ReleasedParticipation,
) -> tuple[ReleasedQuote, ...]:
    """The quotes that may stand beside the released tables, in the same order.

    Of a factor or code whose number is withheld no more are given than leave the span that the rule
    demands. A county is named only where no table by county withholds its base or how many there
    have the factor, and where it is printed how many of it answered.
    """
    hidden = _hidden_counties(tables, participation)
    by_county = tables.get(f"{FACTORS}|county")
    given: Counter[tuple[str, str]] = Counter()
    kept = []
    for quote in quotes:
        key = quote.code, quote.valence
        given[key] += 1
        if given[key] > _most(quote, tables):
            continue
        cell = _cell(by_county, quote.county, direction(quote.code, quote.valence))
        if quote.county in hidden or (cell is not None and cell.status != "shown"):
            quote = replace(quote, county="")
        kept.append(quote)
    return tuple(kept)


def _most(quote: ReleasedQuote, tables: Mapping[str, ReleasedTable]) -> float:
    """How many quotes there may be of one's code and valence."""
    coded = [t for name, t in tables.items() if name.startswith(FAMILY_PREFIX) and "|" not in name]
    coded += [tables[FACTORS]] if FACTORS in tables and quote.valence else []
    for table in coded:
        cell = _cell(table, quote.code, quote.valence if table.id == FACTORS else "share")
        if cell is not None and cell.status != "shown":
            return most_beside(cell, table)
    return float("inf")


def most_beside(cell: ReleasedCell, table: ReleasedTable) -> int:
    """How many of those whom a withheld cell of a table counts may be quoted beside it."""
    cells = [c for row in table.rows for c in row.cells]
    if cell.status == "protected" and any(c.status == "few" for c in cells):
        # It is the threshold or more: a smaller one would say that it is small.
        return table.threshold
    return max(0, table.threshold - 1 - demanded_span(table.threshold))


def _cell(table: ReleasedTable | None, row: str, series: str) -> ReleasedCell | None:
    try:
        return table.cell(row, series) if table else None
    except KeyError:
        return None


def _hidden_counties(
    tables: Mapping[str, ReleasedTable], participation: ReleasedParticipation
) -> set[str]:
    hidden = {
        value
        for group in participation.groups
        for column, value in zip(participation.by, group.values, strict=True)
        if column == "county" and group.answered is None
    }
    for name, table in tables.items():
        if name.partition("|")[2] == "county":
            hidden |= {row.id for row in table.rows if row.base is None}
    return hidden
