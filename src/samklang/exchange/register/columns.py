"""Columns: which column of a sheet holds which field of a member, guessed from its heading."""

import re
from collections.abc import Mapping, Sequence

# Fields of a member, with headings seen in registers of Swedish associations. A heading is
# compared without case, spaces and punctuation.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "number": (
        "id",
        "medlemsnummer",
        "medlemsid",
        "medlemsnr",
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
        "organisationsnamn",
        "medlem",
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
IGNORE = ""


def known(cells: Sequence[str]) -> int:
    """How many different fields the cells are headings of."""
    plain = {_bare(cell) for cell in cells}
    return sum(not plain.isdisjoint(names) for names in HEADINGS.values())


def _bare(heading: str) -> str:
    return re.sub(r"[\W_]", "", heading.lower())


def guess(header: Sequence[str]) -> tuple[str, ...]:
    """A field for each column: one of FIELDS, GROUP for a further column, IGNORE for a nameless.

    A field is given once, to the first column that looks like it.
    """
    taken: set[str] = set()
    found = []
    for heading in header:
        plain = _bare(heading)
        match = next((f for f in FIELDS if plain in HEADINGS[f] and f not in taken), None)
        if match:
            taken.add(match)
        found.append(match or (GROUP if plain else IGNORE))
    return tuple(found)
