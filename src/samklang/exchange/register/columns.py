"""Columns: which column of a sheet holds which field of a member, guessed from its heading."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

# Fields of a member, with headings seen in registers of Swedish associations. A heading is
# compared without case, spaces and punctuation.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "id",
        "medlemsnummer",
        "medlemsid",
        "medlemsnr",
        "medlnr",
        "nummer",
        "nr",
        "memberid",
        "member",
        "membernumber",
    ),
    "organisation_number": (
        "organisationsnummer",
        "orgnr",
        "orgnummer",
        "organisationsnr",
        "organisationnumber",
        "registrationnumber",
    ),
    "name": (
        "namn",
        "organisation",
        "förening",
        "föreningsnamn",
        "föreningensnamn",
        "organisationsnamn",
        "organisationensnamn",
        "medlem",
        "medlemsnamn",
        "medlemmensnamn",
        "medlemsförening",
        "medlemsorganisation",
        "name",
        "organisationname",
    ),
    "email": ("epost", "epostadress", "mejl", "mail", "email", "emailaddress", "mejladress"),
    "contact": ("kontakt", "kontaktperson", "kontaktpersonnamn", "contact", "contactperson"),
    "language": ("språk", "language", "lang"),
    "municipality": ("kommun", "kommunkod", "municipality", "municipalitycode"),
    "county": ("län", "länskod", "county", "countycode"),
}
FIELDS = tuple(HEADINGS)
GROUP = "group"
# A column whose values are more than these, or of which most stand alone, is no group.
MOST_VALUES = 30
IGNORE = ""


def known(cells: Sequence[str]) -> int:
    """How many different fields the cells are headings of."""
    plain = {_bare(cell) for cell in cells}
    return sum(not plain.isdisjoint(names) for names in HEADINGS.values())


def _bare(heading: str) -> str:
    return re.sub(r"[\W_]", "", heading.lower())


def guess(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    chosen: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """A field for each column: one of FIELDS, GROUP, or IGNORE for what is not read.

    rows: the cells beneath. chosen: what columns with these headings held the last time. A field is
    given once, to the first column that looks like it; a further column is a group where its values
    repeat.
    """
    taken: set[str] = set()
    columns = []
    for number, heading in enumerate(header):
        before = (chosen or {}).get(heading)
        match = before if before in FIELDS or before in (GROUP, IGNORE) else None
        if match is None:
            named = {_bare(part) for part in re.split(r"[/,(]", heading)} | {_bare(heading)}
            match = next((f for f in FIELDS if not named.isdisjoint(HEADINGS[f])), None)
        if match is None or match in taken:
            repeats = bool(_bare(heading)) and _repeat([row[number] for row in rows])
            match = GROUP if repeats else IGNORE
        if match in FIELDS:
            taken.add(match)
        columns.append(match)
    return tuple(columns)


def _repeat(cells: Sequence[str]) -> bool:
    """Whether a column's values part the rows into groups: few of them, and most repeated."""
    filled = [cell.casefold() for cell in cells if cell]
    values = Counter(filled)
    again = sum(count for count in values.values() if count > 1)
    return 1 < len(values) <= MOST_VALUES and 2 * again > len(filled)
